/** The Exchange panel: from the click on Get Binding Quote to the quote on the screen, beside the service's own time. */
import type { Browser } from 'playwright-core';
import { mouse } from '../ui/helpers/hands';
import { chooseInContextMenu } from '../ui/helpers/menus';
import { MoneyPanel } from '../ui/helpers/money-panel';
import { startSandboxProcess } from '../ui/helpers/sandbox-process';
import { allReservations, type Truth } from '../ui/helpers/truth';
import { inWindow, median, milliseconds, pageOf, type Row, type Window, watchFor } from './measure';
import { type Recorder, startRecorder } from './recorder';

const windows = 5;

/** Beside the time from the first request of the quote to its last answer, with the waits that the service asked for between. */
async function ownTime({ workbench, customers }: Window, recorder: Recorder, { customer, name }: Truth) {
	await customers.open();
	await customers.show(customer);
	await chooseInContextMenu(workbench, customers.row(name), 'Exchange…');
	const panel = new MoneyPanel(workbench, mouse());
	await panel.opened('Exchange');
	await panel.press('All Units');
	const add = workbench.panel.getByRole('table', { name: 'Products' }).getByRole('button', { name: /^Add/ });
	await workbench.panel.getByLabel('Name or size').fill('D8s_v5');
	await workbench.until(async () => (await add.count()) === 1, 'the only product');
	await add.click();
	await workbench.panel.locator('.line[role="group"]').getByLabel('Quantity').fill('40');
	const button = panel.button('Get Binding Quote');
	await panel.usable(button);
	// The figures of the calculator are asked for too: they are not to be taken for the quote's.
	await workbench.page.waitForTimeout(2000);
	const frame = await pageOf({ workbench });
	await frame.evaluate("addEventListener('click', () => { globalThis.clickedAt = Date.now(); }, { once: true, capture: true })");
	const since = Date.now();
	await button.click();
	const painted = await frame.evaluate<number>(watchFor('[aria-labelledby="quote-title"][aria-busy="false"] .sides:not(.old)'));
	const clicked = await frame.evaluate<number>('clickedAt');
	const answers = recorder.answers.filter(({ askedAt, at }) => askedAt >= since && at <= painted);
	const asked = Math.min(...answers.map(({ askedAt }) => askedAt));
	const answered = Math.max(...answers.map(({ at }) => at));
	if (!Number.isFinite(asked + answered)) throw new Error('The recorder saw no quote.');
	return { own: asked - clicked + (painted - answered), service: answered - asked };
}

export async function measureExchange(browser: Browser): Promise<readonly Row[]> {
	const sandbox = await startSandboxProcess('--operation-seconds', '4');
	const recorder = await startRecorder(sandbox);
	try {
		const machine = (await allReservations(sandbox)).find(
			({ customer, resourceType, isOffered }) => !customer.includes('(') && resourceType === 'VirtualMachines' && isOffered,
		);
		if (machine === undefined) throw new Error('The sandbox has no machine to exchange.');
		const settings = { 'cspReservations.sandbox.address': recorder.address };
		const all: Awaited<ReturnType<typeof ownTime>>[] = [];
		for (let index = 0; index < windows; index++)
			all.push(await inWindow(browser, settings, (window) => ownTime(window, recorder, machine)));
		const own = median(all.map((time) => time.own));
		return [
			{
				what: `Exchange: from the click to the binding quote on the screen, beside the service's own ${milliseconds(median(all.map(({ service }) => service)))}, median of ${windows}`,
				measured: milliseconds(own),
				goal: '200 ms',
				met: own <= 200,
			},
		];
	} finally {
		await recorder.close();
		await sandbox.stop();
	}
}
