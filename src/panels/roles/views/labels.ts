/** Texts of the page that do not depend on the reservation. */
import * as vscode from 'vscode';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { l10n } = vscode;
	return {
		loading: l10n.t('Loading…'),
		retry: l10n.t('Retry'),
		refresh: l10n.t('Refresh'),
		members: l10n.t('Role assignments'),
		table: l10n.t('Roles on the order and on the reservation'),
		who: l10n.t('Name'),
		onOrder: l10n.t('On the reservation order'),
		onReservation: l10n.t('On the reservation'),
		canDo: l10n.t('Can do with it'),
		remove: l10n.t('Remove…'),
		none: l10n.t('No role'),
		grant: l10n.t('Add role assignment'),
		place: l10n.t('Scope'),
		role: l10n.t('Role'),
		search: l10n.t('Member'),
		searchHelp: l10n.t('Two or more letters of a name or an address in the customer’s directory, or an object ID.'),
		found: l10n.t('Users and groups'),
		chosen: l10n.t('Chosen'),
		confirm: l10n.t('To be confirmed'),
		review: l10n.t('What will be done'),
		checkAccess: l10n.t('Check Access…'),
		dismiss: l10n.t('Close'),
		discard: l10n.t('Discard My Choice'),
	};
}
