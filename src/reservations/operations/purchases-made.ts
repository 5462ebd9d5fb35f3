/** Which purchases of an exchange were made, read from the orders that Azure itself named for them. Never sends. */
import { getReservationOrder } from '../../azure/capacity';
import { parseReservationGuid } from '../../azure/ids';
import type { CallOptions, Transport } from '../../azure/transport';
import type { Reservation } from '../model';
import { isActive } from '../states';
import type { PurchasesMade } from './exchange-progress';
import type { Entry } from './journal-file';
import type { PurchaseLine } from './model';
import { isAtRest } from './progress';
import { orUnknown, readReservation } from './reading';

/**
 * Reads the orders of the purchases that are not told yet. Azure names each line's order from the start, long before anything is
 * bought (recordings 2), and makes it for that line alone. So a purchase was made where this very order is there and at rest, with
 * one reservation that is active and just what was to be bought. Everything else tells nothing, an order that is not there among it:
 * it may be hidden from this account.
 * @throws ServiceFailure, unless this account may not read it or it is not there
 */
export async function purchasesMade(transport: Transport, { operation }: Entry, options: CallOptions): Promise<PurchasesMade> {
	const { tenantId, lines, quote } = operation;
	const wanted = quote.kind === 'exchange' ? quote.purchases : [];
	const given = new Set((quote.basis ?? []).map(({ orderId }) => orderId.toLowerCase()));
	const first = lines.length - wanted.length;
	const found = await Promise.all(
		wanted.map(async (purchase, index) => {
			const line = lines[first + index];
			if (line?.direction !== 'purchase' || line.orderId === undefined || given.has(line.orderId.toLowerCase())) return [];
			if (!/^pending$/i.test(line.status)) return [];
			const made = await onlyReservationIn(transport, tenantId, line.orderId, options);
			if (made === undefined || !isWhatWasWanted(made, purchase)) return [];
			const isAnother = line.reservationId !== undefined && line.reservationId.toLowerCase() !== made.reservationId;
			return isAnother ? [] : [[first + index, made.reservationId] as const];
		}),
	);
	return new Map(found.flat());
}

async function onlyReservationIn(transport: Transport, tenantId: string, orderId: string, options: CallOptions) {
	const order = await orUnknown(getReservationOrder(transport, tenantId, orderId, options));
	if (order === undefined || !isAtRest(order.properties.provisioningState)) return undefined;
	const [reservationId, ...others] = (order.properties.reservations ?? []).map(({ id }) => parseReservationGuid(id));
	if (reservationId === undefined || others.length > 0) return undefined;
	return orUnknown(readReservation(transport, { tenantId, orderId, reservationId }, options));
}

function isWhatWasWanted(made: Reservation, { sku, term, quantity }: PurchaseLine): boolean {
	const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
	return isActive(made) && made.quantity === quantity && isSame(made.sku, sku) && isSame(made.term, term);
}
