/** Ids: read in any case and any of their forms, refused when they are something else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
	guid,
	isGuid,
	orderResourceId,
	parseOrderId,
	parseReservationGuid,
	parseReservationId,
	parseSubscriptionId,
	reservationResourceId,
} from '../../src/azure/ids';

const anyCase = (text: string) =>
	fc
		.array(fc.boolean(), { minLength: text.length, maxLength: text.length })
		.map((upper) => [...text].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter.toLowerCase())).join(''));

describe('ids', () => {
	it('reads back every reservation id, in any case, with or without a revision', () => {
		fc.assert(
			fc.property(
				fc.uuid(),
				fc.uuid(),
				fc.nat().chain((revision) => fc.constantFrom('', `/revisions/${revision}`, '/')),
				fc.infiniteStream(fc.boolean()),
				(orderId, reservationId, tail, flips) => {
					const id = [...reservationResourceId({ orderId, reservationId })]
						.map((letter) => (flips.next().value ? letter.toUpperCase() : letter.toLowerCase()))
						.join('');
					assert.deepEqual(parseReservationId(id + tail), { orderId, reservationId });
					assert.equal(parseOrderId(id + tail), orderId);
					assert.equal(parseReservationGuid(id + tail), reservationId);
					// Consumption leaves the first slash out.
					assert.deepEqual(parseReservationId(id.slice(1)), { orderId, reservationId });
				},
			),
		);
	});

	it('takes a bare GUID where the services give one', () => {
		fc.assert(
			fc.property(
				fc.uuid().chain((id) => fc.tuple(fc.constant(id), anyCase(id))),
				([id, written]) => {
					assert.equal(parseOrderId(written), id);
					assert.equal(parseReservationGuid(written), id);
					assert.equal(parseSubscriptionId(written), id);
					assert.equal(parseReservationId(written), undefined);
					assert.equal(guid(written), id);
					assert.ok(isGuid(written));
				},
			),
		);
	});

	it('tells an order from a reservation', () => {
		fc.assert(
			fc.property(fc.uuid(), (orderId) => {
				const id = orderResourceId(orderId);
				assert.equal(parseOrderId(id), orderId);
				assert.equal(parseReservationId(id), undefined);
				assert.equal(parseReservationGuid(id), undefined);
			}),
		);
	});

	it('reads the subscription of a scope', () => {
		const id = '0AAAAAAA-0000-4000-8000-00000000000F';
		for (const scope of [`/subscriptions/${id}`, `subscriptions/${id}/`, `/SUBSCRIPTIONS/${id}/resourceGroups/web`]) {
			assert.equal(parseSubscriptionId(scope), id.toLowerCase());
		}
		assert.equal(parseSubscriptionId(`/tenants/${id}`), undefined);
		assert.equal(parseSubscriptionId(`/subscriptions/${id}0`), undefined);
	});

	it('refuses whatever is not an id, so that nothing foreign becomes part of a path', () => {
		const good =
			'/providers/Microsoft.Capacity/reservationOrders/aaaaaaaa-0000-4000-8000-000000000001/reservations/bbbbbbbb-0000-4000-8000-000000000002';
		for (const bad of [
			`${good}/../..`,
			`${good}providers/Microsoft.Consumption/x`,
			`/x${good}`,
			good.slice(0, -1),
			`${good}0`,
			'',
		]) {
			assert.equal(parseReservationId(bad), undefined, bad);
		}
		fc.assert(
			fc.property(fc.string(), (text) => {
				fc.pre(!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text));
				assert.throws(() => guid(text), TypeError);
				assert.throws(() => orderResourceId(text), TypeError);
			}),
		);
	});
});
