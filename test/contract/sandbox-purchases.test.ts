/** The sandbox's purchases over HTTP: prices, orders and their payments, what is not sold, and whom the order belongs to. */
import assert from 'node:assert/strict';
import { CAPACITY, cents, DAY, errorCode, MoneyDesk, type OrderBody, outcome, SECOND, sum } from './money-desk';
import type { ReservationBody } from './sandbox-client';

const MINUTE = 60 * SECOND;

interface PriceBody {
	readonly properties: {
		readonly reservationOrderId: string;
		readonly billingCurrencyTotal: { readonly currencyCode: string; readonly amount: number };
		readonly pricingCurrencyTotal: { readonly currencyCode: string; readonly amount: number };
		readonly paymentSchedule: {
			readonly dueDate: string;
			readonly status: string;
			readonly pricingCurrencyTotal: { readonly currencyCode: string; readonly amount: number };
			readonly billingCurrencyTotal?: { readonly currencyCode: string; readonly amount: number };
		}[];
		readonly skuTitle: string;
	};
}

describe('sandbox: purchases', () => {
	let desk: MoneyDesk;

	beforeEach(async () => {
		desk = await MoneyDesk.start();
	});

	afterEach(() => desk.close());

	const price = async (request: unknown) => desk.send<PriceBody>(`${CAPACITY}/calculatePrice`, request);
	const buy = (orderId: string, request: unknown) =>
		desk.send<OrderBody>(`${CAPACITY}/reservationOrders/${orderId}`, request, 'PUT');

	it('quotes a schedule that adds up, buys under the quoted id, and goes through its states', async () => {
		const request = await desk.toBuy({ quantity: 3 });
		const quote = await price(request);
		assert.equal(quote.status, 200);
		const { paymentSchedule, pricingCurrencyTotal, billingCurrencyTotal, reservationOrderId, skuTitle } = quote.body.properties;
		assert.equal(paymentSchedule.length, 36);
		assert.equal(sum(paymentSchedule.map((one) => one.pricingCurrencyTotal)), cents(pricingCurrencyTotal));
		assert.equal(paymentSchedule.filter((one) => one.billingCurrencyTotal !== undefined).length, 1);
		assert.equal(skuTitle, 'Reserved VM Instance, Standard_E8s_v5, EU West, 3 Years');

		const order = await buy(reservationOrderId, request);
		assert.equal(order.status, 202);
		assert.equal(order.body.properties.provisioningState, 'Creating');
		assert.equal(order.body.etag, 1);
		const location = order.headers.get('location') ?? '';
		assert.match(
			location,
			new RegExp(`/providers/Microsoft.Capacity/reservationOrders/${reservationOrderId}\\?api-version=2022-11-01$`),
		);
		const states: string[] = [];
		for (let step = 0; step < 40 && states.at(-1) !== 'Succeeded'; step++) {
			const { properties } = (await desk.get<OrderBody>(location)).body;
			assert.equal(properties.createdDateTime === undefined, properties.provisioningState !== 'Succeeded');
			if (states.at(-1) !== properties.provisioningState) states.push(properties.provisioningState);
			desk.pass(SECOND);
		}
		assert.deepEqual(states, [
			'Creating',
			'PendingCapacity',
			'ConfirmedCapacity',
			'PendingBilling',
			'ConfirmedBilling',
			'Succeeded',
		]);
		const bought = await desk.order(location.slice(desk.client.endpoints.resourceManager.length).split('?')[0] ?? '');
		const { transactions = [], pricingCurrencyTotal: charged } = bought.properties.planInformation ?? {};
		assert.deepEqual(charged, pricingCurrencyTotal);
		assert.deepEqual(transactions[0]?.billingCurrencyTotal, paymentSchedule[0]?.billingCurrencyTotal);
		assert.equal(transactions[0]?.status, 'Succeeded');
		assert.ok(cents(billingCurrencyTotal) > 0);
		const [reservation] = (await desk.active()).filter(({ id }) => id.includes(reservationOrderId));
		assert.equal(reservation?.properties.quantity, 3);
		assert.equal(reservation?.properties.renew, false);
		const { body } = await desk.get<{ value: ReservationBody[] }>(`${reservation?.id}/revisions`);
		assert.deepEqual(body.value.map(({ properties }) => properties.provisioningState).reverse(), [
			'Creating',
			'Creating',
			...states.slice(0, 5),
			'Succeeded',
			'Succeeded',
		]);
		// What was bought is in use, and can be returned within its first days for all that was paid.
		const refund = (await desk.calculateRefund(reservation ?? assert.fail(), 3)).body.properties;
		assert.deepEqual(refund.billingRefundAmount, paymentSchedule[0]?.billingCurrencyTotal);
		desk.pass(3 * DAY);
		const used = (await desk.reservation(reservation?.id ?? '')).properties.utilization as { aggregates: { value: number }[] };
		assert.ok((used.aggregates[0]?.value ?? 0) > 50);
		const entitlements = await desk.client.partner(`/customers/${desk.tenant}/entitlements?entitlementType=reservedInstance`);
		assert.ok(JSON.stringify(entitlements.body).includes(reservationOrderId));
	});

	it('buys under a quoted id only: once, in time, and what the quote was for', async () => {
		const request = await desk.toBuy();
		const quoted = async () => (await price(request)).body.properties.reservationOrderId;
		const message = (body: unknown) => JSON.stringify(body);
		const invented = await buy(crypto.randomUUID(), request);
		assert.equal(invented.status, 400);
		assert.match(
			message(invented.body),
			/Session timed out - Call CalculatePrice again and provide the new Reservation Order ID for purchase/,
		);
		const id = await quoted();
		const other = await buy(id, await desk.toBuy({ quantity: 6 }));
		assert.equal(outcome(other as never), '400 BadRequest');
		assert.equal((await buy(id, request)).status, 202);
		assert.equal(outcome((await buy(id, request)) as never), '400 ReservationOrderIdAlreadyExists');
		const late = await quoted();
		desk.pass(10 * MINUTE);
		assert.match(message((await buy(late, request)).body), /Session timed out/);
	});

	it('refuses what is not sold, by the code of the contract', async () => {
		const refusal = async (...wanted: Parameters<MoneyDesk['toBuy']>) =>
			errorCode((await price(await desk.toBuy(...wanted))) as never);
		assert.equal(await refusal({ sku: 'Standard_X1' }), 'CalculatePriceFailed');
		assert.equal(await refusal({ location: 'atlantis' }), 'InvalidLocationId');
		assert.equal(await refusal({ term: 'P5Y' }), 'UnsupportedReservationTerm');
		assert.equal(await refusal({ sku: 'Standard_D4s_v3' }), 'UnsupportedReservationTerm');
		assert.equal(await refusal({ sku: 'Standard_B2s', term: 'P1Y' }), 'UnsupportedReservationTerm');
		assert.equal(await refusal({ quantity: 0 }), 'BadRequest');
		assert.equal(
			await refusal({ type: 'SuseLinux', sku: 'sles_standard_1-2_vcpu_vm', location: 'global' }),
			'CalculatePriceFailed',
		);
		assert.equal(await refusal({ more: { appliedScopeType: 'Single' } }), 'MissingAppliedScopesForSingle');
		const scope = `/subscriptions/${await desk.subscription()}`;
		assert.equal(
			await refusal({ more: { appliedScopeType: 'Single', appliedScopes: [scope, scope] } }),
			'InvalidSingleAppliedScopesCount',
		);
		assert.equal(
			await refusal({ more: { appliedScopeType: 'Single', appliedScopes: [`${scope}/resourceGroups/none`] } }),
			'AppliedScopesNotAssociatedWithCommerceAccount',
		);
		assert.equal(await refusal({ more: { billingScopeId: crypto.randomUUID() } }), 'InvalidSubscriptionId');
		assert.equal(await refusal({ more: { appliedScopeType: 'Single', appliedScopes: [scope] } }), undefined);
		const reader = await desk.at('Proseware (reader');
		assert.equal(outcome(await reader.send(`${CAPACITY}/calculatePrice`, await reader.toBuy())), '403 AuthorizationFailed');
	});

	it('fails a purchase of what is sold out, and charges nothing', async () => {
		const request = await desk.toBuy({ sku: 'Standard_NC24ads_A100_v4', quantity: 1 });
		const { reservationOrderId } = (await price(request)).body.properties;
		const path = `${CAPACITY}/reservationOrders/${reservationOrderId}`;
		assert.equal((await buy(reservationOrderId, request)).status, 202);
		const states: string[] = [];
		for (let second = 0; second < 40; second++) {
			states.push((await desk.order(path)).properties.provisioningState);
			desk.pass(SECOND);
		}
		assert.deepEqual([...new Set(states)], ['Creating', 'PendingCapacity', 'Failed']);
		const { properties } = await desk.order(path);
		assert.equal(properties.provisioningState, 'Failed');
		assert.ok(properties.planInformation?.transactions.every(({ status }) => status === 'Cancelled'));
		const reservation = await desk.reservation(properties.reservations[0]?.id ?? '');
		assert.equal(reservation.properties.displayProvisioningState, 'Failed');
		assert.equal(Object(reservation.properties.extendedStatusInfo).statusCode, 'CapacityError');
	});

	it('leaves the partner without access to what it bought at every second customer', async () => {
		const fabrikam = await desk.at('Fabrikam');
		const request = await fabrikam.toBuy();
		const quote = await fabrikam.send<PriceBody>(`${CAPACITY}/calculatePrice`, request);
		const path = `${CAPACITY}/reservationOrders/${quote.body.properties.reservationOrderId}`;
		assert.equal((await fabrikam.send(path, request, 'PUT')).status, 202);
		desk.pass(100 * SECOND);
		assert.equal(outcome(await fabrikam.get(path)), '403 AuthorizationFailed');
		const listed = await desk.client.reservations(fabrikam.tenant);
		assert.ok(!listed.some(({ id }) => id.includes(quote.body.properties.reservationOrderId)));
		const entitlements = await desk.client.partner(`/customers/${fabrikam.tenant}/entitlements?entitlementType=reservedInstance`);
		assert.ok(JSON.stringify(entitlements.body).includes(quote.body.properties.reservationOrderId));
	});
});
