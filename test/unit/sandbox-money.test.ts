/** The sandbox's money for any input: parts add up to the cent in both currencies, and the limit of returns holds. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Agenda } from '../../src/sandbox/world/agenda';
import { consumed, REFUND_LIMIT } from '../../src/sandbox/world/allowance';
import { PRODUCTS, REGIONS } from '../../src/sandbox/world/catalog';
import { type Order, RETURNED } from '../../src/sandbox/world/ledger';
import { type Amount, plus, share, toBilling, total } from '../../src/sandbox/world/money';
import { Pace } from '../../src/sandbox/world/pace';
import { payWhatIsDue } from '../../src/sandbox/world/payments';
import { buy } from '../../src/sandbox/world/purchase';
import { type PriceQuote, Quotes } from '../../src/sandbox/world/quotes';
import { EXCHANGE_CUTOFF, exchangeErrors, refundErrors } from '../../src/sandbox/world/return-rules';
import { giveBack } from '../../src/sandbox/world/returns';
import { ROLES } from '../../src/sandbox/world/rights';
import { orderScope, Tenant } from '../../src/sandbox/world/tenant';
import { addMonths, DAY } from '../../src/sandbox/world/time';
import { cancelledCommitment, commitmentToReach, paymentWithout, type Worth, worthOf } from '../../src/sandbox/world/worth';

const NOW = Date.UTC(2026, 10, 23, 12);
const MACHINES = PRODUCTS.filter(({ type }) => type === 'VirtualMachines');

const quantity = fc.integer({ min: 1, max: 40 });
const rate = fc.constantFrom(0.79, 0.92, 1, 1.3637, 0.8394);

interface Wanted {
	readonly product?: string;
	readonly term?: 'P1Y' | 'P3Y';
	readonly plan?: 'Upfront' | 'Monthly';
	readonly quantity?: number;
	readonly daysAgo?: number;
}

function tenantWith(billingRate: number): Tenant {
	return new Tenant('tenant', undefined, 'foreignGroup', 'GBP', billingRate);
}

/** A reservation as the ledger has it when it was bought so many days ago. */
function bought(tenant: Tenant, wanted: Wanted, now = NOW) {
	const { term = 'P1Y', plan = 'Monthly', quantity: units = 3, daysAgo = 100 } = wanted;
	const product = PRODUCTS.find(({ sku }) => sku === (wanted.product ?? 'Standard_D2s_v5')) ?? assert.fail();
	return buy(
		tenant,
		{
			orderId: crypto.randomUUID(),
			reservationId: crypto.randomUUID(),
			product,
			region: REGIONS[0],
			term,
			billingPlan: plan,
			billingScopeId: '/subscriptions/1',
			quantity: units,
			displayName: 'Web',
			scope: { type: 'Shared' },
			renew: true,
			at: now - daysAgo * DAY,
			usage: { shape: 'steady', level: 0.9, seed: 1, resources: [] },
		},
		now,
	);
}

/** What is still to be charged for an order. */
function owed(order: Order, billingRate: number): Amount {
	return total(
		order.payments
			.filter(({ status }) => status === 'Scheduled' || status === 'Failed')
			.map((payment) => paymentWithout(payment, payment.returned, billingRate)),
	);
}

const portfolio = fc.array(
	fc.record({
		product: fc.constantFrom(...MACHINES.map(({ sku }) => sku)),
		term: fc.constantFrom('P1Y' as const, 'P3Y' as const),
		plan: fc.constantFrom('Upfront' as const, 'Monthly' as const),
		quantity,
		daysAgo: fc.integer({ min: 0, max: 360 }),
	}),
	{ minLength: 1, maxLength: 6 },
);
/** Which reservation, how much of it (hundredths), and how many days after the step before. */
const steps = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 40 })), { maxLength: 25 });

describe('sandbox money', () => {
	it('divides any amount among units so that the parts add up to it', () => {
		fc.assert(
			fc.property(fc.nat({ max: 10_000_000_000 }), fc.array(quantity, { minLength: 1, maxLength: 9 }), (cents, parts) => {
				const units = parts.reduce((sum, part) => sum + part, 0);
				let before = 0;
				let sum = 0;
				for (const part of parts) {
					const own = share(cents, before + part, units) - share(cents, before, units);
					assert.ok(Math.abs(own - (cents * part) / units) <= 1);
					sum += own;
					before += part;
				}
				assert.equal(sum, cents);
			}),
		);
	});

	it('rounds half a cent up, and rates without a float', () => {
		assert.equal(share(5, 1, 2), 3);
		assert.equal(toBilling(50, 0.79), 40);
		assert.equal(toBilling(150, 0.79), 119);
		assert.equal(toBilling(9_007_199_254_740, 0.92), 8_286_623_314_361);
	});

	it('takes returns out of what is owed, to the cent, in both currencies and in any order of parts', () => {
		fc.assert(
			fc.property(portfolio, steps, rate, (wanted, moves, billingRate) => {
				const tenant = tenantWith(billingRate);
				for (const one of wanted) bought(tenant, one);
				let now = NOW;
				for (const [which, part, days] of moves) {
					now += days * DAY;
					tenant.settle(now);
					const active = [...tenant.reservations()].filter(
						({ provisioningState, order }) => provisioningState === 'Succeeded' && (order.expiresAt ?? 0) > now,
					);
					const reservation = active[which % Math.max(1, active.length)];
					if (reservation === undefined) continue;
					const units = Math.max(1, Math.round((reservation.quantity * part) / 100));
					const { order } = reservation;
					const before = owed(order, billingRate);
					const count = order.reservations.filter(({ provisioningState }) => provisioningState === 'Succeeded');
					const all = count.reduce((sum, one) => sum + one.quantity, 0);
					const worth = worthOf(reservation, units, 0, now, billingRate);
					assert.ok(worth.refund.pricing >= 0 && worth.refund.billing >= 0 && worth.refund.billing <= worth.paid);
					if (refundErrors(worth, tenant.refunds, now).length > 0) {
						assert.ok(consumed(tenant.refunds, now) + cancelledCommitment(worth).pricing > REFUND_LIMIT);
						continue;
					}
					tenant.refunds.push({ at: now, pricing: cancelledCommitment(worth).pricing });
					giveBack(worth, now, RETURNED);
					const left = REFUND_LIMIT - consumed(tenant.refunds, now);
					assert.ok(left >= 0 && left <= REFUND_LIMIT);
					assert.deepEqual(plus(owed(order, billingRate), worth.remaining), before);
					const rest = order.reservations.filter(({ provisioningState }) => provisioningState === 'Succeeded');
					assert.equal(rest.reduce((sum, one) => sum + one.quantity, 0) + units, all);
					if (all === units) assert.deepEqual(owed(order, billingRate), { pricing: 0, billing: 0 });
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('pays back no more than was paid, however a paid instalment is cut up', () => {
		fc.assert(
			fc.property(fc.array(quantity, { minLength: 1, maxLength: 6 }), rate, (parts, billingRate) => {
				const tenant = tenantWith(billingRate);
				const units = parts.reduce((sum, part) => sum + part, 0);
				const reservation = bought(tenant, { quantity: units, daysAgo: 2 });
				const { order } = reservation;
				const [first] = order.payments;
				let back: Amount = { pricing: 0, billing: 0 };
				for (const part of parts) {
					const current = order.reservations.find(({ provisioningState }) => provisioningState === 'Succeeded') ?? assert.fail();
					const worth = worthOf(current, part, 0, NOW, billingRate);
					back = plus(back, worth.refund);
					giveBack(worth, NOW, RETURNED);
				}
				assert.deepEqual(back, { pricing: first?.pricing, billing: first?.billing });
				assert.equal(order.provisioningState, 'Cancelled');
				assert.ok(order.payments.slice(1).every(({ status }) => status === 'Cancelled'));
			}),
		);
	});

	it('counts lines of one order in an exchange as if they were returned one after the other', () => {
		fc.assert(
			fc.property(quantity, quantity, rate, fc.integer({ min: 0, max: 300 }), (a, b, billingRate, daysAgo) => {
				const reservation = bought(tenantWith(billingRate), { quantity: a + b, daysAgo });
				const whole = worthOf(reservation, a + b, 0, NOW, billingRate);
				const parts = [worthOf(reservation, a, 0, NOW, billingRate), worthOf(reservation, b, a, NOW, billingRate)];
				assert.deepEqual(total(parts.map(({ remaining }) => remaining)), whole.remaining);
				const refunds = total(parts.map(({ refund }) => refund));
				assert.ok(Math.abs(refunds.billing - whole.refund.billing) <= 1);
			}),
		);
	});

	it('gives back unused days by UTC: one of a year in the documented example', () => {
		const tenant = tenantWith(1);
		const at = Date.UTC(2024, 6, 10, 15);
		const reservation = bought(tenant, { plan: 'Upfront', quantity: 1, daysAgo: 0 }, at);
		const { refund, remaining, paid } = worthOf(reservation, 1, 0, Date.UTC(2025, 6, 9, 1), 1);
		assert.equal(refund.billing, share(paid, 1, 365));
		assert.deepEqual(remaining, { pricing: 0, billing: 0 });
		assert.equal(worthOf(reservation, 1, 0, Date.UTC(2025, 6, 9, 23, 59), 1).refund.billing, refund.billing);
	});

	it('gives all of the first instalment back in the first days, then days of the month', () => {
		const tenant = tenantWith(0.79);
		const at = Date.UTC(2026, 2, 4, 3);
		const reservation = bought(tenant, { quantity: 3, daysAgo: 0 }, at);
		const third = (reservation.order.payments[0]?.billing ?? 0) / 3;
		const unit = (now: number) => worthOf(reservation, 1, 0, now, 0.79).refund.billing;
		assert.ok(Math.abs(unit(Date.UTC(2026, 2, 6, 23)) - third) < 1);
		assert.equal(unit(Date.UTC(2026, 2, 10, 1)), share(unit(at), 25, 31));
	});

	it('refunds the lower of the price then and now', () => {
		const tenant = tenantWith(1);
		const reservation = bought(tenant, { product: 'P1_v3', plan: 'Upfront', quantity: 1, daysAgo: 100 });
		const { order } = reservation;
		const { refund, paid } = worthOf(reservation, 1, 0, NOW, 1);
		assert.equal(order.unitPrice, 127_000);
		assert.equal(order.product.price.P1Y, 117_600);
		const end = addMonths(order.requestedAt, 12);
		const days = (from: number, to: number) => Math.floor(to / DAY) - Math.floor(from / DAY);
		const unused = share(paid, days(NOW, end), days(order.requestedAt, end));
		assert.equal(refund.billing, share(unused, 117_600, 127_000));
	});

	it('owes a payment that failed, and gives nothing back for its month', () => {
		const reservation = bought(tenantWith(1), { quantity: 2, daysAgo: 100 });
		const { payments } = reservation.order;
		const last = payments.findLastIndex(({ status }) => status === 'Succeeded');
		const before = worthOf(reservation, 2, 0, NOW, 1);
		Object.assign(payments[last] ?? {}, { status: 'Failed', paidAt: undefined, billing: undefined });
		const after = worthOf(reservation, 2, 0, NOW, 1);
		assert.deepEqual(after.refund, { pricing: 0, billing: 0 });
		assert.equal(after.remaining.pricing, before.remaining.pricing + (payments[last]?.pricing ?? 0));
	});

	it('charges what is due for the units that are left', () => {
		const tenant = tenantWith(0.92);
		const reservation = bought(tenant, { quantity: 3, daysAgo: 10 });
		const { order } = reservation;
		giveBack(worthOf(reservation, 1, 0, NOW, 0.92), NOW, RETURNED);
		payWhatIsDue(order, NOW + 60 * DAY, 0.92);
		const [first, second, third] = order.payments;
		assert.equal(second?.status, 'Succeeded');
		assert.equal(second?.pricing, (first?.pricing ?? 0) - share(first?.pricing ?? 0, 1, 3));
		assert.equal(second?.billing, toBilling(second?.pricing ?? 0, 0.92));
		assert.equal(third?.units, 2);
	});

	it('frees what a return used after 365 days, not before', () => {
		const refunds = [{ at: NOW, pricing: 240_000 }];
		assert.equal(consumed(refunds, NOW - 1), 0);
		assert.equal(consumed(refunds, NOW), 240_000);
		assert.equal(consumed(refunds, NOW + 365 * DAY - 1), 240_000);
		assert.equal(consumed(refunds, NOW + 365 * DAY), 0);
	});

	describe('policies of exchanges', () => {
		const worthIn = (tenant: Tenant, wanted: Wanted, now = NOW): Worth => {
			const reservation = bought(tenant, wanted, now);
			return worthOf(reservation, reservation.quantity, 0, now, tenant.billingRate);
		};
		const purchase = (sku: string, billing: number) => {
			const product = PRODUCTS.find((one) => one.sku === sku) ?? assert.fail(sku);
			return { wish: { product }, payments: [], total: { pricing: billing, billing } } as unknown as Parameters<
				typeof exchangeErrors
			>[1][number];
		};
		const codes = (returns: Worth[], purchases: Parameters<typeof exchangeErrors>[1]) =>
			exchangeErrors(returns, purchases, []).map(({ code }) => code);

		it('accept a commitment that is equal, and refuse one that is a cent lower', () => {
			fc.assert(
				fc.property(portfolio, rate, (wanted, billingRate) => {
					const tenant = tenantWith(billingRate);
					const returns = wanted.map((one) => worthIn(tenant, one));
					const floor = total(returns.map(commitmentToReach)).billing;
					assert.deepEqual(codes(returns, [purchase('Standard_D2s_v5', floor)]), []);
					assert.deepEqual(codes(returns, [purchase('Standard_D2s_v5', floor - 1)]), ['NewCommitmentTooLow']);
				}),
			);
		});

		it('compare a monthly plan by what is still to be charged, an upfront one by what is unused', () => {
			const tenant = tenantWith(1);
			const monthly = worthIn(tenant, { plan: 'Monthly', term: 'P3Y' });
			assert.deepEqual(commitmentToReach(monthly), monthly.remaining);
			const upfront = worthIn(tenant, { plan: 'Upfront', term: 'P3Y' });
			assert.deepEqual(commitmentToReach(upfront), upfront.refund);
		});

		it('keep families apart', () => {
			const tenant = tenantWith(1);
			const database = worthIn(tenant, { product: 'SQLDB_GP_Compute_Gen5' });
			assert.deepEqual(codes([database], [purchase('SQLMI_GP_Compute_Gen5', 1e9)]), []);
			assert.deepEqual(codes([database], [purchase('Standard_D2s_v5', 1e9)]), ['DifferentReservationTypes']);
			const cosmos = worthIn(tenant, { product: 'Azure_Cosmos_DB_100RU' });
			assert.deepEqual(codes([cosmos], [purchase('SQLDB_GP_Compute_Gen5', 1e9)]), ['DifferentReservationTypes']);
		});

		it('let what was bought before the cut-off go once more, and nothing that was bought after', () => {
			const later = EXCHANGE_CUTOFF + 30 * DAY;
			const tenant = tenantWith(1);
			const target = [purchase('Standard_D2s_v5', 1e9)];
			assert.deepEqual(codes([worthIn(tenant, { daysAgo: 31 }, later)], target), []);
			assert.deepEqual(codes([worthIn(tenant, { daysAgo: 30 }, later)], target), ['ExchangeNoLongerSupported']);
			// No savings plan covers these, so nothing ends for them; and legacy series are at their end anyway.
			assert.deepEqual(codes([worthIn(tenant, { product: 'P30', daysAgo: 1 }, later)], [purchase('P30', 1e9)]), []);
			assert.deepEqual(codes([worthIn(tenant, { product: 'Standard_DS2_v2', term: 'P3Y', daysAgo: 1 }, later)], target), []);
		});
	});

	it('finds a quote when it is there, for who asked, of its kind, once', () => {
		const quotes = new Quotes();
		const wish = { product: MACHINES[0] } as unknown as PriceQuote['wish'];
		const quote: PriceQuote = { kind: 'price', id: 'a', askedBy: 'me', readyAt: NOW, errors: [], used: false, wish, request: '' };
		quotes.add(quote);
		assert.equal(quotes.find('price', 'A', 'me', NOW), quote);
		assert.equal(quotes.find('price', 'a', 'me', NOW + 599_999), quote);
		assert.equal(quotes.find('price', 'a', 'me', NOW - 1), undefined);
		assert.equal(quotes.find('price', 'a', 'me', NOW + 600_000), undefined);
		assert.equal(quotes.find('price', 'a', 'you', NOW), undefined);
		assert.equal(quotes.find('refund', 'a', 'me', NOW), undefined);
		quote.used = true;
		assert.equal(quotes.find('price', 'a', 'me', NOW), undefined);
	});

	it('lets owners and Reservations Administrators of an order move its money, and nobody else', () => {
		const caller = { tenantId: 'tenant', objectId: 'me', name: 'me', groups: [], isUser: true, hasMfa: true, clientId: 'app' };
		const may = (roleId: string, scope: string) => {
			const tenant = tenantWith(1);
			const assignment = {
				name: '1',
				roleId,
				scope,
				principalId: 'me',
				principalType: 'User' as const,
				createdAt: 0,
				createdBy: 'x',
			};
			tenant.roleAssignments.push(assignment);
			return tenant.canMoveMoney(caller, 'Microsoft.Capacity/reservationOrders/return/action', '1');
		};
		const order = orderScope('1');
		const able = Object.values(ROLES).filter(({ id }) => may(id, order));
		assert.deepEqual(able.map(({ roleName }) => roleName).sort(), ['Owner', 'Reservations Administrator']);
		assert.equal(may(ROLES.reservationsAdministrator.id, '/providers/Microsoft.Capacity'), true);
		assert.equal(may(ROLES.owner.id, `${order}/reservations/2`), false);
		assert.equal(may(ROLES.owner.id, orderScope('2')), false);
		assert.equal(may(ROLES.owner.id, '/subscriptions/1'), false);
	});

	it('runs what is planned in order of time, each step at its own moment', () => {
		fc.assert(
			fc.property(fc.array(fc.nat({ max: 50 }), { maxLength: 30 }), fc.nat({ max: 50 }), (times, now) => {
				const agenda = new Agenda();
				const done: number[] = [];
				for (const at of times) agenda.plan(at, (moment) => done.push(moment));
				agenda.settle(now);
				assert.deepEqual(
					done,
					times.filter((at) => at <= now).toSorted((a, b) => a - b),
				);
				agenda.settle(50);
				assert.equal(done.length, times.length);
			}),
		);
	});

	it('keeps the recorded order of milestones at any pace', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 2000, noNaN: true }), fc.integer({ min: 1, max: 9 }), (seconds, lines) => {
				const pace = new Pace(seconds);
				const at = NOW;
				const milestones = [
					at,
					pace.linesShown(at),
					...Array.from({ length: lines }, (_, index) => pace.refundDone(at, index, lines)),
					pace.refundsDone(at),
					pace.reservationsShown(at),
					...Array.from({ length: lines }, (_, index) => pace.purchaseLineDone(at, lines - 1 - index, lines)),
					pace.exchangeDone(at),
				];
				assert.deepEqual(
					milestones,
					milestones.toSorted((a, b) => a - b),
				);
				assert.equal(pace.refundDone(at, lines - 1, lines), pace.refundsDone(at));
				assert.equal(pace.purchaseLineDone(at, 0, lines), pace.exchangeDone(at));
				assert.ok(Number(pace.retryAfter(5)) <= 5);
			}),
		);
	});
});
