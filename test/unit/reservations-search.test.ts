/** Search: any part, any case; the closest first. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Interner } from '../../src/reservations/interner';
import type { Customer, Reservation } from '../../src/reservations/model';
import { PackedReservations } from '../../src/reservations/packed';
import { search } from '../../src/reservations/search';
import { sampleReservation } from './reservations-samples';

const interner = new Interner();
const guidOf = (number: number) => `${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
const customer = (number: number, name: string): Customer => ({
	tenantId: guidOf(number),
	name,
	domain: `c${number}.example.com`,
});

function find(text: string, customers: readonly Customer[], reservations: readonly Reservation[] = [], limit = 20) {
	const byTenant = new Map(
		customers.map(({ tenantId }) => [
			tenantId,
			PackedReservations.of(
				tenantId,
				reservations.filter((it) => it.tenantId === tenantId),
				interner,
			),
		]),
	);
	return search(text, limit, customers, (tenantId) => byTenant.get(tenantId));
}

describe('reservations: search', () => {
	const customers = [
		customer(1, 'Northwind Fabrikam'),
		customer(2, 'Fabrikam'),
		customer(3, 'Prefabrikam'),
		customer(4, 'Fabrikam Inc.'),
	];

	it('ranks whole names, then beginnings, then words, then parts', () => {
		assert.deepEqual(
			find('FABRIKAM', customers).hits.map((hit) => hit.customer.name),
			['Fabrikam', 'Fabrikam Inc.', 'Northwind Fabrikam', 'Prefabrikam'],
		);
	});

	it('finds a reservation by name and by any part of both ids, in any case', () => {
		const reservation = sampleReservation({
			tenantId: guidOf(2),
			name: 'Ärger SQL-West',
			orderId: guidOf(0xabc),
			reservationId: guidOf(0xdef),
		});
		for (const text of ['ärger', 'SQL-w', 'west', '00000ABC', '0def-0000', reservation.reservationId.toUpperCase()]) {
			const { hits } = find(text, customers, [reservation]);
			assert.deepEqual(
				hits.map((hit) => hit.reservation?.reservationId),
				[reservation.reservationId],
				text,
			);
		}
	});

	it('finds the last id of a pasted resource id or portal link', () => {
		const reservation = sampleReservation({ tenantId: guidOf(2), orderId: guidOf(0xabc), reservationId: guidOf(0xdef) });
		const link = `https://portal.azure.com/#@x/resource/providers/Microsoft.Capacity/reservationOrders/${guidOf(0xabc).toUpperCase()}/reservations/${guidOf(0xdef)}/overview`;
		assert.equal(find(link, customers, [reservation]).hits[0]?.reservation?.reservationId, guidOf(0xdef));
	});

	it('finds words of customer and reservation together', () => {
		const reservations = [
			sampleReservation({ tenantId: guidOf(2), reservationId: guidOf(10), name: 'SQL West' }),
			sampleReservation({ tenantId: guidOf(2), reservationId: guidOf(11), name: 'VM East' }),
			sampleReservation({ tenantId: guidOf(3), reservationId: guidOf(12), name: 'SQL West' }),
		];
		const { hits } = find('inc sql', [customer(3, 'Contoso'), customer(2, 'Fabrikam Inc.')], reservations);
		assert.deepEqual(
			hits.map((hit) => hit.reservation?.reservationId),
			[guidOf(10)],
		);
	});

	it('counts customers that were not searched, and says when there is more', () => {
		const { hits, more, customersNotLoaded } = search('fabrikam', 2, customers, () => undefined);
		assert.equal(hits.length, 2);
		assert.equal(more, true);
		assert.equal(customersNotLoaded, 4);
		assert.deepEqual(find('  ', customers), { hits: [], more: false, customersNotLoaded: 0 });
	});

	it('finds exactly what contains the text, for any text', () => {
		const names = fc.array(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(
				names,
				fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 3 }).filter((text) => /^\S+$/.test(text)),
				(all, text) => {
					const found = find(
						text,
						all.map((name, index) => ({ tenantId: guidOf(index), name, domain: '' })),
						[],
						100,
					);
					const byId = /^[0-9a-f-]+$/i.test(text);
					const expected = all.filter(
						(name, index) =>
							name.toLowerCase().includes(text.toLowerCase()) || (byId && guidOf(index).includes(text.toLowerCase())),
					);
					assert.deepEqual(found.hits.map((hit) => hit.customer.name).sort(), expected.sort());
				},
			),
		);
	});
});
