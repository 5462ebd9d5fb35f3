/** The sandbox's money beside recorded traffic of the real service, where that is at hand: same steps, same headers, same fields, same arithmetic. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { PRODUCTS, REGIONS } from '../../src/sandbox/world/catalog';
import { buy } from '../../src/sandbox/world/purchase';
import { Tenant } from '../../src/sandbox/world/tenant';
import { worthOf } from '../../src/sandbox/world/worth';
import {
	CAPACITY,
	cents,
	DAY,
	EXCHANGE_SECONDS,
	type ExchangeBody,
	MoneyDesk,
	type OperationBody,
	type RefundBody,
	SECOND,
} from './money-desk';
import { assertSameHeaders, assertSameShape, bodies, RECORDINGS, recorded } from './recorded-shapes';
import type { Answer } from './sandbox-client';

/** What stands out in an answer to a poll: its state, those of its lines, and which ids are there. */
function stepOf({ status, properties }: OperationBody): string {
	return JSON.stringify([
		status,
		properties?.reservationsToExchange.map((line) => line.status),
		properties?.reservationsToPurchase.map((line) => [
			line.status,
			line.reservationOrderId !== undefined,
			line.reservationId !== undefined,
		]),
	]);
}

function different(steps: readonly string[]): string[] {
	return steps.filter((step, index) => step !== steps[index - 1]);
}

describe("the sandbox's money beside the recordings", () => {
	let desk: MoneyDesk;

	before(function () {
		if (existsSync(RECORDINGS)) return;
		console.log('    skipped: there is no folder ../shared/recordings');
		this.skip();
	});

	beforeEach(async () => {
		desk = await MoneyDesk.start();
	});

	afterEach(() => desk.close());

	/** A reservation of three units, paid monthly, three days after it was bought: what all recorded quotes were made for. */
	async function likeRecorded() {
		const reservation = await desk.buy({
			sku: 'Standard_D2s_v5',
			term: 'P1Y',
			plan: 'Monthly',
			quantity: 3,
			location: 'uksouth',
		});
		desk.pass(2 * DAY);
		return reservation;
	}

	it('quotes and exchanges two for two in the recorded answers', async () => {
		const theirs = recorded('reservation_exchange');
		const commit = theirs.findIndex(({ request }) => /\/exchange\?/.test(request.url));
		const [first, second] = [await likeRecorded(), await likeRecorded()];
		const asked = await desk.calculateExchange(
			[
				[first, 1],
				[second, 1],
			],
			[
				{ quantity: 3, plan: 'Upfront', sku: 'Standard_D2s_v5', term: 'P1Y', more: { renew: undefined } },
				{ quantity: 3, plan: 'Monthly', sku: 'Standard_D4s_v5', term: 'P1Y', more: { renew: undefined } },
			],
		);
		assertSameHeaders(asked.headers, theirs[0]?.response.headers ?? {});
		assert.equal(asked.status, theirs[0]?.response.status);
		const pending = await desk.poll(asked);
		assertSameHeaders(pending.headers, theirs[1]?.response.headers ?? {});
		assertSameShape([pending.body], [theirs[1]?.response.body]);
		desk.pass(2 * SECOND);
		const quoted = await desk.poll(asked);
		assertSameHeaders(quoted.headers, theirs[commit - 1]?.response.headers ?? {});
		assertSameShape([quoted.body], [theirs[commit - 1]?.response.body]);

		const committed = await desk.exchange(quoted.body.properties?.sessionId ?? '');
		assert.equal(committed.status, theirs[commit]?.response.status);
		assertSameHeaders(committed.headers, theirs[commit]?.response.headers ?? {});
		const polls: Answer<OperationBody>[] = [];
		for (let tenth = 0; tenth <= EXCHANGE_SECONDS * 10; tenth += 5) {
			polls.push(await desk.poll(committed));
			desk.pass(SECOND / 2);
		}
		const theirPolls = theirs.slice(commit + 1);
		assert.deepEqual(
			different(polls.map(({ body }) => stepOf(body))),
			different(theirPolls.map(({ response }) => stepOf(response.body as OperationBody))),
		);
		for (const { response } of theirPolls) {
			const same = polls.find(({ body }) => stepOf(body) === stepOf(response.body as OperationBody)) ?? assert.fail();
			assert.equal(same.status, response.status);
			assertSameHeaders(same.headers, response.headers);
			assertSameShape([same.body], [response.body]);
		}
	});

	it('quotes and makes a return in the recorded answers', async () => {
		const [quoted, returned, order] = recorded('reservation_refund');
		const reservation = await likeRecorded();
		const quote = await desk.calculateRefund(reservation, 1);
		assert.equal(quote.status, quoted?.response.status);
		assertSameHeaders(quote.headers, quoted?.response.headers ?? {});
		assertSameShape([quote.body], [quoted?.response.body]);
		const committed = await desk.giveBack(reservation, 1, quote.body.properties.sessionId);
		assert.equal(committed.status, returned?.response.status);
		assertSameHeaders(committed.headers, returned?.response.headers ?? {});
		assertSameShape([committed.body], [returned?.response.body]);
		const pending = await desk.get<{ properties: { provisioningState: string } }>(committed.headers.get('location') ?? '');
		assertSameHeaders(pending.headers, order?.response.headers ?? {});
		assertSameShape([pending.body], [order?.response.body], ['properties.billingProfileId']);
		const theirs = order?.response.body as { properties: { provisioningState: string } };
		assert.equal(pending.body.properties.provisioningState, theirs.properties.provisioningState);
		// All units cost the same: one of three is a third, and eleven instalments of it fall away.
		for (const { properties } of [quote.body, ...bodies<RefundBody>('reservation_refund').slice(0, 2)]) {
			const { billingInformation: billing } = properties;
			const back = cents(properties.billingRefundAmount);
			assert.ok(Math.abs(cents(billing.billingCurrencyTotalPaidAmount) - 3 * back) <= 2);
			assert.ok(Math.abs(cents(billing.billingCurrencyRemainingCommitmentAmount) - 11 * back) <= 11);
		}
	});

	it('prices and buys in the recorded answers', async () => {
		const [priced, bought, later] = recorded('purchase_reservation_order');
		const request = await desk.toBuy({ sku: 'standard_d2s_v5', term: 'P1Y', quantity: 2 });
		const price = await desk.send<{ properties: { reservationOrderId: string } }>(`${CAPACITY}/calculatePrice`, request);
		assert.equal(price.status, priced?.response.status);
		assertSameHeaders(price.headers, priced?.response.headers ?? {});
		assertSameShape(
			[price.body],
			[...bodies('purchase_reservation_order').slice(0, 1), ...bodies('calculate_reservation_order')],
			['properties.isBillingPartnerManaged'],
		);
		const path = `${CAPACITY}/reservationOrders/${price.body.properties.reservationOrderId}`;
		const order = await desk.send(path, request, 'PUT');
		assert.equal(order.status, bought?.response.status);
		assertSameHeaders(order.headers, bought?.response.headers ?? {});
		assertSameShape([order.body], [bought?.response.body], ['properties.billingProfileId']);
		// The recorded GET came two minutes after the request, of six that the purchase took.
		desk.pass(0.32 * EXCHANGE_SECONDS * SECOND * (60 / 347));
		const state = await desk.get(path);
		assertSameShape([state.body], [later?.response.body], ['properties.billingProfileId']);
		const seen = ({ etag, properties }: Record<string, unknown>) => [etag, Object(properties).provisioningState];
		assert.deepEqual(seen(state.body), seen(later?.response.body as Record<string, unknown>));
	});

	it('comes to the recorded figures from what was paid, cent by cent', () => {
		interface Line {
			readonly quantity: number;
			readonly billingRefundAmount: { readonly currencyCode: string; readonly amount: number };
			readonly pricingRefundAmount?: { readonly currencyCode: string; readonly amount: number };
			readonly billingInformation: ExchangeBody['reservationsToExchange'][number]['billingInformation'] &
				Partial<RefundBody['properties']['billingInformation']>;
		}
		const exchanged = bodies<OperationBody | null>('reservation_exchange').flatMap(
			(body) => body?.properties?.reservationsToExchange ?? [],
		);
		const lines: Line[] = [
			...bodies<RefundBody>('reservation_refund')
				.slice(0, 2)
				.map(({ properties }) => properties),
			...exchanged,
		];
		assert.ok(lines.length > 80);
		for (const line of lines) {
			const { billingInformation: theirs } = line;
			const paid = cents(theirs.billingCurrencyTotalPaidAmount);
			// Orders of three units, all: the second one exchanged had two of them in the returned reservation.
			const units = 3;
			const pricing = line.pricingRefundAmount === undefined ? paid : cents(line.pricingRefundAmount) * units;
			const rate = paid / pricing;
			const at = Date.UTC(2023, 2, 4, 4);
			const now = Date.UTC(2023, 2, 6, 23, 30);
			const tenant = new Tenant('tenant', undefined, 'foreignGroup', 'GBP', rate);
			const reservation = buy(
				tenant,
				{
					orderId: 'order',
					reservationId: 'reservation',
					product: PRODUCTS[0] ?? assert.fail(),
					region: REGIONS[0],
					term: 'P1Y',
					billingPlan: 'Monthly',
					billingScopeId: '/subscriptions/1',
					quantity: units,
					displayName: '',
					scope: { type: 'Shared' },
					renew: false,
					at,
					usage: { shape: 'steady', level: 1, seed: 1, resources: [] },
				},
				now,
			);
			for (const payment of reservation.order.payments)
				Object.assign(payment, { pricing, billing: payment.status === 'Succeeded' ? paid : undefined });
			const ours = worthOf(reservation, line.quantity, 0, now, rate);
			assert.equal(ours.refund.billing, cents(line.billingRefundAmount));
			assert.equal(ours.remaining.billing, cents(theirs.billingCurrencyRemainingCommitmentAmount));
			assert.equal(ours.paid, paid);
			assert.equal(ours.paid - ours.refund.billing, cents(theirs.billingCurrencyProratedAmount));
			if (line.pricingRefundAmount === undefined) continue;
			assert.equal(ours.refund.pricing, cents(line.pricingRefundAmount));
			assert.equal(ours.completedPayments, theirs.completedTransactions);
			assert.equal(ours.allPayments, theirs.totalTransactions);
		}
	});
});
