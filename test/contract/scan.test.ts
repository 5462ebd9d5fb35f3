/** The scan of all customers against the sandbox: each is told once, what is fresh is not read again, and it can be left and resumed. */
import assert from 'node:assert/strict';
import type { TokenSource } from '../../src/azure/cloud';
import { isCancelled } from '../../src/azure/failure';
import { pause } from '../../src/azure/gate';
import { sandboxTokens } from '../../src/identity';
import type { ScanState } from '../../src/reservations/scan/model';
import { clearFaults, clearRequests, orderFault, requestsOf, startService, testFetch, until, valueIn } from '../helpers/service';
import { checkSum, customers, lists, useScanDesk } from './scan-desk';

describe('scan of all customers', () => {
	const desk = useScanDesk();

	it('reads every customer once, tells who failed and why, and does not read again what is fresh', async () => {
		const states: ScanState[] = [];
		desk.bench.service.scan.onDidChange((state) => states.push(state));
		assert.equal(desk.bench.service.scan.state().phase, 'idle');
		const end = await desk.bench.service.scan.start();
		assert.equal(end.phase, 'done');
		assert.equal(end.total, customers);
		assert.equal(end.isListComplete, true);
		assert.equal(end.waiting + end.notTried + end.fresh, 0);
		assert.ok(end.read > 40 && end.failed > 0, JSON.stringify(end));
		for (const state of [...states, end]) checkSum(state);
		assert.ok(states.length >= 2 && states.at(-1)?.phase === 'done');
		for (const { tenantId } of valueIn(desk.bench.service.getCustomers()).customers) {
			const { state, failure } = desk.bench.service.scan.customer(tenantId) ?? assert.fail();
			const known = desk.bench.service.getReservations(tenantId);
			assert.equal(state, known.failure === undefined ? 'read' : 'failed');
			assert.equal(failure, known.failure);
		}
		assert.equal(desk.bench.service.scan.failures().length, end.failed);
		assert.deepEqual(desk.bench.service.scan.neverRead(), desk.bench.service.scan.failures());

		await clearRequests(desk.sandbox);
		const again = await desk.bench.service.scan.start();
		assert.deepEqual([again.phase, again.fresh], ['done', end.read]);
		// Only those that failed are tried again.
		assert.equal(again.read + again.failed, end.failed);
		const anew = await desk.bench.service.scan.start({ maxAgeMs: 0 });
		assert.equal(anew.fresh, 0);
	});

	it('keeps what it found out of the others when some are tried again', async () => {
		const first = await desk.bench.service.scan.start();
		const failed = desk.bench.service.scan.failures();
		const [one] = failed;
		const tenantIds = [one?.tenantId ?? assert.fail('nobody failed')];
		assert.ok(failed.length > 1);
		await clearRequests(desk.sandbox);
		const end = await desk.bench.service.scan.start({ tenantIds, maxAgeMs: 0 });
		assert.ok((await desk.listed()) <= 1, 'only who is asked for is read');
		checkSum(end);
		assert.equal(end.total, customers);
		assert.ok(end.failed >= first.failed - 1 && end.read + end.failed === customers, JSON.stringify(end));
		const still = new Set(desk.bench.service.scan.failures().map(({ tenantId }) => tenantId));
		assert.deepEqual(
			failed.filter(({ tenantId }) => tenantId !== one?.tenantId && !still.has(tenantId)),
			[],
		);
		// Stopped on the way, it is not forgotten either.
		await orderFault(desk.sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 200 } });
		const running = desk.bench.service.scan.start({ tenantIds: failed.map(({ tenantId }) => tenantId), maxAgeMs: 0 });
		desk.bench.service.scan.cancel();
		const stopped = await running;
		checkSum(stopped);
		assert.deepEqual([stopped.phase, stopped.total, stopped.read], ['cancelled', customers, end.read]);
	});

	it('comes to its end when tenants hang, at their sign-in or at Azure, and says so of each', async () => {
		const known = valueIn(await desk.bench.service.loadCustomers()).customers.map(({ tenantId }) => tenantId);
		const { storage } = desk.bench;
		await desk.bench.service.dispose();
		desk.bench = await startService(desk.cloud, { storage, timeoutMs: 1_000, tries: 2, sleep: (ms) => pause(Math.min(ms, 5)) });
		const { scan } = desk.bench.service;
		const [atSignIn = '', atAzure = ''] = known;
		await orderFault(desk.sandbox, { match: { service: 'authority', tenant: atSignIn }, fault: { kind: 'hang' } });
		await orderFault(desk.sandbox, { match: { service: 'resourceManager', tenant: atAzure }, fault: { kind: 'hang' } });
		const end = await scan.start();
		assert.deepEqual([end.phase, end.total, end.waiting], ['done', customers, 0]);
		assert.ok(end.read > 40, JSON.stringify(end));
		const failureOf = (tenantId: string) => scan.customer(tenantId)?.failure ?? assert.fail('read');
		assert.deepEqual([failureOf(atSignIn).kind, failureOf(atSignIn).details.code], ['Unreachable', 'SignInSilent']);
		assert.match(failureOf(atSignIn).message, /^The sign-in for Azure did not answer within 1 seconds\./);
		assert.deepEqual([failureOf(atAzure).kind, failureOf(atAzure).details.code], ['Unreachable', 'Timeout']);
	});

	it('comes to its end when the sign-in hangs for everybody, and goes on once it is back', async () => {
		const known = valueIn(await desk.bench.service.loadCustomers()).customers.map(({ tenantId }) => tenantId);
		const { storage } = desk.bench;
		await desk.bench.service.dispose();
		let hangs = true;
		const source = sandboxTokens(desk.cloud, testFetch);
		const tokens: TokenSource = { get: (...asked) => (hangs ? new Promise(() => {}) : source.get(...asked)) };
		desk.bench = await startService(desk.cloud, { storage, tokens, timeoutMs: 2_000 });
		const start = Date.now();
		const end = await desk.bench.service.scan.start({ tenantIds: known });
		assert.deepEqual([end.phase, end.failed, end.causes[0]?.code], ['done', known.length, 'SignInSilent']);
		// One after the other, each for as long as an answer may take, would be 10 seconds and more.
		assert.ok(Date.now() - start < 8_000, `${Date.now() - start} ms`);
		hangs = false;
		await pause(2_100);
		const again = await desk.bench.service.scan.start({ tenantIds: known });
		assert.ok(again.read > 40, JSON.stringify(again));
	});

	it('looks twice, with another token, where Azure refuses at random, and stops that where it is in vain', async () => {
		const known = valueIn(await desk.bench.service.loadCustomers()).customers.map(({ tenantId }) => tenantId);
		await desk.bench.service.scan.start();
		const good = known.filter((tenantId) => desk.bench.service.scan.customer(tenantId)?.state === 'read');
		const begin = async () => {
			await desk.bench.service.dispose();
			desk.bench = await startService(desk.cloud, { storage: desk.bench.storage, tries: 2 });
			await clearRequests(desk.sandbox);
			return desk.bench.service.scan;
		};
		const refusal = { kind: 'status', status: 403, code: 'AuthorizationFailed' };
		const unlucky = good.filter((_, place) => place % 3 === 0);
		for (const tenant of unlucky)
			await orderFault(desk.sandbox, { match: { service: 'resourceManager', tenant }, fault: refusal, times: 1 });
		const scan = await begin();
		await scan.start({ tenantIds: known, maxAgeMs: 0 });
		assert.ok(unlucky.length > 12);
		assert.deepEqual(
			unlucky.filter((tenantId) => scan.customer(tenantId)?.state !== 'read'),
			[],
		);
		const tokens = (await requestsOf(desk.sandbox)).filter(({ path }) => path.includes('/oauth2/'));
		const ofUnlucky = tokens.filter(({ path }) => unlucky.some((tenantId) => path.includes(tenantId)));
		assert.equal(ofUnlucky.length, 2 * unlucky.length);

		await orderFault(desk.sandbox, { match: { service: 'resourceManager' }, fault: refusal });
		const all = await begin();
		const end = await all.start({ tenantIds: known, maxAgeMs: 0 });
		assert.equal(end.failed, customers);
		const refused = end.causes.find(({ code }) => code === 'AuthorizationFailed')?.count ?? 0;
		assert.ok(refused > 50);
		assert.equal(await desk.listed(), refused + 20);
	});

	it('is shared: whoever asks meanwhile joins it, and no customer is read twice', async () => {
		const [one, other] = await Promise.all([desk.bench.service.scan.start(), desk.bench.service.scan.start()]);
		assert.deepEqual(one, other);
		const tenants = new Set(desk.bench.service.getCustomers().value?.customers.map(({ tenantId }) => tenantId));
		assert.equal(one.total, tenants.size);
		// One of them answers 429 at first in each desk.sandbox; with one try that is a failure, so no list is asked for twice.
		assert.ok((await desk.listed()) <= customers);
	});

	it('ends when it is cancelled, says who was not tried, and goes on where it was, also after a restart', async () => {
		await orderFault(desk.sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 40 } });
		const { scan } = desk.bench.service;
		const running = scan.start();
		scan.onDidChange(({ read }) => {
			if (read >= 5) scan.cancel();
		});
		const stopped = await running;
		assert.equal(stopped.phase, 'cancelled');
		assert.ok(stopped.notTried > 0 && stopped.read >= 5 && stopped.waiting === 0, JSON.stringify(stopped));
		checkSum(stopped);
		await clearFaults(desk.sandbox);
		const before = desk.bench;
		desk.bench = await before.again();
		const resumed = await desk.bench.service.scan.start();
		assert.equal(resumed.phase, 'done');
		assert.equal(resumed.fresh, stopped.read);
		assert.equal(resumed.total, customers);
	});

	it('goes on for the others when one leaves it, and ends with the last', async () => {
		await orderFault(desk.sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 30 } });
		const [mine, theirs] = [new AbortController(), new AbortController()];
		const one = desk.bench.service.scan.start({}, mine.signal);
		const other = desk.bench.service.scan.start({}, theirs.signal);
		mine.abort();
		await assert.rejects(one, isCancelled);
		assert.equal(desk.bench.service.scan.state().phase, 'running');
		theirs.abort();
		await assert.rejects(other, isCancelled);
		await desk.bench.service.scan.start({ tenantIds: [] });
		assert.equal(desk.bench.service.scan.state().phase, 'done');
	});

	it('covers the customers that are known when their list can’t be read, and says so', async () => {
		const first = await desk.bench.service.scan.start();
		const late = Date.now() + 3_600_000;
		await desk.bench.service.dispose();
		desk.bench = await startService(desk.cloud, { storage: desk.bench.storage, clock: () => late });
		await orderFault(desk.sandbox, {
			match: { service: 'partnerCenter', pathPattern: '^/v1/customers\\?' },
			fault: { kind: 'status', status: 503 },
		});
		const end = await desk.bench.service.scan.start();
		assert.equal(end.listFailure?.kind, 'Unreachable');
		assert.equal(end.isListComplete, false);
		assert.equal(end.total, customers);
		assert.equal(end.fresh, 0);
		assert.equal(end.read + end.failed, customers);
		assert.ok(end.read >= first.read);
	});

	it('reads anew by looking and by scanning what was read, or failed, before the clock was set back', async () => {
		let shift = 86_400_000;
		const { storage } = desk.bench;
		await desk.bench.service.dispose();
		desk.bench = await startService(desk.cloud, { storage, clock: () => Date.now() + shift });
		const { service } = desk.bench;
		await service.scan.start();
		const known = valueIn(service.getCustomers()).customers.map(({ tenantId }) => tenantId);
		const good = known.find((tenantId) => service.getReservations(tenantId).failure === undefined) ?? assert.fail();
		const bad = service.scan.failures()[0]?.tenantId ?? assert.fail();
		const asked = async (path: RegExp, look: () => Promise<unknown>) => {
			await clearRequests(desk.sandbox);
			await look();
			// What is known is shown at once, and read behind it.
			await until(String(path), async () => (await requestsOf(desk.sandbox)).some((it) => path.test(it.path)));
		};
		// A little is no more than the clock being set right.
		shift -= 2_000;
		await clearRequests(desk.sandbox);
		await service.loadReservations(good);
		await service.loadCustomers();
		assert.deepEqual(await requestsOf(desk.sandbox), []);
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

	it('knows nothing of the account of before once the cache was cleared', async () => {
		const { scan } = desk.bench.service;
		await scan.start();
		const failed = scan.failures().map(({ tenantId }) => tenantId);
		assert.ok(failed.length > 1);
		await desk.bench.service.clearCache();
		assert.deepEqual([scan.state().phase, scan.state().total, scan.failures(), scan.notCompared()], ['idle', 0, [], []]);
		const end = await scan.start({ tenantIds: failed.slice(0, 1) });
		assert.deepEqual([end.total, end.read + end.failed], [1, 1]);
	});
});
