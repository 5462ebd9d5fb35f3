/** What a scope can be chosen from: subscriptions, tenants, locations, resource groups, management groups (arm-contract 10). */
import * as z from 'zod/mini';
import { guid } from './ids';
import { listPages, type Page } from './paging';
import { armCall } from './resource-manager';
import type { CallOptions, Transport } from './transport';
import { maybe, text } from './values';

const subscription = z.looseObject({
	id: z.string(),
	subscriptionId: text,
	displayName: text,
	tenantId: text,
	state: text,
	authorizationSource: text,
	subscriptionPolicies: maybe(z.looseObject({ locationPlacementId: text, quotaId: text, spendingLimit: text })),
	managedByTenants: maybe(z.array(z.looseObject({ tenantId: text }))),
});
/** An Azure subscription. */
export type Subscription = z.infer<typeof subscription>;

const tenant = z.looseObject({
	id: text,
	tenantId: z.string(),
	tenantCategory: text,
	displayName: text,
	defaultDomain: text,
	tenantType: text,
});
/** A tenant that this account belongs to. */
export type Tenant = z.infer<typeof tenant>;

const location = z.looseObject({ id: text, name: z.string(), displayName: text, regionalDisplayName: text });
/** An Azure region. */
export type Location = z.infer<typeof location>;

const resourceGroup = z.looseObject({ id: z.string(), name: text, location: text });
/** A resource group. */
export type ResourceGroup = z.infer<typeof resourceGroup>;

const managementGroup = z.looseObject({
	id: z.string(),
	name: text,
	properties: maybe(z.looseObject({ tenantId: text, displayName: text })),
});
/** A management group in a list. */
export type ManagementGroup = z.infer<typeof managementGroup>;

const child = z.looseObject({
	id: text,
	type: text,
	name: text,
	displayName: text,
	get children() {
		return maybe(z.array(child));
	},
});
const managementGroupTree = z.looseObject({
	id: z.string(),
	name: text,
	properties: maybe(z.looseObject({ tenantId: text, displayName: text, children: maybe(z.array(child)) })),
});
/** A management group with everything below it: groups and `/subscriptions`. */
export type ManagementGroupTree = z.infer<typeof managementGroupTree>;

/** The subscriptions of the tenant that this account can see, in pages. @throws ServiceFailure */
export function subscriptionPages(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<Subscription>> {
	return listPages(transport, subscription, armCall(tenantId, '/subscriptions', '2022-12-01', options));
}

/** One subscription. @throws ServiceFailure `NotFound` when there is none that this account can see */
export async function getSubscription(
	transport: Transport,
	tenantId: string,
	subscriptionId: string,
	options: CallOptions = {},
): Promise<Subscription> {
	return await transport.json(subscription, armCall(tenantId, `/subscriptions/${guid(subscriptionId)}`, '2022-12-01', options));
}

/** The tenants that this account belongs to, in pages. @throws ServiceFailure */
export function tenantPages(transport: Transport, tenantId: string, options: CallOptions = {}): AsyncGenerator<Page<Tenant>> {
	return listPages(transport, tenant, armCall(tenantId, '/tenants', '2022-12-01', options));
}

/** The regions that a subscription can use, in one page. @throws ServiceFailure */
export function locationPages(
	transport: Transport,
	tenantId: string,
	subscriptionId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<Location>> {
	return listPages(
		transport,
		location,
		armCall(tenantId, `/subscriptions/${guid(subscriptionId)}/locations`, '2022-12-01', options),
	);
}

/** The resource groups of a subscription, in pages. @throws ServiceFailure */
export function resourceGroupPages(
	transport: Transport,
	tenantId: string,
	subscriptionId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<ResourceGroup>> {
	return listPages(
		transport,
		resourceGroup,
		armCall(tenantId, `/subscriptions/${guid(subscriptionId)}/resourcegroups`, '2025-04-01', options),
	);
}

/** One resource group. @throws ServiceFailure `NotFound` when there is none that this account can see */
export async function getResourceGroup(
	transport: Transport,
	tenantId: string,
	subscriptionId: string,
	name: string,
	options: CallOptions = {},
): Promise<ResourceGroup> {
	const path = `/subscriptions/${guid(subscriptionId)}/resourcegroups/${encodeURIComponent(name)}`;
	return await transport.json(resourceGroup, armCall(tenantId, path, '2025-04-01', options));
}

/** The management groups of the tenant that this account can see, in pages. @throws ServiceFailure */
export function managementGroupPages(
	transport: Transport,
	tenantId: string,
	options: CallOptions = {},
): AsyncGenerator<Page<ManagementGroup>> {
	return listPages(
		transport,
		managementGroup,
		armCall(tenantId, '/providers/Microsoft.Management/managementGroups', '2023-04-01', options),
	);
}

/**
 * One management group with everything below it.
 * @param name the last part of its id, not its display name
 * @throws ServiceFailure
 */
export async function getManagementGroup(
	transport: Transport,
	tenantId: string,
	name: string,
	options: CallOptions = {},
): Promise<ManagementGroupTree> {
	const path = `/providers/Microsoft.Management/managementGroups/${encodeURIComponent(name)}`;
	return await transport.json(
		managementGroupTree,
		armCall(tenantId, path, '2023-04-01', options, { $expand: 'children', $recurse: 'true' }),
	);
}
