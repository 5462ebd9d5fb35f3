/** What Azure says that a purchase line of a quote is, held against what was asked for: a commit names the session alone. */
import * as l10n from '@vscode/l10n';
import type { ExchangeContents } from '../../azure/exchanges';
import { isGuid } from '../../azure/ids';
import { money } from '../money';
import { regionCode, regionName } from '../regions';
import type { PurchaseLine, QuotedPurchase } from './model';
import { appliedScopeOf } from './purchase-request';

type Answered = NonNullable<ExchangeContents['reservationsToPurchase']>[number];

interface Compared {
	readonly line: QuotedPurchase;
	/** What is not as it was asked for, in words; empty where all that Azure told is. */
	readonly differences: readonly string[];
}

/**
 * The line as Azure quoted it: its own values where it told them, else those that were asked for. Names that are the same in another
 * case or form (`East US`, a bare GUID; recordings 11) are no difference, and what is not told is none either.
 * @param tenantId the customer's
 */
export function quotedPurchase(tenantId: string, asked: PurchaseLine, answered: Answered | undefined): Compared {
	const { sku, location, properties } = answered?.properties ?? {};
	const scopeIds = scopeIdsIn(properties);
	const isScopeKindSame = isSame(properties?.appliedScopeType, asked.scope.kind);
	const isElsewhere = isScopeKindSame && scopeIds.some((id) => !isWithin(askedScopeIds(tenantId, asked), id));
	const renews = properties?.renew ?? asked.renew;
	const flexibility = properties?.reservedResourceProperties?.instanceFlexibility ?? properties?.instanceFlexibility;
	const differs = (told: string | null | undefined, wanted: string | undefined, form = lowered) =>
		wanted !== undefined && !isSame(told, wanted, form);
	const isChargedElsewhere = differs(subscriptionTold(properties?.billingScopeId), asked.billingScopeId, scopeId);

	const differences: string[] = [];
	if (differs(sku?.name, asked.sku)) differences.push(l10n.t('product {0}, asked {1}', sku?.name ?? '', asked.sku));
	if (differs(location, asked.region, regionCode))
		differences.push(l10n.t('region {0}, asked {1}', regionName(location ?? ''), regionName(asked.region ?? '')));
	if (differs(properties?.reservedResourceType, asked.resourceType))
		differences.push(l10n.t('type {0}, asked {1}', properties?.reservedResourceType ?? '', asked.resourceType));
	if (differs(properties?.term, asked.term)) differences.push(l10n.t('term {0}, asked {1}', properties?.term ?? '', asked.term));
	if (differs(properties?.billingPlan, asked.billingPlan))
		differences.push(l10n.t('billing plan {0}, asked {1}', properties?.billingPlan ?? '', asked.billingPlan));
	const quantity = properties?.quantity ?? asked.quantity;
	if (quantity !== asked.quantity) differences.push(l10n.t('quantity {0}, asked {1}', quantity, asked.quantity));
	if (!isScopeKindSame) differences.push(l10n.t('scope {0}, asked {1}', properties?.appliedScopeType ?? '', asked.scope.kind));
	if (isElsewhere)
		differences.push(l10n.t('scope {0}, asked {1}', scopeIds.join(', '), askedScopeIds(tenantId, asked).join(', ')));
	if (isChargedElsewhere)
		differences.push(l10n.t('billing subscription {0}, asked {1}', properties?.billingScopeId ?? '', asked.billingScopeId));
	if (renews !== asked.renew) differences.push(renews ? l10n.t('renewal, asked without') : l10n.t('no renewal, asked with it'));
	if (differs(flexibility, asked.instanceFlexibility))
		differences.push(l10n.t('size flexibility {0}, asked {1}', flexibility ?? '', asked.instanceFlexibility ?? ''));

	const line: QuotedPurchase = {
		...asked,
		sku: shown(sku?.name, asked.sku),
		region: asked.region === undefined ? location || undefined : shown(location, asked.region, regionCode),
		resourceType: shown(properties?.reservedResourceType, asked.resourceType),
		term: shown(properties?.term, asked.term),
		billingPlan: knownPlan(properties?.billingPlan) ?? asked.billingPlan,
		quantity,
		billingScopeId: isChargedElsewhere ? (properties?.billingScopeId ?? asked.billingScopeId) : asked.billingScopeId,
		renew: renews,
		instanceFlexibility: flexibility === 'On' || flexibility === 'Off' ? flexibility : asked.instanceFlexibility,
		commitment: money(answered?.billingCurrencyTotal),
	};
	return { line, differences };
}

const lowered = (name: string) => name.toLowerCase();
/** A bare GUID stands for a subscription (recordings 11). */
const scopeId = (id: string) => (isGuid(id) ? `/subscriptions/${id}` : id).toLowerCase().replace(/\/+$/, '');

/** What is not told is as it was asked for. */
function isSame(told: string | null | undefined, asked: string, form: (name: string) => string = lowered): boolean {
	return !told || form(told) === form(asked);
}

function shown(told: string | null | undefined, asked: string, form?: (name: string) => string): string {
	return !told || isSame(told, asked, form) ? asked : told;
}

function knownPlan(told: string | null | undefined): PurchaseLine['billingPlan'] | undefined {
	return (['Upfront', 'Monthly'] as const).find((plan) => plan.toLowerCase() === told?.toLowerCase());
}

/** A GUID of zeros is how an id is written that is left out. */
function subscriptionTold(id: string | null | undefined): string | undefined {
	return !id || /0{8}(-0{4}){3}-0{12}$/.test(id) ? undefined : id;
}

type Words = NonNullable<NonNullable<Answered['properties']>['properties']>;

function scopeIdsIn(words: Words | null | undefined): readonly string[] {
	const { subscriptionId, resourceGroupId, managementGroupId } = words?.appliedScopeProperties ?? {};
	return [...(words?.appliedScopes ?? []), subscriptionId, resourceGroupId, managementGroupId]
		.filter((id) => subscriptionTold(id) !== undefined)
		.map((id) => id ?? '');
}

function askedScopeIds(tenantId: string, { scope }: PurchaseLine): readonly string[] {
	const { subscriptionId, resourceGroupId, managementGroupId } = appliedScopeOf(tenantId, scope) ?? {};
	return [subscriptionId, resourceGroupId, managementGroupId].filter((id) => id !== undefined);
}

/** True for a place that was asked for, and for what it is in: of a resource group its subscription may be told too. */
function isWithin(asked: readonly string[], told: string): boolean {
	return asked.some((id) => scopeId(id) === scopeId(told) || scopeId(id).startsWith(`${scopeId(told)}/`));
}
