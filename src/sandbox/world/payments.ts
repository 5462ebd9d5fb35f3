/** The payments of an order: its schedule, and charging what has come due. */
import type { Term } from './catalog';
import { type BillingPlan, MONTHS, type Order, type Payment } from './ledger';
import { type Amount, toBilling, total } from './money';
import { addMonths } from './time';
import { paymentWithout } from './worth';

/**
 * The payments of an order: one, or one a month with the odd cents in the last. Due ones are paid.
 * @param total in US cents
 * @param rate units of the billing currency for one US dollar
 * @param units how many units the order is for
 */
export function schedule(
	total: number,
	term: Term,
	plan: BillingPlan,
	startsAt: number,
	now: number,
	rate: number,
	units = 1,
): Payment[] {
	if (total === 0) return [];
	const count = plan === 'Monthly' ? MONTHS[term] : 1;
	const instalment = Math.floor(total / count);
	return Array.from({ length: count }, (_, index) => {
		const dueAt = addMonths(startsAt, index);
		const pricing = index === count - 1 ? total - instalment * (count - 1) : instalment;
		const paid = dueAt <= now;
		return {
			dueAt,
			pricing,
			paidAt: paid ? dueAt : undefined,
			billing: paid ? toBilling(pricing, rate) : undefined,
			units,
			returned: 0,
			status: paid ? 'Succeeded' : 'Scheduled',
		};
	});
}

/** Charges the payments that have come due. */
export function payWhatIsDue(order: Order, now: number, rate: number): void {
	if (order.startsAt === undefined || order.provisioningState !== 'Succeeded') return;
	for (const payment of order.payments) {
		if (payment.status !== 'Scheduled' || payment.dueAt > now) continue;
		const { pricing, billing } = paymentWithout(payment, payment.returned, rate);
		const units = payment.units - payment.returned;
		Object.assign(payment, { status: 'Succeeded', paidAt: payment.dueAt, pricing, billing, units, returned: 0 });
	}
}

/** What a product costs in both currencies when its payments are charged one by one, each rounded for itself. */
export function totalOf(payments: readonly Payment[], rate: number): Amount {
	return total(payments.map(({ pricing }) => ({ pricing, billing: toBilling(pricing, rate) })));
}
