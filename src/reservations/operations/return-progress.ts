/** What each thing that was seen makes of a return. Nothing is read or written here. */
import * as l10n from '@vscode/l10n';
import { isCauseOpen, isExchanged, isReplaced } from './cancelled';
import type { Entry } from './journal-file';
import type { OperationLine } from './model';
import type { Patience } from './pace';
import { beingFoundOut, isAtRest, leftNoTrace, notDone, outcomeUnknown, running, unclear, withOperation } from './progress';

/** What reading the reservation of a return, and its order, showed. */
export interface ReturnSeen {
	readonly provisioningState: string;
	/** Why it is in that state, where Azure tells (rules 10). */
	readonly statusCode: string | undefined;
	/** Undefined: not told. */
	readonly quantity: number | undefined;
	readonly isActive: boolean;
	/** While Azure works on the return it is `Pending` (recordings 6). Undefined: the order could not be read. */
	readonly orderState: string | undefined;
	/** Reservations that are new in the order since the commit. */
	readonly appeared: readonly {
		readonly orderId: string;
		readonly reservationId: string;
		readonly quantity: number | undefined;
	}[];
}

/**
 * What the reservation shows of its return: there is no operation to ask (recordings 6). A whole return cancels it; a partial one
 * cancels it too and lets the rest go on under a new id (arm-pitfalls 10).
 * @param at now, ms since the epoch
 */
export function returnSeen(entry: Entry, seen: ReturnSeen, patience: Patience, at: number): Entry {
	const { operation } = entry;
	const [before] = operation.quote.basis ?? [];
	const [line] = operation.lines;
	// Without its units of before it can't be told what of it is left.
	if (before?.quantity === undefined || line === undefined) return outcomeUnknown(entry, unclear());
	const isAnswered = operation.answeredAt !== undefined;
	const left = before.quantity - line.quantity;
	const rest = seen.appeared.find(({ quantity }) => left > 0 && quantity === left);
	const isCancelled = /^cancell?ed$/i.test(seen.provisioningState);
	if (isCancelled && isInDoubt(seen, left, isAnswered)) return outcomeUnknown(entry, unclear());
	// The rest may show a little later than the end of the old one; what can't be read at all is not waited for.
	const isRestDue = isCancelled && left > 0 && rest === undefined && entry.trail.knownBefore !== undefined;
	if (isRestDue && !patience.isSettled) return running(entry, seen.provisioningState, patience);
	// Without an answer the rest is the only sign that it was this return, and not another one of all units.
	if (isRestDue && !isAnswered) return outcomeUnknown(entry, unclear());
	if (isCancelled || (seen.isActive && seen.quantity === left)) return returned(entry, line, rest, isAnswered, at);
	if (/^failed$/i.test(seen.provisioningState)) {
		const explanation = l10n.t(
			'Azure ended the return, and the reservation is in the state Failed. Ask Microsoft Support what became of it.',
		);
		const lines = [{ ...line, status: 'Failed' }];
		return withOperation(entry, { state: 'failed', step: seen.provisioningState, lines, explanation, endedAt: at });
	}
	if (seen.isActive && seen.quantity === before.quantity) return unchanged(entry, seen, patience, at);
	const isOtherwise = seen.isActive || /^(expired|split|merged)$/i.test(seen.provisioningState);
	if (isOtherwise) return outcomeUnknown(entry, unclear());
	return running(entry, seen.orderState ?? seen.provisioningState, patience);
}

/**
 * True when the end of a reservation may have another cause than its return: its status code names one (rules 10), or the order has
 * other new reservations than a return leaves. Azure's own answer leaves room for that only where it was exchanged, and where all of
 * it was to be returned and others took its place: a partial return may well be shown as a split.
 */
function isInDoubt({ statusCode, appeared }: ReturnSeen, left: number, isAnswered: boolean): boolean {
	if (isAnswered) return isExchanged(statusCode) || (isReplaced(statusCode) && left === 0);
	const isRestAlone = left > 0 && appeared.length === 1 && appeared[0]?.quantity === left;
	return !isCauseOpen(statusCode) || (appeared.length > 0 && !isRestAlone);
}

function returned(
	entry: Entry,
	line: OperationLine,
	rest: ReturnSeen['appeared'][number] | undefined,
	isAnswered: boolean,
	at: number,
): Entry {
	const done: OperationLine = {
		...line,
		status: 'Succeeded',
		rest: rest && { orderId: rest.orderId, reservationId: rest.reservationId },
	};
	const explanation = isAnswered
		? undefined
		: l10n.t(
				'Azure’s answer to the return was lost. The reservation shows that it was carried out; who else may return it could have done so too.',
			);
	return withOperation(entry, { state: 'succeeded', step: undefined, lines: [done], explanation, endedAt: at });
}

function unchanged(entry: Entry, seen: ReturnSeen, patience: Patience, at: number): Entry {
	// Azure took it on: that nothing shows yet means that it has not got there.
	if (entry.operation.answeredAt !== undefined) return running(entry, seen.orderState ?? seen.provisioningState, patience);
	if (patience.isSettled && isAtRest(seen.orderState)) return notDone(entry, leftNoTrace(), at);
	return outcomeUnknown(entry, patience.isSettled ? orderAtWork(seen.orderState) : beingFoundOut());
}

function orderAtWork(state: string | undefined): string {
	return state === undefined
		? l10n.t(
				'It was sent, but no answer came that tells what became of it. The reservation is as before, but its order can’t be read, so it is not sure that nothing was done. Look at the order in the Azure portal; do not repeat it as long as that is not clear.',
			)
		: l10n.t(
				'It was sent, but no answer came that tells what became of it. The reservation is as before, but its order is in the state {0}: Azure may be working on it. That is looked at further on; do not repeat it as long as that is not clear.',
				state,
			);
}
