/** The values of the columns, one for each slot: codes of texts, or numbers. Filled when first asked for, then run by run. */
import type { CommitmentBook } from '../commitments/book';
import type { ProductFacts, StateFacts } from '../interner';
import { hasEnded, isInForce } from '../states';
import { grown } from '../typed-lists';
import { renewalKeyAt, settingOf } from './endings';
import type { NumberColumnName, TableWords, TextColumnName } from './model';
import { OrderColumn } from './orders';
import type { Segment, Slots } from './slots';
import { noText, Texts } from './texts';

/** A column's values of one reservation. */
type Read<T> = (segment: Segment, index: number) => T | undefined;

interface Column {
	fill(segment: Segment): void;
}

/** Texts by code. What many reservations share as one object is worded once. */
export class TextColumn<Value extends string | object = string | object> implements Column {
	readonly texts: Texts;
	readonly #read: Read<Value>;
	readonly #keyOf: (value: Value) => string | undefined;
	readonly #word: (key: string) => string | undefined;
	readonly #shared = new WeakMap<object, number>();
	#codes = new Uint32Array();

	/**
	 * @param keyOf tells values apart, the same in every language; it may be more than the text says
	 * @param word the text of a key
	 */
	constructor(
		texts: Texts,
		{ read, keyOf, word }: { read: Read<Value>; keyOf(value: Value): string | undefined; word(key: string): string | undefined },
	) {
		this.texts = texts;
		this.#read = read;
		this.#keyOf = keyOf;
		this.#word = word;
	}

	/** The text of a key, also of one that no reservation has. */
	textOf(key: string): string {
		return key === '' ? '' : (this.#word(key) ?? '');
	}

	/** Code of each slot. */
	get codes(): Uint32Array {
		return this.#codes;
	}

	fill(segment: Segment): void {
		const { start, packed } = segment;
		this.#codes = grown(this.#codes, start + packed.size);
		for (let index = 0; index < packed.size; index++) this.#codes[start + index] = this.#code(this.#read(segment, index));
	}

	#code(value: Value | undefined): number {
		if (value === undefined) return noText;
		const known = typeof value === 'object' ? this.#shared.get(value) : undefined;
		if (known !== undefined) return known;
		const key = this.#keyOf(value) ?? '';
		// Most texts are known: they are not worded again.
		const code = this.texts.find(key) ?? this.texts.add(key, this.textOf(key));
		if (typeof value === 'object') this.#shared.set(value, code);
		return code;
	}
}

/** Numbers; NaN where there is none. */
export class NumberColumn implements Column {
	readonly #read: Read<number>;
	#values = new Float64Array();

	constructor(read: Read<number>) {
		this.#read = read;
	}

	get values(): Float64Array {
		return this.#values;
	}

	fill(segment: Segment): void {
		const { start, packed } = segment;
		this.#values = grown(this.#values, start + packed.size);
		for (let index = 0; index < packed.size; index++) this.#values[start + index] = this.#read(segment, index) ?? Number.NaN;
	}
}

export interface ColumnParts {
	readonly slots: Slots;
	readonly book: CommitmentBook;
	readonly words: TableWords;
	readonly compare: (one: string, other: string) => number;
}

/** All columns; what nobody asks for is never worked out. */
export class Columns {
	readonly #parts: ColumnParts;
	readonly #texts = new Map<TextColumnName, TextColumn>();
	readonly #numbers = new Map<NumberColumnName | 'ended' | 'inForce', NumberColumn>();
	readonly #orders = new Map<'', OrderColumn>();

	constructor(parts: ColumnParts) {
		this.#parts = parts;
	}

	text(name: TextColumnName): TextColumn {
		return this.#kept(this.#texts, name, () => this.#textColumn(name));
	}

	/** Of days left: when what is in force ends, ms since the epoch, as the days change. */
	number(name: NumberColumnName): Float64Array {
		return this.#kept(this.#numbers, name, () => new NumberColumn(numberReads[name])).values;
	}

	/** 1 for what has ended or is archived. */
	ended(): Float64Array {
		const read: Read<number> = ({ packed }, index) => {
			const state = packed.stateAt(index);
			return state !== undefined && (state.archived || hasEnded(state)) ? 1 : 0;
		};
		return this.#kept(this.#numbers, 'ended', () => new NumberColumn(read)).values;
	}

	/** 1 for what is active: only that ends, renews or is used. */
	inForce(): Float64Array {
		return this.#kept(this.#numbers, 'inForce', () => new NumberColumn((segment, index) => (inForceAt(segment, index) ? 1 : 0)))
			.values;
	}

	/** Which order each slot is of, and what is known of its payments. */
	orders(): OrderColumn {
		const { slots, book } = this.#parts;
		return this.#kept(this.#orders, '', () => new OrderColumn(slots, book));
	}

	/** Takes over what changed. */
	fill(segment: Segment): void {
		for (const column of this.#texts.values()) column.fill(segment);
		for (const column of this.#numbers.values()) column.fill(segment);
		for (const column of this.#orders.values()) column.fill(segment);
	}

	/** Forgets all: slots are numbered anew. */
	clear(): void {
		this.#texts.clear();
		this.#numbers.clear();
		this.#orders.clear();
	}

	#kept<Name, C extends Column>(columns: Map<Name, C>, name: Name, make: () => C): C {
		const known = columns.get(name);
		if (known !== undefined) return known;
		const column = make();
		for (const segment of this.#parts.slots.segments()) column.fill(segment);
		columns.set(name, column);
		return column;
	}

	#textColumn(name: TextColumnName): TextColumn {
		const { words, compare } = this.#parts;
		const same = (key: string) => key;
		const column = <Value extends string | object>(
			read: Read<Value>,
			keyOf: (value: Value) => string | undefined,
			word: (key: string) => string | undefined = same,
			texts = new Texts(compare),
		) => new TextColumn(texts, { read, keyOf, word }) as unknown as TextColumn;
		const plain = (read: Read<string>) => column(read, same);
		const product = (keyOf: (facts: ProductFacts) => string | undefined, word?: (key: string) => string | undefined) =>
			column(({ packed }, index) => packed.productAt(index), keyOf, word, new Texts(compare, word !== undefined));
		const state = (keyOf: (facts: StateFacts) => string, word: (key: string) => string) =>
			column(({ packed }, index) => packed.stateAt(index), keyOf, word);
		const id = (read: Read<string>) => column(read, same, same, new Texts(byCharacters));
		switch (name) {
			case 'customer':
				// Two customers may have one name.
				return column(({ customer }) => `${customer.name}\n${customer.tenantId}`, same, nameIn);
			case 'reseller':
				return plain(({ customer }) => customer.reseller?.name);
			case 'name':
				return plain(({ packed }, index) => packed.nameAt(index));
			case 'product':
				return product((it) => it.product);
			case 'sku':
				return product((it) => it.sku);
			case 'type':
				return product((it) => it.resourceType, words.type);
			case 'region':
				return product((it) => it.region, words.region);
			case 'term':
				return product((it) => it.term, words.term);
			case 'billingPlan':
				return product((it) => it.billingPlan, words.billingPlan);
			case 'scope':
				return column(
					({ packed }, index) => packed.scopeAt(index),
					(scope) => words.scope(scope),
				);
			case 'renewal':
				return column(renewalKeyAt, same, (key) => words.renewal(settingOf(key)));
			case 'state':
				return state(stateKey, (key) => {
					const [named = '', ...code] = key.split(';');
					return words.state(named, code.length === 0 ? undefined : code.join(';'));
				});
			case 'exchange':
				return state((it) => it.canExchange, words.offer);
			case 'return':
				return state((it) => it.canReturn, words.offer);
			case 'reservationId':
				return id(({ packed }, index) => packed.reservationIdAt(index));
			case 'orderId':
				return id(({ packed }, index) => packed.orderIdAt(index));
			case 'tenantId':
				return id(({ customer }) => customer.tenantId);
		}
	}
}

const numberReads: Readonly<Record<NumberColumnName, Read<number>>> = {
	quantity: ({ packed }, index) => packed.numberAt(index, 'quantity'),
	purchasedAt: ({ packed }, index) => packed.numberAt(index, 'purchasedAt'),
	expiresAt: ({ packed }, index) => packed.numberAt(index, 'expiresAt'),
	daysLeft: (segment, index) => (inForceAt(segment, index) ? segment.packed.numberAt(index, 'expiresAt') : undefined),
	use1: ({ packed }, index) => packed.numberAt(index, 'lastDay'),
	use7: ({ packed }, index) => packed.numberAt(index, 'last7Days'),
	use30: ({ packed }, index) => packed.numberAt(index, 'last30Days'),
};

function inForceAt({ packed }: Segment, index: number): boolean {
	const state = packed.stateAt(index);
	return state !== undefined && isInForce(state);
}

/** A customer's name is the key up to its last line. */
function nameIn(key: string): string {
	const end = key.lastIndexOf('\n');
	return end < 0 ? key : key.slice(0, end);
}

function stateKey({ state, statusCode }: StateFacts): string {
	return statusCode === undefined ? state : `${state};${statusCode}`;
}

/** Ids have no language. */
function byCharacters(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}
