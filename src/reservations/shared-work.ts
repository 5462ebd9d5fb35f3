/** Work that several callers share: started once for a key, ended early only when the last interested caller has left. */
import { cancellation } from '../azure/failure';

interface Work<T> {
	readonly promise: Promise<T>;
	readonly abort: AbortController;
	interested: number;
}

export class SharedWork<T> {
	readonly #running = new Map<string, Work<T>>();

	isRunning(key: string): boolean {
		return this.#running.has(key);
	}

	/**
	 * Joins the work of this key, starting it when nobody has.
	 * @param start does the work; its signal fires when nobody waits for it any more
	 * @param signal the caller's own; leaving it out makes the caller stay to the end
	 * @throws what the work throws, and an AbortError once `signal` fires
	 */
	async join(key: string, start: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
		if (signal?.aborted) throw cancellation(signal);
		const work = this.#running.get(key) ?? this.#begin(key, start);
		work.interested += 1;
		if (signal === undefined) return work.promise;
		return new Promise((resolve, reject) => {
			const leave = () => {
				work.interested -= 1;
				if (work.interested === 0) this.#end(key, work);
				reject(cancellation(signal));
			};
			const stay = () => signal.removeEventListener('abort', leave);
			signal.addEventListener('abort', leave, { once: true });
			work.promise.finally(stay).then(resolve, reject);
		});
	}

	/** Ends all work; who waits gets an AbortError. @returns when all of it has stopped */
	async endAll(): Promise<void> {
		const ending = [...this.#running];
		for (const [key, work] of ending) this.#end(key, work);
		await Promise.allSettled(ending.map(([, work]) => work.promise));
	}

	#begin(key: string, start: (signal: AbortSignal) => Promise<T>): Work<T> {
		const abort = new AbortController();
		const forget = () => {
			if (this.#running.get(key) === work) this.#running.delete(key);
		};
		const promise = start(abort.signal).finally(forget);
		// When every caller has left nobody listens to how the work ends.
		promise.catch(() => {});
		const work: Work<T> = { promise, abort, interested: 0 };
		this.#running.set(key, work);
		return work;
	}

	#end(key: string, work: Work<T>): void {
		if (this.#running.get(key) === work) this.#running.delete(key);
		work.abort.abort();
	}
}
