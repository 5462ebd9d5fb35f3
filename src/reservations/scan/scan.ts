/** The scan service: one scan at a time, shared by all who ask for one. */
import { cancellation } from '../../azure/failure';
import { SharedWork } from '../shared-work';
import type { ScanService } from './api';
import type { CustomerScan, HiddenOrders, ScanRequest, ScanState } from './model';
import { Run, type RunParts } from './run';

/** The state is told at most so often, ms: a view need not be drawn for every one of 20,000 customers. */
const tellMs = 100;
const theScan = 'scan';

interface ScanParts extends RunParts {
	/** Fires when the service ends. */
	readonly ending: AbortSignal;
	/** Told when a listener throws. */
	readonly onListenerError: (error: unknown) => void;
}

export class Scan implements ScanService {
	readonly #parts: ScanParts;
	readonly #work = new SharedWork<ScanState>();
	readonly #listeners = new Set<(state: ScanState) => void>();
	#run: Run | undefined;
	#timer: NodeJS.Timeout | undefined;

	constructor(parts: ScanParts) {
		this.#parts = parts;
	}

	state(): ScanState {
		return this.#run?.state() ?? { ...nothing, hiddenOrders: this.#parts.portfolio.hidden.count };
	}

	onDidChange(listener: (state: ScanState) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
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

	customer(tenantId: string): CustomerScan | undefined {
		return this.#run?.tally.customer(tenantId.toLowerCase());
	}

	failures(): readonly CustomerScan[] {
		return this.#run?.tally.failures() ?? [];
	}

	hiddenOrders(): readonly HiddenOrders[] {
		return this.#parts.portfolio.hidden.all();
	}

	/** Ends what runs. @returns when all of it has stopped */
	async dispose(): Promise<void> {
		await this.#work.endAll();
		clearTimeout(this.#timer);
		this.#listeners.clear();
	}

	async #begin(request: ScanRequest, signal: AbortSignal): Promise<ScanState> {
		const run = new Run(this.#parts, () => this.#changed());
		this.#run = run;
		signal.addEventListener('abort', () => run.cancel(), { once: true });
		run.add(request);
		this.#tell();
		const state = await run.end();
		this.#tell();
		return state;
	}

	#changed(): void {
		this.#timer ??= setTimeout(() => this.#tell(), tellMs).unref();
	}

	#tell(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const state = this.state();
		for (const listener of this.#listeners) {
			try {
				listener(state);
			} catch (error) {
				this.#parts.onListenerError(error);
			}
		}
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
};
