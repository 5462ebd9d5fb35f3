/** What becomes of a change: its states, and what reading the reservations makes of them. */
import * as l10n from '@vscode/l10n';
import type { ServiceFailure } from '../../azure/failure';
import type { Reservation } from '../model';
import { hasEnded, isActive } from '../states';
import { sameField } from './difference';
import type { ChangeRecord, Configuration, ConfigurationField, ReservationConfiguration } from './model';

/** How long ago a change was sent, against the limits of the pace. */
export interface Patience {
	/** One without an answer that left no trace by now was not done. */
	readonly isSettled: boolean;
}

/** True when it has come to its end: nothing more is to be found out. */
export function isOver({ state }: ChangeRecord): boolean {
	return state === 'succeeded' || state === 'failed' || state === 'notDone';
}

/** With one more id that support can ask for. */
export function traced(record: ChangeRecord, correlationId: string | undefined): ChangeRecord {
	const { correlationIds } = record;
	if (correlationId === undefined || correlationIds.includes(correlationId)) return record;
	return { ...record, correlationIds: [...correlationIds, correlationId] };
}

export function notDone(record: ChangeRecord, explanation: string, at: number): ChangeRecord {
	return { ...record, state: 'notDone', explanation, endedAt: at };
}

function outcomeUnknown(record: ChangeRecord, explanation: string): ChangeRecord {
	return { ...record, state: 'outcomeUnknown', explanation };
}

/** The service took it on. */
export function taken(record: ChangeRecord, at: number): ChangeRecord {
	return { ...record, state: 'running', answeredAt: at, explanation: undefined };
}

/** What a failed sending makes of it: certainly not done, or unknown; the transport tells which. */
export function notAnswered(record: ChangeRecord, { message, details }: ServiceFailure, at: number): ChangeRecord {
	const words = [message, details.detail && l10n.t('Azure says: {0}', details.detail), details.remedy]
		.filter((it) => it)
		.join(' ');
	const seen = { ...traced(record, details.correlationId), errorCode: details.code };
	return details.sent === 'no' ? notDone(seen, words, at) : outcomeUnknown(seen, `${beingFoundOut()} ${words}`);
}

/** What became of a split or a merge that was taken on, where the service ended it with an error. */
export function endedBadly(record: ChangeRecord, { message, details }: ServiceFailure, at: number): ChangeRecord {
	const words = [l10n.t('Azure took it on and then ended it.'), details.detail ?? message, details.remedy];
	const explanation = words.filter((it) => it).join(' ');
	return { ...traced(record, details.correlationId), state: 'failed', errorCode: details.code, explanation, endedAt: at };
}

/** What the reservation shows of a change of its fields. */
export function updateSeen(
	record: ChangeRecord,
	{ reservation, basis: now }: ReservationConfiguration,
	{ isSettled }: Patience,
	at: number,
): ChangeRecord {
	const before = record.reservations[0]?.before;
	const wished = record.after;
	if (before === undefined || wished === undefined) return outcomeUnknown(record, unclear());
	const isAnswered = record.answeredAt !== undefined;
	if (!isActive(reservation) && !hasEnded(reservation)) return { ...record, state: 'running', explanation: undefined };
	// Terms of a renewal mean something only while it is on.
	const fields: readonly ConfigurationField[] = record.fields.includes('renewal') ? [...record.fields, 'renew'] : record.fields;
	if (isSame(fields, now, wished)) {
		const explanation = isAnswered ? undefined : lostButDone();
		return { ...record, state: 'succeeded', after: now, explanation, endedAt: at };
	}
	if (hasEnded(reservation) && now.provisioningState !== before.provisioningState) return outcomeUnknown(record, unclear());
	if (!isSame(fields, before, now)) return outcomeUnknown(record, unclear());
	return untouched(record, isSettled, at);
}

/** What the reservations of the order show of a split or a merge. @param order all that can be seen of it */
export function replacementSeen(
	record: ChangeRecord,
	order: readonly Reservation[],
	{ isSettled }: Patience,
	at: number,
): ChangeRecord {
	const sources = record.reservations.map(({ reservationId }) => order.find((it) => it.reservationId === reservationId));
	const known = sources.filter((it) => it !== undefined);
	if (known.length < sources.length) return outcomeUnknown(record, unclear());
	if (known.every(isReplaced)) {
		const named = new Set(known.flatMap(({ became }) => became ?? []));
		const results = [...named].map((reservationId) => ({ orderId: known[0]?.orderId ?? '', reservationId }));
		const all = results.length > 0 ? results : record.results;
		// The source tells what it became a moment later.
		if (all === undefined) return { ...record, state: 'running', explanation: undefined };
		const explanation = record.answeredAt === undefined ? lostButDone() : undefined;
		return { ...record, state: 'succeeded', results: all, explanation, endedAt: at };
	}
	if (known.some((it) => !isActive(it) && !hasEnded(it))) return { ...record, state: 'running', explanation: undefined };
	const isUntouched = known.every((it, index) => isActive(it) && it.quantity === record.reservations[index]?.before.quantity);
	return isUntouched ? untouched(record, isSettled, at) : outcomeUnknown(record, unclear());
}

/** The reservations that an answer of split or merge names beside the old ones (recordings 7). */
export function withResults(record: ChangeRecord, named: readonly Reservation[]): ChangeRecord {
	const isOld = (id: string) => record.reservations.some(({ reservationId }) => reservationId === id);
	const results = named
		.filter((it) => !isOld(it.reservationId) && !hasEnded(it))
		.map(({ orderId, reservationId }) => ({ orderId, reservationId }));
	return results.length === 0 ? record : { ...record, results };
}

/** The reservation is as before: either it has not got there, or it was not done. */
function untouched(record: ChangeRecord, isSettled: boolean, at: number): ChangeRecord {
	if (record.answeredAt === undefined) {
		return isSettled ? notDone(record, leftNoTrace(), at) : outcomeUnknown(record, beingFoundOut());
	}
	if (!isSettled) return { ...record, state: 'running', explanation: undefined };
	const explanation = l10n.t(
		'Azure took the change on, but the reservation does not show it. Look at it in the Azure portal, or ask Microsoft Support with the correlation IDs.',
	);
	return outcomeUnknown(record, explanation);
}

/** A reservation that gave way to others (rules 7). */
function isReplaced(reservation: Reservation): boolean {
	const { statusCode, provisioningState } = reservation;
	return hasEnded(reservation) && [statusCode, provisioningState].some((it) => it === 'Split' || it === 'Merged');
}

function isSame(fields: readonly ConfigurationField[], one: Configuration, other: Configuration): boolean {
	return fields.every((field) => sameField(field, one, other));
}

/** Why it is not known: sent, but no answer came. */
export function beingFoundOut(): string {
	return l10n.t(
		'It was sent, but no answer came. Whether it was done is being found out by reading; it is never sent again by itself.',
	);
}

function lostButDone(): string {
	return l10n.t('Azure’s answer was lost. The reservation shows that the change was made; somebody else may have made it too.');
}

function leftNoTrace(): string {
	return l10n.t('No answer came, and the reservation is as before: it was not done. You can make the change again.');
}

function unclear(): string {
	return l10n.t(
		'What the reservation shows is neither as it was nor as it was to become, so it can’t be told what became of the change. Refresh it and look at its history.',
	);
}
