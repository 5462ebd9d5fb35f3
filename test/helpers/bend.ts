/** Bends one leaf of a value: for messages that are almost well formed. */

/** The same value with one of its leaves, chosen by `at`, replaced. */
export function bend(value: unknown, at: number, by: unknown): unknown {
	const text = JSON.stringify(value);
	let leaf = 0;
	const count = (_: string, inner: unknown) => {
		if (typeof inner !== 'object' || inner === null) leaf++;
		return inner;
	};
	JSON.parse(text, count);
	const chosen = at % leaf;
	leaf = 0;
	return JSON.parse(text, (_, inner: unknown) =>
		typeof inner !== 'object' || inner === null ? (leaf++ === chosen ? by : inner) : inner,
	);
}
