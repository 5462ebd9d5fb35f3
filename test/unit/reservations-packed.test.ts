/** Packed reservations come out as they went in. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Interner } from '../../src/reservations/interner';
import { PackedReservations } from '../../src/reservations/packed';
import { sampleReservation } from './reservations-samples';

const date = fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined });
const text = fc.option(fc.string(), { nil: undefined });
const percent = fc.option(fc.double({ min: 0, max: 120, noNaN: true }), { nil: undefined });
const offer = fc.constantFrom('offered' as const, 'notOffered' as const, 'unknown' as const);
const reservation = fc
	.record({
		reservationId: fc.uuid(),
		orderId: fc.uuid(),
		name: fc.string({ unit: 'grapheme' }),
		product: fc.string(),
		state: fc.constantFrom('Succeeded', 'Cancelled', 'Marvellous'),
		statusCode: text,
		statusMessage: text,
		quantity: fc.option(fc.integer({ min: 1, max: 5000 }), { nil: undefined }),
		expiresAt: date,
		reviewAt: date,
		renew: fc.boolean(),
		archived: fc.boolean(),
		canReturn: offer,
		canExchange: offer,
		cameFrom: fc.option(fc.array(fc.uuid(), { minLength: 1 }), { nil: undefined }),
		utilization: fc.record({ trend: text, lastDay: percent, last7Days: percent, last30Days: percent }),
	})
	.map(({ utilization, ...changes }) => sampleReservation({ ...changes, utilization: { ...utilization } }));

describe('reservations: packed', () => {
	it('gives back every reservation, also one by one', () => {
		const interner = new Interner();
		const lists = fc.uniqueArray(reservation, { selector: (it) => it.reservationId });
		fc.assert(
			fc.property(lists, (all) => {
				const packed = PackedReservations.of(sampleReservation().tenantId, all, interner);
				assert.deepEqual(packed.all(), all);
				for (const one of all) assert.deepEqual(packed.find(one.reservationId), one);
				assert.equal(packed.find('x'), undefined);
			}),
		);
	});

	it('comes back from JSON as it was, for another process that has other products and states', () => {
		const lists = fc.uniqueArray(reservation, { selector: (it) => it.reservationId });
		fc.assert(
			fc.property(lists, lists, (all, others) => {
				const saved = JSON.stringify(PackedReservations.of('t', all, new Interner()).saved());
				const interner = new Interner();
				const before = PackedReservations.of('o', others, interner);
				const packed = PackedReservations.from('t', JSON.parse(saved), interner);
				assert.deepEqual(
					packed.all(),
					all.map((it) => ({ ...it, tenantId: 't' })),
				);
				assert.deepEqual(
					before.all(),
					others.map((it) => ({ ...it, tenantId: 'o' })),
				);
				assert.equal(JSON.stringify(packed.saved()), saved);
			}),
		);
	});

	it('reads 0 units of an earlier file as not told: none has less than one', () => {
		const earlier = sampleReservation({ quantity: 0 });
		const saved = JSON.parse(
			JSON.stringify(
				PackedReservations.of('t', [earlier, sampleReservation({ reservationId: earlier.orderId })], new Interner()).saved(),
			),
		);
		const packed = PackedReservations.from('t', saved, new Interner());
		assert.deepEqual(
			packed.all().map(({ quantity }) => quantity),
			[undefined, 10],
		);
		assert.deepEqual({ ...packed.at(0), quantity: 0, tenantId: earlier.tenantId }, earlier);
	});

	it('keeps one of two with the same id: the later', () => {
		const packed = PackedReservations.of(
			't',
			[sampleReservation({ name: 'a' }), sampleReservation({ name: 'b' })],
			new Interner(),
		);
		assert.deepEqual(
			packed.all().map(({ name }) => name),
			['b'],
		);
	});

	it('has nothing with an empty text in its ids, and comes to an end', () => {
		assert.deepEqual(PackedReservations.of(sampleReservation().tenantId, [sampleReservation()], new Interner()).withId(''), []);
	});
});
