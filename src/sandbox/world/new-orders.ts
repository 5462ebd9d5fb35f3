/** Orders that are placed while the world runs: from a wish to an order that goes its steps, with its owners. */
import type { Reservation, UsageProfile } from './ledger';
import { type Purchase, startBuying } from './purchase';
import type { Wish } from './quotes';
import { hash, Random } from './random';
import { ROLES } from './rights';
import { orderScope, type Tenant } from './tenant';
import { resourcesOf } from './workloads';

export interface NewOrder {
	readonly orderId: string;
	readonly wish: Wish;
	readonly at: number;
	/** When the purchase is through, ms since the epoch. */
	readonly end: number;
	/** What used the discount of the reservations that were given back for it. */
	readonly usage?: UsageProfile | undefined;
	readonly swapFrom?: Reservation | undefined;
	/** Object id of who buys. */
	readonly buyer: string;
}

function usageOf(tenant: Tenant, { orderId, wish }: NewOrder): UsageProfile {
	const random = new Random(orderId);
	const { product, quantity, scope } = wish;
	return {
		shape: 'steady',
		level: 0.9,
		seed: hash(orderId),
		resources: resourcesOf(product, quantity, scope, 'new', tenant, random),
	};
}

/** Places the order and gives it its owners. Where they are not the partner's group, the partner can't see what it bought. */
export function placeOrder(tenant: Tenant, order: NewOrder): Reservation {
	const { orderId, wish, at, end, buyer, swapFrom } = order;
	tenant.changed = true;
	const purchase: Purchase = {
		...wish,
		orderId,
		reservationId: crypto.randomUUID(),
		at,
		usage: order.usage ?? usageOf(tenant, order),
		...(swapFrom === undefined ? {} : { swapFrom }),
	};
	const reservation = startBuying(tenant, purchase, end);
	for (const owner of tenant.newOrderOwners)
		tenant.roleAssignments.push({
			name: crypto.randomUUID(),
			scope: orderScope(orderId),
			roleId: ROLES.owner.id,
			...owner,
			createdAt: at,
			createdBy: buyer,
		});
	return reservation;
}
