/** The scan of all customers against the sandbox: each is told once, what is fresh is not read again, and it can be left and resumed. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Cloud, TokenSource } from '../../src/azure/cloud';
import { isCancelled } from '../../src/azure/failure';
import { pause } from '../../src/azure/gate';
import { sandboxCloud, sandboxTokens } from '../../src/identity';
import type { HiddenOrders, ScanState } from '../../src/reservations/scan/model';
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
	valueIn,
} from '../helpers/service';

const customers = 60;
const lists = /microsoft\.capacity\/reservations$/i;

const orderOf = ({ id }: { readonly id: string }) => id.split('/').at(-3)?.toLowerCase() ?? '';

describe('scan of all customers', () => {
	let sandbox: Sandbox;
	let cloud: Cloud;
	let bench: TestService;

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers });
		cloud = sandboxCloud(sandbox.endpoints);
	});
	after(() => sandbox?.close());
	beforeEach(async () => {
		bench = await startService(cloud);
		await clearRequests(sandbox);
	});
	afterEach(async () => {
		await clearFaults(sandbox);
		await bench.end();
	});

	/** Tenants whose list was asked for. */
	async function listed(): Promise<number> {
		return (await requestsOf(sandbox)).filter(({ path }) => lists.test(path)).length;
	}

	function checkSum({ total, fresh, read, failed, waiting, notTried, causes }: ScanState): void {
		assert.equal(fresh + read + failed + waiting + notTried, total);
		assert.equal(
			causes.reduce((sum, { count }) => sum + count, 0),
			failed,
		);
	}

	it('reads every customer once, tells who failed and why, and does not read again what is fresh', async () => {
		const states: ScanState[] = [];
		bench.service.scan.onDidChange((state) => states.push(state));
		assert.equal(bench.service.scan.state().phase, 'idle');
		const end = await bench.service.scan.start();
		assert.equal(end.phase, 'done');
		assert.equal(end.total, customers);
		assert.equal(end.isListComplete, true);
		assert.equal(end.waiting + end.notTried + end.fresh, 0);
		assert.ok(end.read > 40 && end.failed > 0, JSON.stringify(end));
		for (const state of [...states, end]) checkSum(state);
		assert.ok(states.length >= 2 && states.at(-1)?.phase === 'done');
		for (const { tenantId } of valueIn(bench.service.getCustomers()).customers) {
			const { state, failure } = bench.service.scan.customer(tenantId) ?? assert.fail();
			const known = bench.service.getReservations(tenantId);
			assert.equal(state, known.failure === undefined ? 'read' : 'failed');
			assert.equal(failure, known.failure);
		}
		assert.equal(bench.service.scan.failures().length, end.failed);

		await clearRequests(sandbox);
		const again = await bench.service.scan.start();
		assert.deepEqual([again.phase, again.fresh], ['done', end.read]);
		// Only those that failed are tried again.
		assert.equal(again.read + again.failed, end.failed);
		const anew = await bench.service.scan.start({ maxAgeMs: 0 });
		assert.equal(anew.fresh, 0);
	});

	it('keeps what it found out of the others when some are tried again', async () => {
		const first = await bench.service.scan.start();
		const failed = bench.service.scan.failures();
		const [one] = failed;
		const tenantIds = [one?.tenantId ?? assert.fail('nobody failed')];
		assert.ok(failed.length > 1);
		await clearRequests(sandbox);
		const end = await bench.service.scan.start({ tenantIds, maxAgeMs: 0 });
		assert.ok((await listed()) <= 1, 'only who is asked for is read');
		checkSum(end);
		assert.equal(end.total, customers);
		assert.ok(end.failed >= first.failed - 1 && end.read + end.failed === customers, JSON.stringify(end));
		const still = new Set(bench.service.scan.failures().map(({ tenantId }) => tenantId));
		assert.deepEqual(
			failed.filter(({ tenantId }) => tenantId !== one?.tenantId && !still.has(tenantId)),
			[],
		);
		// Stopped on the way, it is not forgotten either.
		await orderFault(sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 200 } });
		const running = bench.service.scan.start({ tenantIds: failed.map(({ tenantId }) => tenantId), maxAgeMs: 0 });
		bench.service.scan.cancel();
		const stopped = await running;
		checkSum(stopped);
		assert.deepEqual([stopped.phase, stopped.total, stopped.read], ['cancelled', customers, end.read]);
	});

	it('comes to its end when tenants hang, at their sign-in or at Azure, and says so of each', async () => {
		const known = valueIn(await bench.service.loadCustomers()).customers.map(({ tenantId }) => tenantId);
		const { storage } = bench;
		await bench.service.dispose();
		bench = await startService(cloud, { storage, timeoutMs: 1_000, tries: 2, sleep: (ms) => pause(Math.min(ms, 5)) });
		const { scan } = bench.service;
		const [atSignIn = '', atAzure = ''] = known;
		await orderFault(sandbox, { match: { service: 'authority', tenant: atSignIn }, fault: { kind: 'hang' } });
		await orderFault(sandbox, { match: { service: 'resourceManager', tenant: atAzure }, fault: { kind: 'hang' } });
		const end = await scan.start();
		assert.deepEqual([end.phase, end.total, end.waiting], ['done', customers, 0]);
		assert.ok(end.read > 40, JSON.stringify(end));
		const failureOf = (tenantId: string) => scan.customer(tenantId)?.failure ?? assert.fail('read');
		assert.deepEqual([failureOf(atSignIn).kind, failureOf(atSignIn).details.code], ['Unreachable', 'SignInSilent']);
		assert.match(failureOf(atSignIn).message, /^The sign-in for Azure did not answer within 1 seconds\./);
		assert.deepEqual([failureOf(atAzure).kind, failureOf(atAzure).details.code], ['Unreachable', 'Timeout']);
	});

	it('comes to its end when the sign-in hangs for everybody, and goes on once it is back', async () => {
		const known = valueIn(await bench.service.loadCustomers()).customers.map(({ tenantId }) => tenantId);
		const { storage } = bench;
		await bench.service.dispose();
		let hangs = true;
		const source = sandboxTokens(cloud, testFetch);
		const tokens: TokenSource = { get: (...asked) => (hangs ? new Promise(() => {}) : source.get(...asked)) };
		bench = await startService(cloud, { storage, tokens, timeoutMs: 1_000 });
		const start = Date.now();
		const end = await bench.service.scan.start({ tenantIds: known });
		assert.deepEqual([end.phase, end.failed, end.causes[0]?.code], ['done', known.length, 'SignInSilent']);
		// One after the other, each for as long as an answer may take, would be 5 seconds.
		assert.ok(Date.now() - start < 4_000, `${Date.now() - start} ms`);
		hangs = false;
		await pause(1_100);
		const again = await bench.service.scan.start({ tenantIds: known });
		assert.ok(again.read > 40, JSON.stringify(again));
	});

	it('looks twice, with another token, where Azure refuses at random, and stops that where it is in vain', async () => {
		const known = valueIn(await bench.service.loadCustomers()).customers.map(({ tenantId }) => tenantId);
		await bench.service.scan.start();
		const good = known.filter((tenantId) => bench.service.scan.customer(tenantId)?.state === 'read');
		const begin = async () => {
			await bench.service.dispose();
			bench = await startService(cloud, { storage: bench.storage, tries: 2 });
			await clearRequests(sandbox);
			return bench.service.scan;
		};
		const refusal = { kind: 'status', status: 403, code: 'AuthorizationFailed' };
		const unlucky = good.filter((_, place) => place % 3 === 0);
		for (const tenant of unlucky)
			await orderFault(sandbox, { match: { service: 'resourceManager', tenant }, fault: refusal, times: 1 });
		const scan = await begin();
		await scan.start({ tenantIds: known, maxAgeMs: 0 });
		assert.ok(unlucky.length > 12);
		assert.deepEqual(
			unlucky.filter((tenantId) => scan.customer(tenantId)?.state !== 'read'),
			[],
		);
		const tokens = (await requestsOf(sandbox)).filter(({ path }) => path.includes('/oauth2/'));
		const ofUnlucky = tokens.filter(({ path }) => unlucky.some((tenantId) => path.includes(tenantId)));
		assert.equal(ofUnlucky.length, 2 * unlucky.length);

		await orderFault(sandbox, { match: { service: 'resourceManager' }, fault: refusal });
		const all = await begin();
		const end = await all.start({ tenantIds: known, maxAgeMs: 0 });
		assert.equal(end.failed, customers);
		const refused = end.causes.find(({ code }) => code === 'AuthorizationFailed')?.count ?? 0;
		assert.ok(refused > 50);
		assert.equal(await listed(), refused + 20);
	});

	it('is shared: whoever asks meanwhile joins it, and no customer is read twice', async () => {
		const [one, other] = await Promise.all([bench.service.scan.start(), bench.service.scan.start()]);
		assert.deepEqual(one, other);
		const tenants = new Set(bench.service.getCustomers().value?.customers.map(({ tenantId }) => tenantId));
		assert.equal(one.total, tenants.size);
		// One of them answers 429 at first in each sandbox; with one try that is a failure, so no list is asked for twice.
		assert.ok((await listed()) <= customers);
	});

	it('ends when it is cancelled, says who was not tried, and goes on where it was, also after a restart', async () => {
		await orderFault(sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 40 } });
		const { scan } = bench.service;
		const running = scan.start();
		scan.onDidChange(({ read }) => {
			if (read >= 5) scan.cancel();
		});
		const stopped = await running;
		assert.equal(stopped.phase, 'cancelled');
		assert.ok(stopped.notTried > 0 && stopped.read >= 5 && stopped.waiting === 0, JSON.stringify(stopped));
		checkSum(stopped);
		await clearFaults(sandbox);
		const before = bench;
		bench = await before.again();
		const resumed = await bench.service.scan.start();
		assert.equal(resumed.phase, 'done');
		assert.equal(resumed.fresh, stopped.read);
		assert.equal(resumed.total, customers);
	});

	it('goes on for the others when one leaves it, and ends with the last', async () => {
		await orderFault(sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 30 } });
		const [mine, theirs] = [new AbortController(), new AbortController()];
		const one = bench.service.scan.start({}, mine.signal);
		const other = bench.service.scan.start({}, theirs.signal);
		mine.abort();
		await assert.rejects(one, isCancelled);
		assert.equal(bench.service.scan.state().phase, 'running');
		theirs.abort();
		await assert.rejects(other, isCancelled);
		await bench.service.scan.start({ tenantIds: [] });
		assert.equal(bench.service.scan.state().phase, 'done');
	});

	it('covers the customers that are known when their list can’t be read, and says so', async () => {
		const first = await bench.service.scan.start();
		const late = Date.now() + 3_600_000;
		await bench.service.dispose();
		bench = await startService(cloud, { storage: bench.storage, clock: () => late });
		await orderFault(sandbox, {
			match: { service: 'partnerCenter', pathPattern: '^/v1/customers\\?' },
			fault: { kind: 'status', status: 503 },
		});
		const end = await bench.service.scan.start();
		assert.equal(end.listFailure?.kind, 'Unreachable');
		assert.equal(end.isListComplete, false);
		assert.equal(end.total, customers);
		assert.equal(end.fresh, 0);
		assert.equal(end.read + end.failed, customers);
		assert.ok(end.read >= first.read);
	});

	it('reads anew by looking and by scanning what was read, or failed, before the clock was set back', async () => {
		let shift = 86_400_000;
		const { storage } = bench;
		await bench.service.dispose();
		bench = await startService(cloud, { storage, clock: () => Date.now() + shift });
		const { service } = bench;
		await service.scan.start();
		const known = valueIn(service.getCustomers()).customers.map(({ tenantId }) => tenantId);
		const good = known.find((tenantId) => service.getReservations(tenantId).failure === undefined) ?? assert.fail();
		const bad = service.scan.failures()[0]?.tenantId ?? assert.fail();
		const asked = async (path: RegExp, look: () => Promise<unknown>) => {
			await clearRequests(sandbox);
			await look();
			// What is known is shown at once, and read behind it.
			await until(String(path), async () => (await requestsOf(sandbox)).some((it) => path.test(it.path)));
		};
		// A little is no more than the clock being set right.
		shift -= 2_000;
		await clearRequests(sandbox);
		await service.loadReservations(good);
		await service.loadCustomers();
		assert.deepEqual(await requestsOf(sandbox), []);
		shift = 0;
		await asked(/\/v1\/customers$/i, () => service.loadCustomers());
		await asked(lists, () => service.loadReservations(good));
		await until('the read', () => Math.abs((service.getReservations(good).asOf ?? 0) - Date.now()) < 60_000);
		const failedAt = () => service.getReservations(bad).failure?.details.at ?? 0;
		await service.loadReservations(bad);
		await until('the failure of today', () => failedAt() < Date.now() + 60_000);
		const end = await service.scan.start();
		assert.deepEqual([end.fresh, end.read + end.failed], [1, known.length - 1]);
	});

	it('compares with Partner Center where that is asked for, and finds what Azure does not show', async () => {
		await bench.service.scan.start();
		const known = valueIn(bench.service.getCustomers()).customers;
		const shown = known.find(({ tenantId }) => (bench.service.getReservations(tenantId).value?.reservations.length ?? 0) > 1);
		const tenantIds = [shown?.tenantId ?? assert.fail('nobody shows reservations')];
		await clearRequests(sandbox);
		await bench.service.scan.start({ tenantIds, compare: 'all' });
		assert.ok((await requestsOf(sandbox)).some(({ path }) => path.includes('entitlements')));
		const list = bench.service.getReservations(tenantIds[0] ?? '').value ?? assert.fail();
		assert.ok((list.entitledOrderIds?.length ?? 0) > 0);
		await clearRequests(sandbox);
		const again = await bench.service.scan.start({ tenantIds, compare: 'all' });
		assert.equal(again.fresh, 1);
		assert.deepEqual(await requestsOf(sandbox), []);
	});

	it('tells the orders that Azure leaves out of a list that is not empty, also after a restart', async () => {
		const leavesOut = new Set<string>();
		let isHiding = true;
		const storage = bench.storage;
		await bench.service.dispose();
		const fetch: typeof globalThis.fetch = async (input, init) => {
			const response = await testFetch(input, init);
			if (!isHiding || !lists.test(new URL(String(input)).pathname) || !response.ok) return response;
			const { value, ...rest } = (await response.json()) as { value: { id: string; properties: { expiryDate?: string } }[] };
			// An order that has not ended, beside others that are shown.
			const orders = value.filter(({ properties }) => Date.parse(properties.expiryDate ?? '') > Date.now()).map(orderOf);
			const left = new Set(value.map(orderOf)).size > 1 ? orders[0] : undefined;
			if (left !== undefined) leavesOut.add(left);
			return Response.json({ ...rest, value: value.filter((it) => orderOf(it) !== left) });
		};
		bench = await startService(cloud, { storage, fetch });
		const end = await bench.service.scan.start({ compare: 'all' });
		assert.ok(leavesOut.size > 20);
		const hidden = bench.service.scan.hiddenOrders().flatMap(({ orderIds }) => orderIds);
		assert.equal(end.hiddenOrders, hidden.length);
		assert.deepEqual(
			[...leavesOut].filter((orderId) => !hidden.includes(orderId)),
			[],
		);
		assert.deepEqual(bench.service.watch.list().hiddenOrders, bench.service.scan.hiddenOrders());
		bench = await bench.again();
		await bench.service.watch.ready();
		assert.equal(bench.service.scan.state().hiddenOrders, end.hiddenOrders);

		// An ordinary scan proves nothing: what was found stays, as old as it is.
		const found = bench.service.scan.hiddenOrders();
		assert.ok(found.every(({ comparedAt }) => comparedAt <= Date.now()));
		await bench.service.scan.start({ maxAgeMs: 0 });
		const isIn = (list: readonly HiddenOrders[], one: HiddenOrders) => list.some((it) => isDeepStrictEqual(it, one));
		const lasting = found.filter(({ tenantId }) => (bench.service.getReservations(tenantId).value?.reservations.length ?? 0) > 0);
		assert.ok(lasting.length > 20);
		const still = bench.service.scan.hiddenOrders();
		assert.deepEqual(
			lasting.filter((one) => !isIn(still, one)),
			[],
		);
		// Partner Center refuses one of them: that one is told, and keeps what was found of it.
		isHiding = false;
		const [one, ...others] = lasting;
		const { tenantId } = one ?? assert.fail();
		const refused = { match: { service: 'partnerCenter', path: `/customers/${tenantId}/entitlements` } };
		await orderFault(sandbox, { ...refused, fault: { kind: 'status', status: 403 } });
		const tenantIds = [tenantId, ...others.map((it) => it.tenantId)];
		const last = await bench.service.scan.start({ tenantIds, compare: 'all', maxAgeMs: 0 });
		assert.equal(last.notCompared, 1);
		const [why] = bench.service.scan.notCompared();
		assert.deepEqual([why?.tenantId, why?.failure?.kind], [tenantId, 'NotAllowed']);
		// Azure shows them now: nothing is hidden any more, whether or not it was compared.
		const proved = new Set(bench.service.scan.hiddenOrders().map((it) => it.tenantId));
		assert.deepEqual(
			tenantIds.filter((it) => proved.has(it)),
			[],
		);
		await clearFaults(sandbox);
		assert.equal((await bench.service.scan.start({ tenantIds, compare: 'all' })).notCompared, 0);
	});

	/** A customer by what Azure shows of it, after a scan. */
	function customerWhere(fits: (count: number) => boolean): string {
		const found = valueIn(bench.service.getCustomers()).customers.find(({ tenantId }) => {
			const { value, failure } = bench.service.getReservations(tenantId);
			return value !== undefined && failure === undefined && fits(value.reservations.length);
		});
		return found?.tenantId ?? assert.fail('no such customer');
	}
	const entitlementsOf = (tenantId: string) => ({ service: 'partnerCenter', path: `/customers/${tenantId}/entitlements` });
	const refusal = { kind: 'status', status: 403 };

	it('compares a customer that is just being read without it', async () => {
		await bench.service.scan.start();
		const tenantId = customerWhere((count) => count > 0);
		await orderFault(sandbox, { match: { service: 'resourceManager', tenant: tenantId }, fault: { kind: 'delay', ms: 300 } });
		await clearRequests(sandbox);
		const look = bench.service.refreshReservations([tenantId]);
		await until('the read', () => bench.service.getReservations(tenantId).loading);
		const end = await bench.service.scan.start({ tenantIds: [tenantId], compare: 'all', maxAgeMs: 0 });
		await look;
		assert.deepEqual([end.phase, end.notCompared, await listed()], ['done', 0, 2]);
		assert.ok(bench.service.getReservations(tenantId).value?.comparedAt !== undefined);
	});

	it('keeps what a comparison has found when a customer is read anew right after the start', async () => {
		await bench.service.scan.start();
		const tenantId = customerWhere((count) => count > 0);
		await bench.service.scan.start({ tenantIds: [tenantId], compare: 'all', maxAgeMs: 0 });
		const { comparedAt, entitledOrderIds } = bench.service.getReservations(tenantId).value ?? assert.fail();
		assert.ok(comparedAt !== undefined && entitledOrderIds !== undefined);
		bench = await bench.again();
		await bench.service.refreshReservations([tenantId]);
		const { value } = bench.service.getReservations(tenantId);
		assert.deepEqual([value?.comparedAt, value?.entitledOrderIds], [comparedAt, entitledOrderIds]);
		assert.ok((bench.service.getReservations(tenantId).asOf ?? 0) > comparedAt);
	});

	it('tells of an empty list that could not be compared, until it was', async () => {
		const { scan } = bench.service;
		await scan.start();
		assert.equal(scan.state().notCompared, 0);
		const tenantId = customerWhere((count) => count === 0);
		await orderFault(sandbox, { match: entitlementsOf(tenantId), fault: refusal });
		assert.equal((await scan.start({ maxAgeMs: 0 })).notCompared, 1);
		assert.deepEqual([scan.notCompared()[0]?.tenantId, scan.notCompared()[0]?.failure?.kind], [tenantId, 'NotAllowed']);
		assert.equal((await scan.start()).notCompared, 1, 'it is not fresh');
		await clearFaults(sandbox);
		assert.equal((await scan.start({ tenantIds: [tenantId] })).notCompared, 0);

		await orderFault(sandbox, { match: entitlementsOf(tenantId), fault: refusal });
		assert.equal((await scan.start({ tenantIds: [tenantId], maxAgeMs: 0 })).notCompared, 1);
		await clearFaults(sandbox);
		await bench.service.refreshReservations([tenantId]);
		const end = await scan.start({ tenantIds: [tenantId] });
		assert.deepEqual([scan.customer(tenantId)?.state, end.notCompared], ['fresh', 0]);
	});

	it('says nothing new of a comparison where the list itself could not be read', async () => {
		const { scan } = bench.service;
		await scan.start();
		const tenantId = customerWhere((count) => count > 0);
		const isTold = () => scan.notCompared().some((one) => one.tenantId === tenantId);
		await orderFault(sandbox, { match: entitlementsOf(tenantId), fault: refusal });
		await scan.start({ tenantIds: [tenantId], compare: 'all', maxAgeMs: 0 });
		assert.ok(isTold());
		// Somebody looks at it: that read was not to be compared.
		await bench.service.refreshReservations([tenantId]);
		await clearFaults(sandbox);
		const down = { match: { service: 'resourceManager', tenant: tenantId }, fault: { kind: 'status', status: 503 } };
		await orderFault(sandbox, down);
		await scan.start({ tenantIds: [tenantId], compare: 'all', maxAgeMs: 0 });
		assert.deepEqual([scan.customer(tenantId)?.state, isTold()], ['failed', true]);
		await clearFaults(sandbox);
		await scan.start({ tenantIds: [tenantId], maxAgeMs: 0 });
		await orderFault(sandbox, { match: entitlementsOf(tenantId), fault: refusal });
		await scan.start({ tenantIds: [tenantId], compare: 'all', maxAgeMs: 0 });
		assert.ok(isTold());
		await orderFault(sandbox, down);
		await scan.start({ compare: 'all', maxAgeMs: 0 });
		assert.deepEqual([scan.customer(tenantId)?.state, isTold()], ['failed', false], 'it was not read in this scan');
	});

	it('goes on with a comparison when those that failed in it are tried again', async () => {
		const { scan } = bench.service;
		const known = valueIn(await bench.service.loadCustomers()).customers.map(({ tenantId }) => tenantId);
		await scan.start({ tenantIds: known });
		const [tenantId = '', other = ''] = known.filter((it) => scan.customer(it)?.state === 'read');
		const down = { match: { service: 'resourceManager', tenant: tenantId }, fault: { kind: 'status', status: 503 } };
		await orderFault(sandbox, down);
		await scan.start({ tenantIds: [tenantId, other], compare: 'all', maxAgeMs: 0 });
		assert.equal(scan.customer(tenantId)?.state, 'failed');
		await clearFaults(sandbox);
		await clearRequests(sandbox);
		await scan.start({ tenantIds: [tenantId], maxAgeMs: 0 });
		assert.equal(scan.customer(tenantId)?.state, 'read');
		assert.ok(bench.service.getReservations(tenantId).value?.comparedAt !== undefined, 'it was compared');
		// What is done is done: the next one is not asked again.
		await clearRequests(sandbox);
		await scan.start({ tenantIds: [tenantId], maxAgeMs: 0 });
		assert.ok(!(await requestsOf(sandbox)).some(({ path }) => path.toLowerCase().endsWith('/entitlements')));
	});

	it('knows nothing of the account of before once the cache was cleared', async () => {
		const { scan } = bench.service;
		await scan.start();
		const failed = scan.failures().map(({ tenantId }) => tenantId);
		assert.ok(failed.length > 1);
		await bench.service.clearCache();
		assert.deepEqual([scan.state().phase, scan.state().total, scan.failures(), scan.notCompared()], ['idle', 0, [], []]);
		const end = await scan.start({ tenantIds: failed.slice(0, 1) });
		assert.deepEqual([end.total, end.read + end.failed], [1, 1]);
	});

	it('compares every customer when that is asked for while a scan is running', async () => {
		await orderFault(sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 20 } });
		const { scan } = bench.service;
		const plain = scan.start();
		await until('some are read', () => scan.state().read >= 5);
		const [end] = await Promise.all([scan.start({ compare: 'all' }), plain]);
		checkSum(end);
		for (const { tenantId } of valueIn(bench.service.getCustomers()).customers) {
			const { value } = bench.service.getReservations(tenantId);
			if (scan.customer(tenantId)?.state !== 'failed') assert.ok(value?.comparedAt !== undefined, tenantId);
		}
	});
});
