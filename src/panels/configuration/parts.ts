/** Which of the reservations that a split made is which part: Azure names them in any order, so their quantities tell. */

interface Named {
	readonly reservationId: string;
}

/**
 * The reservation that is one part of a split.
 * @param quantities units of the parts as they were wished for
 * @param quantityOf units of a new reservation; undefined while that is not known
 * @returns undefined while it can't be told
 */
export function partOf<Result extends Named>(
	index: number,
	results: readonly Result[],
	quantities: readonly number[],
	quantityOf: (result: Result) => number | undefined,
): Result | undefined {
	const [one, other, ...more] = [...results].sort((a, b) => a.reservationId.localeCompare(b.reservationId));
	if (one === undefined || other === undefined || more.length > 0) return undefined;
	const inOrder = [one, other];
	// Parts of the same size are the same: only the choice has to stay.
	if (quantities[0] === quantities[1]) return inOrder[index];
	const size = quantityOf(one) ?? otherSize(quantityOf(other), quantities);
	if (size === quantities[0]) return inOrder[index];
	return size === quantities[1] ? inOrder[1 - index] : undefined;
}

function otherSize(size: number | undefined, quantities: readonly number[]): number | undefined {
	return quantities.find((_, index) => quantities[1 - index] === size);
}
