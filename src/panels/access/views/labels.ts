/** Texts of the page that do not depend on what is examined. */
import * as vscode from 'vscode';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { l10n } = vscode;
	return {
		again: l10n.t('Check Again'),
		stop: l10n.t('Stop'),
		copyReport: l10n.t('Copy Report'),
		copied: l10n.t('Copied'),
		retry: l10n.t('Retry'),
		verdict: l10n.t('Finding'),
		checks: l10n.t('What was checked'),
		evidence: l10n.t('What this was read from'),
		fixes: l10n.t('How to fix it'),
		shell: l10n.t('Command line'),
		copy: l10n.t('Copy'),
		who: l10n.t('Who am I'),
		loading: l10n.t('Loading…'),
		limits: l10n.t('What this account usually can’t do'),
		notRead: l10n.t('What could not be read'),
	};
}
