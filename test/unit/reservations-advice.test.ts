/** Advice follows the rules and their dates: each case says what has to be there, and what must not. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { advise } from '../../src/reservations/advice';
import { formatFor } from '../../src/reservations/format';
import type { Reservation, UsagePoint } from '../../src/reservations/model';
import { legacySeriesOf, vmSeries } from '../../src/reservations/policy';
import { DAY, NOW, sampleReservation } from './reservations-samples';

const format = formatFor('en');
const thresholds = { lowUtilizationPercent: 80 };
const adviceOn = (changes: Partial<Reservation>, usage?: readonly UsagePoint[], now = NOW) =>
	advise({ reservation: sampleReservation(changes), usage, now, thresholds, format });
const idsOf = (...args: Parameters<typeof adviceOn>) => adviceOn(...args).map(({ id }) => id);
const use = (last7Days: number | undefined, last30Days: number | undefined, more: Partial<Reservation['utilization']> = {}) => ({
	utilization: { trend: 'SAME', lastDay: last7Days, last7Days, last30Days, ...more },
});

describe('reservations: advice on use', () => {
	it('never judges by the newest day', () => {
		const ids = idsOf(use(98, 97, { lastDay: 0 }));
		assert.ok(ids.includes('lowUse.lateData') && !ids.includes('lowUse.low') && !ids.includes('lowUse.unused'));
		assert.ok(!idsOf(use(98, 97)).some((id) => id.startsWith('lowUse')));
	});

	it('tells low use from no use, with what may help', () => {
		const low = idsOf({
			...use(40, 45, { trend: 'DOWN' }),
			instanceFlexibility: 'Off',
			scope: { kind: 'Single', displayName: 'Production', subscriptionId: '/subscriptions/x' },
		});
		for (const id of ['lowUse.low', 'lowUse.sizeFlexibility', 'lowUse.narrowScope', 'lowUse.declining', 'lowUse.exchange'])
			assert.ok(low.includes(id), id);
		assert.deepEqual(
			idsOf(use(0, 0)).filter((id) => id.startsWith('lowUse')),
			['lowUse.unused', 'lowUse.exchange'],
		);
		assert.ok(!idsOf(use(40, 95)).includes('lowUse.exchange'), 'a drop of a week is no reason to exchange');
		assert.ok(idsOf({ ...use(0, 0), canExchange: 'notOffered' }).includes('lowUse.return'));
	});

	it('goes by the user’s own figure, and names it', () => {
		const on = (lowUtilizationPercent: number, ...its: Parameters<typeof use>) =>
			advise({
				reservation: sampleReservation(use(...its)),
				usage: undefined,
				now: NOW,
				thresholds: { lowUtilizationPercent },
				format,
			});
		const idsAt = (...args: Parameters<typeof on>) => on(...args).map(({ id }) => id);
		assert.ok(!idsAt(30, 40, 45).some((id) => id.startsWith('lowUse')));
		assert.ok(idsAt(30, 40, 45, { lastDay: 20 }).includes('lowUse.lateData'));
		assert.ok(!idsAt(30, 20, 45).includes('lowUse.exchange'), 'well used over the longer time');
		const low = on(95, 90, 92).find(({ id }) => id === 'lowUse.low');
		assert.match(low?.text ?? '', /^By your settings, use below 95% is low\. /);
		assert.doesNotMatch(low?.text ?? '', /used well until lately/);
		assert.ok(idsAt(95, 90, 92).includes('lowUse.exchange'));
	});

	it('names the days that a figure is about', () => {
		const title = (...its: Parameters<typeof use>) => adviceOn(use(...its)).find(({ id }) => id === 'lowUse.low')?.title;
		assert.equal(title(40, 45), 'Only 40% of it was used in the last 7 days.');
		assert.equal(title(undefined, 45), 'Only 45% of it was used in the last 30 days.');
		assert.match(
			adviceOn(use(undefined, 97, { lastDay: 0 })).find(({ id }) => id === 'lowUse.lateData')?.text ?? '',
			/^Over 30 days 97% was used\./,
		);
	});

	it('counts what is not needed in whole units', () => {
		const text = adviceOn({ ...use(40, 55), quantity: 10 }).find(({ id }) => id === 'lowUse.exchange')?.text;
		assert.match(text ?? '', /About 4 of 10 are not needed/);
		const ofMany = (quantity: number | undefined) =>
			adviceOn({ ...use(40, 55), quantity }).find(({ id }) => id === 'lowUse.exchange')?.text ?? assert.fail('no advice');
		assert.match(ofMany(3), /About 1 of 3 is not needed/);
		assert.doesNotMatch(ofMany(undefined), /About/);
		assert.doesNotMatch(
			adviceOn({ ...use(40, 55), quantity: 1 }).find(({ id }) => id === 'lowUse.exchange')?.text ?? '',
			/About/,
		);
	});

	it('waits with a new reservation, and with one without data', () => {
		assert.ok(idsOf({ ...use(0, 0), benefitStartsAt: NOW - DAY }).includes('lowUse.new'));
		assert.ok(idsOf(use(undefined, undefined)).includes('lowUse.noData'));
	});

	it('sees a decline in the days themselves', () => {
		const days = Array.from({ length: 30 }, (_, index) => ({ at: NOW - (30 - index) * DAY, average: 90 - index * 2 }));
		assert.ok(idsOf(use(40, 60), days).includes('lowUse.declining'));
		const steady = days.map(({ at }, index) => ({ at, average: index === 29 ? 0 : 50 }));
		assert.ok(!idsOf(use(50, 50), steady).includes('lowUse.declining'), 'a late newest day is no decline');
	});

	it('says nothing about the use of what has ended or gives no benefit', () => {
		for (const state of ['Expired', 'Cancelled', 'Failed', 'NoBenefit', 'Pending']) {
			assert.ok(!idsOf({ ...use(0, 0), state }).some((id) => id.startsWith('lowUse')), state);
		}
		assert.ok(idsOf({ ...use(0, 0), state: 'NoBenefit' }).includes('state.noBenefit'));
	});
});

describe('reservations: advice on dates', () => {
	const cutOff = Date.UTC(2027, 1, 1);
	const notice = (changes: Partial<Reservation>, now = NOW) =>
		adviceOn(changes, undefined, now).find(({ id }) => id === 'policy.exchangeCutOff');

	it('announces the exchange cut-off where savings plans cover the product and it lives that long', () => {
		assert.match(notice({})?.title ?? '', /Feb 1, 2027/);
		// Database reservations have a savings plan too (rules 14); AVS has none.
		assert.ok(notice({ resourceType: 'CosmosDb' }));
		assert.equal(notice({ resourceType: 'AVS' }), undefined);
		assert.equal(notice({ expiresAt: cutOff - DAY }), undefined);
		assert.match(notice({ renew: true, expiresAt: cutOff + DAY })?.text ?? '', /renewal on Feb 2, 2027 counts as a new purchase/);
		assert.equal(notice({})?.severity, 'info');
		assert.equal(notice({}, cutOff - 10 * DAY)?.severity, 'warning');
	});

	it('tells after the date what was bought before from what was bought later', () => {
		assert.match(notice({}, cutOff + DAY)?.title ?? '', /one last time/);
		assert.match(notice({ purchasedAt: cutOff + DAY }, cutOff + 5 * DAY)?.title ?? '', /can’t be exchanged/);
	});

	it('knows the legacy series by size and term', () => {
		const series: Record<string, string> = {
			Standard_D2s_v3: 'Dsv3',
			Standard_DS3_v2: 'Dsv2',
			Standard_DS14: 'Ds',
			Standard_D1_v2: 'Dv2',
			Standard_B2ms: 'B',
			Standard_B1ls: 'B',
			Standard_B2s_v2: 'Bsv2',
			Standard_F8s_v2: 'Fsv2',
			Standard_A2m_v2: 'Amv2',
			Standard_GS5: 'Gs',
			Standard_L8s_v2: 'Lsv2',
			Standard_E64i_v3: 'Ev3',
			'Standard_E32-16s_v3': 'Esv3',
			Standard_D4as_v5: 'Dasv5',
			Standard_NC6: 'NC',
		};
		for (const [sku, expected] of Object.entries(series)) assert.equal(vmSeries(sku), expected, sku);
		assert.equal(vmSeries('sles_standard_1-2_vcpu_vm'), undefined);
		const legacy = (sku: string, term: string, resourceType = 'VirtualMachines') =>
			legacySeriesOf({ sku, term, resourceType, product: '' });
		assert.equal(legacy('Standard_D2s_v3', 'P3Y'), 'Dsv3');
		assert.equal(legacy('Standard_F8s_v2', 'P1Y'), 'Fsv2');
		assert.equal(legacy('Standard_F8s_v2', 'P3Y'), undefined);
		assert.equal(legacy('Standard_D4s_v5', 'P1Y'), undefined);
		assert.equal(legacy('Standard_D2s_v3', 'P3Y', 'SqlDatabases'), undefined);
		assert.equal(legacy('Standard_D2s_v3', 'None'), undefined);
	});

	it('warns that a renewal of a legacy series will fail, and promises none', () => {
		const legacy = { sku: 'Standard_D2s_v3', renew: true, expiresAt: NOW + 20 * DAY };
		const advice = adviceOn(legacy).find(({ id }) => id === 'policy.legacySeries');
		assert.equal(advice?.severity, 'warning');
		assert.match(advice?.text ?? '', /renewal will fail/);
		assert.ok(!idsOf(legacy).includes('renewal.on'));
	});

	it('speaks of the renewal when it is time to decide', () => {
		assert.ok(!idsOf({ expiresAt: NOW + 100 * DAY }).includes('renewal.off'));
		assert.equal(adviceOn({ expiresAt: NOW + 60 * DAY }).find(({ id }) => id === 'renewal.off')?.severity, 'info');
		assert.equal(adviceOn({ expiresAt: NOW + 20 * DAY }).find(({ id }) => id === 'renewal.off')?.severity, 'warning');
		const on = (days: number) => adviceOn({ renew: true, expiresAt: NOW + days * DAY }).find(({ id }) => id === 'renewal.on');
		assert.match(on(60)?.text ?? '', /price is known from Dec 23, 2026/);
		assert.match(on(10)?.text ?? '', /price is set now/);
		assert.match(on(1)?.title ?? '', /in 1 day,/);
		assert.ok(idsOf({ expiresAt: NOW + 29 * DAY }).includes('expiry.soon'));
		assert.ok(!idsOf({ expiresAt: NOW + 31 * DAY }).includes('expiry.soon'));
	});

	it('tells what has ended from what was replaced', () => {
		assert.deepEqual(idsOf({ state: 'Expired', provisioningState: 'Expired', expiresAt: NOW - DAY }), ['expiry.ended']);
		assert.deepEqual(idsOf({ state: 'Cancelled', provisioningState: 'Cancelled', statusCode: 'Split', became: ['a', 'b'] }), [
			'history.replaced',
		]);
		assert.match(
			adviceOn({ state: 'Cancelled', provisioningState: 'Cancelled', statusCode: 'Merged', became: ['a'] })[0]?.text ?? '',
			/merged.*\(a\)/,
		);
	});

	it('asks to review a hybrid benefit', () => {
		const review = (days: number) =>
			adviceOn({ resourceType: 'SqlAzureHybridBenefit', term: 'None', expiresAt: undefined, reviewAt: NOW + days * DAY }).find(
				({ id }) => id === 'hybridBenefit.review',
			);
		assert.equal(review(200)?.severity, 'info');
		assert.equal(review(10)?.severity, 'warning');
		assert.match(review(-5)?.title ?? '', /was due/);
	});

	it('tells what Microsoft excludes from what the service does not offer', () => {
		const suse = { resourceType: 'SuseLinux', canReturn: 'notOffered', canExchange: 'notOffered' } as const;
		assert.ok(idsOf(suse).includes('product.notReturnable') && idsOf(suse).includes('product.notExchangeable'));
		const none = idsOf({ canReturn: 'notOffered', canExchange: 'notOffered' });
		assert.ok(none.includes('product.returnNotOffered') && none.includes('product.exchangeNotOffered'));
		const unknown = idsOf({ canReturn: 'unknown', canExchange: 'unknown' });
		assert.ok(!unknown.some((id) => id.startsWith('product.')));
	});

	it('names the billing subscription only where it is another', () => {
		const billed = sampleReservation().billingScopeId;
		assert.ok(!idsOf({ scope: { kind: 'Single', subscriptionId: billed?.toUpperCase() } }).includes('billing.subscription'));
		assert.ok(idsOf({ scope: { kind: 'Single', subscriptionId: '/subscriptions/other' } }).includes('billing.subscription'));
		assert.ok(!idsOf({}).includes('billing.subscription'));
	});
});

describe('reservations: all advice', () => {
	it('has one advice of a kind, sentences, and links to Microsoft’s documentation alone, whatever the facts', () => {
		const facts = fc.record({
			state: fc.constantFrom('Succeeded', 'Expiring', 'Expired', 'Cancelled', 'Failed', 'Warning', 'NoBenefit', 'Pending', 'New'),
			resourceType: fc.constantFrom('VirtualMachines', 'SqlDatabases', 'SuseLinux', 'Databricks', 'Else'),
			sku: fc.constantFrom('Standard_D2s_v3', 'Standard_D4s_v5', ''),
			statusCode: fc.constantFrom(
				undefined,
				'Split',
				'Exchanged',
				'PaymentInstrumentError',
				'NoBenefitDueToSubscriptionDeletion',
				'Odd',
			),
			renew: fc.boolean(),
			expiresAt: fc.option(fc.integer({ min: NOW - 400 * DAY, max: NOW + 1200 * DAY }), { nil: undefined }),
			purchasedAt: fc.option(fc.integer({ min: NOW - 1200 * DAY, max: NOW }), { nil: undefined }),
			utilization: fc.record({
				last7Days: fc.option(fc.double({ min: 0, max: 120, noNaN: true }), { nil: undefined }),
				last30Days: fc.option(fc.double({ min: 0, max: 120, noNaN: true }), { nil: undefined }),
			}),
			canExchange: fc.constantFrom('offered' as const, 'notOffered' as const, 'unknown' as const),
		});
		fc.assert(
			fc.property(facts, (changes) => {
				const advice = adviceOn(changes);
				assert.equal(new Set(advice.map(({ id }) => id)).size, advice.length);
				const severities = advice.map(({ severity }) => severity);
				assert.deepEqual(severities, [...severities].sort().reverse(), 'warnings first');
				for (const { title, text, link } of advice) {
					assert.match(title, /^\S.*\.$/);
					assert.match(text, /^\S.*[.:)]$/);
					assert.doesNotMatch(title + text, /undefined|NaN|Invalid|\{\d\}| {2}/);
					if (link !== undefined)
						assert.match(link, /^https:\/\/learn\.microsoft\.com\/azure\/cost-management-billing\/reservations\/[a-z0-9-]+$/);
				}
			}),
		);
	});
});
