/** Scopes of reservations: as Azure tells them and as they are chosen, compared by what they name (rules 5). */
import { parseSubscriptionId } from '../../azure/ids';
import type { ReservationScope } from '../model';
import type { ScopeChoice } from './model';

const RESOURCE_GROUP = /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+$/i;
const MANAGEMENT_GROUP = /^\/providers\/Microsoft\.Management\/managementGroups\/[^/]+$/i;

/** Names the place that a scope is: two scopes are the same when these are. */
export function scopeKey(scope: ScopeChoice | ReservationScope): string {
	const choice = choiceOf(scope);
	if (choice === undefined) return scope.kind.toLowerCase();
	switch (choice.kind) {
		case 'Single':
			return (choice.resourceGroupId ?? choice.subscriptionId).toLowerCase();
		case 'ManagementGroup':
			return choice.managementGroupId.toLowerCase();
		default:
			return 'shared';
	}
}

/**
 * A scope in the form in which it can be chosen, with whole ids.
 * @returns undefined when it names no place that Azure could take: `None`, or ids that are none
 */
export function choiceOf(scope: ScopeChoice | ReservationScope): ScopeChoice | undefined {
	if (scope.kind === 'Shared') return { kind: 'Shared' };
	const { subscriptionId, resourceGroupId, managementGroupId }: Partial<ReservationScope> = scope;
	if (scope.kind === 'ManagementGroup') {
		const id = managementGroupId?.includes('/')
			? managementGroupId.replace(/\/$/, '')
			: `/providers/Microsoft.Management/managementGroups/${managementGroupId ?? ''}`;
		return MANAGEMENT_GROUP.test(id) ? { kind: 'ManagementGroup', managementGroupId: id } : undefined;
	}
	if (scope.kind !== 'Single' && scope.kind !== 'ResourceGroup') return undefined;
	if (resourceGroupId !== undefined) {
		const group = resourceGroupId.replace(/\/$/, '');
		const subscription = parseSubscriptionId(group);
		if (subscription === undefined || !RESOURCE_GROUP.test(group)) return undefined;
		return { kind: 'Single', subscriptionId: `/subscriptions/${subscription}`, resourceGroupId: group };
	}
	const subscription = subscriptionId === undefined ? undefined : parseSubscriptionId(subscriptionId);
	return subscription === undefined ? undefined : { kind: 'Single', subscriptionId: `/subscriptions/${subscription}` };
}

/** A chosen scope in the words of the model. @param displayName where its name is known */
export function chosenScope(choice: ScopeChoice, displayName?: string): ReservationScope {
	if (choice.kind === 'Shared') return { kind: 'Shared' };
	if (choice.kind === 'ManagementGroup') return { kind: choice.kind, managementGroupId: choice.managementGroupId, displayName };
	const { subscriptionId, resourceGroupId } = choice;
	return resourceGroupId === undefined
		? { kind: 'Single', subscriptionId, displayName }
		: { kind: 'ResourceGroup', resourceGroupId, displayName };
}

/** True for one subscription or one resource group: only there is capacity priority (rules 6). */
export function isSingle({ kind }: ScopeChoice | ReservationScope): boolean {
	return kind === 'Single' || kind === 'ResourceGroup';
}
