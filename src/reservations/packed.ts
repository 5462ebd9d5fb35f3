/**
 * The reservations of one customer in little memory: what repeats between reservations is held once, ids and names are each one
 * text, figures are one list of numbers, and a `Reservation` is made when it is asked for.
 */
import type { Reservation, ReservationScope } from './model';

type ProductFacts = Pick<
	Reservation,
	'sku' | 'product' | 'resourceType' | 'region' | 'term' | 'billingPlan' | 'instanceFlexibility'
>;
type StateFacts = Pick<
	Reservation,
	'state' | 'provisioningState' | 'statusCode' | 'renew' | 'renewState' | 'archived' | 'canReturn' | 'canExchange'
> & { readonly trend: string | undefined };
/** Parts that few reservations have. */
type RareFacts = Pick<Reservation, 'statusMessage' | 'cameFrom' | 'became'>;

/** Places of the shared facts, then the reservation's own numbers; NaN where it has none. */
const columns = [
	'shared',
	'place',
	'nameEnd',
	'quantity',
	'purchasedAt',
	'benefitStartsAt',
	'expiresAt',
	'reviewAt',
	'effectiveAt',
	'updatedAt',
	'etag',
	'lastDay',
	'last7Days',
	'last30Days',
] as const;
type Column = (typeof columns)[number];
type FigureColumn = Exclude<Column, 'shared' | 'place' | 'nameEnd'>;
const width = columns.length;

/** Two places go into one number, the second times this: there are far fewer products, states or scopes. */
const aside = 2 ** 24;

/** Length of a GUID. */
const ID = 36;

/** Values that occur again and again, each held once and known by its place. */
class Pool<T> {
	readonly #places = new Map<string, number>();
	readonly #values: T[] = [];

	/** @returns the place of the value, the one before it where the same was added before */
	add(value: T): number {
		const key = JSON.stringify(typeof value === 'object' && value !== null ? Object.values(value) : value);
		const known = this.#places.get(key);
		if (known !== undefined) return known;
		this.#places.set(key, this.#values.length);
		return this.#values.push(value) - 1;
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
	readonly #products = new Pool<ProductFacts>();
	readonly #states = new Pool<StateFacts>();
	readonly #kinds = new Pool<string>();

	/** @returns a number that stands for the product and the state of the reservation */
	add(it: Reservation): number {
		return this.#addProduct(it) + aside * this.#addState(it);
	}

	/** @param shared what {@link add} gave */
	product(shared: number): ProductFacts | undefined {
		return this.#products.at(shared % aside);
	}

	/** @param shared what {@link add} gave */
	state(shared: number): StateFacts | undefined {
		return this.#states.at(Math.floor(shared / aside));
	}

	/** The one text of a kind of scope. */
	kind(text: string): string {
		return this.#kinds.at(this.#kinds.add(text)) ?? text;
	}

	#addProduct({ sku, product, resourceType, region, term, billingPlan, instanceFlexibility }: Reservation): number {
		return this.#products.add({ sku, product, resourceType, region, term, billingPlan, instanceFlexibility });
	}

	#addState(it: Reservation): number {
		const { state, provisioningState, statusCode, renew, renewState, archived, canReturn, canExchange } = it;
		const { trend } = it.utilization;
		return this.#states.add({
			state,
			provisioningState,
			statusCode,
			renew,
			renewState,
			archived,
			canReturn,
			canExchange,
			trend,
		});
	}
}

/** A copy of its own: a part cut out of a longer string would keep all of that string in memory. */
function detached(text: string): string {
	return Buffer.from(text).toString();
}

/** Copies of a customer's texts, one of each: what is billed is often what the discount is for, too. */
function ownTexts(): <T extends string | undefined>(text: T) => T {
	const copies = new Map<string, string>();
	return <T extends string | undefined>(text: T) => {
		if (text === undefined) return text;
		const copy = copies.get(text) ?? detached(text);
		copies.set(text, copy);
		return copy as T;
	};
}

export class PackedReservations {
	readonly #tenantId: string;
	readonly #interner: Interner;
	/** Reservation id and order id of each, one after the other. */
	readonly #ids: string;
	/** The names, one after the other; `nameEnd` says where each ends. */
	readonly #names: string;
	readonly #numbers: readonly number[];
	readonly #scopes: readonly ReservationScope[];
	readonly #billed: readonly (string | undefined)[];
	/** By place; most reservations have none. */
	readonly #rare: ReadonlyMap<number, RareFacts> | undefined;

	/**
	 * @param tenantId the customer
	 * @param reservations of that customer, with GUIDs for ids; of two with one id the later wins (arm-pitfalls 16)
	 * @param interner shared by all customers
	 */
	constructor(tenantId: string, reservations: Iterable<Reservation>, interner: Interner) {
		const unique = [...new Map(Array.from(reservations, (it) => [it.reservationId, it])).values()];
		const own = ownTexts();
		const scopes = new Pool<ReservationScope>();
		const billed = new Pool<string | undefined>();
		const rare = new Map<number, RareFacts>();
		const numbers: number[] = [];
		let nameEnd = 0;
		for (const [index, it] of unique.entries()) {
			nameEnd += it.name.length;
			const facts: Partial<Record<Column, number | undefined>> = {
				...it.utilization,
				quantity: it.quantity,
				purchasedAt: it.purchasedAt,
				benefitStartsAt: it.benefitStartsAt,
				expiresAt: it.expiresAt,
				reviewAt: it.reviewAt,
				effectiveAt: it.effectiveAt,
				updatedAt: it.updatedAt,
				etag: it.etag,
				shared: interner.add(it),
				place: scopes.add(scopeOf(it, interner, own)) + aside * billed.add(own(it.billingScopeId)),
				nameEnd,
			};
			for (const column of columns) numbers.push(facts[column] ?? Number.NaN);
			const { statusMessage, cameFrom, became } = it;
			if (statusMessage !== undefined || cameFrom !== undefined || became !== undefined)
				rare.set(index, { statusMessage, cameFrom, became });
		}
		this.#tenantId = tenantId;
		this.#interner = interner;
		this.#ids = detached(unique.map(({ reservationId, orderId }) => reservationId + orderId).join(''));
		this.#names = unique.map(({ name }) => name).join('');
		// A list that has grown keeps room for more.
		this.#numbers = numbers.slice();
		this.#scopes = scopes.values.slice();
		this.#billed = billed.values.slice();
		this.#rare = rare.size === 0 ? undefined : rare;
	}

	get size(): number {
		return this.#numbers.length / width;
	}

	reservationIdAt(index: number): string {
		return this.#ids.slice(2 * ID * index, 2 * ID * index + ID);
	}

	orderIdAt(index: number): string {
		return this.#ids.slice(2 * ID * index + ID, 2 * ID * (index + 1));
	}

	nameAt(index: number): string {
		return this.#names.slice(index === 0 ? 0 : this.#number(index - 1, 'nameEnd'), this.#number(index, 'nameEnd'));
	}

	/** Facts of its product, one object for all reservations that share them. */
	productAt(index: number): ProductFacts | undefined {
		return this.#interner.product(this.#number(index, 'shared') ?? -1);
	}

	/** Its state with what depends on it, one object for all reservations that share it. */
	stateAt(index: number): StateFacts | undefined {
		return this.#interner.state(this.#number(index, 'shared') ?? -1);
	}

	/** What it is applied to, one object for all reservations of the customer that share it. */
	scopeAt(index: number): ReservationScope | undefined {
		return this.#scopes[(this.#number(index, 'place') ?? -1) % aside];
	}

	/** Places of the reservations whose id or order id has this text in it. @param text in lower case */
	withId(text: string): readonly number[] {
		const found = new Set<number>();
		for (let at = this.#ids.indexOf(text); at >= 0; at = this.#ids.indexOf(text, at + 1)) {
			// Not where one id ends and the next begins.
			if ((at % ID) + text.length <= ID) found.add(Math.floor(at / (2 * ID)));
		}
		return [...found];
	}

	/** One of its figures; undefined where it has none. */
	numberAt(index: number, column: FigureColumn): number | undefined {
		return this.#number(index, column);
	}

	/** The reservation at this place. */
	at(index: number): Reservation | undefined {
		const number = (column: Column) => this.#number(index, column);
		const product = this.productAt(index);
		const shared = this.stateAt(index);
		const scope = this.scopeAt(index);
		if (product === undefined || shared === undefined || scope === undefined) return undefined;
		const { trend, ...state } = shared;
		const rare = this.#rare?.get(index);
		return {
			tenantId: this.#tenantId,
			orderId: this.orderIdAt(index),
			reservationId: this.reservationIdAt(index),
			name: this.nameAt(index),
			...product,
			...state,
			statusMessage: rare?.statusMessage,
			cameFrom: rare?.cameFrom,
			became: rare?.became,
			quantity: number('quantity') ?? 0,
			billingScopeId: this.#billed[Math.floor((number('place') ?? 0) / aside)],
			purchasedAt: number('purchasedAt'),
			benefitStartsAt: number('benefitStartsAt'),
			expiresAt: number('expiresAt'),
			reviewAt: number('reviewAt'),
			effectiveAt: number('effectiveAt'),
			updatedAt: number('updatedAt'),
			etag: number('etag'),
			scope,
			utilization: { trend, lastDay: number('lastDay'), last7Days: number('last7Days'), last30Days: number('last30Days') },
		};
	}

	/** All of them, in the order the service gave. */
	all(): readonly Reservation[] {
		return Array.from({ length: this.size }, (_, index) => this.at(index)).filter((it) => it !== undefined);
	}

	find(reservationId: string): Reservation | undefined {
		for (let index = 0; index < this.size; index++) if (this.reservationIdAt(index) === reservationId) return this.at(index);
		return undefined;
	}

	#number(index: number, column: Column): number | undefined {
		const value = this.#numbers[index * width + columns.indexOf(column)];
		return value === undefined || Number.isNaN(value) ? undefined : value;
	}
}

/** Without parts that are undefined, and with texts of its own. */
function scopeOf(
	{ scope }: Reservation,
	interner: Interner,
	own: (text: string | undefined) => string | undefined,
): ReservationScope {
	const { kind, displayName, subscriptionId, resourceGroupId, managementGroupId } = scope;
	return {
		kind: interner.kind(kind),
		displayName: own(displayName),
		subscriptionId: own(subscriptionId),
		resourceGroupId: own(resourceGroupId),
		managementGroupId: own(managementGroupId),
	};
}
