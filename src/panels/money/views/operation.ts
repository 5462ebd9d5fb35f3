/** An operation as the page shows it: where it is, what became of each line, what came of it. */
import * as vscode from 'vscode';
import type { ServiceFailure } from '../../../azure/failure';
import { moment, money, number, unknown } from '../../../host/formats';
import { missingAccessWords, type NewOrders } from '../../../host/new-order-access';
import { lineWords } from '../../../host/operation-words';
import type { Operation, OperationLine } from '../../../reservations/operations/model';
import type { Mark } from '../../shared/messages';
import { partState } from '../../shared/problem';
import { isOpen } from '../commitment';
import type { OpenOperation, OperationView } from '../messages';
import { lineMark, steps } from './operation-steps';

interface Input {
	readonly operation: Operation;
	/** Someone looks at it right now. */
	readonly looking: boolean;
	/** Why looking again failed. */
	readonly failure?: ServiceFailure | undefined;
	/** New orders that AdminAgents have no access to. */
	readonly missing?: NewOrders | undefined;
}

export function operationView({ operation, looking, failure, missing }: Input): OperationView {
	const { l10n } = vscode;
	const working = operation.state === 'sent' || operation.state === 'running';
	return {
		id: operation.id,
		title: operationTitle(operation),
		state: stateMark(operation),
		busy: looking || working,
		explanation: explanation(operation),
		steps: steps(operation),
		columns: [
			...[l10n.t('What'), l10n.t('Direction'), l10n.t('Quantity'), l10n.t('Status')],
			operation.kind === 'return' ? l10n.t('Money back, without tax') : l10n.t('Amount'),
			l10n.t('IDs'),
		],
		rows: operation.lines.map(row),
		facts: facts(operation),
		notes: [...amountNotes(operation), ...notes(operation)],
		canLook: isOpen(operation) && !looking,
		canStartAnew: !isOpen(operation),
		checkAccess: operation.kind === 'exchange' && hasPurchased(operation) ? l10n.t('Check Access') : undefined,
		support: isAmiss(operation) ? l10n.t('New Support Request…') : undefined,
		grantAccess: missing && missingAccessWords(missing),
		problem: partState({ loading: false, failure }, l10n.t('Operation')).problem,
	};
}

/** It did not come out as it should, or nobody knows. */
function isAmiss({ state }: Operation): boolean {
	return state === 'failed' || state === 'partial' || state === 'outcomeUnknown' || state === 'notDone';
}

function operationTitle({ kind, customerName }: Operation): string {
	return kind === 'return' ? vscode.l10n.t('Return for {0}', customerName) : vscode.l10n.t('Exchange for {0}', customerName);
}

/** Operations that are still open, for a page that could begin another one. */
export function openOperations(operations: readonly Operation[]): OpenOperation[] {
	return operations.filter(isOpen).map((operation) => ({
		id: operation.id,
		text: `${operationTitle(operation)} · ${stateMark(operation).text} · ${moment(operation.sentAt ?? operation.preparedAt)}`,
		label: vscode.l10n.t('Show: {0}', operationTitle(operation)),
	}));
}

/** What an operation's state is called (OperationStatus of the contract and ours). */
export function stateMark({ state, step, setAside }: Pick<Operation, 'state' | 'step' | 'setAside'>): Mark {
	const { l10n } = vscode;
	switch (state) {
		case 'prepared':
			return { icon: 'edit', tone: 'info', text: l10n.t('Written down, not sent yet') };
		case 'sent':
			return { icon: 'loading', tone: 'info', text: l10n.t('Sent, no answer yet') };
		case 'running':
			return { icon: 'loading', tone: 'info', text: step === undefined ? l10n.t('Azure works on it') : stepWords(step) };
		case 'succeeded':
			return { icon: 'pass', tone: 'good', text: l10n.t('Done') };
		case 'partial':
			return { icon: 'warning', tone: 'warning', text: l10n.t('Done in part') };
		case 'failed':
			return { icon: 'error', tone: 'bad', text: l10n.t('Failed') };
		case 'outcomeUnknown':
			return {
				icon: 'question',
				tone: 'warning',
				text:
					setAside === undefined ? l10n.t('Not known whether it was done') : l10n.t('Set aside, not known whether it was done'),
			};
		case 'notDone':
			return { icon: 'circle-slash', tone: 'bad', text: l10n.t('Not done') };
	}
}

function stepWords(step: string): string {
	switch (step.toLowerCase()) {
		case 'pendingrefunds':
			return vscode.l10n.t('Giving back what is exchanged');
		case 'pendingpurchases':
			return vscode.l10n.t('Buying what it is exchanged for');
		default:
			return vscode.l10n.t('Azure works on it ({0})', step);
	}
}

function explanation(operation: Operation): string[] {
	const { l10n } = vscode;
	const own = operation.explanation === undefined ? [] : [operation.explanation];
	switch (operation.state) {
		case 'sent':
		case 'running':
			return [
				...own,
				operation.kind === 'exchange'
					? l10n.t('An exchange takes up to half an hour. This panel and the window may be closed: it is followed again later.')
					: l10n.t('A return takes a few minutes. This panel and the window may be closed: it is followed again later.'),
			];
		case 'outcomeUnknown':
			if (operation.setAside !== undefined) {
				const words = l10n.t('It was set aside: it is not looked after any more, and what became of it is not known.');
				return [...own, words];
			}
			return [
				...own,
				l10n.t(
					'It is not sent again by itself, as that could do it twice. Look again, or look at the reservation in the Azure portal, before you begin another one.',
				),
			];
		default:
			return own;
	}
}

function row(line: OperationLine, index: number): OperationView['rows'][number] {
	const { l10n } = vscode;
	const error = [line.error?.code, line.error?.message].filter((text) => text !== undefined).join(' · ');
	const ids = [
		line.orderId === undefined ? undefined : l10n.t('Order {0}', line.orderId),
		line.reservationId === undefined ? undefined : l10n.t('Reservation {0}', line.reservationId),
		line.rest === undefined ? undefined : l10n.t('The rest goes on as reservation {0}', line.rest.reservationId),
	].filter((text) => text !== undefined);
	const canOpen = line.rest !== undefined || (line.orderId !== undefined && line.reservationId !== undefined);
	return {
		what: lineWords(line),
		direction: line.direction === 'return' ? l10n.t('Return') : l10n.t('Purchase'),
		quantity: number(line.quantity),
		status: lineMark(line.status),
		error: error === '' ? undefined : error,
		amount: line.amount === undefined ? unknown : money(line.amount),
		ids,
		open: canOpen
			? { line: index, label: line.rest === undefined ? l10n.t('Open Overview') : l10n.t('Open Overview of the Rest') }
			: undefined,
	};
}

function facts(operation: Operation): OperationView['facts'] {
	const { l10n } = vscode;
	const { committedBy, reason, sentAt, answeredAt, lastLookedAt, endedAt, setAside, correlationIds, id } = operation;
	const fact = (label: string, value: string | undefined) => (value === undefined ? [] : [{ label, value }]);
	const time = (at: number | undefined) => (at === undefined ? undefined : moment(at));
	return [
		...fact(l10n.t('Committed by'), committedBy),
		...fact(l10n.t('Reason'), reason),
		...fact(l10n.t('Sent'), time(sentAt)),
		...fact(l10n.t('Answered'), time(answeredAt)),
		...fact(endedAt === undefined ? l10n.t('Last looked at') : l10n.t('Ended'), time(endedAt ?? lastLookedAt)),
		...fact(l10n.t('Set aside'), setAside && [moment(setAside.at), setAside.by].filter((it) => it !== undefined).join(' · ')),
		...fact(l10n.t('Session'), id),
		...fact(l10n.t('Correlation IDs'), correlationIds.length === 0 ? undefined : correlationIds.join(', ')),
	];
}

/** The amounts of an exchange are of two sorts, which are not to be set off against each other. */
function amountNotes({ kind }: Operation): string[] {
	if (kind === 'return') return [];
	return [
		vscode.l10n.t('Amounts are without tax: of a return the money back, of a purchase the commitment over its whole term.'),
	];
}

function notes(operation: Operation): string[] {
	const { l10n } = vscode;
	if (operation.state !== 'succeeded' && operation.state !== 'partial') return [];
	const texts: string[] = [];
	if (operation.lines.some(({ direction }) => direction === 'return'))
		texts.push(
			l10n.t('The IDs of what was returned end. What is left of a reservation that was returned in part goes on under a new ID.'),
		);
	if (hasPurchased(operation))
		texts.push(
			l10n.t(
				'New orders start with their own access: who had a role on the old ones does not have it on these. Check who needs it.',
			),
			l10n.t('Look at the scope and the renewal of the new reservations in their Overview.'),
		);
	return texts;
}

function hasPurchased({ lines }: Operation): boolean {
	return lines.some(({ direction, orderId }) => direction === 'purchase' && orderId !== undefined);
}
