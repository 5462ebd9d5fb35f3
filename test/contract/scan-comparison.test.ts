/** What a scan finds by comparing with Partner Center: orders that Azure does not show, and who could not be compared. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { HiddenOrders } from '../../src/reservations/scan/model';
import { clearFaults, clearRequests, orderFault, requestsOf, startService, testFetch, until, valueIn } from '../helpers/service';
import { checkSum, lists, useScanDesk } from './scan-desk';

const orderOf = ({ id }: { readonly id: string }) => id.split('/').at(-3)?.toLowerCase() ?? '';

describe('scan of all customers', () => {
	const desk = useScanDesk();

	it('compares with Partner Center where that is asked for, and finds what Azure does not show', async () => {
		await desk.bench.service.scan.start();
		const known = valueIn(desk.bench.service.getCustomers()).customers;
		const shown = known.find(
			({ tenantId }) => (desk.bench.service.getReservations(tenantId).value?.reservations.length ?? 0) > 1,
		);
		const tenantIds = [shown?.tenantId ?? assert.fail('nobody shows reservations')];
		await clearRequests(desk.sandbox);
		await desk.bench.service.scan.start({ tenantIds, compare: 'all' });
		assert.ok((await requestsOf(desk.sandbox)).some(({ path }) => path.includes('entitlements')));
		const list = desk.bench.service.getReservations(tenantIds[0] ?? '').value ?? assert.fail();
		assert.ok((list.entitledOrderIds?.length ?? 0) > 0);
		await clearRequests(desk.sandbox);
		const again = await desk.bench.service.scan.start({ tenantIds, compare: 'all' });
		assert.equal(again.fresh, 1);
		assert.deepEqual(await requestsOf(desk.sandbox), []);
	});

	it('tells the orders that Azure leaves out of a list that is not empty, also after a restart', async () => {
		const leavesOut = new Set<string>();
		let isHiding = true;
		const storage = desk.bench.storage;
		await desk.bench.service.dispose();
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
		desk.bench = await startService(desk.cloud, { storage, fetch });
		const end = await desk.bench.service.scan.start({ compare: 'all' });
		assert.ok(leavesOut.size > 20);
		const hidden = desk.bench.service.scan.hiddenOrders().flatMap(({ orderIds }) => orderIds);
		assert.equal(end.hiddenOrders, hidden.length);
		assert.deepEqual(
			[...leavesOut].filter((orderId) => !hidden.includes(orderId)),
			[],
		);
		assert.deepEqual(desk.bench.service.watch.list().hiddenOrders, desk.bench.service.scan.hiddenOrders());
		desk.bench = await desk.bench.again();
		await desk.bench.service.watch.ready();
		assert.equal(desk.bench.service.scan.state().hiddenOrders, end.hiddenOrders);

		// An ordinary scan proves nothing: what was found stays, as old as it is.
		const found = desk.bench.service.scan.hiddenOrders();
		assert.ok(found.every(({ comparedAt }) => comparedAt <= Date.now()));
		await desk.bench.service.scan.start({ maxAgeMs: 0 });
		const isIn = (list: readonly HiddenOrders[], one: HiddenOrders) => list.some((it) => isDeepStrictEqual(it, one));
		const lasting = found.filter(
			({ tenantId }) => (desk.bench.service.getReservations(tenantId).value?.reservations.length ?? 0) > 0,
		);
		assert.ok(lasting.length > 20);
		const still = desk.bench.service.scan.hiddenOrders();
		assert.deepEqual(
			lasting.filter((one) => !isIn(still, one)),
			[],
		);
		// Partner Center refuses one of them: that one is told, and keeps what was found of it.
		isHiding = false;
		const [one, ...others] = lasting;
		const { tenantId } = one ?? assert.fail();
		const refused = { match: { service: 'partnerCenter', path: `/customers/${tenantId}/entitlements` } };
		await orderFault(desk.sandbox, { ...refused, fault: { kind: 'status', status: 403 } });
		const tenantIds = [tenantId, ...others.map((it) => it.tenantId)];
		const last = await desk.bench.service.scan.start({ tenantIds, compare: 'all', maxAgeMs: 0 });
		assert.equal(last.notCompared, 1);
		const [why] = desk.bench.service.scan.notCompared();
		assert.deepEqual([why?.tenantId, why?.failure?.kind], [tenantId, 'NotAllowed']);
		// Azure shows them now: nothing is hidden any more, whether or not it was compared.
		const proved = new Set(desk.bench.service.scan.hiddenOrders().map((it) => it.tenantId));
		assert.deepEqual(
			tenantIds.filter((it) => proved.has(it)),
			[],
		);
		await clearFaults(desk.sandbox);
		assert.equal((await desk.bench.service.scan.start({ tenantIds, compare: 'all' })).notCompared, 0);
	});

	/** A customer by what Azure shows of it, after a scan. */
	function customerWhere(fits: (count: number) => boolean): string {
		const found = valueIn(desk.bench.service.getCustomers()).customers.find(({ tenantId }) => {
			const { value, failure } = desk.bench.service.getReservations(tenantId);
			return value !== undefined && failure === undefined && fits(value.reservations.length);
		});
		return found?.tenantId ?? assert.fail('no such customer');
	}
	const entitlementsOf = (tenantId: string) => ({ service: 'partnerCenter', path: `/customers/${tenantId}/entitlements` });
	const refusal = { kind: 'status', status: 403 };

	it('compares a customer that is just being read without it', async () => {
		await desk.bench.service.scan.start();
		const tenantId = customerWhere((count) => count > 0);
		await orderFault(desk.sandbox, {
			match: { service: 'resourceManager', tenant: tenantId },
			fault: { kind: 'delay', ms: 300 },
		});
		await clearRequests(desk.sandbox);
		const look = desk.bench.service.refreshReservations([tenantId]);
		await until('the read', () => desk.bench.service.getReservations(tenantId).loading);
		const end = await desk.bench.service.scan.start({ tenantIds: [tenantId], compare: 'all', maxAgeMs: 0 });
		await look;
		assert.deepEqual([end.phase, end.notCompared, await desk.listed()], ['done', 0, 2]);
		assert.ok(desk.bench.service.getReservations(tenantId).value?.comparedAt !== undefined);
	});

	it('keeps what a comparison has found when a customer is read anew right after the start', async () => {
		await desk.bench.service.scan.start();
		const tenantId = customerWhere((count) => count > 0);
		await desk.bench.service.scan.start({ tenantIds: [tenantId], compare: 'all', maxAgeMs: 0 });
		const { comparedAt, entitledOrderIds } = desk.bench.service.getReservations(tenantId).value ?? assert.fail();
		assert.ok(comparedAt !== undefined && entitledOrderIds !== undefined);
		desk.bench = await desk.bench.again();
		await desk.bench.service.refreshReservations([tenantId]);
		const { value } = desk.bench.service.getReservations(tenantId);
		assert.deepEqual([value?.comparedAt, value?.entitledOrderIds], [comparedAt, entitledOrderIds]);
		assert.ok((desk.bench.service.getReservations(tenantId).asOf ?? 0) > comparedAt);
	});

	it('tells of an empty list that could not be compared, until it was', async () => {
		const { scan } = desk.bench.service;
		await scan.start();
		assert.equal(scan.state().notCompared, 0);
		const tenantId = customerWhere((count) => count === 0);
		await orderFault(desk.sandbox, { match: entitlementsOf(tenantId), fault: refusal });
		assert.equal((await scan.start({ maxAgeMs: 0 })).notCompared, 1);
		assert.deepEqual([scan.notCompared()[0]?.tenantId, scan.notCompared()[0]?.failure?.kind], [tenantId, 'NotAllowed']);
		assert.equal((await scan.start()).notCompared, 1, 'it is not fresh');
		await clearFaults(desk.sandbox);
		assert.equal((await scan.start({ tenantIds: [tenantId] })).notCompared, 0);

		await orderFault(desk.sandbox, { match: entitlementsOf(tenantId), fault: refusal });
		assert.equal((await scan.start({ tenantIds: [tenantId], maxAgeMs: 0 })).notCompared, 1);
		await clearFaults(desk.sandbox);
		await desk.bench.service.refreshReservations([tenantId]);
		const end = await scan.start({ tenantIds: [tenantId] });
		assert.deepEqual([scan.customer(tenantId)?.state, end.notCompared], ['fresh', 0]);
	});

	it('says nothing new of a comparison where the list itself could not be read', async () => {
		const { scan } = desk.bench.service;
		await scan.start();
		const tenantId = customerWhere((count) => count > 0);
		const isTold = () => scan.notCompared().some((one) => one.tenantId === tenantId);
		await orderFault(desk.sandbox, { match: entitlementsOf(tenantId), fault: refusal });
		await scan.start({ tenantIds: [tenantId], compare: 'all', maxAgeMs: 0 });
		assert.ok(isTold());
		// Somebody looks at it: that read was not to be compared.
		await desk.bench.service.refreshReservations([tenantId]);
		await clearFaults(desk.sandbox);
		const down = { match: { service: 'resourceManager', tenant: tenantId }, fault: { kind: 'status', status: 503 } };
		await orderFault(desk.sandbox, down);
		await scan.start({ tenantIds: [tenantId], compare: 'all', maxAgeMs: 0 });
		assert.deepEqual([scan.customer(tenantId)?.state, isTold()], ['failed', true]);
		await clearFaults(desk.sandbox);
		await scan.start({ tenantIds: [tenantId], maxAgeMs: 0 });
		await orderFault(desk.sandbox, { match: entitlementsOf(tenantId), fault: refusal });
		await scan.start({ tenantIds: [tenantId], compare: 'all', maxAgeMs: 0 });
		assert.ok(isTold());
		await orderFault(desk.sandbox, down);
		await scan.start({ compare: 'all', maxAgeMs: 0 });
		assert.deepEqual([scan.customer(tenantId)?.state, isTold()], ['failed', false], 'it was not read in this scan');
	});

	it('goes on with a comparison when those that failed in it are tried again', async () => {
		const { scan } = desk.bench.service;
		const known = valueIn(await desk.bench.service.loadCustomers()).customers.map(({ tenantId }) => tenantId);
		await scan.start({ tenantIds: known });
		const [tenantId = '', other = ''] = known.filter((it) => scan.customer(it)?.state === 'read');
		const down = { match: { service: 'resourceManager', tenant: tenantId }, fault: { kind: 'status', status: 503 } };
		await orderFault(desk.sandbox, down);
		await scan.start({ tenantIds: [tenantId, other], compare: 'all', maxAgeMs: 0 });
		assert.equal(scan.customer(tenantId)?.state, 'failed');
		await clearFaults(desk.sandbox);
		await clearRequests(desk.sandbox);
		await scan.start({ tenantIds: [tenantId], maxAgeMs: 0 });
		assert.equal(scan.customer(tenantId)?.state, 'read');
		assert.ok(desk.bench.service.getReservations(tenantId).value?.comparedAt !== undefined, 'it was compared');
		// What is done is done: the next one is not asked again.
		await clearRequests(desk.sandbox);
		await scan.start({ tenantIds: [tenantId], maxAgeMs: 0 });
		assert.ok(!(await requestsOf(desk.sandbox)).some(({ path }) => path.toLowerCase().endsWith('/entitlements')));
	});

	it('tells whom a cancelled comparison has left out, until they are compared: a scan alone reads them and does not', async () => {
		await orderFault(desk.sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 20 } });
		const { scan } = desk.bench.service;
		const comparing = scan.start({ compare: 'all' });
		await until('some are read', () => scan.state().read >= 5);
		assert.equal(scan.state().toCompare, 0);
		scan.cancel();
		const { notTried, toCompare } = await comparing;
		assert.ok(notTried > 0);
		assert.equal(toCompare, notTried);
		await clearFaults(desk.sandbox);
		const isCompared = ({ tenantId }: { tenantId: string }) =>
			desk.bench.service.getReservations(tenantId).value?.comparedAt !== undefined;
		const plain = await scan.start();
		const { customers: known } = valueIn(desk.bench.service.getCustomers());
		const left = known.filter((one) => scan.customer(one.tenantId)?.state !== 'failed' && !isCompared(one));
		assert.ok(left.length > 0 && plain.notTried === 0);
		assert.ok(plain.toCompare >= left.length && plain.toCompare <= toCompare, `${plain.toCompare} of ${left.length}`);
		const end = await scan.start({ compare: 'all' });
		assert.equal(end.toCompare, 0);
		assert.ok(left.every(isCompared));
	});

	it('compares every customer when that is asked for while a scan is running', async () => {
		await orderFault(desk.sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'delay', ms: 20 } });
		const { scan } = desk.bench.service;
		const plain = scan.start();
		await until('some are read', () => scan.state().read >= 5);
		const [end] = await Promise.all([scan.start({ compare: 'all' }), plain]);
		checkSum(end);
		for (const { tenantId } of valueIn(desk.bench.service.getCustomers()).customers) {
			const { value } = desk.bench.service.getReservations(tenantId);
			if (scan.customer(tenantId)?.state !== 'failed') assert.ok(value?.comparedAt !== undefined, tenantId);
		}
	});
});
