/** What the Portfolio page asks the host for: filters, columns, views, actions. */
import './outside';
import assert from 'node:assert/strict';
import * as given from './portfolio-sample';
import { dark, onPortfolioStage, open, unfold } from './portfolio-stage';

const { shown } = given;

describe('Portfolio page', () => {
	const show = onPortfolioStage();

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

	it('what was chosen stays when a message comes that was under way, and the next choice has both; the host takes it back', async () => {
		const it = await show(dark, shown({ selected: [0] }));
		await open(it);
		const region = it.page.locator('#filter-region');
		const currency = it.page.locator('#filter-commitment');
		const boxes = region.getByRole('checkbox', { checked: true });
		await region.getByLabel('uksouth').check();
		await currency.selectOption('known');
		await it.post(...shown({ selected: [0] }));
		assert.equal(await boxes.count(), 1);
		assert.equal(await currency.inputValue(), 'known');
		await region.getByLabel('West Europe').check();
		const both = { column: 'region', oneOf: ['uksouth', 'westeurope'] } as const;
		assert.deepEqual(await it.lastSent(), { type: 'setFilter', filter: both });
		const filters = [
			{ ...both, oneOf: [...both.oneOf] },
			{ column: 'commitment' as const, known: true },
		];
		await it.post(...shown({ query: { filters } }));
		assert.equal(await boxes.count(), 2);
		await it.post(...shown({ fieldRevision: 1 }));
		assert.equal(await boxes.count(), 0);
		assert.equal(await currency.inputValue(), '');
		await unfold(it, 'columns');
		await it.page.locator('.columns').getByLabel('Product').check();
		await it.page.locator('.columns').getByLabel('Region').uncheck();
		const columns = await it.lastSent();
		assert.ok(columns?.type === 'setColumns' && columns.columns.includes('product') && !columns.columns.includes('region'));
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
		await it.page.locator('#selection summary', { hasText: 'More Actions' }).focus();
		await it.page.keyboard.press('Space');
		await it.page.getByRole('button', { name: 'Rename…' }).focus();
		await it.page.keyboard.press('Enter');
		assert.deepEqual(await it.lastSent(), { type: 'act', command: 'cspReservations.rename' });
		await it.page.getByRole('button', { name: 'Select All' }).focus();
		await it.page.keyboard.press('Space');
		assert.deepEqual(await it.lastSent(), { type: 'selectAll', on: true });
		await it.page.getByRole('button', { name: 'Show ended and archived', pressed: false }).click();
		assert.deepEqual(await it.lastSent(), { type: 'setShowEnded', on: true });
		await unfold(it, 'columns');
		await it.page.locator('.columns').getByLabel('Product').check();
		const columns = await it.lastSent();
		assert.ok(columns?.type === 'setColumns' && columns.columns.includes('product'));
	});
});
