/** Activation as VS Code itself lists it, and the bytes that activation loads. */
import { stat } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { packageFile } from '../ui/helpers/package-file';
import { inWindow, kilobytes, median, milliseconds, type Row, type Window } from './measure';

const windows = 5;

const own = 'csp-reservations';
const github = 'github-authentication';

/** Load, activation: what the editor "Running Extensions" shows in ms. */
async function activationTimes({
	workbench,
	customers,
	ask,
}: Window): Promise<{ readonly own: number; readonly github: number }> {
	await customers.open();
	await ask('github');
	await workbench.runCommand('Developer: Show Running Extensions');
	const rows = workbench.page.locator('.runtime-extensions-editor .monaco-list-row');
	const list = workbench.page.locator('.runtime-extensions-editor .monaco-list');
	const times = new Map<string, number>();
	let key = 'Home';
	// The editor has only the rows that are on the screen, slowest first, and sorts them anew while it fills.
	await workbench.until(async () => {
		key = key === 'End' ? 'Home' : 'End';
		await list.focus();
		await workbench.page.keyboard.press(key);
		for (const row of await rows.all()) {
			const found = /(\d+)\s*ms/.exec((await row.locator('.activation-time').textContent()) ?? '');
			if (found !== null) times.set((await row.getAttribute('aria-label')) ?? '', Number(found[1]));
		}
		return times.has(own) && times.has(github);
	}, 'the times of the editor Running Extensions');
	return { own: times.get(own) ?? Number.NaN, github: times.get(github) ?? Number.NaN };
}

export async function measureActivation(browser: Browser): Promise<readonly Row[]> {
	const times: { readonly own: number; readonly github: number }[] = [];
	for (let window = 0; window < windows; window++) times.push(await inWindow(browser, {}, activationTimes));
	const ownMedian = median(times.map((time) => time.own));
	const githubMedian = median(times.map((time) => time.github));
	const loaded = await inWindow(browser, {}, async ({ ask }) => {
		await ask('activate');
		return ask<readonly { readonly file: string; readonly bytes: number }[]>('loaded');
	});
	const bytes = loaded.reduce((sum, file) => sum + file.bytes, 0);
	const { size } = await stat(packageFile);
	const each = (of: 'own' | 'github') => times.map((time) => time[of]).join(', ');
	return [
		{
			what: `Activation, median of ${windows} windows (${each('own')})`,
			measured: milliseconds(ownMedian),
			goal: `GitHub Authentication: ${milliseconds(githubMedian)} (${each('github')})`,
			met: ownMedian <= githubMedian,
		},
		{
			what: `Code loaded by activation (${loaded.map(({ file }) => file).join(', ')})`,
			measured: kilobytes(bytes),
			goal: '60 kB',
			met: bytes <= 60_000,
		},
		{ what: 'The .vsix', measured: kilobytes(size), goal: '1 MB', met: size <= 1_000_000 },
	];
}
