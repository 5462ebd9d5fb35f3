/** Commitments on the Portfolio page: reading them, their sums, cells and filters. */
import './outside';
import assert from 'node:assert/strict';
import type { MoneyFilter } from '../../../src/panels/portfolio/messages';
import * as given from './portfolio-sample';
import { dark, onPortfolioStage, open, unfold } from './portfolio-stage';

const { shown } = given;

describe('Portfolio page', () => {
	const show = onPortfolioStage();

	it('tells what reading commitments takes, and how it goes on', async () => {
		const it = await show(dark, [...shown(), given.commitments({ table: given.world })]);
		const text = async () => ((await it.page.locator('.reading').textContent()) ?? '').replace(/\s+/g, ' ');
		assert.match(await text(), /Read Commitments 234 calls for the 234 reservations shown, one an order/);
		assert.match((await it.page.locator('#commitment-chart').textContent()) ?? '', /list of reservations has no prices/);
		assert.equal(await it.page.locator('.sums').count(), 0);
		await unfold(it, 'reading');
		const button = it.page.getByRole('button', { name: 'Read Commitments' });
		await button.focus();
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'readCommitments' });
		await it.post(given.commitments({ state: given.reading }));
		assert.match(await text(), /102 of 234 orders · 1 could not be read · 4 wait because the service asked for it/);
		assert.equal(await it.page.locator('.reading progress').getAttribute('value'), '102');
		await it.page.getByRole('button', { name: 'Stop Reading Commitments' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'stopCommitments' });
		await it.post(given.commitments({ state: given.wasRead }));
		await it.page.getByRole('button', { name: 'Retry: 1 order: the service did not answer' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'retryCommitments', cause: 'Unreachable ' });
	});

	it('shows sums for each currency, and one of them by month, chosen by keyboard', async () => {
		const it = await show(dark, [...shown({ table: given.paying.table }), given.commitments()]);
		const sums = (await it.page.locator('.sum').allTextContents()).map((sum) => sum.replace(/\s/g, ' '));
		assert.equal(sums.length, 4);
		assert.match(
			sums.join('\n'),
			/^Commitment left: EUR [\d,.]+\nCommitment left: JPY [\d,]+\nCommitment left: USD [\d,.]+\nknown of \d+ of 234 orders; pricing currency, without tax$/,
		);
		const chart = it.page.locator('#commitment-chart');
		const currency = it.page.getByLabel('Currency');
		assert.equal(await currency.inputValue(), 'USD');
		await currency.focus();
		await it.page.keyboard.press('ArrowUp');
		await it.page.keyboard.press('ArrowUp');
		assert.deepEqual(await it.lastSent(), { type: 'setCurrency', currency: 'EUR' });
		await it.post(given.commitments({ currency: 'EUR' }));
		assert.equal(await currency.inputValue(), 'EUR');
		await it.page.keyboard.press('Tab');
		await it.page.keyboard.press('Enter');
		const rows = await chart.locator('tbody tr > td:nth-child(2)').allTextContents();
		assert.ok(rows.length >= 24, 'all months, and what no month has');
		// The figures of the table come to the sum of the head.
		const cents = (text: string) => Number(/EUR\s([\d,.]+)/.exec(text)?.[1]?.replace(/[,.]/g, ''));
		const total = rows.reduce((sum, row) => sum + cents(row), 0);
		assert.equal(total, cents(sums[0] ?? ''));
		assert.ok((await chart.locator('rect.bar').count()) > 5);
	});

	it('a cell tells the amount, whose it is, or why there is none', async () => {
		const query = { hideEnded: true, sort: { column: 'commitment' as const } };
		const it = await show(dark, [...shown({ table: given.paying.table, query }), given.commitments({ query })]);
		const place = given.columnPlace('commitment');
		const cells = async (from: number) =>
			given.windowOf(given.paying, from, 100, query).items.flatMap((item) => (item.kind === 'row' ? [item.cells[place]] : []));
		const all = [...(await cells(0)), ...(await cells(100)), ...(await cells(200))].map((cell) =>
			(typeof cell === 'string' ? cell : (cell?.text ?? '')).replace(/\s/g, ' '),
		);
		assert.equal(all.length, 234);
		const currencies = all.map((cell) => /^(EUR|JPY|USD) [\d.,]+/.exec(cell)?.[1] ?? 'none');
		assert.deepEqual(
			currencies,
			currencies.toSorted((a, b) => (a === 'none' ? 1 : 0) - (b === 'none' ? 1 : 0) || (a < b ? -1 : a > b ? 1 : 0)),
		);
		const amounts = all.flatMap((cell) =>
			cell.startsWith('USD') ? [Number(/[\d.,]+/.exec(cell)?.[0].replaceAll(',', ''))] : [],
		);
		assert.deepEqual(
			amounts,
			amounts.toSorted((a, b) => a - b),
		);
		for (const words of [
			/· order of 3 reservations/,
			/· 1 payment failed or is pending, not in this/,
			/^Azure gives no payment schedule$/,
			/^not read: not allowed with this account$/,
			/^not read yet$/,
		])
			assert.ok(
				all.some((cell) => words.test(cell)),
				String(words),
			);
		assert.ok(
			all.some((cell) => /^USD 0\.00$/.test(cell)),
			'nothing left is a figure',
		);
		await it.page.locator('.title', { hasText: 'Commitment left (order)' }).waitFor();
	});

	it('filters by what is owed: whether it is known, and bounds in one currency', async () => {
		const messages = (filters: readonly MoneyFilter[]) => [
			...shown({ table: given.paying.table, query: { hideEnded: true, filters: [...filters] } }),
			given.commitments({ state: given.wasRead }),
		];
		const it = await show(dark, messages([]));
		await open(it);
		const choice = it.page.locator('#filter-commitment');
		const [from, to] = [
			it.page.getByLabel('Commitment left (order), from', { exact: true }),
			it.page.getByLabel('Commitment left (order), to', { exact: true }),
		];
		assert.ok(await from.isDisabled(), 'bounds of no currency mean nothing');
		await choice.selectOption({ label: 'Not read or not known' });
		assert.deepEqual(await it.lastSent(), { type: 'setFilter', filter: { column: 'commitment', known: false } });
		assert.deepEqual(await choice.locator('option').allTextContents(), [
			...['Any', 'Amount known', 'Not read or not known', 'In EUR', 'In JPY', 'In USD'],
		]);
		await choice.selectOption('EUR');
		const euros = { column: 'commitment', currency: 'EUR' } as const;
		assert.deepEqual(await it.lastSent(), { type: 'setFilter', filter: { ...euros, min: undefined, max: undefined } });
		await it.post(...messages([euros]));
		await from.fill('100');
		await to.fill('5000');
		await it.page.waitForTimeout(300);
		assert.deepEqual(await it.lastSent(), { type: 'setFilter', filter: { ...euros, min: 100, max: 5000 } });
		await it.post(...messages([]));
		assert.equal(await choice.inputValue(), '');
	});
});
