/** Sends a change, once, and says what its answer makes of the record. */
import type { CapacityReservation } from '../../azure/capacity';
import {
	archiveReservation,
	type ChangeAnswer,
	mergeReservations,
	patchReservation,
	splitReservation,
} from '../../azure/reservation-changes';
import type { Transport } from '../../azure/transport';
import { toFailure } from '../failures';
import { singleReservation } from '../mapping';
import { patchOf } from './difference';
import { meaningOf } from './explanations';
import { withGoneTarget } from './gone-target';
import type { ChangeRecord, Configuration, ReservationConfiguration } from './model';
import { notAnswered, taken, traced, updateSeen, withResults } from './progress';
import { configurationFrom } from './reading';

/** What came of the sending. */
interface Sent {
	readonly change: (record: ChangeRecord) => ChangeRecord;
	/** How long to wait at least before the first look, ms; undefined: it can be seen at once. */
	readonly waitMs?: number | undefined;
	/** Where the result of a split or a merge that was taken on will be. */
	readonly url?: string | undefined;
}

/** Sends what a record says. Never throws: whatever comes is written down. */
export async function send(transport: Transport, record: ChangeRecord, clock: () => number): Promise<Sent> {
	try {
		return await sendIt(transport, record, clock);
	} catch (error) {
		const failure = await withGoneTarget(transport, record, meaningOf(toFailure(error, record.tenantId)));
		return { change: (it) => notAnswered(it, failure, clock()) };
	}
}

async function sendIt(transport: Transport, record: ChangeRecord, clock: () => number): Promise<Sent> {
	const { tenantId, kind, fields, after, reservations } = record;
	const [source] = reservations;
	if (source === undefined) throw new Error('a change without a reservation');
	switch (kind) {
		case 'split':
			return replaced(await splitReservation(transport, tenantId, source, record.quantities ?? []), tenantId, clock);
		case 'merge': {
			const ids = reservations.map(({ reservationId }) => reservationId);
			return replaced(await mergeReservations(transport, tenantId, source.orderId, ids), tenantId, clock);
		}
		case 'archive':
		case 'unarchive': {
			const { correlationId } = await archiveReservation(transport, tenantId, source, kind === 'archive');
			return { change: (it) => traced(taken(it, clock()), correlationId) };
		}
		default: {
			if (after === undefined) throw new Error('an update without what is to be');
			return patched(await patchReservation(transport, tenantId, source, patchOf(tenantId, fields, after)), record, clock);
		}
	}
}

function patched(answer: ChangeAnswer<CapacityReservation | undefined>, record: ChangeRecord, clock: () => number): Sent {
	const { isDone, value, correlationId } = answer;
	const at = clock();
	// The terms of a renewal are in no answer to a patch (recordings 8): they are read.
	const isTold = isDone && value !== undefined && !record.fields.includes('renewal');
	const seen = isTold ? withRenewal(configurationFrom(record.tenantId, value, at), record.after) : undefined;
	return {
		change: (it) => {
			const answered = traced(taken(it, at), correlationId);
			return seen === undefined ? answered : updateSeen(answered, seen, { isSettled: false }, at);
		},
		// What Azure asks for (120 s in the examples) is for who polls an operation; the reservation shows it long before.
		waitMs: isDone ? undefined : 0,
	};
}

/** The terms of the renewal stay as they were where they were not changed. */
function withRenewal(seen: ReservationConfiguration | undefined, after: Configuration | undefined) {
	return seen && { ...seen, basis: { ...seen.basis, renewal: seen.basis.renew ? after?.renewal : undefined } };
}

function replaced(
	{ isDone, value, url, waitMs, correlationId }: ChangeAnswer<readonly CapacityReservation[] | undefined>,
	tenantId: string,
	clock: () => number,
): Sent {
	const named = namedIn(tenantId, value);
	const at = clock();
	return {
		change: (it) => withResults(traced(taken(it, at), correlationId), named),
		...(!isDone && { waitMs, url }),
	};
}

/** The reservations of an answer; its revisions are named by the end of their ids only (recordings 7). */
export function namedIn(tenantId: string, bodies: readonly CapacityReservation[] | undefined) {
	return (bodies ?? []).map((body) => singleReservation(tenantId, body, undefined)).filter((it) => it !== undefined);
}
