/**
 * The UI lane: packages the extension and drives it in a real workbench, several suites' files side by side.
 * `--grep TEXT`; `--workers N`; `--pictures` takes a picture at every step that is worth one; `--screenshots` also puts those of the README
 * in their place.
 */
import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import Mocha from 'mocha';
import { launchBrowser } from '../host/browser';
import { readFlags } from '../host/flags';
import { installServer, newestVersion } from '../host/install';
import { run } from '../host/processes';
import { type Defer, runProgram } from '../host/program';
import { packageFile } from './helpers/package-file';
import { picturesVariable, publishPictures } from './helpers/pictures';
import { type FileResult, SuiteProcess } from './helpers/suite-process';

/** Suites that mostly wait, for a lease, a token or an order to run out: a worker of their own takes them, beside the others. */
const waiting = ['operations', 'money', 'secrets', 'configuration-batch', 'scan'].map(fileName);

/** The longest of the others are begun first: short ones fill the time that is left beside them. */
const longest = [
	...['portfolio', 'connections', 'access', 'failures', 'support', 'configuration', 'configuration-end', 'configuration-panel'],
	...['money-refusals', 'roles', 'watch-list', 'editor-account', 'start'],
].map(fileName);

function fileName(suite: string): string {
	return `${suite}.test.ts`;
}

async function main(defer: Defer): Promise<number> {
	const begun = Date.now();
	const flags = readFlags('test:ui', {
		grep: { kind: 'text' },
		workers: { kind: 'integer', minimum: 1, maximum: 8 },
		pictures: { kind: 'switch' },
		screenshots: { kind: 'switch' },
	});
	if (flags.pictures === true || flags.screenshots === true) process.env[picturesVariable] = '1';
	await mkdir(path.dirname(packageFile), { recursive: true });
	// Builds the bundles too.
	await run('npx', ['vsce', 'package', '--no-dependencies', '--out', packageFile]);
	// What all suites need is unpacked once, before they race for it.
	await installServer(newestVersion, console.log);
	await (await launchBrowser()).close();
	const files = await filesOf(flags.grep);
	const isWaiting = (file: string) => waiting.includes(nameOf(file));
	const round = { bail: true, grep: flags.grep };
	const beside = [
		runAll(files.filter(isWaiting), { ...round, workers: 1 }, defer),
		runAll(
			files.filter((file) => !isWaiting(file)),
			{ ...round, workers: flags.workers ?? 2 },
			defer,
		),
	];
	const first = (await Promise.all(beside)).flat();
	// A workbench on a busy computer now and then drops a click. What fails twice, the second time with the computer to itself, has
	// failed. The first time a file ends with its first failure: tests build on those before them.
	const again = first.filter(({ failed }) => failed > 0).map(({ file }) => file);
	if (again.length > 0) console.log(`\nOnce more, one by one: ${again.map(nameOf).join(', ')}\n`);
	const second = await runAll(again, { workers: 1, bail: false, grep: flags.grep }, defer);
	const results = [...first.filter(({ failed }) => failed === 0), ...second];
	if (flags.screenshots === true) await publishPictures(begun, flags.grep !== undefined);
	const unsteady = second.filter(({ failed }) => failed === 0).map(({ file }) => nameOf(file));
	if (unsteady.length > 0) console.log(`Unsteady, passed at the second run: ${unsteady.join(', ')}`);
	const passed = results.reduce((sum, result) => sum + result.passed, 0);
	const failed = results.reduce((sum, result) => sum + result.failed, 0);
	console.log(`${passed} passed, ${failed} failed`);
	return failed === 0 && passed > 0 ? 0 : 1;
}

/** Files with a test that is asked for. */
async function filesOf(grep: string | undefined): Promise<string[]> {
	const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
	const rank = (name: string) => (longest.includes(name) ? longest.indexOf(name) : longest.length);
	const files = names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)).map((name) => path.join(__dirname, name));
	if (grep === undefined) return files;
	const mocha = new Mocha({ ui: 'bdd' });
	for (const file of files) mocha.addFile(file);
	await mocha.loadFilesAsync();
	const wanted = new Set<string | undefined>();
	mocha.suite.eachTest((test) => {
		if (new RegExp(grep).test(test.fullTitle())) wanted.add(test.file);
	});
	return files.filter((file) => wanted.has(file));
}

interface Round {
	/** How many files run at a time. */
	readonly workers: number;
	/** A file ends with its first failure. */
	readonly bail: boolean;
	readonly grep: string | undefined;
}

async function runAll(files: readonly string[], { workers, bail, grep }: Round, defer: Defer): Promise<FileResult[]> {
	const waiting = [...files];
	const results: FileResult[] = [];
	const work = async () => {
		const suites = new SuiteProcess(defer);
		for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
			const result = await suites.run({ file, bail, grep });
			const { output, passed, failed, seconds } = result;
			console.log(`${output.trimEnd()}\n\n${nameOf(file)}: ${passed} passed, ${failed} failed, ${seconds} s\n`);
			results.push(result);
		}
		await suites.end();
	};
	await Promise.all(Array.from({ length: workers }, work));
	return results;
}

function nameOf(file: string): string {
	return path.relative(__dirname, file);
}

runProgram(main);
