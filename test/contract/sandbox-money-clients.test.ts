/** Money moved in the sandbox by Microsoft's own npm client, from the quote to the end. */
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { AzureReservationAPI, type PurchaseRequest, type ReservationResponse } from '@azure/arm-reservations';
import { credentialIn, overHttp } from './microsoft-sign-in';
import { SandboxClient } from './sandbox-client';

const OPERATION_SECONDS = 2;
const FAST = { updateIntervalInMs: 50 };

describe("the sandbox's money by @azure/arm-reservations", () => {
	let sandbox: SandboxClient;
	let tenant: string;
	let client: AzureReservationAPI;
	let billingScopeId: string;

	before(async () => {
		sandbox = await SandboxClient.start({ operationSeconds: OPERATION_SECONDS });
		tenant = await sandbox.customer('Contoso');
		const credential = credentialIn(sandbox, tenant);
		const endpoint = sandbox.endpoints.resourceManager;
		client = overHttp(new AzureReservationAPI(credential, { endpoint, allowInsecureConnection: true }), credential);
		const { body } = await sandbox.azure<{ value: { id: string }[] }>(tenant, '/subscriptions?api-version=2022-12-01');
		billingScopeId = body.value[0]?.id ?? '';
	});

	after(() => sandbox.close());

	/** An active reservation of machines, with the ids that its calls want. */
	async function machine(atLeast: number) {
		for await (const item of client.reservation.listAll({ selectedState: 'Succeeded' })) {
			const { properties, id = '' } = item;
			if (properties?.reservedResourceType !== 'VirtualMachines' || (properties.quantity ?? 0) < atLeast) continue;
			const [orderId = '', reservationId = ''] = id.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
			return { item, id, orderId, reservationId };
		}
		return assert.fail('no machines');
	}

	function purchase(quantity: number): PurchaseRequest {
		return {
			sku: { name: 'Standard_D8s_v5' },
			location: 'westeurope',
			reservedResourceType: 'VirtualMachines',
			billingScopeId,
			term: 'P3Y',
			billingPlan: 'Monthly',
			quantity,
			displayName: 'By the client',
			appliedScopeType: 'Shared',
			renew: false,
		};
	}

	async function inOrder(orderId: string): Promise<ReservationResponse[]> {
		const found: ReservationResponse[] = [];
		for await (const item of client.reservation.list(orderId)) found.push(item);
		return found;
	}

	it('calculates a refund and returns a part', async () => {
		const { id, orderId, item } = await machine(3);
		const reservationToReturn = { reservationId: id, quantity: 2 };
		const quote = await client.calculateRefund.post(orderId, { properties: { scope: 'Reservation', reservationToReturn } });
		const { sessionId, policyResult, billingInformation, billingRefundAmount } = quote.properties ?? {};
		assert.deepEqual(policyResult?.properties?.policyErrors, []);
		assert.equal(policyResult?.properties?.maxRefundLimit?.amount, 50_000);
		assert.ok((billingRefundAmount?.amount ?? 0) > 0);
		assert.ok((billingInformation?.totalTransactions ?? 0) >= 1);
		const order = await client.return.post(
			orderId,
			{ properties: { sessionId: sessionId ?? '', scope: 'Reservation', returnReason: 'test', reservationToReturn } },
			FAST,
		);
		// A poller that follows the location is done with the first answer, long before the return is (arm-pitfalls 2).
		assert.equal(order.provisioningState, 'Pending');
		await wait(OPERATION_SECONDS * 1000);
		const after = await inOrder(orderId);
		assert.equal(after.find((one) => one.id === id)?.properties?.provisioningState, 'Cancelled');
		const rest = after.filter(({ properties }) => properties?.provisioningState === 'Succeeded');
		assert.deepEqual(
			rest.map(({ properties }) => properties?.quantity),
			[(item.properties?.quantity ?? 0) - 2],
		);
		await assert.rejects(
			async () =>
				client.return.post(
					orderId,
					{ properties: { sessionId: sessionId ?? '', scope: 'Reservation', returnReason: 'again', reservationToReturn } },
					FAST,
				),
			(error: { statusCode?: number; code?: string }) => error.statusCode === 400 && error.code === 'BadRequest',
		);
	});

	it('calculates an exchange and makes it, to its end', async () => {
		const { id, orderId, reservationId, item } = await machine(1);
		const quantity = item.properties?.quantity ?? 0;
		const quote = await client.calculateExchange.post(
			{
				properties: {
					reservationsToExchange: [{ reservationId: id, quantity }],
					reservationsToPurchase: [purchase(25)],
					savingsPlansToPurchase: [],
				},
			},
			FAST,
		);
		assert.equal(quote.status, 'Succeeded');
		const { sessionId = '', netPayable, purchasesTotal, refundsTotal, policyResult } = quote.properties ?? {};
		const cents = (price: { amount?: number } | undefined) => Math.round((price?.amount ?? Number.NaN) * 100);
		assert.equal(cents(netPayable), cents(purchasesTotal) - cents(refundsTotal));
		assert.ok(policyResult?.policyErrors == null);
		const result = await client.exchange.post({ properties: { sessionId } }, FAST);
		assert.equal(result.status, 'Succeeded');
		const [back] = result.properties?.reservationsToExchange ?? [];
		const [line] = result.properties?.reservationsToPurchase ?? [];
		assert.deepEqual([back?.status, line?.status], ['Succeeded', 'Succeeded']);
		const old = await client.reservation.get(orderId, reservationId);
		assert.equal(old.properties?.extendedStatusInfo?.statusCode, 'Exchanged');
		const [newOrder = '', newReservation = ''] = line?.reservationId?.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
		const bought = await client.reservation.get(newOrder, newReservation);
		assert.equal(bought.properties?.quantity, 25);
		assert.equal(bought.properties?.provisioningState, 'Succeeded');
		const order = await client.reservationOrder.get(newOrder, { expand: 'schedule' });
		assert.equal(order.planInformation?.transactions?.length, 36);
		await assert.rejects(
			async () => client.exchange.post({ properties: { sessionId } }, FAST),
			(error: { statusCode?: number; code?: string }) => error.statusCode === 400 && error.code === 'BadRequest',
		);
	});

	it('fails an exchange of what is sold out by the error of the operation', async () => {
		const { id } = await machine(1);
		const quote = await client.calculateExchange.post(
			{
				properties: {
					reservationsToExchange: [{ reservationId: id, quantity: 1 }],
					reservationsToPurchase: [{ ...purchase(1), sku: { name: 'Standard_NC24ads_A100_v4' } }],
				},
			},
			FAST,
		);
		await assert.rejects(
			async () => client.exchange.post({ properties: { sessionId: quote.properties?.sessionId ?? '' } }, FAST),
			/FulfillmentOutOfStockError|no capacity/,
		);
	});

	it('calculates a price and buys', async () => {
		const price = await client.reservationOrder.calculate(purchase(2));
		const orderId = price.properties?.reservationOrderId ?? '';
		assert.equal(price.properties?.isBillingPartnerManaged, true);
		assert.equal(price.properties?.paymentSchedule?.length, 36);
		const order = await client.reservationOrder.purchase(orderId, purchase(2), FAST);
		assert.match(order.provisioningState ?? '', /^(Creating|PendingCapacity)$/);
		await wait(OPERATION_SECONDS * 1000);
		assert.equal((await client.reservationOrder.get(orderId)).provisioningState, 'Succeeded');
		assert.deepEqual(
			(await inOrder(orderId)).map(({ properties }) => properties?.quantity),
			[2],
		);
	});
});
