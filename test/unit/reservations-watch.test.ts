/** The watch list: what ends, what can't be renewed, what is not used, and what is known of allowances. No figure that is not sure. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OrderCommitment } from '../../src/reservations/commitments/model';
import type { Reservation } from '../../src/reservations/model';
import type { Operation, ReturnQuote } from '../../src/reservations/operations/model';
import { exchangeCutOff } from '../../src/reservations/policy';
import { knownAllowances } from '../../src/reservations/watch/allowances';
import type { WatchItem } from '../../src/reservations/watch/model';
import { compareItems, itemsOf } from '../../src/reservations/watch/rules';
import { ToldAllowances } from '../../src/reservations/watch/told-allowances';
import { boughtHere, unusedCostOf } from '../../src/reservations/watch/unused-cost';
import { bought, exchangeQuote, ids, operation } from './operation-samples';
import { NOW, sampleReservation } from './reservations-samples';

const dayMs = 86_400_000;
const thresholds = { expiringWithinDays: 30, lowUtilizationPercent: 80 };
const used = { trend: undefined, lastDay: 3, last7Days: 100, last30Days: 100 };
const sample = (some: Partial<Reservation>) => sampleReservation({ expiresAt: NOW + 400 * dayMs, utilization: used, ...some });
const itemsAt = (now: number, some: Partial<Reservation>) => itemsOf(sample(some), { now, thresholds });
const kinds = (items: readonly WatchItem[]) => items.map(({ kind }) => kind);

describe('reservations: watch list', () => {
	it('names the narrowest window of the end, and what happens then', () => {
		const endingIn = (days: number, some: Partial<Reservation> = {}) => {
			const [item] = itemsAt(NOW, { expiresAt: NOW + days * dayMs, ...some });
			return item?.kind === 'expiring' ? [item.within, item.days, item.renewal] : item?.kind;
		};
		assert.deepEqual(endingIn(6.5), [7, 7, 'off']);
		assert.deepEqual(endingIn(7.01), [30, 8, 'off']);
		assert.deepEqual(endingIn(60, { renew: true }), [60, 60, 'on']);
		assert.deepEqual(endingIn(90), [90, 90, 'off']);
		assert.equal(endingIn(90.01), undefined);
		assert.equal(endingIn(-1), undefined);
		assert.deepEqual(endingIn(5, { sku: 'Standard_D2s_v3', resourceType: 'VirtualMachines', term: 'P1Y', renew: true }), [
			7,
			5,
			'impossible',
		]);
	});

	it('says nothing of what has ended or is archived', () => {
		const soon = { expiresAt: NOW + dayMs };
		assert.deepEqual(itemsAt(NOW, { ...soon, archived: true }), []);
		assert.deepEqual(itemsAt(NOW, { ...soon, state: 'Cancelled' }), []);
		assert.deepEqual(itemsAt(NOW, { ...soon, provisioningState: 'Split' }), []);
	});

	it('lists legacy series, with renewals that will fail', () => {
		const legacy = { sku: 'Standard_F4', resourceType: 'VirtualMachines', term: 'P1Y' };
		const [item] = itemsAt(NOW, { ...legacy, renew: true });
		assert.ok(item?.kind === 'legacySeries' && item.series === 'F' && item.renewalWillFail);
		assert.deepEqual(itemsAt(NOW, { ...legacy, term: 'P3Y' }), []);
	});

	it('judges use by 7 and 30 days, never by the newest one, and not when it is new', () => {
		const use = (last7Days?: number, last30Days?: number, some: Partial<Reservation> = {}) =>
			itemsAt(NOW, { utilization: { trend: undefined, lastDay: 0, last7Days, last30Days }, ...some });
		assert.deepEqual(use(80, 10), []);
		assert.deepEqual(use(undefined, undefined), []);
		const [lately] = use(79.9, 95);
		assert.ok(lately?.kind === 'lowUse' && !lately.isLasting);
		const [lasting] = use(undefined, 12);
		assert.ok(lasting?.kind === 'lowUse' && lasting.isLasting);
		assert.deepEqual(use(0, undefined, { benefitStartsAt: NOW - dayMs }), []);
		assert.deepEqual(kinds(use(0, 0, { state: 'NoBenefit' })), ['noBenefit']);
	});

	it('lists what the cut-off of exchanges touches from 30 days before it, with the last exchanges after it', () => {
		const vm = { resourceType: 'VirtualMachines', sku: 'Standard_D2s_v5', quantity: 4, expiresAt: exchangeCutOff + 200 * dayMs };
		const at = (now: number, some: Partial<Reservation> = {}) =>
			itemsAt(now, { canExchange: 'offered', purchasedAt: exchangeCutOff - 300 * dayMs, ...vm, ...some });
		assert.deepEqual(at(exchangeCutOff - 31 * dayMs), []);
		const [before] = at(exchangeCutOff - 30 * dayMs);
		assert.ok(before?.kind === 'exchangeCutOff' && before.days === 30 && before.finalExchangesLeft === undefined);
		const [after] = at(exchangeCutOff + dayMs);
		assert.ok(after?.kind === 'exchangeCutOff' && after.days === 0 && after.finalExchangesLeft === 4);
		const [untold] = at(exchangeCutOff + dayMs, { quantity: undefined });
		assert.ok(untold?.kind === 'exchangeCutOff' && untold.finalExchangesLeft === 'untold', 'a limit is known, its units are not');
		assert.deepEqual(at(exchangeCutOff + dayMs, { purchasedAt: exchangeCutOff }), []);
		assert.deepEqual(at(exchangeCutOff, { canExchange: 'notOffered' }), []);
		assert.deepEqual(at(exchangeCutOff, { resourceType: 'AVS' }), []);
	});

	it('puts what is lost first, then what ends soonest, then what is used least', () => {
		const items = [
			...itemsAt(NOW, { utilization: { ...used, last7Days: 20, last30Days: 20 } }),
			...itemsAt(NOW, { expiresAt: NOW + 50 * dayMs }),
			...itemsAt(NOW, { utilization: { ...used, last7Days: 10, last30Days: 10 } }),
			...itemsAt(NOW, { expiresAt: NOW + 5 * dayMs }),
			...itemsAt(NOW, { state: 'NoBenefit' }),
		].sort(compareItems);
		assert.deepEqual(kinds(items), ['noBenefit', 'expiring', 'expiring', 'lowUse', 'lowUse']);
		assert.ok(items[1]?.kind === 'expiring' && items[1].within === 7);
		assert.ok(items[3]?.kind === 'lowUse' && items[3].last30Days === 10);
	});

	describe('cost of what is not used', () => {
		const purchase = {
			sku: 'Standard_D4s_v5',
			resourceType: 'VirtualMachines',
			term: 'P1Y',
			billingPlan: 'Monthly' as const,
			quantity: 1,
			name: 'new',
			billingScopeId: '/subscriptions/s',
			scope: { kind: 'Shared' as const },
			renew: false,
			commitment: { amount: '3650', currency: 'EUR' },
		};
		const quote = { ...exchangeQuote, kind: 'exchange', purchases: [purchase] } as Operation['quote'];
		const lines = boughtHere([operation({ state: 'succeeded', quote, lines: [bought] })]);
		const costs = (it: Reservation, now: number) => unusedCostOf(it, lines, undefined, now);
		const mine = (some: Partial<Reservation> = {}) =>
			sample({
				reservationId: ids.newReservation,
				quantity: 1,
				term: 'P1Y',
				purchasedAt: NOW - 40 * dayMs,
				benefitStartsAt: undefined,
				utilization: { ...used, last30Days: 25 },
				...some,
			});

		it('is the part not used of 30 days of the commitment that was confirmed here', () => {
			// 3,650 a year is 10 a day: 300 in 30 days, of which three quarters were not used.
			assert.deepEqual(costs(mine(), NOW), { cost: { amount: '225.00', currency: 'EUR' }, pricedIn: 'billing' });
		});

		it('is not told where any figure is not sure', () => {
			const unsure: Partial<Reservation>[] = [
				{ reservationId: ids.reservation },
				{ quantity: 2 },
				{ term: 'P3Y' },
				{ purchasedAt: NOW - 29 * dayMs },
				{ purchasedAt: undefined },
				{ utilization: { ...used, last30Days: undefined } },
				{ utilization: { ...used, last30Days: 130 } },
			];
			for (const some of unsure) assert.equal(costs(mine(some), NOW), undefined, JSON.stringify(some));
			const failed = boughtHere([operation({ state: 'failed', quote, lines: [{ ...bought, status: 'Failed' }] })]);
			assert.equal(unusedCostOf(mine(), failed, undefined, NOW), undefined);
		});

		it('is that of the order that was read, where it has no other reservation', () => {
			const total = { amount: '3650', currency: 'USD' };
			const order = { asOf: NOW, left: undefined, total, gap: undefined, unsettled: 0, reservations: 1, failure: undefined };
			const of = (some: Partial<OrderCommitment>) => unusedCostOf(mine(), new Map(), { ...order, ...some }, NOW);
			assert.deepEqual(of({}), { cost: { amount: '225.00', currency: 'USD' }, pricedIn: 'pricing' });
			assert.equal(of({ reservations: 2 }), undefined);
			assert.equal(of({ reservations: 0 }), undefined);
			assert.equal(of({ total: undefined }), undefined);
			assert.equal(unusedCostOf(mine({ purchasedAt: NOW - 29 * dayMs }), new Map(), order, NOW), undefined);
			// What was confirmed here counts before what the order says.
			assert.equal(unusedCostOf(mine(), lines, order, NOW)?.pricedIn, 'billing');
		});
	});

	describe('allowances', () => {
		const usd = (amount: string) => ({ amount, currency: 'USD' });
		const tenantId = exchangeQuote.tenantId;
		const quoted = (at: number, consumed: string, left: string): ReturnQuote => ({
			...(exchangeQuote as object as ReturnQuote),
			kind: 'return',
			line: { tenantId, orderId: ids.order, reservationId: ids.reservation, quantity: 1 },
			quotedAt: at,
			figures: { moneyBack: usd('100'), moneyBackPricing: usd('100'), commitmentCancelled: usd('2300') },
			allowance: { consumed: usd(consumed), limit: usd('50000'), left: usd(left) },
		});
		const told = (at: number, consumed: string, left: string) =>
			new Map([[tenantId, { at, consumed: usd(consumed), limit: usd('50000'), left: usd(left) }]]);
		const returned = (at: number, some: Partial<Operation> = {}) =>
			operation({
				kind: 'return',
				state: 'succeeded',
				quote: quoted(at - 60_000, '0', '50000'),
				sentAt: at,
				lines: [],
				...some,
			});

		it('are what the newest quote told, with the returns that are not in it and the day each comes back', () => {
			const [early, late] = [NOW - 100 * dayMs, NOW - 10 * dayMs];
			const known = knownAllowances(
				[returned(late, { id: 'late' }), returned(early, { id: 'early' }), returned(NOW - 400 * dayMs, { id: 'old' })],
				told(NOW - 50 * dayMs, '2400', '47600'),
				NOW,
			).get(tenantId);
			// The quote of the late return is newer than the one that was only looked at.
			assert.equal(known?.told?.at, late - 60_000);
			assert.deepEqual(
				known?.returns.map(({ operationId, isAfterFigures, comesBackAt }) => [operationId, isAfterFigures, comesBackAt]),
				[
					['early', false, early + 365 * dayMs],
					['late', true, late + 365 * dayMs],
				],
			);
			assert.deepEqual(known?.returns[0]?.commitmentCancelled, usd('2300'));
		});

		it('leave out exchanges and what was not done, and are unknown where no quote told them', () => {
			assert.equal(
				knownAllowances([operation(), returned(NOW, { state: 'notDone' })], new Map(), NOW + dayMs).get(tenantId)?.returns.length,
				0,
			);
			assert.equal(knownAllowances([operation()], new Map(), NOW).size, 0);
			const silent = { ...quoted(NOW, '0', '1'), allowance: undefined };
			const unsure = knownAllowances([returned(NOW, { state: 'outcomeUnknown', quote: silent })], new Map(), NOW + dayMs).get(
				tenantId,
			);
			assert.deepEqual([unsure?.told, unsure?.returns.length], [undefined, 1]);
		});
	});
});

describe('reservations: what quotes told of allowances', () => {
	let folder: string;
	const left = { amount: '10', currency: 'USD' };
	const quote = (tenantId: string) =>
		({ tenantId, quotedAt: NOW, allowance: { consumed: left, limit: left, left } }) as unknown as ReturnQuote;
	const told = () => new ToldAllowances({ folder, partnerTenantId: ids.session, log: { warn: assert.fail } });

	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'csp-told-'));
		const first = told();
		first.note(quote('before'));
		await first.dispose();
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	it('is forgotten for good, also where it is being read or a quote was just noted', async () => {
		const [reading, noting, late] = [told(), told(), told()];
		await reading.ready();
		assert.deepEqual([...reading.all().keys()], ['before']);
		const ready = late.ready();
		noting.note(quote('now'));
		await Promise.all([noting.clear(), late.clear(), ready, noting.ready()]);
		assert.deepEqual([...noting.all().keys(), ...late.all().keys()], []);
		assert.deepEqual(await readdir(folder), []);
	});

	it('is kept anew from what is told after that', async () => {
		const after = told();
		const cleared = after.clear();
		after.note(quote('now'));
		await Promise.all([cleared, after.dispose(), after.ready()]);
		assert.deepEqual([...after.all().keys()], ['now']);
		const next = told();
		await next.ready();
		assert.deepEqual([...next.all().keys()], ['now']);
	});
});
