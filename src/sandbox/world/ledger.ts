/** The ledger of one customer: orders, reservations, payments, and the one way to change a reservation. */
import { describe, type Product, type Region, type Term } from './catalog';
import { DAY } from './time';

export type UsageShape = 'steady' | 'declining' | 'growing' | 'idle' | 'weekdays';

export interface UsageProfile {
	readonly shape: UsageShape;
	/** Used part in good times, 0 to 1. */
	readonly level: number;
	readonly seed: number;
	/** Full resource ids of what uses the discount. */
	readonly resources: readonly string[];
}

/** What the discount applies to. A resource group is `Single` with a group (rules 5). */
export interface Scope {
	readonly type: 'Shared' | 'Single' | 'ManagementGroup';
	readonly displayName?: string | undefined;
	/** `/subscriptions/{id}` */
	readonly subscriptionId?: string | undefined;
	/** `/subscriptions/{id}/resourceGroups/{name}` */
	readonly resourceGroupId?: string | undefined;
	/** `/providers/Microsoft.Management/managementGroups/{name}` */
	readonly managementGroupId?: string | undefined;
	readonly tenantId?: string | undefined;
}

export interface StatusInfo {
	readonly statusCode: string;
	readonly message: string;
}

/** The part of a reservation that revisions tell the history of. */
export interface Facts {
	displayName: string;
	quantity: number;
	scope: Scope;
	renew: boolean;
	archived: boolean;
	instanceFlexibility: 'On' | 'Off';
	provisioningState: string;
	status: StatusInfo | undefined;
}

/** A step in a reservation's history: what became different, and since when. */
export interface Change {
	readonly at: number;
	readonly set: Partial<Facts>;
}

/** A reservation. Moments are ms since the epoch. */
export interface Reservation extends Facts {
	readonly id: string;
	readonly order: Order;
	/** How it began: its own purchase, or a split or merge of others in the order. */
	readonly origin: 'purchase' | 'split' | 'merge';
	readonly initial: Facts;
	readonly changes: Change[];
	/** When it began to give its discount; undefined while it is not active yet. */
	activeFrom: number | undefined;
	/** When it was cancelled. */
	endedAt: number | undefined;
	updatedAt: number;
	/** A state for display that is worse than the provisioning state: `Warning`, `NoBenefit`, `Processing`. */
	displayState: string | undefined;
	splitSource?: string | undefined;
	splitDestinations?: readonly string[] | undefined;
	mergeSources?: readonly string[] | undefined;
	mergeDestination?: string | undefined;
	renewSource?: string | undefined;
	renewDestination?: string | undefined;
	usage: UsageProfile;
}

/** A payment of an order's schedule. Amounts are in cents, without tax. */
export interface Payment {
	readonly dueAt: number;
	paidAt: number | undefined;
	/** In US dollars. */
	pricing: number;
	/** In the customer's currency, known once charged. */
	billing: number | undefined;
	status: 'Succeeded' | 'Failed' | 'Scheduled' | 'Cancelled';
}

export type BillingPlan = 'Upfront' | 'Monthly';

/** A reservation order: one purchase. */
export interface Order {
	readonly id: string;
	displayName: string;
	readonly product: Product;
	/** Undefined: global. */
	readonly region: Region | undefined;
	readonly term: Term;
	readonly billingPlan: BillingPlan;
	/** Subscription that is charged, `/subscriptions/{id}`. */
	readonly billingScopeId: string;
	readonly originalQuantity: number;
	readonly requestedAt: number;
	/** Undefined until the purchase is through, and for Azure Hybrid Benefit. */
	readonly startsAt: number | undefined;
	readonly expiresAt: number | undefined;
	/** Azure Hybrid Benefit only. */
	readonly reviewAt: number | undefined;
	provisioningState: string;
	etag: number;
	payments: Payment[];
	readonly reservations: Reservation[];
}

/** Changes a reservation and writes it into its history. */
export function change(reservation: Reservation, at: number, set: Partial<Facts>): void {
	Object.assign(reservation, set);
	reservation.changes.push({ at, set });
	reservation.updatedAt = at;
	reservation.order.etag += 1;
}

/** Ends a reservation for good; payments that are still to come are cancelled when it was the order's last active one. */
export function cancel(reservation: Reservation, at: number, status: StatusInfo): void {
	change(reservation, at, { provisioningState: 'Cancelled', status, renew: false });
	reservation.endedAt = at;
	const { order } = reservation;
	if (order.reservations.some((other) => other.provisioningState !== 'Cancelled')) return;
	order.provisioningState = 'Cancelled';
	for (const payment of order.payments) if (payment.status === 'Scheduled') payment.status = 'Cancelled';
}

/** Rows of history the service writes while a purchase goes through (recorded), and for what came by split or merge. */
const REVISIONS_AT_BIRTH = { purchase: 9, split: 2, merge: 2 } as const;

/** Number of the newest revision, which is also the etag: two rows for every change, as recorded. */
export function etagOf(reservation: Reservation): number {
	const born =
		reservation.activeFrom === undefined && reservation.origin === 'purchase' ? 6 : REVISIONS_AT_BIRTH[reservation.origin];
	return born + 2 * reservation.changes.length;
}

/** The provisioning state as of now: an active reservation expires by the clock. */
export function stateAt(reservation: Reservation, now: number): string {
	const { expiresAt } = reservation.order;
	const expired = reservation.provisioningState === 'Succeeded' && expiresAt !== undefined && expiresAt <= now;
	return expired ? 'Expired' : reservation.provisioningState;
}

/** `displayProvisioningState`: the nine states people see (rules 10). The last 30 days count as expiring. */
export function displayStateAt(reservation: Reservation, now: number): string {
	const state = stateAt(reservation, now);
	if (state === 'Succeeded') {
		if (reservation.displayState !== undefined) return reservation.displayState;
		const { expiresAt } = reservation.order;
		return expiresAt !== undefined && expiresAt - now <= 30 * DAY ? 'Expiring' : 'Succeeded';
	}
	if (state === 'Cancelled' || state === 'Expired' || state === 'Failed') return state;
	return state === 'BillingFailed' ? 'Failed' : 'Pending';
}

/** `userFriendlyRenewState` (arm-contract 4.2). */
export function renewStateAt(reservation: Reservation, now: number): string {
	if (reservation.order.term === 'None') return 'NotApplicable';
	const state = stateAt(reservation, now);
	if (state === 'Expired') return reservation.renewDestination === undefined ? 'NotRenewed' : 'Renewed';
	if (state !== 'Succeeded')
		return state === 'Cancelled' || state === 'Failed' ? 'NotApplicable' : reservation.renew ? 'On' : 'Off';
	return reservation.renew ? 'On' : 'Off';
}

/** `userFriendlyAppliedScopeType`. */
export function scopeKind(scope: Scope): string {
	return scope.resourceGroupId === undefined ? scope.type : 'ResourceGroup';
}

/** "Reserved VM Instance, Standard_B1ls, UK South, 1 Year". */
export function skuDescription(order: Order): string {
	return describe(order.product, order.region, order.term);
}
