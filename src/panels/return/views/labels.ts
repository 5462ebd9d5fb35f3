/** Texts of the page that do not depend on the reservation. */
import * as vscode from 'vscode';
import { moneyLabels } from '../../money/views/labels';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { t } = vscode.l10n;
	return {
		...moneyLabels(),
		what: t('What to return'),
		quantity: t('Units to return'),
		quantityHelp: t('What is left goes on as a new reservation with a new id.'),
		choices: t('Choose a quantity'),
		reason: t('Reason'),
		reasonHelp: t('Required. Microsoft stores it with the return; it is also in your journal.'),
		quote: t('Quote'),
		allowance: t('Allowance of this customer for returns in 12 months'),
		review: t('Review'),
		whatHappens: t('What happens'),
	};
}
