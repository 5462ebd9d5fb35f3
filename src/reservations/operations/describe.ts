/** One operation as plain text: for the customer's file, or for support. */
import * as l10n from '@vscode/l10n';
import type { Money } from '../model';
import type { Operation, OperationLine, OperationState, Quote } from './model';

/** One fact a line; dates and times are ISO 8601 in UTC, amounts as the service named them. */
export function operationText(operation: Operation): string {
	const { quote } = operation;
	const facts: readonly (readonly [string, string | undefined])[] = [
		[l10n.t('Operation'), operation.kind === 'return' ? l10n.t('Return') : l10n.t('Exchange')],
		[l10n.t('State'), [stateText(operation.state), operation.step].filter((it) => it !== undefined).join(', ')],
		[l10n.t('Customer'), operation.customerName],
		[l10n.t('Customer tenant ID'), operation.tenantId],
		[l10n.t('Partner tenant ID'), operation.partnerTenantId],
		[l10n.t('Committed by'), operation.committedBy],
		[l10n.t('Reason'), operation.reason],
		[l10n.t('Session ID'), operation.id],
		[l10n.t('Quoted'), time(quote.quotedAt)],
		[l10n.t('Sent'), time(operation.sentAt)],
		[l10n.t('Answered'), time(operation.answeredAt)],
		[l10n.t('Ended'), time(operation.endedAt)],
		[l10n.t('Set aside, outcome not known'), setAsideText(operation)],
		...quoteFacts(operation.quote),
		...operation.lines.map((line) => [l10n.t('Line'), lineText(line)] as const),
		[l10n.t('Explanation'), operation.explanation],
		[l10n.t('Correlation IDs'), operation.correlationIds.join(', ') || undefined],
	];
	return facts
		.filter((fact): fact is readonly [string, string] => fact[1] !== undefined)
		.map(([name, value]) => `${name}: ${value}`)
		.join('\n');
}

function setAsideText({ setAside }: Operation): string | undefined {
	return setAside && [time(setAside.at), setAside.by].filter((it) => it !== undefined).join(', ');
}

/** The state in words. */
function stateText(state: OperationState): string {
	const words: Readonly<Record<OperationState, string>> = {
		prepared: l10n.t('Prepared, not sent'),
		sent: l10n.t('Sent, no answer yet'),
		running: l10n.t('Running'),
		succeeded: l10n.t('Succeeded'),
		partial: l10n.t('Carried out in part'),
		failed: l10n.t('Failed'),
		outcomeUnknown: l10n.t('Outcome unknown'),
		notDone: l10n.t('Not done'),
	};
	return words[state];
}

/** Money back and commitment cancelled apart: a total of both is not money (recordings 3). */
export function quoteFacts(quote: Quote): readonly (readonly [string, string | undefined])[] {
	if (quote.kind === 'return') {
		return [
			[l10n.t('Money back'), amount(quote.figures?.moneyBack)],
			[l10n.t('Money back in pricing currency'), amount(quote.figures?.moneyBackPricing)],
			[l10n.t('Commitment cancelled'), amount(quote.figures?.commitmentCancelled)],
		];
	}
	return [
		[l10n.t('Money back'), amount(quote.totals?.moneyBack)],
		[l10n.t('Commitment cancelled'), amount(quote.totals?.commitmentCancelled)],
		[l10n.t('New commitment'), amount(quote.totals?.purchased)],
		[l10n.t('Net commitment'), amount(quote.totals?.net)],
	];
}

function lineText(line: OperationLine): string {
	const direction = line.direction === 'return' ? l10n.t('return') : l10n.t('purchase');
	const parts = [
		`${direction} ${line.quantity} × ${line.what}`,
		statusText(line),
		amount(line.amount),
		line.orderId && l10n.t('order {0}', line.orderId),
		line.reservationId && l10n.t('reservation {0}', line.reservationId),
		line.rest && l10n.t('the rest is reservation {0}', line.rest.reservationId),
		line.error?.code,
		line.error?.message,
	];
	return parts.filter((part) => part).join('; ');
}

function statusText({ isRead, direction, status }: OperationLine): string {
	if (!isRead) return status;
	return direction === 'return' ? l10n.t('{0} (read from the reservation)', status) : l10n.t('{0} (read from the order)', status);
}

function amount(money: Money | undefined): string | undefined {
	return money && `${money.amount} ${money.currency}`;
}

function time(at: number | undefined): string | undefined {
	return at === undefined ? undefined : new Date(at).toISOString();
}
