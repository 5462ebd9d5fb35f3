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
 * What the service says of an exchange that it knows (arm-contract 1.2). An end that does not tell what became of each line, and
 * can't be read from the reservations either, leaves the outcome unknown.
 * @param at now, ms since the epoch
 * @param asBefore ids of the reservations that were read after the end and are as they were before the commit
 */
export function exchangeSeen(
	entry: Entry,
	seen: ExchangeOperation,
	patience: Pick<Patience, 'isOverdue'>,
	at: number,
	asBefore: ReadonlySet<string> = new Set(),
): Entry {
	const lines = seen.properties ? linesOf(entry.operation.lines, seen.properties) : entry.operation.lines;
	const taken: Partial<Operation> = { lines, answeredAt: entry.operation.answeredAt ?? at };
	if (!hasOperationEnded(seen.status)) return running(withOperation(entry, taken), seen.status, patience);
	const isGood = /^succeeded$/i.test(seen.status);
	const settled = isGood
		? lines.map((line) => (isPending(line) ? { ...line, status: 'Succeeded' } : line))
		: settledBy(lines, asBefore, entry.operation.step);
	if (!settled.every(hasEnd)) {
		// The step stays: that purchases were begun must not be forgotten.
		return outcomeUnknown(withOperation(entry, { ...taken, lines: settled }), endUnknown(settled, seen));
	}
	const state = endOf(isGood, settled);
	return withOperation(entry, {
		...taken,
		lines: settled,
		state,
		step: seen.status,
		endedAt: at,
		explanation: state === 'succeeded' ? undefined : endExplanation(state, settled, seen.error),
	});
}

/**
 * The lines of an exchange that did not end well, with what the reservations show: what is as before was not returned. As purchases
 * come after the returns (recordings 2), nothing was bought where nothing was returned and no purchase was begun.
 */
function settledBy(lines: readonly OperationLine[], asBefore: ReadonlySet<string>, step: string | undefined) {
	const read = lines.map((line): OperationLine => {
		const isAsBefore = line.reservationId !== undefined && asBefore.has(line.reservationId);
		return line.direction === 'return' && isPending(line) && isAsBefore ? { ...line, status: 'NotDone' } : line;
	});
	const isNothingReturned = read.every((line) => line.direction === 'purchase' || (hasEnd(line) && !isDone(line)));
	if (!isNothingReturned || /^pendingpurchases$/i.test(step ?? '')) return read;
	return read.map((line): OperationLine => (isPending(line) ? { ...line, status: 'NotDone' } : line));
}

function endOf(isGood: boolean, lines: readonly OperationLine[]): OperationState {
	const done = lines.filter(isDone).length;
	if (isGood && done === lines.length) return 'succeeded';
	return done === 0 ? 'failed' : 'partial';
}

function isDone({ status }: OperationLine): boolean {
	return /^succeeded$/i.test(status);
}

function hasEnd({ status }: OperationLine): boolean {
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
			return { ...line, status: seen?.status ?? line.status, amount: money(seen?.billingRefundAmount) ?? line.amount };
		}
		const seen = contents.reservationsToPurchase?.[purchases++];
		return {
			...line,
			status: seen?.status ?? line.status,
			amount: money(seen?.billingCurrencyTotal) ?? line.amount,
			orderId: (seen?.reservationOrderId && parseOrderId(seen.reservationOrderId)) || line.orderId,
			// Only guaranteed when the purchase has succeeded (arm-contract 2.10).
			reservationId: (seen?.reservationId && parseReservationGuid(seen.reservationId)) || line.reservationId,
		};
	});
}

function endExplanation(state: OperationState, lines: readonly OperationLine[], error: ExchangeOperation['error']): string {
	if (state === 'failed') {
		const what = l10n.t('Azure ended the exchange without carrying out any of its lines.');
		return [what, ...reasonIn(error), l10n.t('Refresh the reservations before you ask for a new quote.')].join(' ');
	}
	return [l10n.t('The exchange was carried out in part.'), ...reasonIn(error), ...lines.map(lineEnd)].join(' ');
}

function endUnknown(lines: readonly OperationLine[], { status, error }: ExchangeOperation): string {
	return [
		l10n.t('Azure ended the exchange ({0}), but did not tell what became of all its lines.', status),
		...reasonIn(error),
		...lines.map(lineEnd),
		l10n.t(
			'Look at the reservations and at the orders of the customer in the Azure portal, or ask Microsoft Support with the correlation IDs; do not repeat it.',
		),
	].join(' ');
}

function reasonIn(error: ExchangeOperation['error']): readonly string[] {
	return [error?.message || error?.code, explanationOf(error?.code)?.explanation].filter((it): it is string => !!it);
}

/** What became of a line of an exchange, in a sentence or two. */
function lineEnd(line: OperationLine): string {
	const what = `${line.quantity} × ${line.what}`;
	if (!hasEnd(line)) return l10n.t('Not known: {0}.', what);
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
