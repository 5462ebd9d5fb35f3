/** A purchase of the quote in one sentence, with all of it that can't be changed later: who is charged, what it applies to. */
import * as vscode from 'vscode';
import { number } from '../../../host/formats';
import { billingPlanWords, flexibilityWords, termWords } from '../../../host/words';
import type { QuotedPurchase } from '../../../reservations/operations/model';
import { regionName } from '../../../reservations/regions';
import { type Place, subscriptionGuid } from '../scopes';

/** @param places what is known of the customer's subscriptions and groups, for their names */
export function boughtWords(bought: QuotedPurchase, places: readonly Place[]): string {
	const { l10n } = vscode;
	const { quantity, sku, region, name, term, billingPlan, billingScopeId, renew, instanceFlexibility } = bought;
	return l10n.t(
		'Buy {0} × {1} as “{2}”: {3}.',
		number(quantity),
		region === undefined ? sku : `${sku} (${regionName(region)})`,
		name,
		[
			termWords(term),
			billingPlanWords(billingPlan),
			scopeWords(bought.scope, places),
			renew ? l10n.t('renews') : l10n.t('does not renew'),
			l10n.t('charged to subscription {0}', placeWords(billingScopeId, places)),
			instanceFlexibility && l10n.t('size flexibility {0}', flexibilityWords(instanceFlexibility).value),
		]
			.filter((it) => it !== undefined)
			.join(', '),
	);
}

function scopeWords(scope: QuotedPurchase['scope'], places: readonly Place[]): string {
	const { l10n } = vscode;
	switch (scope.kind) {
		case 'Shared':
			return l10n.t('scope shared');
		case 'Single':
			return scope.resourceGroupId === undefined
				? l10n.t('scope single: subscription {0}', placeWords(scope.subscriptionId, places))
				: l10n.t(
						'scope single: resource group {0} in subscription {1}',
						scope.resourceGroupId.split('/').at(-1) ?? scope.resourceGroupId,
						placeWords(scope.subscriptionId, places),
					);
		case 'ManagementGroup':
			return l10n.t('scope management group: {0}', placeWords(scope.managementGroupId, places));
	}
}

/** The name, where one is known, and always the id. */
function placeWords(id: string, places: readonly Place[]): string {
	const short = subscriptionGuid(id) ?? id.split('/').at(-1) ?? id;
	const known = places.find((place) => place.id.toLowerCase() === id.toLowerCase());
	return known === undefined || known.name.toLowerCase() === short.toLowerCase() ? short : `“${known.name}” (${short})`;
}
