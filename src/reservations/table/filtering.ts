/** Which slots a query keeps. Texts are looked at once for each different one, then each row costs a look into a list of marks. */
import { daysBetween } from '../format';
import { lastIdIn } from '../search';
import type { Columns } from './columns';
import { type CommitmentFilter, type NumberFilter, type TableQuery, type TextFilter, textColumns } from './model';
import { isNumber } from './ordering';
import type { Slots } from './slots';
import { noText } from './texts';

type Test = (slot: number) => boolean;

/** Columns in which each word of the full text is looked for. Ids are looked for in the packed lists, domains in the customers. */
const ids: readonly string[] = ['reservationId', 'orderId', 'tenantId'];
const searched = textColumns.filter((column) => !ids.includes(column));

/** Only such a word can be part of an id. */
const partOfId = /^[0-9a-f-]{4,36}$/;

/** @param now for days left, ms since the epoch @returns the tests that a slot has to pass, cheapest first */
export function testsOf(query: TableQuery, slots: Slots, columns: Columns, now: number): readonly Test[] {
	const tests: Test[] = [];
	if (query.hideEnded === true) {
		const ended = columns.ended();
		tests.push((slot) => ended[slot] !== 1);
	}
	for (const filter of query.filters ?? []) {
		if (filter.column === 'commitment') tests.push(commitmentTest(filter, columns));
		else if (isNumberFilter(filter)) tests.push(numberTest(filter, columns, now));
		else tests.push(...textTests(filter, columns));
	}
	const words = (query.text ?? '').trim().toLowerCase().split(/\s+/);
	// Of a pasted resource id or portal link the last id is the most precise part.
	for (const word of words) if (word !== '') tests.push(wordTest(lastIdIn(word) ?? word, slots, columns));
	return tests;
}

/** The slots that pass all tests, in the order they came in. */
export function kept(order: Uint32Array, tests: readonly Test[]): Uint32Array {
	return tests.reduce(passed, order);
}

function passed(order: Uint32Array, test: Test): Uint32Array {
	const result = new Uint32Array(order.length);
	let count = 0;
	for (const slot of order) if (test(slot)) result[count++] = slot;
	return result.subarray(0, count);
}

function isNumberFilter(filter: TextFilter | NumberFilter): filter is NumberFilter {
	return isNumber(filter.column);
}

function numberTest({ column, min, max }: NumberFilter, columns: Columns, now: number): Test {
	const values = columns.number(column);
	const numberOf =
		column === 'daysLeft' ? (slot: number) => daysBetween(now, values[slot] ?? Number.NaN) : (slot: number) => values[slot];
	return (slot) => {
		const value = numberOf(slot) ?? Number.NaN;
		return !Number.isNaN(value) && (min === undefined || value >= min) && (max === undefined || value <= max);
	};
}

function commitmentTest({ known, currency, min, max }: CommitmentFilter, columns: Columns): Test {
	const column = columns.orders();
	const { book } = column;
	const lines = column.lines();
	const asksForAmount = known === true || currency !== undefined || min !== undefined || max !== undefined;
	return (slot) => {
		const line = lines[slot] ?? -1;
		const left = line < 0 ? Number.NaN : book.leftOf(line);
		if (Number.isNaN(left)) return !asksForAmount;
		if (known === false) return false;
		if (currency === undefined) return min === undefined && max === undefined;
		return book.currencyOf(line) === currency && (min === undefined || left >= min) && (max === undefined || left <= max);
	};
}

function textTests({ column, contains, oneOf }: TextFilter, columns: Columns): Test[] {
	const values = columns.text(column);
	const { codes, texts } = values;
	const marked =
		(marks: Uint8Array): Test =>
		(slot) =>
			marks[codes[slot] ?? noText] === 1;
	const tests: Test[] = [];
	if (oneOf !== undefined) tests.push(marked(texts.among(new Set(oneOf.map((key) => values.textOf(key))))));
	if (contains !== undefined && contains.trim() !== '') tests.push(marked(texts.containing(contains.trim().toLowerCase())));
	return tests;
}

function wordTest(word: string, slots: Slots, columns: Columns): Test {
	// A column that has the word nowhere is not looked at again.
	const places = searched
		.map((name) => {
			const { codes, texts } = columns.text(name);
			return { codes, marks: texts.containing(word) };
		})
		.filter(({ marks }) => marks.includes(1));
	const others = slotsWithIdOrDomain(word, slots);
	return (slot) => {
		if (others[slot] === 1) return true;
		for (const { codes, marks } of places) if (marks[codes[slot] ?? noText] === 1) return true;
		return false;
	};
}

/** 1 for each slot that has the word in one of its ids, or whose customer has it in the domain. */
function slotsWithIdOrDomain(word: string, slots: Slots): Uint8Array {
	const found = new Uint8Array(slots.end);
	const mayBeId = partOfId.test(word);
	for (const { start, packed, customer } of slots.segments()) {
		const isCustomer = (mayBeId && customer.tenantId.includes(word)) || customer.domain.toLowerCase().includes(word);
		if (isCustomer) found.fill(1, start, start + packed.size);
		else if (mayBeId) for (const index of packed.withId(word)) found[start + index] = 1;
	}
	return found;
}
