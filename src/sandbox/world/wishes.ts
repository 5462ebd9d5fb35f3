/** What somebody wants to buy, checked against what is sold, and against the subscriptions and groups that there are. */
import { type ScopeChoice, type ScopeWords, scopeOf } from './applied-scopes';
import { priceAt, productOf, regionOf, type Term, termsSold } from './catalog';
import type { BillingPlan } from './ledger';
import { share, toBilling } from './money';
import { schedule, totalOf } from './payments';
import type { PricedPlan, PricedWish, Wish } from './quotes';
import { Refusal } from './refusal';
import type { Tenant } from './tenant';
import { proposedName } from './workloads';

/** A purchase in the request's words (arm-contract, PurchaseRequest). */
export interface PurchaseWords {
	readonly sku: { readonly name: string };
	readonly location?: string | null | undefined;
	readonly properties: ScopeChoice & {
		readonly reservedResourceType: string;
		readonly billingScopeId: string;
		readonly term: string;
		readonly quantity: number;
		readonly billingPlan?: string | null | undefined;
		readonly displayName?: string | null | undefined;
		readonly renew?: boolean | null | undefined;
		readonly reservedResourceProperties?: { readonly instanceFlexibility?: string | null | undefined } | null | undefined;
		readonly reviewDateTime?: string | null | undefined;
	};
}

/** A savings plan in the request's words (arm-contract, SavingsPlanPurchaseRequest). */
export interface PlanWords {
	readonly sku: { readonly name: string };
	readonly properties: {
		readonly billingScopeId: string;
		readonly term: string;
		readonly commitment: { readonly amount: number; readonly currencyCode: string; readonly grain?: string | null | undefined };
		readonly displayName?: string | null | undefined;
		readonly billingPlan?: string | null | undefined;
		readonly appliedScopeType?: string | null | undefined;
		readonly appliedScopeProperties?: ScopeWords | null | undefined;
	};
}

/**
 * `/subscriptions/{id}` of the subscription that is charged; the bare id is understood too (recordings 11).
 * @throws Refusal when the tenant has no such subscription
 */
export function billingScopeOf(tenant: Tenant, text: string): string {
	const id = /^(?:\/subscriptions\/)?([^/]+)\/?$/i.exec(text)?.[1] ?? '';
	const subscription = tenant.subscription(id);
	if (subscription === undefined) throw new Refusal('InvalidSubscriptionId', `The subscription '${text}' is not valid.`);
	return `/subscriptions/${subscription.id}`;
}

function termOf(text: string): Exclude<Term, 'None'> {
	if (text !== 'P1Y' && text !== 'P3Y')
		throw new Refusal('UnsupportedReservationTerm', `The reservation term '${text}' is not supported.`);
	return text;
}

/**
 * Checks a purchase.
 * @throws Refusal when it can't be bought like that
 */
export function wishOf(tenant: Tenant, words: PurchaseWords, now: number): Wish {
	const { sku, location, properties } = words;
	const product = productOf(properties.reservedResourceType, sku.name);
	if (product === undefined)
		throw new Refusal('CalculatePriceFailed', `'${sku.name}' of type '${properties.reservedResourceType}' is not sold.`);
	const region = product.global ? undefined : regionOf(location ?? '');
	if (!product.global && region === undefined) throw new Refusal('InvalidLocationId', `The location '${location}' is not valid.`);
	const term = termOf(properties.term);
	if (!termsSold(product).includes(term))
		throw new Refusal('UnsupportedReservationTerm', `${product.sku} is not sold any more for the term ${term}.`);
	const plan: BillingPlan = properties.billingPlan?.toLowerCase() === 'monthly' ? 'Monthly' : 'Upfront';
	if (plan === 'Monthly' && product.softwarePlan)
		throw new Refusal('CalculatePriceFailed', `${product.title} can be paid at once only.`);
	const { quantity } = properties;
	if (!Number.isInteger(quantity) || quantity < 1)
		throw new Refusal('BadRequest', 'The quantity has to be a whole number above 0.');
	const billingScopeId = billingScopeOf(tenant, properties.billingScopeId);
	const displayName = properties.displayName ?? proposedName(product, now);
	const flexibility = properties.reservedResourceProperties?.instanceFlexibility ?? null;
	return {
		product,
		region,
		term,
		billingPlan: plan,
		billingScopeId,
		quantity,
		displayName,
		scope: scopeOf(tenant, properties),
		// On by default since 2024 (rules 8).
		renew: properties.renew ?? true,
		instanceFlexibility: flexibility === 'Off' ? 'Off' : 'On',
		words: {
			location: location ?? 'global',
			properties: {
				appliedScopes: properties.appliedScopes ?? null,
				...(properties.appliedScopeProperties == null ? {} : { appliedScopeProperties: properties.appliedScopeProperties }),
				reservedResourceProperties: properties.reservedResourceProperties ?? null,
				instanceFlexibility: flexibility,
				renew: properties.renew ?? null,
				billingScopeId,
				term,
				billingPlan: plan,
				quantity,
				displayName,
				appliedScopeType: properties.appliedScopeType ?? 'Shared',
				reservedResourceType: properties.reservedResourceType,
				reviewDateTime: properties.reviewDateTime ?? null,
			},
			sku: { name: sku.name },
		},
	};
}

/** A wish with its payments and its price for the whole term. */
export function priced(tenant: Tenant, wish: Wish, now: number): PricedWish {
	const { product, term, billingPlan, quantity } = wish;
	const payments = schedule(priceAt(product, term, now) * quantity, term, billingPlan, now, now - 1, tenant.billingRate);
	return { wish, payments, total: totalOf(payments, tenant.billingRate) };
}

const HOURS = { P1Y: 8760, P3Y: 26_280 } as const;
const PLAN_SKUS: Readonly<Record<string, PricedPlan['covers']>> = {
	compute_savings_plan: 'compute',
	database_savings_plan: 'database',
};

/**
 * Checks a savings plan, and says what all of its hours commit to.
 * @throws Refusal when it can't be bought like that
 */
export function planOf(tenant: Tenant, words: PlanWords): PricedPlan {
	const { properties, sku } = words;
	const covers = PLAN_SKUS[sku.name.toLowerCase()];
	if (covers === undefined) throw new Refusal('CalculatePriceFailed', `The savings plan '${sku.name}' is not sold.`);
	const term = termOf(properties.term);
	// Plans for databases are sold for one year only (rules 14).
	if (covers === 'database' && term === 'P3Y')
		throw new Refusal('UnsupportedReservationTerm', 'Savings plans for databases are sold for the term P1Y only.');
	const { amount, currencyCode } = properties.commitment;
	if (!(amount > 0)) throw new Refusal('BadRequest', 'The commitment has to be above 0.');
	if (currencyCode !== 'USD') throw new Refusal('BadRequest', 'The commitment has to be in USD.');
	// Commitments have up to five digits after the point.
	const pricing = share(Math.round(amount * 100_000), HOURS[term], 1000);
	return {
		covers,
		total: { pricing, billing: toBilling(pricing, tenant.billingRate) },
		words: { sku, properties: { ...properties, billingScopeId: billingScopeOf(tenant, properties.billingScopeId) } },
	};
}
