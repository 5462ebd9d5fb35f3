/** Follows open operations to their end: one loop an operation, in one window at a time, for as long as it takes. */
import { randomUUID } from 'node:crypto';
import { cancellation, isCancelled } from '../../azure/failure';
import type { CallOptions } from '../../azure/transport';
import type { Journal } from './journal';
import type { Entry } from './journal-file';
import { Lease } from './lease';
import type { Sight } from './looking';
import { isLeftToAsk, nextLook, type Pace, patienceOf } from './pace';
import { beingFoundOut, isOver, notDone, outcomeUnknown, withOperation } from './progress';

interface FollowingParts {
	readonly journal: Journal;
	readonly pace: Pace;
	/** Now, ms since the epoch. */
	readonly clock: () => number;
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	/** Finds out how an operation stands. @throws ServiceFailure */
	readonly look: (entry: Entry, options: CallOptions) => Promise<Sight>;
	/** Why a prepared operation was given up, in a sentence. */
	readonly abandoned: () => string;
	readonly log: { debug(message: string): void; warn(message: string): void };
}

interface Followed {
	readonly lease: Lease;
	isRunning: boolean;
}

export class Following {
	readonly #parts: FollowingParts;
	/** This window's name in the leases. */
	readonly #owner = randomUUID();
	readonly #followed = new Map<string, Followed>();
	/** On the way to be followed. */
	readonly #taking = new Set<string>();
	/** Loops that have not given their lease back yet. */
	readonly #loops = new Set<Promise<void>>();
	readonly #ending = new AbortController();
	#heart: NodeJS.Timeout | undefined;

	constructor(parts: FollowingParts) {
		this.#parts = parts;
	}

	/**
	 * Makes this window the one that follows an operation.
	 * @returns false when another window follows it, or this one does already
	 */
	async take(id: string): Promise<boolean> {
		if (this.#followed.has(id) || this.#taking.has(id)) return false;
		this.#taking.add(id);
		try {
			const lease = new Lease(await this.#parts.journal.leaseFile(id), this.#owner, this.#parts.pace.leaseMs);
			if (!(await lease.acquire())) return false;
			this.#followed.set(id, { lease, isRunning: false });
			this.#beat();
			return true;
		} finally {
			this.#taking.delete(id);
		}
	}

	/** Gives it back without following it. Never rejects: what can't be given back is taken over when it is old. */
	async leave(id: string): Promise<void> {
		const { lease } = this.#followed.get(id) ?? {};
		this.#followed.delete(id);
		try {
			await lease?.release();
		} catch (error) {
			this.#parts.log.warn(`The lease of operation ${id} was not given back: ${String(error)}`);
		}
	}

	/**
	 * Follows an operation that this window has taken.
	 * @param waitMs before the first look; undefined: as the pace says
	 */
	start(id: string, waitMs: number | undefined): void {
		const followed = this.#followed.get(id);
		if (followed === undefined || followed.isRunning) return;
		followed.isRunning = true;
		const { log } = this.#parts;
		const loop = this.#follow(id, followed, waitMs)
			.catch((error: unknown) => {
				if (!isCancelled(error)) log.warn(`Following of operation ${id} ended: ${String(error)}`);
			})
			.then(() => this.leave(id))
			.finally(() => this.#loops.delete(loop));
		this.#loops.add(loop);
	}

	/** Takes over what nobody follows. What was prepared by a window that is gone is given up: it can't be sent any more. */
	async takeOver(entries: readonly Entry[]): Promise<void> {
		const { journal, pace, clock, log } = this.#parts;
		for (const entry of entries) {
			const { operation } = entry;
			const { id } = operation;
			if (isOver(operation) || this.#followed.has(id) || this.#ending.signal.aborted) continue;
			// What it shows could not be written down.
			if (journal.isUnreadable(id) || isLeftToAsk(pace, patienceOf(pace, entry, clock()))) continue;
			try {
				if (!(await this.take(id))) continue;
				await this.#giveUpPrepared(id);
				this.start(id, 0);
			} catch (error) {
				log.warn(`Operation ${id} could not be taken over: ${String(error)}`);
				await this.leave(id);
			}
		}
	}

	/** Looks at an operation now, and writes down what it shows. @throws ServiceFailure; an AbortError when cancelled */
	async lookNow(entry: Entry, signal?: AbortSignal): Promise<Entry> {
		const { journal, clock, look } = this.#parts;
		const { id } = entry.operation;
		try {
			const { change } = await look(entry, { signal });
			return await journal.update(id, (it) => withOperation(change(it), { lastLookedAt: clock() }));
		} catch (error) {
			if (!isCancelled(error)) await this.#couldNotLook(id);
			throw error;
		}
	}

	/** Ends all loops; what is open is followed by others, or after the next start. */
	async dispose(): Promise<void> {
		clearInterval(this.#heart);
		this.#ending.abort();
		await Promise.all(this.#loops);
		await Promise.all([...this.#followed.keys()].map((id) => this.leave(id)));
	}

	async #giveUpPrepared(id: string): Promise<void> {
		const { journal, clock, abandoned } = this.#parts;
		// Read again: whoever had it may have written since.
		const entry = await journal.update(id, (it) => it);
		if (entry.operation.state !== 'prepared') return;
		// Both who sends and who gives up have to pass here, so this can't cross a sending (design: moving money).
		const decided = await journal.decide(id, 'dropped', clock());
		if (decided === 'dropped') await journal.update(id, (it) => notDone(it, abandoned(), clock()));
	}

	async #follow(id: string, followed: Followed, firstWaitMs: number | undefined): Promise<void> {
		const { journal, pace, sleep, clock } = this.#parts;
		let asked = firstWaitMs;
		let unchanged = 0;
		for (let isFirst = true; ; isFirst = false) {
			const entry = await journal.update(id, (it) => it);
			const patience = patienceOf(pace, entry, clock());
			if (isOver(entry.operation) || isLeftToAsk(pace, patience)) return;
			const waitMs = isFirst && firstWaitMs === 0 ? 0 : nextLook(pace, asked, unchanged, patience);
			if (waitMs > 0) await sleep(waitMs, this.#ending.signal);
			// After a long sleep of the computer another window may have taken over.
			if (!(await followed.lease.renew())) return;
			const seen = await this.#lookOnce(entry);
			asked = seen?.waitMs;
			unchanged = seen === undefined || seen.isSame ? unchanged + 1 : 0;
		}
	}

	/** @returns undefined when it could not be read: signed out, offline, throttled; it goes on later */
	async #lookOnce(entry: Entry): Promise<{ readonly waitMs: number | undefined; readonly isSame: boolean } | undefined> {
		const { journal, clock, look, log } = this.#parts;
		const { id, state, step } = entry.operation;
		try {
			const { change, waitMs } = await look(entry, { signal: this.#ending.signal, priority: 'background' });
			const seen = await journal.update(id, (it) => withOperation(change(it), { lastLookedAt: clock() }));
			return { waitMs, isSame: seen.operation.state === state && seen.operation.step === step };
		} catch (error) {
			if (this.#ending.signal.aborted) throw cancellation(this.#ending.signal);
			log.debug(`Operation ${id} could not be looked at: ${error instanceof Error ? error.message : String(error)}`);
			await this.#couldNotLook(id);
			return undefined;
		}
	}

	/** Sent without an answer, and nothing can be read: that is unknown, and has to be shown as such. */
	async #couldNotLook(id: string): Promise<void> {
		if (this.#parts.journal.entry(id)?.operation.state !== 'sent') return;
		await this.#parts.journal.update(id, (it) => (it.operation.state === 'sent' ? outcomeUnknown(it, beingFoundOut()) : it));
	}

	/** Says as long as something is followed that this window is alive. */
	#beat(): void {
		if (this.#heart !== undefined) return;
		this.#heart = setInterval(() => {
			for (const [id, { lease }] of this.#followed) {
				lease.renew().catch((error: unknown) => this.#parts.log.warn(`Lease of ${id} was not renewed: ${String(error)}`));
			}
		}, this.#parts.pace.heartbeatMs);
		this.#heart.unref();
	}
}
