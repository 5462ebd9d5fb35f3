/** Buying: makes an order with its reservation and its payment schedule, at once or in the steps that the service takes. */
import { priceAt } from './catalog';
import {
	change,
	type Facts,
	MONTHS,
	type Order,
	type Payment,
	type PurchaseTerms,
	type Reservation,
	type StatusInfo,
	type UsageProfile,
} from './ledger';
import { minus } from './money';
import { payWhatIsDue, schedule } from './payments';
import type { Tenant } from './tenant';
import { addMonths } from './time';
import { paymentWithout } from './worth';

export interface Purchase extends PurchaseTerms {
	readonly orderId: string;
	readonly reservationId: string;
	readonly at: number;
	readonly usage: UsageProfile;
	/** Takes over term and payments from here (rules 3.7). */
	readonly swapFrom?: Reservation;
}

/** Steps of a purchase in the service's history: state, seconds since the request, and what it says meanwhile (recorded). */
export const PURCHASE_STEPS: readonly (readonly [state: string, seconds: number, message?: string])[] = [
	['Creating', 0],
	['Creating', 17.5],
	['Creating', 37.7],
	['PendingCapacity', 56.5, 'Reservation of capacity is in progress.'],
	['ConfirmedCapacity', 72],
	['PendingBilling', 262, 'Payment processing is in progress.'],
	['ConfirmedBilling', 333.2, 'Your payment has been successfully processed. We are finalizing your reservation.'],
];
/** From the request to the first discount, ms (recorded). */
export const FULFILMENT = 346_578;
/** Rows of history when a purchase is through: its steps, and two of success. */
const ALL_STEPS = PURCHASE_STEPS.length + 2;
/** The step of a purchase that never gets on. */
export const STUCK = 6;

const SOLD_OUT: StatusInfo = {
	statusCode: 'CapacityError',
	message: 'There is not enough capacity for this reservation in the region. Nothing was charged. Choose another region or size.',
};

/** The state after a number of steps, as a revision tells it. */
export function atStep(facts: Facts, step: number): Facts {
	const [provisioningState, , message] = PURCHASE_STEPS[step - 1] ?? ['Succeeded', 0];
	return { ...facts, provisioningState, status: message === undefined ? undefined : { statusCode: 'Pending', message } };
}

/** Adds a reservation to an order: the one that was bought, or one that comes of others in it. */
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
		born: origin === 'purchase' ? 1 : 2,
		busySince: undefined,
		activeFrom,
		endedAt: undefined,
		updatedAt: at,
		displayState: undefined,
		usage,
	};
	order.reservations.push(reservation);
	return reservation;
}

/** What is paid and owed for some units of an order, as payments of another one. */
function takenOver({ order: { payments } }: Reservation, quantity: number, rate: number): Payment[] {
	return payments
		.filter(({ status }) => status !== 'Cancelled')
		.map((payment) => {
			const { pricing, billing } = minus(
				paymentWithout(payment, payment.returned, rate),
				paymentWithout(payment, payment.returned + quantity, rate),
			);
			return { ...payment, pricing, billing: payment.billing === undefined ? undefined : billing, units: quantity, returned: 0 };
		});
}

function place(tenant: Tenant, purchase: Purchase, fulfilment: number): Reservation {
	const { term, at, product, quantity } = purchase;
	const unitPrice = priceAt(product, term, at);
	const order: Order = {
		id: purchase.orderId,
		displayName: purchase.displayName,
		product,
		region: purchase.region,
		term,
		billingPlan: purchase.billingPlan,
		billingScopeId: purchase.billingScopeId,
		originalQuantity: quantity,
		unitPrice,
		requestedAt: at,
		fulfilment,
		startsAt: undefined,
		expiresAt: undefined,
		reviewAt: term === 'None' ? addMonths(at, 12) : undefined,
		provisioningState: 'Creating',
		etag: 1,
		payments:
			purchase.swapFrom === undefined
				? schedule(unitPrice * quantity, term, purchase.billingPlan, at, at - 1, tenant.billingRate, quantity)
				: takenOver(purchase.swapFrom, quantity, tenant.billingRate),
		reservations: [],
	};
	tenant.orders.set(order.id, order);
	const facts: Facts = {
		displayName: purchase.displayName,
		quantity,
		scope: purchase.scope,
		renew: purchase.renew,
		archived: false,
		instanceFlexibility: purchase.instanceFlexibility ?? 'On',
		provisioningState: 'Creating',
		status: undefined,
	};
	const reservation = addReservation(order, purchase.reservationId, 'purchase', facts, undefined, at, purchase.usage);
	reservation.swapSource = purchase.swapFrom;
	if (purchase.swapFrom !== undefined) purchase.swapFrom.swapDestination = reservation;
	return reservation;
}

/** Takes a purchase to one of its steps. */
function takeStep(reservation: Reservation, step: number, at: number): void {
	Object.assign(reservation, atStep(reservation, step), { born: step, updatedAt: at });
	Object.assign(reservation.order, { provisioningState: reservation.provisioningState, etag: step });
}

/** The end of a purchase: the term starts, and what is due is charged. */
function fulfil(tenant: Tenant, reservation: Reservation, at: number, now: number): void {
	const { order } = reservation;
	takeStep(reservation, ALL_STEPS, at);
	reservation.activeFrom = at;
	if (order.term === 'None') return;
	const { swapSource } = reservation;
	order.startsAt = swapSource?.order.startsAt ?? at;
	order.expiresAt = swapSource?.order.expiresAt ?? addMonths(at, MONTHS[order.term]);
	payWhatIsDue(order, now, tenant.billingRate);
}

/** Buys as if it had gone through back then, and books the order into the tenant's ledger. */
export function buy(tenant: Tenant, purchase: Purchase, now: number): Reservation {
	const reservation = place(tenant, purchase, FULFILMENT);
	fulfil(tenant, reservation, purchase.at + FULFILMENT, now);
	return reservation;
}

/** A purchase that came as far as the payment, and waits. */
export function buyAndWait(tenant: Tenant, purchase: Purchase): Reservation {
	const reservation = place(tenant, purchase, FULFILMENT);
	takeStep(reservation, STUCK, purchase.at);
	return reservation;
}

/** The end of a purchase that there is no capacity for: nothing is charged. */
function fail(reservation: Reservation, at: number): void {
	change(reservation, at, { provisioningState: 'Failed', status: SOLD_OUT, renew: false });
	reservation.order.provisioningState = 'Failed';
	for (const payment of reservation.order.payments) payment.status = 'Cancelled';
}

/**
 * Starts a purchase that goes its recorded steps and ends at a moment. What is sold out fails while capacity is looked for.
 * @param end ms since the epoch, not before `purchase.at`
 */
export function startBuying(tenant: Tenant, purchase: Purchase, end: number): Reservation {
	const duration = end - purchase.at;
	const reservation = place(tenant, purchase, duration);
	for (const [index, [state, seconds]] of PURCHASE_STEPS.entries()) {
		if (index === 0) continue;
		const at = purchase.at + Math.round((seconds * 1000 * duration) / FULFILMENT);
		if (purchase.product.soldOut && state === 'ConfirmedCapacity') break;
		tenant.agenda.plan(at, () => takeStep(reservation, index + 1, at));
	}
	tenant.agenda.plan(end, (at) => (purchase.product.soldOut ? fail(reservation, at) : fulfil(tenant, reservation, at, at)));
	return reservation;
}
