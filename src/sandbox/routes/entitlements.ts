/** Reservations as Partner Center sees them: entitlements, and the artifacts that lead to the reservation ids (partner-center-api 7). */
import { type Order, scopeKind, stateAt } from '../world/ledger';
import { guidFor } from '../world/random';
import type { Tenant } from '../world/tenant';
import { dateTime } from '../world/time';

/** Id of the Partner Center order that a reservation order was bought with. */
function groupOf(order: Order): string {
	return guidFor('group', order.id);
}

/** Hybrid benefit is no purchase and is not listed; nor is what was not fulfilled yet. */
function isListed(order: Order): boolean {
	return order.term !== 'None' && order.startsAt !== undefined;
}

/** One entitlement for each order. `quantity` is what was bought. */
export function entitlements(tenant: Tenant, showExpiry: boolean): unknown[] {
	return [...tenant.soldOrders.values()].filter(isListed).map((order) => {
		const group = groupOf(order);
		const dynamicAttributes = { reservationType: order.product.type.toLowerCase() };
		return {
			includedEntitlements: [],
			referenceOrder: { id: group, lineItemId: '0', alternateId: group.slice(0, 12) },
			productId: 'DZH318Z0BQ3Q',
			skuId: guidFor('sku', order.product.sku, order.term).slice(0, 4).toUpperCase(),
			quantity: order.originalQuantity,
			quantityDetails: [{ quantity: order.originalQuantity, status: 'Fulfilled' }],
			entitledArtifacts: [
				{
					artifactType: 'reservedinstance',
					resourceId: order.id,
					link: {
						uri: `/customers/${tenant.tenantId}/artifacts/reservedinstance/groups/${group}/lineitems/0/resource/${order.id}`,
						method: 'GET',
						headers: [],
					},
					dynamicAttributes,
				},
			],
			entitlementType: 'reservedinstance',
			dynamicAttributes,
			...(showExpiry && order.expiresAt !== undefined ? { expiryDate: dateTime(order.expiresAt) } : {}),
		};
	});
}

/** The reservations behind an entitlement; undefined when group and line are not the order's. */
export function entitlementArtifact(order: Order, group: string, line: string, now: number): unknown {
	if (group !== groupOf(order) || line !== '0') return undefined;
	return {
		type: 'reservedinstance',
		reservations: order.reservations.map((reservation) => ({
			reservationId: reservation.id,
			displayName: reservation.displayName,
			scopeType: scopeKind(reservation.scope).toLowerCase(),
			...(reservation.scope.type === 'Shared'
				? {}
				: {
						appliedScopes: [
							reservation.scope.subscriptionId ?? reservation.scope.resourceGroupId ?? reservation.scope.managementGroupId,
						],
					}),
			quantity: reservation.quantity,
			effectiveDateTime: order.startsAt === undefined ? undefined : dateTime(order.startsAt),
			expiryDateTime: order.expiresAt === undefined ? undefined : dateTime(order.expiresAt),
			provisioningState: stateAt(reservation, now),
		})),
	};
}
