/** A limit to how long a request may take, whose timer is gone with the answer. */

/** Code of a failure: whoever gives the tokens did not answer in time. */
export const SIGN_IN_SILENT = 'SignInSilent';

/**
 * Waits for work that can't be ended, or that others wait for too: it goes on, only not for this caller.
 * @param timeoutMs the limit in ms
 * @param start starts the work
 * @param tooLate makes the error for the end of the time
 * @throws what the work throws, and that error
 */
export async function orTooLate<T>(timeoutMs: number, start: () => Promise<T>, tooLate: () => Error): Promise<T> {
	const { promise, reject } = Promise.withResolvers<never>();
	const timer = setTimeout(() => reject(tooLate()), timeoutMs);
	try {
		return await Promise.race([start(), promise]);
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Does work that ends when the caller gives up or the time is over. `AbortSignal.timeout` would keep its timer, and all that hangs
 * on it, for the whole time: in a scan of thousands of tenants that is megabytes.
 * @param timeoutMs the limit in ms
 * @param signal the caller's; undefined when it can't give up
 * @param work is given the signal that ends it: aborted with a TimeoutError when the time is over, else with the caller's reason
 * @throws what the work throws
 */
export async function withinTime<T>(
	timeoutMs: number,
	signal: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const controller = new AbortController();
	const leave = () => controller.abort(signal?.reason);
	const timer = setTimeout(() => controller.abort(new DOMException('The time is over.', 'TimeoutError')), timeoutMs);
	if (signal?.aborted) leave();
	signal?.addEventListener('abort', leave, { once: true });
	try {
		return await work(controller.signal);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', leave);
	}
}
