/** What the sandbox refuses to exchange: by policy, by state, and by the form of the request. */
import assert from 'node:assert/strict';
import { assertHangsTogether, codesOf, ENOUGH } from './exchange-quotes';
import { CAPACITY, cents, DAY, errorCode, MoneyDesk, orderOf, outcome, SECOND, sum } from './money-desk';
import type { ReservationBody } from './sandbox-client';

describe('sandbox: exchanges that are refused', () => {
	let desk: MoneyDesk;

	beforeEach(async () => {
		desk = await MoneyDesk.start();
	});

	afterEach(() => desk.close());

	const inOrder = async (id: string) => (await desk.get<{ value: ReservationBody[] }>(`${orderOf(id)}/reservations`)).body.value;

	it('refuses to return and to exchange the same thing at once', async () => {
		const machine = await desk.one();
		const quote = await desk.quote([[machine, 1]], [ENOUGH]);
		const { sessionId } = (await desk.calculateRefund(machine, 1)).body.properties;
		assert.equal((await desk.giveBack(machine, 1, sessionId)).status, 202);
		assert.equal(outcome(await desk.exchange(quote.sessionId)), '400 OperationCannotBePerformedInCurrentState');
		desk.pass(100 * SECOND);
		assert.equal(outcome(await desk.exchange(quote.sessionId)), '400 OperationCannotBePerformedInCurrentState');
	});

	it('refuses a lower commitment by a code alone, and takes an equal one', async () => {
		const machine = (await desk.active()).filter(({ properties }) => properties.billingPlan === 'Monthly')[0] ?? assert.fail();
		const { quantity } = machine.properties;
		const low = await desk.quote([[machine, quantity]], [{ sku: 'Standard_B1ls', quantity: 1 }]);
		assert.deepEqual(low.policyResult.policyErrors, [{ code: 'NewCommitmentTooLow' }]);
		assertHangsTogether(low);
		assert.equal(outcome(await desk.exchange(low.sessionId)), '400 NewCommitmentTooLow');
		assert.equal((await desk.reservation(machine.id)).properties.provisioningState, 'Succeeded');
		const floor = sum(low.reservationsToExchange.map((line) => line.billingInformation.billingCurrencyRemainingCommitmentAmount));
		// The fewest of the cheapest that reach it, and one less.
		const price = async (units: number) =>
			cents(
				(await desk.quote([[machine, quantity]], [{ sku: 'Standard_B1ls', quantity: units, plan: 'Upfront' }])).purchasesTotal,
			);
		const one = await price(1);
		const units = Math.ceil(floor / one);
		const enough = await desk.quote([[machine, quantity]], [{ sku: 'Standard_B1ls', quantity: units, plan: 'Upfront' }]);
		assert.ok(cents(enough.purchasesTotal) >= floor);
		assert.equal(codesOf(enough), null);
		const less = await desk.quote([[machine, quantity]], [{ sku: 'Standard_B1ls', quantity: units - 1, plan: 'Upfront' }]);
		assert.ok(cents(less.purchasesTotal) < floor);
		assert.deepEqual(codesOf(less), ['NewCommitmentTooLow']);
	});

	it('refuses another type, software plans, and what is not sold any more', async () => {
		const [database] = await desk.active('SqlDatabases');
		assert.ok(database !== undefined);
		const mixed = await desk.quote([[database, 1]], [ENOUGH]);
		assert.deepEqual(codesOf(mixed), ['DifferentReservationTypes']);
		assert.equal(outcome(await desk.exchange(mixed.sessionId)), '400 DifferentReservationTypes');
		const same = await desk.quote([[database, 1]], [{ type: 'SqlDatabases', sku: 'SQLMI_GP_Compute_Gen5', quantity: 8 }]);
		assert.equal(codesOf(same), null);

		const bellows = await desk.at('Bellows College');
		const suse = await bellows.one('SuseLinux');
		const plan = await bellows.quote(
			[[suse, 1]],
			[{ type: 'SuseLinux', sku: suse.sku.name, location: 'global', plan: 'Upfront' }],
		);
		assert.deepEqual(plan.policyResult.policyErrors, [{ code: 'SelfServiceRefundNotSupported' }]);

		const machine = await desk.one();
		for (const [wanted, code] of [
			[{ sku: 'Standard_D4s_v3' }, 'UnsupportedReservationTerm'],
			[{ sku: 'Standard_B2s', term: 'P1Y' }, 'UnsupportedReservationTerm'],
			[{ sku: 'Standard_Z9' }, 'CalculatePriceFailed'],
			[{ location: 'atlantis' }, 'InvalidLocationId'],
		] as const) {
			const ended = await desk.end(await desk.calculateExchange([[machine, 1]], [{ ...ENOUGH, ...wanted }]));
			assert.equal(ended.status, 'Failed');
			assert.equal(ended.error?.code, code);
			assert.ok((ended.error?.message ?? '').length > 10);
			assert.equal(ended.properties, undefined);
		}
	});

	it('refuses bodies and quantities that are no exchange', async () => {
		const machine = await desk.one();
		for (const quantity of [0, -2, 0.5, machine.properties.quantity + 1])
			assert.equal(outcome(await desk.calculateExchange([[machine, quantity]], [ENOUGH])), '400 InvalidRefundQuantity');
		assert.equal(outcome(await desk.calculateExchange([], [ENOUGH])), '400 InvalidRequestContent');
		assert.equal(outcome(await desk.calculateExchange([[machine, 1]], [])), '400 InvalidRequestContent');
		assert.equal(
			outcome(
				await desk.calculateExchange(
					[
						[machine, 1],
						[machine, 1],
					],
					[ENOUGH],
				),
			),
			'400 InvalidRequestContent',
		);
		assert.equal(outcome(await desk.calculateExchange([[{ id: 'abc' }, 1]], [ENOUGH])), '400 InvalidReservationId');
		assert.equal(outcome(await desk.send(`${CAPACITY}/calculateExchange`, '[]')), '400 InvalidRequestContent');
		assert.equal(
			errorCode(await desk.calculateExchange([[machine, 1]], [{ more: { billingScopeId: crypto.randomUUID() } }])),
			'InvalidSubscriptionId',
		);
	});

	it('allows one last exchange of what was bought before the cut-off, each unit for itself', async () => {
		const machine =
			(await desk.active('VirtualMachines', 3)).find(({ properties }) => properties.term === 'P3Y') ?? assert.fail();
		desk.pass(71 * DAY);
		const first = await desk.quote([[machine, 1]], [ENOUGH]);
		assert.equal(codesOf(first), null);
		const { properties } = await desk.end(await desk.exchange(first.sessionId));
		const bought = await desk.reservation(properties?.reservationsToPurchase[0]?.reservationId ?? '');
		const again = await desk.quote([[bought, 40]], [{ quantity: 80 }]);
		assert.deepEqual(codesOf(again), ['ExchangeNoLongerSupported']);
		assert.match(again.policyResult.policyErrors?.[0]?.message ?? '', /1 February 2027/);
		assert.equal(outcome(await desk.exchange(again.sessionId)), '400 ExchangeNoLongerSupported');
		const [rest = assert.fail()] = (await inOrder(machine.id)).filter(
			({ properties: { provisioningState } }) => provisioningState === 'Succeeded',
		);
		assert.equal(codesOf(await desk.quote([[rest, 1]], [ENOUGH])), null);
	});
});
