/** How a split and a merge tell what came of them: revisions in the first answer, reservations in the result (recorded). */
import type { Reservation } from '../world/ledger';
import { orderScope, reservationScope } from '../world/tenant';
import { date } from '../world/time';
import { lowered } from './capacity-views';
import { revisionViews } from './revisions';

/** Where it came from and what it became, all in full ids. */
function lineage(reservation: Reservation): Record<string, unknown> {
	const { order, splitSource, splitDestinations, mergeSources, mergeDestination } = reservation;
	const full = (id: string) => lowered(`${orderScope(order.id)}/reservations/${id}`);
	return {
		...((splitSource ?? splitDestinations) === undefined
			? {}
			: {
					splitProperties: {
						splitSource: splitSource === undefined ? undefined : full(splitSource),
						splitDestinations: splitDestinations?.map(full),
					},
				}),
		...((mergeSources ?? mergeDestination) === undefined
			? {}
			: {
					mergeProperties: {
						mergeSources: mergeSources?.map(full),
						mergeDestination: mergeDestination === undefined ? undefined : full(mergeDestination),
					},
				}),
	};
}

/** The newest revision of a reservation, with its lineage. */
export function derivedRevision(reservation: Reservation, now: number): Record<string, unknown> {
	const [newest] = revisionViews(reservation, now);
	return { ...newest, properties: { ...Object(newest?.properties), ...lineage(reservation) } };
}

/** The same as a reservation: under its own id, named with its order, and ending on a day instead of at a moment. */
export function derivedReservation(reservation: Reservation, now: number): Record<string, unknown> {
	const revision = derivedRevision(reservation, now);
	const { order, id } = reservation;
	const { expiryDateTime: _, ...properties } = Object(revision.properties);
	return {
		...revision,
		id: lowered(reservationScope(reservation)),
		type: 'Microsoft.Capacity/reservationOrders/reservations',
		name: `${order.id}/${id}`,
		properties: { ...properties, expiryDate: order.expiresAt === undefined ? undefined : date(order.expiresAt) },
	};
}
