/** Follows changes until the reservations show them: right after the sending, and in the background for what takes long. */
import { isCancelled } from '../../azure/failure';
import type { CallOptions, Transport } from '../../azure/transport';
import { nextLook, type Pace } from '../operations/pace';
import type { RecordFolder } from '../operations/record-folder';
import { look } from './looking';
import type { ChangeRecord } from './model';
import { beingFoundOut, isOver } from './progress';

interface FollowingParts {
	readonly files: RecordFolder<ChangeRecord>;
	/** True while this window sends or follows it already. */
	readonly isUnderWay: (id: string) => boolean;
	readonly transport: Transport;
	/** Now, ms since the epoch. */
	readonly clock: () => number;
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	readonly pace: Pace;
	readonly log: { debug(message: string): void; warn(message: string): void };
	/** Fires when the service ends. */
	readonly ending: AbortSignal;
}

/** So long, ms, the caller waits for a change that the service has taken on; it goes on in the background. */
const patienceMs = 2 * 60_000;

export class Following {
	readonly #parts: FollowingParts;
	#watch: NodeJS.Timeout | undefined;
	#looking: Promise<void> | undefined;

	constructor(parts: FollowingParts) {
		this.#parts = parts;
	}

	/** Looks at a change once. @throws ServiceFailure; an AbortError when cancelled */
	async lookNow(record: ChangeRecord, signal: AbortSignal): Promise<ChangeRecord> {
		return (await this.#look(record, undefined, { signal })).record;
	}

	/** Ends the looks in the background. */
	async dispose(): Promise<void> {
		clearInterval(this.#watch);
		await this.#looking;
	}

	/** Looks until the end, or until it is one for the background. Never rejects: what can't be read is found out later. */
	async follow(begun: ChangeRecord, firstWaitMs: number | undefined, firstUrl: string | undefined): Promise<ChangeRecord> {
		const { clock, sleep, pace, ending, log, files } = this.#parts;
		const end = clock() + patienceMs;
		let record = begun;
		let waitMs = firstWaitMs;
		let url = firstUrl;
		try {
			for (let looks = 0; clock() < end; looks++) {
				// Taken on: as long as the service asks. Otherwise it is there already, or nobody knows: look at once.
				if (looks > 0 || waitMs !== undefined) await sleep(nextLook(pace, waitMs, looks), ending);
				({ record, waitMs, url } = await this.#look(record, url, { signal: ending }));
				if (isOver(record) || record.state === 'outcomeUnknown') break;
			}
		} catch (error) {
			if (!isCancelled(error)) log.debug(`Change ${record.id} could not be looked at: ${String(error)}`);
		}
		return files.record(record.id) ?? record;
	}

	/** Looks at what is open, also at what other windows left, now and from now on. */
	startWatch(): void {
		const { pace, ending } = this.#parts;
		if (this.#watch !== undefined || ending.aborted) return;
		this.#watch = setInterval(() => this.#lookAround(), pace.watchMs);
		this.#watch.unref();
		this.#lookAround();
	}

	/** One after the other: a look that takes long is not overtaken by the next one. */
	#lookAround(): void {
		this.#looking ??= this.#lookThrough()
			.catch((error: unknown) => this.#parts.log.warn(`The log of changes could not be looked through: ${String(error)}`))
			.finally(() => {
				this.#looking = undefined;
			});
	}

	async #lookThrough(): Promise<void> {
		const { files, ending, log } = this.#parts;
		await files.reread();
		for (const record of files.records()) {
			// What a look shows could not be written down where the file can't be read.
			if (ending.aborted || files.isUnreadable(record.id) || !this.#isDue(record)) continue;
			try {
				await this.#look(record, undefined, { signal: ending, priority: 'background' });
			} catch (error) {
				log.debug(`Change ${record.id} could not be looked at: ${String(error)}`);
			}
		}
	}

	/** Not while another window may wait for its answer; then the older, the more seldom; after a day only when somebody asks. */
	#isDue(record: ChangeRecord): boolean {
		const { clock, pace, isUnderWay } = this.#parts;
		const age = clock() - record.sentAt;
		if (isOver(record) || isUnderWay(record.id) || age < pace.leaseMs || age > pace.overdueMs) return false;
		const wait = Math.min(Math.max(age / 4, pace.shortestMs), pace.settledMs);
		return clock() - (record.lastLookedAt ?? 0) >= wait;
	}

	async #look(record: ChangeRecord, url: string | undefined, options: CallOptions) {
		const { clock, files } = this.#parts;
		try {
			const sight = await look(this.#parts, record, url, options);
			const seen = await files.update(record.id, (it) => ({ ...sight.change(it), lastLookedAt: clock() }));
			return { record: seen, waitMs: sight.waitMs, url: sight.url };
		} catch (error) {
			// Sent without an answer, and nothing can be read: that is unknown, and has to be shown as such.
			if (!isCancelled(error)) await files.update(record.id, (it) => ({ ...unlessAnswered(it), lastLookedAt: clock() }));
			throw error;
		}
	}
}

function unlessAnswered(record: ChangeRecord): ChangeRecord {
	return record.state === 'sent' ? { ...record, state: 'outcomeUnknown', explanation: beingFoundOut() } : record;
}
