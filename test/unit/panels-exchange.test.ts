/** The Exchange panels with a desk whose answers the test gives one by one: what is chosen, and what its figures come to. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebviewPanel } from 'vscode';
import { moment } from '../../src/host/formats';
import type { ReturnQuote } from '../../src/reservations/operations/model';
import * as given from '../ui/pages/exchange-sample';
import { customer, reservation, unreachable } from '../ui/pages/sample';
import { env, opened, Panel } from '../ui/pages/vscode-outside';
import { announced, last, savedOf, shown, useExchangeBench } from './panels-exchange-bench';

const { tenantId } = customer;
const { orderId, reservationId } = reservation;

describe('Exchange panels', () => {
	const bench = useExchangeBench();
	afterEach(() => mock.restoreAll());

	it('opens with what was selected, and reads the products that it can be exchanged for', async () => {
		const panel = bench.open();
		const { wanted } = await bench.desk.catalogs.nth(1);
		assert.deepEqual(wanted, { subscription: given.subscription, resourceType: 'VirtualMachines', region: 'westeurope' });
		const { choose } = await shown(panel, (view) => view.choose?.rows.some((row) => row.chosen) === true);
		assert.deepEqual(
			choose?.rows.map(({ name, chosen: is }) => [name, is]),
			[
				[given.sql.name, false],
				[reservation.name, true],
				['AHB_SQL_Finance', false],
				['SUSE_HPC', false],
			],
		);
		assert.deepEqual(
			choose?.products.resourceTypes.map(({ value }) => value),
			['VirtualMachines', 'DedicatedHost', 'AVS', 'NutanixBareMetal'],
		);
	});

	it('one panel a customer; opened again it chooses the others too, and never what can not be exchanged', async () => {
		const panel = bench.open();
		await bench.desk.catalogs.nth(1);
		bench.panels.open({ tenantId: tenantId.toUpperCase(), selected: [given.sql, given.suse] });
		assert.deepEqual([opened.length, panel.revealed], [1, 1]);
		assert.deepEqual(
			savedOf(panel).returns.map((one) => one.reservationId),
			[reservationId, given.sql.reservationId],
		);
		panel.send({ type: 'pick', reservationId: given.suse.reservationId, chosen: true });
		assert.equal(savedOf(panel).returns.length, 2);
		assert.deepEqual(bench.panels.active, { tenantId });
	});

	it('works out on the service’s figures whether it is enough, live', async () => {
		const panel = await bench.chosen();
		const verdict = () => last(panel, 'exchange')?.choose?.calculator.verdict.text ?? '';
		assert.match(verdict(), /Asking Azure/);
		const worth = await bench.desk.returnQuotes.nth(1);
		assert.equal(worth.wanted.quantity, 3);
		worth.give({ ...given.worth, figures: given.quote.returns[0]?.figures } as ReturnQuote);
		const price = await bench.desk.prices.nth(1);
		assert.deepEqual([price.wanted.sku, price.wanted.quantity, price.wanted.term], ['Standard_D4s_v5', 1, 'P3Y']);
		price.give({ commitment: { amount: '188.83', currency: 'EUR' } });
		await shown(panel, () => /You need EUR\s214\.07 more/.test(verdict()));
		panel.send({ type: 'setLine', line: 1, field: 'quantity', value: '3' });
		(await bench.desk.prices.nth(2)).give({ commitment: { amount: '566.49', currency: 'EUR' } });
		await shown(panel, () => /Covered, with EUR\s163\.59/.test(verdict()));
		panel.send({ type: 'setLine', line: 1, field: 'quantity', value: '1' });
		await shown(panel, () => /You need EUR\s214\.07 more/.test(verdict()));
		await sleep(500);
		assert.equal(bench.desk.prices.all.length, 2, 'what is known is not asked for again');
	});

	it('figures that can not be had are told, and asked for again', async () => {
		const panel = await bench.chosen();
		(await bench.desk.prices.nth(1)).fail(unreachable);
		(await bench.desk.returnQuotes.nth(1)).give(given.worth);
		const { choose } = await shown(panel, (view) => view.choose?.calculator.problem !== undefined);
		assert.match(choose?.calculator.verdict.text ?? '', /some amounts are not known/);
		panel.send({ type: 'retryFigures' });
		(await bench.desk.prices.nth(2)).give({ commitment: { amount: '5000', currency: 'EUR' } });
		await shown(panel, (view) => /Covered/.test(view.choose?.calculator.verdict.text ?? ''));
	});

	it('figures have their age, beside them and in what is copied, and old ones are asked for again when the page is shown again', async () => {
		const { now } = Date;
		const start = now();
		// From the beginning of a minute, so that what is told within the test is of the same one.
		let at = Math.ceil(start / 60_000) * 60_000;
		mock.method(Date, 'now', () => at + now() - start);
		const panel = await bench.chosen();
		const figures = { ...given.worth, figures: given.quote.returns[0]?.figures } as ReturnQuote;
		const told = Date.now();
		(await bench.desk.returnQuotes.nth(1)).give(figures);
		(await bench.desk.prices.nth(1)).give({ commitment: { amount: '5000', currency: 'EUR' } });
		const { choose } = await shown(panel, (view) => /Covered/.test(view.choose?.calculator.verdict.text ?? ''));
		assert.equal(choose?.calculator.asOf, `As of ${moment(told)}`);
		assert.match(choose?.lines[0]?.priceNote ?? '', new RegExp(`As of ${moment(told)}`));
		panel.send({ type: 'ready' });
		await sleep(50);
		assert.deepEqual([bench.desk.returnQuotes.all.length, bench.desk.prices.all.length], [1, 1], 'they are new');
		at += 86_400_000;
		panel.send({ type: 'copyRequest' });
		await announced(panel, /clipboard/);
		assert.ok(
			env.clipboard.text?.includes(`commitment EUR\u00a05,000.00 without tax, as of ${moment(told)}`),
			env.clipboard.text,
		);
		panel.send({ type: 'ready' });
		await shown(panel, (view) => /Asking Azure/.test(view.choose?.calculator.verdict.text ?? ''));
		assert.equal(last(panel, 'exchange')?.choose?.calculator.asOf, undefined, 'figures that are not there have no age');
		(await bench.desk.returnQuotes.nth(2)).give(figures);
		(await bench.desk.prices.nth(2)).give({ commitment: { amount: '100', currency: 'EUR' } });
		const anew = await shown(panel, (view) => /You need/.test(view.choose?.calculator.verdict.text ?? ''));
		assert.equal(anew.choose?.calculator.asOf, `As of ${moment(told + 86_400_000)}`);
	});

	it('fills quantities by what was not used, and leaves out what was used in full', async () => {
		const panel = bench.open();
		await bench.desk.catalogs.nth(1);
		panel.send({ type: 'pick', reservationId: given.sql.reservationId, chosen: true });
		panel.send({ type: 'fill', fill: 'unused' });
		await announced(panel, /Left out, as no whole unit was unused: 1/);
		env.language = 'ar-EG';
		panel.send({ type: 'pick', reservationId: given.sql.reservationId, chosen: true });
		panel.send({ type: 'fill', fill: 'unused' });
		await announced(panel, /Left out, as no whole unit was unused: \u0661/);
		env.language = 'en';
		assert.deepEqual(savedOf(panel).returns, [{ orderId, reservationId, quantity: 1 }]);
		panel.send({ type: 'fill', fill: 'all' });
		assert.equal(savedOf(panel).returns[0]?.quantity, 3);
	});

	it('the draft is there again after a reload, figures are asked for anew, and Reset forgets it', async () => {
		const panel = await bench.chosen();
		const kept = structuredClone(savedOf(panel));
		panel.dispose();
		const restored = new Panel('cspReservations.exchange', 'Exchange', {});
		bench.panels.restore(restored as unknown as WebviewPanel, kept);
		restored.send({ type: 'ready' });
		await shown(restored, ({ choose }) => choose?.lines.length === 1);
		assert.deepEqual(JSON.parse(JSON.stringify(savedOf(restored))), JSON.parse(JSON.stringify(kept)));
		(await bench.desk.prices.nth(1)).give({ commitment: { amount: '5000', currency: 'EUR' } });
		restored.send({ type: 'reset' });
		assert.deepEqual([savedOf(restored).returns, savedOf(restored).purchases], [[], []]);
		for (const state of [undefined, { tenantId }, { tenantId: 'x', returns: [], purchases: [] }]) {
			const bad = new Panel('cspReservations.exchange', 'Exchange', {});
			bench.panels.restore(bad as unknown as WebviewPanel, state);
			assert.equal(bad.disposed, true);
		}
	});

	it('another filter reads another catalog, and gives up the one before', async () => {
		const panel = bench.open();
		const first = await bench.desk.catalogs.nth(1);
		const filter = savedOf(panel).filter;
		panel.send({ type: 'filter', filter: { ...filter, region: 'northeurope' } });
		assert.equal(first.signal?.aborted, true);
		assert.equal((await bench.desk.catalogs.nth(2)).wanted.region, 'northeurope');
		panel.send({ type: 'filter', filter: { ...filter, region: 'northeurope', text: 'D8s' } });
		await sleep(20);
		assert.equal(bench.desk.catalogs.all.length, 2, 'a search within it reads nothing');
		panel.send({ type: 'filter', filter: { ...filter, subscription: 'not an id' } });
		assert.match(last(panel, 'exchange')?.choose?.products.summary ?? '', /not an ID/);
	});

	it('of the filter only what is changed is told: what was changed a moment before stays', async () => {
		const panel = bench.open();
		await bench.desk.catalogs.nth(1);
		panel.send({ type: 'filter', filter: { region: 'North Europe' } });
		panel.send({ type: 'filter', filter: { text: 'D8s' } });
		panel.send({ type: 'filter', filter: { region: undefined } });
		const { region, text, subscription } = savedOf(panel).filter ?? {};
		assert.deepEqual([region, text, subscription], ['northeurope', 'D8s', given.subscription]);
	});

	it('a catalog that can not be read is a problem with Retry', async () => {
		const panel = bench.open();
		(await bench.desk.catalogs.nth(1)).fail(unreachable);
		await shown(panel, ({ choose }) => choose?.products.problem !== undefined);
		panel.send({ type: 'retryCatalog' });
		(await bench.desk.catalogs.nth(2)).give(given.catalog);
		await shown(panel, ({ choose }) => choose?.products.problem === undefined && choose?.products.rows.length === 6);
	});

	it('what is closed asks for nothing more', async () => {
		const panel = await bench.chosen();
		const worth = await bench.desk.returnQuotes.nth(1);
		panel.dispose();
		assert.equal(worth.signal?.aborted, true);
		assert.equal(bench.desk.listeners.size, 0);
		assert.deepEqual(bench.session.logged, []);
	});
});
