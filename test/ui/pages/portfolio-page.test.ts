/** The Portfolio page alone, in a browser: themes, widths, keyboard, long lists, policy. Needs `node esbuild.js` before. */
import './outside';
import assert from 'node:assert/strict';
import type { HostMessage, MoneyFilter, PageMessage } from '../../../src/panels/portfolio/messages';
import * as given from './portfolio-sample';
import { itIsSoundEverywhere } from './sound';
import { onStage, type StagePage } from './stage';
import { type Theme, themes } from './themes';

type Shown = StagePage<HostMessage, PageMessage>;
const { shown, scan } = given;

const scenes: Readonly<Record<string, () => HostMessage[]>> = {
	loading: () => [...shown({ table: undefined, loading: true }), scan({ phase: 'idle' })],
	all: () => [...shown(), scan({ phase: 'idle' }), given.commitments({ table: given.world })],
	reading: () => [...shown({ table: given.paying.table }), given.commitments({ state: given.reading })],
	commitments: () => [
		...shown({
			table: given.paying.table,
			columns: ['customer', 'name', 'quantity', 'expiresAt', 'commitment', 'state'],
			query: { hideEnded: true, sort: { column: 'commitment', descending: true } },
		}),
		given.commitments({ state: given.wasRead }),
	],
	selected: () => [...shown({ selected: [1, 2] }), scan()],
	grouped: () => [
		...shown({
			selected: [0],
			folded: [1, 3],
			query: { groupBy: 'expiryMonth', sort: { column: 'quantity', descending: true } },
		}),
		scan({ phase: 'done', waiting: 0, throttled: 0, read: 177, hiddenOrders: 2, notCompared: 1 }),
	],
	filtered: () => [
		...shown({
			shownView: 'Ending soon',
			query: {
				text: 'vm',
				filters: [
					{ column: 'daysLeft', min: 0, max: 90 },
					{ column: 'region', oneOf: ['uksouth'] },
				],
			},
		}),
	],
	nothing: () => [...shown({ query: { text: 'none such' } })],
	empty: () => [...shown({ table: given.empty.table })],
	failed: () => [...shown({ table: given.empty.table, failure: given.listFailure.message })],
};

describe('Portfolio page', () => {
	const show = onStage<HostMessage, PageMessage>('portfolio');
	const [dark] = themes as readonly [Theme, ...Theme[]];
	const open = async ({ page }: Shown) => {
		for (const details of await page.locator('details').all()) await details.evaluate((it) => it.setAttribute('open', ''));
	};
	const rows = ({ page }: Shown) => page.locator('.space > .row');
	const active = ({ page }: Shown) =>
		page.evaluate<string>(
			"document.getElementById(document.getElementById('grid').getAttribute('aria-activedescendant'))?.getAttribute('aria-rowindex')",
		);

	itIsSoundEverywhere(show, {
		name: 'portfolio',
		scenes,
		forced: 'selected',
		drawn: (it, scene) => (['filtered', 'commitments'].includes(scene) ? open(it) : Promise.resolve()),
	});

	it('is a grid that tells how long it is, and holds only the rows in view', async () => {
		const it = await show(dark, shown());
		const grid = it.page.getByRole('grid', { name: 'Reservations of all customers' });
		assert.equal(await grid.getAttribute('aria-rowcount'), '235');
		assert.ok((await rows(it).count()) < 60);
		const [head = ''] = await it.page.locator('.totals').allTextContents();
		assert.match(head, /^234 of 280 reservations · 40 customers/);
		assert.match((await it.page.locator('.marks').textContent()) ?? '', /1 customer was not read yet/);
	});

	it('asks for what comes into view, and keeps the place when the data changes', async () => {
		const it = await show(dark, shown());
		await it.page.locator('#grid').evaluate((grid) => {
			grid.scrollTop = 5000;
		});
		const isAsked = async () => (await it.recorded()).sent.some((message) => message.type === 'window' && message.from > 50);
		while (!(await isAsked())) await it.page.waitForTimeout(10);
		const asked = (await it.recorded()).sent.filter((message) => message.type === 'window');
		const { from, count } = asked.at(-1) ?? assert.fail('asked for a window');
		assert.ok(from > 50 && from + count >= 180, `${from}, ${count}`);
		await it.post(given.window(from, count));
		assert.ok((await it.page.locator('.row.waiting').count()) === 0);
		await it.post({ ...shown()[0], revision: 0 });
		assert.ok((await it.page.locator('#grid').evaluate((grid) => grid.scrollTop)) > 4000);
		await it.post({ ...shown({ query: { text: 'vm', hideEnded: true } })[0] });
		assert.equal(await it.page.locator('#grid').evaluate((grid) => grid.scrollTop), 0);
	});

	it('asks anew for rows out of what the host sent last: it tells of no change in them', async () => {
		const it = await show(dark, shown());
		const scroll = (top: number) => it.page.locator('#grid').evaluate((grid, to) => grid.scrollTo({ top: to }), top);
		const asked = async () => (await it.recorded()).sent.filter((message) => message.type === 'window');
		const askedAgain = async (before: number) => {
			for (let look = 0; look < 300 && (await asked()).length === before; look++) await it.page.waitForTimeout(10);
			return (await asked())[before] ?? assert.fail('nothing was asked for');
		};
		const before = (await asked()).length;
		await scroll(5000);
		const below = await askedAgain(before);
		await it.post(given.window(below.from, below.count));
		await scroll(0);
		const above = await askedAgain(before + 1);
		assert.equal(above.from, 0);
		assert.ok((await rows(it).first().getAttribute('class'))?.includes('waiting'), 'what was known of it is not shown any more');
		const [, changed] = shown({ selected: [0, 1] });
		await it.post(changed);
		assert.equal(await rows(it).first().getAttribute('aria-selected'), 'true');
	});

	it('asks only for what it does not hold, and keeps the rest', async () => {
		const it = await show(dark, shown());
		const asked = async () => (await it.recorded()).sent.filter((message) => message.type === 'window');
		await it.page.locator('#grid').evaluate((grid) => grid.scrollTo({ top: 2000 }));
		for (let look = 0; look < 300 && (await asked()).length === 0; look++) await it.page.waitForTimeout(10);
		const { from, count, held } = (await asked()).at(-1) ?? assert.fail('nothing was asked for');
		assert.deepEqual(held, { revision: 0, from, count: 100 - from }, 'the first hundred are here');
		const told = given.window(100, from + count - 100);
		await it.post({ ...told, window: { from, count } });
		const drawn = await rows(it).count();
		assert.equal(await it.page.locator('.row.waiting').count(), 0);
		assert.ok(drawn > 20, `${drawn}`);
		const index = Number(await rows(it).first().getAttribute('aria-rowindex')) - 2;
		const item = given.window(index, 1).items[0];
		const [customer] = item?.kind === 'row' ? item.cells : [];
		assert.equal(await rows(it).first().locator('.cell').first().textContent(), customer, 'each stands in its place');
	});

	it('a key that acts on a row brings it back into view first, and acts when it is there', async () => {
		const it = await show(dark, shown());
		const grid = it.page.locator('#grid');
		const acts = async () => (await it.recorded()).sent.filter(({ type }) => type === 'open' || type === 'select');
		await grid.focus();
		await it.page.keyboard.press('ArrowDown');
		await grid.evaluate((element) => element.scrollTo({ top: 5000 }));
		await it.page.waitForTimeout(100);
		await it.post(given.window(120, 100));
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await acts(), []);
		assert.ok((await grid.evaluate((element) => element.scrollTop)) < 100);
		await it.post(given.window(0, 100));
		await it.page.keyboard.press('Enter');
		assert.equal((await acts()).at(-1)?.type, 'open');
	});

	it('a button that has done its work keeps the keyboard, and does nothing more', async () => {
		const it = await show(dark, shown({ selected: [1, 2] }));
		await it.page.locator('#selection .tool', { hasText: 'Clear Selection' }).focus();
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'selectAll', on: false });
		for (const message of shown()) await it.post(message);
		const { sent } = await it.recorded();
		await it.page.keyboard.press('Enter');
		assert.equal(await it.page.evaluate('document.activeElement.textContent.trim()'), 'Clear Selection');
		assert.equal((await it.recorded()).sent.length, sent.length);
		await it.page.keyboard.press('Escape');
		assert.equal(await it.page.evaluate<string>('document.activeElement.id'), 'grid');
	});

	it('scrolling gives the same elements other rows, which stand in their order once it is at rest', async () => {
		const it = await show(dark, shown());
		const grid = it.page.locator('#grid');
		const scroll = (top: number) => grid.evaluate((element, to) => element.scrollTo({ top: to }), top);
		const drawn = () =>
			it.page.evaluate<{ readonly index: number; readonly mark: number | undefined }[]>(
				"[...document.querySelectorAll('.space > .row')].map((row) => ({ index: Number(row.getAttribute('aria-rowindex')), mark: row.mark }))",
			);
		await scroll(900);
		await it.page.waitForTimeout(300);
		const marked = await it.page.evaluate<number>(
			"[...document.querySelectorAll('.space > .row')].map((row, place) => (row.mark = place)).length",
		);
		await scroll(1500);
		await it.page.waitForTimeout(50);
		const after = await drawn();
		assert.ok(after.every(({ mark }) => mark !== undefined) && after.length === marked, 'no element is new');
		assert.equal(new Set(after.map(({ index }) => index)).size, after.length, 'no row is there twice');
		await it.page.waitForTimeout(400);
		const indexes = (await drawn()).map(({ index }) => index);
		const [first = 0] = indexes;
		assert.deepEqual(
			indexes,
			Array.from({ length: marked }, (_, place) => first + place),
		);
		assert.ok(first > 30 && first + marked > 60, `${first}`);
	});

	it('the keyboard stays with its reservation when rows come in above it, and so does what is in view', async () => {
		const it = await show(dark, shown());
		await it.page.locator('#grid').focus();
		for (let press = 0; press < 5; press++) await it.page.keyboard.press('ArrowDown');
		const item = given.window(5, 1).items[0];
		const id = item?.kind === 'row' ? item.id : assert.fail('a row');
		assert.deepEqual(await it.lastSent(), { type: 'at', item: id });
		const top = () => it.page.evaluate<number>("Math.round(document.querySelector('.row.active').getBoundingClientRect().top)");
		const before = await top();
		const [portfolio] = shown();
		await it.post({ ...portfolio, revision: 1, itemCount: 274, at: { item: id, place: 45 } });
		await it.post({ ...given.window(5, 80), revision: 1, window: { from: 45, count: 80 }, from: 45 });
		await it.page.waitForTimeout(100);
		assert.equal(await active(it), '47');
		assert.equal(await top(), before);
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'open', id });
		// What is told of another item than the keyboard is at now is late.
		await it.page.keyboard.press('ArrowDown');
		await it.post({ ...portfolio, revision: 2, itemCount: 274, at: { item: id, place: 60 } });
		assert.equal(await active(it), '48');
	});

	it('a right-click in a selection keeps it, elsewhere it selects that row alone', async () => {
		const it = await show(dark, shown({ selected: [1, 2] }));
		const asked = async () => (await it.recorded()).sent.filter(({ type }) => type === 'select');
		// VS Code looks for it from what was pointed at upwards.
		const contextOf = async (row: number) => {
			const holder = rows(it).nth(row).locator('xpath=ancestor-or-self::*[@data-vscode-context][1]');
			return JSON.parse((await holder.getAttribute('data-vscode-context')) ?? '') as { readonly webviewSection: string };
		};
		await rows(it).nth(2).click({ button: 'right' });
		assert.deepEqual(await asked(), []);
		assert.equal((await contextOf(2)).webviewSection, 'reservations;active');
		await rows(it).nth(4).click({ button: 'right' });
		const item = given.window(4, 1).items[0];
		assert.deepEqual(await asked(), [{ type: 'select', how: 'only', id: item?.kind === 'row' ? item.id : '' }]);
		assert.equal((await contextOf(4)).webviewSection, 'reservation;active');
	});

	it('tells the whole of a text that is cut, beside the pointer', async () => {
		const it = await show(dark, shown({ columns: ['customer', 'name', 'product'] }));
		const cell = rows(it).first().locator('.cell').nth(2);
		await it.page.setViewportSize({ width: 400, height: 800 });
		await it.page.locator('#grid').evaluate((grid) => grid.scrollTo({ left: 400 }));
		await cell.evaluate((element) => {
			element.style.width = '60px';
		});
		await cell.hover();
		assert.equal(await cell.getAttribute('title'), await cell.textContent());
		await it.page.locator('#title').hover();
		await it.page.locator('.title').first().hover();
		assert.equal(await cell.getAttribute('title'), null);
	});

	it('by keyboard: moves, selects, extends, opens, sorts', async () => {
		const it = await show(dark, shown());
		const { keyboard } = it.page;
		await it.page.locator('#grid').focus();
		const id = async (row: number) => given.window(row, 1).items[0];
		const idOf = async (row: number) => {
			const item = await id(row);
			return item?.kind === 'row' ? item.id : assert.fail('a row');
		};
		await keyboard.press('ArrowDown');
		assert.equal(await active(it), '3');
		await keyboard.press(' ');
		assert.deepEqual(await it.lastSent(), { type: 'select', how: 'toggle', id: await idOf(1) });
		await keyboard.press('Shift+ArrowDown');
		await keyboard.press('Shift+ArrowDown');
		assert.deepEqual(await it.lastSent(), { type: 'select', how: 'range', id: await idOf(3), from: await idOf(1) });
		await keyboard.press('Control+a');
		assert.deepEqual(await it.lastSent(), { type: 'selectAll', on: true });
		await keyboard.press('Escape');
		assert.deepEqual(await it.lastSent(), { type: 'selectAll', on: false });
		await keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'open', id: await idOf(3) });
		await keyboard.press('End');
		assert.equal(await active(it), '235');
		await keyboard.press('Home');
		await keyboard.press('PageDown');
		assert.ok(Number(await active(it)) > 8);
		await keyboard.press('Shift+F10');
		assert.equal(await it.page.evaluate('document.activeElement.textContent.trim()'), 'Export…');
		await it.page.locator('.title').first().focus();
		await keyboard.press('ArrowRight');
		await keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'setSort', column: 'name' });
	});

	for (const width of [300, 420, 620, 900, 1280])
		it(`shows the whole of a date in its field, ${width} px`, async () => {
			const it = await show(dark, shown({ query: { filters: [{ column: 'expiresAt', min: 0, max: Date.UTC(2027, 11, 31) }] } }), {
				viewport: { width, height: 800 },
			});
			await open(it);
			const fields = await it.page.locator('input[type="date"]').all();
			assert.equal(fields.length, 4);
			for (const field of fields) {
				const [has, needs] = await field.evaluate((input) => {
					const before = input.offsetWidth;
					input.style.flex = 'none';
					input.style.width = 'max-content';
					return [before, input.offsetWidth] as const;
				});
				assert.ok(has >= needs, `${has} px, but it needs ${needs}`);
			}
		});

	for (const width of [300, 640, 920, 1280])
		it(`${width} px: nothing moves when rows are selected, so that a second click meets the same row`, async () => {
			const it = await show(dark, shown(), { viewport: { width, height: 800 } });
			const place = async () => (await it.page.locator('#grid').boundingBox())?.y;
			const before = await place();
			for (const selected of [[0], [0, 30], []]) {
				await it.post(...shown({ selected }));
				assert.equal(await place(), before, String(selected));
			}
		});

	it('an action that can’t be run is there, says why, and does nothing', async () => {
		const it = await show(dark, shown({ selected: [0, 30] }));
		const back = it.page.getByRole('button', { name: 'Return…' });
		assert.equal(await back.getAttribute('title'), 'This takes one reservation: select it alone.');
		const { sent } = await it.recorded();
		await back.click({ force: true });
		assert.equal((await it.recorded()).sent.length, sent.length);
		await it.page.locator('#grid').focus();
		await it.page.keyboard.press('Shift+F10');
		assert.equal(await it.page.evaluate('document.activeElement.textContent.trim()'), 'Change Renewal…');
	});

	it('groups fold and unfold, and say so', async () => {
		const it = await show(dark, shown({ query: { groupBy: 'region' }, folded: [0] }));
		const group = it.page.locator('.row.group').first();
		assert.equal(await group.getAttribute('aria-expanded'), 'false');
		await it.page.locator('#grid').focus();
		await it.page.keyboard.press('ArrowRight');
		const sent = await it.lastSent();
		assert.deepEqual(sent, { type: 'toggleGroup', key: 'northeurope' });
		assert.match((await group.textContent()) ?? '', /northeurope.*reservations, quantity \d+/s);
	});

	it('tells what reading commitments takes, and how it goes on', async () => {
		const it = await show(dark, [...shown(), given.commitments({ table: given.world })]);
		const text = async () => ((await it.page.locator('.reading').textContent()) ?? '').replace(/\s+/g, ' ');
		assert.match(await text(), /Read Commitments 234 calls for the 234 reservations shown, one an order/);
		assert.match((await it.page.locator('#commitment-chart').textContent()) ?? '', /list of reservations has no prices/);
		assert.equal(await it.page.locator('.sums').count(), 0);
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

	it('tells who could not be read while the scan is still running, by keyboard too', async () => {
		const it = await show(dark, [...shown(), scan()]);
		const list = it.page.getByRole('button', { name: 'Show customers: 2 customers: not allowed' });
		await list.focus();
		// A cause that comes in, with more customers, takes nothing from the one that the keyboard is at.
		const causes = [
			{ kind: 'Throttled', count: 9 },
			{ kind: 'NotAllowed', code: 'AuthorizationFailed', count: 3 },
			{ kind: 'Unreachable', count: 1 },
		] as const;
		await it.post(scan({ causes }));
		await it.page.getByText('9 customers: the service asked to wait').waitFor();
		await it.page.keyboard.press('Enter');
		const { sent } = await it.recorded();
		assert.deepEqual(
			sent.find(({ type }) => type === 'showFailed'),
			{ type: 'showFailed', cause: 'NotAllowed AuthorizationFailed' },
		);
		await it.page.getByRole('button', { name: 'Retry: 9 customers' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'retry', cause: 'Throttled ' });
	});

	it('compares with Partner Center, and leads to what was found and to who could not be compared', async () => {
		const it = await show(dark, [...shown(), scan({ phase: 'done', hiddenOrders: 2, notCompared: 1 })]);
		const compare = it.page.getByRole('button', { name: 'Compare with Partner Center…' });
		assert.match((await compare.getAttribute('title')) ?? '', /a call or two more a customer/);
		await compare.focus();
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'compare' });
		await it.page.getByText('In Partner Center’s list, but not visible to this account: 2 orders').waitFor();
		await it.page.getByRole('button', { name: 'Show Orders' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'showCompared', list: 'hiddenOrders' });
		await it.page.getByRole('button', { name: 'Show Not Compared' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'showCompared', list: 'notCompared' });
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

	it('asks for what is typed into two fields one after the other', async () => {
		const it = await show(dark, shown());
		await open(it);
		await it.page.evaluate(`for (const [id, text] of [['search', 'vm'], ['filter-name', 'ri'], ['filter-sku', 'd4']]) {
			const field = document.getElementById(id);
			field.value = text;
			field.dispatchEvent(new Event('input', { bubbles: true }));
		}`);
		await it.page.waitForTimeout(300);
		const sent = (await it.recorded()).sent.filter(({ type }) => type === 'setText' || type === 'setFilter');
		assert.deepEqual(sent, [
			{ type: 'setText', text: 'vm' },
			{ type: 'setFilter', filter: { column: 'name', contains: 'ri' } },
			{ type: 'setFilter', filter: { column: 'sku', contains: 'd4' } },
		]);
	});

	it('names what is chosen as the rows do, and asks by what does not depend on the language', async () => {
		const it = await show(dark, shown({ query: { filters: [{ column: 'term', oneOf: ['P3Y'] }] } }));
		await open(it);
		assert.equal(await it.page.locator('#filter-term > summary').textContent(), 'term P3Y');
		await it.page.locator('#filter-state').getByLabel('Expiring').check();
		assert.deepEqual(await it.lastSent(), { type: 'setFilter', filter: { column: 'state', oneOf: ['Expiring'] } });
	});

	it('asks for filters, columns, views, and the actions on what is selected', async () => {
		const it = await show(dark, shown({ selected: [0] }));
		await open(it);
		await it.page.getByLabel('Days left, to').fill('90');
		await it.page.waitForTimeout(300);
		assert.deepEqual(await it.lastSent(), { type: 'setFilter', filter: { column: 'daysLeft', min: undefined, max: 90 } });
		// One list is open at a time, as for a user: they lie above each other.
		await it.page.locator('details.texts').evaluateAll((lists) => {
			for (const list of lists) list.removeAttribute('open');
		});
		await it.page.locator('#filter-region > summary').click();
		await it.page.locator('#filter-region').getByLabel('uksouth').check();
		assert.deepEqual(await it.lastSent(), { type: 'setFilter', filter: { column: 'region', oneOf: ['uksouth'] } });
		await it.page.locator('#filter-region').getByLabel('West Europe').focus();
		await it.page.keyboard.press('Space');
		const both = { column: 'region', oneOf: ['uksouth', 'westeurope'] } as const;
		assert.deepEqual(await it.lastSent(), { type: 'setFilter', filter: both });
		await it.post(...shown({ query: { filters: [{ ...both, oneOf: [...both.oneOf] }] } }));
		await it.page.keyboard.press('Escape');
		const told = it.page.locator('#filter-region > summary');
		assert.equal(await told.textContent(), 'uksouth, West Europe');
		assert.equal(await it.page.evaluate("document.activeElement.closest('details')?.id"), 'filter-region');
		await it.page.keyboard.press('Enter');
		await it.page.locator('#filter-region').getByRole('checkbox', { name: 'uksouth' }).uncheck();
		await it.page.locator('#filter-region').getByRole('checkbox', { name: 'West Europe' }).uncheck();
		assert.deepEqual(await it.lastSent(), { type: 'setFilter', filter: { column: 'region', oneOf: undefined } });
		await it.post(...shown({ selected: [0] }));
		await it.page.getByLabel('Expires, to').fill('2027-01-31');
		await it.page.waitForTimeout(300);
		assert.deepEqual(await it.lastSent(), {
			type: 'setFilter',
			filter: { column: 'expiresAt', min: undefined, max: Date.UTC(2027, 1) - 1 },
		});
		await it.page.getByLabel('Group by').selectOption('product');
		assert.deepEqual(await it.lastSent(), { type: 'setGrouping', by: 'product' });
		await it.page.getByLabel('View', { exact: true }).selectOption('Ending soon');
		assert.deepEqual(await it.lastSent(), { type: 'openView', name: 'Ending soon' });
		await it.page.getByRole('button', { name: 'Change Scope…' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'act', command: 'cspReservations.changeScope' });
		await it.page.locator('#selection details').evaluate((more) => more.removeAttribute('open'));
		await it.page.locator('#selection summary', { hasText: 'More Actions' }).focus();
		await it.page.keyboard.press('Space');
		await it.page.getByRole('button', { name: 'Rename…' }).focus();
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'act', command: 'cspReservations.rename' });
		await it.page.getByRole('button', { name: 'Select All' }).focus();
		await it.page.keyboard.press('Space');
		assert.deepEqual(await it.lastSent(), { type: 'selectAll', on: true });
		await it.page.locator('.columns').getByLabel('Product').check();
		const columns = await it.lastSent();
		assert.ok(columns?.type === 'setColumns' && columns.columns.includes('product'));
	});
});
