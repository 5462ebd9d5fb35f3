/** Texts that both pages that move money have. `{0}` in them is filled in by the page. */
import * as vscode from 'vscode';
import type { moneyLabelKeys } from '../messages';

export function moneyLabels(): Record<(typeof moneyLabelKeys)[number], string> {
	const { l10n } = vscode;
	return {
		loading: l10n.t('Loading…'),
		retry: l10n.t('Retry'),
		refresh: l10n.t('Refresh'),
		quotedAgo: l10n.t('Quoted {0} ago', '{0}'),
		validFor: l10n.t('can be used for {0} more', '{0}'),
		askAgain: l10n.t('Ask Again'),
		refusals: l10n.t('Azure refuses this'),
		blockers: l10n.t('Why this quote can’t be committed'),
		confirm: l10n.t('Confirm'),
		summary: l10n.t('What will be done'),
		cannotBeUndone: l10n.t('What can’t be undone, and what follows'),
		typeName: l10n.t('Type the customer’s name'),
		nameDiffers: l10n.t('The button can be used once the name fits.'),
		back: l10n.t('Back'),
		progress: l10n.t('Progress'),
		lines: l10n.t('What became of each line'),
		result: l10n.t('Result'),
		copyResult: l10n.t('Copy Result'),
		copied: l10n.t('Copied'),
		lookAgain: l10n.t('Look Again'),
		startAnew: l10n.t('Begin Another One'),
		code: l10n.t('Code'),
		openOperations: l10n.t('Still open for this customer'),
		show: l10n.t('Show'),
	};
}
