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
	/**
	 * Longest wait, ms, between two looks at an exchange that Azure has ended without telling what became of each line: it works on
	 * it no more, so what is told may still come, but the later the less likely.
	 */
	readonly endedLookMs: number;
	/** So long after its end was seen, ms, such an exchange is looked at; later when somebody asks. */
	readonly endedForMs: number;
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
	endedLookMs: 15 * 60_000,
	endedForMs: 24 * 60 * 60_000,
	watchMs: 2_000,
	heartbeatMs: 5_000,
	leaseMs: 25_000,
};

/**
 * Wait before the next look.
 * @param asked what the service asked for, ms
 * @param unchanged looks in a row that showed nothing new, or failed
 */
export function nextLook(
	pace: Pace,
	asked: number | undefined,
	unchanged: number,
	{ isOverdue, endAgeMs }: Pick<Patience, 'isOverdue' | 'endAgeMs'> = { isOverdue: false },
): number {
	// Each time a quarter longer than from the end to the look before.
	if (endAgeMs !== undefined) return Math.max(Math.min(endAgeMs / 4, pace.endedLookMs), asked ?? 0, pace.shortestMs);
	if (isOverdue) return pace.overdueLookMs;
	if (asked !== undefined) return Math.max(asked, pace.shortestMs);
	return Math.min(pace.shortestMs * 1.5 ** unchanged, pace.longestMs);
}

/** How long ago the commit was sent, against the limits of the pace. */
export interface Patience {
	/** A commit without an answer that left no trace by now, neither on the reservation nor on its order, was not done. */
	readonly isSettled: boolean;
	readonly isOverdue: boolean;
	/** How long ago it was first seen, ms, that Azure has ended it without telling what became of each line. */
	readonly endAgeMs?: number | undefined;
}

/** @param now ms since the epoch */
export function patienceOf(pace: Pace, { operation, trail }: Entry, now: number): Patience {
	const age = now - (operation.sentAt ?? operation.preparedAt);
	const endAgeMs = trail.endSeenAt === undefined ? undefined : now - trail.endSeenAt;
	return { isSettled: age > pace.settledMs, isOverdue: age > pace.overdueMs, endAgeMs };
}

/** True when nothing more is expected of an exchange that Azure has ended: it is looked at when somebody asks, no more by itself. */
export function isLeftToAsk(pace: Pace, { endAgeMs }: Pick<Patience, 'endAgeMs'>): boolean {
	return endAgeMs !== undefined && endAgeMs > pace.endedForMs;
}
