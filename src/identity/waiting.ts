/** Waiting for work that others wait for too: a caller may leave without ending it for the rest. */
import { cancellation } from '../azure/failure';

/**
 * Waits for work until the caller leaves; the work itself goes on.
 * @throws what the work throws, and an AbortError once `signal` fires
 */
export async function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	if (signal === undefined) return await work;
	if (signal.aborted) {
		work.catch(() => {});
		throw cancellation(signal);
	}
	const { promise, reject } = Promise.withResolvers<never>();
	const leave = () => reject(cancellation(signal));
	signal.addEventListener('abort', leave, { once: true });
	try {
		return await Promise.race([work, promise]);
	} finally {
		signal.removeEventListener('abort', leave);
	}
}

/** Questions to the user: asked once for a key, taken back when nobody waits for the answer any more. */
export class SharedQuestions<T> {
	readonly #open = new Map<string, { readonly answer: Promise<T>; readonly end: AbortController; waiting: number }>();

	/**
	 * Waits for the answer to the question of this key, asking it when nobody has.
	 * @param ask asks; its signal fires when the last one has left
	 * @throws what asking throws, and an AbortError once `signal` fires
	 */
	async ask(key: string, ask: (signal: AbortSignal) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
		if (signal?.aborted) throw cancellation(signal);
		const question = this.#open.get(key) ?? this.#begin(key, ask);
		question.waiting++;
		try {
			return await orCancelled(question.answer, signal);
		} finally {
			question.waiting--;
			if (question.waiting === 0) question.end.abort();
		}
	}

	/** Takes all questions back; who waits gets an AbortError. @returns once none is open */
	async endAll(): Promise<void> {
		const open = [...this.#open.values()];
		for (const { end } of open) end.abort();
		await Promise.allSettled(open.map(({ answer }) => answer));
	}

	#begin(key: string, ask: (signal: AbortSignal) => Promise<T>) {
		const end = new AbortController();
		const close = () => {
			if (this.#open.get(key) === question) this.#open.delete(key);
		};
		// One that is being taken back has no answer for who comes now.
		end.signal.addEventListener('abort', close, { once: true });
		const question = { answer: ask(end.signal).finally(close), end, waiting: 0 };
		question.answer.catch(() => {});
		this.#open.set(key, question);
		return question;
	}
}
