/** Where things stand on the Portfolio page: the list has most of the window, and stays where it is whatever is told, selected or unfolded. */
import './outside';
import assert from 'node:assert/strict';
import type { HostMessage } from '../../../src/panels/portfolio/messages';
import * as given from './portfolio-sample';
import { dark, onPortfolioStage, open, rows, type Shown, unfold } from './portfolio-stage';

const { shown, scan } = given;

/** All that a day's work shows: what could not be read, what was compared, sums in three currencies. */
const everything = (): HostMessage[] => [
	...shown({ table: given.paying.table }),
	scan({ phase: 'done', hiddenOrders: 2, notCompared: 1 }),
	given.commitments({ state: given.wasRead }),
];
const widths = [300, 420, 640, 879, 900, 1239, 1280];

/** Of a part of the page, from the window's top. */
const place = async ({ page }: Shown, part: string) =>
	(await page.locator(part).boundingBox()) ?? assert.fail(`${part} is not there`);

/** Rows that are wholly in view, below the titles. */
async function rowsInView(it: Shown): Promise<number> {
	const list = await place(it, '#grid');
	const bottom = Math.min(list.y + list.height, it.page.viewportSize()?.height ?? 0);
	const boxes = await Promise.all((await rows(it).all()).map((row) => row.boundingBox()));
	return boxes.filter((box) => box !== null && box.y >= list.y + box.height && box.y + box.height <= bottom).length;
}

describe('Portfolio page', () => {
	const show = onPortfolioStage();

	it('900 × 700 px: sixteen rows and more are in view, nine with filters, and the page scrolls to the charts alone', async () => {
		const it = await show(dark, everything(), { viewport: { width: 900, height: 700 } });
		assert.ok((await rowsInView(it)) >= 16, `${await rowsInView(it)}`);
		const list = await place(it, '#grid');
		assert.ok(list.y + list.height <= 700, 'its end is in view');
		assert.ok((await place(it, '.charts')).y >= 700);
		await open(it);
		assert.ok((await rowsInView(it)) >= 9, `${await rowsInView(it)} with filters`);
	});

	it('280 × 700 px: the search, the bars and ten rows are in view at once', async () => {
		const it = await show(dark, everything(), { viewport: { width: 280, height: 700 } });
		assert.ok((await rowsInView(it)) >= 10, `${await rowsInView(it)}`);
		for (const part of ['.sandbox', '.totals', '#search', '#filter-toggle', '#selection .count', '#grid'])
			assert.ok((await place(it, part)).y < 300, part);
		const [portfolio] = shown();
		await it.post({ ...portfolio, totals: '90,148 of 100,432 reservations · 3,993 customers · quantity 675,367' });
		const [has, needs] = await it.page
			.locator('.totals')
			.evaluate((totals) => [totals.clientHeight, totals.scrollHeight] as const);
		assert.ok(has >= needs, 'the totals are told in full');
	});

	it('few rows leave the charts in view', async () => {
		const it = await show(dark, shown({ query: { text: 'VM_RI_D4s__1000' } }), { viewport: { width: 1280, height: 800 } });
		assert.ok((await place(it, '.charts')).y < 600);
	});

	for (const width of widths)
		it(`${width} px: no row moves when something is selected, told or unfolded`, async () => {
			const it = await show(dark, [shown({ loading: true })[0]], { viewport: { width, height: 800 } });
			const top = async () => (await place(it, '#grid')).y;
			const before = await top();
			const tell: readonly (readonly [string, HostMessage[]])[] = [
				['rows', [...shown()]],
				['a scan', [scan({ causes: [], failed: 0, throttled: 0 })]],
				['customers that fail and wait', [scan()]],
				['its end', [scan({ phase: 'done', hiddenOrders: 2, notCompared: 1 })]],
				['what commitments take', [given.commitments({ table: given.world })]],
				['commitments while they are read', [given.commitments({ state: given.reading })]],
				['commitments', [given.commitments({ state: given.wasRead })]],
				['a list that could not be read', [...shown({ failure: given.listFailure.message })]],
				['one that is selected', [...shown({ selected: [0] })]],
				['two that are selected', [...shown({ selected: [0, 30] })]],
				['none that is selected', [...shown()]],
			];
			for (const [what, messages] of tell) {
				await it.post(...messages);
				assert.equal(await top(), before, what);
			}
			for (const name of ['customers', 'reading', 'columns', 'more-actions']) {
				await unfold(it, name);
				const over = await place(it, `.${name} > .flyout`);
				assert.ok(over.x >= 0 && over.x + over.width <= width, `${name} is within the window`);
				assert.equal(await top(), before, name);
			}
		});

	for (const width of widths)
		it(`${width} px: the actions stand in one row, and none sticks out of it`, async () => {
			const it = await show(dark, everything(), { viewport: { width, height: 800 } });
			const boxes = await it.page
				.locator('#selection .actions > *')
				.evaluateAll((all) =>
					all.map((one) => one.getBoundingClientRect()).map(({ top, right, width }) => ({ top, right, width })),
				);
			assert.equal(new Set(boxes.map(({ top }) => Math.round(top))).size, 1);
			assert.ok(boxes.every(({ right, width: own }) => right <= width && own >= 24));
			for (const line of ['.states', '#selection .strip'])
				for (const one of await it.page.locator(line).all())
					assert.ok(await one.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth), line);
		});

	it('what unfolds over the list does it by keyboard, and Escape or leaving it folds it', async () => {
		const it = await show(dark, everything());
		const { keyboard } = it.page;
		const focused = () =>
			it.page.evaluate<string>("document.activeElement.closest('.fold')?.className ?? document.activeElement.id");
		const isOpen = (name: string) => it.page.locator(`.${name}`).evaluate((fold) => fold.hasAttribute('open'));
		for (const name of ['customers', 'reading', 'columns']) {
			await it.page.locator(`.${name} > summary`).focus();
			await keyboard.press('Enter');
			await keyboard.press('Tab');
			assert.ok(await isOpen(name), name);
			assert.match(await focused(), new RegExp(name));
			await keyboard.press('Escape');
			assert.equal(await isOpen(name), false, name);
			assert.match(await focused(), new RegExp(name));
		}
		await keyboard.press('Enter');
		await it.page.locator('#grid').focus();
		assert.equal(await isOpen('columns'), false);
	});

	it('More Actions folds once one was run, and Escape goes from any of them back to the list', async () => {
		const it = await show(dark, shown({ selected: [0] }));
		const summary = it.page.locator('.more-actions > summary');
		const isOpen = () => it.page.locator('.more-actions').evaluate((fold) => fold.hasAttribute('open'));
		await summary.click();
		await it.page.getByRole('button', { name: 'Copy Reservation ID' }).click();
		assert.deepEqual(await it.lastSent(), { type: 'act', command: 'cspReservations.copyReservationId' });
		assert.equal(await isOpen(), false);
		assert.equal(await it.page.evaluate('document.activeElement.textContent.trim()'), 'More Actions');
		await it.page.keyboard.press('Enter');
		await it.page.keyboard.press('Tab');
		assert.equal(await isOpen(), true);
		await it.page.keyboard.press('Escape');
		assert.equal(await isOpen(), false);
		assert.equal(await it.page.evaluate('document.activeElement.id'), 'grid');
	});

	it('Shift+F10 goes to More Actions where only those of it can be run', async () => {
		const it = await show(dark, shown({ selected: [0] }));
		const [portfolio] = shown({ selected: [0] });
		const actions = portfolio.selection.actions.map((action) => ({ ...action, reason: action.isMore ? undefined : 'Not now.' }));
		await it.post({ ...portfolio, selection: { ...portfolio.selection, actions } });
		await it.page.locator('#grid').focus();
		await it.page.keyboard.press('Shift+F10');
		assert.equal(await it.page.evaluate('document.activeElement.textContent.trim()'), 'More Actions');
	});

	it('a button that goes with what it acted on leaves the keyboard to what it stood in', async () => {
		const it = await show(dark, [...shown(), scan({ phase: 'done' })]);
		await unfold(it, 'customers');
		await it.page.getByRole('button', { name: 'Retry: 1 customer' }).focus();
		await it.page.keyboard.press('Enter');
		await it.post(scan({ causes: [{ kind: 'NotAllowed', code: 'AuthorizationFailed', count: 2 }] }));
		assert.equal(await it.page.evaluate("document.activeElement.closest('.customers') !== null"), true);
	});

	it('Tab goes through the page as the eye does: from line to line, each from its start', async () => {
		for (const width of [300, 900, 1280]) {
			const it = await show(dark, everything(), { viewport: { width, height: 800 } });
			const reached: { readonly x: number; readonly y: number; readonly what: string }[] = [];
			const at = () =>
				it.page.evaluate<(typeof reached)[number]>(
					'(({ x, y, height }, what) => ({ x, y: y + height / 2, what }))(document.activeElement.getBoundingClientRect(), document.activeElement.id || document.activeElement.textContent.trim())',
				);
			for (;;) {
				await it.page.keyboard.press('Tab');
				const stop = await at();
				if (stop.what === 'grid') break;
				reached.push(stop);
			}
			assert.ok(reached.length > 15);
			for (const [index, { x, y, what }] of reached.entries()) {
				const before = reached[index - 1];
				if (before !== undefined) assert.ok(y > before.y + 8 || (y > before.y - 8 && x > before.x), `${before.what}, ${what}`);
			}
		}
	});
});
