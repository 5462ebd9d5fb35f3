/** Giving back: a return from its quote to its end, and what both returns and exchanges do to a reservation. */
import { addRest } from './derivation';
import { cancel, type Order, RETURNED, type Reservation, type StatusInfo } from './ledger';
import type { RefundQuote } from './quotes';
import type { Tenant } from './tenant';
import { cancelledCommitment, takeOut, type Worth } from './worth';

/** From now on the service works on a reservation: it is pending, and its order with it (recorded). */
export function beginWork(reservation: Reservation, now: number): void {
	reservation.busySince = now;
	reservation.order.etag += 1;
}

/**
 * Takes a quantity out of a reservation. The reservation ends; what is left goes on under a new id in the same order
 * (arm-pitfalls 10).
 */
export function giveBack({ reservation, quantity }: Worth, at: number, status: StatusInfo): void {
	takeOut(reservation.order, quantity);
	const left = reservation.quantity - quantity;
	if (left > 0) addRest(reservation, crypto.randomUUID(), left, at);
	cancel(reservation, at, status);
}

/** Commits a quoted return. It counts against the limit at once, and is through some time later. */
export function startReturn(tenant: Tenant, quote: RefundQuote, now: number, end: number): Order {
	const { worth } = quote;
	quote.used = true;
	tenant.changed = true;
	tenant.refunds.push({ at: now, pricing: cancelledCommitment(worth).pricing });
	beginWork(worth.reservation, now);
	tenant.agenda.plan(end, (at) => giveBack(worth, at, RETURNED));
	return worth.reservation.order;
}
