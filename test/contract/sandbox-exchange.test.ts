/** The sandbox's exchanges over HTTP: the quote, the steps, what the ledger says afterwards, and what policy refuses. */
import assert from 'node:assert/strict';
import { assertHangsTogether, codesOf, ENOUGH } from './exchange-quotes';
import { CAPACITY, cents, DAY, EXCHANGE_SECONDS, MoneyDesk, orderOf, outcome, SECOND, sum } from './money-desk';
import type { ReservationBody } from './sandbox-client';

const MINUTE = 60 * SECOND;

describe('sandbox: exchanges', () => {
	let desk: MoneyDesk;

	beforeEach(async () => {
		desk = await MoneyDesk.start();
	});

	afterEach(() => desk.close());

	const inOrder = async (id: string) => (await desk.get<{ value: ReservationBody[] }>(`${orderOf(id)}/reservations`)).body.value;

	it('quotes by an operation: 202 without a body, then Pending, then the quote without headers to poll', async () => {
		const asked = await desk.calculateExchange([[await desk.one(), 1]], [ENOUGH]);
		assert.equal(asked.status, 202);
		assert.equal(asked.body, '');
		const url = asked.headers.get('location') ?? '';
		assert.equal(asked.headers.get('azure-asyncoperation'), url);
		assert.equal(asked.headers.get('retry-after'), '5');
		const pending = await desk.poll(asked);
		assert.equal(pending.status, 200);
		const id = url.split('?')[0]?.split('/').at(-1) ?? '';
		assert.deepEqual(pending.body, { id: `${CAPACITY}/operationResults/${id}`, name: id, status: 'Pending' });
		assert.equal(pending.headers.get('location'), url);
		assert.equal(pending.headers.get('azure-asyncoperation'), url);
		// Steps go by the clock, not by how often somebody asks.
		for (let poll = 0; poll < 20; poll++) assert.equal((await desk.poll(asked)).body.status, 'Pending');
		desk.pass(2 * SECOND);
		const done = await desk.poll(asked);
		assert.equal(done.body.status, 'Succeeded');
		for (const header of ['location', 'azure-asyncoperation', 'retry-after'])
			assert.equal(done.headers.get(header), null, header);
		assert.notEqual(done.body.properties?.sessionId, id);
		assert.equal(codesOf(done.body.properties ?? assert.fail()), null);
		assertHangsTogether(done.body.properties ?? assert.fail());
	});

	it('exchanges in the recorded steps, with items that turn one by one', async () => {
		const [first = assert.fail(), second = assert.fail()] = await desk.active('VirtualMachines', 2);
		const quote = await desk.quote(
			[
				[first, first.properties.quantity],
				[second, 1],
			],
			[
				{ quantity: 20, plan: 'Monthly' },
				{ quantity: 9, plan: 'Upfront', sku: 'Standard_D8s_v5', location: 'uksouth' },
			],
		);
		assertHangsTogether(quote);
		const committed = await desk.exchange(quote.sessionId);
		assert.equal(committed.status, 202);
		assert.match(committed.headers.get('location') ?? '', new RegExp(`/operationResults/${quote.sessionId}\\?`));
		const steps: string[] = [];
		for (let second = 0; second <= EXCHANGE_SECONDS; second++) {
			const { body, headers } = await desk.poll(committed);
			const { reservationsToExchange: back = [], reservationsToPurchase: bought = [] } = body.properties ?? {};
			const step = [
				body.status,
				back.map(({ status }) => status?.charAt(0)).join(''),
				bought.map(({ status }) => status?.charAt(0)).join(''),
				bought.some(({ reservationOrderId }) => reservationOrderId === undefined) ? 'no order' : '',
				bought.every(({ reservationId }) => reservationId !== undefined) ? 'with ids' : 'without ids',
			].join(' ');
			if (steps.at(-1) !== step) steps.push(step);
			assert.equal(headers.get('location') === null, body.status === 'Succeeded');
			if (body.properties !== undefined) {
				assertHangsTogether(body.properties);
				assert.equal(body.properties.sessionId, quote.sessionId);
				assert.deepEqual(body.properties.refundsTotal, quote.refundsTotal);
			}
			desk.pass(SECOND);
		}
		assert.deepEqual(steps, [
			'PendingRefunds    with ids',
			'PendingRefunds PP PP  without ids',
			'PendingRefunds SP PP  without ids',
			'PendingPurchases SS PP  without ids',
			'PendingPurchases SS PP  with ids',
			'PendingPurchases SS PS  with ids',
			'Succeeded SS SS  with ids',
		]);
	});

	it('ends the old and begins the new, and every list says the same', async () => {
		const [first = assert.fail(), second = assert.fail()] = await desk.active('VirtualMachines', 2);
		const quote = await desk.quote(
			[
				[first, first.properties.quantity],
				[second, second.properties.quantity - 1],
			],
			[{ quantity: 20 }],
		);
		const committed = await desk.exchange(quote.sessionId);
		const during = await desk.reservation(first.id);
		assert.equal(during.properties.provisioningState, 'Pending');
		assert.equal((await desk.order(first.id)).properties.provisioningState, 'Pending');
		const { properties: result = assert.fail() } = await desk.end(committed);

		for (const old of [first, second]) {
			const { properties } = await desk.reservation(old.id);
			assert.equal(properties.provisioningState, 'Cancelled');
			assert.deepEqual(properties.extendedStatusInfo, {
				statusCode: 'Exchanged',
				message: 'This reservation was exchanged and is no longer active',
			});
		}
		assert.equal((await desk.order(first.id)).properties.provisioningState, 'Cancelled');
		assert.ok(
			(await desk.order(first.id)).properties.planInformation?.transactions.every(({ status }) =>
				['Succeeded', 'Cancelled'].includes(status),
			),
		);
		const rest = (await inOrder(second.id)).filter(({ properties }) => properties.provisioningState === 'Succeeded');
		assert.deepEqual(
			rest.map(({ properties }) => properties.quantity),
			[1],
		);
		assert.equal((await desk.order(second.id)).properties.provisioningState, 'Succeeded');

		const [line] = result.reservationsToPurchase;
		const bought = await desk.reservation(line?.reservationId ?? '');
		const order = await desk.order(line?.reservationOrderId ?? '');
		assert.equal(bought.properties.quantity, 20);
		assert.equal(order.properties.originalQuantity, 20);
		assert.equal(order.properties.provisioningState, 'Succeeded');
		assert.equal(order.properties.benefitStartTime?.slice(0, 10), '2026-11-23');
		assert.equal(order.properties.expiryDateTime?.slice(0, 10), '2029-11-23');
		const { transactions = [] } = order.properties.planInformation ?? {};
		assert.equal(transactions.length, 36);
		const listed = await desk.client.reservations(desk.tenant, '?selectedState=Succeeded');
		assert.ok(listed.some(({ id }) => id === bought.id));
		assert.ok(!listed.some(({ id }) => id === first.id || id === second.id));
		const entitlements = await desk.client.partner(`/customers/${desk.tenant}/entitlements?entitlementType=reservedInstance`);
		assert.ok(JSON.stringify(entitlements.body).includes(line?.reservationOrderId?.split('/').at(-1) ?? 'none'));

		// The refunds of an exchange do not count against the limit (rules 3.6).
		const used = async () =>
			cents(
				(await desk.calculateRefund(rest[0] ?? assert.fail(), 1)).body.properties.policyResult.properties.consumedRefundsTotal,
			);
		const before = await used();
		desk.pass(5 * DAY);
		assert.equal(await used(), before);
		// Machines run on: what used the old discount uses the new one, from the day of the exchange on.
		const { aggregates } = (await desk.reservation(bought.id)).properties.utilization as { aggregates: { value: number }[] };
		assert.ok((aggregates[0]?.value ?? 0) > 0);
		const usage = await desk.get<{ value: { properties: { usageDate: string } }[] }>(
			`${first.id}/providers/Microsoft.Consumption/reservationSummaries?grain=daily&api-version=2024-08-01&$filter=${encodeURIComponent('properties/UsageDate ge 2026-11-15 AND properties/UsageDate le 2026-12-01')}`,
		);
		assert.equal(
			usage.body.value
				.map(({ properties }) => properties.usageDate.slice(0, 10))
				.sort()
				.at(-1),
			'2026-11-23',
		);
	});

	it('charges in the end what the quote said, payment by payment', async () => {
		const machine = await desk.one();
		const quote = await desk.quote([[machine, 1]], [{ quantity: 7, term: 'P3Y' }]);
		const { properties } = await desk.end(await desk.exchange(quote.sessionId));
		const order = properties?.reservationsToPurchase[0]?.reservationOrderId ?? '';
		desk.pass(3 * 366 * DAY);
		const { transactions = [] } = (await desk.order(order)).properties.planInformation ?? {};
		assert.ok(transactions.every(({ status }) => status === 'Succeeded'));
		assert.equal(
			sum(transactions.flatMap(({ billingCurrencyTotal }) => billingCurrencyTotal ?? [])),
			cents(quote.purchasesTotal),
		);
	});

	it('takes a session once, for ten minutes, from whoever asked for it', async () => {
		const machine = await desk.one();
		const message = async (sessionId: string) => {
			const answer = await desk.exchange(sessionId);
			return `${answer.status} ${JSON.stringify(answer.body)}`;
		};
		const timedOut = /^400 .*BadRequest.*Session timed out - Call CalculateExchange again/;
		assert.match(await message(crypto.randomUUID()), timedOut);
		const old = await desk.quote([[machine, 1]], [ENOUGH]);
		desk.pass(10 * MINUTE);
		assert.match(await message(old.sessionId), timedOut);
		const fresh = await desk.quote([[machine, 1]], [ENOUGH]);
		const twin = await desk.quote([[machine, 1]], [ENOUGH]);
		const elsewhere = await (await desk.at('Adventure Works')).exchange(fresh.sessionId);
		assert.equal(outcome(elsewhere), '400 BadRequest');
		assert.match(await message(fresh.sessionId), /^202 /);
		assert.match(await message(fresh.sessionId), timedOut);
		assert.match(await message(twin.sessionId), /^400 .*OperationCannotBePerformedInCurrentState/);
		assert.equal((await desk.get(`${CAPACITY}/operationResults/${fresh.sessionId}`)).status, 200);
		assert.equal(outcome(await desk.get(`${CAPACITY}/operationResults/${twin.sessionId}`)), '404 NotFound');
		const other = await desk.at('Adventure Works');
		assert.equal(outcome(await other.get(`${CAPACITY}/operationResults/${fresh.sessionId}`)), '404 NotFound');
		assert.equal(outcome(await desk.send(`${CAPACITY}/exchange`, { properties: {} })), '400 InvalidRequestContent');
	});

	it('tells by the session id what became of a commit whose answer was lost', async () => {
		const quote = await desk.quote([[await desk.one(), 1]], [ENOUGH]);
		const operation = `${CAPACITY}/operationResults/${quote.sessionId}`;
		const lost = async (kind: string) => {
			await desk.client.fault({ match: { method: 'POST', path: '/exchange' }, fault: { kind }, times: 1 });
			await assert.rejects(desk.exchange(quote.sessionId));
			return desk.get<{ status: string }>(operation);
		};
		assert.equal(outcome((await lost('dropBefore')) as never), '404 NotFound');
		assert.equal((await lost('dropAfter')).body.status, 'PendingRefunds');
		assert.match(JSON.stringify((await desk.exchange(quote.sessionId)).body), /Session timed out/);
		desk.pass(EXCHANGE_SECONDS * SECOND);
		assert.equal((await desk.get<{ status: string }>(operation)).body.status, 'Succeeded');
	});

	it('goes through by half when a purchase finds no capacity: returned, one bought, one failed', async () => {
		const machine = await desk.one();
		const quote = await desk.quote(
			[[machine, machine.properties.quantity]],
			[{ quantity: 20 }, { sku: 'Standard_NC24ads_A100_v4' }],
		);
		assert.equal(codesOf(quote), null);
		const { status, error, properties } = await desk.end(await desk.exchange(quote.sessionId));
		assert.equal(status, 'Failed');
		assert.equal(error?.code, 'FulfillmentOutOfStockError');
		const [bought, failed] = properties?.reservationsToPurchase ?? [];
		assert.deepEqual(
			[properties?.reservationsToExchange[0]?.status, bought?.status, failed?.status],
			['Succeeded', 'Succeeded', 'Failed'],
		);
		assert.equal(failed?.reservationId, undefined);
		assert.equal((await desk.reservation(machine.id)).properties.provisioningState, 'Cancelled');
		assert.equal((await desk.order(bought?.reservationOrderId ?? '')).properties.provisioningState, 'Succeeded');
		assert.equal((await desk.order(failed?.reservationOrderId ?? '')).properties.provisioningState, 'Failed');
	});

	it('leaves the partner without sight of the new order at every second customer, and lets it follow the operation', async () => {
		const fabrikam = await desk.at('Fabrikam');
		const machine = await fabrikam.one();
		const quote = await fabrikam.quote([[machine, 1]], [ENOUGH]);
		const { status, properties } = await fabrikam.end(await fabrikam.exchange(quote.sessionId));
		assert.equal(status, 'Succeeded');
		const order = properties?.reservationsToPurchase[0]?.reservationOrderId ?? '';
		assert.equal(outcome(await fabrikam.get(order)), '403 AuthorizationFailed');
		const atContoso = await desk.quote([[await desk.one(), 1]], [ENOUGH]);
		const mine = await desk.end(await desk.exchange(atContoso.sessionId));
		assert.equal((await desk.get(mine.properties?.reservationsToPurchase[0]?.reservationOrderId ?? '')).status, 200);
	});

	it('trades reservations in for a savings plan of at least their commitment', async () => {
		const machine = await desk.one();
		const plan = async (amount: number, name = 'Compute_Savings_Plan', term = 'P3Y') => ({
			savingsPlansToPurchase: [
				{
					sku: { name },
					properties: {
						displayName: 'Plan',
						billingScopeId: await desk.subscription(),
						term,
						billingPlan: 'P1M',
						appliedScopeType: 'Shared',
						commitment: { grain: 'Hourly', currencyCode: 'USD', amount },
					},
				},
			],
		});
		const quote = await desk.quote([[machine, 1]], [], await plan(1.234));
		assertHangsTogether(quote);
		assert.equal(codesOf(quote), null);
		assert.deepEqual(codesOf(await desk.quote([[machine, 1]], [], await plan(0.00001))), ['NewCommitmentTooLow']);
		const wrong = await desk.quote([[machine, 1]], [], await plan(5, 'Database_Savings_Plan', 'P1Y'));
		assert.deepEqual(codesOf(wrong), ['SavingsPlanNotEligible']);
		const { status, properties } = await desk.end(await desk.exchange(quote.sessionId));
		assert.equal(status, 'Succeeded');
		const [line] = properties?.savingsPlansToPurchase ?? [];
		assert.equal(line?.status, 'Succeeded');
		assert.match(line?.savingsPlanId ?? '', /^\/providers\/Microsoft\.BillingBenefits\/savingsPlanOrders\/[^/]+\/savingsPlans\//);
		assert.equal((await desk.reservation(machine.id)).properties.provisioningState, 'Cancelled');
	});

	for (const plan of ['Monthly', 'Upfront']) {
		it(`swaps premium storage of an order that is paid ${plan}: term and payments go on, nothing is charged`, async () => {
			const kind = { term: 'P3Y', plan, location: 'westeurope', quantity: 4 };
			const machine = await desk.buy({ ...kind, sku: 'Standard_DS2_v2' });
			desk.pass(100 * DAY);
			const { transactions: before = [] } = (await desk.order(machine.id)).properties.planInformation ?? {};
			const worth = (await desk.calculateRefund(machine, 4)).body.properties;
			// Elsewhere, or of less than all, it is an ordinary exchange.
			for (const other of [{ location: 'japaneast' }, { quantity: 5 }, { term: 'P1Y', quantity: 40, sku: 'Standard_D2s_v5' }])
				assert.notEqual(cents((await desk.quote([[machine, 4]], [{ ...kind, sku: 'Standard_D2_v2', ...other }])).netPayable), 0);
			const quote = await desk.quote([[machine, 4]], [{ ...kind, sku: 'Standard_D2_v2' }]);
			assert.equal(cents(quote.netPayable), 0);
			assertHangsTogether(quote);
			const { status, properties } = await desk.end(await desk.exchange(quote.sessionId));
			assert.equal(status, 'Succeeded');
			const swapped = await desk.reservation(properties?.reservationsToPurchase[0]?.reservationId ?? '');
			assert.equal(swapped.sku.name, 'Standard_D2_v2');
			assert.equal(swapped.properties.expiryDateTime, machine.properties.expiryDateTime);
			assert.deepEqual(swapped.properties.swapProperties, { swapSource: machine.id });
			assert.deepEqual((await desk.reservation(machine.id)).properties.swapProperties, { swapDestination: swapped.id });
			assert.deepEqual((await desk.order(swapped.id)).properties.planInformation?.transactions, before);
			const after = (await desk.calculateRefund(swapped, 4)).body.properties;
			assert.deepEqual(after.billingInformation, worth.billingInformation);
		});
	}
});
