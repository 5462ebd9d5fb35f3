/** `npm run bench`: the measurements, as a table with its machine. `--only activation | large | overview | exchange | portfolio-panel`, or `portfolio` alone. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser } from '../host/browser';
import { readFlags } from '../host/flags';
import { paletteTitle } from '../host/manifest';
import { run } from '../host/processes';
import { runProgram } from '../host/program';
import { packageFile } from '../ui/helpers/package-file';
import { measureActivation } from './activation';
import { measureExchange } from './exchange';
import { measureLargeTenant } from './large-tenant';
import { inWindow, machine, print, type Row } from './measure';
import { measureOverview } from './overview';
import { cases, measurePortfolio } from './portfolio';
import { measurePortfolioPanel } from './portfolio-panel';

/** What needs no VS Code. `npm run bench -- portfolio --quick`, or one case: `--customers 5000 --latency 50`. */
async function portfolio(): Promise<number> {
	// Its name is the first word; the flags follow.
	process.argv.splice(2, 1);
	const { quick, customers, latency, throttled } = readFlags('bench portfolio', {
		quick: { kind: 'switch' },
		customers: { kind: 'integer', minimum: 10, maximum: 20_000 },
		latency: { kind: 'integer', minimum: 0, maximum: 10_000 },
		throttled: { kind: 'switch' },
	});
	const one = customers === undefined ? undefined : { customers, latency: latency ?? 50, isThrottled: throttled === true };
	return (await measurePortfolio(one === undefined ? cases(quick === true) : [one], console.log)) ? 0 : 1;
}

runProgram(async (defer) => {
	if (process.argv[2] === 'portfolio') return portfolio();
	const { only } = readFlags('bench', {
		only: { kind: 'choice', choices: ['activation', 'large', 'overview', 'exchange', 'portfolio-panel'] },
	});
	await mkdir(path.dirname(packageFile), { recursive: true });
	await run('npx', ['vsce', 'package', '--no-dependencies', '--out', packageFile]);
	const browser = await launchBrowser();
	defer(() => browser.close());
	const versions = await inWindow(browser, {}, ({ ask }) => ask<{ vscode: string; node: string }>('versions'));
	console.log(`${machine(browser, versions)}\n`);
	const measurements = {
		activation: () => measureActivation(browser),
		large: () => measureLargeTenant(browser, paletteTitle('cspReservations.search')),
		overview: () => measureOverview(browser),
		exchange: () => measureExchange(browser),
		'portfolio-panel': () => measurePortfolioPanel(browser),
	};
	const rows: Row[] = [];
	const failures: string[] = [];
	for (const [name, measure] of Object.entries(measurements)) {
		if (only !== undefined && only !== name) continue;
		try {
			rows.push(...(await measure()));
		} catch (error) {
			// What was measured before is not lost.
			failures.push(`Not measured, ${name}: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	print(rows);
	for (const failure of failures) console.error(failure);
	return failures.length === 0 && rows.every(({ met }) => met !== false) ? 0 : 1;
});
