/** How orders, reservations and revisions look on the wire: fields, casing and omissions as recorded. */
import { renewalOf, renewalPrice } from '../world/configuration';
import {
	displayStateAt,
	etagOf,
	type Order,
	orderStateAt,
	type Payment,
	type Reservation,
	renewStateAt,
	type Scope,
	scopeKind,
	settling,
	skuDescription,
	stateAt,
	statusOf,
} from '../world/ledger';
import { toBilling } from '../world/money';
import { canGoBack } from '../world/return-rules';
import { orderScope, reservationScope, type Tenant } from '../world/tenant';
import { date, dateTime } from '../world/time';
import { utilization } from '../world/usage';
import { paymentWithout } from '../world/worth';

/** The service writes its own name in both cases within one answer (recordings 11). */
export function lowered(id: string): string {
	return id.replace('/providers/Microsoft.Capacity/', '/providers/microsoft.capacity/');
}

/** Cents as the number that JSON carries. */
function amount(cents: number): number {
	return cents / 100;
}

/** An amount with its currency. */
export function price(cents: number, currencyCode: string) {
	return { currencyCode, amount: amount(cents) };
}

/** `appliedScopeProperties`, left out for shared scope (recorded). */
export function scopeProperties(scope: Scope): Record<string, unknown> {
	if (scope.type === 'Shared') return {};
	const { tenantId, managementGroupId, subscriptionId, resourceGroupId, displayName } = scope;
	return { appliedScopeProperties: { tenantId, managementGroupId, subscriptionId, resourceGroupId, displayName } };
}

function sibling(reservation: Reservation, id: string): string {
	return `${orderScope(reservation.order.id)}/reservations/${id}`;
}

/** Destinations of a split and sources of a merge are bare GUIDs here, the other two are full ids (recorded). */
function lineage(reservation: Reservation): Record<string, unknown> {
	const { splitSource, splitDestinations, mergeSources, mergeDestination, swapSource, swapDestination } = reservation;
	return {
		...(swapSource === undefined && swapDestination === undefined
			? {}
			: {
					swapProperties: {
						swapSource: swapSource === undefined ? undefined : lowered(reservationScope(swapSource)),
						swapDestination: swapDestination === undefined ? undefined : lowered(reservationScope(swapDestination)),
					},
				}),
		...(splitSource === undefined && splitDestinations === undefined
			? {}
			: {
					splitProperties: {
						splitDestinations,
						splitSource: splitSource === undefined ? undefined : sibling(reservation, splitSource),
					},
				}),
		...(mergeSources === undefined && mergeDestination === undefined
			? {}
			: {
					mergeProperties: {
						mergeSources,
						mergeDestination: mergeDestination === undefined ? undefined : sibling(reservation, mergeDestination),
					},
				}),
	};
}

/** Software plans and hybrid benefit can neither be returned nor exchanged; nor can what is not active (recordings 9). */
function capabilities(reservation: Reservation, state: string): string | undefined {
	return state === 'Succeeded' && canGoBack(reservation) ? 'ApiReturnEnabled, ApiExchangeEnabled' : undefined;
}

function fullIdIn(tenant: Tenant, reservationId: string | undefined): string | undefined {
	if (reservationId === undefined) return undefined;
	for (const reservation of tenant.reservations()) if (reservation.id === reservationId) return reservationScope(reservation);
	return undefined;
}

/** Location of an order's reservations on the wire. */
export function locationOf(order: Order): string {
	return order.region?.name ?? 'global';
}

/**
 * A reservation.
 * @param call the tenant-wide list alone has `capabilities`, and no status of what is cancelled (recorded)
 */
export function reservationView(
	tenant: Tenant,
	reservation: Reservation,
	now: number,
	call: 'listAll' | 'other',
): Record<string, unknown> {
	const { order, scope, id } = reservation;
	const state = stateAt(reservation, now);
	const { product, requestedAt } = order;
	const { reviewAt = order.reviewAt } = reservation;
	const expiresAt = reservation.activeFrom === undefined ? undefined : order.expiresAt;
	const softwareOrBenefit = product.softwarePlan || order.term === 'None';
	const tellsStatus = call === 'other' || state !== 'Cancelled';
	return {
		id: lowered(reservationScope(reservation)),
		name: id,
		type: 'microsoft.capacity/reservationOrders/reservations',
		location: locationOf(order),
		etag: etagOf(reservation) + (state === 'Expired' ? 1 : 0),
		sku: { name: product.sku },
		properties: {
			...lineage(reservation),
			...scopeProperties(scope),
			capabilities: call === 'listAll' ? capabilities(reservation, state) : undefined,
			reservedResourceType: product.type,
			userFriendlyRenewState: renewStateAt(reservation, now),
			skuDescription: skuDescription(order),
			renew: reservation.renew,
			archived: reservation.archived,
			quantity: reservation.quantity,
			appliedScopeType: scope.type,
			displayName: reservation.displayName,
			provisioningState: state,
			extendedStatusInfo: tellsStatus ? statusOf(reservation) : undefined,
			term: order.term,
			displayProvisioningState: displayStateAt(reservation, now),
			userFriendlyAppliedScopeType: scopeKind(scope),
			reviewDateTime: reviewAt === undefined ? undefined : dateTime(reviewAt),
			expiryDateTime: expiresAt === undefined ? undefined : dateTime(expiresAt),
			purchaseDateTime: dateTime(requestedAt),
			benefitStartTime: order.startsAt === undefined ? undefined : dateTime(order.startsAt),
			lastUpdatedDateTime: dateTime(reservation.updatedAt),
			expiryDate: expiresAt === undefined ? undefined : date(expiresAt),
			purchaseDate: date(requestedAt),
			effectiveDateTime: dateTime(reservation.updatedAt - 93),
			instanceFlexibility: reservation.instanceFlexibility,
			utilization: utilization(reservation, state, now),
			billingPlan: softwareOrBenefit ? undefined : order.billingPlan,
			billingScopeId: order.billingScopeId,
			renewSource: fullIdIn(tenant, reservation.renewSource),
			renewDestination: fullIdIn(tenant, reservation.renewDestination),
		},
	};
}

/** `renewProperties` of `$expand=renewProperties`: what will be bought at the end of the term, with its price (recorded). */
export function renewPropertiesView(tenant: Tenant, reservation: Reservation, now: number): Record<string, unknown> {
	const { product, region, term, billingPlan, billingScopeId, quantity, displayName, scope, instanceFlexibility } =
		renewalOf(reservation);
	const cents = renewalPrice(reservation, now);
	return {
		purchaseProperties: {
			sku: { name: product.sku },
			location: region?.name ?? 'global',
			properties: {
				billingScopeId,
				term,
				billingPlan,
				quantity,
				displayName,
				appliedScopeType: scope.type,
				...scopeProperties(scope),
				reservedResourceProperties: { instanceFlexibility },
				reservedResourceType: product.type,
				instanceFlexibility,
			},
		},
		billingCurrencyTotal: price(toBilling(cents, tenant.billingRate), tenant.currency),
		pricingCurrencyTotal: price(cents, 'USD'),
	};
}

/** The purchase came to its end; hybrid benefit has no term that starts. */
function isThrough({ startsAt, term }: Order): boolean {
	return startsAt !== undefined || term === 'None';
}

/** An order; `planInformation` only where it is asked for (arm-contract 2.1). */
export function orderView(
	order: Order,
	now: number,
	billingAccountId: string,
	planInformation?: Record<string, unknown>,
): Record<string, unknown> {
	return {
		id: lowered(orderScope(order.id)),
		name: order.id,
		type: 'microsoft.capacity/reservationOrders',
		etag: order.etag,
		properties: {
			originalQuantity: order.originalQuantity,
			requestDateTime: dateTime(order.requestedAt),
			billingPlan: order.billingPlan,
			reservations: order.reservations.map((reservation) => ({ id: reservationScope(reservation) })),
			reviewDateTime: order.reviewAt === undefined ? undefined : dateTime(order.reviewAt),
			term: order.term,
			displayName: order.displayName,
			createdDateTime: isThrough(order) ? dateTime((order.startsAt ?? order.requestedAt) + settling(order)) : undefined,
			benefitStartTime: order.startsAt === undefined ? undefined : dateTime(order.startsAt),
			provisioningState: orderStateAt(order, now),
			// Hybrid benefit belongs to no profile: the last segment is empty (recorded).
			billingProfileId: `${billingAccountId}/billingProfiles/${order.term === 'None' ? '' : 'PRCT-ICEP-BG7-TGB'}`,
			billingAccountId,
			expiryDateTime: order.expiresAt === undefined ? undefined : dateTime(order.expiresAt),
			planInformation,
		},
	};
}

/** What a payment comes to: what was charged, or what is still to be charged for the units that are left. */
function pricingOf(payment: Payment): number {
	return payment.status === 'Scheduled' ? paymentWithout(payment, payment.returned, 1).pricing : payment.pricing;
}

function paymentView(payment: Payment, currency: string, billingAccountId: string): Record<string, unknown> {
	return {
		dueDate: date(payment.dueAt),
		paymentDate: payment.paidAt === undefined ? undefined : date(payment.paidAt),
		pricingCurrencyTotal: price(pricingOf(payment), 'USD'),
		billingCurrencyTotal: payment.billing === undefined ? undefined : price(payment.billing, currency),
		billingAccount: payment.billing === undefined ? undefined : billingAccountId,
		status: payment.status,
		extendedStatusInfo:
			payment.status === 'Failed' ? { statusCode: 'PaymentInstrumentError', message: 'The payment was declined.' } : undefined,
	};
}

/** The payment schedule: `planInformation` of `$expand=schedule`. */
export function planInformationView(tenant: Tenant, order: Order, billingAccountId: string): Record<string, unknown> {
	const next = order.payments.find(({ status }) => status === 'Scheduled');
	return {
		pricingCurrencyTotal: price(
			order.payments.reduce((sum, payment) => sum + pricingOf(payment), 0),
			'USD',
		),
		startDate: date(order.startsAt ?? order.requestedAt),
		nextPaymentDueDate: next === undefined ? null : date(next.dueAt),
		transactions: order.payments.map((payment) => paymentView(payment, tenant.currency, billingAccountId)),
	};
}
