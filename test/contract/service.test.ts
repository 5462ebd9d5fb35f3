/** The service against the sandbox, over real HTTP: what it reads, shows, keeps and shares. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cloud } from '../../src/azure/cloud';
import { isCancelled } from '../../src/azure/failure';
import { sandboxCloud } from '../../src/identity';
import type { Customer, Reservation } from '../../src/reservations/model';
import { isActive } from '../../src/reservations/states';
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

const dayMs = 86_400_000;

describe('service and the sandbox', () => {
	let sandbox: Sandbox;
	let cloud: Cloud;
	let bench: TestService;
	const benches: TestService[] = [];

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers: 30 });
		cloud = sandboxCloud(sandbox.endpoints);
	});
	after(() => sandbox?.close());
	beforeEach(async () => {
		bench = await startService(cloud);
		benches.push(bench);
	});
	afterEach(async () => {
		await clearFaults(sandbox);
		for (const one of benches.splice(0)) await one.end();
	});

	async function customers(): Promise<readonly Customer[]> {
		return valueIn(await bench.service.refreshCustomers()).customers;
	}

	async function customerCalled(part: string): Promise<Customer> {
		return (await customers()).find(({ name }) => name.includes(part)) ?? assert.fail(`no customer called ${part}`);
	}

	/** A customer that shows reservations, and an active one of them that is used. */
	async function usedReservation(): Promise<Reservation> {
		for (const { tenantId } of await customers()) {
			const { value } = await bench.service.loadReservations(tenantId);
			const used = value?.reservations.find((it) => isActive(it) && it.utilization.last30Days !== undefined);
			if (used !== undefined) return used;
		}
		return assert.fail('no reservation is used');
	}

	it('lists all customers once, complete, in the order of Partner Center', async () => {
		const known = await bench.service.refreshCustomers();
		const list = valueIn(known);
		assert.equal(list.complete, true);
		assert.equal(list.customers.length, 30);
		assert.equal(new Set(list.customers.map(({ tenantId }) => tenantId)).size, 30);
		assert.equal(known.loading, false);
		assert.ok(known.asOf !== undefined && known.failure === undefined);
		assert.ok(bench.changes.some(({ kind }) => kind === 'customers'));
	});

	it('finds customers at Partner Center by the start of name and of domain, each once', async () => {
		const [first] = await customers();
		assert.ok(first);
		const byName = await bench.service.findCustomers(first.name.slice(0, 5).toUpperCase());
		assert.ok(byName.some(({ tenantId }) => tenantId === first.tenantId));
		assert.equal(new Set(byName.map(({ tenantId }) => tenantId)).size, byName.length);
		const byDomain = await bench.service.findCustomers(first.domain);
		assert.deepEqual(byDomain, [first]);
	});

	it('shows the reservations of every customer, or says why not', async () => {
		let shown = 0;
		for (const customer of await customers()) {
			if (customer.name.includes('throttled')) continue;
			const known = await bench.service.loadReservations(customer.tenantId);
			assert.ok(known.value !== undefined || known.failure !== undefined, customer.name);
			for (const reservation of known.value?.reservations ?? []) {
				shown += 1;
				assert.equal(reservation.tenantId, customer.tenantId);
				assert.match(reservation.reservationId, /^[0-9a-f-]{36}$/);
				assert.deepEqual(bench.service.getReservation(reservation), reservation);
				assert.ok(reservation.name && reservation.product && reservation.resourceType && reservation.state, reservation.name);
				if (!isActive(reservation)) continue;
				assert.ok(reservation.expiresAt !== undefined || reservation.reviewAt !== undefined, reservation.name);
				assert.notEqual(reservation.canReturn, 'unknown');
				assert.notEqual(reservation.canExchange, 'unknown');
			}
		}
		assert.ok(shown > 50, `only ${shown} reservations`);
	});

	it('says what is wrong with the troubled customers', async () => {
		const outcomes: Record<string, string> = {};
		for (const part of ['no GDAP role', 'Lighthouse only', 'empty list', 'no reservations', 'reader only', 'guest account']) {
			const { tenantId } = await customerCalled(part);
			const { value, failure } = await bench.service.loadReservations(tenantId);
			if (failure) assert.equal(failure.details.customerTenantId, tenantId);
			outcomes[part] = failure
				? `${failure.kind}${failure.details.missingRight ? ', missing right' : ''}${failure.details.remedy ? ', remedy' : ''}`
				: value?.reservations.length
					? 'reservations'
					: `none, ${value?.entitledOrderIds?.length === 0 ? 'none' : 'some'} entitled`;
		}
		assert.deepEqual(outcomes, {
			'no GDAP role': 'NotAllowed, missing right, remedy',
			'Lighthouse only': 'NotAllowed, missing right, remedy',
			'empty list': 'none, some entitled',
			'no reservations': 'none, none entitled',
			'reader only': 'reservations',
			'guest account': 'reservations',
		});
	});

	it('tells until when a throttled customer waits, then shows it', async () => {
		const { tenantId } = await customerCalled('(throttled)');
		const patient = await startService(cloud, { tries: 6 });
		benches.push(patient);
		let waited = 0;
		patient.service.onDidChange(() => {
			waited = Math.max(waited, patient.service.getReservations(tenantId).waitingUntil ?? 0);
		});
		const started = Date.now();
		const known = await patient.service.loadReservations(tenantId);
		assert.ok(valueIn(known).reservations.length > 0);
		assert.ok(waited > started, 'no wait was told');
		assert.equal(patient.service.getReservations(tenantId).waitingUntil, undefined);
	});

	it('reads one reservation anew, keeps what only the list says, and tells of the change', async () => {
		const listed = await usedReservation();
		const before = bench.changes.length;
		const read = await bench.service.readReservation(listed);
		assert.equal(read.reservationId, listed.reservationId);
		assert.equal(read.canReturn, listed.canReturn);
		assert.equal(read.canExchange, listed.canExchange);
		assert.deepEqual(bench.service.getReservation(listed), read);
		await until('the change is told', () =>
			bench.changes.slice(before).some((it) => it.kind === 'reservations' && it.tenantId === listed.tenantId),
		);
	});

	it('reads the order with its payments, the history, and the use by day, month and resource', async () => {
		const reservation = await usedReservation();
		const order = await bench.service.readOrder(reservation);
		assert.equal(order.orderId, reservation.orderId);
		assert.ok(order.reservationIds.includes(reservation.reservationId));
		assert.ok(order.payments.length > 0);
		for (const { status, pricing, billing } of order.payments) {
			assert.ok(status);
			for (const amount of [pricing, billing])
				if (amount) assert.match(`${amount.amount} ${amount.currency}`, /^-?\d+(\.\d+)? [A-Z]{3}$/);
		}
		const history = await bench.service.readHistory(reservation);
		assert.ok(history.length > 0);
		assert.deepEqual(
			history.map(({ revision }) => Number(revision)),
			history.map(({ revision }) => Number(revision)).sort((a, b) => b - a),
		);

		const days = await bench.service.readUsage(reservation, 'daily');
		assert.ok(days.length > 0 && days.length <= 31, `${days.length} days`);
		for (const { at } of days) assert.ok(at % dayMs === 0 && at <= Date.now() && at > Date.now() - 32 * dayMs);
		assert.deepEqual(
			days.map(({ at }) => at),
			days.map(({ at }) => at).sort((a, b) => a - b),
		);
		const months = await bench.service.readUsage(reservation, 'monthly');
		assert.ok(months.length > 0 && months.length <= 13, `${months.length} months`);
		for (const { at } of months) assert.equal(new Date(at).getUTCDate(), 1);

		const day = days.findLast(({ usedHours }) => (usedHours ?? 0) > 0) ?? assert.fail('no day with use');
		const resources = await bench.service.readResourceUsage(reservation, day.at);
		assert.ok(resources.length > 0);
		const sum = resources.reduce((hours, { usedHours }) => hours + usedHours, 0);
		assert.ok(Math.abs(sum - (day.usedHours ?? 0)) < 0.5, `${sum} h of resources, ${day.usedHours} h of the day`);
		for (const advice of bench.service.advise(reservation, days)) assert.ok(advice.id && advice.title && advice.text);
	});

	it('gives the block for support, with the last failure', async () => {
		const reservation = await usedReservation();
		await orderFault(sandbox, {
			match: { path: '/revisions' },
			fault: { kind: 'status', status: 500, code: 'InternalServerError' },
		});
		await assert.rejects(bench.service.readHistory(reservation));
		const text = bench.service.describeForSupport(reservation);
		const customer = bench.service.getCustomer(reservation.tenantId);
		assert.ok(customer);
		for (const part of [customer.name, customer.domain, reservation.tenantId, reservation.reservationId, reservation.orderId]) {
			assert.ok(text.includes(part), `${part} is not in:\n${text}`);
		}
		assert.match(text, /Correlation ID of the last failed call: \S+/);
		assert.doesNotMatch(text, /undefined|NaN|\[object/);
	});

	it('finds customers and reservations by any part of names, domains and ids', async () => {
		const reservation = await usedReservation();
		const customer = bench.service.getCustomer(reservation.tenantId);
		assert.ok(customer);
		for (const [text, isReservation] of [
			[customer.name.slice(2).toUpperCase(), false],
			[customer.domain, false],
			[customer.tenantId.toUpperCase(), false],
			[reservation.name.slice(1), true],
			[reservation.reservationId, true],
			[reservation.orderId.slice(0, 23), true],
			[
				`https://portal.azure.com/#@x/resource/providers/microsoft.capacity/reservationOrders/${reservation.orderId}/reservations/${reservation.reservationId}/overview`,
				true,
			],
		] as const) {
			const { hits } = bench.service.search(text, 50);
			const found = hits.some((hit) =>
				isReservation
					? hit.reservation?.reservationId === reservation.reservationId
					: !hit.reservation && hit.customer.tenantId === customer.tenantId,
			);
			assert.ok(found, `${text} found ${hits.length} others`);
		}
		assert.ok(bench.service.search('a', 3).more);
	});

	it('shows the last known state at once after a restart, with its age, and refreshes behind it', async () => {
		const reservation = await usedReservation();
		const list = valueIn(bench.service.getCustomers());
		const asOf = bench.service.getReservations(reservation.tenantId).asOf ?? assert.fail('no age');
		const later = () => Date.now() + 10 * 60_000;
		await bench.again().then((one) => one.service.dispose());
		const after = await startService(cloud, { storage: bench.storage, clock: later });
		benches.push(after);
		// Every answer takes longer than the test allows for what is shown from disk.
		await orderFault(sandbox, { match: { method: 'GET' }, fault: { kind: 'delay', ms: 4_000 } });
		const started = performance.now();
		const shown = await after.service.loadCustomers();
		assert.deepEqual(valueIn(shown).customers, list.customers);
		const known = await after.service.loadReservations(reservation.tenantId);
		assert.ok(performance.now() - started < 3_000, 'it waited for the network');
		await clearFaults(sandbox);
		assert.equal(known.asOf, asOf);
		assert.equal(known.loading, true);
		assert.ok(valueIn(known).reservations.some((it) => it.reservationId === reservation.reservationId));
		await until('the fresh list', () => (after.service.getReservations(reservation.tenantId).asOf ?? 0) > asOf);
		assert.equal(after.service.getReservations(reservation.tenantId).loading, false);
	});

	it('finds reservations of the disk before anything is read again', async () => {
		const reservation = await usedReservation();
		const after = await bench.again();
		benches.push(after);
		await orderFault(sandbox, { match: { service: 'resourceManager' }, fault: { kind: 'status', status: 503 } });
		await after.service.loadCustomers();
		await until('the search', () => after.service.search(reservation.reservationId, 5).hits.length === 1);
	});

	it('drops a damaged or older cache file and goes on', async () => {
		const { tenantId } = await usedReservation();
		await bench.service.dispose();
		const file = path.join(bench.storage, 'reservations.log');
		const whole = await readFile(file, 'utf8');
		await writeFile(file, whole.replaceAll('"asOf"', '"other"').slice(0, -20));
		await writeFile(path.join(bench.storage, 'customers.json'), '[]');
		const after = await startService(cloud, { storage: bench.storage });
		benches.push(after);
		assert.equal(valueIn(await after.service.refreshCustomers()).customers.length, 30);
		assert.ok(valueIn(await after.service.loadReservations(tenantId)).reservations.length > 0);
		assert.ok(after.lines.some((line) => /damaged/.test(line)));
	});

	it('keeps nothing after the cache was cleared', async () => {
		await usedReservation();
		await bench.service.clearCache();
		assert.equal(bench.service.getCustomers().value, undefined);
		assert.equal(bench.service.search('a', 5).hits.length, 0);
		const left = (await readdir(bench.storage, { recursive: true })).filter((name) => /\.(json|log)$/.test(name));
		assert.deepEqual(left, []);
	});

	it('takes nothing from the disk that was being read when the cache was cleared', async () => {
		const known = await customers();
		await bench.service.scan.start();
		const own = await usedReservation();
		await bench.service.commitments.read({ orders: [own] });
		await bench.service.operations.quoteReturn({ ...own, quantity: 1 });
		assert.equal(bench.service.watch.allowances().length, 1);
		await bench.service.dispose();
		// Nothing can come from anywhere else.
		const offline = async () => Promise.reject(new TypeError('fetch failed'));
		const next = await startService(cloud, { storage: bench.storage, fetch: offline });
		benches.push(next);
		const { service } = next;
		const reading = Promise.all([service.watch.ready(), service.loadCustomers(), service.loadReservations(own.tenantId)]);
		await service.clearCache();
		await reading;
		await service.watch.ready();
		await service.loadReservations(own.tenantId);
		assert.equal(service.getCustomers().value, undefined);
		assert.deepEqual(
			known.filter(({ tenantId }) => service.getReservations(tenantId).value !== undefined),
			[],
		);
		assert.equal(service.scan.state().hiddenOrders, 0);
		assert.equal(service.commitments.get(own), undefined);
		assert.deepEqual(service.watch.allowances(), []);
	});

	it('writes no token to the disk or the log', async () => {
		await usedReservation();
		await bench.service.dispose();
		for (const name of await readdir(bench.storage, { recursive: true })) {
			if (/\.(json|log)$/.test(name)) assert.doesNotMatch(await readFile(path.join(bench.storage, name), 'utf8'), /eyJ|Bearer/);
		}
		assert.doesNotMatch(bench.lines.join('\n'), /eyJ|Bearer/);
	});

	it('shares one load between all who ask for a customer', async () => {
		const [, second] = await customers();
		assert.ok(second);
		await clearRequests(sandbox);
		await Promise.all(Array.from({ length: 8 }, () => bench.service.loadReservations(second.tenantId)));
		const lists = (await requestsOf(sandbox)).filter(({ path: asked }) => /Microsoft\.Capacity\/reservations$/i.test(asked));
		assert.equal(lists.length, 1);
	});

	it('reads once more where a refresh comes while a read is under way, which may have asked before', async () => {
		const [first] = await customers();
		assert.ok(first);
		await clearRequests(sandbox);
		const asked = async () =>
			(await requestsOf(sandbox)).filter(({ path: to }) => /Microsoft\.Capacity\/reservations$/i.test(to));
		await orderFault(sandbox, { match: { path: 'Microsoft.Capacity/reservations' }, fault: { kind: 'delay', ms: 400 } });
		const earlier = bench.service.refreshReservations([first.tenantId]);
		await until('the read has asked', async () => (await asked()).length === 1);
		const at = Date.now();
		await Promise.all([earlier, ...[1, 2].map(() => bench.service.refreshReservations([first.tenantId]))]);
		assert.equal((await asked()).length, 2, 'both later ones share one more');
		const { asOf } = bench.service.getReservations(first.tenantId);
		assert.ok(asOf !== undefined && asOf >= at + 400, 'what is known was asked for after the refresh');
	});

	it('ends a load when the last who waits for it leaves, and not before', async () => {
		const [first] = await customers();
		assert.ok(first);
		await orderFault(sandbox, { match: { path: 'Microsoft.Capacity/reservations' }, fault: { kind: 'delay', ms: 400 } });
		const leaving = new AbortController();
		const left = bench.service.loadReservations(first.tenantId, leaving.signal);
		const staying = bench.service.loadReservations(first.tenantId);
		setTimeout(() => leaving.abort(), 100);
		await assert.rejects(left, isCancelled);
		assert.ok(valueIn(await staying).reservations.length > 0);

		const [, , other] = await customers();
		assert.ok(other);
		const controllers = [new AbortController(), new AbortController()];
		const both = controllers.map(({ signal }) => bench.service.refreshReservations([other.tenantId], signal));
		setTimeout(() => {
			for (const controller of controllers) controller.abort();
		}, 100);
		for (const one of both) await assert.rejects(one, isCancelled);
		await until('the load has ended', () => !bench.service.getReservations(other.tenantId).loading);
		assert.equal(bench.service.getReservations(other.tenantId).failure, undefined);
		assert.ok(valueIn(await bench.service.loadReservations(other.tenantId)));
	});

	it('reads many customers side by side, at most five at once', async () => {
		let underWay = 0;
		let most = 0;
		const counting = await startService(cloud, {
			fetch: async (input, init) => {
				const isCounted = String(input).includes('Microsoft.Capacity/reservations');
				if (isCounted) most = Math.max(most, ++underWay);
				return testFetch(input, init).finally(() => {
					if (isCounted) underWay--;
				});
			},
		});
		benches.push(counting);
		const all = await customers();
		await orderFault(sandbox, { match: { path: 'Microsoft.Capacity/reservations' }, fault: { kind: 'delay', ms: 150 } });
		const ids = all.filter(({ name }) => !name.includes('(')).map(({ tenantId }) => tenantId);
		await counting.service.refreshReservations(ids);
		assert.equal(most, 5);
		for (const tenantId of ids) assert.ok(counting.service.getReservations(tenantId).value, tenantId);
	});
});
