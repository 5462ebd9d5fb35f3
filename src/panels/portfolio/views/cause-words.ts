/** Why customers or orders could not be read, in a few words. */
import * as vscode from 'vscode';
import type { FailureKind } from '../../../azure/failure';
import type { ScanCause } from '../../../reservations/scan/model';

/** The cause without the count. */
export function reasonWords({ kind, code }: ScanCause): string {
	const words = kindWords(kind);
	return code === undefined ? words : `${words} (${code})`;
}

export function kindWords(kind: FailureKind): string {
	const { l10n } = vscode;
	switch (kind) {
		case 'NotAllowed':
			return l10n.t('not allowed with this account');
		case 'NotFound':
			return l10n.t('not found');
		case 'Throttled':
			return l10n.t('the service asked to wait');
		case 'Unreachable':
			return l10n.t('the service did not answer');
		default:
			return l10n.t('could not be read');
	}
}
