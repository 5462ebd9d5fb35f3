/** Orders that Partner Center lists and Azure does not show, as a quick pick: each customer leads to Check Access and to its order ids. */
import * as vscode from 'vscode';
import type { ReservationsService } from '../reservations/api';
import type { HiddenOrders } from '../reservations/scan/model';
import type { CommandId } from './command-ids';
import { orderCount } from './counts';
import { moment } from './formats';
import { escapeIcons } from './markup';

/** @returns once something was chosen and done, or the list was closed */
export async function showHiddenOrders(service: Pick<ReservationsService, 'getCustomer' | 'scan'>): Promise<void> {
	const { l10n, window, commands } = vscode;
	const rows = service.scan
		.hiddenOrders()
		.map((hidden) => ({ ...hidden, name: service.getCustomer(hidden.tenantId)?.name ?? hidden.tenantId }))
		.sort((a, b) => a.name.localeCompare(b.name))
		.map((row) => ({ ...row, label: escapeIcons(row.name), description: countWords(row), detail: row.orderIds.join(', ') }));
	if (rows.length === 0) {
		void window.showInformationMessage(
			l10n.t('Azure shows every order that Partner Center lists, of all customers compared so far.'),
		);
		return;
	}
	const placeHolder = l10n.t('Orders that Partner Center lists and Azure does not show to this account');
	const chosen = await window.showQuickPick(rows, { placeHolder, matchOnDetail: true });
	if (chosen === undefined) return;
	const access = { label: l10n.t('Check Access'), detail: l10n.t('Which right is missing at this customer, and how to get it') };
	const copy = { label: l10n.t('Copy Reservation Order ID'), detail: chosen.detail };
	const step = await window.showQuickPick([access, copy], { title: chosen.label, placeHolder: chosen.description });
	const { tenantId, orderIds } = chosen;
	if (step === access) await commands.executeCommand('cspReservations.checkAccess' satisfies CommandId, { tenantId });
	if (step === copy) await vscode.env.clipboard.writeText(orderIds.join('\n'));
}

function countWords({ orderIds, comparedAt }: HiddenOrders): string {
	return vscode.l10n.t('{0}, compared {1}', orderCount(orderIds.length), moment(comparedAt));
}
