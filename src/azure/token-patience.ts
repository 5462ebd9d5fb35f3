/** How long work behind what is shown waits for its tokens: as long as for an answer, and less where a sign-in hangs for everybody. */
import { orTooLate } from './time-limit';

/**
 * After so many calls in a row without a token, the last of them just now, the next ones only try whether the sign-in is back, for a
 * hundredth of the time: a scan of thousands of customers comes to its end then. A token that comes late ends that too.
 */
const silencesBelieved = 24;
const probesPerTimeout = 100;

export class TokenPatience {
	readonly #timeoutMs: number;
	/** Calls in a row for which no token came in time. */
	#silences = 0;
	/** When the last of them gave up waiting, ms of the process's own clock. */
	#silentAt = 0;

	/** @param timeoutMs longest wait, ms */
	constructor(timeoutMs: number) {
		this.#timeoutMs = timeoutMs;
	}

	/** A token came, in time or late. */
	answered(): void {
		this.#silences = 0;
	}

	/**
	 * Waits for tokens. What asks the user for them goes on when the time is over: the next call has its answer.
	 * @param tooLate makes the error for that, told how long it waited, ms
	 */
	async wait<T>(ask: () => Promise<T>, tooLate: (waitedMs: number) => Error): Promise<T> {
		const isSilent = this.#silences >= silencesBelieved && performance.now() - this.#silentAt < this.#timeoutMs;
		const limitMs = isSilent ? this.#timeoutMs / probesPerTimeout : this.#timeoutMs;
		return await orTooLate(limitMs, ask, () => {
			this.#silences++;
			this.#silentAt = performance.now();
			return tooLate(limitMs);
		});
	}
}
