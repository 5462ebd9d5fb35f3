/** What the view "Operations" holds: returns and exchanges, and changes of configuration beside them. */
import type { ChangeRecord } from '../reservations/configuration/model';
import type { ReservationRef } from '../reservations/model';
import type { Operation } from '../reservations/operations/model';
import { isUnsettled, successorsOf } from './operation-facts';

export type Entry = Operation | ChangeRecord;

/** True for a change of configuration: no money moves by it. */
export function isChange(entry: Entry): entry is ChangeRecord {
	return 'reservations' in entry;
}

/** When it was begun, ms since the epoch. */
export function begunAt(entry: Entry): number {
	return isChange(entry) ? entry.sentAt : entry.preparedAt;
}

/** What is not settled first, then the newest first. */
export function inOrder<T extends Entry>(entries: readonly T[]): T[] {
	return [...entries].sort(
		(a, b) => Number(isUnsettled(b)) - Number(isUnsettled(a)) || begunAt(b) - begunAt(a) || a.id.localeCompare(b.id),
	);
}

/** The reservations that took the place of those it was about; none of a change that keeps them. */
export function successorsOfEntry(entry: Entry): readonly ReservationRef[] {
	if (!isChange(entry)) return successorsOf(entry);
	const { tenantId, results = [] } = entry;
	return results.map(({ orderId, reservationId }) => ({ tenantId, orderId, reservationId }));
}

/** True when it can be put back, as far as its record alone tells: a split or a merge can't. */
export function isUndoable({ kind, state, undoes }: Pick<ChangeRecord, 'kind' | 'state' | 'undoes'>): boolean {
	return state === 'succeeded' && undoes === undefined && kind !== 'split' && kind !== 'merge';
}
