/** What the bar offers for what is selected: the same commands as the menus of the tree, for the same reservations. */
import * as vscode from 'vscode';
import { hasEnded } from '../../../reservations/states';
import type { TableRow } from '../../../reservations/table/model';
import type { Action, Portfolio } from '../messages';

/** More than these are not looked at one by one. */
export const mostLookedAt = 1000;

type Actions = Portfolio['selection']['actions'];

/**
 * @param selected how many, where they are too many to be looked at: each command then says itself what it can't do
 * @param showsEnded what has ended may be among them
 */
export function actionsFor(selected: readonly TableRow[] | number, showsEnded: boolean): Actions {
	const rows = typeof selected === 'number' ? undefined : selected;
	const isOne = rows?.length === 1;
	const isOfOneCustomer = rows !== undefined && new Set(rows.map(({ customer }) => customer.tenantId)).size === 1;
	const has = (fits: (reservation: TableRow['reservation']) => boolean, whenMany: boolean) =>
		rows === undefined ? whenMany : rows.some(({ reservation }) => fits(reservation));
	const isActive = has((it) => !hasEnded(it), true);
	const isPutAway = has((it) => it.archived, showsEnded);
	const canPutAway = has((it) => hasEnded(it) && !it.archived, showsEnded);
	const { l10n } = vscode;
	const of = (isMore: boolean) => (command: Action, label: string, icon: string, when: boolean) =>
		when ? [{ command, label, icon, isMore }] : [];
	const [first, more] = [of(false), of(true)];
	return [
		...first('cspReservations.openOverview', l10n.t('Open Overview'), 'open-preview', isOne),
		...first('cspReservations.exchange', l10n.t('Exchange…'), 'arrow-swap', isOfOneCustomer && isActive),
		...first('cspReservations.return', l10n.t('Return…'), 'discard', isOne && isActive),
		...first('cspReservations.configure', l10n.t('Configuration…'), 'settings-gear', isOne),
		...first('cspReservations.accessControl', l10n.t('Access Control…'), 'shield', isOne),
		...first('cspReservations.changeScope', l10n.t('Change Scope…'), 'target', isOfOneCustomer && isActive),
		...first('cspReservations.changeRenewal', l10n.t('Change Renewal…'), 'history', isActive),
		...first('cspReservations.archive', l10n.t('Archive'), 'archive', canPutAway),
		...first('cspReservations.unarchive', l10n.t('Unarchive'), 'inbox', isPutAway),
		...first('cspReservations.grantAdminAgents', l10n.t('Grant AdminAgents Access…'), 'organization', true),
		...first('cspReservations.copyReservationId', l10n.t('Copy Reservation ID'), 'copy', true),
		...first('cspReservations.copyOrderId', l10n.t('Copy Reservation Order ID'), 'copy', true),
		...first('cspReservations.copyResourceId', l10n.t('Copy Resource ID'), 'copy', true),
		...first('cspReservations.copySupportDetails', l10n.t('Copy Details for Support'), 'output', true),
		...more('cspReservations.rename', l10n.t('Rename…'), 'edit', isOne && isActive),
		...more('cspReservations.changeOptimization', l10n.t('Change Optimization…'), 'settings', isOne && isActive),
		...more('cspReservations.undoChange', l10n.t('Undo Last Change'), 'discard', isOne),
		...more('cspReservations.newSupportRequest', l10n.t('New Support Request…'), 'comment-discussion', isOne),
		...more('cspReservations.supportRequests', l10n.t('Support Requests'), 'comment', isOne),
		...more('cspReservations.checkAccess', l10n.t('Check Access…'), 'checklist', isOne),
		...more('cspReservations.openInPortal', l10n.t('Manage in Azure Portal'), 'link-external', isOne),
		...more('cspReservations.openOrderInPortal', l10n.t('Open Reservation Order in Azure Portal'), 'link-external', isOne),
		...more(
			'cspReservations.openCustomerInPortal',
			l10n.t('Open Customer’s Reservations in Azure Portal'),
			'link-external',
			isOne,
		),
		...more('cspReservations.openInPartnerCenter', l10n.t('Open Customer in Partner Center'), 'link-external', isOne),
		...more('cspReservations.copyCustomerTenantId', l10n.t('Copy Customer Tenant ID'), 'copy', true),
		...more('cspReservations.refresh', l10n.t('Refresh'), 'refresh', true),
	];
}
