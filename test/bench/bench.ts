/** `npm run bench`: the measurements, as a table with its machine. `--only activation | large | overview` */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser } from '../host/browser';
import { readFlags } from '../host/flags';
import { paletteTitle } from '../host/manifest';
import { run } from '../host/processes';
import { runProgram } from '../host/program';
import { packageFile } from '../ui/helpers/package-file';
import { measureActivation } from './activation';
import { measureLargeTenant } from './large-tenant';
import { inWindow, machine, print, type Row } from './measure';
import { measureOverview } from './overview';

runProgram(async (defer) => {
	const { only } = readFlags('bench', { only: { kind: 'choice', choices: ['activation', 'large', 'overview'] } });
	await mkdir(path.dirname(packageFile), { recursive: true });
	await run('npx', ['vsce', 'package', '--no-dependencies', '--out', packageFile]);
	const browser = await launchBrowser();
	defer(() => browser.close());
	const versions = await inWindow(browser, {}, ({ ask }) => ask<{ vscode: string; node: string }>('versions'));
	const rows: Row[] = [];
	if (only === undefined || only === 'activation') rows.push(...(await measureActivation(browser)));
	if (only === undefined || only === 'large')
		rows.push(...(await measureLargeTenant(browser, paletteTitle('cspReservations.search'))));
	if (only === undefined || only === 'overview') rows.push(...(await measureOverview(browser)));
	console.log(`${machine(browser, versions)}\n`);
	print(rows);
	return rows.every(({ met }) => met !== false) ? 0 : 1;
});
