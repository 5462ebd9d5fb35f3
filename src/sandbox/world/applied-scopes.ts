/** What a discount is to apply to, from a request's words to a scope; and what lies in a scope. */
import type { Scope } from './ledger';
import { Refusal } from './refusal';
import { isAtOrBelow } from './rights';
import { managementGroupScope, type Tenant } from './tenant';

export interface ScopeWords {
	readonly tenantId?: string | null | undefined;
	readonly managementGroupId?: string | null | undefined;
	readonly subscriptionId?: string | null | undefined;
	readonly resourceGroupId?: string | null | undefined;
	readonly displayName?: string | null | undefined;
}

/** The part of a request that chooses a scope: subscriptions and groups come by either of the two lists. */
export interface ScopeChoice {
	readonly appliedScopeType?: string | null | undefined;
	readonly appliedScopes?: readonly string[] | null | undefined;
	readonly appliedScopeProperties?: ScopeWords | null | undefined;
}

/** The subscription, resource group or management group of a tenant that an id names; undefined when there is none. */
export function scopeNamed(tenant: Tenant, id: string): Scope | undefined {
	const managementGroup = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)\/?$/i.exec(id)?.[1];
	if (managementGroup !== undefined) return groupNamed(tenant, managementGroup.toLowerCase());
	const [, subscriptionId = '', groupName] = /^\/subscriptions\/([^/]+)(?:\/resourcegroups\/([^/]+))?\/?$/i.exec(id) ?? [];
	const subscription = tenant.subscription(subscriptionId);
	if (subscription === undefined) return undefined;
	const path = `/subscriptions/${subscription.id}`;
	if (groupName === undefined) return { type: 'Single', subscriptionId: path, displayName: subscription.name };
	const group = subscription.resourceGroups.find(({ name }) => name.toLowerCase() === groupName.toLowerCase());
	if (group === undefined) return undefined;
	return { type: 'Single', resourceGroupId: `${path}/resourceGroups/${group.name}`, displayName: group.name };
}

function groupNamed(tenant: Tenant, lowerName: string): Scope | undefined {
	const group = tenant.managementGroups.find(({ name }) => name.toLowerCase() === lowerName);
	if (group === undefined) return undefined;
	const managementGroupId = managementGroupScope(group.name);
	return {
		type: 'ManagementGroup',
		managementGroupId,
		tenantId: tenant.tenantId,
		displayName: group.displayName,
		members: tenant.subscriptions
			.map(({ id }) => `/subscriptions/${id}`)
			.filter((path) => tenant.isAtOrAbove(managementGroupId, path)),
	};
}

function singleScope(tenant: Tenant, id: string): Scope {
	const scope = scopeNamed(tenant, id);
	if (scope?.type === 'Single') return scope;
	throw new Refusal(
		'AppliedScopesNotAssociatedWithCommerceAccount',
		`The scope '${id}' is not associated with the commerce account of the reservation.`,
	);
}

function groupScope(tenant: Tenant, words: ScopeWords | null | undefined): Scope {
	const name = words?.managementGroupId?.split('/').at(-1)?.toLowerCase() ?? '';
	const scope = groupNamed(tenant, name);
	if (scope !== undefined && words?.tenantId?.toLowerCase() === tenant.tenantId) return scope;
	throw new Refusal(
		'BadRequest',
		'The scope ManagementGroup needs the tenantId and managementGroupId of a group of this tenant.',
	);
}

/**
 * The scope that a request chooses; shared where it names no type.
 * @throws Refusal when there is no such scope, or none or several are named for the scope Single
 */
export function scopeOf(tenant: Tenant, choice: ScopeChoice): Scope {
	const { appliedScopes, appliedScopeProperties: words } = choice;
	switch ((choice.appliedScopeType ?? 'Shared').toLowerCase()) {
		case 'shared':
			return { type: 'Shared' };
		case 'managementgroup':
			return groupScope(tenant, words);
		case 'single': {
			const named = appliedScopes ?? [words?.resourceGroupId ?? words?.subscriptionId ?? []].flat();
			const [id] = named;
			if (id === undefined) throw new Refusal('MissingAppliedScopesForSingle', 'The scope Single needs a subscription or group.');
			if (named.length > 1) throw new Refusal('InvalidSingleAppliedScopesCount', 'The scope Single takes one applied scope.');
			return singleScope(tenant, id);
		}
		default:
			throw new Refusal('BadRequest', `The scope type '${choice.appliedScopeType}' is not known.`);
	}
}

/** Id of what a scope names; undefined for the shared one. */
export function scopeId(scope: Scope): string | undefined {
	return scope.resourceGroupId ?? scope.subscriptionId ?? scope.managementGroupId;
}

/** True when two scopes are of the same kind and name the same, in any case. */
export function isSameScope(one: Scope, other: Scope): boolean {
	return one.type === other.type && scopeId(one)?.toLowerCase() === scopeId(other)?.toLowerCase();
}

/** True when a resource lies in a scope. Of a shared one every resource of the customer does. */
export function liesIn(resource: string, scope: Scope): boolean {
	if (scope.type === 'Shared') return true;
	const id = scopeId(scope);
	return (scope.members ?? (id === undefined ? [] : [id])).some((above) => isAtOrBelow(resource, above));
}
