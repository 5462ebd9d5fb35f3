/** The UI lane: packages the extension and drives it in a real workbench. `--grep TEXT`; `--screenshots` takes the README's pictures. */
import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import Mocha from 'mocha';
import { readFlags } from '../host/flags';
import { run } from '../host/processes';
import { type Defer, runProgram } from '../host/program';
import { closeSharedBrowser } from './helpers/bed';
import { packageFile } from './helpers/package-file';
import { publishPictures } from './helpers/pictures';

/** A test waits for a whole VS Code on two cores; most need a few seconds. */
const timeoutMs = 60_000;

async function main(defer: Defer): Promise<number> {
	const { grep, screenshots } = readFlags('test:ui', { grep: { kind: 'text' }, screenshots: { kind: 'switch' } });
	await mkdir(path.dirname(packageFile), { recursive: true });
	// Builds the bundles too.
	await run('npx', ['vsce', 'package', '--no-dependencies', '--out', packageFile]);
	defer(closeSharedBrowser);
	const mocha = new Mocha({ ui: 'bdd', timeout: timeoutMs, reporter: 'spec', ...(grep === undefined ? {} : { grep }) });
	const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
	for (const name of names.sort()) mocha.addFile(path.join(__dirname, name));
	await mocha.loadFilesAsync();
	const { passes, failures } = await new Promise<Mocha.Stats>((resolve, reject) => {
		const runner = mocha.run(() => (runner.stats === undefined ? reject(new Error('No test ran.')) : resolve(runner.stats)));
	});
	if (screenshots === true) await publishPictures();
	console.log(`${passes} passed, ${failures} failed`);
	return failures === 0 && passes > 0 ? 0 : 1;
}

runProgram(main);
