/** Texts of the page that do not depend on the reservation. */
import * as vscode from 'vscode';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { l10n } = vscode;
	return {
		actions: l10n.t('Actions'),
		refresh: l10n.t('Refresh'),
		refreshing: l10n.t('Reading…'),
		retry: l10n.t('Retry'),
		loading: l10n.t('Loading…'),
		next: l10n.t('What to do next'),
		essentials: l10n.t('Essentials'),
		usage: l10n.t('Use'),
		payments: l10n.t('Payments'),
		history: l10n.t('History'),
		byDay: l10n.t('By day'),
		byMonth: l10n.t('By month'),
		grain: l10n.t('Show the use'),
		chart: l10n.t('Chart'),
		numbers: l10n.t('The same in numbers'),
		chooseDay: l10n.t('Choose a day to see the resources behind it: click a bar, or use the arrow keys and Enter.'),
		source: l10n.t('Read the rule'),
		resources: l10n.t('Show resources'),
		closeResources: l10n.t('Close'),
		noData: l10n.t('No data'),
	};
}
