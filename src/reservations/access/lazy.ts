/** Something that is read once, when it is first asked for, and shared by all who ask. */

/**
 * @param read is called on the first call of what this returns
 * @returns gives the promise of the first read, also when it failed: one examination asks each service once
 */
export function lazy<T>(read: () => Promise<T>): () => Promise<T> {
	let promise: Promise<T> | undefined;
	return () => {
		if (promise === undefined) {
			promise = read();
			// Whoever asks hears of the failure; nobody need ask.
			promise.catch(() => {});
		}
		return promise;
	};
}

/** The same for things that have a key. */
export function lazyByKey<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
	const reads = new Map<string, () => Promise<T>>();
	return (key) => {
		let known = reads.get(key);
		if (known === undefined) {
			known = lazy(() => read(key));
			reads.set(key, known);
		}
		return known();
	};
}
