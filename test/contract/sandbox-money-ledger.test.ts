/** Whatever is returned and exchanged in the sandbox, in any world: units and cents are all accounted for, and policy holds. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cents, DAY, MoneyDesk, type OrderBody, orderOf, outcome, SECOND, sum } from './money-desk';
import type { ReservationBody } from './sandbox-client';

type Move =
	| { readonly kind: 'return'; readonly which: number; readonly part: number; readonly days: number }
	| { readonly kind: 'exchange'; readonly which: number; readonly part: number; readonly days: number; readonly units: number };

const which = fc.nat({ max: 1000 });
const part = fc.integer({ min: 1, max: 100 });
const days = fc.constantFrom(0, 0, 1, 9, 31);
const move: fc.Arbitrary<Move> = fc.oneof(
	fc.record({ kind: fc.constant('return' as const), which, part, days }),
	fc.record({ kind: fc.constant('exchange' as const), which, part, days, units: fc.integer({ min: 1, max: 30 }) }),
);

interface Books {
	/** Units by order that were not given back; one may come to its end while an operation runs. */
	readonly units: ReadonlyMap<string, number>;
	/** US cents still to be charged by order. */
	readonly owed: ReadonlyMap<string, number>;
}

async function booksOf(desk: MoneyDesk): Promise<Books> {
	const units = new Map<string, number>();
	for (const { id, properties } of await desk.client.reservations(desk.tenant)) {
		const order = orderOf(id).toLowerCase();
		const isHeld = ['Succeeded', 'Expired'].includes(properties.provisioningState);
		units.set(order, (units.get(order) ?? 0) + (isHeld ? properties.quantity : 0));
	}
	const owed = new Map<string, number>();
	for (const order of units.keys()) {
		const { planInformation } = (await desk.order(order)).properties as OrderBody['properties'];
		const scheduled = (planInformation?.transactions ?? []).filter(({ status }) => status === 'Scheduled');
		owed.set(order, sum(scheduled.map(({ pricingCurrencyTotal }) => pricingCurrencyTotal)));
	}
	return { units, owed };
}

/** One order has changed by this much; all others are as they were, but for those that are new. */
function assertChanged(before: Books, after: Books, order: string, units: number): number {
	for (const [id, count] of before.units) {
		assert.equal(after.units.get(id), id === order ? count - units : count, id);
		if (id !== order) assert.equal(after.owed.get(id), before.owed.get(id), id);
	}
	return (before.owed.get(order) ?? 0) - (after.owed.get(order) ?? 0);
}

async function makeReturn(desk: MoneyDesk, reservation: ReservationBody, units: number, used: number): Promise<number> {
	const before = await booksOf(desk);
	const { properties } = (await desk.calculateRefund(reservation, units)).body;
	const { consumedRefundsTotal, maxRefundLimit, policyErrors } = properties.policyResult.properties;
	assert.equal(cents(consumedRefundsTotal), used);
	const committed = await desk.giveBack(reservation, units, properties.sessionId);
	desk.pass(100 * SECOND);
	const after = await booksOf(desk);
	if (policyErrors.length > 0) {
		assert.equal(outcome(committed as never), `400 ${policyErrors[0]?.code}`);
		assert.deepEqual(after, before);
		return used;
	}
	assert.equal(committed.status, 202);
	const order = orderOf(reservation.id).toLowerCase();
	const cut = assertChanged(before, after, order, units);
	if (after.units.get(order) === 0) assert.equal(after.owed.get(order), 0);
	const now = used + cut + cents(properties.pricingRefundAmount);
	assert.ok(now >= 0 && now <= cents(maxRefundLimit));
	return now;
}

async function makeExchange(desk: MoneyDesk, reservation: ReservationBody, units: number, wanted: number): Promise<void> {
	const before = await booksOf(desk);
	const quote = await desk.quote([[reservation, units]], [{ quantity: wanted }]);
	const [back] = quote.reservationsToExchange;
	if (back === undefined) assert.fail('nothing goes back');
	const remaining = cents(back.billingInformation.billingCurrencyRemainingCommitmentAmount);
	assert.equal(cents(quote.netPayable), cents(quote.purchasesTotal) - cents(quote.refundsTotal));
	const floor = reservation.properties.billingPlan === 'Monthly' ? remaining : cents(back.billingRefundAmount);
	const { policyErrors } = quote.policyResult;
	const { reservedResourceType, purchaseDateTime } = reservation.properties;
	const reasons: Readonly<Record<string, boolean>> = {
		NewCommitmentTooLow: cents(quote.purchasesTotal) < floor,
		DifferentReservationTypes: reservedResourceType !== 'VirtualMachines',
		// The moves may reach beyond the day.
		ExchangeNoLongerSupported: Date.parse(String(purchaseDateTime)) >= Date.UTC(2027, 1, 1),
	};
	const refused = policyErrors?.map(({ code }) => code) ?? [];
	for (const code of refused) assert.equal(reasons[code], true, code);
	for (const code of ['NewCommitmentTooLow', 'ExchangeNoLongerSupported'])
		assert.equal(refused.includes(code), reasons[code], code);
	const committed = await desk.exchange(quote.sessionId);
	if (policyErrors !== null) {
		assert.equal(outcome(committed), `400 ${policyErrors[0]?.code}`);
		assert.deepEqual(await booksOf(desk), before);
		return;
	}
	const { status, properties } = await desk.end(committed);
	assert.equal(status, 'Succeeded');
	const after = await booksOf(desk);
	assertChanged(before, after, orderOf(reservation.id).toLowerCase(), units);
	const bought = properties?.reservationsToPurchase[0]?.reservationOrderId?.toLowerCase() ?? '';
	assert.deepEqual(
		[...after.units.keys()].filter((id) => !before.units.has(id)),
		[bought],
	);
	assert.equal(after.units.get(bought), wanted);
}

describe('sandbox: the ledger', () => {
	it('accounts for every unit and cent, and never goes over the limit', async function () {
		this.timeout(120_000);
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 10_000 }),
				fc.array(move, { minLength: 1, maxLength: 7 }),
				async (seed, moves) => {
					const desk = await MoneyDesk.start({ seed, customers: 1, reservations: 6 });
					try {
						let used: number | undefined;
						for (const one of moves) {
							desk.pass(one.days * DAY);
							const active = await desk.client.reservations(desk.tenant, '?selectedState=Succeeded');
							const able = active.filter(({ properties }) => properties.capabilities !== undefined);
							const reservation = able[one.which % Math.max(1, able.length)];
							if (reservation === undefined) break;
							const units = Math.max(1, Math.round((reservation.properties.quantity * one.part) / 100));
							const { policyResult } = (await desk.calculateRefund(reservation, 1)).body.properties;
							const consumed = cents(policyResult.properties.consumedRefundsTotal);
							// As time passes old returns may come back, and nothing else may change it.
							assert.ok(used === undefined || (one.days === 0 ? consumed === used : consumed <= used));
							used = consumed;
							if (one.kind === 'return') used = await makeReturn(desk, reservation, units, consumed);
							else await makeExchange(desk, reservation, units, one.units);
						}
					} finally {
						await desk.close();
					}
				},
			),
			{ numRuns: 15 },
		);
	});
});
