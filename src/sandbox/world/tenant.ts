/** One customer's Azure: subscriptions, groups, orders, role assignments, and the answer to "may this caller do that". */
import type { Caller } from '../http';
import { Agenda } from './agenda';
import type { Refund } from './allowance';
import type { Customer } from './customers';
import type { Order, Reservation } from './ledger';
import type { Derivation, Operation } from './operations';
import { payWhatIsDue } from './payments';
import { Quotes } from './quotes';
import { allows, isAtOrBelow, ROLES, type RoleAssignment, type RoleDefinition, roleById } from './rights';
import { SupportDesk } from './support';
import { dayNumber } from './time';

export interface ResourceGroup {
	readonly name: string;
	/** Azure's name of the region, for example `westeurope`. */
	readonly location: string;
	readonly tags: Readonly<Record<string, string>>;
}

export interface Subscription {
	/** GUID, lower case. */
	readonly id: string;
	readonly name: string;
	/** Management group it is in. */
	readonly parent: string;
	readonly resourceGroups: ResourceGroup[];
}

export interface ManagementGroup {
	/** The tenant's root group is named like the tenant. */
	readonly name: string;
	readonly displayName: string;
	/** Name of the group above; undefined for the root. */
	readonly parent: string | undefined;
}

/**
 * How the caller, a user of the partner, stands in the tenant (rules 1.3): by the partner's AdminAgents group, as a guest,
 * by Azure Lighthouse only, or not at all.
 */
export type Membership = 'foreignGroup' | 'guest' | 'lighthouse' | 'none';

export const CAPACITY_SCOPE = '/providers/Microsoft.Capacity';

/** `/providers/Microsoft.Capacity/reservationOrders/{id}` */
export function orderScope(orderId: string): string {
	return `${CAPACITY_SCOPE}/reservationOrders/${orderId}`;
}

/** `/providers/Microsoft.Capacity/reservationOrders/{id}/reservations/{id}` */
export function reservationScope(reservation: Reservation): string {
	return `${orderScope(reservation.order.id)}/reservations/${reservation.id}`;
}

export function managementGroupScope(name: string): string {
	return `/providers/Microsoft.Management/managementGroups/${name}`;
}

type Principal = Pick<RoleAssignment, 'principalId' | 'principalType'>;

/** The Azure side of a tenant; mutable, kept as long as it was changed. */
export class Tenant {
	readonly subscriptions: Subscription[] = [];
	readonly managementGroups: ManagementGroup[] = [];
	/** By order id. */
	readonly orders = new Map<string, Order>();
	/** Orders that were sold here and are in another directory now, and ids of those that came from another one. */
	readonly movedAway = new Map<string, Order>();
	readonly movedIn = new Set<string>();
	readonly roleAssignments: RoleAssignment[] = [];
	/** Something was written: the ledger must not be made anew from the seed. */
	changed = false;
	/** Returns that count against the limit (rules 4.2), the oldest too. */
	readonly refunds: Refund[] = [];
	/** What is under way, and quotes that can be committed. */
	readonly agenda = new Agenda();
	readonly quotes = new Quotes();
	/** Long-running operations by id. */
	readonly operations = new Map<string, Operation>();
	readonly support = new SupportDesk();
	/** Splits and merges by the name of their result. */
	readonly derivations = new Map<string, Derivation>();
	/** Who owns an order that is bought here. Where the partner's group is left out, the partner does not see it (user-pains 1). */
	newOrderOwners: readonly Principal[] = [];
	#paidUntil = 0;

	/**
	 * @param currency what the customer is billed in, ISO 4217
	 * @param billingRate units of that currency for one US dollar
	 */
	constructor(
		readonly tenantId: string,
		readonly customer: Customer | undefined,
		readonly membership: Membership,
		readonly currency: string,
		readonly billingRate: number,
	) {}

	/** Lets everything happen that is due: steps of operations, and once a day the payments. */
	settle(now: number): void {
		this.agenda.settle(now);
		if (this.#paidUntil === dayNumber(now)) return;
		this.#paidUntil = dayNumber(now);
		for (const order of this.orders.values()) payWhatIsDue(order, now, this.billingRate);
	}

	reservation(orderId: string, reservationId: string): Reservation | undefined {
		return this.orders.get(orderId)?.reservations.find(({ id }) => id === reservationId);
	}

	/** What was sold to the customer, wherever it is now; by order id. */
	get soldOrders(): ReadonlyMap<string, Order> {
		return new Map([...[...this.orders].filter(([id]) => !this.movedIn.has(id)), ...this.movedAway]);
	}

	*reservations(): Generator<Reservation> {
		for (const order of this.orders.values()) yield* order.reservations;
	}

	subscription(id: string): Subscription | undefined {
		return this.subscriptions.find((subscription) => subscription.id === id.toLowerCase());
	}

	/** Ids that a role assignment for this caller may name. */
	principalsOf(caller: Caller): readonly string[] {
		if (this.membership === 'foreignGroup') return [caller.objectId, ...caller.groups];
		return this.membership === 'guest' ? [caller.objectId] : [];
	}

	/** True when the caller holds a role with this action at the scope or above it. */
	can(caller: Caller, action: string, scope: string): boolean {
		if (this.membership === 'lighthouse' && isAtOrBelow(scope, '/subscriptions') && allows(ROLES.reader, action)) return true;
		const principals = this.principalsOf(caller);
		return this.roleAssignments.some(
			(assignment) =>
				principals.includes(assignment.principalId) &&
				this.isAtOrAbove(assignment.scope, scope) &&
				this.#allows(assignment, action),
		);
	}

	/**
	 * True for an owner of the order, and for its Reservations Administrator (rules 1.4): both may act on it and hand out roles
	 * there, which a contributor may not.
	 */
	canMoveMoney(caller: Caller, action: string, orderId: string): boolean {
		const scope = orderScope(orderId);
		return this.can(caller, action, scope) && this.can(caller, 'Microsoft.Authorization/roleAssignments/write', scope);
	}

	#allows(assignment: RoleAssignment, action: string): boolean {
		const definition: RoleDefinition | undefined = roleById(assignment.roleId);
		return definition !== undefined && allows(definition, action);
	}

	/** True when rights at `above` reach down to `scope`; management groups reach into their groups and subscriptions. */
	isAtOrAbove(above: string, scope: string): boolean {
		if (isAtOrBelow(scope, above)) return true;
		return this.#groupsAbove(scope).some((group) => managementGroupScope(group).toLowerCase() === above.toLowerCase());
	}

	#groupsAbove(scope: string): string[] {
		const subscription = /^\/subscriptions\/([^/]+)/i.exec(scope)?.[1];
		const group = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)/i.exec(scope)?.[1];
		const above: string[] = [];
		let next = subscription === undefined ? group : this.subscription(subscription)?.parent;
		while (next !== undefined) {
			above.push(next);
			const name = next.toLowerCase();
			next = this.managementGroups.find((candidate) => candidate.name.toLowerCase() === name)?.parent;
		}
		return above;
	}
}
