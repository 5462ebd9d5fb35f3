/** Texts of the page that do not depend on the customer. */
import * as vscode from 'vscode';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { l10n } = vscode;
	return {
		loading: l10n.t('Loading…'),
		retry: l10n.t('Retry'),
		refresh: l10n.t('Refresh'),
		newRequest: l10n.t('New Support Request…'),
		openInPortal: l10n.t('Open in Azure Portal'),
		list: l10n.t('Requests about reservations'),
		table: l10n.t('Requests, the newest first'),
		close: l10n.t('Back to the List'),
		description: l10n.t('What was written'),
		messages: l10n.t('Messages'),
		earlier: l10n.t('Show Earlier Messages'),
		reply: l10n.t('Reply'),
		message: l10n.t('Message to Microsoft'),
		send: l10n.t('Send Message'),
		severity: l10n.t('Severity'),
		changeSeverity: l10n.t('Change Severity'),
		closeRequest: l10n.t('Close Request…'),
		closeNow: l10n.t('Close the Request'),
		keepOpen: l10n.t('Keep It Open'),
		reopen: l10n.t('Open Again'),
		dismiss: l10n.t('Dismiss'),
	};
}
