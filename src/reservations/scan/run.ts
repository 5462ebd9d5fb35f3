/** One scan: takes customers as their list comes in, reads those that are not fresh, and knows at every moment what became of each. */
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import type { CustomerDirectory } from '../customers/directory';
import { toFailure } from '../failures';
import { freshMs } from '../freshness';
import type { Portfolio } from '../portfolio';
import type { ScanPhase, ScanRequest, ScanState } from './model';
import { Tally } from './tally';

/**
 * Customers handed to the portfolio at once, beside those that the service makes wait. It reads about a dozen of them at a time; each
 * that is handed over costs memory until it is read.
 */
const handedOver = 24;
/** Customers that wait for the service and take no turn from the others, up to so many. */
const mostWaiting = 200;

export interface RunParts {
	readonly portfolio: Portfolio;
	readonly customers: CustomerDirectory;
	/** Tells of every change of the service's data; returns the function that ends it. */
	readonly listen: (listener: (change: { readonly kind: string }) => void) => () => void;
	readonly clock: () => number;
}

/** How to read a customer. */
interface Wish {
	readonly maxAgeMs: number;
	readonly compare: boolean;
}

export class Run {
	readonly #parts: RunParts;
	readonly #onChange: () => void;
	readonly #stop = new AbortController();
	readonly #tally: Tally;
	/** Those that still have to be handed over, in the order they came. */
	readonly #queue = new Map<string, Wish>();
	/** Those being read that are to be compared then. */
	readonly #compareLater = new Set<string>();
	readonly #notCompared: Map<string, ServiceFailure>;
	/** Those whom a cancelled scan was to compare, until they are compared or tried again. */
	readonly #toCompare: Set<string>;
	readonly #finished = Promise.withResolvers<void>();
	readonly #startedAt: number;
	#phase: ScanPhase = 'running';
	#endedAt: number | undefined;
	#underWay = 0;
	/** Customers that waited for the service when it was last looked. */
	#waiting = 0;
	readonly #unlisten: () => void;
	/** It goes on with what an earlier one found out. */
	readonly #isSequel: boolean;
	/** The scan is about all customers, not only about some that were named. */
	#isOfAll = false;
	/** All customers are to be compared with Partner Center. */
	#isComparingAll = false;
	/** Lists of customers that are still being read. */
	#listing = 0;
	#isListComplete: boolean;
	#listFailure: ServiceFailure | undefined;

	/**
	 * @param onChange told of every change; costs nothing to be told often
	 * @param before the scan that this one goes on with: what it found out of other customers stays
	 * @param toCompare whom scans before were to compare and did not, as they were cancelled
	 */
	constructor(parts: RunParts, onChange: () => void, before?: Run, toCompare = new Set<string>()) {
		this.#parts = parts;
		this.#isSequel = before !== undefined;
		this.#tally = before?.tally ?? new Tally();
		this.#notCompared = before?.notCompared ?? new Map();
		this.#toCompare = toCompare;
		this.#isListComplete = before?.state().isListComplete ?? true;
		this.#listFailure = before?.state().listFailure;
		this.#onChange = onChange;
		this.#startedAt = parts.clock();
		// Where more have to wait, others may go: none of those that wait ends and says so.
		this.#unlisten = parts.listen(() => {
			if (parts.portfolio.waiting > this.#waiting) this.#goOn();
		});
	}

	get tally(): Tally {
		return this.#tally;
	}

	/** Why customers could not be compared with Partner Center, by tenant id. */
	get notCompared(): Map<string, ServiceFailure> {
		return this.#notCompared;
	}

	/** Tenant ids of those who were to be compared when a scan was cancelled, and were not since. */
	get toCompare(): Set<string> {
		return this.#toCompare;
	}

	state(): ScanState {
		const { portfolio } = this.#parts;
		const { counts, total } = this.#tally;
		return {
			phase: this.#phase,
			total,
			...counts,
			throttled: this.#phase === 'running' ? Math.min(portfolio.waiting, counts.waiting) : 0,
			causes: this.#tally.causes(),
			isListComplete: this.#isListComplete,
			listFailure: this.#listFailure,
			hiddenOrders: portfolio.hidden.count,
			notCompared: this.#notCompared.size,
			toCompare: this.#toCompare.size,
			startedAt: this.#startedAt,
			endedAt: this.#endedAt,
		};
	}

	/** Adds what is asked for to what is scanned. */
	add({ tenantIds, maxAgeMs = freshMs, compare = 'empty' }: ScanRequest): void {
		const wish = { maxAgeMs, compare: compare === 'all' };
		this.#listing += 1;
		const listing = tenantIds === undefined ? this.#addAll(wish) : this.#addThese(tenantIds, wish);
		listing
			.catch((error: unknown) => {
				if (!isCancelled(error)) this.#listFailure = toFailure(error, undefined);
			})
			.finally(() => {
				this.#listing -= 1;
				this.#goOn();
			});
	}

	/** Stops reading; {@link end} resolves once all has stopped. */
	cancel(): void {
		this.#stop.abort();
		this.#goOn();
	}

	/** Resolves at the end, however it ends. */
	async end(): Promise<ScanState> {
		await this.#finished.promise;
		return this.state();
	}

	async #addThese(tenantIds: readonly string[], wish: Wish): Promise<void> {
		await this.#parts.portfolio.readAllFromDisk();
		for (const tenantId of tenantIds) this.#addOne(tenantId.toLowerCase(), wish);
	}

	/** All customers: those that are known at once, the others as their pages come. */
	async #addAll(wish: Wish): Promise<void> {
		const { portfolio, customers, listen } = this.#parts;
		const { signal } = this.#stop;
		this.#isOfAll = true;
		this.#isComparingAll ||= wish.compare;
		this.#isListComplete = false;
		await portfolio.readAllFromDisk();
		const addKnown = () => {
			for (const { tenantId } of customers.get().value?.customers ?? [])
				if (this.#tally.state(tenantId) === undefined) this.#addOne(tenantId, wish);
			this.#goOn();
		};
		const unlisten = listen(({ kind }) => {
			if (kind === 'customers') addKnown();
		});
		try {
			const before = customers.get().failure;
			const first = await customers.load(signal);
			// Those that were asked for before and have come to an end count again: what is not fresh is read anew.
			for (const { tenantId } of first.value?.customers ?? []) this.#addOne(tenantId, wish);
			this.#goOn();
			// A failure of before is tried again, as somebody asked; one of just now is not.
			if (first.loading || (first.value?.complete !== true && first.failure === before)) await customers.refresh(signal);
			addKnown();
		} finally {
			unlisten();
		}
		const { value, failure } = customers.get();
		this.#isListComplete = value?.complete === true && failure === undefined;
		this.#listFailure = failure;
		if (this.#isListComplete) this.#forgetOthers(new Set(value?.customers.map(({ tenantId }) => tenantId)));
	}

	#addOne(tenantId: string, wish: Wish): void {
		if (this.#stop.signal.aborted) return;
		if (wish.compare || this.#parts.portfolio.isCompared(tenantId)) this.#toCompare.delete(tenantId);
		if (this.#tally.state(tenantId) === 'waiting') {
			// Its turn is still to come, or it is being read.
			if (wish.compare && this.#queue.has(tenantId)) this.#queue.set(tenantId, wish);
			else if (wish.compare) this.#compareLater.add(tenantId);
			return;
		}
		if (this.#parts.portfolio.isFresh(tenantId, wish)) {
			// It may have been compared since, by who looked at it.
			if (this.#parts.portfolio.isCompared(tenantId)) this.#notCompared.delete(tenantId);
			// What this scan has read stays counted as read; what an earlier one has is fresh here.
			if (this.#isSequel || this.#tally.state(tenantId) !== 'read') this.#tally.set(tenantId, 'fresh');
			return;
		}
		this.#tally.set(tenantId, 'waiting');
		this.#queue.set(tenantId, wish);
	}

	/** Customers of the list of before that are not the partner's any more: reading them would only fail. */
	#forgetOthers(tenantIds: ReadonlySet<string>): void {
		for (const tenantId of this.#queue.keys()) {
			if (tenantIds.has(tenantId)) continue;
			this.#queue.delete(tenantId);
			this.#tally.remove(tenantId);
		}
		for (const tenantId of this.#toCompare) if (!tenantIds.has(tenantId)) this.#toCompare.delete(tenantId);
	}

	#goOn(): void {
		if (this.#phase !== 'running') return;
		const { portfolio } = this.#parts;
		this.#waiting = portfolio.waiting;
		if (this.#stop.signal.aborted) this.#giveUp();
		for (const [tenantId, wish] of this.#queue) {
			if (this.#underWay >= handedOver + Math.min(portfolio.waiting, mostWaiting)) break;
			this.#queue.delete(tenantId);
			this.#underWay += 1;
			void this.#readOne(tenantId, wish).finally(() => {
				this.#underWay -= 1;
				this.#goOn();
			});
		}
		if (this.#underWay === 0 && this.#listing === 0) this.#finish();
		this.#onChange();
	}

	/** Never rejects. */
	async #readOne(tenantId: string, { compare }: Wish): Promise<void> {
		try {
			const failure = await this.#parts.portfolio.readBehind(tenantId, compare, this.#stop.signal);
			this.#tally.set(tenantId, failure === undefined ? 'read' : 'failed', failure);
			if (failure === undefined) this.#noteComparison(tenantId);
			if (this.#compareLater.delete(tenantId)) this.#addOne(tenantId, { maxAgeMs: freshMs, compare: true });
		} catch (error) {
			if (isCancelled(error)) this.#leave(tenantId, compare || this.#compareLater.has(tenantId));
			else this.#tally.set(tenantId, 'failed', toFailure(error, tenantId));
		}
	}

	/** An empty list is always compared; a read that was not to be compared leaves what is known of the comparison. */
	#noteComparison(tenantId: string): void {
		const { portfolio } = this.#parts;
		const failure = portfolio.comparisonFailure(tenantId);
		if (failure !== undefined) this.#notCompared.set(tenantId, failure);
		else if (portfolio.isCompared(tenantId)) this.#notCompared.delete(tenantId);
		// Whoever could not be compared is told as such.
		if (failure !== undefined || portfolio.isCompared(tenantId)) this.#toCompare.delete(tenantId);
	}

	#giveUp(): void {
		for (const [tenantId, { compare }] of this.#queue) this.#leave(tenantId, compare);
		this.#queue.clear();
	}

	/** @param compare it was to be compared too */
	#leave(tenantId: string, compare: boolean): void {
		this.#tally.set(tenantId, 'notTried');
		if (compare) this.#toCompare.add(tenantId);
	}

	#finish(): void {
		// Whose page of the list had just come when the scan was cancelled: not tried either.
		const isPartial = this.#isOfAll && this.#stop.signal.aborted;
		for (const { tenantId } of isPartial ? (this.#parts.customers.get().value?.customers ?? []) : [])
			if (this.#tally.state(tenantId) === undefined) this.#leave(tenantId, this.#isComparingAll);
		this.#phase = this.#stop.signal.aborted ? 'cancelled' : 'done';
		this.#endedAt = this.#parts.clock();
		this.#unlisten();
		this.#finished.resolve();
	}
}
