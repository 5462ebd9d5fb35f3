/** What a reservation can be scoped to: subscriptions, their locations and resource groups, management groups; and tenants. */
import type { App } from '../http';
import { armError } from '../http';
import { leaves, ODataError, parseFilter, passes } from '../odata';
import { REGIONS } from '../world/catalog';
import { type ManagementGroup, managementGroupScope, type ResourceGroup, type Subscription, type Tenant } from '../world/tenant';
import { type Azure, asked, count, page, query, requireMember, requireRight } from './azure';
import { subscriptionIn } from './catalog';
import { SUBSCRIPTION_OPERATIONS } from './operations';

const READ_SUBSCRIPTION = 'Microsoft.Resources/subscriptions/read';
const READ_GROUP = 'Microsoft.Management/managementGroups/read';

const SUBSCRIPTIONS_PAGE = 100;
const GROUPS_PAGE = 100;
const MANAGEMENT_GROUPS_PAGE = 100;

function subscriptionView(tenant: Tenant, subscription: Subscription, partnerTenantId: string) {
	const { id, name } = subscription;
	return {
		id: `/subscriptions/${id}`,
		authorizationSource: 'RoleBased',
		// Delegated by Azure Lighthouse: the partner's tenant manages it.
		managedByTenants: tenant.membership === 'lighthouse' ? [{ tenantId: partnerTenantId }] : [],
		subscriptionId: id,
		tenantId: tenant.tenantId,
		displayName: name,
		state: 'Enabled',
		subscriptionPolicies: { locationPlacementId: 'Public_2014-09-01', quotaId: 'CSP_2015-05-01', spendingLimit: 'Off' },
	};
}

function resourceGroupView({ id }: Subscription, { name, location, tags }: ResourceGroup) {
	return {
		id: `/subscriptions/${id}/resourceGroups/${name}`,
		name,
		type: 'Microsoft.Resources/resourceGroups',
		location,
		tags,
		properties: { provisioningState: 'Succeeded' },
	};
}

/** `tagName eq 'environment' and tagValue eq 'production'`. */
function withTags(groups: readonly ResourceGroup[], text: string | undefined): readonly ResourceGroup[] {
	if (text === undefined) return groups;
	const filter = parseFilter(text);
	for (const leaf of leaves(filter)) {
		if (leaf.kind === 'call' || leaf.operator !== 'eq' || !['tagname', 'tagvalue'].includes(leaf.property.toLowerCase()))
			throw new ODataError(`The filter '${text}' is not supported.`);
	}
	return groups.filter(({ tags }) =>
		passes(
			filter,
			(leaf) =>
				leaf.kind === 'compare' &&
				(leaf.property.toLowerCase() === 'tagname'
					? String(leaf.value) in tags
					: Object.values(tags).includes(String(leaf.value))),
		),
	);
}

function childrenOf(tenant: Tenant, parent: string, recurse: boolean): unknown[] {
	const groups = tenant.managementGroups
		.filter((group) => group.parent === parent)
		.map(({ name, displayName }) => ({
			id: managementGroupScope(name),
			type: 'Microsoft.Management/managementGroups',
			name,
			displayName,
			...(recurse ? { children: childrenOf(tenant, name, true) } : {}),
		}));
	const subscriptions = tenant.subscriptions
		.filter((subscription) => subscription.parent === parent)
		.map(({ id, name }) => ({
			id: `/subscriptions/${id}`,
			type: '/subscriptions',
			name: id,
			displayName: name,
		}));
	return [...groups, ...subscriptions];
}

function groupView(tenant: Tenant, group: ManagementGroup, now: number, expand: boolean, recurse: boolean) {
	const parent = tenant.managementGroups.find(({ name }) => name === group.parent);
	return {
		id: managementGroupScope(group.name),
		type: 'Microsoft.Management/managementGroups',
		name: group.name,
		properties: {
			tenantId: tenant.tenantId,
			displayName: group.displayName,
			details: {
				version: 1,
				updatedTime: new Date(now).toISOString(),
				updatedBy: tenant.tenantId,
				...(parent === undefined
					? {}
					: { parent: { id: managementGroupScope(parent.name), name: parent.name, displayName: parent.displayName } }),
			},
			...(expand ? { children: childrenOf(tenant, group.name, recurse) } : {}),
		},
	};
}

export function scopeRoutes(app: App, azure: Azure): void {
	const { partnerTenantId } = azure.world;

	app.get('/providers/microsoft.subscription/operations', (c) => c.json({ value: SUBSCRIPTION_OPERATIONS }));

	app.get('/subscriptions', (c) => {
		const who = asked(c, azure);
		requireMember(who, READ_SUBSCRIPTION, '/');
		const visible = who.tenant.subscriptions.filter(({ id }) =>
			who.tenant.can(who.caller, READ_SUBSCRIPTION, `/subscriptions/${id}`),
		);
		return c.json(
			page(
				c,
				azure,
				visible.map((one) => subscriptionView(who.tenant, one, partnerTenantId)),
				SUBSCRIPTIONS_PAGE,
			),
		);
	});

	app.get('/subscriptions/:subscriptionId', (c) => {
		const who = asked(c, azure);
		return c.json(subscriptionView(who.tenant, subscriptionIn(c, who, READ_SUBSCRIPTION), partnerTenantId));
	});

	app.get('/subscriptions/:subscriptionId/locations', (c) => {
		const { id } = subscriptionIn(c, asked(c, azure), 'Microsoft.Resources/subscriptions/locations/read');
		return c.json({
			value: REGIONS.map(({ name, displayName }) => ({
				id: `/subscriptions/${id}/locations/${name}`,
				name,
				type: 'Region',
				displayName,
				regionalDisplayName: displayName,
				metadata: {
					regionType: 'Physical',
					regionCategory: 'Recommended',
					geography: displayName,
					geographyGroup: '',
					physicalLocation: '',
				},
			})),
		});
	});

	app.get('/subscriptions/:subscriptionId/resourcegroups', (c) => {
		const subscription = subscriptionIn(c, asked(c, azure), 'Microsoft.Resources/subscriptions/resourceGroups/read');
		try {
			const groups = withTags(subscription.resourceGroups, query(c, '$filter')).map((group) =>
				resourceGroupView(subscription, group),
			);
			return c.json(page(c, azure, groups, Math.max(1, Math.min(count(c, '$top') ?? GROUPS_PAGE, GROUPS_PAGE))));
		} catch (error) {
			if (error instanceof ODataError) throw armError(400, 'InvalidFilterInQueryString', error.message);
			throw error;
		}
	});

	app.get('/subscriptions/:subscriptionId/resourcegroups/:group', (c) => {
		const subscription = subscriptionIn(c, asked(c, azure), 'Microsoft.Resources/subscriptions/resourceGroups/read');
		const name = c.req.param('group');
		const group = subscription.resourceGroups.find((candidate) => candidate.name.toLowerCase() === name);
		if (group === undefined) throw armError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
		return c.json(resourceGroupView(subscription, group));
	});

	app.get('/tenants', (c) => {
		const who = asked(c, azure);
		requireMember(who, 'Microsoft.Resources/tenants/read', '/');
		const { tenant } = who;
		const home = {
			id: `/tenants/${partnerTenantId}`,
			tenantId: partnerTenantId,
			displayName: azure.world.partnerName,
			tenantCategory: 'Home',
			tenantType: 'AAD',
			domains: ['partner.onmicrosoft.com'],
			defaultDomain: 'partner.onmicrosoft.com',
		};
		if (tenant.customer === undefined) return c.json({ value: [home] });
		const { domain, name } = tenant.customer;
		const category = tenant.membership === 'lighthouse' ? 'ManagedBy' : tenant.membership === 'guest' ? 'Home' : 'ProjectedBy';
		return c.json({
			value: [
				{
					id: `/tenants/${tenant.tenantId}`,
					tenantId: tenant.tenantId,
					displayName: name,
					tenantCategory: category,
					domains: [domain],
					defaultDomain: domain,
				},
			],
		});
	});

	app.get('/providers/microsoft.management/managementgroups', (c) => {
		const who = asked(c, azure);
		requireMember(who, READ_GROUP, '/');
		const { tenant, caller } = who;
		const visible = tenant.managementGroups.filter(({ name }) => tenant.can(caller, READ_GROUP, managementGroupScope(name)));
		const { value, nextLink } = page(c, azure, visible, MANAGEMENT_GROUPS_PAGE);
		return c.json({
			value: value.map(({ name, displayName }) => ({
				id: managementGroupScope(name),
				type: 'Microsoft.Management/managementGroups',
				name,
				properties: { tenantId: tenant.tenantId, displayName },
			})),
			...(nextLink === undefined ? {} : { '@nextLink': nextLink }),
		});
	});

	app.get('/providers/microsoft.management/managementgroups/:group', (c) => {
		const who = asked(c, azure);
		const name = c.req.param('group');
		const group = who.tenant.managementGroups.find((candidate) => candidate.name.toLowerCase() === name);
		requireRight(who, READ_GROUP, managementGroupScope(group?.name ?? name));
		if (group === undefined) throw armError(404, 'NotFound', `The management group '${name}' could not be found.`);
		return c.json(
			groupView(
				who.tenant,
				group,
				who.now,
				query(c, '$expand')?.toLowerCase() === 'children',
				query(c, '$recurse')?.toLowerCase() === 'true',
			),
		);
	});
}
