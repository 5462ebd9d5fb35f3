/** The scan service: one scan at a time, shared by all who ask for one. */
import { SharedRun, type SharedRunParts } from '../shared-run';
import type { ScanService } from './api';
import type { CustomerScan, HiddenOrders, ScanRequest, ScanState } from './model';
import { Run, type RunParts } from './run';

interface ScanParts extends RunParts {
	/** Writes what was read. @returns why it can't be written */
	readonly save: () => Promise<Error | undefined>;
}

export class Scan implements ScanService {
	readonly #parts: ScanParts;
	readonly #runs: SharedRun<ScanRequest, ScanState, Run>;

	constructor(parts: ScanParts & SharedRunParts) {
		this.#parts = parts;
		this.#runs = new SharedRun(parts, {
			// A request for some customers tells nothing of the others: what is known of those stays.
			begin: (onChange, { tenantIds }, before) =>
				new Run(parts, onChange, tenantIds === undefined ? undefined : before, before?.toCompare),
			idle: () => ({ ...nothing, hiddenOrders: parts.portfolio.hidden.count }),
		});
	}

	state(): ScanState {
		return this.#runs.state();
	}

	onDidChange(listener: (state: ScanState) => void): () => void {
		return this.#runs.listen(listener);
	}

	start(request: ScanRequest = {}, signal?: AbortSignal): Promise<ScanState> {
		return this.#runs.start(request, signal);
	}

	cancel(): void {
		this.#runs.cancel();
	}

	save(): Promise<Error | undefined> {
		return this.#parts.save();
	}

	customer(tenantId: string): CustomerScan | undefined {
		const key = tenantId.toLowerCase();
		const tally = this.#runs.run?.tally;
		const state = tally?.state(key);
		return state === undefined ? undefined : { tenantId: key, state, failure: tally?.failureOf(key) };
	}

	failures(): readonly CustomerScan[] {
		const failures = this.#runs.run?.tally.failures ?? new Map();
		return Array.from(failures, ([tenantId, failure]) => ({ tenantId, state: 'failed', failure }));
	}

	neverRead(): readonly CustomerScan[] {
		// Not by their lists: to make one unpacks all of a customer's reservations.
		return this.failures().filter(({ tenantId }) => this.#parts.portfolio.packed(tenantId) === undefined);
	}

	notCompared(): readonly CustomerScan[] {
		const failures = this.#runs.run?.notCompared ?? new Map();
		return Array.from(failures, ([tenantId, failure]) => ({ tenantId, state: 'read', failure }));
	}

	hiddenOrders(): readonly HiddenOrders[] {
		return this.#parts.portfolio.hidden.all();
	}

	/** Forgets the last scan. @returns when what ran has stopped */
	clear(): Promise<void> {
		return this.#runs.clear();
	}

	/** Ends what runs. @returns when all of it has stopped */
	dispose(): Promise<void> {
		return this.#runs.dispose();
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
	toCompare: 0,
};
