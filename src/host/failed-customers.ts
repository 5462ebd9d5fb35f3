/** Customers that could not be read, as a quick pick: each with its reason, and the way to the failure's details and to Check Access. */
import * as vscode from 'vscode';
import type { ReservationsService } from '../reservations/api';
import type { CustomerScan } from '../reservations/scan/model';
import type { CommandId } from './command-ids';
import { escapeIcons } from './markup';

/**
 * @param failed those to show; where there are none any more, that is said and no list opens
 * @param placeHolder what they have in common
 * @returns once something was chosen and done, or the list was closed
 */
export async function showFailedCustomers(
	service: Pick<ReservationsService, 'getCustomer'>,
	failed: readonly CustomerScan[],
	placeHolder = vscode.l10n.t('Customers that could not be read'),
): Promise<void> {
	const { l10n, window, commands } = vscode;
	if (failed.length === 0) {
		// They have been read since there was something to choose.
		void window.showInformationMessage(noneAnyMoreWords());
		return;
	}
	const rows = failed
		.map(({ tenantId, failure }) => ({ name: service.getCustomer(tenantId)?.name ?? tenantId, tenantId, failure }))
		.sort((a, b) => a.name.localeCompare(b.name))
		.map((row) => ({ ...row, label: escapeIcons(row.name), detail: row.failure?.message ?? '' }));
	const chosen = await window.showQuickPick(rows, { placeHolder, matchOnDetail: true });
	if (chosen === undefined) return;
	const { tenantId, failure } = chosen;
	const details = { label: l10n.t('Show Details'), detail: l10n.t('What happened, and what to do next') };
	const access = { label: l10n.t('Check Access'), detail: l10n.t('Which right is missing at this customer, and how to get it') };
	const step = await window.showQuickPick([details, access], { title: chosen.label, placeHolder: chosen.detail });
	if (step === details) await commands.executeCommand('cspReservations.showFailure' satisfies CommandId, failure);
	if (step === access) await commands.executeCommand('cspReservations.checkAccess' satisfies CommandId, { tenantId });
}

/** Heading of those that were read, but not compared. */
export function notComparedWords(): string {
	return vscode.l10n.t('Customers that could not be compared with Partner Center');
}

export function noneAnyMoreWords(): string {
	return vscode.l10n.t('No customer is in this list any more.');
}
