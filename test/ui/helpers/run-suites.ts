/** A process of the UI lane: runs the suites of the file that it is given, and tells its parent the counts. */
import Mocha from 'mocha';
import { type Defer, runProgram } from '../../host/program';
import { closeSharedBrowser } from './bed';
import type { Counts, SuiteOptions } from './suite-process';

/** A test waits for a whole VS Code on two cores; most need a few seconds. */
const timeoutMs = 90_000;

async function main(defer: Defer): Promise<number> {
	const [file, options] = process.argv.slice(2);
	if (file === undefined || options === undefined) throw new Error('The file with the suites and its options are missing.');
	const { bail, grep } = JSON.parse(options) as SuiteOptions;
	defer(closeSharedBrowser);
	const mocha = new Mocha({
		ui: 'bdd',
		timeout: timeoutMs,
		reporter: 'spec',
		bail,
		...(grep === undefined ? {} : { grep: new RegExp(grep) }),
	});
	mocha.addFile(file);
	await mocha.loadFilesAsync();
	const { passes, failures } = await new Promise<Mocha.Stats>((resolve, reject) => {
		const runner = mocha.run(() => (runner.stats === undefined ? reject(new Error('No test ran.')) : resolve(runner.stats)));
	});
	const counts: Counts = { passed: passes, failed: failures };
	await new Promise((sent) => process.send?.(counts, sent));
	return failures === 0 ? 0 : 1;
}

runProgram(main);
