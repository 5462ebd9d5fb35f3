/** The recorded exchange and return, replayed over HTTP: every figure is the recording's, and all steps are followed to the end. */
import assert from 'node:assert/strict';
import type { PurchaseLine, ReturnLine } from '../../src/reservations/operations/model';
import { sendJson, useServers } from '../helpers/http-server';
import { reached } from '../helpers/operations';
import { hasRecordings, type Recording, readRecordings } from '../helpers/recordings';
import { startService, type TestService } from '../helpers/service';
import { CUSTOMER, cloudAt } from '../helpers/transport';

const REAL_ORIGIN = 'https://management.azure.com';

interface Step extends Recording {
	readonly request: Recording['request'] & { readonly body: unknown };
	readonly response: Recording['response'] & { readonly headers: Readonly<Record<string, string>> };
}

interface Price {
	readonly currencyCode: string;
	readonly amount: number;
}

const money = ({ amount, currencyCode }: Price) => ({ amount: String(amount), currency: currencyCode });

describe('recorded operations', () => {
	const serve = useServers();
	let bench: TestService | undefined;
	let steps: Step[];
	/** Waits that were asked for, ms: they take no time here. */
	let waits: number[];

	before(async function () {
		if (!hasRecordings) this.skip();
		steps = (await readRecordings()) as Step[];
	});
	beforeEach(() => {
		waits = [];
	});
	afterEach(() => bench?.end());

	/** Answers the calls of a flow in their recorded order, a poll after the other; the reservations are as they were then. */
	async function replay(flow: string, reservations: readonly ReturnLine[], stateOf: () => string = () => 'Succeeded') {
		const queues = new Map<string, Step[]>();
		for (const step of steps.filter(({ name }) => name.startsWith(`${flow}/`))) {
			const key = keyOf(step.request.method, step.request.url);
			queues.set(key, [...(queues.get(key) ?? []), step]);
		}
		const bodies: unknown[] = [];
		let answered = 0;
		const server = await serve((response, { method, url, path, body }) => {
			const queue = queues.get(keyOf(method, url));
			const known = reservations.find(({ reservationId }) => path.toLowerCase().endsWith(`/reservations/${reservationId}`));
			if (known !== undefined) {
				const properties = { displayName: 'Recorded', quantity: known.quantity + 2, provisioningState: stateOf() };
				return sendJson(response, 200, { id: path, etag: 18, properties });
			}
			// The last answer stays: the order is read more often than it was recorded.
			const step = queue === undefined ? undefined : queue.length > 1 ? queue.shift() : queue[0];
			if (step === undefined) return sendJson(response, 404, { error: { code: 'NotRecorded', message: `${method} ${url}` } });
			answered += 1;
			if (method === 'POST') bodies.push(JSON.parse(body));
			const local = (text: string) => text.replaceAll(REAL_ORIGIN, server.origin);
			const headers = Object.fromEntries(
				Object.entries(step.response.headers)
					.filter(([name]) => /^(azure-asyncoperation|location)$/.test(name))
					.map(([name, value]) => [name, local(value)]),
			);
			if (step.response.body === null) return void response.writeHead(step.response.status, headers).end();
			response.writeHead(step.response.status, { 'content-type': 'application/json; charset=utf-8', ...headers });
			response.end(local(JSON.stringify(step.response.body)));
		});
		bench = await startService(cloudAt(server.origin), {
			tokens: { get: async () => 'token' },
			sleep: async (ms) => {
				waits.push(ms);
			},
			// The reservations of the order were not recorded: the rest of the return is not waited for.
			pace: { watchMs: 60_000, settledMs: 50 },
		});
		return { operations: bench.service.operations, bodies, answered: () => answered };
	}

	it('the exchange: figures, request bodies, and all 46 steps', async () => {
		const flow = steps.filter(({ name }) => name.startsWith('reservation_exchange/'));
		assert.equal(flow.length, 46);
		const asked = (requestOf(flow, 0) as ExchangeRequestBody).properties;
		const quoted = (answerOf(flow, 4) as { properties: QuotedBody }).properties;
		const returns = asked.reservationsToExchange.map(({ reservationId, quantity }) => lineOf(reservationId, quantity));
		const purchases = asked.reservationsToPurchase.map(purchaseOf);
		const { operations, bodies, answered } = await replay('reservation_exchange', returns);
		const quote = await operations.quoteExchange({ tenantId: CUSTOMER, returns, purchases });
		assert.deepEqual(quote.blockers, []);
		assert.equal(quote.sessionId, quoted.sessionId);
		assert.deepEqual(quote.totals, {
			returned: money(quoted.refundsTotal),
			purchased: money(quoted.purchasesTotal),
			net: money(quoted.netPayable),
			moneyBack: { amount: '18.75', currency: 'GBP' },
			commitmentCancelled: { amount: '206.25', currency: 'GBP' },
		});
		for (const [index, line] of quoted.reservationsToExchange.entries()) {
			const { moneyBack, commitmentCancelled, paidInTotal } = quote.returns[index]?.figures ?? assert.fail();
			assert.deepEqual(moneyBack, money(line.billingRefundAmount));
			assert.deepEqual(commitmentCancelled, money(line.billingInformation.billingCurrencyRemainingCommitmentAmount));
			assert.deepEqual(paidInTotal, money(line.billingInformation.billingCurrencyTotalPaidAmount));
		}
		for (const [index, line] of quoted.reservationsToPurchase.entries()) {
			assert.deepEqual(quote.purchases[index]?.commitment, money(line.billingCurrencyTotal));
		}

		const seen: string[] = [];
		operations.onDidChangeOperation(({ step }) => step && seen.push(step));
		const { id } = await operations.commit(quote, { sessionId: quoted.sessionId, typedCustomerName: CUSTOMER });
		assert.equal(id, quoted.sessionId);
		const ended = await reached(operations, id, 'succeeded');
		assert.equal(answered(), 46);
		assert.deepEqual(bodies[1], flow[5]?.request.body);
		const words = flow.slice(6).map(({ response }) => (response.body as { status: string }).status);
		assert.deepEqual(seen, words);
		const end = (answerOf(flow, 45) as { properties: QuotedBody }).properties;
		assert.deepEqual(
			ended.lines.map(({ amount, status }) => ({ amount, status })),
			[
				...end.reservationsToExchange.map((it) => ({ amount: money(it.billingRefundAmount), status: it.status })),
				...end.reservationsToPurchase.map((it) => ({ amount: money(it.billingCurrencyTotal), status: it.status })),
			],
		);
		assert.deepEqual(
			ended.lines.slice(2).map(({ orderId, reservationId }) => [orderId, reservationId].join('/reservations/')),
			end.reservationsToPurchase.map((it) => it.reservationId.split('/reservationOrders/')[1]),
		);
		// The recorder removed `Retry-After`: at most every 5 s, more and more patient, at least once a minute.
		assert.ok(Math.min(...waits.slice(4)) >= 5_000 && Math.max(...waits) <= 60_000, waits.join());
	});

	it('the return: figures, request body, and the order that is pending for minutes', async () => {
		const flow = steps.filter(({ name }) => name.startsWith('reservation_refund/'));
		const body = (requestOf(flow, 1) as { properties: { reservationToReturn: ToReturn; returnReason: string } }).properties;
		const line = lineOf(body.reservationToReturn.reservationId, body.reservationToReturn.quantity);
		const recorded = (answerOf(flow, 0) as { properties: RefundBody }).properties;
		let looks = 0;
		// After the commit the reservation is worked on for some looks, then it ends; before, it is active.
		let isSent = false;
		const { operations, bodies } = await replay('reservation_refund', [line], () => {
			if (!isSent) return 'Succeeded';
			looks += 1;
			return looks < 6 ? 'Pending' : 'Cancelled';
		});
		const quote = await operations.quoteReturn(line);
		assert.deepEqual(quote.blockers, []);
		assert.deepEqual(quote.figures, {
			moneyBack: money(recorded.billingRefundAmount),
			moneyBackPricing: money(recorded.pricingRefundAmount),
			commitmentCancelled: money(recorded.billingInformation.billingCurrencyRemainingCommitmentAmount),
			paidInTotal: money(recorded.billingInformation.billingCurrencyTotalPaidAmount),
			paidTransactions: 1,
			transactions: 12,
		});
		assert.deepEqual(quote.allowance, {
			consumed: money(recorded.policyResult.properties.consumedRefundsTotal),
			limit: money(recorded.policyResult.properties.maxRefundLimit),
			left: { amount: '49568.07', currency: 'USD' },
		});
		const states = new Set<string>();
		operations.onDidChangeOperation(({ state, step }) => {
			isSent ||= state === 'running';
			states.add([state, step].join(' '));
		});
		const committed = await operations.commit(quote, {
			sessionId: quote.sessionId ?? '',
			typedCustomerName: CUSTOMER,
			reason: body.returnReason,
		});
		await reached(operations, committed.id, 'succeeded');
		assert.deepEqual(withoutCase(bodies[1]), withoutCase(flow[1]?.request.body));
		assert.ok(states.has('running Pending'), [...states].join());
	});

	function lineOf(id: string, quantity: number): ReturnLine {
		const [, orderId = '', reservationId = ''] = /reservationOrders\/([^/]+)\/reservations\/([^/]+)$/i.exec(id) ?? [];
		return { tenantId: CUSTOMER, orderId, reservationId, quantity };
	}
});

interface ToReturn {
	readonly reservationId: string;
	readonly quantity: number;
}

interface BillingBody {
	readonly billingCurrencyTotalPaidAmount: Price;
	readonly billingCurrencyRemainingCommitmentAmount: Price;
}

interface ExchangeRequestBody {
	readonly properties: {
		readonly reservationsToExchange: readonly ToReturn[];
		readonly reservationsToPurchase: readonly PurchaseBody[];
	};
}

interface PurchaseBody {
	readonly sku: { readonly name: string };
	readonly location: string;
	readonly properties: {
		readonly billingPlan: 'Upfront' | 'Monthly';
		readonly billingScopeId: string;
		readonly displayName: string;
		readonly quantity: number;
		readonly reservedResourceType: string;
		readonly term: string;
	};
}

interface QuotedBody {
	readonly sessionId: string;
	readonly netPayable: Price;
	readonly refundsTotal: Price;
	readonly purchasesTotal: Price;
	readonly reservationsToExchange: readonly {
		readonly billingRefundAmount: Price;
		readonly billingInformation: BillingBody;
		readonly status: string;
	}[];
	readonly reservationsToPurchase: readonly {
		readonly billingCurrencyTotal: Price;
		readonly reservationId: string;
		readonly status: string;
	}[];
}

interface RefundBody {
	readonly billingRefundAmount: Price;
	readonly pricingRefundAmount: Price;
	readonly billingInformation: BillingBody;
	readonly policyResult: { readonly properties: { readonly consumedRefundsTotal: Price; readonly maxRefundLimit: Price } };
}

function requestOf(flow: readonly Step[], index: number): unknown {
	return (flow[index] ?? assert.fail('not recorded')).request.body;
}

function answerOf(flow: readonly Step[], index: number): unknown {
	return (flow[index] ?? assert.fail('not recorded')).response.body;
}

function purchaseOf({ sku, location, properties }: PurchaseBody): PurchaseLine {
	return {
		sku: sku.name,
		resourceType: properties.reservedResourceType,
		region: location,
		term: properties.term,
		billingPlan: properties.billingPlan,
		quantity: properties.quantity,
		name: properties.displayName,
		billingScopeId: properties.billingScopeId,
		scope: { kind: 'Shared' },
		renew: false,
	};
}

function keyOf(method: string, url: string): string {
	return `${method} ${new URL(url, REAL_ORIGIN).pathname.toLowerCase()}`;
}

function withoutCase(body: unknown): unknown {
	return JSON.parse(JSON.stringify(body).toLowerCase());
}
