/** Reads what of a reservation can be set: its configuration, the terms of its renewal, and what that costs. */
import { type CapacityReservation, getReservation, type RenewalPurchase } from '../../azure/capacity';
import { parseSubscriptionId } from '../../azure/ids';
import type { CallOptions, Transport } from '../../azure/transport';
import { scopeFrom, singleReservation } from '../mapping';
import type { Reservation, ReservationRef } from '../model';
import { money } from '../money';
import { renewalPriceKnownDays } from '../policy';
import type { Configuration, RenewalPrice, RenewalTerms, ReservationConfiguration } from './model';
import { choiceOf } from './scopes';

const dayMs = 86_400_000;

/** A reservation with its configuration, read anew. @param now ms since the epoch @throws ServiceFailure */
export async function readConfiguration(
	transport: Transport,
	ref: ReservationRef,
	now: number,
	options: CallOptions,
): Promise<ReservationConfiguration> {
	const configured = configurationFrom(ref.tenantId, await getReservation(transport, ref.tenantId, ref, options), now);
	if (configured === undefined) throw new Error('reservation without a readable id');
	return configured;
}

/** @returns undefined when the body has no id of a reservation */
export function configurationFrom(
	tenantId: string,
	body: CapacityReservation,
	now: number,
): ReservationConfiguration | undefined {
	const reservation = singleReservation(tenantId, body, undefined);
	if (reservation === undefined) return undefined;
	const renewal = body.properties.renewProperties;
	return {
		reservation,
		basis: { ...basisOf(reservation), renewal: termsFrom(renewal?.purchaseProperties) },
		renewalPrice: reservation.renew ? priceFrom(renewal, reservation.expiresAt, now) : undefined,
	};
}

/** What a list tells of a reservation: everything but the terms of its renewal. */
export function basisOf(reservation: Reservation): Configuration {
	const { name, scope, instanceFlexibility, renew, archived, quantity, provisioningState, etag } = reservation;
	return { name, scope, instanceFlexibility, renew, archived, quantity, provisioningState, etag };
}

/** What a renewal buys where nothing else is set: the same again (rules 8). Undefined where Azure does not tell all of it. */
export function inheritedTerms(reservation: Reservation): RenewalTerms | undefined {
	const { sku, resourceType, region, term, quantity, name, billingScopeId, instanceFlexibility } = reservation;
	const scope = choiceOf(reservation.scope);
	const billingPlan = planFrom(reservation.billingPlan);
	if (billingScopeId === undefined || scope === undefined || billingPlan === undefined || quantity === undefined)
		return undefined;
	return {
		sku,
		resourceType,
		region: region === '' ? undefined : region,
		term,
		billingPlan,
		quantity,
		name,
		billingScopeId: subscriptionPath(billingScopeId),
		scope,
		instanceFlexibility: flexibilityFrom(instanceFlexibility),
	};
}

function termsFrom(purchase: RenewalPurchase): RenewalTerms | undefined {
	const it = purchase?.properties;
	const scope = it && choiceOf(scopeFrom(it));
	const billingPlan = planFrom(it?.billingPlan);
	if (!it || !scope || billingPlan === undefined) return undefined;
	const { quantity, term, billingScopeId, reservedResourceType } = it;
	const sku = purchase?.sku?.name;
	if (!sku || !term || !billingScopeId || !reservedResourceType || typeof quantity !== 'number') return undefined;
	return {
		sku,
		resourceType: reservedResourceType,
		region: purchase?.location || undefined,
		term,
		billingPlan,
		quantity,
		name: it.displayName ?? '',
		billingScopeId: subscriptionPath(billingScopeId),
		scope,
		instanceFlexibility: flexibilityFrom(it.reservedResourceProperties?.instanceFlexibility ?? it.instanceFlexibility),
	};
}

function priceFrom(
	renewal: CapacityReservation['properties']['renewProperties'],
	expiresAt: number | undefined,
	now: number,
): RenewalPrice | undefined {
	const billing = money(renewal?.billingCurrencyTotal);
	const pricing = money(renewal?.pricingCurrencyTotal);
	if (billing === undefined && pricing === undefined) return undefined;
	const lockedFrom = expiresAt === undefined ? undefined : expiresAt - renewalPriceKnownDays * dayMs;
	return { billing, pricing, lockedFrom, isLocked: lockedFrom !== undefined && now >= lockedFrom };
}

function planFrom(plan: string | null | undefined): RenewalTerms['billingPlan'] | undefined {
	return plan === 'Upfront' || plan === 'Monthly' ? plan : undefined;
}

function flexibilityFrom(value: string | null | undefined): 'On' | 'Off' | undefined {
	return value === 'On' || value === 'Off' ? value : undefined;
}

/** A bare GUID may be sent and may come back (recordings 11). */
function subscriptionPath(id: string): string {
	const subscription = parseSubscriptionId(id);
	return subscription === undefined ? id : `/subscriptions/${subscription}`;
}
