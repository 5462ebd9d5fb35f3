/** Texts of the page that do not depend on the choice. */
import * as vscode from 'vscode';
import { moneyLabels } from '../../money/views/labels';
import type { LabelKey } from '../messages';

export function labels(): Record<LabelKey, string> {
	const { t } = vscode.l10n;
	return {
		...moneyLabels(),
		give: t('1. Choose what to give back'),
		reservations: t('Reservations of the customer'),
		buy: t('2. Choose what to buy'),
		calculator: t('3. Is it enough?'),
		quote: t('4. Binding quote'),
		choose: t('Chosen'),
		fillAll: t('All Units'),
		fillUnused: t('Unused in 7 Days'),
		advice: t('To know'),
		source: t('Read the rule'),
		catalogFilter: t('Find products'),
		subscription: t('Billing subscription'),
		subscriptionHelp: t('ID of the subscription that is charged; it also decides which products there are.'),
		resourceType: t('Type'),
		region: t('Region'),
		regionHelp: t('Azure’s name of it, for example westeurope. Empty for products without one.'),
		term: t('Term'),
		billingPlan: t('Billing plan'),
		search: t('Name or size'),
		products: t('Products'),
		add: t('Add'),
		suggestions: t('What would fit the use'),
		purchases: t('What is bought'),
		remove: t('Remove'),
		quantity: t('Quantity'),
		name: t('Name'),
		scope: t('Scope'),
		renewal: t('Renew automatically'),
		renewalHelp: t('Buys again at the end, at the price of then.'),
		flexibility: t('Instance size flexibility'),
		billed: t('Billed to'),
		warnings: t('To know before you exchange'),
		askQuote: t('Get Binding Quote'),
		request: t('Copy as Request'),
		reset: t('Reset'),
	};
}
