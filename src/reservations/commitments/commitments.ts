/** The commitments service: one reading at a time, shared by all who ask for one, and what is known of orders. */
import { cancellation } from '../../azure/failure';
import type { ReservationOrder } from '../model';
import { SharedWork } from '../shared-work';
import { StateFeed } from '../state-feed';
import type { CommitmentsService } from './api';
import { CommitmentBook } from './book';
import type { CommitmentsState, OrderCommitment, OrderFailure, OrderRef, ReadRequest } from './model';
import { Run, type RunParts } from './run';
import type { SavedCommitments } from './saved';
import { scheduleOf } from './schedule';

const theReading = 'reading';

interface CommitmentsParts extends Omit<RunParts, 'book' | 'throttled'> {
	/** What was known when the service ended the last time. */
	readonly saved: SavedCommitments;
	/** Fires when the service ends. */
	readonly ending: AbortSignal;
	/** Told when a listener throws. */
	readonly onListenerError: (error: unknown) => void;
}

export class Commitments implements CommitmentsService {
	readonly book: CommitmentBook;
	readonly #parts: CommitmentsParts;
	readonly #work = new SharedWork<CommitmentsState>();
	readonly #feed: StateFeed<CommitmentsState>;
	readonly #throttled = new Set<string>();
	#run: Run | undefined;
	#fromDisk: Promise<void> | undefined;

	constructor(parts: CommitmentsParts) {
		this.#parts = parts;
		this.book = new CommitmentBook(parts.saved);
		this.#feed = new StateFeed(() => this.state(), parts.onListenerError);
	}

	state(): CommitmentsState {
		return this.#run?.state() ?? nothing;
	}

	onDidChange(listener: (state: CommitmentsState) => void): () => void {
		return this.#feed.listen(listener);
	}

	ready(): Promise<void> {
		this.#fromDisk ??= this.#parts.saved
			.readAll((order, schedule, asOf) => this.book.restore(order, schedule, asOf))
			.then(() => this.#feed.changed());
		return this.#fromDisk;
	}

	async read(request: ReadRequest, signal?: AbortSignal): Promise<CommitmentsState> {
		const { ending } = this.#parts;
		await this.ready();
		if (ending.aborted) throw cancellation(ending);
		const interested = signal === undefined ? ending : AbortSignal.any([signal, ending]);
		if (!interested.aborted && this.#work.isRunning(theReading)) this.#run?.add(request);
		return this.#work.join(theReading, (shared) => this.#begin(request, shared), interested);
	}

	cancel(): void {
		this.#run?.cancel();
	}

	get(order: OrderRef): OrderCommitment | undefined {
		return this.book.get(order);
	}

	failures(): readonly OrderFailure[] {
		return this.#run?.failures() ?? [];
	}

	/** An order is read for another reason: what it says is known here too, unless money was moved meanwhile. */
	async noted(tenantId: string, reading: Promise<ReservationOrder>): Promise<ReservationOrder> {
		const tenant = tenantId.toLowerCase();
		const generation = this.book.generation(tenant);
		const order = await reading;
		if (generation === this.book.generation(tenant)) {
			this.book.put({ tenantId: tenant, orderId: order.orderId.toLowerCase() }, scheduleOf(order), this.#parts.clock());
			this.#feed.changed();
		}
		return order;
	}

	/** Money of a customer was moved: what its orders owe has to be read anew. @param tenantId GUID, lower case */
	forget(tenantId: string): void {
		this.book.forget(tenantId);
		this.#feed.changed();
	}

	/** @param until when calls for this customer go on, ms since the epoch; undefined: they do */
	setWaiting(tenantId: string, until: number | undefined): void {
		if (until === undefined) this.#throttled.delete(tenantId);
		else this.#throttled.add(tenantId);
		if (this.#work.isRunning(theReading)) this.#feed.changed();
	}

	/** Forgets everything. */
	async clear(): Promise<void> {
		await this.#work.endAll();
		this.#run = undefined;
		this.book.clear();
		this.#feed.changed();
	}

	/** Ends what runs. @returns when all of it has stopped */
	async dispose(): Promise<void> {
		await this.#work.endAll();
		this.#feed.dispose();
	}

	async #begin(request: ReadRequest, signal: AbortSignal): Promise<CommitmentsState> {
		const run = new Run({ ...this.#parts, book: this.book, throttled: this.#throttled }, () => this.#feed.changed());
		this.#run = run;
		signal.addEventListener('abort', () => run.cancel(), { once: true });
		run.add(request);
		this.#feed.tell();
		const state = await run.end();
		this.#feed.tell();
		return state;
	}
}

const nothing: CommitmentsState = {
	phase: 'idle',
	total: 0,
	fresh: 0,
	read: 0,
	failed: 0,
	waiting: 0,
	notTried: 0,
	throttled: 0,
	causes: [],
};
