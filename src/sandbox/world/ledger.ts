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
	/** The scope that these resources were found in. Undefined: the one that the reservation began with. */
	readonly foundIn?: Scope | undefined;
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
	/** Subscriptions in the management group, `/subscriptions/{id}`. */
	readonly members?: readonly string[] | undefined;
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
	/** What is bought at the end of the term. Undefined: the same again. */
	renewal?: PurchaseTerms | undefined;
	archived: boolean;
	instanceFlexibility: 'On' | 'Off';
	provisioningState: string;
	status: StatusInfo | undefined;
	/** Azure Hybrid Benefit only, where it is not the order's any more. */
	reviewAt?: number | undefined;
}

/** A step in a reservation's history: what became different, and since when. */
export interface Change {
	readonly at: number;
	/** When the service began to work on it. */
	readonly since: number;
	readonly set: Partial<Facts>;
	/** Rows of history that it makes: pending ones, and the one of its end. */
	readonly rows: number;
}

/** A reservation. Moments are ms since the epoch. */
export interface Reservation extends Facts {
	readonly id: string;
	readonly order: Order;
	/** How it began: its own purchase, a split or merge of others in the order, or as what a return or exchange left over. */
	readonly origin: 'purchase' | 'split' | 'merge' | 'rest';
	readonly initial: Facts;
	readonly changes: Change[];
	/** Rows of history that the service wrote before the first change: nine for a purchase that is through (recorded). */
	born: number;
	/** Since when the service works on it: until that ends it is pending, and nothing else can be done with it. */
	busySince: number | undefined;
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
	/** The reservation whose term goes on here after a change between machines with and without premium storage (rules 3.7). */
	swapSource?: Reservation | undefined;
	swapDestination?: Reservation | undefined;
	usage: UsageProfile;
}

/** A payment of an order's schedule. Amounts are in cents, without tax. */
export interface Payment {
	readonly dueAt: number;
	paidAt: number | undefined;
	/** In US dollars, for all of its units. */
	pricing: number;
	/** In the customer's currency, known once charged. */
	billing: number | undefined;
	/** Units of the order that it pays for. */
	units: number;
	/** Of these, the units that were given back. They are no longer owed when it is not paid yet. */
	returned: number;
	status: 'Succeeded' | 'Failed' | 'Scheduled' | 'Cancelled';
}

export type BillingPlan = 'Upfront' | 'Monthly';

export const MONTHS = { P1Y: 12, P3Y: 36, None: 0 } as const satisfies Record<Term, number>;

/** What is bought, and how. */
export interface PurchaseTerms {
	readonly product: Product;
	/** Undefined: global. */
	readonly region: Region | undefined;
	readonly term: Term;
	readonly billingPlan: BillingPlan;
	/** Subscription that is charged, `/subscriptions/{id}`. */
	readonly billingScopeId: string;
	readonly quantity: number;
	readonly displayName: string;
	readonly scope: Scope;
	readonly renew: boolean;
	/** Default: `On`, which the service says for every type, software plans included (recorded). */
	readonly instanceFlexibility?: 'On' | 'Off';
}

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
	/** Price of one unit for the whole term when it was bought, in US cents. */
	readonly unitPrice: number;
	readonly requestedAt: number;
	/** ms from the request to the first discount. */
	readonly fulfilment: number;
	/** Undefined until the purchase is through, and for Azure Hybrid Benefit. */
	startsAt: number | undefined;
	expiresAt: number | undefined;
	/** Azure Hybrid Benefit only. */
	readonly reviewAt: number | undefined;
	provisioningState: string;
	etag: number;
	payments: Payment[];
	readonly reservations: Reservation[];
}

/** What a change takes that is answered at once (recorded). */
const UNNOTICED = 2774;

/** Changes a reservation and writes it into its history, most changes as two rows of it (recorded). */
export function change(reservation: Reservation, at: number, set: Partial<Facts>, rows = 2): void {
	Object.assign(reservation, set);
	reservation.changes.push({ at, since: reservation.busySince ?? at - UNNOTICED, set, rows });
	reservation.busySince = undefined;
	reservation.updatedAt = at;
	reservation.order.etag += 1;
}

export const EXCHANGED: StatusInfo = {
	statusCode: 'Exchanged',
	message: 'This reservation was exchanged and is no longer active',
};
export const RETURNED: StatusInfo = {
	statusCode: 'Succeeded',
	message: 'This reservation was refunded and is no longer active',
};

/** An end without a way back. */
export function isOver({ provisioningState }: Reservation): boolean {
	return provisioningState === 'Cancelled' || provisioningState === 'Failed';
}

/** Ends a reservation for good; payments that come later are cancelled when it was the order's last active one. */
export function cancel(reservation: Reservation, at: number, status: StatusInfo, rows?: number): void {
	change(reservation, at, { provisioningState: 'Cancelled', status, renew: false, renewal: undefined }, rows);
	reservation.endedAt = at;
	const { order } = reservation;
	if (!order.reservations.every(isOver)) return;
	order.provisioningState = 'Cancelled';
	for (const payment of order.payments)
		if (payment.dueAt > at || payment.status === 'Scheduled')
			Object.assign(payment, { status: 'Cancelled', paidAt: undefined, billing: undefined });
}

/** Number of the newest revision, which is also the etag. */
export function etagOf(reservation: Reservation): number {
	const { born, changes, busySince } = reservation;
	return changes.reduce((etag, { rows }) => etag + rows, born) + (busySince === undefined ? 0 : 1);
}

/** What is said of a reservation that the service works on (recorded). */
export const IN_PROGRESS: StatusInfo = {
	statusCode: 'Pending',
	message: 'An operation is in progress on your benefit. Please wait for operation to complete before taking further action.',
};

export function statusOf(reservation: Reservation): StatusInfo | undefined {
	return reservation.busySince === undefined ? reservation.status : IN_PROGRESS;
}

/** The provisioning state as of now: `Pending` while something is under way, and an active one expires by the clock. */
export function stateAt(reservation: Reservation, now: number): string {
	if (reservation.busySince !== undefined) return 'Pending';
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

/** An order as of now: pending with any of its reservations, expired by the clock, over when all of it is. */
export function orderStateAt(order: Order, now: number): string {
	if (order.reservations.some(({ busySince }) => busySince !== undefined)) return 'Pending';
	const expired = order.provisioningState === 'Succeeded' && order.expiresAt !== undefined && order.expiresAt <= now;
	return expired ? 'Expired' : order.provisioningState;
}

/** ms from the first discount until the order is written down for good: 922 after a purchase of 347 s (recorded). */
export function settling({ fulfilment }: Order): number {
	return Math.round(fulfilment * 0.00266);
}

/** `userFriendlyAppliedScopeType`. */
export function scopeKind(scope: Scope): string {
	return scope.resourceGroupId === undefined ? scope.type : 'ResourceGroup';
}

/** "Reserved VM Instance, Standard_B1ls, UK South, 1 Year". */
export function skuDescription(order: Order): string {
	return describe(order.product, order.region, order.term);
}
