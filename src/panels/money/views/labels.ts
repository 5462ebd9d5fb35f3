/** Texts that both pages that move money have. `{0}` in them is filled in by the page. */
import * as vscode from 'vscode';
import type { moneyLabelKeys } from '../messages';

export function moneyLabels(): Record<(typeof moneyLabelKeys)[number], string> {
	const { t } = vscode.l10n;
	return {
		loading: t('Loading…'),
		retry: t('Retry'),
		refresh: t('Refresh'),
		quotedAgo: t('Quoted {0} ago', '{0}'),
		validFor: t('to be asked again in {0}', '{0}'),
		askAgain: t('Ask Again'),
		refusals: t('The service refuses this'),
		blockers: t('Why this quote cannot be committed'),
		confirm: t('Confirm'),
		summary: t('What will be done'),
		cannotBeUndone: t('What cannot be undone, and what follows'),
		typeName: t('Type the customer’s name'),
		nameDiffers: t('The button can be used once the name fits.'),
		back: t('Back'),
		progress: t('Progress'),
		lines: t('What became of each line'),
		result: t('Result'),
		copyResult: t('Copy Result'),
		copied: t('Copied'),
		lookAgain: t('Look Again'),
		startAnew: t('Begin Another One'),
		code: t('Code'),
		openOperations: t('Still open for this customer'),
		show: t('Show'),
	};
}
