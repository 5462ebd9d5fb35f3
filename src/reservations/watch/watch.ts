/** The watch service: keeps each customer's items until its reservations, the journal or the day change. */
import { daysBetween } from '../format';
import type { Operation, ReturnQuote } from '../operations/model';
import type { PackedReservations } from '../packed';
import { exchangeCutOff } from '../policy';
import type { Portfolio } from '../portfolio';
import { isActive } from '../states';
import { knownAllowances } from './allowances';
import type { WatchService } from './api';
import type { KnownAllowance, WatchItem, WatchList } from './model';
import { compareItems, isTouchedByCutOff, itemsOf, windows } from './rules';
import { type UnusedCost, unusedCostFrom } from './unused-cost';

const dayMs = 86_400_000;

interface WatchParts {
	readonly portfolio: Portfolio;
	/** Tenant ids of all customers of the list. */
	readonly customers: () => Iterable<{ readonly tenantId: string }>;
	readonly operations: () => readonly Operation[];
	readonly clock: () => number;
}

/** What was worked out for one customer. */
interface OfCustomer {
	readonly items: readonly WatchItem[];
	readonly touched: number;
	readonly touchedUnits: number;
}

export class Watch implements WatchService {
	readonly #parts: WatchParts;
	/** By the very object that holds a customer's reservations: it is replaced whenever they are read anew. */
	#known = new WeakMap<PackedReservations, OfCustomer>();
	#day: number | undefined;
	/** Changes with each operation and its state: then the costs are looked at anew. */
	#journal = '';
	#unusedCost: UnusedCost = () => undefined;
	/** The newest quote of each customer. */
	readonly #quotes = new Map<string, ReturnQuote>();

	constructor(parts: WatchParts) {
		this.#parts = parts;
	}

	/** A quote of a return was made: it may tell what is left of the allowance. */
	noteQuote(quote: ReturnQuote): void {
		if (quote.allowance !== undefined) this.#quotes.set(quote.tenantId, quote);
	}

	ready(): Promise<void> {
		return this.#parts.portfolio.readAllFromDisk();
	}

	list(): WatchList {
		this.#renew();
		const { portfolio, customers, clock } = this.#parts;
		const items: WatchItem[] = [];
		let [reservations, units, customersKnown] = [0, 0, 0];
		let oldestAsOf: number | undefined;
		for (const tenantId of portfolio.known()) {
			customersKnown += 1;
			const { items: ofOne, touched, touchedUnits } = this.#of(tenantId);
			for (const item of ofOne) items.push(item);
			reservations += touched;
			units += touchedUnits;
			const asOf = portfolio.asOf(tenantId);
			if (asOf !== undefined && (oldestAsOf === undefined || asOf < oldestAsOf)) oldestAsOf = asOf;
		}
		let customersUnknown = 0;
		for (const { tenantId } of customers()) if (portfolio.packed(tenantId) === undefined) customersUnknown += 1;
		return {
			items: items.sort(compareItems),
			ending: countEnding(items, () => true),
			endingWithoutRenewal: countEnding(items, (renewal) => renewal !== 'on'),
			exchangeCutOff: {
				at: exchangeCutOff,
				days: Math.max(0, daysBetween(clock(), exchangeCutOff)),
				reservations,
				units,
			},
			hiddenOrders: portfolio.hidden.all(),
			customersKnown,
			customersUnknown,
			oldestAsOf,
		};
	}

	ofCustomer(tenantId: string): readonly WatchItem[] {
		this.#renew();
		return this.#of(tenantId.toLowerCase()).items;
	}

	allowances(): readonly KnownAllowance[] {
		const left = ({ told }: KnownAllowance) => (told === undefined ? Number.MAX_VALUE : Number(told.left.amount));
		return [...this.#allowances().values()].sort((a, b) => left(a) - left(b));
	}

	allowance(tenantId: string): KnownAllowance | undefined {
		return this.#allowances().get(tenantId.toLowerCase());
	}

	#allowances(): ReadonlyMap<string, KnownAllowance> {
		return knownAllowances(this.#parts.operations(), this.#quotes.values(), this.#parts.clock());
	}

	/** Forgets what was worked out once the day or the journal has changed. */
	#renew(): void {
		const operations = this.#parts.operations();
		const day = Math.floor(this.#parts.clock() / dayMs);
		const journal = operations.map(({ id, state }) => id + state).join();
		if (day === this.#day && journal === this.#journal) return;
		if (journal !== this.#journal) this.#unusedCost = unusedCostFrom(operations);
		this.#day = day;
		this.#journal = journal;
		this.#known = new WeakMap();
	}

	#of(tenantId: string): OfCustomer {
		const packed = this.#parts.portfolio.packed(tenantId);
		if (packed === undefined) return nothing;
		let known = this.#known.get(packed);
		if (known === undefined) {
			known = this.#workOut(packed);
			this.#known.set(packed, known);
		}
		return known;
	}

	#workOut(packed: PackedReservations): OfCustomer {
		const context = { now: this.#parts.clock(), unusedCost: this.#unusedCost };
		const items: WatchItem[] = [];
		let [touched, touchedUnits] = [0, 0];
		for (let index = 0; index < packed.size; index++) {
			const state = packed.stateAt(index);
			// Most that are not looked at any further have ended: no reservation is made of them.
			const reservation = state !== undefined && isActive(state) ? packed.at(index) : undefined;
			if (reservation === undefined) continue;
			for (const item of itemsOf(reservation, context)) items.push(item);
			if (!isTouchedByCutOff(reservation)) continue;
			touched += 1;
			touchedUnits += reservation.quantity;
		}
		return { items: items.sort(compareItems), touched, touchedUnits };
	}
}

const nothing: OfCustomer = { items: [], touched: 0, touchedUnits: 0 };

function countEnding(items: readonly WatchItem[], counts: (renewal: string) => boolean): WatchList['ending'] {
	const ending = { 7: 0, 30: 0, 60: 0, 90: 0 };
	for (const item of items) {
		if (item.kind !== 'expiring' || !counts(item.renewal)) continue;
		for (const window of windows) if (item.within <= window) ending[window] += 1;
	}
	return ending;
}
