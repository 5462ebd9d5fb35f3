/** The watch list against the sandbox: of whom it is, by which settings, what unused capacity cost, and what is kept over a restart. */
import assert from 'node:assert/strict';
import Big from 'big.js';
import type { Cloud } from '../../src/azure/cloud';
import { sandboxCloud } from '../../src/identity';
import type { ReservationsService } from '../../src/reservations/api';
import type { Reservation } from '../../src/reservations/model';
import { isActive } from '../../src/reservations/states';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { startService, type TestService, valueIn } from '../helpers/service';

const customers = 60;
const dayMs = 86_400_000;

describe('watch list of all customers', () => {
	let sandbox: Sandbox;
	let cloud: Cloud;
	let bench: TestService;
	const thresholds = { expiringWithinDays: 30, lowUtilizationPercent: 80 };

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers });
		cloud = sandboxCloud(sandbox.endpoints);
	});
	after(() => sandbox?.close());
	beforeEach(async () => {
		Object.assign(thresholds, { expiringWithinDays: 30, lowUtilizationPercent: 80 });
		bench = await startService(cloud, { thresholds: () => thresholds });
		await bench.service.scan.start();
	});
	afterEach(() => bench.end());

	const known = (service: ReservationsService): readonly Reservation[] =>
		valueIn(service.getCustomers()).customers.flatMap(
			({ tenantId }) => service.getReservations(tenantId).value?.reservations ?? [],
		);
	const inForce = ({ provisioningState, archived }: Reservation) => provisioningState === 'Succeeded' && !archived;

	it('is of the customers of the list: who left it counts no more, once the list is known to be whole', async () => {
		const all = bench.service.watch.list();
		const { storage } = bench;
		await bench.service.dispose();
		// The same world with fewer customers: the others are not the partner's any more.
		const smaller = await startSandbox({ port: 0, customers: 20 });
		try {
			bench = await startService(sandboxCloud(smaller.endpoints), { storage });
			const { service } = bench;
			await service.watch.ready();
			assert.equal(service.watch.list().customersKnown, all.customersKnown, 'while no list is known, all that is known counts');
			const left = new Set(valueIn(await service.refreshCustomers()).customers.map(({ tenantId }) => tenantId));
			assert.equal(left.size, 20);
			const { items, hiddenOrders, customersKnown, customersUnknown, exchangeCutOff, ending } = service.watch.list();
			assert.equal(customersKnown + customersUnknown, 20);
			assert.ok(items.length > 0);
			const own = all.items.filter(({ tenantId }) => left.has(tenantId));
			assert.ok(own.length < all.items.length, 'those who left had something on the list');
			assert.equal(items.length, own.length);
			assert.ok(hiddenOrders.every(({ tenantId }) => left.has(tenantId)));
			assert.ok(exchangeCutOff.reservations < all.exchangeCutOff.reservations);
			assert.equal(ending.at(-1)?.reservations, own.filter(({ kind }) => kind === 'expiring').length);
		} finally {
			await smaller.close();
		}
	});

	it('follows the settings at once', () => {
		const { service } = bench;
		const low = () => service.watch.list().items.filter(({ kind }) => kind === 'lowUse').length;
		const soon = () => service.watch.list().endingSoon;
		const end = (it: Reservation) => ((it.expiresAt ?? 0) - Date.now()) / dayMs;
		const ending = (days: number) => known(service).filter((it) => inForce(it) && end(it) > 0 && end(it) <= days).length;
		const before = low();
		assert.deepEqual([soon().days, soon().reservations], [30, ending(30)]);
		assert.deepEqual(
			service.watch.list().ending.map(({ days, reservations }) => [days, reservations]),
			[7, 30, 60, 90].map((days) => [days, ending(days)]),
		);
		const advised = () =>
			known(service).filter(
				(it) => isActive(it) && !it.archived && service.advise(it).some(({ id }) => /^lowUse\.(low|unused)$/.test(id)),
			).length;
		assert.equal(advised(), before);
		Object.assign(thresholds, { lowUtilizationPercent: 20, expiringWithinDays: 200 });
		assert.ok(low() < before);
		assert.equal(advised(), low(), 'the advice goes by them too');
		assert.ok(ending(200) > ending(90), 'something ends after every window of our own');
		assert.deepEqual([soon().days, soon().reservations], [200, ending(200)]);
		assert.equal(service.watch.list().ending.length, 5);
		const items = service.watch.list().items.filter((item) => item.kind === 'expiring');
		assert.equal(items.length, ending(200));
		assert.ok(items.some(({ within }) => within === 200));
	});

	it('tells what unused capacity cost once its order was read, to the cent, and only of what is alone in it', async () => {
		const { service } = bench;
		const low = service.watch.list().items.filter((item) => item.kind === 'lowUse');
		for (const item of low) assert.equal(service.watch.unusedCost(item), undefined);
		await service.commitments.read({ orders: low });
		let told = 0;
		for (const item of low) {
			const unused = service.watch.unusedCost(item);
			if (unused === undefined) continue;
			told += 1;
			const [order, reservation] = [await service.readOrder(item), service.getReservation(item) ?? assert.fail()];
			assert.equal(order.reservationIds.length, 1);
			const sum = order.payments.reduce((all, { pricing }) => all.plus(pricing?.amount ?? assert.fail()), new Big(0));
			const days = { P1Y: 365, P3Y: 1095 }[reservation.term] ?? assert.fail(reservation.term);
			const part = new Big(100 - (reservation.utilization.last30Days ?? assert.fail())).div(100);
			assert.deepEqual(unused, {
				cost: { amount: sum.times(30).div(days).times(part).toFixed(2), currency: 'USD' },
				pricedIn: 'pricing',
			});
		}
		assert.ok(told > 5, `${told} of ${low.length} have a cost`);
		const before = low.map((item) => service.watch.unusedCost(item));
		bench = await bench.again();
		await bench.service.watch.ready();
		assert.deepEqual(
			low.map((item) => bench.service.watch.unusedCost(item)),
			before,
			'what was kept of the orders is known once it is ready',
		);
	});

	it('lists whom the exchange cut-off touches, as many as it counts', () => {
		const { watch } = bench.service;
		const touched = watch.touchedByCutOff();
		const { reservations, units } = watch.list().exchangeCutOff;
		assert.ok(reservations > 20);
		assert.equal(touched.length, reservations);
		const quantity = touched.reduce((sum, item) => sum + (bench.service.getReservation(item)?.quantity ?? 0), 0);
		assert.deepEqual(units, { units: quantity, untold: 0 });
	});

	it('keeps what a quote told of an allowance, though nothing was returned, until the cache is cleared', async () => {
		const { service } = bench;
		const [own] = known(service).filter((it) => inForce(it) && it.canReturn === 'offered');
		assert.ok(own !== undefined);
		const quote = await service.operations.quoteReturn({ ...own, quantity: 1 });
		const { told } = service.watch.allowance(own.tenantId) ?? assert.fail('the quote told it');
		assert.deepEqual(told, { ...quote.allowance, at: quote.quotedAt });
		bench = await bench.again();
		assert.deepEqual(bench.service.watch.allowances(), []);
		await bench.service.watch.ready();
		assert.deepEqual(bench.service.watch.allowances(), [{ tenantId: own.tenantId, told, returns: [] }]);
		await bench.service.clearCache();
		bench = await bench.again();
		await bench.service.watch.ready();
		assert.deepEqual(bench.service.watch.allowances(), []);
	});
});
