/** Exchanges: all goes back first, one reservation after the other; then all is bought, and each line has its own end. */
import { EXCHANGED, type Reservation, type UsageProfile } from './ledger';
import { type Amount, plus, total } from './money';
import { placeOrder } from './new-orders';
import type { Operation, OperationState } from './operations';
import type { Pace } from './pace';
import type { ExchangeQuote, PricedPlan, PricedWish } from './quotes';
import { beginWork, giveBack } from './returns';
import { orderScope, reservationScope, type Tenant } from './tenant';
import type { Worth } from './worth';

type LineStatus = 'Pending' | 'Succeeded' | 'Failed';

/** A purchase of a running exchange: where its order is, and how far it came. */
export interface BoughtLine {
	readonly status: LineStatus;
	readonly orderId: string;
	/** Missing until late in the exchange, and for good when the purchase fails. */
	readonly reservationId: string | undefined;
}

/** How an exchange stands at a moment. The lines are in the order of the quote's. */
export interface ExchangeProgress {
	readonly returned: readonly LineStatus[];
	readonly bought: readonly BoughtLine[];
	readonly plans: readonly BoughtLine[];
}

/** Totals of an exchange: `refunds` are what comes back and all that falls away (recordings 3). */
export interface ExchangeTotals {
	readonly refunds: Amount;
	readonly purchases: Amount;
}

export type Contents = Pick<ExchangeQuote, 'returns' | 'purchases' | 'plans' | 'isSwap'>;

/** The totals of a quote; a swap is no transaction, what it takes over is what it gives back. */
export function totalsOf({ returns, purchases, plans, isSwap }: Contents): ExchangeTotals {
	const refunds = total(returns.map(({ refund, remaining }) => plus(refund, remaining)));
	return { refunds, purchases: isSwap ? refunds : total([...purchases, ...plans].map((one) => one.total)) };
}

/**
 * A change of one whole reservation to the same machine with or without premium storage, at the same place and for the same
 * term, payments and quantity (rules 3.7).
 */
export function isSwap(returns: readonly Worth[], purchases: readonly PricedWish[], plans: readonly PricedPlan[]): boolean {
	const [back, ...otherReturns] = returns;
	const [purchase, ...otherPurchases] = purchases;
	if (back === undefined || purchase === undefined) return false;
	if (otherReturns.length + otherPurchases.length + plans.length > 0) return false;
	const { wish } = purchase;
	const { order, quantity } = back.reservation;
	return (
		order.product.swapSku === wish.product.sku &&
		order.region === wish.region &&
		order.term === wish.term &&
		order.billingPlan === wish.billingPlan &&
		back.quantity === quantity &&
		wish.quantity === quantity
	);
}

/** Machines go on running: what used the old reservations uses the new ones. */
function usageOn(returns: readonly Worth[]): UsageProfile | undefined {
	const [first] = returns;
	if (first === undefined) return undefined;
	return { ...first.reservation.usage, resources: returns.flatMap(({ reservation }) => reservation.usage.resources) };
}

function planIds(orderId: string, status: LineStatus): BoughtLine {
	const scope = `/providers/Microsoft.BillingBenefits/savingsPlanOrders/${orderId}`;
	return {
		status,
		orderId: scope,
		reservationId: status === 'Succeeded' ? `${scope}/savingsPlans/${orderId}` : undefined,
	};
}

const OUT_OF_STOCK = {
	code: 'FulfillmentOutOfStockError',
	message:
		'A purchase of this exchange failed because there is no capacity for it. The reservations were returned, the other purchases were made. Buy another product, or contact support.',
};

/**
 * Commits a quoted exchange.
 * @param tell makes the answer's properties of how it stands
 */
export function startExchange(
	tenant: Tenant,
	quote: ExchangeQuote,
	now: number,
	pace: Pace,
	tell: (progress: ExchangeProgress) => unknown,
): Operation {
	const { id, returns, purchases, plans, askedBy } = quote;
	quote.used = true;
	tenant.changed = true;
	const returned: LineStatus[] = returns.map(() => 'Pending');
	for (const [index, worth] of returns.entries()) {
		beginWork(worth.reservation, now);
		tenant.agenda.plan(pace.refundDone(now, index, returns.length), (at) => {
			giveBack(worth, at, EXCHANGED);
			returned[index] = 'Succeeded';
		});
	}
	const orderIds = [...purchases, ...plans].map(() => crypto.randomUUID());
	const bought: Reservation[] = [];
	const swapFrom = quote.isSwap ? returns[0]?.reservation : undefined;
	const buyAll = (at: number) => {
		for (const [index, { wish }] of purchases.entries()) {
			const end = pace.purchaseLineDone(now, index, purchases.length);
			const orderId = orderIds[index] ?? '';
			bought.push(placeOrder(tenant, { orderId, wish, at, end, usage: usageOn(returns), swapFrom, buyer: askedBy }));
		}
	};
	// A swap takes the payments over before the old order cancels them.
	if (quote.isSwap) buyAll(now);
	else tenant.agenda.plan(pace.refundsDone(now), buyAll);
	const lineOf = (index: number, shown: boolean): BoughtLine => {
		const reservation = bought[index];
		const state = reservation?.provisioningState;
		return {
			status: state === 'Succeeded' || state === 'Failed' ? state : 'Pending',
			orderId: orderScope(orderIds[index] ?? ''),
			reservationId: reservation !== undefined && shown && state !== 'Failed' ? reservationScope(reservation) : undefined,
		};
	};
	const endsAt = pace.exchangeDone(now);
	return {
		id,
		endsAt,
		stateAt: (at): OperationState => {
			if (at < endsAt && at < pace.linesShown(now)) return { status: 'PendingRefunds' };
			const lines = purchases.map((_, index) => lineOf(index, at >= pace.reservationsShown(now)));
			const properties = tell({
				returned,
				bought: lines,
				plans: plans.map((_, index) => planIds(orderIds[purchases.length + index] ?? '', at < endsAt ? 'Pending' : 'Succeeded')),
			});
			if (at < endsAt) return { status: at < pace.refundsDone(now) ? 'PendingRefunds' : 'PendingPurchases', properties };
			if (lines.some(({ status }) => status === 'Failed')) return { status: 'Failed', properties, error: OUT_OF_STOCK };
			return { status: 'Succeeded', properties };
		},
	};
}
