/** How an operation goes on: what each thing that was seen makes of it. Nothing is read or written here. */
import * as l10n from '@vscode/l10n';
import { type ExchangeContents, type ExchangeOperation, hasOperationEnded } from '../../azure/exchanges';
import { parseOrderId, parseReservationGuid, parseReservationId } from '../../azure/ids';
import { money } from '../money';
import { explanationOf } from './explanations';
import type { Entry } from './journal-file';
import type { Operation, OperationLine, OperationState, Quote } from './model';
import type { Patience } from './pace';

const over: ReadonlySet<OperationState> = new Set<OperationState>(['succeeded', 'partial', 'failed', 'notDone']);

/** True when nothing more will come of it. An unknown outcome is no end: it is being found out. */
export function isOver({ state }: Operation): boolean {
	return over.has(state);
}

/** The lines of a quote before anything was done. */
export function preparedLines(quote: Quote): readonly OperationLine[] {
	const nameOf = (reservationId: string) => quote.basis?.find((it) => it.reservationId === reservationId)?.name ?? reservationId;
	const back = quote.kind === 'return' ? [{ ...quote.line, figures: quote.figures }] : quote.returns;
	const returns = back.map(
		({ orderId, reservationId, quantity, figures }): OperationLine => ({
			direction: 'return',
			what: nameOf(reservationId),
			quantity,
			status: 'Pending',
			amount: figures?.moneyBack,
			orderId,
			reservationId,
		}),
	);
	const purchases = (quote.kind === 'exchange' ? quote.purchases : []).map(
		({ sku, region, term, name, quantity, commitment }): OperationLine => ({
			direction: 'purchase',
			what: [name, [sku, region, term].filter((it) => it !== undefined).join(', ')].filter((it) => it !== '').join(': '),
			quantity,
			status: 'Pending',
			amount: commitment,
		}),
	);
	return [...returns, ...purchases];
}

/** Changes the operation of an entry. */
export function withOperation(entry: Entry, change: Partial<Operation>): Entry {
	return { ...entry, operation: { ...entry.operation, ...change } };
}

/** Adds the correlation id of a call. */
export function traced(entry: Entry, correlationId: string | undefined): Entry {
	const { correlationIds } = entry.operation;
	if (correlationId === undefined || correlationIds.includes(correlationId)) return entry;
	return withOperation(entry, { correlationIds: [...correlationIds, correlationId] });
}

/** Certainly not done, with the reason. */
export function notDone(entry: Entry, explanation: string, at: number): Entry {
	const lines = entry.operation.lines.map((line): OperationLine => ({ ...line, status: 'NotDone' }));
	return withOperation(entry, { state: 'notDone', step: undefined, lines, explanation, endedAt: at });
}

/** It can't be told yet what became of it; it is looked after further on. */
export function outcomeUnknown(entry: Entry, explanation: string): Entry {
	return withOperation(entry, { state: 'outcomeUnknown', explanation });
}

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

/** What reading the reservation of a return, and its order, showed. */
export interface ReturnSeen {
	readonly provisioningState: string;
	/** Why it is in that state: `Split` and `Merged` of one that others took the place of (recordings 7). */
	readonly statusCode: string | undefined;
	readonly quantity: number;
	readonly isActive: boolean;
	/** While Azure works on the return it is `Pending` (recordings 6). Undefined: the order could not be read. */
	readonly orderState: string | undefined;
	/** Reservations that are new in the order since the commit. */
	readonly appeared: readonly { readonly orderId: string; readonly reservationId: string; readonly quantity: number }[];
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
	if (before === undefined || line === undefined) return outcomeUnknown(entry, unclear());
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
 * True when the end of a reservation may have another cause than its return: somebody split or merged it, or the order has other new
 * reservations than a return leaves. Azure's own answer leaves room for that only where all of it was to be returned.
 */
function isInDoubt({ statusCode, appeared }: ReturnSeen, left: number, isAnswered: boolean): boolean {
	const isReplaced = /^(split|merged)$/i.test(statusCode ?? '');
	if (isAnswered) return isReplaced && left === 0;
	const isRestAlone = left > 0 && appeared.length === 1 && appeared[0]?.quantity === left;
	return isReplaced || (appeared.length > 0 && !isRestAlone);
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

/** True when Azure works on nothing of an order: a reservation can stay as it was for minutes while its order is pending (recordings 6). */
export function isAtRest(orderState: string | null | undefined): boolean {
	return /^succeeded$/i.test(orderState ?? '');
}

function unchanged(entry: Entry, seen: ReturnSeen, patience: Patience, at: number): Entry {
	// Azure took it on: that nothing shows yet means that it has not got there.
	if (entry.operation.answeredAt !== undefined) return running(entry, seen.orderState ?? seen.provisioningState, patience);
	if (patience.isSettled && isAtRest(seen.orderState)) return notDone(entry, leftNoTrace(), at);
	return outcomeUnknown(entry, patience.isSettled ? orderAtWork(seen.orderState) : beingFoundOut());
}

function running(entry: Entry, step: string, { isOverdue }: Pick<Patience, 'isOverdue'>): Entry {
	if (isOverdue) {
		const explanation = l10n.t(
			'Azure took it on more than a day ago and has not ended it. Ask Microsoft Support, with the session ID {0} and the correlation IDs; do not repeat it. It is looked at further on.',
			entry.operation.id,
		);
		return withOperation(outcomeUnknown(entry, explanation), { step });
	}
	return withOperation(entry, { state: 'running', step, explanation: undefined });
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

/** Why it is not known: sent, but no answer came. */
export function beingFoundOut(): string {
	return l10n.t(
		'It was sent, but no answer came that tells what became of it. That is being found out by reading; it is never sent again by itself. Do not repeat it as long as that is not clear.',
	);
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

function leftNoTrace(): string {
	return l10n.t(
		'No answer came that Azure took it on, and the reservations are as before although the session has ended: it was not carried out. Nothing was returned or bought. You can ask for a new quote.',
	);
}

function unclear(): string {
	return l10n.t(
		'What Azure shows does not tell what became of it. Look at the reservation and its order in the Azure portal, or ask Microsoft Support with the correlation IDs; do not repeat it.',
	);
}
