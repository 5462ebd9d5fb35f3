/** Microsoft.Capacity: the quote of an exchange, the exchange, and the operations that both are (arm-contract 1.2, 2.10). */
import { type App, armError, type Ctx } from '../http';
import { type Contents, type ExchangeProgress, isSwap, startExchange, totalsOf } from '../world/exchange';
import type { Operation, OperationState } from '../world/operations';
import type { ExchangeQuote, PolicyError, PricedPlan, PricedWish } from '../world/quotes';
import { Refusal } from '../world/refusal';
import { exchangeErrors } from '../world/return-rules';
import { CAPACITY_SCOPE, reservationScope, type Tenant } from '../world/tenant';
import { planOf, priced, wishOf } from '../world/wishes';
import { type Worth, worthOf } from '../world/worth';
import { type Asked, type Azure, asked, requireMember } from './azure';
import { orderNamed } from './capacity';
import { lowered, price } from './capacity-views';
import {
	calculateExchangeRequest,
	checkReturnable,
	exchangeRequest,
	readBody,
	requireMoneyRight,
	reservationWithId,
	sessionTimedOut,
} from './money-requests';
import { requirePurchaseRight } from './purchases';
import { billingFigures } from './refunds';

const CALCULATE = 'Microsoft.Capacity/calculateExchange/action';
const EXCHANGE = 'Microsoft.Capacity/exchange/action';
/** Seconds (spec's examples; the recorder removed the header). */
const RETRY_AFTER = 5;

type Body = Awaited<ReturnType<typeof readExchange>>;

async function readExchange(c: Ctx) {
	const { properties } = await readBody(c, calculateExchangeRequest);
	const toReturn = properties.reservationsToExchange ?? [];
	const toPurchase = properties.reservationsToPurchase ?? [];
	const plans = properties.savingsPlansToPurchase ?? [];
	if (toReturn.length === 0 || toPurchase.length + plans.length === 0)
		throw armError(400, 'InvalidRequestContent', 'An exchange needs a reservation to exchange and something to purchase.');
	return { toReturn, toPurchase, plans };
}

/** What goes back, with its worth. @throws Answer 400, 403, 404 */
function returnsOf(who: Asked, { toReturn }: Body): Worth[] {
	const before = new Map<string, number>();
	const returns: Worth[] = [];
	for (const { reservationId, quantity } of toReturn) {
		const reservation = reservationWithId(who.tenant, reservationId);
		const { order } = reservation;
		requireMoneyRight(who, CALCULATE, order);
		checkReturnable(reservation, quantity, who.now);
		if (returns.some((worth) => worth.reservation === reservation))
			throw armError(400, 'InvalidRequestContent', `The reservation '${reservationId}' is there twice.`);
		const others = before.get(order.id) ?? 0;
		returns.push(worthOf(reservation, quantity, others, who.now, who.tenant.billingRate));
		before.set(order.id, others + quantity);
	}
	return returns;
}

/** Lines as the quote and the exchange tell them; only an exchange has their `status` and the ids of what is bought. */
function linesView(tenant: Tenant, { returns, purchases, plans, isSwap: swap }: Contents, progress?: ExchangeProgress) {
	const { currency } = tenant;
	const bought = (index: number) => {
		const line = progress?.bought[index];
		return line === undefined ? {} : { reservationOrderId: line.orderId, reservationId: line.reservationId };
	};
	const plan = (index: number) => {
		const line = progress?.plans[index];
		return line === undefined ? {} : { savingsPlanOrderId: line.orderId, savingsPlanId: line.reservationId, status: line.status };
	};
	const swapped = totalsOf({ returns, purchases, plans, isSwap: swap }).purchases;
	return {
		reservationsToPurchase: purchases.map(({ wish, total }, index) => ({
			properties: wish.words,
			...bought(index),
			billingCurrencyTotal: price((swap ? swapped : total).billing, currency),
			paymentSchedule: null,
			pricingCurrencyTotal: null,
			status: progress?.bought[index]?.status,
		})),
		savingsPlansToPurchase: plans.map(({ words, total }, index) => ({
			properties: words,
			billingCurrencyTotal: price(total.billing, currency),
			...plan(index),
		})),
		reservationsToExchange: returns.map((worth, index) => ({
			reservationId: lowered(reservationScope(worth.reservation)),
			quantity: worth.quantity,
			billingRefundAmount: price(worth.refund.billing, currency),
			billingInformation: billingFigures(worth, currency),
			status: progress?.returned[index],
		})),
	};
}

/** Totals are of commitments: `refundsTotal` counts instalments that fall away (recordings 3). */
function exchangeView(
	tenant: Tenant,
	sessionId: string,
	contents: Contents,
	errors: readonly PolicyError[],
	progress?: ExchangeProgress,
) {
	const { refunds, purchases } = totalsOf(contents);
	const { currency } = tenant;
	return {
		sessionId,
		netPayable: price(purchases.billing - refunds.billing, currency),
		refundsTotal: price(refunds.billing, currency),
		purchasesTotal: price(purchases.billing, currency),
		policyResult: { policyErrors: errors.length === 0 ? null : errors },
		...linesView(tenant, contents, progress),
	};
}

/** What a quote ends with: its session, or the reason why something in it can't be bought. */
function quoteExchange(who: Asked, returns: readonly Worth[], body: Body, readyAt: number): OperationState {
	const { tenant, caller, now } = who;
	let purchases: PricedWish[];
	let plans: PricedPlan[];
	try {
		purchases = body.toPurchase.map((words) => priced(tenant, wishOf(tenant, words, now), now));
		plans = body.plans.map((words) => planOf(tenant, words));
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return { status: 'Failed', error: { code: error.code, message: error.message } };
	}
	const swap = isSwap(returns, purchases, plans);
	const errors = swap ? [] : exchangeErrors(returns, purchases, plans);
	const contents: Contents = { returns, purchases, plans, isSwap: swap };
	const id = crypto.randomUUID();
	const quote: ExchangeQuote = { kind: 'exchange', id, askedBy: caller.objectId, readyAt, errors, used: false, ...contents };
	tenant.quotes.add(quote);
	return { status: 'Succeeded', properties: exchangeView(tenant, id, contents, errors) };
}

/** The session that an exchange names, if it still holds what it was quoted for. @throws Answer 400, 403, 404 */
function committable(who: Asked, sessionId: string): ExchangeQuote {
	const quote = who.tenant.quotes.find('exchange', sessionId, who.caller.objectId, who.now);
	if (quote === undefined) throw sessionTimedOut('CalculateExchange', 'session ID for exchange');
	for (const { reservation, quantity } of quote.returns) {
		// The order may be in another directory by now.
		orderNamed(who.tenant, reservation.order.id);
		requireMoneyRight(who, EXCHANGE, reservation.order);
		checkReturnable(reservation, quantity, who.now);
	}
	for (const { wish } of quote.purchases)
		requirePurchaseRight(who, 'Microsoft.Capacity/reservationOrders/write', wish.billingScopeId);
	const [error] = quote.errors;
	if (error !== undefined) throw armError(400, error.code, error.message ?? 'The exchange is not allowed.');
	return quote;
}

/** Both headers lead to the operation, and are gone with its end (recorded). */
function headersOf(azure: Azure, { id }: Operation): Record<string, string> {
	const url = `${azure.origin}${CAPACITY_SCOPE}/operationResults/${id}?api-version=2022-11-01`;
	return { 'Azure-AsyncOperation': url, Location: url, 'Retry-After': azure.world.pace.retryAfter(RETRY_AFTER) };
}

export function exchangeRoutes(app: App, azure: Azure): void {
	const { pace } = azure.world;

	const begin = (c: Ctx, tenant: Tenant, operation: Operation): Response => {
		tenant.operations.set(operation.id, operation);
		tenant.changed = true;
		return c.body(null, 202, headersOf(azure, operation));
	};

	app.post('/providers/microsoft.capacity/calculateexchange', async (c) => {
		const who = asked(c, azure);
		requireMember(who, CALCULATE, CAPACITY_SCOPE);
		const body = await readExchange(c);
		const returns = returnsOf(who, body);
		for (const { properties } of [...body.toPurchase, ...body.plans])
			requirePurchaseRight(who, 'Microsoft.Capacity/reservationOrders/write', properties.billingScopeId);
		const endsAt = pace.quoteDone(who.now);
		const end = quoteExchange(who, returns, body, endsAt);
		// The operation of a quote has an id of its own, the one of an exchange has its session's (recorded).
		const stateAt = (now: number): OperationState => (now < endsAt ? { status: 'Pending' } : end);
		return begin(c, who.tenant, { id: crypto.randomUUID(), endsAt, stateAt });
	});

	app.post('/providers/microsoft.capacity/exchange', async (c) => {
		const who = asked(c, azure);
		requireMember(who, EXCHANGE, CAPACITY_SCOPE);
		const { properties } = await readBody(c, exchangeRequest);
		const quote = committable(who, properties.sessionId);
		const tell = (progress: ExchangeProgress) => exchangeView(who.tenant, quote.id, quote, [], progress);
		return begin(c, who.tenant, startExchange(who.tenant, quote, who.now, pace, tell));
	});

	app.get('/providers/microsoft.capacity/operationresults/:operationId', (c) => {
		const who = asked(c, azure);
		requireMember(who, 'Microsoft.Capacity/operations/read', CAPACITY_SCOPE);
		const id = c.req.param('operationId');
		const operation = who.tenant.operations.get(id);
		if (operation === undefined) throw armError(404, 'NotFound', `The operation '${id}' was not found.`);
		const state = operation.stateAt(who.now);
		const headers = who.now < operation.endsAt ? headersOf(azure, operation) : {};
		return c.json({ id: `${CAPACITY_SCOPE}/operationResults/${id}`, name: id, ...state }, 200, headers);
	});
}
