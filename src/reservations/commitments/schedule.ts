/** Reads from an order's payments what is still to be paid, and says so where it can't be told. */
import type { Payment, ReservationOrder } from '../model';
import { ExactSum } from './exact-sum';
import type { CommitmentGap, OrderSchedule } from './model';

const dayMs = 86_400_000;

/** The statuses of Azure (arm-contract 3, PaymentStatus; `Pending` and `Completed` in a newer version). */
const done = new Set(['succeeded', 'completed', 'cancelled']);
const unsettled = new Set(['failed', 'pending']);

/**
 * What is owed is what Azure says is `Scheduled`, whatever the due date: a payment that is overdue is still to be paid. An order
 * that is paid upfront has one payment, which is scheduled only while the purchase is not through.
 */
export function scheduleOf({ payments, total, reservationIds }: ReservationOrder): OrderSchedule {
	const of = (statuses: (status: string) => boolean) => payments.filter(({ status }) => statuses(status.toLowerCase()));
	const scheduled = of((status) => status === 'scheduled');
	const facts = { unsettled: of((status) => unsettled.has(status)).length, reservations: reservationIds.length };
	const without = (gap: CommitmentGap): OrderSchedule => ({ ...facts, currency: undefined, payments: [], gap });
	// Something that costs nothing has a total of 0 and no payments.
	if (payments.length === 0 && !isZero(total)) return without('noSchedule');
	const known = (status: string) => status === 'scheduled' || done.has(status) || unsettled.has(status);
	if (of(known).length < payments.length) return without('unknownStatus');
	const currencies = new Set(scheduled.map(({ pricing }) => pricing?.currency.toUpperCase()));
	if (currencies.has(undefined)) return without('noAmount');
	if (currencies.size > 1) return without('severalCurrencies');
	const currency = [...currencies][0] ?? currencyOf(total, payments);
	if (currency === undefined) return without('noAmount');
	const whole = { ...facts, currency, total: totalOf(payments, total) };
	return { ...whole, gap: undefined, payments: scheduled.map(scheduledPayment) };
}

/** Azure's total of the order, where its payments bear it out: each is made or scheduled, and together they are the total. */
function totalOf(payments: readonly Payment[], total: ReservationOrder['total']): number | undefined {
	if (total === undefined) return undefined;
	const sum = new ExactSum();
	for (const { status, pricing } of payments) {
		const isMade = /^(succeeded|completed|scheduled)$/i.test(status);
		if (!isMade || pricing?.currency.toUpperCase() !== total.currency.toUpperCase()) return undefined;
		sum.add(Number(pricing.amount));
	}
	return Number(sum.amount) === Number(total.amount) ? Number(total.amount) : undefined;
}

function isZero(total: ReservationOrder['total']): boolean {
	return total !== undefined && Number(total.amount) === 0;
}

/** In which currency nothing is owed. */
function currencyOf(total: ReservationOrder['total'], payments: readonly Payment[]): string | undefined {
	return (total ?? payments.find(({ pricing }) => pricing !== undefined)?.pricing)?.currency.toUpperCase();
}

function scheduledPayment({ dueAt, pricing }: Payment): OrderSchedule['payments'][number] {
	return { dueDay: dueAt === undefined ? undefined : Math.floor(dueAt / dayMs), amount: Number(pricing?.amount) };
}
