/** Texts of the page that do not depend on the reservation. */
import * as vscode from 'vscode';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { t } = vscode.l10n;
	return {
		actions: t('Actions'),
		laterActions: t('More actions'),
		laterReason: t('These come in a later version. Until then, use Manage in Azure Portal.'),
		refresh: t('Refresh'),
		refreshing: t('Reading…'),
		retry: t('Retry'),
		loading: t('Loading…'),
		next: t('What to do next'),
		essentials: t('Essentials'),
		usage: t('Use'),
		payments: t('Payments'),
		history: t('History'),
		byDay: t('By day'),
		byMonth: t('By month'),
		grain: t('Show the use'),
		chart: t('Chart'),
		numbers: t('The same in numbers'),
		chooseDay: t('Choose a day to see the resources behind it: click a bar, or use the arrow keys and Enter.'),
		source: t('Read the rule'),
		resources: t('Show resources'),
		closeResources: t('Close'),
		noData: t('No data'),
	};
}
