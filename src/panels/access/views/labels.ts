/** Texts of the page that do not depend on what is examined. */
import * as vscode from 'vscode';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { t } = vscode.l10n;
	return {
		again: t('Check Again'),
		stop: t('Stop'),
		copyReport: t('Copy Report'),
		copied: t('Copied'),
		retry: t('Retry'),
		verdict: t('Finding'),
		checks: t('What was checked'),
		evidence: t('What this was read from'),
		fixes: t('How to fix it'),
		shell: t('Command line'),
		copy: t('Copy'),
		who: t('Who am I'),
		loading: t('Loading…'),
		limits: t('What this account usually can’t do'),
		notRead: t('What could not be read'),
	};
}
