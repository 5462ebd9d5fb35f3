/** Microsoft.Capacity: the quote of a return, and the return (arm-contract 2.11). */
import { type App, armError } from '../http';
import { consumed, REFUND_LIMIT } from '../world/allowance';
import type { Order, Reservation } from '../world/ledger';
import type { PolicyError, RefundQuote } from '../world/quotes';
import { refundErrors } from '../world/return-rules';
import { startReturn } from '../world/returns';
import { orderScope, reservationScope, type Tenant } from '../world/tenant';
import { type Worth, worthOf } from '../world/worth';
import type { Asked, Azure } from './azure';
import { askedFor, orderIn, reservationNamed } from './capacity';
import { price } from './capacity-views';
import {
	calculateRefundRequest,
	checkReturnable,
	readBody,
	requireMoneyRight,
	reservationWithId,
	returnRequest,
	sessionTimedOut,
} from './money-requests';

const ORDER = '/providers/microsoft.capacity/reservationorders/:orderId';
/** Seconds (spec's examples and TypeSpec; the recorder removed the header). */
const RETRY_AFTER = 120;

/** What is paid, spent and still to come: spent is all that was paid but for what comes back (recordings 3). */
export function billingFigures({ paid, refund, remaining }: Worth, currency: string) {
	return {
		billingCurrencyTotalPaidAmount: price(paid, currency),
		billingCurrencyProratedAmount: price(paid - refund.billing, currency),
		billingCurrencyRemainingCommitmentAmount: price(remaining.billing, currency),
	};
}

function refundView(tenant: Tenant, sessionId: string, worth: Worth, errors: readonly PolicyError[], now: number) {
	const { reservation, quantity, refund, plan, completedPayments, allPayments } = worth;
	return {
		id: reservationScope(reservation),
		properties: {
			sessionId,
			quantity,
			billingRefundAmount: price(refund.billing, tenant.currency),
			pricingRefundAmount: price(refund.pricing, 'USD'),
			policyResult: {
				properties: {
					consumedRefundsTotal: price(consumed(tenant.refunds, now), 'USD'),
					maxRefundLimit: price(REFUND_LIMIT, 'USD'),
					policyErrors: errors,
				},
			},
			billingInformation: {
				billingPlan: plan,
				completedTransactions: completedPayments,
				totalTransactions: allPayments,
				...billingFigures(worth, tenant.currency),
			},
		},
	};
}

/** The reservation that a return names, in the order of the path. @throws Answer 400, 404 */
function named(
	who: Asked,
	order: Order,
	properties: { scope: string; reservationToReturn: { reservationId: string } },
): Reservation {
	if (properties.scope.toLowerCase() !== 'reservation')
		throw armError(400, 'BadRequest', `The scope '${properties.scope}' is not supported. Use 'Reservation'.`);
	const { id } = reservationWithId(who.tenant, properties.reservationToReturn.reservationId);
	return reservationNamed(order, id);
}

function quoteRefund({ tenant, caller, now }: Asked, reservation: Reservation, quantity: number): RefundQuote {
	const id = crypto.randomUUID();
	const worth = worthOf(reservation, quantity, 0, now, tenant.billingRate);
	const errors = refundErrors(worth, tenant.refunds, now);
	const answer = refundView(tenant, id, worth, errors, now);
	return { kind: 'refund', id, askedBy: caller.objectId, readyAt: now, errors, used: false, worth, answer };
}

/** The return that a quote allows now: the limit and the reservation may have changed since. @throws Answer 400 */
function checkStill({ tenant, now }: Asked, { worth, errors }: RefundQuote): void {
	checkReturnable(worth.reservation, worth.quantity, now);
	const [error] = errors.length > 0 ? errors : refundErrors(worth, tenant.refunds, now);
	if (error !== undefined) throw armError(400, error.code, error.message ?? 'The reservation cannot be returned.');
}

export function refundRoutes(app: App, azure: Azure): void {
	const { pace } = azure.world;

	app.post(`${ORDER}/calculaterefund`, async (c) => {
		const who = askedFor(c, azure);
		const order = orderIn(c, who);
		requireMoneyRight(who, 'Microsoft.Capacity/reservationOrders/calculateRefund/action', order);
		const { properties } = await readBody(c, calculateRefundRequest);
		const reservation = named(who, order, properties);
		const { quantity } = properties.reservationToReturn;
		checkReturnable(reservation, quantity, who.now);
		const quote = quoteRefund(who, reservation, quantity);
		who.tenant.quotes.add(quote);
		who.tenant.changed = true;
		return c.json(quote.answer);
	});

	app.post(`${ORDER}/return`, async (c) => {
		const who = askedFor(c, azure);
		const order = orderIn(c, who);
		requireMoneyRight(who, 'Microsoft.Capacity/reservationOrders/return/action', order);
		const { properties } = await readBody(c, returnRequest);
		const reservation = named(who, order, properties);
		const quote = who.tenant.quotes.find('refund', properties.sessionId, who.caller.objectId, who.now);
		if (quote === undefined) throw sessionTimedOut('CalculateRefund', 'session ID for return');
		const { worth } = quote;
		if (worth.reservation !== reservation || worth.quantity !== properties.reservationToReturn.quantity)
			throw armError(400, 'BadRequest', 'The reservation or quantity to return is not the one that the session was made for.');
		checkStill(who, quote);
		startReturn(who.tenant, quote, who.now, pace.returnDone(who.now));
		return c.json(quote.answer, 202, {
			Location: `${azure.origin}${orderScope(order.id)}?api-version=2022-11-01`,
			'Retry-After': pace.retryAfter(RETRY_AFTER),
		});
	});
}
