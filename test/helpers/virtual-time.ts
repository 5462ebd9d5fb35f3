/** Time for tests that passes only when everything waits: a clock and sleeps that end in their order. */
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

interface Sleeper {
	readonly at: number;
	readonly wake: () => void;
}

export class VirtualTime {
	#now = 0;
	#sleepers: Sleeper[] = [];

	readonly clock = () => this.#now;

	/** Sleeps in virtual time; rejects with the signal's reason. */
	readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
		new Promise((resolve, reject) => {
			const sleeper = { at: this.#now + ms, wake: resolve };
			this.#sleepers.push(sleeper);
			signal?.addEventListener('abort', () => {
				this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
				reject(signal.reason as Error);
			});
		});

	/** Lets time pass until nobody sleeps any more, or until then. */
	async run(until = Number.POSITIVE_INFINITY): Promise<void> {
		for (;;) {
			await turnOfTheLoop();
			const next = this.#sleepers.reduce<Sleeper | undefined>(
				(first, other) => (first === undefined || other.at < first.at ? other : first),
				undefined,
			);
			if (next === undefined || next.at > until) break;
			this.#now = Math.max(this.#now, next.at);
			this.#sleepers = this.#sleepers.filter((other) => other !== next);
			next.wake();
		}
		if (Number.isFinite(until)) this.#now = Math.max(this.#now, until);
	}
}
