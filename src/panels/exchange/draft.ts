/** The choice of an exchange: what goes back, what is bought. Changes make a new one; it says itself whether it can be quoted. */
import type { Reservation, ReservationRef } from '../../reservations/model';
import type { CatalogProduct, ExchangeRequest, PurchaseLine, ReturnLine } from '../../reservations/operations/model';
import { isQuantity } from '../money/quantities';
import type { DraftPurchase, DraftReturn, Filter, LineField } from './messages';
import { isSubscriptionId, scopeOf } from './scopes';

/** Names of reservations, as Azure takes them (portal rule: letters, digits, hyphens, underscores, at most 64). */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;
/** Most units that a line takes: one order has no more fields for it, and a slip of the keyboard has. */
const MOST_UNITS = 10_000;

export interface Draft {
	readonly returns: readonly DraftReturn[];
	readonly purchases: readonly DraftPurchase[];
}

export const emptyDraft: Draft = { returns: [], purchases: [] };

/** Chooses a reservation with all its units, or leaves it out. */
export function pick(draft: Draft, { orderId, reservationId, quantity }: Reservation, chosen: boolean): Draft {
	const others = draft.returns.filter((one) => one.reservationId !== reservationId);
	return { ...draft, returns: chosen ? [...others, { orderId, reservationId, quantity }] : others };
}

/** @param quantity as typed; undefined: not a whole number */
export function give(draft: Draft, reservationId: string, quantity: number | undefined): Draft {
	const whole = quantity !== undefined && Number.isInteger(quantity) ? quantity : undefined;
	return {
		...draft,
		returns: draft.returns.map((one) => (one.reservationId === reservationId ? { ...one, quantity: whole } : one)),
	};
}

/**
 * Adds a product with what the filter asks for, else with its longest term, and by the month where that can be.
 * @param at when it is added, ms since the epoch: part of its name
 */
export function add(draft: Draft, product: CatalogProduct, filter: Filter, quantity: number, at: number): Draft {
	const forSale = product.terms.filter((term) => !(product.legacyTerms ?? []).includes(term));
	const term = product.terms.find((one) => one === filter.term) ?? forSale.at(-1) ?? product.terms.at(-1) ?? 'P1Y';
	const plans = plansOf(product.billingPlans, term);
	const wished = plans.find((plan) => plan === filter.billingPlan) ?? plans.find((plan) => plan === 'Monthly');
	const line = Math.max(0, ...draft.purchases.map((one) => one.line)) + 1;
	const day = new Date(at).toISOString().slice(0, 10);
	const purchase: DraftPurchase = {
		line,
		sku: product.sku,
		product: product.name,
		resourceType: product.resourceType,
		region: product.region,
		terms: [...product.terms],
		plans: Object.fromEntries(Object.entries(product.billingPlans).map(([name, values]) => [name, [...values]])),
		legacyTerms: [...(product.legacyTerms ?? (product.isLegacy ? product.terms : []))],
		term,
		billingPlan: wished ?? plans[0] ?? 'Upfront',
		quantity,
		name: `${product.sku}_${day}_${line}`.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(-64),
		subscription: filter.subscription,
		// Where it may be needed most; the old scope is not carried over by the service (rules 3.12).
		scope: 'Shared',
		renew: false,
		flexibility: product.resourceType.toLowerCase() === 'virtualmachines' ? 'On' : undefined,
	};
	return { ...draft, purchases: [...draft.purchases, purchase] };
}

/** The billing plans of a term that the contract knows; its keys come in another case at times (arm-contract 11). */
export function plansOf(plans: Readonly<Record<string, readonly string[]>>, term: string): DraftPurchase['billingPlan'][] {
	const named = Object.entries(plans).find(([name]) => name.toLowerCase() === term.toLowerCase())?.[1] ?? [];
	const known = named.filter((plan) => plan === 'Upfront' || plan === 'Monthly');
	return known.length > 0 ? known : ['Upfront'];
}

/** Sets a field of a line to what was typed or chosen. */
export function setLine(draft: Draft, line: number, field: LineField, value: string): Draft {
	return { ...draft, purchases: draft.purchases.map((one) => (one.line === line ? changed(one, field, value) : one)) };
}

function changed(one: DraftPurchase, field: LineField, value: string): DraftPurchase {
	switch (field) {
		case 'quantity':
			return { ...one, quantity: /^\d{1,6}$/.test(value.trim()) ? Number(value) : undefined };
		case 'name':
			return { ...one, name: value.trim() };
		case 'term': {
			const plans = plansOf(one.plans, value);
			const billingPlan = plans.includes(one.billingPlan) ? one.billingPlan : (plans[0] ?? 'Upfront');
			return { ...one, term: value, billingPlan };
		}
		case 'billingPlan':
			return value === 'Upfront' || value === 'Monthly' ? { ...one, billingPlan: value } : one;
		case 'subscription':
			return { ...one, subscription: value.trim() };
		case 'scope':
			return { ...one, scope: value };
		case 'renew':
			return { ...one, renew: value === 'true' };
		case 'flexibility':
			return value === 'On' || value === 'Off' ? { ...one, flexibility: value } : one;
	}
}

export function removeLine(draft: Draft, line: number): Draft {
	return { ...draft, purchases: draft.purchases.filter((one) => one.line !== line) };
}

export const hasQuantity = ({ quantity }: DraftPurchase): boolean => isQuantity(quantity, MOST_UNITS);
export const hasName = ({ name }: DraftPurchase): boolean => NAME.test(name);

/** The lines that go back, as far as their quantities fit. @param find what is known of a reservation */
export function returnLines(
	{ returns }: Draft,
	tenantId: string,
	find: (ref: ReservationRef) => Reservation | undefined,
): ReturnLine[] {
	return returns.flatMap(({ orderId, reservationId, quantity }) => {
		const most = find({ tenantId, orderId, reservationId })?.quantity;
		return isQuantity(quantity, most) ? [{ tenantId, orderId, reservationId, quantity }] : [];
	});
}

/** A line as it is priced and bought; undefined while it is not complete. */
export function purchaseLine(one: DraftPurchase): PurchaseLine | undefined {
	const scope = scopeOf(one.scope);
	if (scope === undefined || !isQuantity(one.quantity, MOST_UNITS) || !hasName(one) || !isSubscriptionId(one.subscription))
		return undefined;
	return {
		sku: one.sku,
		resourceType: one.resourceType,
		region: one.region,
		term: one.term,
		billingPlan: one.billingPlan,
		quantity: one.quantity,
		name: one.name,
		billingScopeId: `/subscriptions/${one.subscription.toLowerCase()}`,
		scope,
		renew: one.renew,
		instanceFlexibility: one.flexibility,
	};
}

/** The whole choice; undefined while a part of it is missing or does not fit. */
export function requestOf(
	draft: Draft,
	tenantId: string,
	find: (ref: ReservationRef) => Reservation | undefined,
): ExchangeRequest | undefined {
	const returns = returnLines(draft, tenantId, find);
	const purchases = draft.purchases.map(purchaseLine).filter((line) => line !== undefined);
	const isComplete =
		returns.length > 0 &&
		purchases.length > 0 &&
		returns.length === draft.returns.length &&
		purchases.length === draft.purchases.length;
	return isComplete ? { tenantId, returns, purchases } : undefined;
}
