/** One VS Code and one workbench for the tests of a suite. */
import { glob, readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../host/browser';
import { CustomersView } from '../../host/customers-view';
import { root } from '../../host/processes';
import { type HostOptions, startVSCodeServer, type VSCodeHost } from '../../host/vscode-server';
import { Workbench, type WorkbenchOptions } from '../../host/workbench';
import { takePictureOfFailure } from './pictures';

export interface Bed {
	readonly host: VSCodeHost;
	readonly workbench: Workbench;
	readonly customers: CustomersView;
}

/** Lines of the extension's log that are shown after a failure. */
const logLines = 12;

/** What the extension wrote to its log. */
export async function logOf({ dataFolder }: VSCodeHost): Promise<string[]> {
	const lines: string[] = [];
	for await (const file of glob(`${dataFolder}/data/logs/**/CSP Reservations.log`)) {
		lines.push(...(await readFile(file, 'utf8')).split('\n').filter((line) => line !== ''));
	}
	return lines;
}

let browser: Promise<Browser> | undefined;

/** One browser serves all suites; each gets a window and a profile of its own. */
export function sharedBrowser(): Promise<Browser> {
	browser ??= launchBrowser();
	return browser;
}

export async function closeSharedBrowser(): Promise<void> {
	await (await browser?.catch(() => undefined))?.close();
}

/**
 * Gives the suite that calls it a VS Code with the extension: of the development folder, or installed from `vsix`.
 * A test that fails leaves a picture of the screen.
 * @param prepare makes the host's options when the suite begins; a chance to start what the extension shall talk to
 * @returns a function that gives the bed, for use inside tests and hooks
 */
export function useBed(prepare: () => Promise<HostOptions & WorkbenchOptions> | (HostOptions & WorkbenchOptions)): () => Bed {
	let bed: Bed | undefined;
	let started: VSCodeHost | undefined;
	before('start VS Code', async function () {
		this.timeout(120_000);
		const options = await prepare();
		const host = await startVSCodeServer(options);
		started = host;
		const address = options.vsix === undefined ? host.address({ extension: root }) : host.address();
		const workbench = await Workbench.open(await sharedBrowser(), address, options);
		bed = { host, workbench, customers: new CustomersView(workbench) };
	});
	let pictured = false;
	const picture = async (opened: Bed, title: string) => {
		pictured = true;
		const taken = takePictureOfFailure(opened.workbench, title);
		console.log(`      picture: ${await taken.catch((error: unknown) => `none, ${String(error)}`)}`);
		for (const line of (await logOf(opened.host)).slice(-logLines)) console.log(`      log: ${line}`);
	};
	afterEach('picture of a failure', async function () {
		if (this.currentTest?.state === 'failed' && bed !== undefined) await picture(bed, this.currentTest.fullTitle());
	});
	after('picture of a failed hook', async function () {
		const suite = this.test?.parent;
		const unfinished = suite?.tests.some((test) => test.state === undefined && !test.isPending()) === true;
		if (unfinished && !pictured && bed !== undefined) await picture(bed, `${suite.fullTitle()} hook`);
	});
	after('end VS Code', async () => {
		await bed?.workbench.close();
		await started?.stop();
		bed = undefined;
	});
	return () => {
		if (bed === undefined) throw new Error('VS Code is not up; it is there from the first hook of the suite on.');
		return bed;
	};
}
