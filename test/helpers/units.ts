/** How many units a reservation has, where the sandbox tells it. */
import assert from 'node:assert/strict';

export function unitsOf({ quantity }: { readonly quantity?: number | undefined }): number {
	assert.ok(quantity !== undefined);
	return quantity;
}
