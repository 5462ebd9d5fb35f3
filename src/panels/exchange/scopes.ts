/** Scopes that a new reservation can have, out of what is known of the customer: subscriptions, resource groups, management groups. */
import type { Reservation } from '../../reservations/model';
import type { PurchaseLine } from '../../reservations/operations/model';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isSubscriptionId = (text: string): boolean => GUID.test(text);

/** What a scope is written as in a draft: `Shared`, or the full id. @returns undefined when it is neither */
export function scopeOf(written: string): PurchaseLine['scope'] | undefined {
	if (written === 'Shared') return { kind: 'Shared' };
	const [, subscriptionId, group] = /^(\/subscriptions\/[0-9a-f-]{36})(\/resourceGroups\/[^/]+)?$/i.exec(written) ?? [];
	if (subscriptionId !== undefined) {
		return group === undefined
			? { kind: 'Single', subscriptionId }
			: { kind: 'Single', subscriptionId, resourceGroupId: written };
	}
	return /^\/providers\/Microsoft\.Management\/managementGroups\/[^/]+$/i.test(written)
		? { kind: 'ManagementGroup', managementGroupId: written }
		: undefined;
}

/** A place that a reservation of the customer is applied to or billed to. */
export interface Place {
	/** Full id. */
	readonly id: string;
	readonly kind: 'subscription' | 'resourceGroup' | 'managementGroup';
	/** Its name where a reservation tells it, else the last part of its id. */
	readonly name: string;
}

/** The places that the reservations of a customer tell of, each once, by kind and name. */
export function placesOf(reservations: readonly Reservation[]): Place[] {
	const places = new Map<string, Place>();
	const note = (id: string | undefined, kind: Place['kind'], name?: string) => {
		if (id === undefined) return;
		const key = id.toLowerCase();
		const last = id.split('/').at(-1) ?? id;
		const known = places.get(key);
		if (known === undefined || (known.name === last && name !== undefined)) places.set(key, { id, kind, name: name ?? last });
	};
	for (const { scope, billingScopeId } of reservations) {
		const ofGroup = scope.kind === 'ResourceGroup' || scope.resourceGroupId !== undefined;
		note(scope.subscriptionId, 'subscription', ofGroup ? undefined : scope.displayName);
		note(scope.resourceGroupId, 'resourceGroup');
		note(scope.managementGroupId, 'managementGroup', scope.displayName);
		note(billingScopeId, 'subscription');
	}
	const order: readonly Place['kind'][] = ['subscription', 'resourceGroup', 'managementGroup'];
	return [...places.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.name.localeCompare(b.name));
}

/** The GUID of `/subscriptions/{id}`, or what is one already. */
export function subscriptionGuid(id: string | undefined): string | undefined {
	const last = id?.split('/').at(-1);
	return last !== undefined && isSubscriptionId(last) ? last.toLowerCase() : undefined;
}
