/** Scopes of a tenant by their ids in any case: what is not there is no scope. */
import { CAPACITY_SCOPE, managementGroupScope, orderScope, reservationScope, type Tenant } from './tenant';

const CAPACITY = /^\/providers\/microsoft\.capacity(?:\/reservationorders\/([^/]+)(?:\/reservations\/([^/]+))?)?$/;
const SUBSCRIPTION = /^\/subscriptions\/([^/]+)(?:\/resourcegroups\/([^/]+))?$/;
const MANAGEMENT_GROUP = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/;

function inCapacity(tenant: Tenant, orderId: string | undefined, reservationId: string | undefined): string | undefined {
	if (orderId === undefined) return CAPACITY_SCOPE;
	if (!tenant.orders.has(orderId)) return undefined;
	if (reservationId === undefined) return orderScope(orderId);
	const reservation = tenant.reservation(orderId, reservationId);
	return reservation && reservationScope(reservation);
}

function inSubscription(tenant: Tenant, subscriptionId: string, groupName: string | undefined): string | undefined {
	const subscription = tenant.subscription(subscriptionId);
	if (subscription === undefined) return undefined;
	const scope = `/subscriptions/${subscription.id}`;
	if (groupName === undefined) return scope;
	const group = subscription.resourceGroups.find(({ name }) => name.toLowerCase() === groupName);
	return group && `${scope}/resourceGroups/${group.name}`;
}

/** The scope as the tenant writes it, or undefined where it has none by this id. @param id any case; `/` for the root */
export function scopeIn(tenant: Tenant, id: string): string | undefined {
	const folded = id.toLowerCase();
	if (folded === '/') return folded;
	const capacity = CAPACITY.exec(folded);
	if (capacity) return inCapacity(tenant, capacity[1], capacity[2]);
	const subscription = SUBSCRIPTION.exec(folded);
	if (subscription) return inSubscription(tenant, subscription[1] ?? '', subscription[2]);
	const groupName = MANAGEMENT_GROUP.exec(folded)?.[1];
	const group = tenant.managementGroups.find(({ name }) => name.toLowerCase() === groupName);
	return group && managementGroupScope(group.name);
}
