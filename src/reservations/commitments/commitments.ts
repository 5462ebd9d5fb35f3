/** The commitments service: one reading at a time, shared by all who ask for one, and what is known of orders. */
import type { ReservationOrder } from '../model';
import { SharedRun, type SharedRunParts } from '../shared-run';
import type { CommitmentsService } from './api';
import { CommitmentBook } from './book';
import type { CommitmentsState, OrderCommitment, OrderFailure, OrderRef, ReadRequest } from './model';
import { Run, type RunParts } from './run';
import type { SavedCommitments } from './saved';
import { scheduleOf } from './schedule';

type CommitmentsParts = Omit<RunParts, 'book' | 'throttled'> &
	SharedRunParts & {
		/** What was known when the service ended the last time. */
		readonly saved: SavedCommitments;
	};

export class Commitments implements CommitmentsService {
	readonly book: CommitmentBook;
	readonly #clock: () => number;
	readonly #saved: SavedCommitments;
	readonly #runs: SharedRun<ReadRequest, CommitmentsState, Run>;
	readonly #throttled = new Set<string>();
	#fromDisk: Promise<void> | undefined;
	#isReady = false;

	constructor(parts: CommitmentsParts) {
		this.#clock = parts.clock;
		this.#saved = parts.saved;
		this.book = new CommitmentBook(parts.saved);
		this.#runs = new SharedRun(parts, {
			begin: (onChange) => new Run({ ...parts, book: this.book, throttled: this.#throttled }, onChange),
			idle: () => nothing,
		});
	}

	state(): CommitmentsState {
		return this.#runs.state();
	}

	onDidChange(listener: (state: CommitmentsState) => void): () => void {
		return this.#runs.listen(listener);
	}

	ready(): Promise<void> {
		this.#fromDisk ??= this.#saved
			.readAll((order, schedule, asOf) => this.book.restore(order, schedule, asOf))
			.then(() => {
				this.#isReady = true;
				this.#runs.changed();
			});
		return this.#fromDisk;
	}

	async read(request: ReadRequest, signal?: AbortSignal): Promise<CommitmentsState> {
		// What was kept need not be read again. It is known before anybody can ask, but for who is very quick.
		if (!this.#isReady) await this.ready();
		return this.#runs.start(request, signal);
	}

	cancel(): void {
		this.#runs.cancel();
	}

	get(order: OrderRef): OrderCommitment | undefined {
		return this.book.get(order);
	}

	failures(): readonly OrderFailure[] {
		return this.#runs.run?.failures() ?? [];
	}

	/** An order is read for another reason: what it says is known here too, unless money was moved meanwhile. */
	async noted(tenantId: string, reading: Promise<ReservationOrder>): Promise<ReservationOrder> {
		const tenant = tenantId.toLowerCase();
		const generation = this.book.generation(tenant);
		const order = await reading;
		if (generation === this.book.generation(tenant)) {
			this.book.put({ tenantId: tenant, orderId: order.orderId.toLowerCase() }, scheduleOf(order), this.#clock());
			this.#runs.changed();
		}
		return order;
	}

	/** Money of a customer was moved: what its orders owe has to be read anew. @param tenantId GUID, lower case */
	forget(tenantId: string): void {
		this.book.forget(tenantId);
		this.#runs.changed();
	}

	/** @param until when calls for this customer go on, ms since the epoch; undefined: they do */
	setWaiting(tenantId: string, until: number | undefined): void {
		if (until === undefined) this.#throttled.delete(tenantId);
		else this.#throttled.add(tenantId);
		if (this.#runs.isRunning) this.#runs.changed();
	}

	/** Forgets everything. */
	async clear(): Promise<void> {
		await this.#runs.clear();
		this.book.clear();
	}

	/** Ends what runs. @returns when all of it has stopped */
	dispose(): Promise<void> {
		return this.#runs.dispose();
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
