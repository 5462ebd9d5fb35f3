/** What a quantity of a reservation is worth when it is given back: money back by UTC days, and instalments that fall away. */
import { type BillingPlan, MONTHS, type Order, type Payment, type Reservation } from './ledger';
import { type Amount, minus, NOTHING, share, toBilling, total } from './money';
import { addMonths, dayNumber } from './time';

export interface Worth {
	readonly reservation: Reservation;
	readonly quantity: number;
	readonly plan: BillingPlan;
	/** What comes back of the period that is paid for. */
	readonly refund: Amount;
	/** Instalments that will not be charged any more. */
	readonly remaining: Amount;
	/** Charged so far for the whole order, whatever is returned of it; in the customer's currency (recordings 4). */
	readonly paid: number;
	readonly completedPayments: number;
	readonly allPayments: number;
}

/**
 * Early returns get the whole instalment back: recorded on the third day; 25 of 31 days were paid for one on the seventh.
 * Where between the two it ends is not recorded.
 */
const FULL_REFUND_DAYS = 5;

/** What a payment comes to when this many of its units are returned. */
export function paymentWithout(payment: Payment, returned: number, rate: number): Amount {
	const { pricing, units } = payment;
	const left = pricing - share(pricing, returned, units);
	const { billing } = payment;
	return {
		pricing: left,
		billing: billing === undefined ? toBilling(left, rate) : billing - share(billing, returned, units),
	};
}

/** The part of a payment that the next units stand for. Parts of all units add up to the payment, to the cent. */
function unitsOf(payment: Payment, before: number, quantity: number, rate: number): Amount {
	const first = payment.returned + before;
	return minus(paymentWithout(payment, first, rate), paymentWithout(payment, first + quantity, rate));
}

function isOwed({ status }: Payment): boolean {
	return status === 'Scheduled' || status === 'Failed';
}

function periodEnd(order: Order, index: number): number {
	const [first] = order.payments;
	return addMonths(first?.dueAt ?? order.requestedAt, order.billingPlan === 'Monthly' ? index + 1 : MONTHS[order.term]);
}

/** The days that are left of the paid period, over all of its days; the day of the return counts as used (rules 4.5). */
function unusedPart(order: Order, payment: Payment, index: number, now: number): readonly [left: number, of: number] {
	const end = dayNumber(periodEnd(order, index));
	const days = end - dayNumber(payment.dueAt);
	if (dayNumber(now) - dayNumber(order.startsAt ?? order.requestedAt) <= FULL_REFUND_DAYS) return [days, days];
	return [Math.max(0, end - dayNumber(now)), days];
}

function refundOf(order: Order, before: number, quantity: number, price: number, now: number, rate: number): Amount {
	const index = order.payments.findLastIndex(({ dueAt }) => dueAt <= now);
	const payment = order.payments[index];
	if (payment?.status !== 'Succeeded') return NOTHING;
	const units = unitsOf(payment, before, quantity, rate);
	const [left, of] = unusedPart(order, payment, index, now);
	// The lower of the price paid and today's (rules 4.5).
	const worth = (cents: number) => share(share(cents, left, of), Math.min(price, order.unitPrice), order.unitPrice);
	return { pricing: worth(units.pricing), billing: worth(units.billing) };
}

/**
 * What a quantity of a reservation is worth at a moment.
 * @param before units of the same order that go back together with it and were counted already
 * @param rate units of the customer's currency for one US dollar
 */
export function worthOf(reservation: Reservation, quantity: number, before: number, now: number, rate: number): Worth {
	const { order } = reservation;
	const { payments, product, term } = order;
	const price = term === 'None' ? 0 : product.price[term];
	const paid = payments.filter(({ status }) => status === 'Succeeded');
	return {
		reservation,
		quantity,
		plan: order.billingPlan,
		refund: order.unitPrice === 0 ? NOTHING : refundOf(order, before, quantity, price, now, rate),
		remaining: total(payments.filter(isOwed).map((payment) => unitsOf(payment, before, quantity, rate))),
		paid: paid.reduce((sum, { billing }) => sum + (billing ?? 0), 0),
		completedPayments: paid.length,
		allPayments: payments.length,
	};
}

/** The commitment that ends: all of it counts against the limit of returns (rules 4.3), in both currencies. */
export function cancelledCommitment({ refund, remaining }: Worth): Amount {
	return { pricing: refund.pricing + remaining.pricing, billing: refund.billing + remaining.billing };
}

/** What a purchase has to reach in an exchange: cancelled instalments, or what is unused of a payment at once (rules 3.4). */
export function commitmentToReach({ plan, refund, remaining }: Worth): Amount {
	return plan === 'Monthly' ? remaining : refund;
}

/** Takes units out of an order's payments: what is still owed shrinks, and of what is paid these units are spent. */
export function takeOut(order: Order, quantity: number): void {
	for (const payment of order.payments) {
		if (payment.status === 'Cancelled') continue;
		payment.returned += quantity;
		if (isOwed(payment) && payment.returned >= payment.units) payment.status = 'Cancelled';
	}
}
