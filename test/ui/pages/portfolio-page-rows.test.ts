/** Long lists of the Portfolio page: it holds the rows in view, asks for others, and keeps the place. */
import './outside';
import assert from 'node:assert/strict';
import * as given from './portfolio-sample';
import { active, dark, onPortfolioStage, rows } from './portfolio-stage';

const { shown } = given;

describe('Portfolio page', () => {
	const show = onPortfolioStage();

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
});
