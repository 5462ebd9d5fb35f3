/** How each node of the view "Operations" looks and what it says to a screen reader. */
import * as vscode from 'vscode';
import { moment, money, number } from '../host/formats';
import { isUnknown, isUnsettled, refOf, successorsOf } from '../host/operation-facts';
import { agoWords, kindWords, lineStatusWords, lineWords, stateWords, titleWords, whatWords } from '../host/operation-words';
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
	notdone: new vscode.ThemeIcon('circle-slash'),
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
	const { l10n } = vscode;
	switch (node.kind) {
		case 'operation': {
			const { operation } = node;
			return [
				...factNodes(node, [[l10n.t('What it means'), operation.explanation]]),
				...lineNodes(node),
				...factNodes(node, [
					// The first place is taken by the explanation above.
					['', undefined],
					[l10n.t('Reason'), operation.reason],
					[l10n.t('Committed by'), operation.committedBy],
					[l10n.t('Set aside'), setAsideWords(operation)],
					[l10n.t('Session ID'), operation.id],
					[l10n.t('Correlation IDs'), operation.correlationIds.join(', ')],
				]),
			];
		}
		case 'line':
			return factNodes(node, [
				[l10n.t('The service said'), errorWords(node)],
				[l10n.t('Reservation ID'), node.reservationId],
				[l10n.t('Reservation order ID'), node.orderId],
				[l10n.t('Goes on as reservation ID'), node.line.rest?.reservationId],
			]);
		case 'change':
			return changeChildren(node);
		case 'changedReservation':
		case 'fact':
		case 'unreadable':
			return [];
	}
}

function setAsideWords({ setAside }: Operation): string | undefined {
	return setAside && inLine([moment(setAside.at), setAside.by]);
}

function operationItem({ id, operation }: OperationNode, now: number): vscode.TreeItem {
	const item = new vscode.TreeItem(operation.customerName, isUnsettled(operation) ? Expanded : Collapsed);
	item.id = id;
	item.contextValue = [
		'operation',
		isUnsettled(operation) ? 'unsettled' : 'settled',
		isUnknown(operation) && isUnsettled(operation) ? 'unknown' : undefined,
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
	const { l10n } = vscode;
	const hasIds = refOf(parent.operation, line) !== undefined;
	const what = lineWords(line);
	const item = new vscode.TreeItem(what, hasIds || line.error !== undefined ? Collapsed : None);
	item.id = id;
	item.contextValue = hasIds ? 'operationLine;ids' : 'operationLine';
	item.iconPath = lineIcons[line.status.toLowerCase()] ?? new vscode.ThemeIcon('question');
	const direction =
		line.direction === 'return' ? l10n.t('Return ×{0}', number(line.quantity)) : l10n.t('Buy ×{0}', number(line.quantity));
	const amount = line.amount === undefined ? undefined : money(line.amount);
	item.description = inLine([direction, lineStatusWords(line), amount]);
	item.tooltip = tooltip(what, [
		[l10n.t('Status'), lineStatusWords(line)],
		[l10n.t('Quantity'), number(line.quantity)],
		[line.direction === 'return' ? l10n.t('Money back, without tax') : l10n.t('Commitment, without tax'), amount],
		[l10n.t('The service said'), errorWords(node)],
		[l10n.t('Reservation ID'), line.reservationId],
		[l10n.t('Reservation order ID'), line.orderId],
		[l10n.t('Goes on as reservation ID'), line.rest?.reservationId],
	]);
	item.accessibilityInformation = {
		label: [what, direction, lineStatusWords(line), amount].filter((part) => part !== undefined).join(', '),
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
	const { l10n } = vscode;
	const item = new vscode.TreeItem(l10n.t('A file of the journal can’t be read'), None);
	item.id = id;
	item.contextValue = 'operationUnreadable';
	item.iconPath = new vscode.ThemeIcon('error', error);
	item.description = file.split(/[\\/]/).at(-1) ?? file;
	item.tooltip = tooltip(l10n.t('A file of the journal can’t be read'), [
		['', reason],
		[l10n.t('File'), file],
		['', l10n.t('It is kept, and the operation it stands for is never sent again. Look at the reservation in the Azure portal.')],
	]);
	item.accessibilityInformation = { label: l10n.t('Error: a file of the journal can’t be read. {0}', reason) };
	return item;
}

/** All of an operation, made when the pointer rests on it. Holds no link and no command. */
export function operationTooltip(operation: Operation): vscode.MarkdownString {
	const { l10n } = vscode;
	const at = (time: number | undefined) => (time === undefined ? undefined : moment(time));
	return tooltip(titleWords(operation), [
		[l10n.t('State'), stateWords(operation)],
		[l10n.t('What it means'), operation.explanation],
		[l10n.t('What'), whatWords(operation)],
		[l10n.t('Customer tenant ID'), operation.tenantId],
		[l10n.t('Connection'), operation.connection],
		[l10n.t('Committed by'), operation.committedBy],
		[l10n.t('Reason'), operation.reason],
		[l10n.t('Written down'), at(operation.preparedAt)],
		[l10n.t('Sent'), at(operation.sentAt)],
		[l10n.t('Answered'), at(operation.answeredAt)],
		[l10n.t('Last looked at'), at(operation.lastLookedAt)],
		[l10n.t('Ended'), at(operation.endedAt)],
		[l10n.t('Set aside'), setAsideWords(operation)],
		[l10n.t('Session ID'), operation.id],
	]);
}
