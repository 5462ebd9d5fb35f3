/** Azure reservations: Microsoft.Capacity 2022-11-01, the reading side (arm-contract 2.1 to 2.8, types of 3). */
import * as z from 'zod/mini';
import { orderResourceId, type ReservationIds, reservationResourceId } from './ids';
import { linkedPages, listOf, listPages, type Page } from './paging';
import { armCall } from './resource-manager';
import type { CallOptions, Transport } from './transport';
import { flag, maybe, number, price, text } from './values';

const API_VERSION = '2022-11-01';
const texts = maybe(z.array(z.string()));
const extendedStatusInfo = maybe(z.looseObject({ statusCode: text, message: text }));

const payment = z.looseObject({
	dueDate: text,
	paymentDate: text,
	pricingCurrencyTotal: price,
	billingCurrencyTotal: price,
	billingAccount: text,
	status: text,
	extendedStatusInfo,
});

const order = z.looseObject({
	id: z.string(),
	etag: number,
	properties: z.looseObject({
		displayName: text,
		requestDateTime: text,
		createdDateTime: text,
		expiryDate: text,
		expiryDateTime: text,
		benefitStartTime: text,
		originalQuantity: number,
		term: text,
		provisioningState: text,
		billingPlan: text,
		reviewDateTime: text,
		// Not modelled by Microsoft's own clients (recordings 10).
		billingAccountId: text,
		billingProfileId: text,
		reservations: maybe(z.array(z.looseObject({ id: z.string() }))),
		planInformation: maybe(
			z.looseObject({
				pricingCurrencyTotal: price,
				startDate: text,
				nextPaymentDueDate: text,
				transactions: maybe(z.array(payment)),
			}),
		),
	}),
});
/** A reservation order; `planInformation` only from {@link getReservationOrder} with the schedule. */
export type CapacityOrder = z.infer<typeof order>;

const appliedScopeProperties = maybe(
	z.looseObject({ tenantId: text, managementGroupId: text, subscriptionId: text, resourceGroupId: text, displayName: text }),
);

/** What a renewal buys: a purchase request, as it was set (recordings 8). */
const renewalPurchase = maybe(
	z.looseObject({
		sku: maybe(z.looseObject({ name: text })),
		location: text,
		properties: maybe(
			z.looseObject({
				reservedResourceType: text,
				billingScopeId: text,
				term: text,
				billingPlan: text,
				quantity: number,
				displayName: text,
				appliedScopeType: text,
				appliedScopes: texts,
				appliedScopeProperties,
				reservedResourceProperties: maybe(z.looseObject({ instanceFlexibility: text })),
				instanceFlexibility: text,
			}),
		),
	}),
);
export type RenewalPurchase = z.infer<typeof renewalPurchase>;

/** A reservation as every call writes it. */
export const reservation = z.looseObject({
	id: z.string(),
	location: text,
	etag: number,
	sku: maybe(z.looseObject({ name: text })),
	properties: z.looseObject({
		reservedResourceType: text,
		instanceFlexibility: text,
		displayName: text,
		appliedScopes: texts,
		appliedScopeType: text,
		archived: flag,
		capabilities: text,
		quantity: number,
		provisioningState: text,
		effectiveDateTime: text,
		benefitStartTime: text,
		lastUpdatedDateTime: text,
		expiryDate: text,
		expiryDateTime: text,
		reviewDateTime: text,
		skuDescription: text,
		extendedStatusInfo,
		billingPlan: text,
		displayProvisioningState: text,
		provisioningSubState: text,
		purchaseDate: text,
		purchaseDateTime: text,
		billingScopeId: text,
		renew: flag,
		renewSource: text,
		renewDestination: text,
		term: text,
		userFriendlyAppliedScopeType: text,
		userFriendlyRenewState: text,
		splitProperties: maybe(z.looseObject({ splitDestinations: texts, splitSource: text })),
		mergeProperties: maybe(z.looseObject({ mergeDestination: text, mergeSources: texts })),
		swapProperties: maybe(z.looseObject({ swapSource: text, swapDestination: text })),
		appliedScopeProperties,
		renewProperties: maybe(
			z.looseObject({ purchaseProperties: renewalPurchase, pricingCurrencyTotal: price, billingCurrencyTotal: price }),
		),
		utilization: maybe(
			z.looseObject({
				trend: text,
				aggregates: maybe(z.array(z.looseObject({ grain: number, grainUnit: text, value: number, valueUnit: text }))),
			}),
		),
	}),
});
/** A reservation, or one of its revisions. */
export type CapacityReservation = z.infer<typeof reservation>;

const summary = maybe(
	z.looseObject({
		succeededCount: number,
		failedCount: number,
		expiringCount: number,
		expiredCount: number,
		pendingCount: number,
		cancelledCount: number,
		processingCount: number,
		warningCount: number,
		noBenefitCount: number,
	}),
);
const reservationsWithSummary = z.extend(listOf(reservation), { summary });
/** Page of the tenant-wide list; `summary` counts the reservations by state where it was asked for. */
export interface ReservationPage extends Page<CapacityReservation> {
	readonly summary: z.infer<typeof summary>;
}

const operation = z.looseObject({
	name: text,
	isDataAction: flag,
	origin: text,
	display: maybe(z.looseObject({ provider: text, resource: text, operation: text, description: text })),
});
/** An action that a role can allow. */
export type CapacityOperation = z.infer<typeof operation>;

const scopeAnswer = z.looseObject({
	properties: z.looseObject({ scopes: z.array(z.looseObject({ scope: z.string(), valid: flag })) }),
});
/** Whether a reservation's benefit may be applied to a scope. */
export interface ScopeValidity {
	readonly scope: string;
	readonly valid: boolean;
}

/** Everything the resource provider knows to do, in pages (arm-contract 2.13). @throws ServiceFailure */
export function operationPages(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<CapacityOperation>> {
	return listPages(transport, operation, armCall(tenantId, '/providers/Microsoft.Capacity/operations', API_VERSION, options));
}

/**
 * All reservation orders that this account can see in the customer's tenant, in pages. Never with payments: the list does
 * not fill `planInformation` (arm-pitfalls 20).
 * @throws ServiceFailure
 */
export function orderPages(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<CapacityOrder>> {
	return listPages(transport, order, armCall(tenantId, '/providers/Microsoft.Capacity/reservationOrders', API_VERSION, options));
}

/** One reservation order with its payment schedule (arm-contract 2.2). @throws ServiceFailure */
export async function getReservationOrder(
	transport: Transport,
	tenantId: string,
	orderId: string,
	options: CallOptions = {},
): Promise<CapacityOrder> {
	return await transport.json(order, armCall(tenantId, orderResourceId(orderId), API_VERSION, options, { $expand: 'schedule' }));
}

/** The reservations of an order, in pages (arm-contract 2.3). @throws ServiceFailure */
export function reservationsOfOrderPages(
	transport: Transport,
	tenantId: string,
	orderId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<CapacityReservation>> {
	return listPages(transport, reservation, armCall(tenantId, `${orderResourceId(orderId)}/reservations`, API_VERSION, options));
}

/** What to list tenant-wide (arm-contract 2.4). */
export interface ReservationListOptions extends CallOptions {
	/** OData with `eq`, `and`, `or` only. */
	readonly filter?: string | undefined;
	readonly orderBy?: string | undefined;
	/** A display state, for example `Cancelled`. */
	readonly selectedState?: string | undefined;
	/** Asks for the counts by state. */
	readonly refreshSummary?: boolean | undefined;
	/** Most reservations a page. */
	readonly take?: number | undefined;
}

/**
 * All reservations that this account can see in the customer's tenant, in pages (arm-contract 2.4). The only call whose
 * items carry `capabilities` (recordings 9).
 * @throws ServiceFailure
 */
export async function* reservationPages(
	transport: Transport,
	tenantId: string,
	options: ReservationListOptions = {},
): AsyncGenerator<ReservationPage> {
	const first = armCall(tenantId, '/providers/Microsoft.Capacity/reservations', API_VERSION, options, {
		// Some of these have a dollar sign and some have not (arm-contract 2.4).
		$filter: options.filter,
		$orderby: options.orderBy,
		selectedState: options.selectedState,
		refreshSummary: options.refreshSummary ? 'true' : undefined,
		take: options.take?.toString(),
	});
	for await (const { value, summary } of linkedPages(transport, reservationsWithSummary, first, ({ nextLink }) => nextLink)) {
		yield { items: value, summary };
	}
}

/** One reservation with what is set for its renewal (arm-contract 2.5). Never with `capabilities`. @throws ServiceFailure */
export async function getReservation(
	transport: Transport,
	tenantId: string,
	ids: ReservationIds,
	options: CallOptions = {},
): Promise<CapacityReservation> {
	return await transport.json(
		reservation,
		armCall(tenantId, reservationResourceId(ids), API_VERSION, options, { $expand: 'renewProperties' }),
	);
}

/** The earlier states of a reservation, newest first, in pages (arm-contract 2.7). @throws ServiceFailure */
export function revisionPages(
	transport: Transport,
	tenantId: string,
	ids: ReservationIds,
	options: CallOptions = {},
): AsyncGenerator<Page<CapacityReservation>> {
	return listPages(transport, reservation, armCall(tenantId, `${reservationResourceId(ids)}/revisions`, API_VERSION, options));
}

/**
 * Which of these scopes the reservation may be applied to (arm-contract 2.6).
 * @param scopes full ids, for example `/subscriptions/{id}`
 * @throws ServiceFailure
 */
export async function availableScopes(
	transport: Transport,
	tenantId: string,
	ids: ReservationIds,
	scopes: readonly string[],
	options: CallOptions = {},
): Promise<readonly ScopeValidity[]> {
	const { properties } = await transport.json(scopeAnswer, {
		...armCall(tenantId, `${reservationResourceId(ids)}/availableScopes`, API_VERSION, options),
		method: 'POST',
		safe: true,
		body: { properties: { scopes } },
	});
	return properties.scopes.map(({ scope, valid }) => ({ scope, valid: valid === true }));
}
