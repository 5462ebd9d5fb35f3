/** What repeats between reservations, held once: products, states, and kinds of scopes, each known by its place. */
import type { Reservation } from './model';

export type ProductFacts = Pick<
	Reservation,
	'sku' | 'product' | 'resourceType' | 'region' | 'term' | 'billingPlan' | 'instanceFlexibility'
>;
export type StateFacts = Pick<
	Reservation,
	'state' | 'provisioningState' | 'statusCode' | 'renew' | 'renewState' | 'archived' | 'canReturn' | 'canExchange'
> & { readonly trend?: string | undefined };

/** Two places go into one number, the second times this: there are far fewer products, states or scopes. */
const aside = 2 ** 24;

/** @returns one number for two places */
export function joined(first: number, second: number): number {
	return first + aside * second;
}

/** @param both what {@link joined} gave */
export function firstOf(both: number): number {
	return both % aside;
}

/** @param both what {@link joined} gave */
export function secondOf(both: number): number {
	return Math.floor(both / aside);
}

/** Values that occur again and again, all with the same fields, each held once and known by its place. */
export class Pool<T extends object> {
	readonly #places = new Map<string | undefined, number[]>();
	readonly #values: T[] = [];
	readonly #textOf: (value: T) => string | undefined;

	/** @param textOf a text of the value that few others have */
	constructor(textOf: (value: T) => string | undefined) {
		this.#textOf = textOf;
	}

	/** @returns the place of the value, the one before it where the same was added before */
	add(value: T): number {
		const text = this.#textOf(value);
		const places = this.#places.get(text);
		for (const place of places ?? []) if (isSame(value, this.#values[place])) return place;
		const place = this.#values.push(value) - 1;
		if (places === undefined) this.#places.set(text, [place]);
		else places.push(place);
		return place;
	}

	at(place: number): T | undefined {
		return this.#values[place];
	}

	get values(): readonly T[] {
		return this.#values;
	}
}

/** What repeats between customers. Grows with the number of different products and states, not of reservations. */
export class Interner {
	readonly #products = new Pool<ProductFacts>(({ product }) => product);
	readonly #states = new Pool<StateFacts>(({ state }) => state);
	readonly #kinds = new Map<string, string>();

	/** @returns the place of the product */
	addProduct({ sku, product, resourceType, region, term, billingPlan, instanceFlexibility }: ProductFacts): number {
		return this.#products.add({ sku, product, resourceType, region, term, billingPlan, instanceFlexibility });
	}

	/** @returns the place of the state, with the trend of its use */
	addState(it: Omit<StateFacts, 'trend'>, trend: string | undefined): number {
		const { state, provisioningState, statusCode, renew, renewState, archived, canReturn, canExchange } = it;
		const facts = { state, provisioningState, statusCode, renew, renewState, archived, canReturn, canExchange, trend };
		return this.#states.add(facts);
	}

	product(place: number): ProductFacts | undefined {
		return this.#products.at(place);
	}

	state(place: number): StateFacts | undefined {
		return this.#states.at(place);
	}

	/** The one text of a kind of scope. */
	kind(text: string): string {
		const known = this.#kinds.get(text);
		if (known === undefined) this.#kinds.set(text, text);
		return known ?? text;
	}
}

/** @param one has the same fields as the other */
function isSame<T extends object>(one: T, other: T | undefined): boolean {
	if (other === undefined) return false;
	for (const name in one) if (one[name] !== other[name]) return false;
	return true;
}
