/** Changes of the log in words: what was done, and how it stands. */
import * as vscode from 'vscode';
import type { ChangeRecord } from '../../../reservations/configuration/model';
import type { Mark } from '../../shared/messages';

/** What was done. */
export function changeTitle({ kind, undoes }: Pick<ChangeRecord, 'kind' | 'undoes'>): string {
	const { t } = vscode.l10n;
	if (undoes !== undefined) return t('Put back');
	switch (kind) {
		case 'archive':
			return t('Archived');
		case 'unarchive':
			return t('Unarchived');
		case 'split':
			return t('Split');
		case 'merge':
			return t('Merged');
		default:
			return t('Changed');
	}
}

/** How a change stands. */
export function changeMark({ state }: Pick<ChangeRecord, 'state'>): Mark {
	const { t } = vscode.l10n;
	switch (state) {
		case 'sent':
			return { icon: 'loading', tone: 'info', text: t('Sent, no answer yet') };
		case 'running':
			return { icon: 'loading', tone: 'info', text: t('Azure works on it') };
		case 'succeeded':
			return { icon: 'pass', tone: 'good', text: t('Done') };
		case 'failed':
			return { icon: 'error', tone: 'bad', text: t('Failed') };
		case 'outcomeUnknown':
			return { icon: 'question', tone: 'warning', text: t('Not known whether it was done') };
		case 'notDone':
			return { icon: 'circle-slash', tone: 'bad', text: t('Not done') };
	}
}
