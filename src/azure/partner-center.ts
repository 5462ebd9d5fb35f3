/** Partner Center: customers, their subscriptions, and the reservations Partner Center knows of (partner-center-api 4 to 7). */
import * as z from 'zod/mini';
import { guid } from './ids';
import { listPages, type Page } from './paging';
import type { Call, CallOptions, Transport } from './transport';
import { flag, maybe, number, text } from './values';

const companyProfile = z.looseObject({ tenantId: text, domain: text, companyName: text });
const customer = z.looseObject({ id: z.string(), companyProfile: maybe(companyProfile), relationshipToPartner: text });
/** A customer in a list. `id` is its Entra tenant id. */
export type PartnerCustomer = z.infer<typeof customer>;

const customerDetails = z.extend(customer, {
	allowDelegatedAccess: flag,
	customDomains: maybe(z.array(z.string())),
	associatedPartnerId: text,
	billingProfile: maybe(
		z.looseObject({ culture: text, language: text, defaultAddress: maybe(z.looseObject({ country: text })) }),
	),
});
/** One customer with what only the single call tells. */
export type PartnerCustomerDetails = z.infer<typeof customerDetails>;

const subscription = z.looseObject({
	id: z.string(),
	offerId: text,
	offerName: text,
	friendlyName: text,
	entitlementId: text,
	status: text,
	billingCycle: text,
	orderId: text,
	productOrderId: text,
	quantity: number,
	productType: maybe(z.looseObject({ id: text, displayName: text })),
});
/** A Partner Center subscription; an Azure plan is one of them. */
export type PartnerSubscription = z.infer<typeof subscription>;

const azureEntitlement = z.looseObject({ id: z.string(), friendlyName: text, status: text, subscriptionId: text });
/** An Azure subscription under an Azure plan. `id` is the Azure subscription id. */
export type AzureEntitlement = z.infer<typeof azureEntitlement>;

const link = z.looseObject({ uri: z.string(), method: text });
const dynamicAttributes = maybe(z.looseObject({ reservationType: text }));
const artifactLink = z.looseObject({ artifactType: text, resourceId: text, link: maybe(link), dynamicAttributes });
const entitlement = z.looseObject({
	productId: text,
	skuId: text,
	quantity: number,
	entitlementType: text,
	expiryDate: text,
	referenceOrder: maybe(z.looseObject({ id: text, lineItemId: text, alternateId: text })),
	entitledArtifacts: maybe(z.array(artifactLink)),
	dynamicAttributes,
});
/** A reservation purchase as Partner Center lists it; `entitledArtifacts[].resourceId` is the reservation order id. */
export type ReservationEntitlement = z.infer<typeof entitlement>;

const artifactReservation = z.looseObject({
	reservationId: z.string(),
	displayName: text,
	scopeType: text,
	quantity: number,
	effectiveDateTime: text,
	expiryDateTime: text,
	provisioningState: text,
	appliedScopes: maybe(z.array(z.string())),
});
/** A reservation of an entitlement. */
export type ArtifactReservation = z.infer<typeof artifactReservation>;

/**
 * The partner's customers, in pages.
 * @param options.size customers a page
 * @throws ServiceFailure
 */
export function customerPages(
	transport: Transport,
	options: CallOptions & { readonly size?: number | undefined } = {},
): AsyncGenerator<Page<PartnerCustomer>> {
	return listPages(
		transport,
		customer,
		partnerCall(transport, '/v1/customers', '/v1/customers', options, { size: String(options.size ?? 500) }),
	);
}

/** Field that a search for customers looks at; the only operator is `starts_with` (partner-center-api 4.1). */
export type CustomerField = 'CompanyName' | 'Domain';

/**
 * Customers whose name or domain starts with a text, in any case, in pages.
 * @throws ServiceFailure
 */
export function customersStartingWith(
	transport: Transport,
	field: CustomerField,
	value: string,
	options: CallOptions = {},
): AsyncGenerator<Page<PartnerCustomer>> {
	const filter = JSON.stringify({ Field: field, Value: value, Operator: 'starts_with' });
	return listPages(transport, customer, partnerCall(transport, '/v1/customers', '/v1/customers', options, { size: '0', filter }));
}

/** One customer. @throws ServiceFailure */
export async function getCustomer(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): Promise<PartnerCustomerDetails> {
	return await transport.json(
		customerDetails,
		partnerCall(transport, `/v1/customers/${guid(tenantId)}`, '/v1/customers/{id}', options),
	);
}

/** The customer's subscriptions in Partner Center, in pages. @throws ServiceFailure */
export function customerSubscriptionPages(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<PartnerSubscription>> {
	return listPages(transport, subscription, partnerCall(transport, `/v1/customers/${guid(tenantId)}/subscriptions`, '', options));
}

/** The Azure subscriptions under an Azure plan, in pages. @throws ServiceFailure */
export function azureEntitlementPages(
	transport: Transport,
	tenantId: string,
	azurePlanId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<AzureEntitlement>> {
	const url = `/v1/customers/${guid(tenantId)}/subscriptions/${guid(azurePlanId)}/azureEntitlements`;
	return listPages(transport, azureEntitlement, partnerCall(transport, url, '', options));
}

/** The customer's reservation purchases as Partner Center lists them, in pages. @throws ServiceFailure */
export function reservationEntitlementPages(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<ReservationEntitlement>> {
	return listPages(transport, entitlement, partnerCall(transport, `/v1/customers/${guid(tenantId)}/entitlements`, '', options));
}

/**
 * The reservations behind an artifact of an entitlement.
 * @param uri `entitledArtifacts[].link.uri`, a path below `/v1`
 * @throws ServiceFailure
 */
export async function artifactReservations(
	transport: Transport,
	tenantId: string,
	uri: string,
	options: CallOptions = {},
): Promise<readonly ArtifactReservation[]> {
	return await transport.json(z.array(artifactReservation), {
		...partnerCall(transport, uri, '', options),
		customerTenantId: tenantId,
	});
}

function partnerCall(
	transport: Transport,
	url: string,
	template: string,
	{ signal, priority }: CallOptions,
	query?: Record<string, string>,
): Call {
	return { audience: 'partnerCenter', tenantId: transport.cloud.partnerTenantId, url, template, query, signal, priority };
}
