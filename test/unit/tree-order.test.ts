/** What the tree says and in which order: facts, sorting, and text that can't be mistaken for markup. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeIcons, escapeMarkdown } from '../../src/host/markup';
import { isValidSetting } from '../../src/host/settings-table';
import type { Customer, Reservation } from '../../src/reservations/model';
import { isExpiring, isHidden, isLittleUsed, type Summary, shortSku, summarize } from '../../src/tree/facts';
import { nameComparer, orderCustomers, orderReservations } from '../../src/tree/order';
import { reservationText } from '../../src/tree/text';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 23);
const thresholds = { expiringWithinDays: 30, lowUtilizationPercent: 80 };
const compareNames = nameComparer('en');

function reservation(some: Partial<Reservation>): Reservation {
	return {
		tenantId: 't',
		orderId: 'o',
		reservationId: 'r',
		name: 'VM',
		sku: 'Standard_D2s_v5',
		product: 'Product',
		resourceType: 'VirtualMachines',
		region: 'westeurope',
		quantity: 1,
		term: 'P1Y',
		state: 'Succeeded',
		provisioningState: 'Succeeded',
		scope: { kind: 'Shared' },
		renew: false,
		archived: false,
		utilization: {},
		canReturn: 'unknown',
		canExchange: 'unknown',
		expiresAt: now + 200 * DAY,
		...some,
	};
}

const customer = (name: string, tenantId = name): Customer => ({ tenantId, name, domain: `${name}.example` });
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe('Facts of the tree', () => {
	it('marks as expiring what ends within the days of the setting, and nothing that has ended', () => {
		assert.equal(isExpiring(reservation({ expiresAt: now + 30 * DAY }), thresholds, now), true);
		assert.equal(isExpiring(reservation({ expiresAt: now + 30 * DAY + 1 }), thresholds, now), false);
		assert.equal(isExpiring(reservation({ expiresAt: now + DAY, state: 'Cancelled' }), thresholds, now), false);
		assert.equal(isExpiring(reservation({ expiresAt: undefined }), thresholds, now), false, 'Azure Hybrid Benefit has no end');
	});

	it('marks low use by the last 7 days, never by the last day, which comes late', () => {
		assert.equal(isLittleUsed(reservation({ utilization: { last7Days: 79.9, lastDay: 100 } }), thresholds), true);
		assert.equal(isLittleUsed(reservation({ utilization: { last7Days: 80, lastDay: 0 } }), thresholds), false);
		assert.equal(isLittleUsed(reservation({ utilization: { lastDay: 0 } }), thresholds), false);
	});

	it('says beside the name first what its icon marks: a narrow side bar shows no more', () => {
		const first = (some: Partial<Reservation>) => reservationText(reservation(some), thresholds, now).split(' · ')[0];
		assert.equal(first({ utilization: { last7Days: 79.6 } }), 'low use 79.6%');
		assert.equal(first({ expiresAt: now + 10 * DAY }), '10 days left');
		assert.equal(first({ state: 'NoBenefit' }), 'No benefit');
		assert.equal(first({ utilization: { last7Days: 95 } }), 'D2s_v5');
		assert.match(reservationText(reservation({ utilization: { last7Days: 95 } }), thresholds, now), / · 95%$/);
	});

	it('hides what has ended or is archived, whatever the case of the state, and shows states it does not know', () => {
		for (const state of ['Expired', 'Cancelled', 'Failed']) assert.equal(isHidden(reservation({ state })), true, state);
		for (const state of ['Succeeded', 'Expiring', 'Warning', 'NoBenefit', 'SomethingNew'])
			assert.equal(isHidden(reservation({ state })), false, state);
		assert.equal(isHidden(reservation({ archived: true })), true);
	});

	it('sums up a customer', () => {
		const summary = summarize(
			[
				reservation({ expiresAt: now + 10 * DAY, utilization: { last7Days: 95 } }),
				reservation({ utilization: { last7Days: 12 } }),
				reservation({ state: 'NoBenefit' }),
				reservation({ state: 'Cancelled', expiresAt: now + DAY, utilization: { last7Days: 0 } }),
				reservation({ archived: true }),
			],
			thresholds,
			now,
		);
		assert.deepEqual(summary, {
			active: 3,
			hidden: 2,
			expiring: 1,
			littleUsed: 1,
			troubled: 1,
			soonestExpiry: now + 10 * DAY,
			lowestUse: 12,
		});
	});

	it('names SKUs as partners do', () => {
		assert.deepEqual(['Standard_D2s_v5', 'Basic_A1', 'SQLDB_GP_Compute_Gen5', 'Standard_'].map(shortSku), [
			'D2s_v5',
			'A1',
			'SQLDB_GP_Compute_Gen5',
			'Standard_',
		]);
	});
});

describe('Order of the tree', () => {
	const order = (
		by: 'name' | 'expiry' | 'use',
		pinned: readonly string[] = [],
		known: Readonly<Record<string, Partial<Summary>>> = {},
	) => ({
		by,
		compareNames,
		pinned: new Set(pinned),
		summary: (tenantId: string) => {
			const some = known[tenantId];
			return some === undefined ? undefined : { active: 1, hidden: 0, expiring: 0, littleUsed: 0, troubled: 0, ...some };
		},
	});

	it('puts pinned customers first and reads numbers in names as numbers', () => {
		const list = ['Contoso 10', 'adatum', 'Contoso 2', 'Zava'].map((name) => customer(name));
		assert.deepEqual(names(orderCustomers(list, order('name', ['Zava']))), ['Zava', 'adatum', 'Contoso 2', 'Contoso 10']);
	});

	it('puts the soonest expiry first, and customers that are not known yet last, by name', () => {
		const list = ['C', 'B', 'A', 'D'].map((name) => customer(name));
		const known = { C: { soonestExpiry: 1 }, A: { soonestExpiry: 2 } };
		assert.deepEqual(names(orderCustomers(list, order('expiry', [], known))), ['C', 'A', 'B', 'D']);
		assert.deepEqual(names(orderCustomers(list, order('use', [], { D: { lowestUse: 3 } }))), ['D', 'A', 'B', 'C']);
	});

	it('keeps every customer once, whatever the order', () => {
		const anyCustomer = fc.record({ tenantId: fc.uuid(), name: fc.string(), domain: fc.string() });
		fc.assert(
			fc.property(
				fc.uniqueArray(anyCustomer, { selector: ({ tenantId }) => tenantId }),
				fc.constantFrom('name', 'expiry', 'use'),
				fc.func(fc.boolean()),
				fc.func(fc.option(fc.integer(), { nil: undefined })),
				(list, by, isPinned, expiry) => {
					const pinned = list.filter(isPinned).map(({ tenantId }) => tenantId);
					const known = Object.fromEntries(
						list.map(({ tenantId }) => [tenantId, { soonestExpiry: expiry(tenantId), lowestUse: expiry(tenantId) }]),
					);
					const ordered = orderCustomers(list, order(by, pinned, known));
					assert.deepEqual(ordered.map(({ tenantId }) => tenantId).sort(), list.map(({ tenantId }) => tenantId).sort());
					assert.deepEqual(new Set(ordered.slice(0, pinned.length).map(({ tenantId }) => tenantId)), new Set(pinned));
					assert.deepEqual(
						orderCustomers([...list].reverse(), order(by, pinned, known)),
						ordered,
						'the order does not depend on how pages came in',
					);
				},
			),
		);
	});

	it('orders reservations, unknown values last', () => {
		const list = [
			reservation({ name: 'B', reservationId: '1' }),
			reservation({ name: 'A', reservationId: '2', expiresAt: undefined }),
			reservation({ name: 'C', reservationId: '3', expiresAt: now }),
		];
		assert.deepEqual(names(orderReservations(list, 'name', compareNames)), ['A', 'B', 'C']);
		assert.deepEqual(names(orderReservations(list, 'expiry', compareNames)), ['C', 'B', 'A']);
		const used = [
			reservation({ name: 'A', utilization: { last7Days: 90 } }),
			reservation({ name: 'B', utilization: { last7Days: 0 } }),
			reservation({ name: 'C' }),
		];
		assert.deepEqual(names(orderReservations(used, 'use', compareNames)), ['B', 'A', 'C']);
	});
});

describe('Foreign text', () => {
	it('can hold no markup in a tooltip', () => {
		const escaped = escapeMarkdown('<img src=x onerror=alert(1)> [x](command:y) **b** `c` https://e.example\n# h');
		assert.doesNotMatch(escaped.replace(/&#\d+;/g, ''), /[^\w ]/, 'only letters, digits, spaces and character references');
		assert.equal(
			escaped.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
			'<img src=x onerror=alert(1)> [x](command:y) **b** `c` https://e.example # h',
		);
	});

	it('reads the same after the character references are resolved', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (name) => {
				const shown = escapeMarkdown(name).replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
				assert.equal(shown, name.replace(/\s+/g, ' '));
			}),
		);
	});

	it('makes no icons', () => {
		assert.equal(escapeIcons('$(trash) $5 $(x)'), '\\$(trash) $5 \\$(x)');
	});
});

describe('Settings', () => {
	it('takes only whole numbers within the limits', () => {
		for (const value of [1, 30, 365]) assert.equal(isValidSetting('expiringWithinDays', value), true, String(value));
		for (const value of [0, 366, 1.5, Number.NaN, '30', null, undefined, true])
			assert.equal(isValidSetting('expiringWithinDays', value), false, String(value));
	});

	it('takes a sandbox only on this computer, over plain http', () => {
		for (const address of ['', 'http://127.0.0.1:5000', 'http://localhost:1', 'http://[::1]:8080/', 'http://127.1.2.3:9']) {
			assert.equal(isValidSetting('sandbox.address', address), true, address);
		}
		for (const address of [
			'https://127.0.0.1:1',
			'http://10.0.0.1:1',
			'http://127.0.0.1.example.com',
			'http://user@127.0.0.1:1',
			'localhost:1',
			'nonsense',
			5,
			null,
		]) {
			assert.equal(isValidSetting('sandbox.address', address), false, String(address));
		}
	});
});
