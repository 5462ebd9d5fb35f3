/** What is known of orders' payments, in little memory: numbers in long lists, one line an order, nothing made before it is asked for. */
import Big from 'big.js';
import type { ServiceFailure } from '../../azure/failure';
import { isYoung } from '../freshness';
import { grown } from '../typed-lists';
import { ExactSum } from './exact-sum';
import { gaps, type OrderCommitment, type OrderRef, type OrderSchedule } from './model';

/**
 * What was read less than so many ms ago is not read again. Payments are made once a month, and what this extension changes
 * itself is forgotten at once; an hour bounds what others do meanwhile.
 */
export const freshForMs = 3_600_000;

const noDay = -1;
/** Kinds of lines: nothing known, a figure, or the gap at this place less 2. */
const nothing = 0;
const figure = 1;

/** Told of what is worth keeping, and of what is not any more. */
interface Keeper {
	write(order: OrderRef, schedule: OrderSchedule, asOf: number): void;
	drop(tenantId: string): Promise<void>;
}

export class CommitmentBook {
	readonly #keeper: Keeper | undefined;
	/** Line of each order, by tenant. */
	readonly #lines = new Map<string, Map<string, number>>();
	readonly #failures = new Map<number, ServiceFailure>();
	/** Currencies by their number. */
	readonly #currencies: string[] = [];
	#size = 0;
	#kinds = new Uint8Array();
	#asOf = new Float64Array();
	/** Sums of the payments, for an order of them alone. */
	#left = new Float64Array();
	/** What the order commits to over its term; NaN where that is not sure. */
	#total = new Float64Array();
	#currency = new Uint16Array();
	#unsettled = new Uint16Array();
	#reservations = new Uint32Array();
	/** Where the payments of each line begin, how many there are, and how many there is room for. */
	#from = new Uint32Array();
	#count = new Uint16Array();
	#room = new Uint16Array();
	/** The payments of all lines. */
	#days = new Int32Array();
	#amounts = new Float64Array();
	#end = 0;
	#version = 0;
	/** Changes of a tenant's orders that make what is being read worthless. */
	readonly #forgotten = new Map<string, number>();
	/** How often all of it was forgotten. */
	#cleared = 0;

	/** @param keeper keeps what is put in, until it is forgotten */
	constructor(keeper?: Keeper) {
		this.#keeper = keeper;
	}

	/** Changes with everything that is put in or forgotten. */
	get version(): number {
		return this.#version;
	}

	/** Lines are numbered from 0 to below this; they keep their number. */
	get size(): number {
		return this.#size;
	}

	/** The currencies (ISO 4217 codes) that amounts were read in. */
	get currencies(): readonly string[] {
		return this.#currencies.filter((currency) => currency !== '').sort();
	}

	/** The lines of a tenant's orders; undefined: none of them was read. @returns line by order id */
	linesOf(tenantId: string): ReadonlyMap<string, number> | undefined {
		return this.#lines.get(tenantId);
	}

	get({ tenantId, orderId }: OrderRef): OrderCommitment | undefined {
		const line = this.#lines.get(tenantId)?.get(orderId);
		return line === undefined || this.stateOf(line) === 'unread' ? undefined : this.#commitment(line);
	}

	stateOf(line: number): 'known' | 'gap' | 'failed' | 'unread' {
		const kind = this.#kinds[line] ?? nothing;
		if (kind === nothing) return this.#failures.has(line) ? 'failed' : 'unread';
		return kind === figure ? 'known' : 'gap';
	}

	/** ISO 4217 code of a line with a figure. */
	currencyOf(line: number): string {
		return this.#currencies[this.#currency[line] ?? 0] ?? '';
	}

	/** What is left, rounded to a number: to be compared, not to be shown or summed. NaN: no figure. */
	leftOf(line: number): number {
		return this.#kinds[line] === figure ? (this.#left[line] ?? Number.NaN) : Number.NaN;
	}

	/** When it was read, ms since the epoch; NaN: never. */
	asOf(line: number): number {
		return this.#kinds[line] === nothing ? Number.NaN : (this.#asOf[line] ?? Number.NaN);
	}

	/** True when it was read less than `maxAgeMs` ago, and not in vain since. */
	isFresh(line: number, now: number, maxAgeMs: number): boolean {
		return isYoung(this.asOf(line), now, maxAgeMs) && !this.#failures.has(line);
	}

	hasUnsettled(line: number): boolean {
		return this.#kinds[line] === figure && (this.#unsettled[line] ?? 0) > 0;
	}

	/** Goes through the payments that are still to be made. @param take gets days since the epoch, NaN without a date */
	eachPayment(line: number, take: (day: number, amount: number) => void): void {
		const from = this.#from[line] ?? 0;
		for (let at = from; at < from + (this.#count[line] ?? 0); at++) {
			const day = this.#days[at] ?? noDay;
			take(day === noDay ? Number.NaN : day, this.#amounts[at] ?? 0);
		}
	}

	/** Changes when the tenant's orders are forgotten: what was asked for before is not worth keeping. */
	generation(tenantId: string): number {
		return this.#cleared + (this.#forgotten.get(tenantId) ?? 0);
	}

	/** @param asOf when it was read, ms since the epoch */
	put(order: OrderRef, schedule: OrderSchedule, asOf: number): void {
		this.#put(this.#line(order), schedule, asOf);
		this.#keeper?.write(order, schedule, asOf);
	}

	/** What was kept earlier; it says nothing where something newer is known, or where it was forgotten since the start. */
	restore(order: OrderRef, schedule: OrderSchedule, asOf: number): void {
		if (this.generation(order.tenantId) > 0) return;
		const line = this.#line(order);
		if (this.stateOf(line) === 'unread') this.#put(line, schedule, asOf);
	}

	#put(line: number, { currency, payments, total, gap, unsettled, reservations }: OrderSchedule, asOf: number): void {
		this.#failures.delete(line);
		this.#kinds[line] = gap === undefined ? figure : 2 + gaps.indexOf(gap);
		this.#asOf[line] = asOf;
		this.#currency[line] = this.#numberOf(currency ?? '');
		this.#total[line] = total ?? Number.NaN;
		this.#unsettled[line] = unsettled;
		this.#reservations[line] = reservations;
		const from = this.#place(line, payments.length);
		for (const [place, { dueDay = noDay, amount }] of payments.entries()) {
			this.#days[from + place] = dueDay;
			this.#amounts[from + place] = amount;
		}
		this.#left[line] = Number(this.#sum(line));
		this.#version += 1;
	}

	/** It could not be read; what was known before stays. */
	fail(order: OrderRef, failure: ServiceFailure): void {
		this.#failures.set(this.#line(order), failure);
		this.#version += 1;
	}

	/** What is known of a tenant's orders is not true any more. */
	forget(tenantId: string): void {
		this.#forgotten.set(tenantId, (this.#forgotten.get(tenantId) ?? 0) + 1);
		this.#empty(tenantId);
		void this.#keeper?.drop(tenantId);
	}

	/** Nothing is known any more; what was kept is not touched, and counts no more even if it is still being read. */
	clear(): void {
		this.#cleared += 1;
		for (const tenantId of this.#lines.keys()) this.#empty(tenantId);
	}

	#empty(tenantId: string): void {
		for (const line of this.#lines.get(tenantId)?.values() ?? []) {
			this.#kinds[line] = nothing;
			this.#failures.delete(line);
		}
		this.#version += 1;
	}

	#commitment(line: number): OrderCommitment {
		const kind = this.#kinds[line] ?? nothing;
		const asOf = this.asOf(line);
		return {
			asOf: Number.isNaN(asOf) ? undefined : asOf,
			left: kind === figure ? { amount: this.#sum(line), currency: this.currencyOf(line) } : undefined,
			total: kind === figure ? this.#totalOf(line) : undefined,
			gap: gaps[kind - 2],
			unsettled: this.#unsettled[line] ?? 0,
			reservations: this.#reservations[line] ?? 0,
			failure: this.#failures.get(line),
		};
	}

	#totalOf(line: number): OrderCommitment['total'] {
		const total = this.#total[line] ?? Number.NaN;
		return Number.isNaN(total) ? undefined : { amount: new Big(total).toFixed(), currency: this.currencyOf(line) };
	}

	#sum(line: number): string {
		const sum = new ExactSum();
		this.eachPayment(line, (_, amount) => sum.add(amount));
		return sum.amount;
	}

	#line({ tenantId, orderId }: OrderRef): number {
		const lines = this.#lines.get(tenantId) ?? new Map<string, number>();
		this.#lines.set(tenantId, lines);
		const known = lines.get(orderId);
		if (known !== undefined) return known;
		const line = this.#size++;
		lines.set(orderId, line);
		this.#kinds = grown(this.#kinds, this.#size);
		this.#asOf = grown(this.#asOf, this.#size);
		this.#left = grown(this.#left, this.#size);
		this.#total = grown(this.#total, this.#size);
		this.#currency = grown(this.#currency, this.#size);
		this.#unsettled = grown(this.#unsettled, this.#size);
		this.#reservations = grown(this.#reservations, this.#size);
		this.#from = grown(this.#from, this.#size);
		this.#count = grown(this.#count, this.#size);
		this.#room = grown(this.#room, this.#size);
		return line;
	}

	/** Room for the payments of a line: where they were, as schedules grow shorter with time, else at the end. */
	#place(line: number, count: number): number {
		this.#count[line] = count;
		if (count > (this.#room[line] ?? 0)) {
			this.#from[line] = this.#end;
			this.#room[line] = count;
			this.#end += count;
			this.#days = grown(this.#days, this.#end);
			this.#amounts = grown(this.#amounts, this.#end);
		}
		return this.#from[line] ?? 0;
	}

	#numberOf(currency: string): number {
		const known = this.#currencies.indexOf(currency);
		return known >= 0 ? known : this.#currencies.push(currency) - 1;
	}
}
