/** A process of the UI lane: runs the files that its parent names, one after the other, and tells the counts of each. */
import { once } from 'node:events';
import Mocha from 'mocha';
import { type Defer, runProgram } from '../../host/program';
import { closeSharedBrowser } from './bed';
import { type Counts, endOfOutput, type SuiteRequest } from './suite-process';

/** A test waits for a whole VS Code on two cores; most need a few seconds. */
const timeoutMs = 90_000;

async function run({ file, bail, grep }: SuiteRequest): Promise<Counts> {
	const filter = grep === undefined ? {} : { grep: new RegExp(grep) };
	const mocha = new Mocha({ ui: 'bdd', timeout: timeoutMs, reporter: 'spec', bail, ...filter });
	mocha.addFile(file);
	await mocha.loadFilesAsync();
	const { passes, failures } = await new Promise<Mocha.Stats>((resolve, reject) => {
		const runner = mocha.run(() => (runner.stats === undefined ? reject(new Error('No test ran.')) : resolve(runner.stats)));
	});
	return { passed: passes, failed: failures };
}

async function main(defer: Defer): Promise<number> {
	defer(closeSharedBrowser);
	process.on('message', (request: SuiteRequest) => {
		void run(request)
			.catch((error: unknown) => {
				console.error(error);
				return { passed: 0, failed: 1 };
			})
			.then((counts) => process.stdout.write(endOfOutput, () => process.send?.(counts)));
	});
	// The parent lets go when there is nothing more to run.
	await once(process, 'disconnect');
	return 0;
}

runProgram(main);
