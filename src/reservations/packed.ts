/**
 * The reservations of one customer in little memory: what repeats between reservations is held once, numbers are held in
 * one array, and a `Reservation` is made when it is asked for.
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

/** What is kept of a reservation beside its numbers. */
interface Row {
	readonly reservationId: string;
	readonly orderId: string;
	readonly name: string;
	readonly product: ProductFacts;
	readonly state: StateFacts;
	readonly scope: ReservationScope;
	readonly billingScopeId: string | undefined;
	readonly rare: RareFacts | undefined;
}

/** What a search looks at. */
export type SearchedRow = Pick<Row, 'reservationId' | 'orderId' | 'name'>;

const numberNames = [
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
type NumberName = (typeof numberNames)[number];

/** Holds what repeats between customers once. Grows with the number of different products and states, not of reservations. */
export class Interner {
	readonly #products = new Map<string, ProductFacts>();
	readonly #states = new Map<string, StateFacts>();

	product({ sku, product, resourceType, region, term, billingPlan, instanceFlexibility }: Reservation): ProductFacts {
		return held(this.#products, { sku, product, resourceType, region, term, billingPlan, instanceFlexibility });
	}

	state(it: Reservation): StateFacts {
		const { state, provisioningState, statusCode, renew, renewState, archived, canReturn, canExchange } = it;
		const { trend } = it.utilization;
		return held(this.#states, {
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

function held<T extends object>(pool: Map<string, T>, facts: T): T {
	const key = JSON.stringify(Object.values(facts));
	const known = pool.get(key);
	if (known !== undefined) return known;
	pool.set(key, facts);
	return facts;
}

/** A copy of its own: a part cut out of a longer string would keep all of that string in memory. */
function detached(text: string): string {
	return Buffer.from(text).toString();
}

export class PackedReservations {
	readonly #tenantId: string;
	readonly #rows: readonly Row[];
	readonly #numbers: Float64Array;

	/**
	 * @param tenantId the customer
	 * @param reservations of that customer; of two with one id the later wins (arm-pitfalls 16)
	 * @param interner shared by all customers
	 */
	constructor(tenantId: string, reservations: Iterable<Reservation>, interner: Interner) {
		const unique = [...new Map(Array.from(reservations, (it) => [it.reservationId, it])).values()];
		const scopes = new Map<string, ReservationScope>();
		const billed = new Map<string, string>();
		this.#tenantId = tenantId;
		this.#numbers = new Float64Array(unique.length * numberNames.length).fill(Number.NaN);
		this.#rows = unique.map((it, index) => {
			const numbers = { ...it, ...it.utilization };
			for (const [column, name] of numberNames.entries()) {
				this.#numbers[index * numberNames.length + column] = numbers[name] ?? Number.NaN;
			}
			const { kind, displayName, subscriptionId, resourceGroupId, managementGroupId } = it.scope;
			const billing = it.billingScopeId;
			if (billing !== undefined && !billed.has(billing)) billed.set(billing, detached(billing));
			return {
				reservationId: detached(it.reservationId),
				orderId: detached(it.orderId),
				name: detached(it.name),
				product: interner.product(it),
				state: interner.state(it),
				scope: held(scopes, { kind, displayName, subscriptionId, resourceGroupId, managementGroupId }),
				billingScopeId: billing === undefined ? undefined : billed.get(billing),
				rare: rareOf(it),
			};
		});
	}

	/** Ids and names, in the order of {@link at}. */
	get searched(): readonly SearchedRow[] {
		return this.#rows;
	}

	/** The reservation at this place. */
	at(index: number): Reservation | undefined {
		const row = this.#rows[index];
		if (row === undefined) return undefined;
		const number = (name: NumberName) => {
			const value = this.#numbers[index * numberNames.length + numberNames.indexOf(name)];
			return value === undefined || Number.isNaN(value) ? undefined : value;
		};
		const { trend, ...state } = row.state;
		return {
			tenantId: this.#tenantId,
			orderId: row.orderId,
			reservationId: row.reservationId,
			name: row.name,
			...row.product,
			...state,
			statusMessage: row.rare?.statusMessage,
			cameFrom: row.rare?.cameFrom,
			became: row.rare?.became,
			quantity: number('quantity') ?? 0,
			billingScopeId: row.billingScopeId,
			purchasedAt: number('purchasedAt'),
			benefitStartsAt: number('benefitStartsAt'),
			expiresAt: number('expiresAt'),
			reviewAt: number('reviewAt'),
			effectiveAt: number('effectiveAt'),
			updatedAt: number('updatedAt'),
			etag: number('etag'),
			scope: row.scope,
			utilization: { trend, lastDay: number('lastDay'), last7Days: number('last7Days'), last30Days: number('last30Days') },
		};
	}

	/** All of them, in the order the service gave. */
	all(): readonly Reservation[] {
		return this.#rows.map((_, index) => this.at(index)).filter((it) => it !== undefined);
	}

	find(reservationId: string): Reservation | undefined {
		return this.at(this.#rows.findIndex((row) => row.reservationId === reservationId));
	}
}

function rareOf({ statusMessage, cameFrom, became }: Reservation): RareFacts | undefined {
	if (statusMessage === undefined && cameFrom === undefined && became === undefined) return undefined;
	return { statusMessage, cameFrom, became };
}
