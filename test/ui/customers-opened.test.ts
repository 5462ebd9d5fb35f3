/** Customers that are opened while the list of them is still coming in. */
import assert from 'node:assert/strict';
import { useBed } from './helpers/bed';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';

describe('Customers that are opened while the list comes in', function () {
	this.timeout(120_000);
	let sandbox: SandboxProcess;
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '6000', '--latency', '900');
		return { settings: sandbox.settings, height: 1400 };
	});
	after(() => sandbox?.stop());

	it('stay open, and show their reservations once those are there', async () => {
		const { customers, workbench } = bed();
		await customers.open();
		const names: string[] = [];
		for (let place = 0; place < 8; place++) {
			const closed = workbench.tree('Customers').locator('[role="treeitem"][aria-level="1"][aria-expanded="false"]').first();
			names.push(((await closed.getAttribute('aria-label')) ?? '').split(', ')[0] ?? '');
			await closed.click();
			await workbench.page.waitForTimeout(300);
		}
		const open = workbench.tree('Customers').locator('[role="treeitem"][aria-level="1"][aria-expanded="true"]');
		const loading = workbench.tree('Customers').locator('.codicon-tree-item-loading, .codicon-loading');
		await workbench.page.waitForTimeout(8000);
		await workbench.until(async () => (await loading.count()) === 0, 'everything to be there');
		assert.equal(await open.count(), names.length, `opened ${names.join(', ')}`);
		const rows = await customers.rows.evaluateAll((found) => found.map((row) => Number(row.getAttribute('aria-level'))));
		const isOpenAt = await customers.rows.evaluateAll((found) =>
			found.map((row) => row.getAttribute('aria-expanded') === 'true'),
		);
		for (const [place, isOpen] of isOpenAt.entries())
			if (isOpen) assert.equal(rows[place + 1], 2, 'nothing stands below what is open');
	});
});
