/** What was read but could not be saved on this computer: told with the end of a scan. */
import * as vscode from 'vscode';

/** Codes of Node.js for a disk, or a share of it, that is full. */
const fullCodes: readonly unknown[] = ['ENOSPC', 'EDQUOT'];

/** @param error what writing the cache ended with @returns what happened, what still holds, and what to do */
export function unsavedWords(error: Error): string {
	const { l10n } = vscode;
	const isFull = fullCodes.includes((error as NodeJS.ErrnoException).code);
	const what = isFull
		? l10n.t('What was read could not be saved, as the disk is full: it is there until VS Code closes.')
		: l10n.t('What was read could not be saved on this computer: it is there until VS Code closes. ({0})', error.message);
	const next = isFull ? l10n.t('Make room, then scan again.') : l10n.t('Check whether VS Code may write there, then scan again.');
	return `${what} ${next}`;
}
