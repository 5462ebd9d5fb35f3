/** Lists of numbers that grow. */

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** @returns the list itself if it is long enough, else a longer one that begins with it */
export function grown<T extends Numbers>(values: T, needed: number): T {
	if (needed <= values.length) return values;
	const longer = new (values.constructor as new (length: number) => T)(Math.max(needed, 2 * values.length));
	longer.set(values);
	return longer;
}
