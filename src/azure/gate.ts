/** When a call may go out: few at a time to one host, what the user waits for first, and none to a tenant that is throttled. */
import PQueue from 'p-queue';
import { cancellation } from './failure';

export class Gate {
	readonly #queues = new Map<string, PQueue>();
	readonly #inFlight: number;
	readonly #heldUntil = new Map<string, number>();

	/** @param inFlight most calls under way to one host (performance 5: at most 5) */
	constructor(inFlight: number) {
		this.#inFlight = inFlight;
	}

	/**
	 * Does the work once one of the host's places is free.
	 * @throws what the work throws; an AbortError when the signal fires, also while it waits for its turn
	 */
	async inTurn<T>(origin: string, foreground: boolean, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
		let queue = this.#queues.get(origin);
		if (queue === undefined) {
			queue = new PQueue({ concurrency: this.#inFlight });
			this.#queues.set(origin, queue);
		}
		try {
			return await queue.add(work, { priority: foreground ? 1 : 0, ...(signal && { signal }) });
		} catch (error) {
			throw signal?.aborted ? cancellation(signal) : error;
		}
	}

	/** Keeps all calls of one throttling budget back until then (ms since the epoch), or longer where that was asked before. */
	hold(budget: string, until: number): void {
		this.#heldUntil.set(budget, Math.max(until, this.#heldUntil.get(budget) ?? 0));
	}

	/** How long calls of that budget still have to wait, ms; 0 when they may go. */
	held(budget: string, now: number): number {
		const until = this.#heldUntil.get(budget) ?? 0;
		if (until > now) return until - now;
		this.#heldUntil.delete(budget);
		return 0;
	}
}

/** Tells, for each tenant, until when its calls wait; several calls of a tenant may wait at once. */
export class WaitingTenants {
	readonly #waits = new Map<string, number[]>();
	readonly #tell: (tenantId: string, until: number | undefined) => void;

	constructor(tell: (tenantId: string, until: number | undefined) => void) {
		this.#tell = tell;
	}

	/** Tells of a wait while it lasts. */
	async during(tenantId: string, until: number, wait: () => Promise<void>): Promise<void> {
		const waits = this.#waits.get(tenantId) ?? [];
		this.#waits.set(tenantId, waits);
		waits.push(until);
		this.#tell(tenantId, Math.max(...waits));
		try {
			await wait();
		} finally {
			waits.splice(waits.indexOf(until), 1);
			if (waits.length === 0) this.#waits.delete(tenantId);
			this.#tell(tenantId, waits.length === 0 ? undefined : Math.max(...waits));
		}
	}
}

/** Waits; rejects with an AbortError when the signal fires. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) throw cancellation(signal);
	await new Promise<void>((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			if (signal) reject(cancellation(signal));
		};
		const timer = setTimeout(() => {
			signal?.removeEventListener('abort', stop);
			resolve();
		}, ms);
		signal?.addEventListener('abort', stop, { once: true });
	});
}
