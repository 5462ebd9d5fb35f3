/** Scan All Customers in VS Code: progress, how it ended, who failed, the badge, and the digest of the day. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { logOf, useBed } from './helpers/bed';
import { takePicture } from './helpers/pictures';
import { QuickFlow } from './helpers/quick-flow';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';

const customers = 40;

describe('Scan of all customers', function () {
	this.timeout(120_000);
	let sandbox: SandboxProcess;
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', String(customers), '--latency', '20');
		return { settings: { ...sandbox.settings, 'cspReservations.dailyDigest': true } };
	});
	before('open the view', () => bed().customers.open());
	after(() => sandbox?.stop());

	it('tells how many were read and who was not, and once a day what needs a look; a badge counts what ends', async () => {
		const { workbench, host } = bed();
		const flow = new QuickFlow(workbench, 'mouse');
		await workbench.runCommand(paletteTitle('cspReservations.scanAll'));
		const end = await flow.notice(new RegExp(`of ${customers} customers read`));
		assert.match((await end.textContent()) ?? '', /Not read: \d+ \(.+\)\. What was known of them is kept/);
		const digest = await flow.notice(/Practice data: Reservations that need a look/);
		await workbench.page.locator('.activitybar .badge-content', { hasText: /\d/ }).first().waitFor();
		await takePicture(workbench, 'scan-ended');

		await digest.hover();
		await digest.getByRole('button', { name: 'Show', exact: true }).click();
		await workbench.quickPickRows.first().waitFor();
		await takePicture(workbench, 'watch-list');
		await workbench.page.keyboard.press('Enter');
		await flow.at(/^Watch List: /);
		await workbench.quickPickRows.first().waitFor();
		await workbench.page.keyboard.press('Enter');
		await workbench.panel.locator('h1').waitFor();

		const still = await flow.notice(new RegExp(`of ${customers} customers read`));
		await still.hover();
		await still.getByRole('button', { name: 'Show Failed' }).click();
		await workbench.quickPickRows.first().waitFor();
		await takePicture(workbench, 'scan-failed');
		await workbench.page.keyboard.press('Escape');
		// It was told today: a second scan ends without a digest.
		await flow.clearNotices();
		await workbench.runCommand(paletteTitle('cspReservations.scanAll'));
		await flow.notice(new RegExp(`of ${customers} customers read`));
		assert.equal(await workbench.page.getByText('Reservations that need a look').count(), 0);
		assert.deepEqual(
			(await logOf(host)).filter((line) => line.includes('[error]')),
			[],
		);
	});
});
