/** The Portfolio page alone, in a browser: themes, widths, policy, its bar, what a scan tells. Needs `node esbuild.js` before. */
import './outside';
import assert from 'node:assert/strict';
import type { HostMessage } from '../../../src/panels/portfolio/messages';
import * as given from './portfolio-sample';
import { dark, onPortfolioStage, open, unfold } from './portfolio-stage';
import { itIsSoundEverywhere } from './sound';

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

/** What is looked at unfolded. */
const unfolded: Readonly<Record<string, string>> = {
	reading: 'reading',
	selected: 'more-actions',
	grouped: 'customers',
	nothing: 'columns',
};

describe('Portfolio page', () => {
	const show = onPortfolioStage();

	itIsSoundEverywhere(show, {
		name: 'portfolio',
		scenes,
		forced: 'selected',
		drawn: async (it, scene) => {
			await unfold(it, unfolded[scene]);
			if (scene === 'filtered') await open(it);
		},
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
		assert.equal(await back.getAttribute('title'), 'Return…\nThis takes one reservation: select it alone.');
		const { sent } = await it.recorded();
		await back.click({ force: true });
		assert.equal((await it.recorded()).sent.length, sent.length);
		await it.page.locator('#grid').focus();
		await it.page.keyboard.press('Shift+F10');
		assert.equal(await it.page.evaluate('document.activeElement.textContent.trim()'), 'Change Renewal…');
	});

	it('tells who could not be read while the scan is still running, by keyboard too', async () => {
		const it = await show(dark, [...shown(), scan()]);
		await it.page.locator('.customers > summary').focus();
		await it.page.keyboard.press('Enter');
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
		await unfold(it, 'customers');
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
});
