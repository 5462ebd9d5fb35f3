/** Texts of the page that do not depend on the reservation. */
import * as vscode from 'vscode';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { t } = vscode.l10n;
	return {
		loading: t('Loading…'),
		retry: t('Retry'),
		refresh: t('Refresh'),
		members: t('Who has access'),
		table: t('Roles on the order and on the reservation'),
		who: t('Who'),
		onOrder: t('On the reservation order'),
		onReservation: t('On the reservation'),
		canDo: t('Can do with it'),
		remove: t('Remove…'),
		none: t('No role'),
		grant: t('Give access'),
		place: t('Where'),
		role: t('Role'),
		search: t('To whom'),
		searchHelp: t('Two or more letters of a name or an address in the customer’s directory, or an object ID.'),
		found: t('People and groups'),
		chosen: t('Chosen'),
		confirm: t('To be confirmed'),
		review: t('What will be done'),
		checkAccess: t('Check Access…'),
		dismiss: t('Close'),
		discard: t('Discard My Choice'),
	};
}
