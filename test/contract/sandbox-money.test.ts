/** The sandbox's returns over HTTP: quotes, commits, limits, rights, and what the ledger says afterwards. */
import assert from 'node:assert/strict';
import { CAPACITY, cents, DAY, MoneyDesk, type OrderBody, orderOf, outcome, type RefundBody, SECOND, sum } from './money-desk';
import type { ReservationBody } from './sandbox-client';

const MINUTE = 60 * SECOND;

describe('sandbox: returns', () => {
	let desk: MoneyDesk;

	beforeEach(async () => {
		desk = await MoneyDesk.start();
	});

	afterEach(() => desk.close());

	const siblings = async (id: string) => (await desk.get<{ value: ReservationBody[] }>(`${orderOf(id)}/reservations`)).body.value;

	it('quotes figures that hang together, and changes nothing by it', async () => {
		for (const reservation of await desk.active()) {
			const before = await desk.order(reservation.id);
			const { quantity } = reservation.properties;
			const { status, body } = await desk.calculateRefund(reservation, quantity);
			assert.equal(status, 200);
			const { billingInformation: billing, ...quote } = body.properties;
			const { transactions = [] } = before.properties.planInformation ?? {};
			const paid = transactions.filter((one) => one.status === 'Succeeded');
			const owed = transactions.filter((one) => one.status === 'Scheduled');
			assert.equal(billing.completedTransactions, paid.length);
			assert.equal(billing.totalTransactions, transactions.length);
			assert.equal(cents(billing.billingCurrencyTotalPaidAmount), sum(paid.flatMap((one) => one.billingCurrencyTotal ?? [])));
			assert.equal(
				cents(billing.billingCurrencyProratedAmount),
				cents(billing.billingCurrencyTotalPaidAmount) - cents(quote.billingRefundAmount),
			);
			assert.equal(cents(billing.billingCurrencyRemainingCommitmentAmount) > 0, owed.length > 0);
			assert.ok(cents(quote.billingRefundAmount) <= cents(paid.at(-1)?.billingCurrencyTotal ?? { currencyCode: '', amount: 0 }));
			assert.equal(quote.pricingRefundAmount.currencyCode, 'USD');
			assert.notEqual(quote.billingRefundAmount.currencyCode, 'USD');
			assert.deepEqual(await desk.order(reservation.id), before);
		}
	});

	it('returns all of a reservation: pending first, then cancelled, with its payments', async () => {
		const reservation = await desk.one();
		const { quantity } = reservation.properties;
		const quote = await desk.calculateRefund(reservation, quantity);
		const committed = await desk.giveBack(reservation, quantity, quote.body.properties.sessionId);
		assert.equal(committed.status, 202);
		assert.deepEqual(committed.body, quote.body);
		assert.equal(
			committed.headers.get('location'),
			`${desk.client.endpoints.resourceManager}${orderOf(reservation.id).replace('microsoft.capacity', 'Microsoft.Capacity')}?api-version=2022-11-01`,
		);
		assert.equal(committed.headers.get('retry-after'), '120');
		assert.equal(committed.headers.get('azure-asyncoperation'), null);

		const underWay = await desk.get<OrderBody>(committed.headers.get('location') ?? '');
		assert.equal(underWay.status, 200);
		assert.equal(underWay.body.properties.provisioningState, 'Pending');
		const pending = (await desk.reservation(reservation.id)).properties;
		assert.equal(pending.provisioningState, 'Pending');
		assert.equal(pending.displayProvisioningState, 'Pending');
		assert.equal(Object(pending.extendedStatusInfo).statusCode, 'Pending');
		assert.equal(outcome(await desk.calculateRefund(reservation, 1)), '400 OperationCannotBePerformedInCurrentState');

		desk.pass(100 * SECOND);
		const ended = await desk.order(reservation.id);
		assert.equal(ended.properties.provisioningState, 'Cancelled');
		assert.ok(ended.etag > underWay.body.etag);
		assert.deepEqual([...new Set(ended.properties.planInformation?.transactions.map(({ status }) => status))].sort(), [
			'Cancelled',
			'Succeeded',
		]);
		assert.equal(ended.properties.planInformation?.nextPaymentDueDate, null);
		const after = await desk.reservation(reservation.id);
		assert.equal(after.properties.provisioningState, 'Cancelled');
		assert.equal(after.properties.userFriendlyRenewState, 'NotApplicable');
		assert.deepEqual(after.properties.utilization, { aggregates: [] });
		const listed = (await desk.client.reservations(desk.tenant)).find(({ id }) => id === reservation.id);
		assert.equal(listed?.properties.displayProvisioningState, 'Cancelled');
		assert.equal(listed?.properties.capabilities, undefined);
		const { body } = await desk.get<{ value: ReservationBody[] }>(`${reservation.id}/revisions`);
		assert.deepEqual(
			body.value.slice(0, 2).map(({ properties }) => properties.provisioningState),
			['Cancelled', 'Pending'],
		);
		assert.equal(body.value[0]?.etag, after.etag);
	});

	it('replaces a reservation of which a part is returned, in the same order and for the same term', async () => {
		const reservation = await desk.one('VirtualMachines', 3);
		const before = await desk.order(reservation.id);
		const quote = await desk.calculateRefund(reservation, 2);
		assert.equal((await desk.giveBack(reservation, 2, quote.body.properties.sessionId)).status, 202);
		desk.pass(100 * SECOND);
		const all = await siblings(reservation.id);
		const old = all.find(({ id }) => id === reservation.id);
		const [rest, ...others] = all.filter(({ properties }) => properties.provisioningState === 'Succeeded');
		assert.deepEqual(others, []);
		assert.equal(old?.properties.provisioningState, 'Cancelled');
		assert.equal(rest?.properties.quantity, reservation.properties.quantity - 2);
		for (const key of ['expiryDateTime', 'purchaseDateTime', 'displayName', 'appliedScopeType', 'renew', 'instanceFlexibility'])
			assert.equal(rest?.properties[key], reservation.properties[key], key);
		const after = await desk.order(reservation.id);
		assert.equal(after.properties.provisioningState, 'Succeeded');
		assert.deepEqual(after.properties.reservations.length, before.properties.reservations.length + 1);
		const listed = await desk.client.reservations(desk.tenant, '?selectedState=Succeeded');
		assert.ok(listed.some(({ id, properties }) => id === rest?.id && properties.capabilities !== undefined));
		const artifacts = await desk.client.partner<{
			items: { entitledArtifacts: { resourceId: string; link: { uri: string } }[] }[];
		}>(`/customers/${desk.tenant}/entitlements?entitlementType=reservedInstance`);
		const artifact = artifacts.body.items
			.flatMap(({ entitledArtifacts }) => entitledArtifacts)
			.find(({ resourceId }) => orderOf(reservation.id).endsWith(resourceId));
		const seen = await desk.client.partner<{
			reservations: { reservationId: string; provisioningState: string; quantity: number }[];
		}>(artifact?.link.uri ?? assert.fail('no entitlement'));
		assert.deepEqual(
			seen.body.reservations.map(({ reservationId, provisioningState, quantity }) => [
				reservationId,
				provisioningState,
				quantity,
			]),
			all.map(({ name, properties }) => [name, properties.provisioningState, properties.quantity]),
		);
	});

	it('takes what is returned out of the payments to come, to the cent in both currencies', async () => {
		const [reservation = assert.fail()] = (await desk.active('VirtualMachines', 2)).filter(
			({ properties }) => properties.billingPlan === 'Monthly',
		);
		const owed = async () =>
			sum(
				((await desk.order(reservation.id)).properties.planInformation?.transactions ?? [])
					.filter(({ status }) => status === 'Scheduled')
					.map(({ pricingCurrencyTotal }) => pricingCurrencyTotal),
			);
		const before = await owed();
		const whole = (await desk.calculateRefund(reservation, reservation.properties.quantity)).body.properties;
		const quote = (await desk.calculateRefund(reservation, 1)).body.properties;
		await desk.giveBack(reservation, 1, quote.sessionId);
		desk.pass(100 * SECOND);
		const cut = before - (await owed());
		const used = async () => {
			const other = (await desk.active()).find(({ id }) => orderOf(id) !== orderOf(reservation.id)) ?? assert.fail();
			return cents((await desk.calculateRefund(other, 1)).body.properties.policyResult.properties.consumedRefundsTotal);
		};
		assert.equal(
			(await used()) - cents(quote.policyResult.properties.consumedRefundsTotal),
			cut + cents(quote.pricingRefundAmount),
		);
		const [rest = assert.fail()] = (await siblings(reservation.id)).filter(
			({ properties }) => properties.provisioningState === 'Succeeded',
		);
		const left = (await desk.calculateRefund(rest, rest.properties.quantity)).body.properties;
		const remaining = ({ billingInformation }: RefundBody['properties']) =>
			cents(billingInformation.billingCurrencyRemainingCommitmentAmount);
		assert.equal(remaining(quote) + remaining(left), remaining(whole));
		assert.ok(
			Math.abs(cents(quote.billingRefundAmount) + cents(left.billingRefundAmount) - cents(whole.billingRefundAmount)) <= 1,
		);
	});

	it('refuses quantities that are not there, and bodies that are not a return', async () => {
		const reservation = await desk.one();
		for (const quantity of [0, -1, 1.5, reservation.properties.quantity + 1])
			assert.equal(outcome(await desk.calculateRefund(reservation, quantity)), '400 InvalidRefundQuantity');
		const order = orderOf(reservation.id);
		const ask = (body: unknown, path = `${order}/calculateRefund`) => desk.send(path, body).then(outcome);
		const named = (reservationId: string, scope = 'Reservation') => ({
			properties: { scope, reservationToReturn: { reservationId, quantity: 1 } },
		});
		const nothing = '11111111-1111-4111-8111-111111111111';
		assert.equal(await ask('{'), '400 InvalidRequestContent');
		assert.equal(await ask({ properties: { scope: 'Reservation' } }), '400 InvalidRequestContent');
		assert.equal(await ask(named(reservation.id, 'Order')), '400 BadRequest');
		assert.equal(await ask(named('abc')), '400 InvalidReservationId');
		assert.equal(await ask(named(`${order}/reservations/${nothing}`)), '404 ReservationIdNotInReservationOrder');
		assert.equal(
			await ask(named(`${CAPACITY}/reservationOrders/${nothing}/reservations/${nothing}`)),
			'404 ReservationOrderNotFound',
		);
		const other = (await desk.active()).find(({ id }) => orderOf(id) !== order) ?? assert.fail();
		assert.equal(await ask(named(other.id)), '404 ReservationIdNotInReservationOrder');
		assert.equal(
			await ask(named(reservation.id), `${CAPACITY}/reservationOrders/${nothing}/calculateRefund`),
			'404 ReservationOrderNotFound',
		);
		const { sessionId } = (await desk.calculateRefund(reservation, 1)).body.properties;
		const { properties } = named(reservation.id);
		assert.equal(await ask({ properties: { ...properties, sessionId } }, `${order}/return`), '400 InvalidRequestContent');
		assert.equal(await ask({ properties: { ...properties, returnReason: 'x' } }, `${order}/return`), '400 InvalidRequestContent');
	});

	it('takes a session once, for ten minutes, for what it was made for', async () => {
		const [first = assert.fail(), second = assert.fail()] = await desk.active('VirtualMachines', 2);
		const session = async () => (await desk.calculateRefund(first, 1)).body.properties.sessionId;
		const commit = async (sessionId: string, reservation = first, quantity = 1) =>
			desk
				.giveBack(reservation, quantity, sessionId)
				.then((answer) => `${outcome(answer as never)} ${JSON.stringify(answer.body)}`);
		assert.match(await commit(crypto.randomUUID()), /^400 BadRequest .*Session timed out - Call CalculateRefund again/);
		assert.match(await commit(await session(), second), /^400 BadRequest .*not the one/);
		assert.match(await commit(await session(), first, 2), /^400 BadRequest .*not the one/);
		const old = await session();
		desk.pass(10 * MINUTE);
		assert.match(await commit(old), /^400 BadRequest .*Session timed out/);
		const fresh = await session();
		const twin = await session();
		desk.pass(10 * MINUTE - 1);
		assert.match(await commit(fresh), /^202 /);
		assert.match(await commit(fresh), /^400 BadRequest .*Session timed out/);
		// The other quote is still good, but the reservation is not what it was.
		assert.match(await commit(twin), /^400 OperationCannotBePerformedInCurrentState/);
		assert.match(await commit(crypto.randomUUID()), /Session timed out/);
	});

	it('refuses the second of two returns that are below the limit each, and above it together', async () => {
		const large = await MoneyDesk.start({ reservations: 60 });
		try {
			const all: [ReservationBody, number, string][] = [];
			for (const reservation of await large.active()) {
				const { quantity } = reservation.properties;
				const { properties } = (await large.calculateRefund(reservation, quantity)).body;
				if (properties.policyResult.properties.policyErrors.length === 0) all.push([reservation, quantity, properties.sessionId]);
			}
			const outcomes: string[] = [];
			for (const [reservation, quantity, sessionId] of all)
				outcomes.push(outcome((await large.giveBack(reservation, quantity, sessionId)) as never));
			assert.ok(outcomes.includes('202 undefined') && outcomes.includes('400 RefundLimitExceeded'), outcomes.join());
			assert.equal(outcomes.filter((one) => one !== '202 undefined' && one !== '400 RefundLimitExceeded').length, 0);
			large.pass(100 * SECOND);
			const left = await large.one();
			const { consumedRefundsTotal, maxRefundLimit } = (await large.calculateRefund(left, 1)).body.properties.policyResult
				.properties;
			assert.ok(cents(consumedRefundsTotal) <= cents(maxRefundLimit));
			assert.equal(cents(maxRefundLimit), 5_000_000);
		} finally {
			await large.close();
		}
	});

	it('holds a customer at the limit until old returns are a year old', async () => {
		const trey = await desk.at('Trey Research');
		const [machine = assert.fail()] = (await trey.active()).filter(({ sku }) => sku.name === 'Standard_M64ms');
		const quote = (await trey.calculateRefund(machine, 1)).body.properties;
		const { policyErrors, consumedRefundsTotal } = quote.policyResult.properties;
		assert.equal(cents(consumedRefundsTotal), 4_890_000);
		assert.equal(policyErrors[0]?.code, 'RefundLimitExceeded');
		assert.match(policyErrors[0]?.message ?? '', /50000 USD/);
		assert.equal(outcome((await trey.giveBack(machine, 1, quote.sessionId)) as never), '400 RefundLimitExceeded');
		assert.equal((await trey.reservation(machine.id)).properties.provisioningState, 'Succeeded');
		const used = async () =>
			cents((await trey.calculateRefund(machine, 1)).body.properties.policyResult.properties.consumedRefundsTotal);
		desk.pass(24 * DAY);
		assert.equal(await used(), 4_890_000);
		desk.pass(2 * DAY);
		assert.ok((await used()) < 4_000_000);
	});

	it('says of software plans and hybrid benefit by a code alone that they do not go back', async () => {
		let seen = 0;
		const { body } = await desk.client.partner<{ items: { companyProfile: { companyName: string } }[] }>('/customers?size=500');
		for (const { companyProfile } of body.items.filter(({ companyProfile: { companyName } }) => !companyName.includes('('))) {
			const other = await desk.at(companyProfile.companyName);
			for (const type of ['SuseLinux', 'RedHat', 'SqlAzureHybridBenefit']) {
				for (const reservation of await other.active(type)) {
					seen += 1;
					const { properties } = (await other.calculateRefund(reservation, 1)).body;
					assert.deepEqual(properties.policyResult.properties.policyErrors, [{ code: 'SelfServiceRefundNotSupported' }]);
					const refused = await other.giveBack(reservation, 1, properties.sessionId);
					assert.equal(outcome(refused as never), '400 SelfServiceRefundNotSupported');
				}
			}
		}
		assert.ok(seen >= 3, String(seen));
	});

	it('has charged nothing after the end of what was returned before the world began', async () => {
		const wide = await MoneyDesk.start({ customers: 1, reservations: 60 });
		try {
			let seen = 0;
			for (const { id, properties } of await wide.client.reservations(wide.tenant, '?selectedState=Cancelled')) {
				const order = await wide.order(id);
				if (order.properties.provisioningState !== 'Cancelled') continue;
				const ended = String(properties.lastUpdatedDateTime).slice(0, 10);
				for (const payment of order.properties.planInformation?.transactions ?? []) {
					if (payment.dueDate <= ended) continue;
					assert.deepEqual([payment.status, payment.billingCurrencyTotal], ['Cancelled', undefined]);
					seen += 1;
				}
			}
			assert.ok(seen > 0);
		} finally {
			await wide.close();
		}
	});

	it('goes forward in time when it is told to, and everything with it', async () => {
		const reservation = await desk.one();
		const { sessionId } = (await desk.calculateRefund(reservation, 1)).body.properties;
		const forward = (seconds: number) =>
			desk.client.send(`${desk.client.endpoints.authority}/sandbox/clock`, { method: 'POST', body: JSON.stringify({ seconds }) });
		assert.equal((await forward(599)).status, 200);
		assert.equal((await desk.giveBack(reservation, 1, sessionId)).status, 202);
		assert.equal((await desk.order(reservation.id)).properties.provisioningState, 'Pending');
		await forward(100);
		assert.notEqual((await desk.order(reservation.id)).properties.provisioningState, 'Pending');
	});

	it('refuses what is over', async () => {
		const all = await desk.client.reservations(desk.tenant);
		const over = all.filter(({ properties }) => ['Cancelled', 'Expired'].includes(properties.provisioningState));
		assert.ok(over.length > 0);
		for (const reservation of over)
			assert.equal(
				outcome((await desk.calculateRefund(reservation, 1)) as never),
				'400 OperationCannotBePerformedInCurrentState',
			);
	});

	it('lets nobody return who does not own the order', async () => {
		for (const [name, reason] of [
			['Lamna Healthcare (guest', 'Reader only'],
			['Proseware (reader', 'Reservations Reader'],
			['Southridge Video (empty', 'rights on the reservation alone'],
			["Margie's Travel (no GDAP", 'no role'],
			['Relecloud (Lighthouse', 'Lighthouse'],
		] as const) {
			const other = await desk.at(name);
			const { body } = await desk.client.partner<{
				items: { entitledArtifacts: { resourceId: string; link: { uri: string } }[] }[];
			}>(`/customers/${other.tenant}/entitlements?entitlementType=reservedInstance`);
			const artifact = body.items[0]?.entitledArtifacts[0] ?? assert.fail();
			const seen = await desk.client.partner<{ reservations: { reservationId: string }[] }>(artifact.link.uri);
			const id = `${CAPACITY}/reservationOrders/${artifact.resourceId}/reservations/${seen.body.reservations[0]?.reservationId}`;
			const asked = await other.calculateRefund<Record<string, unknown>>({ id }, 1);
			assert.equal(outcome(asked), '403 AuthorizationFailed', reason);
			assert.match(JSON.stringify(asked.body), /reservationOrders/i);
			const committed = await other.giveBack<Record<string, unknown>>({ id }, 1, crypto.randomUUID());
			assert.equal(outcome(committed), '403 AuthorizationFailed', reason);
			const exchanged = await other.send(`${CAPACITY}/calculateExchange`, {
				properties: {
					reservationsToExchange: [{ reservationId: id, quantity: 1 }],
					reservationsToPurchase: [
						{
							sku: { name: 'Standard_E8s_v5' },
							location: 'uksouth',
							properties: { reservedResourceType: 'VirtualMachines', billingScopeId: 'x', term: 'P3Y', quantity: 5 },
						},
					],
				},
			});
			assert.equal(outcome(exchanged), '403 AuthorizationFailed', reason);
		}
	});
});
