/** Texts of the page that do not depend on the choice. */
import * as vscode from 'vscode';
import { moneyLabels } from '../../money/views/labels';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { l10n } = vscode;
	return {
		...moneyLabels(),
		give: l10n.t('1. Choose what to give back'),
		reservations: l10n.t('Reservations of the customer'),
		buy: l10n.t('2. Choose what to buy'),
		calculator: l10n.t('3. Is it enough?'),
		quote: l10n.t('4. Binding quote'),
		choose: l10n.t('Chosen'),
		fillAll: l10n.t('All Units'),
		fillUnused: l10n.t('Unused in 7 Days'),
		advice: l10n.t('To know'),
		source: l10n.t('Read the rule'),
		catalogFilter: l10n.t('Find products'),
		subscription: l10n.t('Billing subscription'),
		subscriptionHelp: l10n.t('ID of the subscription that is charged; it also decides which products there are.'),
		resourceType: l10n.t('Type'),
		region: l10n.t('Region'),
		regionHelp: l10n.t('For example West Europe or westeurope. Empty for products without one.'),
		term: l10n.t('Term'),
		billingPlan: l10n.t('Billing plan'),
		search: l10n.t('Name or size'),
		products: l10n.t('Products'),
		add: l10n.t('Add'),
		suggestions: l10n.t('What would fit the use'),
		purchases: l10n.t('What is bought'),
		remove: l10n.t('Remove'),
		quantity: l10n.t('Quantity'),
		name: l10n.t('Name'),
		scope: l10n.t('Scope'),
		renewal: l10n.t('Renew automatically'),
		renewalHelp: l10n.t('Buys again at the end, at the price of then.'),
		flexibility: l10n.t('Instance size flexibility'),
		billed: l10n.t('Billed to'),
		warnings: l10n.t('To know before you exchange'),
		askQuote: l10n.t('Get Binding Quote'),
		request: l10n.t('Copy as Request'),
		reset: l10n.t('Reset'),
	};
}
