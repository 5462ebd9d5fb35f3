/** The rows of the watch list: every item is in reach, whatever there is of other sorts, and says whose it is and what it costs. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { money } from '../../src/host/formats';
import { sandboxCloud } from '../../src/identity';
import type { KnownAllowance } from '../../src/reservations/watch/model';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { allowanceRows, itemRow } from '../../src/watch/rows';
import { sortsOf } from '../../src/watch/sorts';
import { startService, type TestService } from '../helpers/service';
import { NOW } from './reservations-samples';

const dayMs = 86_400_000;
/** Intl puts spaces that do not break into figures. */
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

describe('Rows of the watch list', () => {
	let sandbox: Sandbox;
	let bench: TestService;
	before(async () => {
		sandbox = await startSandbox({ port: 0, customers: 60, reservations: 20 });
		bench = await startService(sandboxCloud(sandbox.endpoints));
		await bench.service.scan.start({ compare: 'all' });
	});
	after(async () => {
		await bench?.end();
		await sandbox?.close();
	});

	it('hold every item of every sort, hundreds of them', () => {
		const { service } = bench;
		const list = service.watch.list();
		assert.ok(list.items.length > 400, `${list.items.length} items`);
		const sorts = sortsOf(service, list);
		for (const { title, size, rows } of sorts) assert.equal(rows().length, size, title);
		// The windows of the end are in each other; the widest has them all.
		const shown = sorts.filter(({ isPartOfNext }) => isPartOfNext !== true);
		const ofItems = shown.filter(({ icon }) => icon !== 'arrow-swap' && icon !== 'eye-closed');
		assert.equal(
			ofItems.reduce((sum, { size }) => sum + size, 0),
			list.items.filter(({ kind }) => kind !== 'exchangeCutOff').length,
		);
		const titles = sorts.map(({ title }) => title);
		for (const title of [
			'No Benefit',
			'Expiring within 90 days',
			'Legacy series that can’t be renewed',
			'Low use, lasting (over 30 days)',
			'Exchange cut-off',
			'Orders that Partner Center lists and Azure does not show',
		])
			assert.ok(titles.includes(title), `${title} is among ${titles.join(', ')}`);
		const low = list.items.find((it) => it.kind === 'lowUse') ?? assert.fail();
		const lately = sortsOf(service, { ...list, items: [{ ...low, isLasting: false }, low] }).filter(({ title }) =>
			/^Low use/.test(title),
		);
		assert.deepEqual(
			lately.map(({ title, count }) => `${title}: ${count}`),
			['Low use, lasting (over 30 days): 1', 'Low use, lately (over 7 days only): 1'],
		);
		const [row = assert.fail()] = sorts[0]?.rows() ?? [];
		const [item] = list.items;
		assert.ok(item?.kind === 'noBenefit');
		const reservation = service.getReservation(item);
		assert.ok(row.label.includes(reservation?.name ?? '?'));
		assert.equal(row.description, `${service.getCustomer(item.tenantId)?.name} · ${reservation?.product}`);
	});

	it('name the cost of what is not used, once it is sure', async () => {
		const { service } = bench;
		const low = service.watch.list().items.filter((item) => item.kind === 'lowUse');
		const details = () => low.map((item) => itemRow(service, item).detail ?? '');
		assert.ok(details().every((detail) => /^Used: 7 days [^·]+$/.test(detail)));
		await service.commitments.read({ orders: low });
		const known = low.filter((item) => service.watch.unusedCost(item) !== undefined);
		assert.ok(known.length > 20, `${known.length} of ${low.length}`);
		assert.equal(details().filter((detail) => detail.includes('unused')).length, known.length);
		const unused = service.watch.unusedCost(known[0] ?? assert.fail());
		assert.ok(
			itemRow(service, known[0] ?? assert.fail()).detail?.endsWith(
				` · unused in 30 days: ${money(unused?.cost ?? assert.fail())} of commitment, without tax`,
			),
		);
	});

	it('tell of an allowance what is used, left and the limit, and each return with the day it comes back, as partly known', () => {
		const usd = (amount: string) => ({ amount, currency: 'USD' });
		const one = (days: number, isAfterFigures: boolean): KnownAllowance['returns'][number] => ({
			operationId: String(days),
			returnedAt: NOW - days * dayMs,
			comesBackAt: NOW + (365 - days) * dayMs,
			moneyBack: usd('120.5'),
			commitmentCancelled: { amount: '900', currency: 'EUR' },
			isAfterFigures,
		});
		const told = { at: NOW - 20 * dayMs, consumed: usd('2400'), limit: usd('50000'), left: usd('47600') };
		const known: KnownAllowance = { tenantId: 'contoso', told, returns: [one(100, false), one(10, true)] };
		assert.deepEqual(
			allowanceRows(bench.service, known).map((row) => [row.label, row.description, row.detail].map(plain)),
			[
				[
					'contoso',
					'USD 2,400.00 used, USD 47,600.00 left of USD 50,000.00',
					'Partly known: as a quote told on Nov 3, 2026; returns made elsewhere since then are not in it. Returned here since then: 1.',
				],
				[
					'Stops counting on Aug 15, 2027',
					'contoso',
					'Returned here on Aug 15, 2026, as quoted: money back USD 120.50 · commitment cancelled EUR 900.00.',
				],
				[
					'Stops counting on Nov 13, 2027',
					'contoso',
					'Returned here on Nov 13, 2026, as quoted: money back USD 120.50 · commitment cancelled EUR 900.00. Not in what the quote told.',
				],
			],
		);
		const { label, description, detail } =
			allowanceRows(bench.service, { ...known, told: undefined, returns: [] })[0] ?? assert.fail();
		assert.deepEqual(
			[label, description, detail],
			['contoso', 'Returns made here that count: 0', 'Partly known: no quote told what is left.'],
		);
	});
});
