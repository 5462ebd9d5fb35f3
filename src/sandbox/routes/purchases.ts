/** Microsoft.Capacity: the price of a reservation, and the purchase under the order id that came with it (arm-contract 2.9). */
import { type App, armError, isGuid } from '../http';
import { describe } from '../world/catalog';
import { toBilling } from '../world/money';
import { placeOrder } from '../world/new-orders';
import type { PricedWish, PriceQuote } from '../world/quotes';
import { orderScope, type Tenant } from '../world/tenant';
import { date } from '../world/time';
import { billingScopeOf, priced, wishOf } from '../world/wishes';
import { type Asked, type Azure, asked, requireRight } from './azure';
import { orderView, price } from './capacity-views';
import { orRefuse, purchaseRequest, readBody, sessionTimedOut } from './money-requests';

type Request = Parameters<typeof wishOf>[1];

/** Seconds (spec's examples; the recorder removed the header). */
const RETRY_AFTER = 120;

/** Rights on the subscription that is charged are what counts for buying (arm-pitfalls 35). @throws Answer 400, 403 */
export function requirePurchaseRight(who: Asked, action: string, billingScopeId: string): void {
	requireRight(
		who,
		action,
		orRefuse(() => billingScopeOf(who.tenant, billingScopeId)),
	);
}

/** Only the first payment is known in the customer's currency; totals with tax are never filled (recorded). */
function priceView(tenant: Tenant, { wish, payments, total }: PricedWish, orderId: string, sku: string) {
	const [first] = payments;
	return {
		properties: {
			billingCurrencyTotal: price(total.billing, tenant.currency),
			netTotal: 0,
			taxTotal: 0,
			grandTotal: 0,
			isBillingPartnerManaged: true,
			paymentSchedule: payments.map((payment) => ({
				dueDate: date(payment.dueAt),
				pricingCurrencyTotal: price(payment.pricing, 'USD'),
				...(payment === first
					? { billingCurrencyTotal: price(toBilling(payment.pricing, tenant.billingRate), tenant.currency) }
					: {}),
				status: payment.status,
			})),
			reservationOrderId: orderId,
			skuTitle: describe(wish.product, wish.region, wish.term),
			skuDescription: sku,
			pricingCurrencyTotal: price(total.pricing, 'USD'),
		},
	};
}

function quotePrice({ caller, now }: Asked, { wish }: PricedWish, body: Request): PriceQuote {
	const request = JSON.stringify(body);
	return {
		kind: 'price',
		id: crypto.randomUUID(),
		askedBy: caller.objectId,
		readyAt: now,
		errors: [],
		used: false,
		wish,
		request,
	};
}

export function purchaseRoutes(app: App, azure: Azure): void {
	const { pace, billingAccountId } = azure.world;

	app.post('/providers/microsoft.capacity/calculateprice', async (c) => {
		const who = asked(c, azure);
		const { tenant, now } = who;
		const request: Request = await readBody(c, purchaseRequest);
		requirePurchaseRight(who, 'Microsoft.Capacity/calculatePrice/action', request.properties.billingScopeId);
		const one = priced(
			tenant,
			orRefuse(() => wishOf(tenant, request, now)),
			now,
		);
		const quote = quotePrice(who, one, request);
		tenant.quotes.add(quote);
		tenant.changed = true;
		return c.json(priceView(tenant, one, quote.id, request.sku.name));
	});

	app.put('/providers/microsoft.capacity/reservationorders/:orderId', async (c) => {
		const who = asked(c, azure);
		const { tenant, now, caller } = who;
		const orderId = c.req.param('orderId');
		if (!isGuid(orderId)) throw armError(400, 'InvalidReservationOrderId', `The reservation order id '${orderId}' is not valid.`);
		const request: Request = await readBody(c, purchaseRequest);
		requirePurchaseRight(who, 'Microsoft.Capacity/reservationOrders/write', request.properties.billingScopeId);
		if (tenant.orders.has(orderId))
			throw armError(400, 'ReservationOrderIdAlreadyExists', `The reservation order '${orderId}' exists already.`);
		const quote = tenant.quotes.find('price', orderId, caller.objectId, now);
		if (quote === undefined) throw sessionTimedOut('CalculatePrice', 'Reservation Order ID for purchase');
		if (JSON.stringify(request) !== quote.request)
			throw armError(400, 'BadRequest', 'The purchase is not the one that the price was calculated for.');
		quote.used = true;
		const { order } = placeOrder(tenant, {
			orderId,
			wish: quote.wish,
			at: now,
			end: pace.purchaseDone(now),
			buyer: caller.objectId,
		});
		return c.json(orderView(order, now, billingAccountId), 202, {
			Location: `${azure.origin}${orderScope(orderId)}?api-version=2022-11-01`,
			'Retry-After': pace.retryAfter(RETRY_AFTER),
		});
	});
}
