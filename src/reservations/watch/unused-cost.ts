/** What the unused part of a reservation cost, only where every figure of it is sure: its commitment, whole, and old enough. Pure. */
import Big from 'big.js';
import type { OrderCommitment } from '../commitments/model';
import type { Money, Reservation } from '../model';
import type { Operation } from '../operations/model';
import { benefitStart } from '../states';
import type { UnusedCost } from './model';

/** Days that the 30-day use is about. */
const days = 30;
const dayMs = 86_400_000;
/** Days of a term, as rules 4.5 count them. */
const termDays: Readonly<Record<string, number>> = { P1Y: 365, P3Y: 1095, P5Y: 1825 };

/** What was bought: the commitment of all units over the whole term. */
interface Bought {
	readonly commitment: Money;
	/** Undefined: Azure does not tell. */
	readonly quantity: number | undefined;
	readonly term: string;
}

/**
 * The list of reservations names no price. The commitment of what was bought here is known: the line of the confirmed quote that
 * went through, with the id of the reservation that came of it.
 */
export function boughtHere(operations: readonly Operation[]): ReadonlyMap<string, Bought> {
	const bought = new Map<string, Bought>();
	for (const { quote, lines } of operations) {
		if (quote.kind !== 'exchange') continue;
		// Lines keep the order of the quote (recordings 2).
		const purchases = lines.filter(({ direction }) => direction === 'purchase');
		for (const [index, { reservationId, status, quantity }] of purchases.entries()) {
			const { commitment, term } = quote.purchases[index] ?? {};
			if (reservationId === undefined || commitment === undefined || term === undefined) continue;
			if (/^succeeded$/i.test(status)) bought.set(reservationId, { commitment, quantity, term });
		}
	}
	return bought;
}

/**
 * @param bought by reservation id, as {@link boughtHere} gives it
 * @param order what is known of the payments of its order. They are for all reservations of it, ended ones too, so they are those
 * of this one only where there is no other
 * @returns undefined wherever it is not sure: neither bought here nor alone in an order that was read, changed since, or younger
 * than 30 days
 */
export function unusedCostOf(
	reservation: Reservation,
	bought: ReadonlyMap<string, Bought>,
	order: OrderCommitment | undefined,
	now: number,
): UnusedCost | undefined {
	const confirmed = bought.get(reservation.reservationId);
	if (confirmed !== undefined) {
		const cost = costOf(reservation, confirmed, now);
		return cost && { cost, pricedIn: 'billing' };
	}
	if (order?.total === undefined || order.reservations !== 1) return undefined;
	const { quantity, term } = reservation;
	const cost = costOf(reservation, { commitment: order.total, quantity, term }, now);
	return cost && { cost, pricedIn: 'pricing' };
}

/** commitment × 30 days / days of the term × the part not used, in the commitment's currency, to the hundredth. */
function costOf(reservation: Reservation, { commitment, quantity, term }: Bought, now: number): Money | undefined {
	const use = reservation.utilization.last30Days;
	const start = benefitStart(reservation);
	const length = termDays[term.toUpperCase()];
	// A split, merge or partial return changes what the commitment is about.
	const isAsBought = reservation.quantity === quantity && reservation.term.toUpperCase() === term.toUpperCase();
	if (use === undefined || start === undefined || length === undefined || !isAsBought) return undefined;
	if (now - start < days * dayMs || use < 0 || use > 100) return undefined;
	const unused = new Big(commitment.amount).times(days).div(length).times(new Big(100).minus(use).div(100));
	return { amount: unused.toFixed(2), currency: commitment.currency };
}
