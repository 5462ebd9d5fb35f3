/** What each thing that was seen makes of an exchange. Nothing is read or written here. */
import * as l10n from '@vscode/l10n';
import { type ExchangeContents, type ExchangeOperation, hasOperationEnded } from '../../azure/exchanges';
import { parseOrderId, parseReservationGuid, parseReservationId } from '../../azure/ids';
import { money } from '../money';
import { explanationOf } from './explanations';
import type { Entry } from './journal-file';
import type { Operation, OperationLine, OperationState } from './model';
import type { Patience } from './pace';
import { beingFoundOut, leftNoTrace, notDone, outcomeUnknown, running, unclear, withOperation } from './progress';

/**
 * What a reservation that was to be returned shows, read while nothing was at work on its order: `asBefore`, active with all of its
 * units; `cancelled`, and by its status code not split, merged, expired or the like (rules 10); `otherwise`, which also is what shows
 * while something is at work.
 */
export type Standing = 'asBefore' | 'cancelled' | 'otherwise';
/** By the id of the reservation; undefined when it can't be told. */
export type Standings = ReadonlyMap<string, Standing | undefined>;
/** Ids of the reservations that came of purchases, by the place of the line in the operation. What is not in it is not known. */
export type PurchasesMade = ReadonlyMap<number, string>;

/**
 * What the service says of an exchange that it knows (arm-contract 1.2). An end that does not tell what became of each line, and
 * can't be read from the reservations either, leaves the outcome unknown.
 * @param at now, ms since the epoch
 * @param standings of the reservations that were to be returned, read after the end
 * @param made what was bought, read from its orders after the end
 */
export function exchangeSeen(
	entry: Entry,
	seen: ExchangeOperation,
	patience: Pick<Patience, 'isOverdue'>,
	at: number,
	standings: Standings = new Map(),
	made: PurchasesMade = new Map(),
): Entry {
	const { operation } = entry;
	const lines = seen.properties ? linesOf(operation.lines, seen.properties) : operation.lines;
	const taken: Partial<Operation> = { lines, answeredAt: operation.answeredAt ?? at };
	if (!hasOperationEnded(seen.status)) {
		// What was read holds only after the end.
		const runs = running(withOperation(entry, { ...taken, lines: lines.map(unread) }), seen.status, patience);
		return { ...runs, trail: { ...runs.trail, endSeenAt: undefined } };
	}
	const isGood = /^succeeded$/i.test(seen.status);
	const settled = isGood
		? lines.map((line) => (isPending(line) ? { ...line, status: 'Succeeded' } : line))
		: settledBy(lines, standings, made, operation);
	if (!settled.every(hasEnd)) {
		// The step stays: that purchases were begun must not be forgotten.
		const unknown = outcomeUnknown(withOperation(entry, { ...taken, lines: settled }), endUnknown(settled, seen));
		return { ...unknown, trail: { ...unknown.trail, endSeenAt: entry.trail.endSeenAt ?? at } };
	}
	const state = endOf(isGood, settled);
	return withOperation(entry, {
		...taken,
		lines: settled,
		state,
		step: seen.status,
		endedAt: at,
		explanation: state === 'succeeded' ? undefined : endExplanation(state, settled, seen),
	});
}

/**
 * The lines of an exchange that the service itself has ended, and not well, with what the reservations show of those that it does
 * not tell. The rule:
 * - As before, and its order at rest: not returned. As the service works on the exchange no more, that stays so, and the reservation is
 *   free again for other returns, exchanges and changes, whatever became of the other lines.
 * - Cancelled, and all of it was to be returned: returned. It was there when the commit was sent; who else may return it could have
 *   done so since, and that is said with it. Where a part was to be returned, a cancelled reservation does not tell which part.
 * - Anything else, and what can't be read, is not known.
 * - Bought, where the order that the service named for the line has it.
 * - As purchases come after the returns (recordings 2), nothing was bought where nothing was returned and no purchase was begun, nor
 *   shows. Otherwise only the service, or its order, can tell what was bought.
 */
function settledBy(
	lines: readonly OperationLine[],
	standings: Standings,
	made: PurchasesMade,
	{ step, quote }: Operation,
): readonly OperationLine[] {
	const isWhole = ({ reservationId, quantity }: OperationLine) =>
		quote.basis?.some((it) => it.reservationId === reservationId && it.quantity === quantity) === true;
	const read = lines.map((line, index): OperationLine => {
		const bought = line.direction === 'purchase' && isPending(line) ? made.get(index) : undefined;
		if (bought !== undefined) return { ...line, status: 'Succeeded', isRead: true, reservationId: bought };
		if (line.direction !== 'return' || !isPending(line) || line.reservationId === undefined) return line;
		const standing = standings.get(line.reservationId);
		if (standing === 'asBefore') return { ...line, status: 'NotDone', isRead: true };
		return standing === 'cancelled' && isWhole(line) ? { ...line, status: 'Succeeded', isRead: true } : line;
	});
	const isNothingReturned = read.every((line) => line.direction === 'purchase' || (hasEnd(line) && !isDone(line)));
	const isBuying = /^pendingpurchases$/i.test(step ?? '') || read.some((line) => line.direction === 'purchase' && isDone(line));
	if (!isNothingReturned || isBuying) return read;
	return read.map((line): OperationLine => (isPending(line) ? { ...line, status: 'NotDone' } : line));
}

/** A line as it was before its reservation was read. */
function unread(line: OperationLine): OperationLine {
	return line.isRead ? { ...line, status: 'Pending', isRead: undefined } : line;
}

/** The status of a line by what the service says of it. What was read of the reservation stays until the service says an end. */
function told(line: OperationLine, status: string | null | undefined): Pick<OperationLine, 'status' | 'isRead'> {
	const isNews = status && !(line.isRead && !hasEnd({ status }));
	return isNews ? { status, isRead: undefined } : { status: line.status, isRead: line.isRead };
}

function endOf(isGood: boolean, lines: readonly OperationLine[]): OperationState {
	const done = lines.filter(isDone).length;
	if (isGood && done === lines.length) return 'succeeded';
	return done === 0 ? 'failed' : 'partial';
}

function isDone({ status }: Pick<OperationLine, 'status'>): boolean {
	return /^succeeded$/i.test(status);
}

function hasEnd({ status }: Pick<OperationLine, 'status'>): boolean {
	return /^(succeeded|failed|cancell?ed|notdone)$/i.test(status);
}

function isPending({ status }: OperationLine): boolean {
	return /^pending$/i.test(status);
}

/** The lines with what the service says of each: returns by their id, purchases by their place (recordings 2). */
function linesOf(lines: readonly OperationLine[], contents: ExchangeContents): readonly OperationLine[] {
	let purchases = 0;
	return lines.map((line) => {
		if (line.direction === 'return') {
			const seen = contents.reservationsToExchange?.find(
				({ reservationId }) => reservationId && parseReservationId(reservationId)?.reservationId === line.reservationId,
			);
			return { ...line, ...told(line, seen?.status), amount: money(seen?.billingRefundAmount) ?? line.amount };
		}
		const seen = contents.reservationsToPurchase?.[purchases++];
		return {
			...line,
			...told(line, seen?.status),
			amount: money(seen?.billingCurrencyTotal) ?? line.amount,
			orderId: (seen?.reservationOrderId && parseOrderId(seen.reservationOrderId)) || line.orderId,
			// Only guaranteed when the purchase has succeeded (arm-contract 2.10).
			reservationId: (seen?.reservationId && parseReservationGuid(seen.reservationId)) || line.reservationId,
		};
	});
}

function endExplanation(state: OperationState, lines: readonly OperationLine[], { status, error }: ExchangeOperation): string {
	if (state === 'failed') {
		const what = l10n.t('Azure ended the exchange without carrying out any of its lines.');
		return [what, ...reasonIn(error), l10n.t('Refresh the reservations before you ask for a new quote.')].join(' ');
	}
	const what = lines.every(isDone)
		? l10n.t('Azure ended the exchange ({0}), though each of its lines shows as carried out.', status)
		: l10n.t('The exchange was carried out in part.');
	return [what, ...reasonIn(error), ...lines.map(lineEnd)].join(' ');
}

function endUnknown(lines: readonly OperationLine[], { status, error }: ExchangeOperation): string {
	return [
		l10n.t('Azure ended the exchange ({0}), but did not tell what became of all its lines.', status),
		...reasonIn(error),
		...lines.map(lineEnd),
		l10n.t(
			'Look at the reservations and at the orders of the customer in the Azure portal, or ask Microsoft Support with the correlation IDs; do not repeat it.',
		),
		l10n.t('For a day it is looked at by itself, more and more seldom; after that only with Look Again.'),
	].join(' ');
}

function reasonIn(error: ExchangeOperation['error']): readonly string[] {
	return [error?.message || error?.code, explanationOf(error?.code)?.explanation].filter((it): it is string => !!it);
}

/** What became of a line of an exchange, in a sentence or two. */
function lineEnd(line: OperationLine): string {
	const what = `${line.quantity} × ${line.what}`;
	if (!hasEnd(line)) return l10n.t('Not known: {0}.', what);
	if (line.isRead && line.direction === 'purchase')
		return l10n.t('Bought, as its order shows: {0}. It is active; Azure did not say so of the exchange.', what);
	if (line.isRead) {
		return isDone(line)
			? l10n.t(
					'Returned, as the reservation shows: {0}. It is cancelled and does not give its discount any more. Azure did not say what cancelled it; who else may return it could have done so too.',
					what,
				)
			: l10n.t(
					'Not returned, as the reservation shows: {0}. It goes on as before, and can be returned, exchanged or changed.',
					what,
				);
	}
	if (line.direction === 'return') {
		return isDone(line)
			? l10n.t('Returned: {0}. It does not give its discount any more.', what)
			: l10n.t('Not returned ({1}): {0}. It goes on as before.', what, line.status);
	}
	return isDone(line)
		? l10n.t('Bought: {0}.', what)
		: l10n.t('Not bought ({1}): {0}. Buy it, or another product, by itself.', what, line.status);
}

/**
 * The service knows no operation of the session.
 * @param isUntouched all reservations that were to be returned are as before; undefined: not known
 */
export function exchangeNotFound(entry: Entry, isUntouched: boolean | undefined, patience: Patience, at: number): Entry {
	if (entry.operation.answeredAt !== undefined) {
		const explanation = l10n.t(
			'Azure took the exchange on, but does not tell any more how it stands. Look at the reservations and at the orders of the customer; do not repeat it.',
		);
		return patience.isSettled ? outcomeUnknown(entry, explanation) : withOperation(entry, { state: 'running' });
	}
	if (isUntouched === true && patience.isSettled) return notDone(entry, leftNoTrace(), at);
	return outcomeUnknown(entry, isUntouched === false ? unclear() : beingFoundOut());
}
