/** How each node of the view "Operations" looks and what it says to a screen reader. */
import * as vscode from 'vscode';
import { moment, money, number } from '../host/formats';
import { isUnsettled, refOf, successorsOf } from '../host/operation-facts';
import { agoWords, kindWords, lineStatusWords, stateWords, titleWords, whatWords } from '../host/operation-words';
import type { Operation } from '../reservations/operations/model';
import { changeChildren, changedReservationItem, changeItem } from './change-items';
import { tooltip } from './facts-tooltip';
import { stateIcons } from './operation-icons';
import {
	type FactNode,
	factNodes,
	type LineNode,
	lineNodes,
	type OperationNode,
	type OperationsNode,
	type UnreadableNode,
} from './operations-nodes';
import { line as inLine } from './text';

const error = new vscode.ThemeColor('list.errorForeground');
const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

const lineIcons: Readonly<Record<string, vscode.ThemeIcon>> = {
	succeeded: new vscode.ThemeIcon('pass'),
	pending: new vscode.ThemeIcon('clock'),
	failed: new vscode.ThemeIcon('error', error),
	cancelled: new vscode.ThemeIcon('circle-slash'),
};

/** The item of a node. @param now ms since the epoch, for the age */
export function operationsItem(node: OperationsNode, now: number): vscode.TreeItem {
	switch (node.kind) {
		case 'operation':
			return operationItem(node, now);
		case 'change':
			return changeItem(node, now);
		case 'changedReservation':
			return changedReservationItem(node);
		case 'line':
			return lineItem(node);
		case 'fact':
			return factItem(node);
		case 'unreadable':
			return unreadableItem(node);
	}
}

/** What stands below a node. */
export function operationsChildren(node: OperationsNode): OperationsNode[] {
	const { t } = vscode.l10n;
	switch (node.kind) {
		case 'operation': {
			const { operation } = node;
			return [
				...factNodes(node, [[t('What it means'), operation.explanation]]),
				...lineNodes(node),
				...factNodes(node, [
					// The first place is taken by the explanation above.
					['', undefined],
					[t('Reason'), operation.reason],
					[t('Committed by'), operation.committedBy],
					[t('Session ID'), operation.id],
					[t('Correlation IDs'), operation.correlationIds.join(', ')],
				]),
			];
		}
		case 'line':
			return factNodes(node, [
				[t('The service said'), errorWords(node)],
				[t('Reservation ID'), node.reservationId],
				[t('Reservation order ID'), node.orderId],
				[t('Goes on as reservation ID'), node.line.rest?.reservationId],
			]);
		case 'change':
			return changeChildren(node);
		case 'changedReservation':
		case 'fact':
		case 'unreadable':
			return [];
	}
}

function operationItem({ id, operation }: OperationNode, now: number): vscode.TreeItem {
	const item = new vscode.TreeItem(operation.customerName, isUnsettled(operation) ? Expanded : Collapsed);
	item.id = id;
	item.contextValue = [
		'operation',
		isUnsettled(operation) ? 'unsettled' : 'settled',
		successorsOf(operation).length > 0 ? 'successor' : undefined,
	]
		.filter((token) => token !== undefined)
		.join(';');
	item.iconPath = stateIcons[operation.state];
	const age = agoWords(operation.preparedAt, now);
	item.description = inLine([kindWords(operation), stateWords(operation), whatWords(operation), age]);
	item.accessibilityInformation = {
		label: [titleWords(operation), stateWords(operation), whatWords(operation), age].join(', '),
	};
	return item;
}

function lineItem(node: LineNode): vscode.TreeItem {
	const { id, line, parent } = node;
	const { t } = vscode.l10n;
	const hasIds = refOf(parent.operation, line) !== undefined;
	const item = new vscode.TreeItem(line.what, hasIds || line.error !== undefined ? Collapsed : None);
	item.id = id;
	item.contextValue = hasIds ? 'operationLine;ids' : 'operationLine';
	item.iconPath = lineIcons[line.status.toLowerCase()] ?? new vscode.ThemeIcon('question');
	const direction = line.direction === 'return' ? t('Return ×{0}', number(line.quantity)) : t('Buy ×{0}', number(line.quantity));
	const amount = line.amount === undefined ? undefined : money(line.amount);
	item.description = inLine([direction, lineStatusWords(line), amount]);
	item.tooltip = tooltip(line.what, [
		[t('Status'), lineStatusWords(line)],
		[t('Quantity'), number(line.quantity)],
		[line.direction === 'return' ? t('Money back, without tax') : t('Commitment, without tax'), amount],
		[t('The service said'), errorWords(node)],
		[t('Reservation ID'), line.reservationId],
		[t('Reservation order ID'), line.orderId],
		[t('Goes on as reservation ID'), line.rest?.reservationId],
	]);
	item.accessibilityInformation = {
		label: [line.what, direction, lineStatusWords(line), amount].filter((part) => part !== undefined).join(', '),
	};
	return item;
}

function errorWords({ line: { error: said } }: LineNode): string | undefined {
	return said === undefined ? undefined : inLine([said.message, said.code]);
}

function factItem({ id, label, value }: FactNode): vscode.TreeItem {
	const item = new vscode.TreeItem(label, None);
	item.id = id;
	item.contextValue = 'operationFact';
	item.description = value;
	item.tooltip = tooltip(label, [['', value]]);
	item.accessibilityInformation = { label: `${label}: ${value}` };
	return item;
}

function unreadableItem({ id, unreadable: { file, reason } }: UnreadableNode): vscode.TreeItem {
	const { t } = vscode.l10n;
	const item = new vscode.TreeItem(t('A file of the journal can’t be read'), None);
	item.id = id;
	item.contextValue = 'operationUnreadable';
	item.iconPath = new vscode.ThemeIcon('error', error);
	item.description = file.split(/[\\/]/).at(-1) ?? file;
	item.tooltip = tooltip(t('A file of the journal can’t be read'), [
		['', reason],
		[t('File'), file],
		['', t('It is kept, and the operation it stands for is never sent again. Look at the reservation in the Azure portal.')],
	]);
	item.accessibilityInformation = { label: t('Error: a file of the journal can’t be read. {0}', reason) };
	return item;
}

/** All of an operation, made when the pointer rests on it. Holds no link and no command. */
export function operationTooltip(operation: Operation): vscode.MarkdownString {
	const { t } = vscode.l10n;
	const at = (time: number | undefined) => (time === undefined ? undefined : moment(time));
	return tooltip(titleWords(operation), [
		[t('State'), stateWords(operation)],
		[t('What it means'), operation.explanation],
		[t('What'), whatWords(operation)],
		[t('Customer tenant ID'), operation.tenantId],
		[t('Connection'), operation.connection],
		[t('Committed by'), operation.committedBy],
		[t('Reason'), operation.reason],
		[t('Written down'), at(operation.preparedAt)],
		[t('Sent'), at(operation.sentAt)],
		[t('Answered'), at(operation.answeredAt)],
		[t('Last looked at'), at(operation.lastLookedAt)],
		[t('Ended'), at(operation.endedAt)],
		[t('Session ID'), operation.id],
	]);
}
