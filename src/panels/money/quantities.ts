/** How many units were not used: what "return what the last 7 days did not use" means. */

/** Percentages of the service are rounded: so much of a unit is not counted as used. */
const TOLERANCE = 0.02;

/**
 * @param quantity units of the reservation; undefined: not told
 * @param used percent from 0; what is above 100 counts as all (arm-pitfalls 24). Undefined: no data
 * @returns whole units that no hour of the average needed; undefined when its units or their use are not known
 */
export function unusedUnits(quantity: number | undefined, used: number | undefined): number | undefined {
	if (quantity === undefined || used === undefined) return undefined;
	const needed = Math.ceil((quantity * Math.min(Math.max(used, 0), 100)) / 100 - TOLERANCE);
	return quantity - Math.max(needed, 0);
}

/** True for a number of units that can be given back. @param most undefined: not told, so that nothing can */
export function isQuantity(value: number | undefined, most: number | undefined): value is number {
	return value !== undefined && most !== undefined && Number.isInteger(value) && value >= 1 && value <= most;
}
