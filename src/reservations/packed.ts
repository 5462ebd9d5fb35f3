/**
 * The reservations of one customer in little memory: what repeats between reservations is held once, ids and names are each one
 * text, figures are one list of numbers, and a `Reservation` is made when it is asked for.
 */
import { firstOf, type Interner, joined, Pool, type ProductFacts, type StateFacts, secondOf } from './interner';
import type { Reservation, ReservationScope } from './model';
import { unitsFrom } from './units';

/** Parts that few reservations have. */
type RareFacts = Pick<Reservation, 'statusMessage' | 'cameFrom' | 'became'>;

/** The reservation's own numbers. */
const figures = {
	quantity: (it: Reservation) => it.quantity,
	purchasedAt: (it: Reservation) => it.purchasedAt,
	benefitStartsAt: (it: Reservation) => it.benefitStartsAt,
	expiresAt: (it: Reservation) => it.expiresAt,
	reviewAt: (it: Reservation) => it.reviewAt,
	effectiveAt: (it: Reservation) => it.effectiveAt,
	updatedAt: (it: Reservation) => it.updatedAt,
	etag: (it: Reservation) => it.etag,
	lastDay: (it: Reservation) => it.utilization.lastDay,
	last7Days: (it: Reservation) => it.utilization.last7Days,
	last30Days: (it: Reservation) => it.utilization.last30Days,
} satisfies Record<string, (it: Reservation) => number | undefined>;
type FigureColumn = keyof typeof figures;
const readers = Object.values(figures);

/** Places of the shared facts, then the figures; NaN where there is none. */
const columns = ['shared', 'place', 'nameEnd', ...(Object.keys(figures) as FigureColumn[])] as const;
type Column = (typeof columns)[number];
const offsets = Object.fromEntries(columns.map((column, index) => [column, index])) as Readonly<Record<Column, number>>;
const width = columns.length;

/** Length of a GUID. */
const ID = 36;

/**
 * A packed list as plain values, fit for JSON. Shared facts are in it by value, so that it needs nobody else's; the places in
 * `numbers` are those in these lists. Without the tenant id.
 */
export interface SavedReservations {
	readonly ids: string;
	readonly names: string;
	/** A row of {@link columns} a reservation; null where it has no figure. */
	readonly numbers: readonly (number | null)[];
	readonly products: readonly ProductFacts[];
	readonly states: readonly StateFacts[];
	readonly scopes: readonly ReservationScope[];
	readonly billed: readonly (string | null)[];
	readonly rare: readonly (readonly [number, RareFacts])[];
}

interface Parts {
	readonly ids: string;
	readonly names: string;
	readonly numbers: readonly number[];
	readonly scopes: readonly ReservationScope[];
	readonly billed: readonly (string | undefined)[];
	readonly rare: ReadonlyMap<number, RareFacts> | undefined;
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

	private constructor(tenantId: string, { ids, names, numbers, scopes, billed, rare }: Parts, interner: Interner) {
		this.#tenantId = tenantId;
		this.#interner = interner;
		this.#ids = ids;
		this.#names = names;
		this.#numbers = numbers;
		this.#scopes = scopes;
		this.#billed = billed;
		this.#rare = rare;
	}

	/**
	 * @param tenantId the customer
	 * @param reservations of that customer, with GUIDs for ids; of two with one id the later wins (arm-pitfalls 16)
	 * @param interner shared by all customers
	 */
	static of(tenantId: string, reservations: readonly Reservation[], interner: Interner): PackedReservations {
		const unique = withoutTwins(reservations);
		const own = ownTexts();
		const scopes = new Pool<ReservationScope>(({ subscriptionId, displayName }) => subscriptionId ?? displayName);
		const billed: (string | undefined)[] = [];
		const rare = new Map<number, RareFacts>();
		const numbers = new Array<number>(unique.length * width);
		let [at, nameEnd, ids] = [0, 0, ''];
		for (const [index, it] of unique.entries()) {
			nameEnd += it.name.length;
			ids += it.reservationId + it.orderId;
			numbers[at++] = joined(interner.addProduct(it), interner.addState(it, it.utilization.trend));
			numbers[at++] = joined(scopes.add(scopeOf(it.scope, interner, own)), placeIn(billed, own(it.billingScopeId)));
			numbers[at++] = nameEnd;
			for (const read of readers) numbers[at++] = read(it) ?? Number.NaN;
			const { statusMessage, cameFrom, became } = it;
			if (statusMessage !== undefined || cameFrom !== undefined || became !== undefined)
				rare.set(index, { statusMessage, cameFrom, became });
		}
		const parts = {
			ids: detached(ids),
			names: unique.map(({ name }) => name).join(''),
			numbers,
			scopes: scopes.values.slice(),
			billed: billed.slice(),
			rare: rare.size === 0 ? undefined : rare,
		};
		return new PackedReservations(tenantId, parts, interner);
	}

	/** @param saved what {@link saved} gave, also after JSON */
	static from(tenantId: string, saved: SavedReservations, interner: Interner): PackedReservations {
		const { ids, names } = saved;
		const own = ownTexts();
		const products = saved.products.map((it) => interner.addProduct(it));
		const states = saved.states.map((it) => interner.addState(it, it.trend));
		const scopes = saved.scopes.map((it) => scopeOf(it, interner, own));
		const numbers = saved.numbers.map((it) => it ?? Number.NaN);
		for (let at = offsets.shared; at < numbers.length; at += width) {
			const shared = numbers[at] ?? Number.NaN;
			numbers[at] = joined(products[firstOf(shared)] ?? Number.NaN, states[secondOf(shared)] ?? Number.NaN);
			// Earlier files have 0 where Azure did not tell.
			const units = at - offsets.shared + offsets.quantity;
			numbers[units] = unitsFrom(numbers[units]) ?? Number.NaN;
		}
		const billed = saved.billed.map((it) => own(it ?? undefined));
		const rare = saved.rare.length === 0 ? undefined : new Map(saved.rare);
		return new PackedReservations(tenantId, { ids, names, numbers, scopes, billed, rare }, interner);
	}

	/** For the disk. */
	saved(): SavedReservations {
		const products: number[] = [];
		const states: number[] = [];
		// JSON makes null of NaN.
		const numbers = this.#numbers.slice();
		for (let at = offsets.shared; at < numbers.length; at += width) {
			const shared = this.#numbers[at] ?? Number.NaN;
			numbers[at] = joined(placeIn(products, firstOf(shared)), placeIn(states, secondOf(shared)));
		}
		return {
			ids: this.#ids,
			names: this.#names,
			numbers,
			products: products.map((it) => this.#interner.product(it)).filter((it) => it !== undefined),
			states: states.map((it) => this.#interner.state(it)).filter((it) => it !== undefined),
			scopes: this.#scopes,
			billed: this.#billed.map((it) => it ?? null),
			rare: [...(this.#rare ?? [])],
		};
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
		return this.#interner.product(firstOf(this.#number(index, 'shared') ?? Number.NaN));
	}

	/** Its state with what depends on it, one object for all reservations that share it. */
	stateAt(index: number): StateFacts | undefined {
		return this.#interner.state(secondOf(this.#number(index, 'shared') ?? Number.NaN));
	}

	/** What it is applied to, one object for all reservations of the customer that share it. */
	scopeAt(index: number): ReservationScope | undefined {
		return this.#scopes[firstOf(this.#number(index, 'place') ?? Number.NaN)];
	}

	/** Places of the reservations whose id or order id has this text in it. @param text in lower case */
	withId(text: string): readonly number[] {
		// Nothing is in it everywhere, without an end.
		if (text === '') return [];
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
		const product = this.productAt(index);
		const state = this.stateAt(index);
		const scope = this.scopeAt(index);
		if (product === undefined || state === undefined || scope === undefined) return undefined;
		const rare = this.#rare?.get(index);
		const billed = secondOf(this.#number(index, 'place') ?? Number.NaN);
		// Field by field: it takes a quarter of the time that copying the shared facts takes.
		return {
			tenantId: this.#tenantId,
			orderId: this.orderIdAt(index),
			reservationId: this.reservationIdAt(index),
			name: this.nameAt(index),
			sku: product.sku,
			product: product.product,
			resourceType: product.resourceType,
			region: product.region,
			term: product.term,
			billingPlan: product.billingPlan,
			instanceFlexibility: product.instanceFlexibility,
			state: state.state,
			provisioningState: state.provisioningState,
			statusCode: state.statusCode,
			renew: state.renew,
			renewState: state.renewState,
			archived: state.archived,
			canReturn: state.canReturn,
			canExchange: state.canExchange,
			statusMessage: rare?.statusMessage,
			cameFrom: rare?.cameFrom,
			became: rare?.became,
			quantity: this.#number(index, 'quantity'),
			billingScopeId: this.#billed[billed],
			purchasedAt: this.#number(index, 'purchasedAt'),
			benefitStartsAt: this.#number(index, 'benefitStartsAt'),
			expiresAt: this.#number(index, 'expiresAt'),
			reviewAt: this.#number(index, 'reviewAt'),
			effectiveAt: this.#number(index, 'effectiveAt'),
			updatedAt: this.#number(index, 'updatedAt'),
			etag: this.#number(index, 'etag'),
			scope,
			utilization: {
				trend: state.trend,
				lastDay: this.#number(index, 'lastDay'),
				last7Days: this.#number(index, 'last7Days'),
				last30Days: this.#number(index, 'last30Days'),
			},
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
		const value = this.#numbers[index * width + offsets[column]];
		return value === undefined || Number.isNaN(value) ? undefined : value;
	}
}

/** @returns of those with one id the last, in the place of the first */
function withoutTwins(reservations: readonly Reservation[]): readonly Reservation[] {
	const byId = new Map<string, Reservation>();
	for (const it of reservations) byId.set(it.reservationId, it);
	return byId.size === reservations.length ? reservations : [...byId.values()];
}

/** A copy of its own: parts cut out of longer strings would keep those in memory. */
function detached(text: string): string {
	return Buffer.from(text).toString();
}

/** A customer's texts, one of each: what is billed is often what the discount is for, too. */
function ownTexts(): <T extends string | undefined>(text: T) => T {
	const texts = new Map<string, string>();
	return <T extends string | undefined>(text: T) => {
		if (text === undefined) return text;
		const known = texts.get(text);
		if (known === undefined) texts.set(text, text);
		return (known ?? text) as T;
	};
}

/** @returns the place of the value in the list, to which it is added where it is not there */
function placeIn<T>(list: T[], value: T): number {
	const place = list.indexOf(value);
	return place < 0 ? list.push(value) - 1 : place;
}

/** All fields, in one order, and texts that are held once. */
function scopeOf(
	{ kind, displayName, subscriptionId, resourceGroupId, managementGroupId }: ReservationScope,
	interner: Interner,
	own: (text: string | undefined) => string | undefined,
): ReservationScope {
	return {
		kind: interner.kind(kind),
		displayName: own(displayName),
		subscriptionId: own(subscriptionId),
		resourceGroupId: own(resourceGroupId),
		managementGroupId: own(managementGroupId),
	};
}
