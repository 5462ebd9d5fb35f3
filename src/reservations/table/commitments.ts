/** What the orders of some rows still owe, summed by currency and by month. Every order counts once. */
import { freshForMs } from '../commitments/book';
import { ExactSum } from '../commitments/exact-sum';
import type { CommitmentMonths, CommitmentSpan, CommitmentSums, OrderRef } from '../commitments/model';
import { monthOf, startOfMonth } from './grouping';
import type { OrderColumn } from './orders';
import type { Slots } from './slots';

const dayMs = 86_400_000;

/** The first of these slots of each order. */
export function* ordersIn(slots: Iterable<number>, { first }: Pick<OrderColumn, 'first'>): Generator<number> {
	const seen = new Uint8Array(first.length);
	for (const slot of slots) {
		const order = first[slot] ?? slot;
		if (seen[order] === 1) continue;
		seen[order] = 1;
		yield slot;
	}
}

/** @param now what is fresh is younger than an hour, ms since the epoch */
export function commitmentSums(slots: Iterable<number>, column: OrderColumn, now: number): CommitmentSums {
	const { book } = column;
	const lines = column.lines();
	const counts = { orders: 0, known: 0, gaps: 0, failed: 0, unread: 0, fresh: 0, unsettled: 0, dueSince: 0 };
	const today = Math.floor(now / dayMs);
	const kinds = { known: 'known', gap: 'gaps', failed: 'failed', unread: 'unread' } as const;
	const totals = new Map<string, { readonly sum: ExactSum; orders: number }>();
	let [oldest, newest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const slot of ordersIn(slots, column)) {
		counts.orders += 1;
		const line = lines[slot] ?? -1;
		const state = line < 0 ? 'unread' : book.stateOf(line);
		counts[kinds[state]] += 1;
		if (line < 0) continue;
		if (book.isFresh(line, now, freshForMs)) counts.fresh += 1;
		if (state !== 'known') continue;
		if (book.hasUnsettled(line)) counts.unsettled += 1;
		const currency = book.currencyOf(line);
		const total = totals.get(currency) ?? { sum: new ExactSum(), orders: 0 };
		totals.set(currency, total);
		total.orders += 1;
		const asOf = book.asOf(line);
		const readOn = Math.floor(asOf / dayMs);
		let isDueSince = false;
		book.eachPayment(line, (day, amount) => {
			total.sum.add(amount);
			if (day > readOn && day <= today) isDueSince = true;
		});
		if (isDueSince) counts.dueSince += 1;
		oldest = Math.min(oldest, asOf);
		newest = Math.max(newest, asOf);
	}
	return {
		...counts,
		totals: Array.from(totals, ([currency, { sum, orders }]) => ({ left: { amount: sum.amount, currency }, orders })).sort(
			(one, other) => (one.left.currency < other.left.currency ? -1 : 1),
		),
		oldestAsOf: counts.known > 0 ? oldest : undefined,
		newestAsOf: counts.known > 0 ? newest : undefined,
	};
}

/** @param count how many months, the one of `now` (ms since the epoch) first */
export function commitmentMonths(
	slots: Iterable<number>,
	column: OrderColumn,
	{ currency, count, now }: { readonly currency: string; readonly count: number; readonly now: number },
): CommitmentMonths {
	const { book } = column;
	const lines = column.lines();
	const span = () => ({ sum: new ExactSum(), payments: 0 });
	const first = monthOf(now);
	const months = Array.from({ length: count }, span);
	const [earlier, later, undated] = [span(), span(), span()];
	const monthOfDay = new Map<number, number>();
	const spanOf = (day: number) => {
		if (Number.isNaN(day)) return undated;
		const month = monthOfDay.get(day) ?? monthOf(day * dayMs);
		monthOfDay.set(day, month);
		return month < first ? earlier : (months[month - first] ?? later);
	};
	for (const slot of ordersIn(slots, column)) {
		const line = lines[slot] ?? -1;
		if (line < 0 || book.stateOf(line) !== 'known' || book.currencyOf(line) !== currency) continue;
		book.eachPayment(line, (day, amount) => {
			const its = spanOf(day);
			its.sum.add(amount);
			its.payments += 1;
		});
	}
	const told = ({ sum, payments }: ReturnType<typeof span>): CommitmentSpan => ({
		left: { amount: sum.amount, currency },
		payments,
	});
	return {
		months: months.map((month, place) => ({ at: startOfMonth(first + place), ...told(month) })),
		earlier: told(earlier),
		later: told(later),
		undated: told(undated),
	};
}

/** The orders of these slots, each once. */
export function* orderRefs(slotsIn: Iterable<number>, column: OrderColumn, slots: Slots): Generator<OrderRef> {
	for (const slot of ordersIn(slotsIn, column)) {
		const segment = slots.segmentOf(slot);
		if (segment !== undefined)
			yield { tenantId: segment.customer.tenantId, orderId: segment.packed.orderIdAt(slot - segment.start) };
	}
}
