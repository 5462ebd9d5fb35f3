/** Ranks rows by what their orders still owe. */
import { numberRanking, type Ranking } from './ordering';
import type { OrderColumn } from './orders';

const none = 0xffff_ffff;

/**
 * Ranks of slots by what their orders still owe. Amounts in different currencies have no order among each other: rows stand by
 * the code of the currency first, and only within it by the amount. What is not known has no rank, so it comes last either way.
 */
export function commitmentRanking(column: OrderColumn): Ranking {
	const { book } = column;
	const lines = column.lines();
	const byCurrency = new Map<string, number[]>();
	for (let line = 0; line < book.size; line++) {
		if (Number.isNaN(book.leftOf(line))) continue;
		const currency = book.currencyOf(line);
		const its = byCurrency.get(currency);
		if (its === undefined) byCurrency.set(currency, [line]);
		else its.push(line);
	}
	const rankOf = new Uint32Array(book.size).fill(none);
	let size = 0;
	for (const currency of [...byCurrency.keys()].sort()) {
		const its = byCurrency.get(currency) ?? [];
		const ranking = numberRanking(Float64Array.from(its, (line) => book.leftOf(line)));
		for (const [place, line] of its.entries()) rankOf[line] = size + (ranking.ranks[place] ?? 0);
		size += ranking.size;
	}
	const rank = (line: number) => Math.min(line < 0 ? none : (rankOf[line] ?? none), size);
	return { ranks: Uint32Array.from(lines, rank), size };
}
