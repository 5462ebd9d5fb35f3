/** Reads all reservations of one customer from Azure, and from Partner Center what Azure should show. */
import { reservationPages } from '../azure/capacity';
import { isCancelled } from '../azure/failure';
import type { CallOptions, Transport } from '../azure/transport';
import { readEntitledOrders } from './entitled-orders';
import { type LastFailures, toFailure } from './failures';
import { listedReservation } from './mapping';
import type { Reservation, ReservationList } from './model';

interface Parts {
	readonly transport: Transport;
	readonly failures: LastFailures;
	readonly clock: () => number;
	readonly log: { warn(message: string): void };
}

/**
 * @param compare asks Partner Center even where Azure shows reservations
 * @throws ServiceFailure; an AbortError
 */
export async function readList(parts: Parts, tenantId: string, compare: boolean, options: CallOptions): Promise<ReservationList> {
	const reservations: Reservation[] = [];
	for await (const { items } of reservationPages(parts.transport, tenantId, options)) {
		for (const body of items) {
			const reservation = listedReservation(tenantId, body);
			if (reservation === undefined) parts.log.warn('Azure listed a reservation without a readable id; left out.');
			else reservations.push(reservation);
		}
	}
	const isAsked = compare || reservations.length === 0;
	return { reservations, entitledOrderIds: isAsked ? await entitledOrders(parts, tenantId, reservations, options) : undefined };
}

/**
 * The orders that Partner Center knows of, to tell "none" from "none visible to this account" (arm-pitfalls 15). Beside a list that
 * is not empty only those count that have not ended: Azure need not list old ones.
 * @returns undefined when Partner Center does not say; the list itself is good nonetheless
 */
async function entitledOrders(
	{ transport, failures, clock }: Parts,
	tenantId: string,
	shown: readonly Reservation[],
	options: CallOptions,
): Promise<readonly string[] | undefined> {
	try {
		const orders = await readEntitledOrders(transport, tenantId, options);
		const now = clock();
		return orders
			.filter(({ expiresAt = Number.POSITIVE_INFINITY }) => shown.length === 0 || expiresAt > now)
			.map(({ orderId }) => orderId);
	} catch (error) {
		if (isCancelled(error)) throw error;
		failures.note(tenantId, toFailure(error, tenantId));
		return undefined;
	}
}
