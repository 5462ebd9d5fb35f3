/** Texts of the page that do not depend on the reservation. */
import * as vscode from 'vscode';
import { moneyLabels } from '../../money/views/labels';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { l10n } = vscode;
	return {
		...moneyLabels(),
		what: l10n.t('What to return'),
		quantity: l10n.t('Units to return'),
		quantityHelp: l10n.t('What is left, if anything, goes on as a new reservation with a new ID.'),
		choices: l10n.t('Choose a quantity'),
		reason: l10n.t('Reason'),
		reasonHelp: l10n.t('Required. Microsoft stores it with the return; it is also in your journal.'),
		quote: l10n.t('Quote'),
		allowance: l10n.t('Allowance of this customer for returns in 12 months'),
		review: l10n.t('Review'),
		whatHappens: l10n.t('What happens'),
	};
}
