/** Partner Center: customers, their subscriptions, and the reservations Partner Center knows of (partner-center-api 4 to 7, 11, 12). */
import * as z from 'zod/mini';
import { isServiceFailure } from './failure';
import { guid } from './ids';
import type { Page } from './paging';
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
const artifact = z.looseObject({
	reservations: maybe(z.array(artifactReservation)),
	virtualMachineReservations: maybe(z.array(artifactReservation)),
});
/** A reservation of an entitlement. */
export type ArtifactReservation = z.infer<typeof artifactReservation>;

const relationship = z.looseObject({
	id: z.string(),
	name: text,
	relationshipType: text,
	state: text,
	mpnId: text,
	location: text,
});
/** Another partner that this one works with. `id` is its tenant id. */
export type PartnerRelationship = z.infer<typeof relationship>;

const organizationProfile = z.looseObject({
	companyName: text,
	tenantId: text,
	domain: text,
	email: text,
	defaultAddress: maybe(z.looseObject({ country: text })),
});
/** The partner's own company. */
export type OrganizationProfile = z.infer<typeof organizationProfile>;

/** The page of a collection with both places of the token for the next one (partner-center-api 4). */
const collectionOf = <S extends z.ZodMiniType>(item: S) =>
	z.looseObject({
		items: z.array(item),
		continuationToken: text,
		links: maybe(
			z.looseObject({
				next: maybe(z.looseObject({ uri: text, headers: maybe(z.array(z.looseObject({ key: text, value: text }))) })),
			}),
		),
	});

const TOKEN_HEADER = 'MS-ContinuationToken';
/** Code of the HTTP 400 that ends a list of customers (partner-center-api 4). */
const END_OF_LIST = '2000';
/** Microsoft's own sample asks for this many customers a page (partner-center-api 4); the real ceiling is not documented. */
const CUSTOMERS_A_PAGE = 500;

export interface CustomerListOptions extends CallOptions {
	/** Customers a page. */
	readonly size?: number | undefined;
}

/**
 * The partner's customers, in pages.
 * @throws ServiceFailure
 */
export function customerPages(transport: Transport, options: CustomerListOptions = {}): AsyncGenerator<Page<PartnerCustomer>> {
	const size = String(options.size ?? CUSTOMERS_A_PAGE);
	return collectionPages(transport, customer, partnerCall(transport, '/v1/customers', options, { size }), 'seek');
}

/** What one look at the customers tells about the sign-in. */
export interface CustomersProbe {
	readonly hasCustomers: boolean;
	/** Whether Partner Center sees multifactor authentication in the sign-in; undefined: it does not say. */
	readonly isMfaCompliant: boolean | undefined;
}

/**
 * Reads one customer and asks Partner Center what it thinks of the sign-in (partner-center-api 2.4).
 * @throws ServiceFailure when customers can't be read
 */
export async function probeCustomers(transport: Transport, options: CallOptions = {}): Promise<CustomersProbe> {
	const call = { ...partnerCall(transport, '/v1/customers', options, { size: '1' }), headers: { ValidateMfa: 'true' } };
	const { headers, value } = await transport.send(collectionOf(customer), call);
	const told = headers.get('isMfaCompliant')?.toLowerCase() || undefined;
	return { hasCustomers: value.items.length > 0, isMfaCompliant: told === undefined ? undefined : told === 'true' };
}

/** Field that a search for customers looks at; the only operator is `starts_with` (partner-center-api 4.1). */
export type CustomerField = 'CompanyName' | 'Domain' | 'IndirectReseller';

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
	return collectionPages(transport, customer, partnerCall(transport, '/v1/customers', options, { size: '0', filter }), 'seek');
}

/**
 * The customers that an indirect reseller has through this provider, in pages (partner-center-api 4.1, App+User).
 * @param resellerTenantId tenant id of the reseller
 * @throws ServiceFailure
 */
export function customersOfResellerPages(
	transport: Transport,
	resellerTenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<PartnerCustomer>> {
	return customersStartingWith(transport, 'IndirectReseller', guid(resellerTenantId), options);
}

/** One customer. @throws ServiceFailure */
export async function getCustomer(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): Promise<PartnerCustomerDetails> {
	return await transport.json(customerDetails, customerCall(transport, tenantId, '', options));
}

/** The customer's subscriptions in Partner Center, in pages. @throws ServiceFailure */
export function customerSubscriptionPages(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<PartnerSubscription>> {
	return collectionPages(transport, subscription, customerCall(transport, tenantId, '/subscriptions', options));
}

/** The Azure subscriptions under an Azure plan, in pages. @throws ServiceFailure */
export function azureEntitlementPages(
	transport: Transport,
	tenantId: string,
	azurePlanId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<AzureEntitlement>> {
	const path = `/subscriptions/${encodeURIComponent(azurePlanId)}/azureEntitlements`;
	return collectionPages(transport, azureEntitlement, customerCall(transport, tenantId, path, options));
}

/** The customer's reservation purchases as Partner Center lists them, in pages. @throws ServiceFailure */
export function reservationEntitlementPages(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<ReservationEntitlement>> {
	const query = { entitlementType: 'reservedInstance', showExpiry: 'true' };
	return collectionPages(transport, entitlement, customerCall(transport, tenantId, '/entitlements', options, query));
}

/**
 * The reservations behind an artifact of an entitlement.
 * @param uri `entitledArtifacts[].link.uri` as it came
 * @throws ServiceFailure
 */
export async function artifactReservations(
	transport: Transport,
	tenantId: string,
	uri: string,
	options: CallOptions = {},
): Promise<readonly ArtifactReservation[]> {
	const call = { ...partnerCall(transport, belowVersion(uri), options), customerTenantId: tenantId };
	const answer = await transport.json(artifact, call);
	// The contract has one name and its sample another (partner-center-api 7).
	const found = answer.reservations ?? answer.virtualMachineReservations;
	if (!found) throw transport.unusable(call, 'reservations: expected array, got nothing', answer);
	return found;
}

/** What this partner is to the others of an indirect relationship: their provider, or their reseller (partner-center-api 12). */
export type RelationshipType = 'IsIndirectCloudSolutionProviderOf' | 'IsIndirectResellerOf';

/**
 * The partners that this one is the provider or the reseller of, in pages (partner-center-api 12, App+User).
 * @throws ServiceFailure
 */
export function relationshipPages(
	transport: Transport,
	relationship_type: RelationshipType,
	options: CallOptions = {},
): AsyncGenerator<Page<PartnerRelationship>> {
	return collectionPages(transport, relationship, partnerCall(transport, '/v1/relationships', options, { relationship_type }));
}

/** The partner's own company (partner-center-api 11, App+User). @throws ServiceFailure */
export async function getOrganizationProfile(transport: Transport, options: CallOptions = {}): Promise<OrganizationProfile> {
	return await transport.json(organizationProfile, partnerCall(transport, '/v1/profiles/organization', options));
}

/** How a collection goes on: customers by "seeking" with a token, the others by the link of the last answer. */
type Paging = 'seek' | 'link';

/**
 * Reads a collection of Partner Center page by page (partner-center-api 4). Seeking asks the same URL again with the token of
 * the last answer, until there is none or the service answers 400 with code 2000.
 */
async function* collectionPages<S extends z.ZodMiniType>(
	transport: Transport,
	item: S,
	first: Call,
	paging: Paging = 'link',
): AsyncGenerator<Page<z.infer<S>>> {
	const schema = collectionOf(item);
	const seen = new Set<string>();
	for (let call = first; ; ) {
		let answer: z.infer<typeof schema>;
		try {
			answer = await transport.json(schema, call);
		} catch (error) {
			if (paging === 'seek' && call !== first && isEndOfList(error)) return;
			throw error;
		}
		yield { items: answer.items };

		const token = tokenOf(answer);
		const uri = answer.links?.next?.uri || undefined;
		if (uri === undefined && (paging === 'link' || token === undefined)) return;
		// One token for a whole walk would be no circle as long as the items change.
		const place = JSON.stringify([uri, token, answer.items[0]]);
		if (seen.has(place)) throw transport.unusable(call, 'the list of pages goes in a circle', answer);
		seen.add(place);
		// Of the headers that a link asks for, only the token is sent.
		const headers = token === undefined ? undefined : { [TOKEN_HEADER]: token };
		if (paging === 'seek' && token !== undefined) {
			// The link is not followed here; one to elsewhere still says that something is wrong with the answer.
			if (uri !== undefined) refuseForeign(transport, call, uri, answer);
			call = { ...first, query: { ...first.query, seekOperation: 'next' }, headers };
		} else if (uri !== undefined) {
			call = { ...first, url: belowVersion(uri), linkedFrom: answer, query: undefined, headers };
		}
	}
}

function isEndOfList(error: unknown): boolean {
	return isServiceFailure(error) && error.details.status === 400 && error.details.code === END_OF_LIST;
}

/** @throws ServiceFailure when a link leads away from Partner Center */
function refuseForeign(transport: Transport, call: Call, uri: string, answer: object): void {
	if (!URL.canParse(uri)) return;
	const { origin } = new URL(uri);
	if (origin !== new URL(transport.cloud.partnerCenter).origin)
		throw transport.unusable(call, `link to another server: ${origin}`, answer);
}

/** The token for the next page, in either of its two places. */
function tokenOf({ continuationToken, links }: z.infer<ReturnType<typeof collectionOf>>): string | undefined {
	const header = links?.next?.headers?.find(({ key }) => key?.toLowerCase() === TOKEN_HEADER.toLowerCase());
	return continuationToken || header?.value || undefined;
}

/** Links of answers leave out the version: `/customers/…` (partner-center-api 7). */
function belowVersion(uri: string): string {
	return uri.startsWith('/') && !uri.startsWith('/v1/') ? `/v1${uri}` : uri;
}

function customerCall(
	transport: Transport,
	tenantId: string,
	path: string,
	options: CallOptions,
	query?: Readonly<Record<string, string>>,
): Call {
	return { ...partnerCall(transport, `/v1/customers/${guid(tenantId)}${path}`, options, query), customerTenantId: tenantId };
}

/** A GET of Partner Center. @param url path with its version and a leading slash */
export function partnerCall(
	transport: Transport,
	url: string,
	{ signal, priority }: CallOptions,
	query?: Readonly<Record<string, string>>,
): Call {
	return { audience: 'partnerCenter', tenantId: transport.cloud.partnerTenantId, url, query, signal, priority };
}
