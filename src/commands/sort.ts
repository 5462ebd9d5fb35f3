/** Sort: by which value customers and reservations are ordered. */
import * as vscode from 'vscode';
import { type SortOrder, sortOrders } from '../host/preferences';
import type { CommandContext } from './context';

interface SortItem extends vscode.QuickPickItem {
	readonly order: SortOrder;
}

export async function sort({ preferences }: CommandContext, args: readonly unknown[]): Promise<void> {
	const given = sortOrders.find((order) => order === args[0]);
	const order =
		given ??
		(
			await vscode.window.showQuickPick(
				sortOrders.map((order) => itemOf(order, preferences.sort)),
				{
					title: vscode.l10n.t('Sort Customers and Reservations'),
					placeHolder: vscode.l10n.t('Pinned customers come first; what is not known yet comes last'),
				},
			)
		)?.order;
	if (order !== undefined) await preferences.setSort(order);
}

function itemOf(order: SortOrder, current: SortOrder): SortItem {
	const description = order === current ? vscode.l10n.t('now') : '';
	switch (order) {
		case 'name':
			return { order, description, label: `$(case-sensitive) ${vscode.l10n.t('Name')}` };
		case 'expiry':
			return {
				order,
				description,
				label: `$(watch) ${vscode.l10n.t('Expiry')}`,
				detail: vscode.l10n.t('What ends first comes first'),
			};
		case 'use':
			return {
				order,
				description,
				label: `$(graph) ${vscode.l10n.t('Use over 7 days')}`,
				detail: vscode.l10n.t('What is used least comes first'),
			};
	}
}
