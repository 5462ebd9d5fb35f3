/** What may be returned and exchanged: the policies as data with their dates, and the rules that quotes are held against. */
import { consumed, REFUND_LIMIT, type Refund } from './allowance';
import { isLegacy, type Product } from './catalog';
import type { Reservation } from './ledger';
import { total } from './money';
import type { PolicyError, PricedPlan, PricedWish } from './quotes';
import { cancelledCommitment, commitmentToReach, type Worth } from './worth';

/** What is bought from this day on can't be exchanged where a savings plan covers it (rules 3.10). */
export const EXCHANGE_CUTOFF = Date.UTC(2027, 1, 1);

/** Types that can be exchanged for each other (rules 3.1); every other one only for itself. */
const FAMILIES: readonly (readonly string[])[] = [
	['VirtualMachines', 'DedicatedHost', 'AVS'],
	// Single databases, elastic pools and managed instances are one type on the wire.
	['SqlDatabases'],
];

/** Which savings plan takes a type in trade (rules 14). The others have none, and no cut-off either. */
const SAVINGS_PLANS: Readonly<Record<string, PricedPlan['covers']>> = {
	VirtualMachines: 'compute',
	DedicatedHost: 'compute',
	AppService: 'compute',
	SqlDatabases: 'database',
	CosmosDb: 'database',
};

/** Reservations in one trade-in (rules 14). */
const MOST_IN_TRADE = 100;

function familyOf({ type }: Product): string {
	return FAMILIES.find((types) => types.includes(type))?.[0] ?? type;
}

/** Software plans and hybrid benefit never (rules 3.9, 4.6). */
export function canGoBack({ order }: Reservation): boolean {
	return order.term !== 'None' && !order.product.softwarePlan;
}

/**
 * Bought after the cut-off, and covered by a savings plan. What was bought before can be exchanged once more, each unit
 * for itself: what it is exchanged for is a purchase after the cut-off. Products near their end are excluded (rules 3.10).
 */
function isPastCutoff({ order }: Reservation): boolean {
	return order.requestedAt >= EXCHANGE_CUTOFF && order.product.type in SAVINGS_PLANS && !isLegacy(order.product);
}

/** The rules of a return that this one offends (rules 4). Codes are documented, when they come is not recorded. */
export function refundErrors(worth: Worth, refunds: readonly Refund[], now: number): PolicyError[] {
	if (!canGoBack(worth.reservation)) return [{ code: 'SelfServiceRefundNotSupported' }];
	const used = consumed(refunds, now);
	if (used + cancelledCommitment(worth).pricing <= REFUND_LIMIT) return [];
	const message = `The total of canceled commitment would be above the limit of 50000 USD in 12 months. ${used / 100} USD are used.`;
	return [{ code: 'RefundLimitExceeded', message }];
}

function tradeErrors(returns: readonly Worth[], plans: readonly PricedPlan[]): PolicyError[] {
	const errors: PolicyError[] = [];
	if (returns.length > MOST_IN_TRADE)
		errors.push({ code: 'TooManyReservations', message: `At most ${MOST_IN_TRADE} reservations can be traded in at once.` });
	const covered = returns.every(({ reservation }) => {
		const plan = SAVINGS_PLANS[reservation.order.product.type];
		return plans.every(({ covers }) => covers === plan);
	});
	if (!covered)
		errors.push({
			code: 'SavingsPlanNotEligible',
			message: 'The savings plan does not cover what all of the reservations cover.',
		});
	return errors;
}

/**
 * The rules of an exchange that this one offends (rules 3). No recording has a policy error of an exchange, and the contract
 * lists no codes for it, so these codes are our own but for the first.
 */
export function exchangeErrors(
	returns: readonly Worth[],
	purchases: readonly PricedWish[],
	plans: readonly PricedPlan[],
): PolicyError[] {
	const errors: PolicyError[] = [];
	if (returns.some(({ reservation }) => !canGoBack(reservation))) errors.push({ code: 'SelfServiceRefundNotSupported' });
	if (purchases.length > 0 && returns.some(({ reservation }) => isPastCutoff(reservation)))
		errors.push({
			code: 'ExchangeNoLongerSupported',
			message: 'Reservations bought on or after 1 February 2027 cannot be exchanged where savings plans cover the service.',
		});
	const products = [...returns.map(({ reservation }) => reservation.order.product), ...purchases.map(({ wish }) => wish.product)];
	if (purchases.length > 0 && new Set(products.map(familyOf)).size > 1)
		errors.push({
			code: 'DifferentReservationTypes',
			message: 'Reservations can be exchanged for reservations of the same type only.',
		});
	if (plans.length > 0) errors.push(...tradeErrors(returns, plans));
	// Equal is enough; monthly payments count with what would still be charged, one payment with what is unused of it (rules 3.3).
	const bought = total([...purchases, ...plans].map((one) => one.total)).billing;
	if (bought < total(returns.map(commitmentToReach)).billing) errors.push({ code: 'NewCommitmentTooLow' });
	return errors;
}
