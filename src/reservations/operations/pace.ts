/** How patiently operations are followed: every limit with its reason, in one place. */

import type { Entry } from './journal-file';

export interface Pace {
	/** Shortest wait between two looks, ms, whatever the service says: its budget of reads is small (arm-pitfalls 23). */
	readonly shortestMs: number;
	/** Longest wait between two looks where the service names none, ms. An exchange takes about 18 minutes (recordings 2). */
	readonly longestMs: number;
	/**
	 * So long after it was sent, ms, a commit without an answer that left no trace is taken as not done: its session lived ten
	 * minutes (arm-pitfalls 7), so it can't begin any more.
	 */
	readonly settledMs: number;
	/** After so long, ms, an operation that does not end is told as one to look after. */
	readonly overdueMs: number;
	/** Wait between two looks at an overdue operation, ms, whatever the service says: it may still end, but hardly now. */
	readonly overdueLookMs: number;
	/** How often the folder of the journal is looked through for what other windows wrote, ms. */
	readonly watchMs: number;
	/** How often a window says that it still follows an operation, ms. */
	readonly heartbeatMs: number;
	/** After so long without that, ms, another window takes over. Several heartbeats: a busy computer may miss one. */
	readonly leaseMs: number;
}

export const usualPace: Pace = {
	shortestMs: 5_000,
	longestMs: 60_000,
	settledMs: 15 * 60_000,
	overdueMs: 24 * 60 * 60_000,
	overdueLookMs: 10 * 60_000,
	watchMs: 2_000,
	heartbeatMs: 5_000,
	leaseMs: 25_000,
};

/**
 * Wait before the next look.
 * @param asked what the service asked for, ms
 * @param unchanged looks in a row that showed nothing new, or failed
 * @param isOverdue it should have ended long ago
 */
export function nextLook(pace: Pace, asked: number | undefined, unchanged: number, isOverdue = false): number {
	if (isOverdue) return pace.overdueLookMs;
	if (asked !== undefined) return Math.max(asked, pace.shortestMs);
	return Math.min(pace.shortestMs * 1.5 ** unchanged, pace.longestMs);
}

/** How long ago the commit was sent, against the limits of the pace. */
export interface Patience {
	/** A commit without an answer that left no trace by now, neither on the reservation nor on its order, was not done. */
	readonly isSettled: boolean;
	readonly isOverdue: boolean;
}

/** @param now ms since the epoch */
export function patienceOf(pace: Pace, { operation }: Entry, now: number): Patience {
	const age = now - (operation.sentAt ?? operation.preparedAt);
	return { isSettled: age > pace.settledMs, isOverdue: age > pace.overdueMs };
}
