/** Reads of single reservations and orders, for quotes, commits and looks. Changes nothing. */
import { getReservation, getReservationOrder } from '../../azure/capacity';
import { isServiceFailure } from '../../azure/failure';
import { parseReservationGuid } from '../../azure/ids';
import type { CallOptions, Transport } from '../../azure/transport';
import { singleReservation } from '../mapping';
import type { ReservationRef } from '../model';

/** A reservation as it is now. @throws ServiceFailure */
export async function readReservation(transport: Transport, ref: ReservationRef, options: CallOptions) {
	const body = await getReservation(transport, ref.tenantId, ref, options);
	const reservation = singleReservation(ref.tenantId, body, undefined);
	if (reservation === undefined) throw new Error('reservation without a readable id');
	return reservation;
}

/** Ids of the reservations of an order. @throws ServiceFailure also when this account may not read it: then it may not return of it either */
export async function reservationsIn(
	transport: Transport,
	tenantId: string,
	orderId: string,
	options: CallOptions,
): Promise<readonly string[]> {
	const order = await getReservationOrder(transport, tenantId, orderId, options);
	return (order.properties.reservations ?? []).map(({ id }) => parseReservationGuid(id)).filter((id) => id !== undefined);
}

/** What an account may lack is left open: rights on a reservation do not always reach its order (rules 1.4). */
export async function orUnknown<T>(reading: Promise<T>): Promise<T | undefined> {
	try {
		return await reading;
	} catch (error) {
		if (isServiceFailure(error) && (error.kind === 'NotAllowed' || error.kind === 'NotFound')) return undefined;
		throw error;
	}
}
