/** One part of the panel that is read on its own: what is known of it, and how it is read again without losing that. */
import { isCancelled, isServiceFailure, ServiceFailure } from '../../azure/failure';
import type { Known } from '../../reservations/model';

export class Part<T> {
	readonly #read: (signal: AbortSignal) => Promise<T>;
	readonly #changed: () => void;
	#known: Known<T> = { loading: false };
	#running: AbortController | undefined;

	/**
	 * @param read reads the value; its rejection becomes the failure of the part
	 * @param changed called after every change of {@link known}
	 */
	constructor(read: (signal: AbortSignal) => Promise<T>, changed: () => void) {
		this.#read = read;
		this.#changed = changed;
	}

	/** The last value, whether a read is running, and why the last one failed. */
	get known(): Known<T> {
		return this.#known;
	}

	/** Reads when nothing is known and nothing is running. */
	ensure(): void {
		if (this.#known.value === undefined && !this.#known.loading) void this.read();
	}

	/** Reads anew; a read that is still running is given up. Never rejects. What is known stays until the answer is there. */
	async read(): Promise<void> {
		this.#running?.abort();
		const running = new AbortController();
		this.#running = running;
		this.#set({ ...this.#known, loading: true, failure: undefined });
		try {
			const value = await this.#read(running.signal);
			if (this.#running === running) this.#set({ value, asOf: Date.now(), loading: false });
		} catch (error) {
			if (this.#running !== running) return;
			this.#set({ ...this.#known, loading: false, failure: isCancelled(error) ? undefined : asFailure(error) });
		}
	}

	/** Gives up what is running and forgets what is known. Tells nobody. */
	forget(): void {
		this.#running?.abort();
		this.#running = undefined;
		this.#known = { loading: false };
	}

	#set(known: Known<T>): void {
		this.#known = known;
		this.#changed();
	}
}

/** Any error as one of the family, so that it can be shown. */
export function asFailure(error: unknown): ServiceFailure {
	if (isServiceFailure(error)) return error;
	return new ServiceFailure('UnexpectedAnswer', error instanceof Error ? error.message : String(error), { cause: error });
}
