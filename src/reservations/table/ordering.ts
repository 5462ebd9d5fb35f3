/** Orders slots by a column: by ranks and counting, which is stable and takes the same for numbers and texts. */
import type { Columns } from './columns';
import type { ColumnName, NumberColumnName, TextColumnName } from './model';
import type { Slots } from './slots';
import { noText } from './texts';

/** The rank of each slot, below `size`; `size` itself for slots without a value. Equal values have equal ranks. */
export interface Ranking {
	readonly ranks: Uint32Array;
	readonly size: number;
}

/** The order of rows that nothing else tells apart: customers by name, each customer's in the order of its list. */
export function baseOrder(slots: Slots, columns: Columns): Uint32Array {
	const { codes, texts } = columns.text('customer');
	const ranks = texts.ranks();
	const segments = [...slots.segments()].filter(({ packed }) => packed.size > 0);
	const rankOf = ({ start }: { readonly start: number }) => ranks[codes[start] ?? noText] ?? 0;
	segments.sort((one, other) => rankOf(one) - rankOf(other) || (one.customer.tenantId < other.customer.tenantId ? -1 : 1));
	const order = new Uint32Array(slots.size);
	let at = 0;
	for (const { start, packed } of segments) for (let index = 0; index < packed.size; index++) order[at++] = start + index;
	return order;
}

/** @returns the slots by rank, those of one rank in the order they came in, those without a value last */
export function sorted(order: Uint32Array, { ranks, size }: Ranking, descending = false): Uint32Array {
	const starts = new Uint32Array(size + 2);
	const place = (slot: number) => {
		const rank = ranks[slot] ?? size;
		return descending && rank < size ? size - 1 - rank : rank;
	};
	for (const slot of order) {
		const next = place(slot) + 1;
		starts[next] = (starts[next] ?? 0) + 1;
	}
	for (let rank = 1; rank < starts.length; rank++) starts[rank] = (starts[rank] ?? 0) + (starts[rank - 1] ?? 0);
	const result = new Uint32Array(order.length);
	for (const slot of order) {
		const rank = place(slot);
		const at = starts[rank] ?? 0;
		result[at] = slot;
		starts[rank] = at + 1;
	}
	return result;
}

export function rankingOf(columns: Columns, column: TextColumnName | NumberColumnName): Ranking {
	return isNumber(column) ? numberRanking(columns.number(column)) : textRanking(columns, column);
}

export function isNumber(column: ColumnName): column is NumberColumnName {
	return ['quantity', 'purchasedAt', 'expiresAt', 'daysLeft', 'use1', 'use7', 'use30'].includes(column);
}

function textRanking(columns: Columns, column: TextColumnName): Ranking {
	const { codes, texts } = columns.text(column);
	return byCode(codes, texts.ranks());
}

/** @param ofCodes rank of each code */
export function byCode(codes: Uint32Array, ofCodes: Uint32Array): Ranking {
	const size = ofCodes.length;
	const ranks = new Uint32Array(codes.length);
	for (let slot = 0; slot < codes.length; slot++) {
		const code = codes[slot] ?? noText;
		ranks[slot] = code === noText ? size : (ofCodes[code] ?? size);
	}
	return { ranks, size };
}

export function numberRanking(values: Float64Array): Ranking {
	// NaN sorts last, and is left out.
	const distinct = values.slice().sort();
	let size = 0;
	for (const value of distinct) {
		if (Number.isNaN(value)) break;
		if (size === 0 || distinct[size - 1] !== value) distinct[size++] = value;
	}
	const ranks = new Uint32Array(values.length);
	for (let slot = 0; slot < values.length; slot++) {
		const value = values[slot] ?? Number.NaN;
		ranks[slot] = Number.isNaN(value) ? size : search(distinct, size, value);
	}
	return { ranks, size };
}

/** Place of a value among the first `size` sorted ones, where it is. */
function search(values: Float64Array, size: number, value: number): number {
	let low = 0;
	let high = size - 1;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((values[middle] ?? 0) < value) low = middle + 1;
		else high = middle;
	}
	return low;
}
