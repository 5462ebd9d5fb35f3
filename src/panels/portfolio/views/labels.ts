/** Texts of the page that do not depend on what it shows. */
import * as vscode from 'vscode';
import type { Grouping, LabelKey, Option } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { l10n } = vscode;
	return {
		loading: l10n.t('Loading…'),
		dataState: l10n.t('State of the data'),
		search: l10n.t('Search'),
		searchHelp: l10n.t('Names, domains, products, regions, scopes, states, IDs'),
		filters: l10n.t('Filters'),
		clearFilters: l10n.t('Clear Filters'),
		columns: l10n.t('Columns'),
		groupBy: l10n.t('Group by'),
		noGroups: l10n.t('No groups'),
		showEnded: l10n.t('Show ended and archived'),
		views: l10n.t('View'),
		noView: l10n.t('Not saved'),
		saveView: l10n.t('Save View…'),
		deleteView: l10n.t('Delete View'),
		from: l10n.t('from'),
		to: l10n.t('to'),
		any: l10n.t('Any'),
		table: l10n.t('Reservations of all customers'),
		keys: l10n.t(
			'Arrow keys move, Space selects, Shift with arrow keys extends, Ctrl+A selects all, Enter opens the Overview, Shift+F10 goes to the actions.',
		),
		selection: l10n.t('Actions on what is selected'),
		selectAll: l10n.t('Select All'),
		clearSelection: l10n.t('Clear Selection'),
		moreActions: l10n.t('More Actions'),
		export: l10n.t('Export…'),
		scan: l10n.t('Scan All Customers'),
		stopScan: l10n.t('Stop the Scan'),
		compare: l10n.t('Compare with Partner Center…'),
		compareHelp: l10n.t(
			'Finds orders that Partner Center lists and Azure does not show to this account. Takes a call or two more a customer than a scan.',
		),
		retry: l10n.t('Retry'),
		showFailed: l10n.t('Show Customers'),
		charts: l10n.t('Charts'),
		numbers: l10n.t('The same in numbers'),
		commitments: l10n.t('Commitments'),
		readCommitments: l10n.t('Read Commitments'),
		stopCommitments: l10n.t('Stop Reading Commitments'),
		currency: l10n.t('Currency'),
	};
}

export function groupingOptions(): Option[] {
	const { l10n } = vscode;
	const names: Readonly<Record<Grouping, string>> = {
		customer: l10n.t('Customer'),
		reseller: l10n.t('Reseller'),
		product: l10n.t('Product'),
		expiryMonth: l10n.t('Month of expiry'),
		region: l10n.t('Region'),
	};
	return Object.entries(names).map(([value, label]) => ({ value, label }));
}
