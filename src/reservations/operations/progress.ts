/** How an operation goes on, returns and exchanges alike. Nothing is read or written here. */
import * as l10n from '@vscode/l10n';
import { regionName } from '../regions';
import type { Entry } from './journal-file';
import type { Operation, OperationLine, OperationState, Quote } from './model';
import type { Patience } from './pace';

const over: ReadonlySet<OperationState> = new Set<OperationState>(['succeeded', 'partial', 'failed', 'notDone']);

/** True when nothing more will come of it. An unknown outcome is no end, as it is being found out, unless its user has set it aside. */
export function isOver({ state, setAside }: Pick<Operation, 'state' | 'setAside'>): boolean {
	return over.has(state) || setAside !== undefined;
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
			what: [name, [sku, region && regionName(region), term].filter((it) => it !== undefined).join(', ')]
				.filter((it) => it !== '')
				.join(': '),
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

/** True when Azure works on nothing of an order: a reservation can stay as it was for minutes while its order is pending (recordings 6). */
export function isAtRest(orderState: string | null | undefined): boolean {
	return /^succeeded$/i.test(orderState ?? '');
}

/** Azure works on it; after a day that is told as overdue. */
export function running(entry: Entry, step: string, { isOverdue }: Pick<Patience, 'isOverdue'>): Entry {
	if (isOverdue) {
		const explanation = l10n.t(
			'Azure took it on more than a day ago and has not ended it. Ask Microsoft Support, with the session ID {0} and the correlation IDs; do not repeat it. It is looked at further on.',
			entry.operation.id,
		);
		return withOperation(outcomeUnknown(entry, explanation), { step });
	}
	return withOperation(entry, { state: 'running', step, explanation: undefined });
}

/** Why it is not known: sent, but no answer came. */
export function beingFoundOut(): string {
	return l10n.t(
		'It was sent, but no answer came that tells what became of it. That is being found out by reading; it is never sent again by itself. Do not repeat it as long as that is not clear.',
	);
}

/** Why it is certain that it was not done, though no answer came. */
export function leftNoTrace(): string {
	return l10n.t(
		'No answer came that Azure took it on, and the reservations are as before although the session has ended: it was not carried out. Nothing was returned or bought. You can ask for a new quote.',
	);
}

/** Why it is not known: what shows may have another cause. */
export function unclear(): string {
	return l10n.t(
		'What Azure shows does not tell what became of it. Look at the reservation and its order in the Azure portal, or ask Microsoft Support with the correlation IDs; do not repeat it.',
	);
}
