/** Answers that the service should never give: a quote that lacks something, or says it in two currencies, is not sent. */
import assert from 'node:assert/strict';
import type { PurchaseLine } from '../../src/reservations/operations/model';
import { sendJson, useServers } from '../helpers/http-server';
import { samplePurchase, sampleSession as session } from '../helpers/operations-samples';
import { startService, type TestService } from '../helpers/service';
import { CUSTOMER, cloudAt, failureOf, ORDER, RESERVATION, SUBSCRIPTION } from '../helpers/transport';

const scope = `/providers/microsoft.capacity/reservationOrders/${ORDER}/reservations/${RESERVATION}`;
const gbp = (amount: unknown) => ({ currencyCode: 'GBP', amount });
const usd = (amount: unknown) => ({ currencyCode: 'USD', amount });

const reservation = {
	id: scope,
	etag: 9,
	properties: { displayName: 'Web', quantity: 3, provisioningState: 'Succeeded', billingPlan: 'Monthly' },
};

const refund = () => ({
	sessionId: session as unknown,
	quantity: 1 as unknown,
	billingRefundAmount: gbp(1.83) as unknown,
	pricingRefundAmount: usd(2.18) as unknown,
	policyResult: {
		properties: { consumedRefundsTotal: usd(431.93), maxRefundLimit: usd(50000) as unknown, policyErrors: [] as unknown },
	} as unknown,
	billingInformation: {
		billingPlan: 'Monthly',
		billingCurrencyTotalPaidAmount: gbp(5.49),
		billingCurrencyRemainingCommitmentAmount: gbp(20.13) as unknown,
	},
});

const exchange = () => ({
	sessionId: session as unknown,
	netPayable: gbp(60) as unknown,
	refundsTotal: gbp(60) as unknown,
	purchasesTotal: gbp(120) as unknown,
	policyResult: { policyErrors: null } as unknown,
	reservationsToExchange: [
		{
			reservationId: scope.toUpperCase(),
			quantity: 1,
			billingRefundAmount: gbp(15) as unknown,
			billingInformation: { billingCurrencyRemainingCommitmentAmount: gbp(45) as unknown },
		},
	],
	reservationsToPurchase: [
		{
			properties: { sku: { name: 'standard_b1s' }, properties: { quantity: 3 } },
			billingCurrencyTotal: gbp(120) as unknown,
		},
	],
});

const policyErrors = [
	[{ code: 'RefundLimitExceeded' }],
	[{ message: 'No.' }],
	[{}],
	[null],
	['no'],
	[{ code: null, message: null }],
];

describe('bent quotes', () => {
	const serve = useServers();
	let bench: TestService | undefined;
	afterEach(() => bench?.end());

	async function cloudThatQuotes(answers: { refund?: unknown; exchange?: unknown; operation?: unknown; of?: unknown }) {
		const server = await serve((response, { method, path }) => {
			if (/\/oauth2\//.test(path)) return sendJson(response, 200, { access_token: 'token', expires_in: 3599 });
			if (/calculateRefund$/.test(path)) return sendJson(response, 200, { id: scope, properties: answers.refund });
			if (/calculateExchange$/.test(path)) {
				const url = `${server.origin}/providers/Microsoft.Capacity/operationResults/q?api-version=2022-11-01`;
				return void response.writeHead(202, { 'azure-asyncoperation': url, 'retry-after': '0' }).end();
			}
			if (/operationResults/.test(path)) {
				return sendJson(response, 200, answers.operation ?? { status: 'Succeeded', properties: answers.exchange });
			}
			if (method === 'GET' && /\/reservations\//.test(path)) return sendJson(response, 200, answers.of ?? reservation);
			return sendJson(response, 404, { error: { code: 'NotFound', message: path } });
		});
		bench = await startService(cloudAt(server.origin), { tokens: { get: async () => 'token' } });
		return { operations: bench.service.operations, asked: server.asked };
	}

	const line = { tenantId: CUSTOMER, orderId: ORDER, reservationId: RESERVATION, quantity: 1 };
	async function quoteReturn(answer: unknown) {
		const { operations, asked } = await cloudThatQuotes({ refund: answer });
		const quote = await operations.quoteReturn(line);
		return { quote, operations, asked };
	}

	async function quoteExchange(answer: unknown, purchase = samplePurchase) {
		const { operations, asked } = await cloudThatQuotes({ exchange: answer });
		const quote = await operations.quoteExchange({ tenantId: CUSTOMER, returns: [line], purchases: [purchase] });
		return { quote, operations, asked };
	}

	it('takes the good ones', async () => {
		assert.deepEqual((await quoteReturn(refund())).quote.blockers, []);
		await bench?.end();
		assert.deepEqual((await quoteExchange(exchange())).quote.blockers, []);
	});

	it('nothing is quoted of a reservation whose units Azure does not tell', async () => {
		for (const quantity of [undefined, null, 0]) {
			const of = { ...reservation, properties: { ...reservation.properties, quantity } };
			const { operations, asked } = await cloudThatQuotes({ refund: refund(), exchange: exchange(), of });
			const request = { tenantId: CUSTOMER, returns: [line], purchases: [samplePurchase] };
			for (const failure of [await failureOf(operations.quoteReturn(line)), await failureOf(operations.quoteExchange(request))]) {
				assert.equal(failure.kind, 'Refused');
				assert.match(failure.message, /does not tell how many units the reservation Web has\. No quote was made\./);
			}
			assert.deepEqual(
				asked.filter(({ path }) => /calculate/.test(path)),
				[],
			);
			await bench?.end();
		}
	});

	const bentRefunds: readonly (readonly [string, (answer: ReturnType<typeof refund>) => void])[] = [
		['no session', (it) => Object.assign(it, { sessionId: undefined })],
		['an empty session', (it) => Object.assign(it, { sessionId: '' })],
		['a session that is a path', (it) => Object.assign(it, { sessionId: '../../etc/passwd' })],
		['no amount that comes back', (it) => Object.assign(it, { billingRefundAmount: undefined })],
		['an amount of null', (it) => Object.assign(it, { billingRefundAmount: gbp(null) })],
		['an amount without currency', (it) => Object.assign(it, { billingRefundAmount: { amount: 1.83 } })],
		['no remaining commitment', (it) => Object.assign(it.billingInformation, { billingCurrencyRemainingCommitmentAmount: null })],
		['two billing currencies', (it) => Object.assign(it.billingInformation, { billingCurrencyTotalPaidAmount: usd(5.49) })],
		['a limit in another currency', (it) => Object.assign(it, { pricingRefundAmount: gbp(2.18) })],
		['a negative amount', (it) => Object.assign(it, { billingRefundAmount: gbp(-1.83) })],
		['another quantity', (it) => Object.assign(it, { quantity: 2 })],
		...policyErrors.map(
			(errors) =>
				[
					`policy errors ${JSON.stringify(errors)}`,
					(it: ReturnType<typeof refund>) => Object.assign(it, { policyResult: { properties: { policyErrors: errors } } }),
				] as const,
		),
		['a policy error in the other nesting', (it) => Object.assign(it, { policyResult: { policyErrors: [{ code: 'X' }] } })],
	];
	for (const [what, bend] of bentRefunds) {
		it(`a return with ${what} is not sent`, async () => {
			const answer = refund();
			bend(answer);
			const { quote, operations, asked } = await quoteReturn(answer);
			assert.ok(quote.blockers.length > 0);
			for (const blocker of quote.blockers) assert.match(blocker, /\.$|\)$/);
			const confirmation = { sessionId: quote.sessionId ?? '', typedCustomerName: CUSTOMER, reason: 'test' };
			assert.equal((await failureOf(operations.commit(quote, confirmation))).kind, 'Refused');
			assert.ok(!asked.some(({ path }) => /\/return$/.test(path)));
		});
	}

	const bentExchanges: readonly (readonly [string, (answer: ReturnType<typeof exchange>) => void])[] = [
		['no session', (it) => Object.assign(it, { sessionId: null })],
		['no net amount', (it) => Object.assign(it, { netPayable: null })],
		['no total of returns', (it) => Object.assign(it, { refundsTotal: undefined })],
		['no total of purchases', (it) => Object.assign(it, { purchasesTotal: { currencyCode: 'GBP' } })],
		['a line without its amount', (it) => Object.assign(it.reservationsToExchange[0] ?? {}, { billingRefundAmount: null })],
		['a purchase without its amount', (it) => Object.assign(it.reservationsToPurchase[0] ?? {}, { billingCurrencyTotal: null })],
		['no remaining commitment', (it) => Object.assign(it.reservationsToExchange[0] ?? {}, { billingInformation: {} })],
		['two currencies', (it) => Object.assign(it, { purchasesTotal: usd(120) })],
		['a line in another currency', (it) => Object.assign(it.reservationsToPurchase[0] ?? {}, { billingCurrencyTotal: usd(120) })],
		['totals that do not add up', (it) => Object.assign(it, { netPayable: gbp(6) })],
		[
			'a line that was not asked for',
			(it) => it.reservationsToExchange.push({ ...exchange().reservationsToExchange[0] } as never),
		],
		['no line at all', (it) => it.reservationsToExchange.splice(0)],
		['another product', (it) => Object.assign(it.reservationsToPurchase[0]?.properties.sku ?? {}, { name: 'Standard_M64ms' })],
		['another quantity', (it) => Object.assign(it.reservationsToPurchase[0]?.properties.properties ?? {}, { quantity: 30 })],
		...policyErrors.map(
			(errors) =>
				[
					`policy errors ${JSON.stringify(errors)}`,
					(it: ReturnType<typeof exchange>) => Object.assign(it, { policyResult: { policyErrors: errors } }),
				] as const,
		),
	];
	for (const [what, bend] of bentExchanges) {
		it(`an exchange with ${what} is not sent`, async () => {
			const answer = exchange();
			bend(answer);
			const { quote, operations, asked } = await quoteExchange(answer);
			assert.ok(quote.blockers.length > 0);
			const confirmation = { sessionId: quote.sessionId ?? '', typedCustomerName: CUSTOMER };
			assert.equal((await failureOf(operations.commit(quote, confirmation))).kind, 'Refused');
			assert.ok(!asked.some(({ path }) => /\/exchange$/.test(path)));
		});
	}

	/** What the answer says of the product, beside what is the same in all of these. */
	function quotedAs(told: { location?: unknown; sku?: unknown; properties?: object }) {
		const answer = exchange();
		const words = answer.reservationsToPurchase[0]?.properties ?? assert.fail();
		const { properties, ...more } = told;
		Object.assign(words, more);
		Object.assign(words.properties, properties);
		return quoteExchange(answer);
	}
	const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/web`;
	const elsewhere = '/subscriptions/eeeeeeee-0000-4000-8000-00000000dddd';
	for (const [what, told, words, shown] of [
		['another region', { location: 'westus' }, /region West US, asked East US/, { region: 'westus' }],
		['another term', { properties: { term: 'P3Y' } }, /term P3Y, asked P1Y/, { term: 'P3Y' }],
		[
			'another plan',
			{ properties: { billingPlan: 'Monthly' } },
			/billing plan Monthly, asked Upfront/,
			{ billingPlan: 'Monthly' },
		],
		[
			'another type',
			{ properties: { reservedResourceType: 'SqlDatabases' } },
			/type SqlDatabases/,
			{ resourceType: 'SqlDatabases' },
		],
		['another quantity', { properties: { quantity: 30 } }, /quantity 30, asked 3/, { quantity: 30 }],
		[
			'another scope',
			{ properties: { appliedScopeType: 'Single', appliedScopes: [elsewhere] } },
			/scope Single, asked Shared/,
			{},
		],
		[
			'another charged subscription',
			{ properties: { billingScopeId: elsewhere } },
			/billing subscription/,
			{ billingScopeId: elsewhere },
		],
		['a renewal', { properties: { renew: true } }, /renewal/, { renew: true }],
	] as const) {
		it(`an exchange for ${what} shows what Azure quoted, and is not sent`, async () => {
			const { quote, operations, asked } = await quotedAs(told);
			assert.match(quote.blockers.join(' '), words);
			const line = quote.purchases[0] ?? assert.fail();
			assert.deepEqual({ ...line, ...shown }, line);
			const failure = await failureOf(operations.commit(quote, { sessionId: session, typedCustomerName: CUSTOMER }));
			assert.equal(failure.kind, 'Refused');
			assert.ok(!asked.some(({ path }) => /\/exchange$/.test(path)));
		});
	}

	it('an exchange for a place other than the one that was asked for is not sent', async () => {
		const single: PurchaseLine['scope'] = {
			kind: 'Single',
			subscriptionId: `/subscriptions/${SUBSCRIPTION}`,
			resourceGroupId: group,
		};
		const other = { appliedScopeType: 'Single', appliedScopes: [`${elsewhere}/resourceGroups/web`] };
		const same = { appliedScopeType: 'single', appliedScopes: [group.toUpperCase()] };
		for (const [properties, isBlocked] of [
			[other, true],
			[{ appliedScopeType: 'Single', appliedScopeProperties: { subscriptionId: elsewhere } }, true],
			[same, false],
			[{ appliedScopeType: 'Single', appliedScopeProperties: { resourceGroupId: group, subscriptionId: SUBSCRIPTION } }, false],
			[{ appliedScopeType: 'Single', appliedScopes: null }, false],
		] as const) {
			const answer = exchange();
			Object.assign(answer.reservationsToPurchase[0]?.properties.properties ?? {}, properties);
			const { quote } = await quoteExchange(answer, { ...samplePurchase, scope: single });
			assert.equal(quote.blockers.length > 0, isBlocked, JSON.stringify(properties));
			await bench?.end();
		}
	});

	it('takes the same in other words: case, names of regions, bare ids, what is not told', async () => {
		const { quote } = await quotedAs({
			location: 'East US',
			properties: {
				term: 'p1y',
				billingPlan: 'UPFRONT',
				reservedResourceType: 'virtualmachines',
				appliedScopeType: 'shared',
				appliedScopes: null,
				appliedScopeProperties: null,
				billingScopeId: SUBSCRIPTION.toUpperCase(),
				renew: null,
				reservedResourceProperties: null,
				instanceFlexibility: null,
			},
		});
		assert.deepEqual(quote.blockers, []);
		assert.deepEqual({ ...quote.purchases[0], ...samplePurchase }, quote.purchases[0]);
	});

	it('fails with where and what for a quote of another shape', async () => {
		for (const answer of [undefined, 'text', { billingRefundAmount: 'much' }]) {
			const failure = await failureOf(quoteReturn(answer));
			assert.equal(failure.kind, 'UnexpectedAnswer');
			assert.match(failure.details.detail ?? '', /properties/);
			await bench?.end();
		}
	});

	it('tells why the service refused to quote', async () => {
		const operation = { status: 'Failed', error: { code: 'FulfillmentOutOfStockError', message: 'Sold out.' } };
		const { operations } = await cloudThatQuotes({ operation });
		const failure = await failureOf(
			operations.quoteExchange({ tenantId: CUSTOMER, returns: [line], purchases: [samplePurchase] }),
		);
		assert.equal(failure.kind, 'Refused');
		assert.equal(failure.details.detail, 'Sold out.');
		assert.match(failure.details.remedy ?? '', /no capacity/);
	});

	it('fails for an end without a quote, and for an operation that is nowhere', async () => {
		const { operations } = await cloudThatQuotes({ operation: { status: 'Succeeded' } });
		const failure = await failureOf(
			operations.quoteExchange({ tenantId: CUSTOMER, returns: [line], purchases: [samplePurchase] }),
		);
		assert.equal(failure.kind, 'UnexpectedAnswer');
	});
});
