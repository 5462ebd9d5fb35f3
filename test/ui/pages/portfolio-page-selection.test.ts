/** Rows of the Portfolio page by mouse and by keyboard: moving, selecting, folding, reading what is cut. */
import './outside';
import assert from 'node:assert/strict';
import * as given from './portfolio-sample';
import { active, dark, onPortfolioStage, rows } from './portfolio-stage';

const { shown } = given;

describe('Portfolio page', () => {
	const show = onPortfolioStage();

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
		await it.page.locator('.totals').hover();
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
});
