/** Texts of the page that do not depend on the draft. */
import * as vscode from 'vscode';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { l10n } = vscode;
	return {
		loading: l10n.t('Loading…'),
		retry: l10n.t('Retry'),
		refresh: l10n.t('Refresh'),
		actions: l10n.t('Actions'),
		copyText: l10n.t('Copy as Text'),
		copied: l10n.t('Copied'),
		openInPortal: l10n.t('Open in Azure Portal'),
		requests: l10n.t('Support Requests'),
		discard: l10n.t('Discard My Draft'),
		checkAccess: l10n.t('Check Access'),
		faults: l10n.t('Before it can be sent'),
		choose: l10n.t('Choose…'),
		review: l10n.t('Review'),
		back: l10n.t('Back to the Form'),
		description: l10n.t('Description'),
		result: l10n.t('What came of it'),
		writing: l10n.t('Filling in what is known…'),
		stopWaiting: l10n.t('Stop Waiting'),
	};
}
