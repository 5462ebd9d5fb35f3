/** The assistant's tool that finds reservations, over the service and the sandbox: by any text of a reservation, across customers. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { Reservation } from '../../src/reservations/model';
import { regionName } from '../../src/reservations/regions';
import { hasEnded } from '../../src/reservations/states';
import { tools } from '../../src/tools';
import { Desk } from '../helpers/operations';
import { NOW } from '../unit/reservations-samples';

describe('Tool that finds reservations', () => {
	let desk: Desk;
	let all: readonly Reservation[];

	before(async () => {
		desk = await Desk.open({ customers: 40, reservations: 5 });
		const { service } = desk.first;
		await service.loadCustomers();
		await service.scan.start({});
		const customers = service.getCustomers().value?.customers ?? [];
		all = customers.flatMap(({ tenantId }) => service.getReservations(tenantId).value?.reservations ?? []);
	});
	after(() => desk?.close());

	const find = (input: object) =>
		tools.cspReservations_findReservations.run(input, {
			...{ service: desk.first.service, signal: new AbortController().signal },
			...{ most: 12_000, now: NOW },
		});
	const counted = (text: string) => Number(/^Customers and reservations: (\d+) found/.exec(text)?.[1]);

	it('finds them by SKU, by region and by both across customers, and says how many have ended', async () => {
		const sample = all.find((it) => !hasEnded(it) && it.sku !== '' && it.region !== '') ?? assert.fail('a reservation');
		const has = (it: Reservation, ...words: string[]) => {
			const text = JSON.stringify(it).toLowerCase();
			return words.every((word) => text.includes(word.toLowerCase()));
		};
		for (const words of [[sample.sku], [sample.region], [sample.sku, sample.region], [sample.region, sample.term]]) {
			const fitting = all.filter((it) => has(it, ...words));
			const active = fitting.filter((it) => !hasEnded(it) && !it.archived);
			assert.ok(new Set(active.map(({ tenantId }) => tenantId)).size > 0);
			const text = await find({ query: words.join(' '), limit: 50 });
			assert.equal(counted(text), active.length, words.join());
			assert.ok(text.length <= 12_000);
			const ended = fitting.length - active.length;
			assert.equal(/Left out because they have ended: (\d+)/.exec(text)?.[1], ended === 0 ? undefined : String(ended));
			assert.equal(counted(await find({ query: words.join(' '), includeEnded: true })), fitting.length);
		}
	});

	it('puts first what has the query in its name or id, and gives nothing twice', async () => {
		const sample = all.find((it) => !hasEnded(it)) ?? assert.fail('a reservation');
		const text = await find({ query: sample.reservationId });
		assert.equal(counted(text), 1);
		assert.ok(text.includes(`reservationId ${sample.reservationId}`));
		const link = `/providers/Microsoft.Capacity/reservationOrders/${sample.orderId}/reservations/${sample.reservationId}`;
		assert.equal(counted(await find({ query: link.slice(-100) })), 1);
		const [first = ''] = (await find({ query: sample.name, limit: 50 })).split('\n- ').slice(1);
		assert.ok(first.includes(JSON.stringify(sample.name)), first);
	});

	it('looks through the reservations of one customer in the same way', async () => {
		const sample = all.find((it) => !hasEnded(it) && it.region !== '') ?? assert.fail('a reservation');
		const own = all.filter(
			({ tenantId, region, ...it }) => tenantId === sample.tenantId && region === sample.region && !hasEnded(it),
		);
		const text = await find({ customerTenantId: sample.tenantId, query: sample.region });
		assert.match(text, new RegExp(`^Reservations: ${own.length} found`));
		// A model asks as its user does, by the name that the portal shows.
		const named = await find({ customerTenantId: sample.tenantId, query: regionName(sample.region), limit: 50 });
		for (const { reservationId } of own) assert.ok(named.includes(reservationId));
		const everywhere = await find({ query: `${regionName(sample.region)} ${sample.reservationId}` });
		assert.equal(counted(everywhere), 1);
	});
});
