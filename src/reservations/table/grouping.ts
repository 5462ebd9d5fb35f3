/** Gathers rows into groups with their counts and sums; inside a group the rows keep their order. */
import type { UnitSum } from '../units';
import type { Columns } from './columns';
import type { Grouping, RowGroup, TableQuery, TableWords } from './model';
import { byCode, type Ranking, sorted } from './ordering';
import { noText } from './texts';

const dayMs = 86_400_000;

type Sum = { -readonly [name in keyof UnitSum]: UnitSum[name] };

/** @param units of one reservation; NaN: not told */
export function addUnits(sum: Sum, units = Number.NaN): void {
	if (Number.isNaN(units)) sum.untold += 1;
	else sum.units += units;
}

interface GroupRanking extends Ranking {
	keyOf(slot: number): string;
	textOf(slot: number): string;
}

interface Grouped {
	readonly order: Uint32Array;
	readonly groups: readonly RowGroup[];
}

/** Groups come in the order of their texts or months; from the last one on where the rows are sorted so by the same column. */
export function grouped(order: Uint32Array, { groupBy, sort }: TableQuery, columns: Columns, words: TableWords): Grouped {
	if (groupBy === undefined) return { order, groups: [] };
	const ranking = rankingFor(groupBy, columns, words);
	const isSortedSo = sort?.column === groupBy || (groupBy === 'expiryMonth' && sort?.column === 'expiresAt');
	const gathered = sorted(order, ranking, isSortedSo && sort?.descending === true);
	return { order: gathered, groups: groupsIn(gathered, ranking, columns.number('quantity')) };
}

function groupsIn(order: Uint32Array, { ranks, keyOf, textOf }: GroupRanking, quantities: Float64Array): RowGroup[] {
	const groups: RowGroup[] = [];
	let current: { key: string; text: string; from: number; count: number; quantity: Sum } | undefined;
	let currentRank: number | undefined;
	for (let place = 0; place < order.length; place++) {
		const slot = order[place] ?? 0;
		if (current === undefined || ranks[slot] !== currentRank) {
			current = { key: keyOf(slot), text: textOf(slot), from: place, count: 0, quantity: { units: 0, untold: 0 } };
			currentRank = ranks[slot];
			groups.push(current);
		}
		current.count += 1;
		addUnits(current.quantity, quantities[slot]);
	}
	return groups;
}

function rankingFor(groupBy: Grouping, columns: Columns, words: TableWords): GroupRanking {
	if (groupBy === 'expiryMonth') return monthRanking(columns.number('expiresAt'), words);
	const { codes, texts } = columns.text(groupBy);
	const codeOf = (slot: number) => codes[slot] ?? noText;
	return {
		// Customers of one name are groups of their own.
		...byCode(codes, texts.places()),
		keyOf: (slot) => texts.keyAt(codeOf(slot)),
		textOf: (slot) => texts.at(codeOf(slot)),
	};
}

function monthRanking(expiries: Float64Array, words: TableWords): GroupRanking {
	const monthOfDay = new Map<number, number>();
	const months = new Float64Array(expiries.length);
	let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (let slot = 0; slot < expiries.length; slot++) {
		const day = Math.floor((expiries[slot] ?? Number.NaN) / dayMs);
		let month = monthOfDay.get(day);
		if (month === undefined) {
			month = monthOf(day * dayMs);
			monthOfDay.set(day, month);
		}
		months[slot] = month;
		if (month < first) first = month;
		if (month > last) last = month;
	}
	const size = last < first ? 0 : last - first + 1;
	const ranks = new Uint32Array(expiries.length);
	for (let slot = 0; slot < ranks.length; slot++) {
		const month = months[slot] ?? Number.NaN;
		ranks[slot] = Number.isNaN(month) ? size : month - first;
	}
	const textOf = (month: number) => (Number.isNaN(month) ? '' : words.month(startOfMonth(month)));
	return { ranks, size, keyOf: (slot) => String(months[slot]), textOf: (slot) => textOf(months[slot] ?? Number.NaN) };
}

/** Months since year 0, UTC; NaN where there is no date. @param at ms since the epoch */
export function monthOf(at: number): number {
	const date = new Date(at);
	return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** @returns first moment of the month, ms since the epoch */
export function startOfMonth(month: number): number {
	return Date.UTC(Math.floor(month / 12), month % 12);
}
