/** `npm start -- --check`: looks into a running host as a user would, prints what it read, and says what was missing. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import { CustomersView, viewContainerTitle } from './customers-view';
import { root } from './processes';
import type { Defer } from './program';
import type { VSCodeHost } from './vscode-server';
import { Workbench } from './workbench';

const picture = path.join(root, 'out/check.png');

/** @returns 0 when the tree lists reservations and an Overview panel has content, else 1 */
export async function checkHost(host: VSCodeHost, defer: Defer): Promise<number> {
	const browser: Browser = await launchBrowser();
	defer(() => browser.close());
	await mkdir(path.dirname(picture), { recursive: true });
	let looking = 'the workbench';
	let workbench: Workbench | undefined;
	try {
		workbench = await Workbench.open(browser, host.address({ extension: root }));
		looking = `the view "${viewContainerTitle}"`;
		const view = new CustomersView(workbench);
		await view.open();
		looking = 'a reservation in the tree';
		const reservation = await view.firstReservation();
		console.log('Tree:');
		for (const label of await labels(view)) console.log(`  ${label}`);
		looking = 'the Overview panel';
		await view.openOverview(reservation);
		console.log('Overview:');
		const text = await workbench.panelText();
		for (const line of text.split('\n').filter((part) => part.trim() !== '')) console.log(`  ${line.trim()}`);
		await workbench.page.screenshot({ path: picture });
		console.log(`Picture: ${path.relative(root, picture)}`);
		return 0;
	} catch (error) {
		await workbench?.page.screenshot({ path: picture }).catch(() => undefined);
		console.error(`Missing: ${looking}. ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)}`);
		const shown = await workbench?.notifications.allInnerTexts().catch(() => []);
		if (shown !== undefined && shown.length > 0) console.error(`VS Code says: ${shown.join(' | ')}`);
		console.error(`Picture: ${path.relative(root, picture)}`);
		return 1;
	}
}

async function labels(view: CustomersView): Promise<string[]> {
	const rows = await view.rows.all();
	return Promise.all(
		rows.map(
			async (row) => `${(await row.getAttribute('aria-level')) === '2' ? '  ' : ''}${await row.getAttribute('aria-label')}`,
		),
	);
}
