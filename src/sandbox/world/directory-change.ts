/** Moving an order to the directory of another tenant, with all of its reservations (arm-contract 2.12). */
import type { Caller } from '../http';
import { change, isOver, type Order, stateAt } from './ledger';
import { isAtOrBelow, ROLES } from './rights';
import { orderScope, type Tenant } from './tenant';

/** Why an order can't move; undefined when it can. */
export function obstacle(order: Order, from: Tenant, to: Tenant, now: number): string | undefined {
	if (from.currency !== to.currency)
		return `The directories are billed in different currencies: ${from.currency}, ${to.currency}.`;
	const busy = order.reservations.find((one) => !['Succeeded', 'Cancelled', 'Expired', 'Failed'].includes(stateAt(one, now)));
	return busy === undefined ? undefined : `An operation is in progress on the reservation '${busy.id}'.`;
}

/**
 * Moves an order. All roles on it are gone, and only who moves it has access afterwards (rules 1.4); renewals are cancelled
 * (rules 7); scopes stay those of the old directory until somebody changes them (rules 5).
 */
export function changeDirectory(order: Order, from: Tenant, to: Tenant, mover: Caller, at: number): void {
	for (const reservation of order.reservations)
		if (reservation.renew && !isOver(reservation)) change(reservation, at, { renew: false, renewal: undefined });
	const scope = orderScope(order.id);
	const kept = from.roleAssignments.filter((one) => !isAtOrBelow(one.scope, scope));
	from.roleAssignments.splice(0, from.roleAssignments.length, ...kept);
	to.roleAssignments.push({
		name: crypto.randomUUID(),
		scope,
		roleId: ROLES.owner.id,
		principalId: mover.objectId,
		principalType: mover.isUser ? 'User' : 'ServicePrincipal',
		createdAt: at,
		createdBy: mover.objectId,
	});
	from.orders.delete(order.id);
	to.orders.set(order.id, order);
	// Partner Center goes on naming the order where it was sold, however often it moves.
	if (!from.movedIn.delete(order.id)) from.movedAway.set(order.id, order);
	if (!to.movedAway.delete(order.id)) to.movedIn.add(order.id);
	from.changed = true;
	to.changed = true;
}
