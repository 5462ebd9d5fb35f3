/** The scan service: one scan at a time, shared by all who ask for one. */
import { cancellation } from '../../azure/failure';
import { SharedWork } from '../shared-work';
import { StateFeed } from '../state-feed';
import type { ScanService } from './api';
import type { CustomerScan, HiddenOrders, ScanRequest, ScanState } from './model';
import { Run, type RunParts } from './run';

const theScan = 'scan';

interface ScanParts extends RunParts {
	/** Writes what was read. @returns why it can't be written */
	readonly save: () => Promise<Error | undefined>;
	/** Fires when the service ends. */
	readonly ending: AbortSignal;
	/** Told when a listener throws. */
	readonly onListenerError: (error: unknown) => void;
}

export class Scan implements ScanService {
	readonly #parts: ScanParts;
	readonly #work = new SharedWork<ScanState>();
	readonly #feed: StateFeed<ScanState>;
	#run: Run | undefined;

	constructor(parts: ScanParts) {
		this.#parts = parts;
		this.#feed = new StateFeed(() => this.state(), parts.onListenerError);
	}

	state(): ScanState {
		return this.#run?.state() ?? { ...nothing, hiddenOrders: this.#parts.portfolio.hidden.count };
	}

	onDidChange(listener: (state: ScanState) => void): () => void {
		return this.#feed.listen(listener);
	}

	async start(request: ScanRequest = {}, signal?: AbortSignal): Promise<ScanState> {
		const { ending } = this.#parts;
		if (ending.aborted) throw cancellation(ending);
		const interested = signal === undefined ? ending : AbortSignal.any([signal, ending]);
		if (!interested.aborted && this.#work.isRunning(theScan)) this.#run?.add(request);
		return this.#work.join(theScan, (shared) => this.#begin(request, shared), interested);
	}

	cancel(): void {
		this.#run?.cancel();
	}

	save(): Promise<Error | undefined> {
		return this.#parts.save();
	}

	customer(tenantId: string): CustomerScan | undefined {
		const key = tenantId.toLowerCase();
		const state = this.#run?.tally.state(key);
		return state === undefined ? undefined : { tenantId: key, state, failure: this.#run?.tally.failureOf(key) };
	}

	failures(): readonly CustomerScan[] {
		const failures = this.#run?.tally.failures ?? new Map();
		return Array.from(failures, ([tenantId, failure]) => ({ tenantId, state: 'failed', failure }));
	}

	notCompared(): readonly CustomerScan[] {
		const failures = this.#run?.notCompared ?? new Map();
		return Array.from(failures, ([tenantId, failure]) => ({ tenantId, state: 'read', failure }));
	}

	hiddenOrders(): readonly HiddenOrders[] {
		return this.#parts.portfolio.hidden.all();
	}

	/** Ends what runs. @returns when all of it has stopped */
	async dispose(): Promise<void> {
		await this.#work.endAll();
		this.#feed.dispose();
	}

	async #begin(request: ScanRequest, signal: AbortSignal): Promise<ScanState> {
		// A request for some customers tells nothing of the others: what is known of those stays.
		const before = request.tenantIds === undefined ? undefined : this.#run;
		const run = new Run(this.#parts, () => this.#feed.changed(), before);
		this.#run = run;
		signal.addEventListener('abort', () => run.cancel(), { once: true });
		run.add(request);
		this.#feed.tell();
		const state = await run.end();
		this.#feed.tell();
		return state;
	}
}

const nothing: ScanState = {
	phase: 'idle',
	total: 0,
	fresh: 0,
	read: 0,
	failed: 0,
	waiting: 0,
	notTried: 0,
	throttled: 0,
	causes: [],
	isListComplete: false,
	hiddenOrders: 0,
	notCompared: 0,
};
