/** When a list that is known is read anew without being asked, and when a failed read is tried again. */

/** A list read less than so many ms ago is shown without reading it again behind it. */
export const freshMs = 5 * 60_000;
/**
 * A read that failed is not started again by merely looking, for so many ms: views look again whenever something changes,
 * a failure is a change, and the two would chase each other. Retry is a refresh.
 */
const failedMs = 60_000;

/** A clock is set right by a little now and then, ms. A moment further in the future was noted before the clock was set back. */
const clockSlipMs = 5_000;

export interface LoadState {
	/** When the value was read from the network, ms since the epoch. */
	readonly asOf: number | undefined;
	/** When the last read failed; undefined once one succeeded. */
	readonly failedAt: number | undefined;
}

/** True when a look at the list should start a read. */
export function needsReading({ asOf, failedAt }: LoadState, now: number): boolean {
	return !isYoung(failedAt, now, failedMs) && !isYoung(asOf, now, freshMs);
}

/** True for a moment less than `maxAgeMs` ago. One in the future, after the clock was set back, has no age to go by. */
export function isYoung(at: number | undefined, now: number, maxAgeMs: number): boolean {
	return at !== undefined && now - at > -clockSlipMs && Math.max(now - at, 0) < maxAgeMs;
}
