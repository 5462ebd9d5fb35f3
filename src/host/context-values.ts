/** What when-clauses of menus know of a reservation, in the tree and in the Portfolio. */
import type { Reservation } from '../reservations/model';
import { hasEnded } from '../reservations/states';

/** @returns for example `reservation;active` or `reservation;ended;archived` */
export function contextValueOf(reservation: Pick<Reservation, 'state' | 'provisioningState' | 'archived'>): string {
	const value = `reservation;${hasEnded(reservation) ? 'ended' : 'active'}`;
	return reservation.archived ? `${value};archived` : value;
}
