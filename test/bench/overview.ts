/** The Overview panel: from the data to its content on the screen. */
import type { Browser } from 'playwright-core';
import { startSandboxProcess } from '../ui/helpers/sandbox-process';
import { inWindow, median, milliseconds, pageOf, type Row, type Window, watchFor } from './measure';
import { type Recorder, startRecorder } from './recorder';

const windows = 5;
/** Longer than a panel takes to open, so that the page waits for the data and not the data for the page. */
const delayMs = 4000;

async function times(window: Window, recorder: Recorder) {
	await window.customers.open();
	const reservation = await window.customers.firstReservation();
	const since = Date.now();
	await reservation.click();
	const frame = await pageOf(window);
	const opened = (await frame.evaluate<number>(watchFor('#essentials dl'))) - since;
	const painted = await frame.evaluate<number>(watchFor('#payments table'));
	const answer = recorder.answer(/reservationOrders\/[^/?]+\?.*expand=schedule/i, since);
	if (answer === undefined) throw new Error('The recorder saw no answer with the payments.');
	return { opened, painted: painted - answer.at };
}

export async function measureOverview(browser: Browser): Promise<readonly Row[]> {
	const sandbox = await startSandboxProcess();
	const recorder = await startRecorder(sandbox);
	try {
		await sandbox.plan(
			{ service: 'resourceManager', pathPattern: 'reservationOrders/[^/?]+\\?' },
			{ kind: 'delay', ms: delayMs },
		);
		const settings = { 'cspReservations.sandbox.address': recorder.address };
		const all: Awaited<ReturnType<typeof times>>[] = [];
		for (let index = 0; index < windows; index++)
			all.push(await inWindow(browser, settings, (window) => times(window, recorder)));
		const painted = median(all.map((time) => time.painted));
		return [
			{
				what: `Overview: from the answer with the payments to their table on the screen, median of ${windows}`,
				measured: milliseconds(painted),
				goal: '150 ms',
				met: painted <= 150,
			},
			{
				what: `Overview: from the click to the essentials on the screen, VS Code's webview included, median of ${windows}`,
				measured: milliseconds(median(all.map((time) => time.opened))),
				goal: '',
			},
		];
	} finally {
		await recorder.close();
		await sandbox.stop();
	}
}
