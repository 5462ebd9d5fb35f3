/** One reading of orders: takes more while it runs, reads those that are not fresh, and knows at every moment what became of each. */
import { getReservationOrder } from '../../azure/capacity';
import { isCancelled } from '../../azure/failure';
import type { Transport } from '../../azure/transport';
import { type LastFailures, toFailure } from '../failures';
import { orderFrom } from '../orders';
import type { ScanPhase } from '../scan/model';
import { Tally } from '../scan/tally';
import { type CommitmentBook, freshForMs } from './book';
import type { CommitmentsState, OrderFailure, OrderRef, ReadRequest } from './model';
import { keyOf, orderOf } from './order-key';
import { scheduleOf } from './schedule';

/**
 * Orders handed to the transport at once, which sends five of them at a time (performance 5); the others are those that the service
 * makes wait, so that the rest need not.
 */
const handedOver = 64;
/** Of one customer: its calls are throttled together, and must not take all the places of the others. */
const ofOneCustomer = 4;

export interface RunParts {
	readonly transport: Transport;
	readonly book: CommitmentBook;
	readonly failures: LastFailures;
	/** Tenant ids of the customers whose calls wait because the service asked for it. */
	readonly throttled: ReadonlySet<string>;
	readonly clock: () => number;
}

/** The orders of one customer. */
interface Line {
	readonly queue: string[];
	underWay: number;
}

export class Run {
	readonly #parts: RunParts;
	readonly #onChange: () => void;
	readonly #stop = new AbortController();
	readonly #tally = new Tally();
	readonly #lines = new Map<string, Line>();
	/** Tenant ids of those with a queue; whose turn is next stands first. */
	readonly #turns = new Set<string>();
	readonly #finished = Promise.withResolvers<void>();
	readonly #startedAt: number;
	#phase: ScanPhase = 'running';
	#endedAt: number | undefined;
	#underWay = 0;

	/** @param onChange told of every change; costs nothing to be told often */
	constructor(parts: RunParts, onChange: () => void) {
		this.#parts = parts;
		this.#onChange = onChange;
		this.#startedAt = parts.clock();
	}

	state(): CommitmentsState {
		const { counts, total } = this.#tally;
		return {
			phase: this.#phase,
			total,
			...counts,
			throttled: this.#phase === 'running' ? this.#throttled() : 0,
			causes: this.#tally.causes(),
			startedAt: this.#startedAt,
			endedAt: this.#endedAt,
		};
	}

	failures(): readonly OrderFailure[] {
		return Array.from(this.#tally.failures, ([key, failure]) => ({ ...orderOf(key), failure }));
	}

	/** Adds orders to those that are read. */
	add({ orders, maxAgeMs = freshForMs }: ReadRequest): void {
		for (const order of orders) this.#addOne({ tenantId: order.tenantId, orderId: order.orderId }, maxAgeMs);
		this.#goOn();
	}

	/** Stops reading; {@link end} resolves once all has stopped. */
	cancel(): void {
		this.#stop.abort();
		this.#goOn();
	}

	/** Resolves at the end, however it ends. */
	async end(): Promise<CommitmentsState> {
		await this.#finished.promise;
		return this.state();
	}

	#addOne(order: OrderRef, maxAgeMs: number): void {
		const key = keyOf(order);
		const before = this.#tally.state(key);
		if (before === 'waiting' || this.#stop.signal.aborted) return;
		const { book, clock } = this.#parts;
		const known = book.linesOf(order.tenantId)?.get(order.orderId);
		if (known !== undefined && book.isFresh(known, clock(), maxAgeMs)) {
			// What this reading has read stays counted as read.
			if (before !== 'read') this.#tally.set(key, 'fresh');
			return;
		}
		this.#tally.set(key, 'waiting');
		const line = this.#lines.get(order.tenantId) ?? { queue: [], underWay: 0 };
		this.#lines.set(order.tenantId, line);
		line.queue.push(order.orderId);
		this.#turns.add(order.tenantId);
	}

	#goOn(): void {
		if (this.#phase !== 'running') return;
		if (this.#stop.signal.aborted) this.#giveUp();
		for (let next = this.#next(); next !== undefined; next = this.#next()) {
			const { order, line } = next;
			this.#underWay += 1;
			line.underWay += 1;
			void this.#readOne(order).finally(() => {
				this.#underWay -= 1;
				line.underWay -= 1;
				this.#goOn();
			});
		}
		if (this.#underWay === 0 && this.#turns.size === 0) this.#finish();
		this.#onChange();
	}

	/** The customers take turns. */
	#next(): { readonly order: OrderRef; readonly line: Line } | undefined {
		if (this.#underWay >= handedOver) return undefined;
		for (const tenantId of this.#turns) {
			const line = this.#lines.get(tenantId);
			if (line === undefined || line.underWay >= ofOneCustomer) continue;
			const orderId = line.queue.shift();
			this.#turns.delete(tenantId);
			if (line.queue.length > 0) this.#turns.add(tenantId);
			if (orderId !== undefined) return { order: { tenantId, orderId }, line };
		}
		return undefined;
	}

	/** Never rejects. */
	async #readOne(order: OrderRef): Promise<void> {
		const key = keyOf(order);
		try {
			await this.#read(order);
			this.#tally.set(key, 'read');
		} catch (error) {
			if (isCancelled(error)) {
				this.#tally.set(key, 'notTried');
				return;
			}
			const failure = toFailure(error, order.tenantId);
			this.#parts.book.fail(order, failure);
			this.#parts.failures.note(order.tenantId, failure);
			this.#tally.set(key, 'failed', failure);
		}
	}

	/** @throws ServiceFailure; an AbortError */
	async #read(order: OrderRef): Promise<void> {
		const { transport, book, clock } = this.#parts;
		const { tenantId, orderId } = order;
		let generation: number;
		do {
			generation = book.generation(tenantId);
			const options = { priority: 'background', signal: this.#stop.signal } as const;
			const body = await getReservationOrder(transport, tenantId, orderId, options);
			if (generation === book.generation(tenantId)) book.put(order, scheduleOf(orderFrom(tenantId, orderId, body)), clock());
			// What was changed while it was read is read once more.
		} while (generation !== book.generation(tenantId));
	}

	#giveUp(): void {
		for (const tenantId of this.#turns)
			for (const orderId of this.#lines.get(tenantId)?.queue.splice(0) ?? [])
				this.#tally.set(keyOf({ tenantId, orderId }), 'notTried');
		this.#turns.clear();
	}

	/** Orders whose customers the service makes wait. */
	#throttled(): number {
		let count = 0;
		for (const tenantId of this.#parts.throttled) {
			const { queue, underWay } = this.#lines.get(tenantId) ?? { queue: [], underWay: 0 };
			count += queue.length + underWay;
		}
		return count;
	}

	#finish(): void {
		this.#phase = this.#stop.signal.aborted ? 'cancelled' : 'done';
		this.#endedAt = this.#parts.clock();
		this.#finished.resolve();
	}
}
