/** The watch service: keeps each customer's items until its reservations, the settings or the day change. */
import type { CommitmentsService } from '../commitments/api';
import { daysBetween } from '../format';
import type { CustomerList, ReservationRef } from '../model';
import type { Operation, ReturnQuote } from '../operations/model';
import type { PackedReservations } from '../packed';
import { exchangeCutOff } from '../policy';
import type { Portfolio } from '../portfolio';
import { isActive } from '../states';
import type { UnitSum } from '../units';
import { knownAllowances } from './allowances';
import type { WatchService } from './api';
import type { EndingWindow, ExchangeCutOff, KnownAllowance, Thresholds, UnusedCost, WatchItem, WatchList } from './model';
import { compareItems, cutOffOf, isTouchedByCutOff, itemsOf, windowsWith } from './rules';
import type { ToldAllowances } from './told-allowances';
import { boughtHere, unusedCostOf } from './unused-cost';

const dayMs = 86_400_000;

interface WatchParts {
	readonly portfolio: Portfolio;
	/** The list of customers as far as it is known. */
	readonly customers: () => CustomerList | undefined;
	readonly operations: () => readonly Operation[];
	/** What is known of orders' payments. */
	readonly commitments: Pick<CommitmentsService, 'ready' | 'get'>;
	readonly told: ToldAllowances;
	readonly thresholds: () => Thresholds;
	readonly clock: () => number;
}

/** What was worked out for one customer. */
interface OfCustomer {
	readonly items: readonly WatchItem[];
	readonly touched: number;
	readonly touchedUnits: UnitSum;
}

export class Watch implements WatchService {
	readonly #parts: WatchParts;
	/** By the very object that holds a customer's reservations: it is replaced whenever they are read anew. */
	#known = new WeakMap<PackedReservations, OfCustomer>();
	/** The day and the settings that it was worked out with. */
	#basis: { readonly day: number; readonly thresholds: Thresholds } | undefined;
	/** What was bought here, by the state of the journal that it was read from. */
	#bought: { readonly journal: string; readonly lines: ReturnType<typeof boughtHere> } | undefined;

	constructor(parts: WatchParts) {
		this.#parts = parts;
	}

	/** A quote of a return was made: it may tell what is left of the allowance. */
	noteQuote(quote: ReturnQuote): void {
		this.#parts.told.note(quote);
	}

	async ready(): Promise<void> {
		const { portfolio, told, commitments } = this.#parts;
		await Promise.all([portfolio.readAllFromDisk(), told.ready(), commitments.ready()]);
	}

	list(): WatchList {
		const thresholds = this.#renew();
		const { portfolio, clock } = this.#parts;
		const items: WatchItem[] = [];
		let [reservations, units, untold, customersKnown, customersUnknown] = [0, 0, 0, 0, 0];
		let oldestAsOf: number | undefined;
		const whom = this.#whom();
		for (const tenantId of whom) {
			if (portfolio.packed(tenantId) === undefined) {
				customersUnknown += 1;
				continue;
			}
			customersKnown += 1;
			const { items: ofOne, touched, touchedUnits } = this.#of(tenantId, thresholds);
			for (const item of ofOne) items.push(item);
			reservations += touched;
			units += touchedUnits.units;
			untold += touchedUnits.untold;
			const asOf = portfolio.asOf(tenantId);
			if (asOf !== undefined && (oldestAsOf === undefined || asOf < oldestAsOf)) oldestAsOf = asOf;
		}
		return {
			items: items.sort(compareItems),
			ending: windowsWith(thresholds).map((days) => endingWithin(items, days)),
			endingSoon: endingWithin(items, thresholds.expiringWithinDays),
			exchangeCutOff: {
				at: exchangeCutOff,
				days: Math.max(0, daysBetween(clock(), exchangeCutOff)),
				reservations,
				units: { units, untold },
			},
			hiddenOrders: portfolio.hidden.all().filter(({ tenantId }) => whom.has(tenantId)),
			customersKnown,
			customersUnknown,
			oldestAsOf,
		};
	}

	ofCustomer(tenantId: string): readonly WatchItem[] {
		return this.#of(tenantId.toLowerCase(), this.#renew()).items;
	}

	thresholds(): Thresholds {
		return this.#parts.thresholds();
	}

	unusedCost({ tenantId, orderId, reservationId }: ReservationRef): UnusedCost | undefined {
		const { portfolio, commitments, clock } = this.#parts;
		const customer = tenantId.toLowerCase();
		const reservation = portfolio.find(customer, reservationId.toLowerCase());
		if (reservation === undefined) return undefined;
		const order = commitments.get({ tenantId: customer, orderId: orderId.toLowerCase() });
		return unusedCostOf(reservation, this.#boughtHere(), order, clock());
	}

	touchedByCutOff(): readonly ExchangeCutOff[] {
		const { portfolio, clock } = this.#parts;
		const thresholds = this.#renew();
		const touched: ExchangeCutOff[] = [];
		for (const tenantId of this.#whom()) {
			const packed = portfolio.packed(tenantId);
			if (packed === undefined || this.#of(tenantId, thresholds).touched === 0) continue;
			for (const reservation of active(packed)) {
				if (isTouchedByCutOff(reservation)) touched.push(cutOffOf(reservation, clock()));
			}
		}
		return touched;
	}

	allowances(): readonly KnownAllowance[] {
		const left = ({ told }: KnownAllowance) => (told === undefined ? Number.MAX_VALUE : Number(told.left.amount));
		const whom = this.#list() && this.#whom();
		return [...this.#allowances().values()]
			.filter(({ tenantId }) => whom?.has(tenantId) !== false)
			.sort((a, b) => left(a) - left(b));
	}

	allowance(tenantId: string): KnownAllowance | undefined {
		return this.#allowances().get(tenantId.toLowerCase());
	}

	#allowances(): ReadonlyMap<string, KnownAllowance> {
		const { operations, told, clock } = this.#parts;
		return knownAllowances(operations(), told.all(), clock());
	}

	/** The list of customers, once it is known to be whole: who is not in it is not the partner's customer any more. */
	#list(): CustomerList | undefined {
		const list = this.#parts.customers();
		return list?.complete === true ? list : undefined;
	}

	/** Tenant ids of whom the watch list is about: while the list of customers is not whole, all of whom something is known too. */
	#whom(): ReadonlySet<string> {
		const { portfolio, customers } = this.#parts;
		const whom = new Set<string>();
		for (const { tenantId } of customers()?.customers ?? []) whom.add(tenantId);
		if (this.#list() === undefined) for (const tenantId of portfolio.known()) whom.add(tenantId);
		return whom;
	}

	/** Forgets what was worked out once the day or the settings have changed. @returns the settings of now */
	#renew(): Thresholds {
		const { expiringWithinDays, lowUtilizationPercent } = this.thresholds();
		const day = Math.floor(this.#parts.clock() / dayMs);
		const before = this.#basis;
		const isSame =
			before?.day === day &&
			before.thresholds.expiringWithinDays === expiringWithinDays &&
			before.thresholds.lowUtilizationPercent === lowUtilizationPercent;
		if (before !== undefined && isSame) return before.thresholds;
		const thresholds = { expiringWithinDays, lowUtilizationPercent };
		this.#basis = { day, thresholds };
		this.#known = new WeakMap();
		return thresholds;
	}

	#boughtHere(): ReturnType<typeof boughtHere> {
		const operations = this.#parts.operations();
		const journal = operations.map(({ id, state }) => id + state).join();
		if (this.#bought?.journal !== journal) this.#bought = { journal, lines: boughtHere(operations) };
		return this.#bought.lines;
	}

	#of(tenantId: string, thresholds: Thresholds): OfCustomer {
		const packed = this.#parts.portfolio.packed(tenantId);
		if (packed === undefined) return nothing;
		let known = this.#known.get(packed);
		if (known === undefined) {
			known = this.#workOut(packed, thresholds);
			this.#known.set(packed, known);
		}
		return known;
	}

	#workOut(packed: PackedReservations, thresholds: Thresholds): OfCustomer {
		const context = { now: this.#parts.clock(), thresholds };
		const items: WatchItem[] = [];
		let [touched, units, untold] = [0, 0, 0];
		for (const reservation of active(packed)) {
			for (const item of itemsOf(reservation, context)) items.push(item);
			if (!isTouchedByCutOff(reservation)) continue;
			touched += 1;
			if (reservation.quantity === undefined) untold += 1;
			else units += reservation.quantity;
		}
		return { items: items.sort(compareItems), touched, touchedUnits: { units, untold } };
	}
}

const nothing: OfCustomer = { items: [], touched: 0, touchedUnits: { units: 0, untold: 0 } };

/** Most that are not looked at any further have ended: no reservation is made of them. */
function* active(packed: PackedReservations) {
	for (let index = 0; index < packed.size; index++) {
		const state = packed.stateAt(index);
		const reservation = state !== undefined && isActive(state) ? packed.at(index) : undefined;
		if (reservation !== undefined) yield reservation;
	}
}

function endingWithin(items: readonly WatchItem[], days: number): EndingWindow {
	let [reservations, withoutRenewal] = [0, 0];
	for (const item of items) {
		if (item.kind !== 'expiring' || item.days > days) continue;
		reservations += 1;
		if (item.renewal === 'off' || item.renewal === 'impossible') withoutRenewal += 1;
	}
	return { days, reservations, withoutRenewal };
}
