/** Ranks rows by what their orders still owe. */
import type { CommitmentBook } from '../commitments/book';
import { ExactSum } from '../commitments/exact-sum';
import type { OrderColumn } from './orders';

/**
 * Ranks of slots by what their orders still owe. Amounts in different currencies have no order among each other: rows stand by
 * the code of the currency first, and only within it by the amount. What is not known has no rank, so it comes last either way.
 */
export function commitmentRanking(column: OrderColumn): { readonly ranks: Uint32Array; readonly size: number } {
	const { book } = column;
	const lines = column.lines();
	const left = leftOfLines(book);
	const known = Array.from(left.keys()).filter((line) => !Number.isNaN(left[line] ?? Number.NaN));
	const order = (one: number, other: number) => {
		const [a, b] = [book.currencyOf(one), book.currencyOf(other)];
		return a === b ? (left[one] ?? 0) - (left[other] ?? 0) : a < b ? -1 : 1;
	};
	known.sort(order);
	const size = known.length;
	const rankOf = new Uint32Array(book.size).fill(size);
	let rank = 0;
	for (const [place, line] of known.entries()) {
		const before = known[place - 1];
		if (before !== undefined && order(before, line) !== 0) rank = place;
		rankOf[line] = rank;
	}
	return { ranks: Uint32Array.from(lines, (line) => (line < 0 ? size : (rankOf[line] ?? size))), size };
}

/** Amounts as numbers, for an order of them alone; NaN: not known. */
function leftOfLines(book: CommitmentBook): Float64Array {
	return Float64Array.from({ length: book.size }, (_, line) => {
		if (book.stateOf(line) !== 'known') return Number.NaN;
		const sum = new ExactSum();
		book.eachPayment(line, (_day, amount) => sum.add(amount));
		return Number(sum.amount);
	});
}
