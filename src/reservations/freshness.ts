/** When a list that is known is read anew without being asked, and when a failed read is tried again. */

/** A list read less than so many ms ago is shown without reading it again behind it. */
export const freshMs = 5 * 60_000;
/**
 * A read that failed is not started again by merely looking, for so many ms: views look again whenever something changes,
 * a failure is a change, and the two would chase each other. Retry is a refresh.
 */
const failedMs = 60_000;

export interface LoadState {
	/** When the value was read from the network, ms since the epoch. */
	readonly asOf: number | undefined;
	/** When the last read failed; undefined once one succeeded. */
	readonly failedAt: number | undefined;
}

/** True when a look at the list should start a read. */
export function needsReading({ asOf, failedAt }: LoadState, now: number): boolean {
	if (failedAt !== undefined && now - failedAt < failedMs) return false;
	return asOf === undefined || now - asOf >= freshMs;
}
