/** Somebody deletes a subscription or a resource group: what is applied to it gives no benefit from then on (rules 5). */
import { liesIn, scopeId, scopeNamed } from './applied-scopes';
import { change, isOver } from './ledger';
import type { Tenant } from './tenant';

/** @returns false when there is no such subscription or group, or when it is the last one */
export function removePlace(tenant: Tenant, id: string, now: number): boolean {
	const place = scopeNamed(tenant, id);
	const path = place?.type === 'Single' ? scopeId(place) : undefined;
	const subscription = tenant.subscription(path?.split('/')[2] ?? '');
	if (place === undefined || path === undefined || subscription === undefined) return false;
	const { subscriptions } = tenant;
	const { resourceGroups } = subscription;
	const isGroup = place.resourceGroupId !== undefined;
	if ((isGroup ? resourceGroups : subscriptions).length === 1) return false;
	for (const reservation of tenant.reservations()) {
		const applied = reservation.scope.type === 'Single' ? scopeId(reservation.scope) : undefined;
		if (applied === undefined || isOver(reservation) || !liesIn(applied, place)) continue;
		const message = 'What this reservation is scoped to was deleted. The reservation gives no benefit.';
		change(reservation, now, { status: { statusCode: 'NoBenefitDueToSubscriptionDeletion', message } });
		reservation.displayState = 'NoBenefit';
	}
	if (isGroup)
		resourceGroups.splice(
			resourceGroups.findIndex(({ name }) => name === place.displayName),
			1,
		);
	else subscriptions.splice(subscriptions.indexOf(subscription), 1);
	tenant.changed = true;
	return true;
}
