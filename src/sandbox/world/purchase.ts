/** Buying: makes an order with its reservation and its payment schedule, as if the purchase had gone through back then. */
import type { Product, Region, Term } from './catalog';
import type { BillingPlan, Facts, Order, Payment, Reservation, Scope, UsageProfile } from './ledger';
import type { Tenant } from './tenant';
import { addMonths } from './time';

export interface Purchase {
	readonly orderId: string;
	readonly reservationId: string;
	readonly product: Product;
	readonly region: Region | undefined;
	readonly term: Term;
	readonly billingPlan: BillingPlan;
	readonly billingScopeId: string;
	readonly quantity: number;
	readonly displayName: string;
	readonly scope: Scope;
	readonly renew: boolean;
	readonly at: number;
	/** False while the purchase is still being processed. */
	readonly complete: boolean;
	readonly usage: UsageProfile;
}

/** From the request to the first discount: what the recorded purchases took. */
const FULFILMENT = 346_578;

const MONTHS = { P1Y: 12, P3Y: 36, None: 0 } as const;

/** Price of an order for its whole term in US cents. */
export function totalPrice(product: Product, term: Term, quantity: number): number {
	return term === 'None' ? 0 : product.price[term] * quantity;
}

/**
 * The payments of an order: one, or one a month with the odd cents in the last. Due ones are paid.
 * @param total in US cents
 * @param rate units of the billing currency for one US dollar
 */
export function schedule(total: number, term: Term, plan: BillingPlan, startsAt: number, now: number, rate: number): Payment[] {
	if (total === 0) return [];
	const count = plan === 'Monthly' ? MONTHS[term] : 1;
	const instalment = Math.floor(total / count);
	return Array.from({ length: count }, (_, index) => {
		const dueAt = addMonths(startsAt, index);
		const pricing = index === count - 1 ? total - instalment * (count - 1) : instalment;
		const paid = dueAt <= now;
		return {
			dueAt,
			pricing,
			paidAt: paid ? dueAt : undefined,
			billing: paid ? Math.round(pricing * rate) : undefined,
			status: paid ? 'Succeeded' : 'Scheduled',
		};
	});
}

function facts(purchase: Purchase): Facts {
	return {
		displayName: purchase.displayName,
		quantity: purchase.quantity,
		scope: purchase.scope,
		renew: purchase.renew,
		archived: false,
		// The service says "On" for every type, software plans included (recorded).
		instanceFlexibility: 'On',
		provisioningState: purchase.complete ? 'Succeeded' : 'PendingBilling',
		status: purchase.complete ? undefined : { statusCode: 'Pending', message: 'Payment processing is in progress.' },
	};
}

/** Adds a reservation to an order: the one that was bought, or one that a split or merge makes. */
export function addReservation(
	order: Order,
	id: string,
	origin: Reservation['origin'],
	initial: Facts,
	activeFrom: number | undefined,
	at: number,
	usage: UsageProfile,
): Reservation {
	const reservation: Reservation = {
		...initial,
		id,
		order,
		origin,
		initial: { ...initial },
		changes: [],
		activeFrom,
		endedAt: undefined,
		updatedAt: at,
		displayState: undefined,
		usage,
	};
	order.reservations.push(reservation);
	return reservation;
}

/** Buys, and books the order into the tenant's ledger. */
export function buy(tenant: Tenant, purchase: Purchase, now: number): Reservation {
	const { term, complete, at } = purchase;
	const activeFrom = complete ? at + FULFILMENT : undefined;
	const bounded = term !== 'None' && activeFrom !== undefined;
	const order: Order = {
		id: purchase.orderId,
		displayName: purchase.displayName,
		product: purchase.product,
		region: purchase.region,
		term,
		billingPlan: purchase.billingPlan,
		billingScopeId: purchase.billingScopeId,
		originalQuantity: purchase.quantity,
		requestedAt: at,
		startsAt: bounded ? activeFrom : undefined,
		expiresAt: bounded ? addMonths(activeFrom, MONTHS[term]) : undefined,
		reviewAt: term === 'None' ? addMonths(at, 12) : undefined,
		provisioningState: complete ? 'Succeeded' : 'PendingBilling',
		etag: complete ? 9 : 6,
		payments: schedule(
			totalPrice(purchase.product, term, purchase.quantity),
			term,
			purchase.billingPlan,
			at,
			complete ? now : at - 1,
			tenant.billingRate,
		),
		reservations: [],
	};
	tenant.orders.set(order.id, order);
	return addReservation(order, purchase.reservationId, 'purchase', facts(purchase), activeFrom, activeFrom ?? at, purchase.usage);
}
