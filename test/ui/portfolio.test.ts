/** The Portfolio panel in VS Code with 100,000 reservations: filtered, grouped, exported, acted on; by mouse and by keyboard; in every theme. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { paletteTitle } from '../host/manifest';
import { temporaryFolder } from '../host/processes';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { keyboard } from './helpers/hands';
import { chooseInPage } from './helpers/menus';
import { takePicture } from './helpers/pictures';
import { QuickFlow } from './helpers/quick-flow';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { allReservations, scheduledOf, type Truth } from './helpers/truth';

const customerCount = 4000;
const reservationsEach = 25;

const themes = [
	{ name: 'Light Modern', kind: 'vs', body: 'vscode-light' },
	{ name: 'Dark Modern', kind: 'vs-dark', body: 'vscode-dark' },
	{ name: 'Light High Contrast', kind: 'hc-light', body: 'vscode-high-contrast-light' },
	{ name: 'Dark High Contrast', kind: 'hc-black', body: 'vscode-high-contrast' },
] as const;

describe('Portfolio', function () {
	this.timeout(300_000);
	let sandbox: SandboxProcess;
	/** Part of what the sandbox holds: active ones of customers without troubles, the first page of each list. At least those are shown. */
	let truth: readonly Truth[];
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', String(customerCount), '--reservations', String(reservationsEach));
		truth = (await allReservations(sandbox)).filter(({ customer }) => !customer.includes('('));
		return { settings: { ...sandbox.settings, 'files.simpleDialog.enable': true } };
	});
	before('open the view', () => bed().customers.open());
	after(() => sandbox?.stop());

	const panel = () => bed().workbench.panel;
	const grid = () => panel().locator('#grid');
	const rows = () => panel().locator('.space > .row[aria-selected]');
	const totals = async () => (await panel().locator('.totals').textContent()) ?? '';
	const button = (name: string) => panel().getByRole('button', { name, exact: true });
	const figure = (text: string | undefined) => Number(text?.replaceAll(',', ''));
	const shown = async () => figure(/^([\d,]+) of/.exec(await totals())?.[1]);
	const known = async () => figure(/ of ([\d,]+) reservations/.exec(await totals())?.[1]);

	/** Rows that are wholly in view, while the page is at its top. */
	const rowsInView = async () => {
		const list = (await grid().boundingBox()) ?? assert.fail('no list');
		const panelBottom = (await panel().owner().boundingBox()) ?? assert.fail('no panel');
		const bottom = Math.min(list.y + list.height, panelBottom.y + panelBottom.height);
		const boxes = await Promise.all((await rows().all()).map((row) => row.boundingBox()));
		return boxes.filter((box) => box !== null && box.y >= list.y + box.height && box.y + box.height <= bottom).length;
	};

	async function look(picture: string): Promise<void> {
		await takePicture(bed().workbench, picture);
		assert.deepEqual(await accessibilityViolations(bed().workbench), []);
	}

	async function search(text: string): Promise<void> {
		await panel().locator('#search').fill(text);
		await bed().workbench.page.waitForTimeout(300);
	}

	it('scans all customers, and shows every reservation that there is', async () => {
		const { workbench } = bed();
		await workbench.runCommand(paletteTitle('cspReservations.openPortfolio'));
		await panel().locator('h1', { hasText: 'Portfolio' }).waitFor();
		await button('Scan All Customers').click();
		await panel().locator('.scan', { hasText: 'Scanned: 4,000 of 4,000 customers' }).waitFor({ timeout: 200_000 });
		// What is not shown with this account is told by its cause.
		const state = panel().locator('.customers > summary');
		await state.click();
		await panel().locator('.cause').first().waitFor();
		await look('portfolio-1-state');
		await state.press('Escape');
		await panel().locator('.cause').first().waitFor({ state: 'hidden' });
		await workbench.until(async () => (await known()) >= (customerCount * reservationsEach * 9) / 10, 'all reservations');
		// However many there are, the document has those in view.
		assert.ok((await rows().count()) < 80);
		assert.equal(Number(await grid().getAttribute('aria-rowcount')), (await shown()) + 1);
		await look('portfolio-1-all');
		assert.ok((await rowsInView()) >= 16, 'the list is the page');
		await panel().locator('.charts').scrollIntoViewIfNeeded();
		await look('portfolio-2-charts');
	});

	it('filters, sorts and groups as the sandbox holds it', async () => {
		const { workbench } = bed();
		const subject =
			truth.find(({ name }) => truth.filter((it) => it.name === name).length === 1) ?? assert.fail('a name of its own');
		await search(subject.reservationId);
		await workbench.until(async () => (await shown()) === 1, 'one reservation');
		assert.match((await rows().first().textContent()) ?? '', new RegExp(subject.customer.slice(0, 8)));
		await search('');
		await panel().locator('#filter-toggle').click();
		await panel().getByLabel('Quantity, from').fill('10');
		const all = await shown();
		const many = truth.filter(({ quantity }) => quantity >= 10).length;
		await workbench.until(async () => (await shown()) >= many && (await shown()) < all, 'the filter');
		const [ofQuantity, regions] = [await shown(), panel().locator('#filter-region')];
		await regions.locator('summary').click();
		for (const place of [0, 1]) await regions.getByRole('checkbox').nth(place).check();
		await workbench.until(async () => (await shown()) > 0 && (await shown()) < ofQuantity, 'the filter of two regions');
		const named = async () => ((await regions.locator('summary').textContent()) ?? '').trim().split(', ');
		await workbench.until(async () => (await named()).length === 2, 'both regions to be named');
		const chosen = await named();
		const inRegions = async () => {
			const cells = await rows().locator('.cell:nth-child(5)').allTextContents();
			return cells.length > 3 && cells.every((it) => chosen.includes(it.trim()));
		};
		await workbench.until(inRegions, 'rows of two regions');
		await panel().getByRole('button', { name: 'Quantity' }).click();
		await panel().locator('[role="columnheader"][aria-sort="ascending"]', { hasText: 'Quantity' }).waitFor();
		await workbench.until(async () => {
			const cells = await rows().locator('.figure:nth-child(6)').allTextContents();
			const figures = cells.slice(0, 8).map((it) => Number(it.trim()));
			return figures.length > 3 && figures.every((it, place) => it >= 10 && it >= (figures[place - 1] ?? 0));
		}, 'the order');
		await look('portfolio-3-filtered');
		await panel().getByRole('button', { name: 'Clear Filters' }).click();
		await panel().getByLabel('Group by').selectOption('customer');
		await panel().locator('.row.group').first().waitFor();
		assert.equal(await grid().getAttribute('role'), 'treegrid');
		await look('portfolio-4-grouped');
		await panel().getByLabel('Group by').selectOption('');
		await panel().locator('.row.group').first().waitFor({ state: 'detached' });
	});

	it('by keyboard alone: reads the commitments of a filtered set, as the sandbox holds them', async () => {
		const { workbench } = bed();
		const { page } = workbench;
		const { tenantId } = truth[0] ?? assert.fail('a reservation');
		await search(tenantId);
		const own = truth.filter((it) => it.tenantId === tenantId);
		await workbench.until(async () => (await shown()) >= own.length && (await shown()) < truth.length, 'the customer');
		const orders = new Set(own.map(({ orderId }) => orderId));
		await keyboard(workbench).press(panel().locator('.reading > summary'));
		await panel()
			.locator('#calls', { hasText: /for the \d+ reservations shown, one an order/ })
			.waitFor();
		await keyboard(workbench).press(button('Read Commitments'));
		await panel().locator('.reading', { hasText: 'Commitments read:' }).waitFor();
		const owed = await Promise.all([...orders].map((orderId) => scheduledOf(sandbox, { tenantId, orderId })));
		const cents = owed.flat().reduce((sum, { amount }) => sum + Math.round(amount * 100), 0);
		const inCents = (text: string) => Math.round(Number(/USD\s([\d,.]+)/.exec(text)?.[1]?.replaceAll(',', '')) * 100);
		await workbench.until(async () => inCents((await panel().locator('.sums').textContent()) ?? '') === cents, 'the sum');
		await panel()
			.locator('.sums', { hasText: `known of ${orders.size} of ${orders.size} orders` })
			.waitFor();
		await look('portfolio-7-commitments');
		const chart = panel().locator('#commitment-chart');
		await keyboard(workbench).press(chart.locator('summary'));
		await chart.locator('table').waitFor();
		const figures = (await chart.locator('tbody tr > td:nth-child(2)').allTextContents()).map(inCents);
		assert.ok(figures.length >= 24);
		assert.equal(
			figures.reduce((sum, figure) => sum + figure, 0),
			cents,
		);
		await look('portfolio-8-commitment-by-month');
		await page.keyboard.press('Control+Home');
		await search('');
	});

	it('keeps a view under a name, over a reload too', async () => {
		const { workbench } = bed();
		await search('sql');
		await workbench.until(async () => (await shown()) < (await known()) / 2, 'the search');
		const found = await shown();
		await button('Save View…').click();
		await workbench.quickInput.waitFor();
		await workbench.page.keyboard.type('Databases');
		await workbench.page.keyboard.press('Enter');
		await button('Delete View').waitFor();
		await search('');
		await workbench.until(async () => (await shown()) > found, 'everything');
		await workbench.reload();
		await panel().locator('.totals').waitFor({ timeout: 60_000 });
		await panel().getByLabel('View', { exact: true }).selectOption('Databases');
		await workbench.until(async () => (await shown()) === found, 'the saved view');
		assert.equal(await panel().locator('#search').inputValue(), 'sql');
		await search('');
	});

	it('by keyboard alone: selects fifty and exports them', async () => {
		const { workbench } = bed();
		const { page } = workbench;
		await workbench.until(async () => (await shown()) > (await known()) / 2, 'everything');
		await keyboard(workbench).reach(grid());
		await page.keyboard.press('Home');
		await page.keyboard.press('Space');
		const count = async () => {
			const told = (await panel().locator('#selection .count').textContent()) ?? '';
			return Number(/^(\d+) reservations selected/.exec(told)?.[1] ?? 1);
		};
		// One key at a time: what is pressed ahead of what the page tells goes on after it has told fifty.
		await workbench.until(async () => {
			const before = await count();
			if (before === 50) return true;
			await page.keyboard.press(before < 50 ? 'Shift+ArrowDown' : 'Shift+ArrowUp');
			for (const end = Date.now() + 5_000; (await count()) === before && Date.now() < end; ) await page.waitForTimeout(10);
			return false;
		}, 'fifty to be selected');
		await look('portfolio-5-selected');
		await page.keyboard.press('Shift+F10');
		await keyboard(workbench).press(button('Export…'));
		const file = path.join(temporaryFolder('portfolio'), 'fifty.csv');
		await workbench.quickInput.waitFor();
		// The dialog puts its suggestion in once it has read the folder, and completes what is typed: it is pasted until it stays.
		const written = () => workbench.quickInput.inputValue();
		await workbench.until(async () => (await written()).endsWith('.csv'), 'the suggested name');
		await workbench.until(async () => {
			if ((await written()) !== file) await workbench.quickInput.fill(file);
			await page.waitForTimeout(700);
			return (await written()) === file;
		}, 'the path of the file');
		await page.keyboard.press('Enter');
		await workbench.until(async () => existsSync(file), 'the file');
		assert.deepEqual(readdirSync(path.dirname(file)), ['fifty.csv']);
		const [names = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\r\n');
		assert.match(names, /^\uFEFFName,Reservation Id,Reservation order Id,Status,Expiration date,/);
		assert.equal(lines.length, 50);
		const ids = lines.map((line) => /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(line)?.[0]);
		assert.equal(new Set(ids).size, 50);
		const held = new Map(truth.map((it) => [it.reservationId, it]));
		assert.ok(ids.some((id) => held.has(id ?? '')));
		for (const [place, id] of ids.entries()) {
			const it = held.get(id ?? '');
			if (it !== undefined) assert.ok(lines[place]?.includes(it.orderId) && lines[place]?.includes(it.tenantId));
		}
		await new QuickFlow(workbench, 'mouse').clearNotices();
	});

	it('acts on one, and on several at once', async () => {
		const { workbench } = bed();
		const subject = truth[0] ?? assert.fail('a reservation');
		await search(subject.reservationId);
		await workbench.until(async () => (await shown()) === 1, 'one reservation');
		await rows().first().click();
		await panel()
			.locator('#selection', { hasText: `Selected: ${subject.name}` })
			.waitFor();
		await panel().locator('#selection summary', { hasText: 'More Actions' }).click();
		await button('Copy Reservation ID').click();
		await workbench.page.locator('.statusbar', { hasText: subject.reservationId }).waitFor();
		// As a person does: between the clicks the bar has heard of the selection.
		await button('Clear Selection').click();
		const at = (await rows().first().boundingBox()) ?? assert.fail('no row');
		const { mouse } = workbench.page;
		await mouse.move(at.x + 260, at.y + at.height / 2);
		for (const clickCount of [1, 2]) {
			await mouse.down({ clickCount });
			await mouse.up({ clickCount });
			await workbench.page.waitForTimeout(180);
		}
		await panel().locator('#essentials').waitFor();
		await workbench.runCommand('View: Close Editor');
		await panel().locator('#grid').waitFor();
		await search(subject.tenantId);
		const own = truth.filter(({ tenantId }) => tenantId === subject.tenantId).length;
		await workbench.until(async () => (await shown()) >= own, 'the customer');
		await button('Select All').click();
		await panel()
			.locator('#selection', { hasText: `${await shown()} reservations selected` })
			.waitFor();
		await button('Change Scope…').click();
		await new QuickFlow(workbench, 'mouse').at('Change Scope');
		await takePicture(workbench, 'portfolio-6-act');
		await workbench.page.keyboard.press('Escape');
	});

	it('a right-click in a selection acts on all of it, on another row on that row alone', async () => {
		const { workbench } = bed();
		await search('');
		await workbench.until(async () => (await shown()) > (await known()) / 2, 'everything');
		await rows().nth(1).click();
		await rows()
			.nth(2)
			.click({ modifiers: ['Shift'] });
		await panel().locator('#selection', { hasText: '2 reservations selected' }).waitFor();
		await chooseInPage(workbench, rows().nth(2), 'Copy Reservation ID');
		await workbench.page.locator('.statusbar', { hasText: 'Copied: Reservation ID (2 lines)' }).waitFor();
		await panel().locator('#selection', { hasText: '2 reservations selected' }).waitFor();
		await chooseInPage(workbench, rows().nth(4), 'Copy Reservation ID');
		await workbench.page.locator('.statusbar', { hasText: /Copied: Reservation ID [0-9a-f]{8}-/ }).waitFor();
		await panel().locator('#selection', { hasText: 'Selected: ' }).waitFor();
	});

	it('is accessible in every kind of theme, wide and narrow', async () => {
		const { workbench } = bed();
		await panel().locator('#filter-toggle').click();
		for (const { name, kind, body } of themes) {
			await workbench.setTheme(name, kind);
			await panel().locator(`body.${body}`).waitFor();
			await look(`portfolio-7-${kind}`);
		}
		await panel().locator('#filter-toggle').click();
		await workbench.page.setViewportSize({ width: 640, height: 800 });
		await look('portfolio-8-narrow');
	});
});
