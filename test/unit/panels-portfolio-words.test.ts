/** The words of the Portfolio panel, of the scan and of the watch list: one of something is told in the singular. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { Commitments } from '../../src/panels/portfolio/messages';
import { exportedColumns } from '../../src/panels/portfolio/views/exported-columns';
import { selectedWords } from '../../src/panels/portfolio/views/portfolio';
import type { Money, Reservation } from '../../src/reservations/model';
import type { ScanState } from '../../src/reservations/scan/model';
import type { WatchList } from '../../src/reservations/watch/model';
import { matterOf } from '../../src/tools/expiring';
import { badgeOf } from '../../src/watch/badge';
import { digestWords } from '../../src/watch/digest-words';
import { endWords } from '../../src/watch/scan-all';
import { guid, World } from '../helpers/table-world';
import * as sample from '../ui/pages/portfolio-sample';
import { DAY, NOW, sampleReservation } from './reservations-samples';

/** One of any of these is told otherwise. */
const severalOfOne = /(?<![\d.,])1 (customers|reservations|orders|payments|calls|units|days|lines|wait)\b/;

function assertSingular(told: unknown): void {
	assert.doesNotMatch(JSON.stringify(told), severalOfOne);
}

/** One customer with one order, which has one reservation, of one unit, and one payment to come. */
function single(): World {
	const world = new World();
	const customer = { tenantId: guid('1', 1), name: 'Contoso', domain: 'contoso.example' };
	const order = { tenantId: customer.tenantId, orderId: guid('2', 1) };
	const reservation = { ...order, reservationId: guid('3', 1), quantity: 1, expiresAt: NOW + 40 * DAY, renew: true };
	world.setCustomers(customer);
	world.setReservations(customer.tenantId, [sampleReservation(reservation)]);
	const payments = [{ dueDay: Math.floor(NOW / DAY) + 5, amount: 12.5 }];
	world.book.put(order, { currency: 'USD', payments, gap: undefined, unsettled: 1, reservations: 1 }, NOW);
	return world;
}

const counts = { total: 1, fresh: 0, read: 0, failed: 0, waiting: 0, notTried: 0, throttled: 0, causes: [] };
const scanState: ScanState = {
	...counts,
	phase: 'done',
	read: 1,
	isListComplete: true,
	hiddenOrders: 1,
	notCompared: 1,
	toCompare: 0,
};

describe('Words of the portfolio', () => {
	it('of one customer with one reservation are in the singular', () => {
		const table = single().table;
		const [portfolio, items, extras] = sample.shown({ table, query: { groupBy: 'customer' }, selected: [0] });
		assert.equal(portfolio.totals, '1 of 1 reservation · 1 customer · quantity 1');
		const [group] = items.items;
		assert.equal(group?.kind === 'group' ? group.detail : '', '1 reservation, quantity 1');
		assertSingular([portfolio, items, extras]);
		assert.deepEqual(
			[selectedWords(0), selectedWords(1), selectedWords(2)].join(' | '),
			'Nothing is selected. | 1 reservation selected | 2 reservations selected',
		);
	});

	it('of one order are in the singular, in sums, chart and progress', () => {
		const table = single();
		const told: Commitments[] = [
			sample.commitments({ table, query: {} }),
			sample.commitments({ table, query: {}, state: { ...counts, phase: 'running', waiting: 1, throttled: 1 } }),
			sample.commitments({
				table,
				query: {},
				state: { ...counts, phase: 'done', failed: 1, causes: [{ kind: 'Unreachable', count: 1 }] },
			}),
		];
		assert.equal(told[0]?.totals.at(-1), 'known of 1 of 1 order; pricing currency, without tax');
		assert.deepEqual(told[0]?.currencies, [{ value: 'USD', label: 'USD (1 order)' }]);
		assert.match(told[0]?.chart?.summary ?? '', /, of 1 order; known of 1 of 1 order\.$/);
		assert.equal(told[1]?.text, 'Reading commitments: 0 of 1 order · 1 waits because the service asked for it');
		assert.equal(told[2]?.problems[0]?.text, '1 order: the service did not answer');
		assertSingular(told);
	});

	it('of a scan of one customer are in the singular, while it runs and at its end', () => {
		const running = sample.scan({ ...scanState, phase: 'running', read: 0, waiting: 1, throttled: 1 });
		const failed = sample.scan({ ...scanState, read: 0, failed: 1, causes: [{ kind: 'Unreachable', count: 1 }] });
		assert.equal(running.text, 'Scanning: 0 of 1 customer · 1 waits because the service asked for it');
		assert.deepEqual(
			running.compared.map(({ text }) => text),
			[
				'In Partner Center’s list, but not visible to this account: 1 order',
				'Could not be compared with Partner Center: 1 customer',
			],
		);
		assertSingular([running, failed, endWords(scanState), endWords({ ...scanState, phase: 'cancelled', read: 0, notTried: 1 })]);
		const left = { ...scanState, phase: 'cancelled', toCompare: 1 } as const;
		assert.match(sample.scan(left).text ?? '', /not compared with Partner Center, as that was stopped: 1 customer; Compare with/);
		assert.match(endWords(left), /Not compared with Partner Center, as that was cancelled: 1 customer\. Compare with/);
		assert.match(endWords(scanState), /^1 of 1 customer read\./);
		assert.match(endWords({ ...scanState, total: 2 }), /^1 of 2 customers read\./);
	});

	it('of one entry of the watch list are in the singular, in the badge, the digest and what an assistant is told', () => {
		const ids = { tenantId: guid('1', 1), orderId: guid('2', 1), reservationId: guid('3', 1) };
		const item = { kind: 'expiring', expiresAt: NOW + DAY, days: 1, within: 30, renewal: 'off', ...ids } as const;
		const list = {
			items: [item],
			customersKnown: 0,
			customersUnknown: 1,
			endingSoon: { days: 30, reservations: 1, withoutRenewal: 1 },
			hiddenOrders: [],
		} as unknown as WatchList;
		assert.equal(badgeOf(list)?.tooltip, '1 reservation ends within 30 days and will not be renewed (known of 0 of 1 customer)');
		assert.match(digestWords(list, NOW) ?? '', /Nothing is known of 1 of 1 customer: run Scan All Customers\.$/);
		assert.match(matterOf(item), /\(1 day left\)/);
		assert.match(matterOf({ ...item, days: 2 }), /\(2 days left\)/);
	});
});

describe('Portfolio for a mail', () => {
	it('has amount and currency of commitments in columns of their own, empty where they are not known', () => {
		const columns = exportedColumns(['name', 'commitment', 'daysLeft'], NOW);
		assert.deepEqual(
			columns.map(({ title }) => title),
			['Reservation', 'Commitment left (order)', 'Currency', 'Reservations of the order', 'Days left'],
		);
		const customer = { tenantId: '10000000-0000-4000-8000-000000000001', name: 'Contoso', domain: '' };
		const known = { asOf: NOW, gap: undefined, unsettled: 1, reservations: 2, failure: undefined };
		const cells = (left: Money | undefined) => {
			const row = { customer, asOf: NOW, reservation: sampleReservation(), commitment: { ...known, left } };
			return columns.map(({ textOf }) => textOf(row)).slice(0, 4);
		};
		assert.deepEqual(cells({ amount: '1234.5', currency: 'EUR' }), ['VM_RI_Web', '1234.5', 'EUR', '2']);
		assert.deepEqual(cells(undefined), ['VM_RI_Web', '', '', '']);
	});

	it('has days left of active reservations alone', () => {
		const [daysLeft] = exportedColumns(['daysLeft'], NOW);
		const customer = { tenantId: '10000000-0000-4000-8000-000000000001', name: 'Contoso', domain: '' };
		const words = (changes: Partial<Reservation>) =>
			daysLeft?.textOf({ customer, asOf: NOW, commitment: undefined, reservation: sampleReservation(changes) });
		assert.deepEqual([words({}), words({ state: 'Cancelled' }), words({ archived: true })], ['413', '–', '–']);
	});

	it('says of a renewal that will fail that it is on and will fail', () => {
		const [renewal] = exportedColumns(['renewal'], NOW);
		const customer = { tenantId: '10000000-0000-4000-8000-000000000001', name: 'Contoso', domain: '' };
		const words = (sku: string) =>
			renewal?.textOf({
				...{ customer, asOf: NOW, commitment: undefined },
				reservation: sampleReservation({ sku, renew: true, renewState: 'On' }),
			});
		assert.equal(words('Standard_D4s_v5'), 'On');
		assert.equal(words('Standard_D4s_v3'), 'On, but can’t be renewed (legacy series)');
	});
});
