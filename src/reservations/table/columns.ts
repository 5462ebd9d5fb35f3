/** The values of the columns, one for each slot: codes of texts, or numbers. Filled when first asked for, then run by run. */
import type { CommitmentBook } from '../commitments/book';
import type { ProductFacts, StateFacts } from '../interner';
import { hasEnded, isInForce } from '../states';
import { grown } from '../typed-lists';
import { endings } from './endings';
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
export class TextColumn<Key extends string | object = string | object> implements Column {
	readonly texts: Texts;
	readonly #read: Read<Key>;
	readonly #word: (key: Key) => string | undefined;
	readonly #shared = new WeakMap<object, number>();
	#codes = new Uint32Array();

	/** @param word the text of a key; it may be made of more than the text, to tell apart what reads the same */
	constructor(texts: Texts, read: Read<Key>, word: (key: Key) => string | undefined) {
		this.texts = texts;
		this.#read = read;
		this.#word = word;
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

	#code(key: Key | undefined): number {
		if (key === undefined) return noText;
		if (typeof key === 'string') return this.texts.add(key, this.#word(key));
		const known = this.#shared.get(key);
		if (known !== undefined) return known;
		const code = this.texts.add(this.#word(key) ?? '');
		this.#shared.set(key, code);
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
		const column = <Key extends string | object>(read: Read<Key>, word: (key: Key) => string | undefined, order = compare) =>
			new TextColumn(new Texts(order), read, word) as unknown as TextColumn;
		const plain = (read: Read<string>) => column(read, (text) => text);
		const product = (word: (facts: ProductFacts) => string | undefined) =>
			column(({ packed }, index) => packed.productAt(index), word);
		const state = (word: (facts: StateFacts) => string | undefined) => column(({ packed }, index) => packed.stateAt(index), word);
		const id = (read: Read<string>) => column(read, (text) => text, byCharacters);
		switch (name) {
			case 'customer':
				// Two customers may have one name.
				return column(
					({ customer }) => `${customer.name}\n${customer.tenantId}`,
					(key) => key.slice(0, key.lastIndexOf('\n')),
				);
			case 'reseller':
				return plain(({ customer }) => customer.reseller?.name);
			case 'name':
				return plain(({ packed }, index) => packed.nameAt(index));
			case 'product':
				return product((it) => it.product);
			case 'sku':
				return product((it) => it.sku);
			case 'type':
				return product((it) => it.resourceType);
			case 'region':
				return product((it) => it.region);
			case 'term':
				return product((it) => words.term(it.term));
			case 'billingPlan':
				return product((it) => words.billingPlan(it.billingPlan));
			case 'scope':
				return column(
					({ packed }, index) => packed.scopeAt(index),
					(scope) => words.scope(scope),
				);
			case 'renewal':
				return column(endings(), ({ state: of, renewal }) => words.renewal(of, renewal));
			case 'state':
				return state((it) => words.state(it.state, it.statusCode));
			case 'exchange':
				return state((it) => words.offer(it.canExchange));
			case 'return':
				return state((it) => words.offer(it.canReturn));
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

/** Ids have no language. */
function byCharacters(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}
