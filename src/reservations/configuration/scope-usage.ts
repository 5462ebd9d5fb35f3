/** Who keeps the discount when a scope changes: yesterday's resources of the reservation, held against the new scope (rules 5). */
import { type UsageDetail, usageDetailPages } from '../../azure/consumption';
import { isServiceFailure } from '../../azure/failure';
import { parseSubscriptionId } from '../../azure/ids';
import { allItems } from '../../azure/paging';
import { getManagementGroup, type ManagementGroupTree } from '../../azure/subscriptions';
import type { CallOptions, Transport } from '../../azure/transport';
import type { ReservationRef, ResourceUsage } from '../model';
import { resourcesUsed, startOfDay } from '../usage';
import type { ScopeChoice, ScopeUsage } from './model';

const dayMs = 86_400_000;

/**
 * Reads yesterday's usage, the last whole day (data comes up to 8 hours late, rules 11), and sorts it by the new scope.
 * @param now ms since the epoch
 * @returns undefined where Azure does not tell the usage
 */
export async function readScopeUsage(
	transport: Transport,
	ref: ReservationRef,
	scope: ScopeChoice,
	now: number,
	options: CallOptions,
): Promise<ScopeUsage | undefined> {
	const day = startOfDay(now) - dayMs;
	try {
		const [details, subscriptions] = await Promise.all([
			allItems<UsageDetail>(usageDetailPages(transport, ref.tenantId, ref, { from: day, to: day }, options)),
			scope.kind === 'ManagementGroup'
				? subscriptionsBelow(transport, ref.tenantId, scope.managementGroupId, options)
				: undefined,
		]);
		return usageByScope(day, resourcesUsed(details), scope, subscriptions);
	} catch (error) {
		// The preview is good without it; what was cancelled stays cancelled.
		if (isServiceFailure(error)) return undefined;
		throw error;
	}
}

/** @param subscriptions GUIDs below a management group; undefined: not known */
export function usageByScope(
	day: number,
	resources: readonly ResourceUsage[],
	scope: ScopeChoice,
	subscriptions?: ReadonlySet<string>,
): ScopeUsage {
	const sorted = { inside: [] as ResourceUsage[], outside: [] as ResourceUsage[], unclear: [] as ResourceUsage[] };
	for (const resource of resources) {
		const isInside = contains(scope, resource.resourceId, subscriptions);
		sorted[isInside === undefined ? 'unclear' : isInside ? 'inside' : 'outside'].push(resource);
	}
	return { day, ...sorted };
}

/** Undefined: it can't be told. */
function contains(scope: ScopeChoice, resourceId: string, subscriptions: ReadonlySet<string> | undefined): boolean | undefined {
	if (scope.kind === 'Shared') return true;
	const subscription = parseSubscriptionId(resourceId);
	// Usage may name a resource without its subscription (arm-contract 5, `instanceId`).
	if (subscription === undefined) return undefined;
	if (scope.kind === 'ManagementGroup') return subscriptions?.has(subscription);
	if (scope.resourceGroupId === undefined) return subscription === parseSubscriptionId(scope.subscriptionId);
	return `${resourceId.toLowerCase()}/`.startsWith(`${scope.resourceGroupId.toLowerCase()}/`);
}

/** GUIDs of the subscriptions in a management group, at any depth; undefined where it can't be read. */
async function subscriptionsBelow(
	transport: Transport,
	tenantId: string,
	managementGroupId: string,
	options: CallOptions,
): Promise<ReadonlySet<string> | undefined> {
	try {
		const name = decodeURIComponent(managementGroupId.split('/').at(-1) ?? '');
		const { properties } = await getManagementGroup(transport, tenantId, name, options);
		return new Set(subscriptionsIn(properties?.children));
	} catch (error) {
		if (isServiceFailure(error)) return undefined;
		throw error;
	}
}

type Children = NonNullable<ManagementGroupTree['properties']>['children'];

function subscriptionsIn(children: Children): readonly string[] {
	return (children ?? []).flatMap(({ id, children: below }) => {
		const subscription = id ? parseSubscriptionId(id) : undefined;
		return [...(subscription === undefined ? [] : [subscription]), ...subscriptionsIn(below)];
	});
}
