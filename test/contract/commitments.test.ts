/** What orders still owe, read from the sandbox: sums held against its raw answers, and what happens when orders can't be read. */
import assert from 'node:assert/strict';
import Big from 'big.js';
import type { Cloud } from '../../src/azure/cloud';
import { isCancelled } from '../../src/azure/failure';
import { sandboxCloud } from '../../src/identity';
import type { CommitmentsState, OrderRef } from '../../src/reservations/commitments/model';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import {
	clearFaults,
	clearRequests,
	orderFault,
	requestsOf,
	startService,
	type TestService,
	testFetch,
	until,
} from '../helpers/service';
import { words } from '../helpers/table-world';

const oneOrder = /microsoft\.capacity\/reservationorders\/[0-9a-f-]{36}$/i;

interface RawOrder {
	readonly properties: {
		readonly billingPlan: string;
		readonly provisioningState: string;
		readonly reservations: readonly { readonly id: string }[];
		readonly planInformation?: {
			readonly pricingCurrencyTotal: { readonly amount: number; readonly currencyCode: string };
			readonly transactions: readonly {
				readonly status: string;
				readonly dueDate: string;
				readonly pricingCurrencyTotal: { readonly amount: number; readonly currencyCode: string };
			}[];
		};
	};
}

describe('commitments of orders', () => {
	let sandbox: Sandbox;
	let cloud: Cloud;
	let bench: TestService;

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers: 30, reservations: 5 });
		cloud = sandboxCloud(sandbox.endpoints);
	});
	after(() => sandbox?.close());
	beforeEach(async () => {
		bench = await startService(cloud);
		await bench.service.scan.start();
		await clearRequests(sandbox);
	});
	afterEach(async () => {
		await clearFaults(sandbox);
		await bench.end();
	});

	const asked = async () => (await requestsOf(sandbox)).filter(({ path }) => oneOrder.test(path));
	const ordersOf = (count?: number): readonly OrderRef[] => {
		const table = bench.service.table.open(words);
		const orders = [...table.query({}).orders()].slice(0, count);
		table.dispose();
		return orders;
	};

	/** The order as the sandbox answers an outside client. */
	async function raw({ tenantId, orderId }: OrderRef): Promise<RawOrder> {
		const form = { grant_type: 'client_credentials', client_id: 'tests', client_secret: 'any' };
		const token = await testFetch(`${cloud.authority}/${tenantId}/oauth2/v2.0/token`, {
			method: 'POST',
			body: new URLSearchParams({ ...form, scope: 'https://management.azure.com/.default' }),
		});
		const { access_token } = (await token.json()) as { access_token: string };
		const url = `${cloud.resourceManager}/providers/Microsoft.Capacity/reservationOrders/${orderId}`;
		const answer = await testFetch(`${url}?api-version=2022-11-01&$expand=schedule`, {
			headers: { authorization: `Bearer ${access_token}` },
		});
		assert.equal(answer.status, 200);
		return (await answer.json()) as RawOrder;
	}

	function checkSum({ total, fresh, read, failed, waiting, notTried, causes }: CommitmentsState): void {
		assert.equal(fresh + read + failed + waiting + notTried, total);
		assert.equal(
			causes.reduce((sum, { count }) => sum + count, 0),
			failed,
		);
	}

	it('reads each order once, and its amounts are those of the raw answers', async () => {
		const { commitments, table } = bench.service;
		const states: CommitmentsState[] = [];
		commitments.onDidChange((state) => states.push(state));
		assert.equal(commitments.state().phase, 'idle');
		const orders = ordersOf();
		const end = await commitments.read({ orders: [...orders, ...orders] });
		assert.deepEqual([end.phase, end.total, end.waiting, end.notTried], ['done', orders.length, 0, 0]);
		for (const state of [...states, end]) checkSum(state);
		const calls = await asked();
		assert.equal(calls.length, orders.length);
		assert.ok(calls.every(({ query }) => /expand=schedule/.test(decodeURIComponent(query))));
		assert.equal(new Set(calls.map(({ path }) => path.toLowerCase())).size, orders.length);

		const sums = new Map<string, Big>();
		const months = new Map<string, Big>();
		let [upfront, severalRows] = [0, 0];
		for (const order of orders) {
			const known = commitments.get(order);
			const failure = known?.failure;
			if (failure !== undefined) {
				assert.ok(commitments.failures().some(({ orderId }) => orderId === order.orderId));
				continue;
			}
			const { properties } = await raw(order);
			const owed = (properties.planInformation?.transactions ?? []).filter(({ status }) => status === 'Scheduled');
			const sum = owed.reduce((all, { pricingCurrencyTotal }) => all.plus(pricingCurrencyTotal.amount), new Big(0));
			const currency = properties.planInformation?.pricingCurrencyTotal.currencyCode ?? '';
			assert.deepEqual(known?.left, { amount: sum.toFixed(), currency }, order.orderId);
			assert.equal(known.reservations, properties.reservations.length);
			sums.set(currency, (sums.get(currency) ?? new Big(0)).plus(sum));
			for (const { dueDate, pricingCurrencyTotal } of owed) {
				const month = dueDate.slice(0, 7);
				months.set(month, (months.get(month) ?? new Big(0)).plus(pricingCurrencyTotal.amount));
			}
			if (properties.billingPlan === 'Upfront' && properties.provisioningState === 'Succeeded') {
				upfront += 1;
				assert.equal(known.left?.amount, '0');
			}
			if (properties.reservations.length > 1) severalRows += 1;
		}
		assert.ok(upfront > 0 && severalRows > 0, 'the sandbox has both kinds');
		const view = table.open(words).query({});
		const told = view.commitments();
		assert.deepEqual(
			told.totals.map(({ left }) => left),
			[...sums].map(([currency, sum]) => ({ amount: sum.toFixed(), currency })),
		);
		assert.deepEqual([told.orders, told.known, told.failed], [orders.length, end.read, end.failed]);
		assert.ok(view.total > told.orders, 'an order with several rows counts once');
		const byMonth = view.commitmentByMonth('USD', 60).months.filter(({ payments }) => payments > 0);
		assert.ok(byMonth.length > 20);
		for (const { at, left } of byMonth)
			assert.equal(left.amount, months.get(new Date(at).toISOString().slice(0, 7))?.toFixed(), new Date(at).toISOString());
	});

	it('does not read again what is fresh, but for being told to', async () => {
		const orders = ordersOf(12);
		const { commitments } = bench.service;
		const first = await commitments.read({ orders });
		await clearRequests(sandbox);
		const again = await commitments.read({ orders });
		assert.equal(again.fresh, first.read);
		assert.equal((await asked()).length, first.failed);
		await commitments.read({ orders: orders.slice(0, 2), maxAgeMs: 0 });
		assert.equal((await asked()).length, first.failed + 2);
	});

	it('tells by cause what could not be read, keeps what was known, and a new try mends it', async () => {
		const { commitments } = bench.service;
		const orders = ordersOf(10);
		await commitments.read({ orders });
		const good = orders.filter((order) => commitments.get(order)?.left !== undefined);
		const [one, other] = good as [OrderRef, OrderRef];
		const before = commitments.get(one);
		await orderFault(sandbox, { match: { path: one.orderId }, fault: { kind: 'status', status: 500 } });
		await orderFault(sandbox, { match: { path: other.orderId }, fault: { kind: 'wrongJson' } });
		const failed = await commitments.read({ orders: good, maxAgeMs: 0 });
		checkSum(failed);
		assert.deepEqual([failed.phase, failed.failed, failed.read], ['done', 2, good.length - 2]);
		assert.deepEqual(failed.causes.map(({ kind }) => kind).sort(), ['UnexpectedAnswer', 'Unreachable']);
		assert.deepEqual(commitments.get(one)?.left, before?.left);
		assert.equal(commitments.get(one)?.asOf, before?.asOf);
		assert.equal(commitments.get(one)?.failure?.kind, 'Unreachable');
		await clearFaults(sandbox);
		const mended = await commitments.read({ orders: commitments.failures() });
		assert.deepEqual([mended.read, mended.failed, mended.total], [2, 0, 2]);
		assert.equal(commitments.get(one)?.failure, undefined);
	});

	it('stops when it is cancelled, says what was not tried, and goes on there', async () => {
		await orderFault(sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 60 } });
		const { commitments } = bench.service;
		const orders = ordersOf(60);
		const running = commitments.read({ orders });
		await until('some orders', () => commitments.state().read >= 5);
		commitments.cancel();
		const end = await running;
		checkSum(end);
		assert.equal(end.phase, 'cancelled');
		assert.ok(end.notTried > 10, JSON.stringify(end));
		const leaving = new AbortController();
		const left = commitments.read({ orders }, leaving.signal);
		leaving.abort();
		await assert.rejects(left, isCancelled);
		await until('its end', () => commitments.state().phase === 'cancelled');
		await clearFaults(sandbox);
		const rest = await commitments.read({ orders });
		assert.ok(rest.fresh >= end.read, 'what was read stays');
		assert.equal(rest.fresh + rest.read + rest.failed, orders.length);
	});

	it('one customer that is throttled does not hold back the others', async () => {
		const all = ordersOf();
		const [busy = ''] = [...Map.groupBy(all, ({ tenantId }) => tenantId)]
			.filter(([, orders]) => orders.length >= 4)
			.map(([tenantId]) => tenantId);
		const own = all.filter(({ tenantId }) => tenantId === busy);
		for (const { orderId } of own)
			await orderFault(sandbox, {
				match: { path: orderId },
				fault: { kind: 'throttle', seconds: 2 },
				times: 1,
			});
		await bench.end();
		bench = await startService(cloud, { tries: 6 });
		await bench.service.scan.start();
		const seen: CommitmentsState[] = [];
		bench.service.commitments.onDidChange((state) => seen.push(state));
		const end = await bench.service.commitments.read({ orders: all });
		assert.ok(
			seen.some(({ throttled, waiting }) => throttled > 0 && throttled === waiting),
			'in the end only the throttled ones wait',
		);
		assert.equal(end.phase, 'done');
		for (const order of own) assert.notEqual(bench.service.commitments.get(order)?.left, undefined);
	}).timeout(60_000);

	it('knows what the Overview has read, and forgets all with the cache', async () => {
		const { commitments } = bench.service;
		const [order] = ordersOf(1);
		assert.ok(order);
		await bench.service.readOrder({ ...order, reservationId: order.orderId });
		assert.notEqual(commitments.get(order)?.left, undefined);
		await bench.service.clearCache();
		assert.equal(commitments.get(order), undefined);
	});
});
