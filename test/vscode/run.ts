/** The VS Code lane: builds, runs out/test/vscode/index.js in a real extension host, prints the results. `--vscode 1.110` */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runTests } from '@vscode/test-electron';
import { launchBrowser } from '../host/browser';
import { desktopArguments, findDesktop } from '../host/desktop';
import { readFlags } from '../host/flags';
import { knownVersions } from '../host/install';
import { cleanEnvironment, isRunning, root, run, temporaryFolder } from '../host/processes';
import { type Defer, runProgram } from '../host/program';
import { startVSCodeServer } from '../host/vscode-server';
import { Workbench } from '../host/workbench';
import { startTrap, trapVariable, writeHostileWorkspace } from './hostile';
import { resultsFileVariable, type TestEvent } from './results';

/** The whole lane; a hang must not look like a long run. */
const laneMs = 5 * 60_000;
/** From the opened window to the first event. */
const startMs = 60_000;

const tests = path.join(root, 'out/test/vscode/index.js');
async function main(defer: Defer): Promise<number> {
	const { vscode } = readFlags('test:vscode', { vscode: { kind: 'choice', choices: knownVersions } });
	await run('node', ['esbuild.js', '--tests']);
	const folder = temporaryFolder('tests');
	const file = path.join(folder, 'results.jsonl');
	const trap = await startTrap();
	defer(async () => trap.close());
	const workspace = path.join(folder, 'workspace');
	await writeHostileWorkspace(workspace, trap.address);
	const bed: TestBed = { folder, workspace, env: { [resultsFileVariable]: file, [trapVariable]: trap.address } };
	const desktop = await findDesktop(vscode);
	const { ended } =
		'executable' in desktop ? runInDesktop(desktop.executable, bed) : await runInServer(vscode, bed, desktop.unavailable, defer);
	return await follow(file, ended);
}

/** Tests under way. `ended` resolves with the reason when nothing more can come from them. */
interface Run {
	readonly ended: Promise<string>;
}

/** What both kinds of VS Code are started with. */
interface TestBed {
	/** Temporary; everything of this run is below it. */
	readonly folder: string;
	/** The folder that VS Code opens. */
	readonly workspace: string;
	readonly env: Readonly<Record<string, string>>;
}

function runInDesktop(executable: string, { folder, workspace, env }: TestBed): Run {
	const ended = runTests({
		vscodeExecutablePath: executable,
		extensionDevelopmentPath: root,
		extensionTestsPath: tests,
		extensionTestsEnv: { ...cleanEnvironment(), ...env },
		launchArgs: [workspace, ...desktopArguments(path.join(folder, 'user'))],
	}).then(
		() => 'VS Code has ended',
		(error: unknown) => `VS Code has ended: ${String(error)}`,
	);
	return { ended };
}

async function runInServer(version: string | undefined, { env, workspace }: TestBed, why: string, defer: Defer): Promise<Run> {
	console.log(`Desktop VS Code: ${why}. The tests run in VS Code's server.`);
	const host = await startVSCodeServer({ version, env });
	defer(() => host.stop());
	const browser = await launchBrowser();
	defer(() => browser.close());
	const workbench = await Workbench.load(browser, host.address({ extension: root, tests, folder: workspace }));
	const ended = Promise.race([
		workbench.closed().then(() => 'the window has closed'),
		host.ended.then((tail) => `VS Code's server has ended:\n${tail}`),
	]);
	return { ended };
}

/** Prints the events as they come. @returns the exit code */
async function follow(file: string, ended: Promise<string>): Promise<number> {
	const counts = { passed: 0, failed: 0, skipped: 0 };
	const begun = Date.now();
	let printed = 0;
	let over: string | undefined;
	let extensionHost: number | undefined;
	void ended.then((reason) => {
		over = reason;
	});
	const fail = (reason: string) => {
		console.error(`VS Code lane: ${reason}.`);
		counts.failed++;
	};
	for (;;) {
		// The reason is read before the events, so that the last events are not missed.
		const crashed = extensionHost !== undefined && !isRunning(extensionHost);
		const reason = crashed ? 'the extension host has ended' : over;
		const events = existsSync(file) ? (await readFile(file, 'utf8')).split('\n').slice(0, -1) : [];
		let end: Extract<TestEvent, { kind: 'end' }> | undefined;
		for (const line of events.slice(printed)) {
			const event = JSON.parse(line) as TestEvent;
			show(event, counts);
			if (event.kind === 'start') extensionHost = event.pid;
			if (event.kind === 'end') end = event;
		}
		printed = events.length;
		if (end?.error !== undefined) fail(`the tests could not be run: ${end.error}`);
		else if (end === undefined && reason !== undefined) fail(`the tests did not end: ${reason}`);
		else if (end === undefined && printed === 0 && Date.now() - begun > startMs)
			fail(`no test has begun after ${startMs / 1000} s`);
		else if (end === undefined && Date.now() - begun > laneMs) fail(`the tests did not end within ${laneMs / 60_000} minutes`);
		else if (end !== undefined && counts.passed + counts.failed === 0) fail('there was no test to run');
		else if (end === undefined) {
			await delay(150);
			continue;
		}
		console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`);
		return counts.failed === 0 ? 0 : 1;
	}
}

function show(event: TestEvent, counts: { passed: number; failed: number; skipped: number }): void {
	if (event.kind === 'start') console.log(`VS Code ${event.vscode}, Node ${event.node}, ${event.total} tests`);
	if (event.kind === 'pass') {
		counts.passed++;
		console.log(`  ok ${event.title} (${event.ms} ms)`);
	}
	if (event.kind === 'skip') {
		counts.skipped++;
		console.log(`  skipped ${event.title}`);
	}
	if (event.kind === 'fail') {
		counts.failed++;
		console.log(`  FAILED ${event.title}\n${event.message.replace(/^/gm, '    ')}`);
	}
}

runProgram(main);
