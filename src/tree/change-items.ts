/** How a change of configuration looks in the view "Operations": its state, and before and after below it. */
import * as vscode from 'vscode';
import { changedName, changeKindWords, differenceWords, entryState } from '../host/change-words';
import { isUndoable } from '../host/entries';
import { moment } from '../host/formats';
import { isUnsettled } from '../host/operation-facts';
import { agoWords } from '../host/operation-words';
import { tooltip } from './facts-tooltip';
import { stateIcons } from './operation-icons';
import {
	type ChangedReservationNode,
	type ChangeNode,
	changedReservationNodes,
	factNodes,
	type OperationsNode,
} from './operations-nodes';
import { line as inLine } from './text';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** @param now ms since the epoch, for the age */
export function changeItem({ id, record, differences }: ChangeNode, now: number): vscode.TreeItem {
	const item = new vscode.TreeItem(record.customerName, isUnsettled(record) ? Expanded : Collapsed);
	item.id = id;
	item.contextValue = [
		'change',
		isUnsettled(record) ? 'unsettled' : 'settled',
		isUndoable(record) ? 'undoable' : undefined,
		(record.results?.length ?? 0) > 0 ? 'successor' : undefined,
	]
		.filter((token) => token !== undefined)
		.join(';');
	item.iconPath = stateIcons[record.state];
	const fields = differences.map(({ label }) => label).join(', ');
	const age = agoWords(record.sentAt, now);
	const parts = [changeKindWords(record), entryState(record), changedName(record), fields, age];
	item.description = inLine(parts);
	item.accessibilityInformation = { label: [record.customerName, ...parts.filter((part) => part !== '')].join(', ') };
	return item;
}

/** What it means, each field before and after, the reservations of a split or a merge, and the ids. */
export function changeChildren(node: ChangeNode): OperationsNode[] {
	const { l10n } = vscode;
	const { record, differences } = node;
	const [first] = record.reservations;
	return [
		...factNodes(node, [
			[l10n.t('What it means'), record.explanation],
			...differences.map((it) => [it.label, differenceWords(it)] as const),
		]),
		...changedReservationNodes(node),
		...factNodes(node, [
			// These places are taken by the facts above.
			...Array.from({ length: differences.length + 1 }, () => ['', undefined] as const),
			[l10n.t('Changed by'), record.changedBy],
			[l10n.t('Reservation ID'), record.reservations.length === 1 ? first?.reservationId : undefined],
			[l10n.t('Reservation order ID'), first?.orderId],
			[l10n.t('Undoes the change'), record.undoes],
			[l10n.t('Change ID'), record.id],
			[l10n.t('Correlation IDs'), record.correlationIds.join(', ')],
		]),
	];
}

export function changedReservationItem({ id, name, isResult, reservationId }: ChangedReservationNode): vscode.TreeItem {
	const item = new vscode.TreeItem(name, None);
	item.id = id;
	item.contextValue = 'changedReservation';
	item.iconPath = new vscode.ThemeIcon(isResult ? 'arrow-right' : 'circle-slash');
	const place = isResult ? vscode.l10n.t('New reservation') : vscode.l10n.t('Ended');
	item.description = inLine([place, reservationId]);
	item.accessibilityInformation = { label: [name, place, reservationId].join(', ') };
	return item;
}

/** All of a change, made when the pointer rests on it. */
export function changeTooltip({ record, differences }: ChangeNode): vscode.MarkdownString {
	const { l10n } = vscode;
	const at = (time: number | undefined) => (time === undefined ? undefined : moment(time));
	return tooltip(`${changeKindWords(record)}: ${changedName(record)}`, [
		[l10n.t('State'), entryState(record)],
		[l10n.t('What it means'), record.explanation],
		...differences.map((it) => [it.label, differenceWords(it)] as const),
		[l10n.t('Customer tenant ID'), record.tenantId],
		[l10n.t('Connection'), record.connection],
		[l10n.t('Changed by'), record.changedBy],
		[l10n.t('Sent'), at(record.sentAt)],
		[l10n.t('Answered'), at(record.answeredAt)],
		[l10n.t('Last looked at'), at(record.lastLookedAt)],
		[l10n.t('Ended'), at(record.endedAt)],
		[l10n.t('Change ID'), record.id],
	]);
}
