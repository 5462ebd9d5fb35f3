/**
 * What the bar offers: the same commands as the menus of the tree. All of them always, each in its place, so that nothing moves when
 * something is selected; what can't be done with the selection says why.
 */
import * as vscode from 'vscode';
import { hasEnded } from '../../../reservations/states';
import type { TableRow } from '../../../reservations/table/model';
import type { Action, Portfolio } from '../messages';

/** More than these are not looked at one by one. */
export const mostLookedAt = 1000;

type Actions = Portfolio['selection']['actions'];

/** Why a command can't be run on the selection; undefined: it can. */
type Obstacle = string | undefined;

/** @param selected how many, where they are too many to be looked at: each command then says itself what it can't do */
export function actionsFor(selected: readonly TableRow[] | number): Actions {
	const { l10n } = vscode;
	const { any, one, ofOneCustomer, active, archived, ended } = obstacles(selected);
	const of =
		(isMore: boolean) =>
		(command: Action, label: string, icon: string, ...against: readonly Obstacle[]): Actions[number] => ({
			command,
			label,
			icon,
			isMore,
			reason: [any, ...against].find((obstacle) => obstacle !== undefined),
		});
	const [first, more] = [of(false), of(true)];
	return [
		first('cspReservations.openOverview', l10n.t('Open Overview'), 'open-preview', one),
		first('cspReservations.exchange', l10n.t('Exchange…'), 'arrow-swap', ofOneCustomer, active),
		first('cspReservations.return', l10n.t('Return…'), 'discard', one, active),
		first('cspReservations.configure', l10n.t('Configuration…'), 'settings-gear', one),
		first('cspReservations.changeScope', l10n.t('Change Scope…'), 'target', ofOneCustomer, active),
		first('cspReservations.changeRenewal', l10n.t('Change Renewal…'), 'history', active),
		more('cspReservations.accessControl', l10n.t('Access Control…'), 'shield', one),
		more('cspReservations.grantAdminAgents', l10n.t('Grant AdminAgents Access…'), 'organization'),
		more('cspReservations.copyReservationId', l10n.t('Copy Reservation ID'), 'copy'),
		more('cspReservations.copyOrderId', l10n.t('Copy Reservation Order ID'), 'copy'),
		more('cspReservations.copyResourceId', l10n.t('Copy Resource ID'), 'copy'),
		more('cspReservations.copySupportDetails', l10n.t('Copy Details for Support'), 'output'),
		more('cspReservations.copyCustomerTenantId', l10n.t('Copy Customer Tenant ID'), 'copy'),
		more('cspReservations.rename', l10n.t('Rename…'), 'edit', one, active),
		more('cspReservations.changeOptimization', l10n.t('Change Optimization…'), 'settings', one, active),
		more('cspReservations.undoChange', l10n.t('Undo Last Change'), 'discard', one),
		more('cspReservations.archive', l10n.t('Archive'), 'archive', ended),
		more('cspReservations.unarchive', l10n.t('Unarchive'), 'inbox', archived),
		more('cspReservations.newSupportRequest', l10n.t('New Support Request…'), 'comment-discussion', one),
		more('cspReservations.supportRequests', l10n.t('Support Requests'), 'comment', one),
		more('cspReservations.checkAccess', l10n.t('Check Access…'), 'checklist', one),
		more('cspReservations.openInPortal', l10n.t('Manage in Azure Portal'), 'link-external', one),
		more('cspReservations.openOrderInPortal', l10n.t('Open Reservation Order in Azure Portal'), 'link-external', one),
		more('cspReservations.openCustomerInPortal', l10n.t('Open Customer’s Reservations in Azure Portal'), 'link-external', one),
		more('cspReservations.openInPartnerCenter', l10n.t('Open Customer in Partner Center'), 'link-external', one),
		more('cspReservations.refresh', l10n.t('Refresh'), 'refresh'),
	];
}

function obstacles(selected: readonly TableRow[] | number) {
	const { l10n } = vscode;
	const rows = typeof selected === 'number' ? undefined : selected;
	const count = rows?.length ?? Number(selected);
	const unless = (holds: boolean, words: string): Obstacle => (holds ? undefined : words);
	const has = (fits: (reservation: TableRow['reservation']) => boolean) =>
		rows === undefined || rows.some(({ reservation }) => fits(reservation));
	const customers = new Set((rows ?? []).map(({ customer }) => customer.tenantId)).size;
	return {
		any: unless(count > 0, l10n.t('Select one or more reservations first.')),
		one: unless(count === 1, l10n.t('This takes one reservation: select it alone.')),
		ofOneCustomer: unless(customers === 1, l10n.t('Select reservations of one customer only.')),
		active: unless(
			has((it) => !hasEnded(it)),
			l10n.t('What is selected has ended.'),
		),
		ended: unless(
			has((it) => hasEnded(it) && !it.archived),
			l10n.t('Only what has ended can be archived.'),
		),
		archived: unless(
			has((it) => it.archived),
			l10n.t('Nothing that is selected is archived.'),
		),
	};
}
