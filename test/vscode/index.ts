/** Entry point of the VS Code lane inside the extension host: runs the tests beside it and reports to the runner. */
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { resultsFileVariable, type TestEvent } from './results';

/** Generous: two cores are shared with a browser and all of VS Code. */
const timeoutMs = 90_000;

/**
 * Called by VS Code (`extensionTestsPath`). With a runner outside it never rejects: what went wrong is in the results.
 * Without one (F5) it writes to the debug console and rejects when a test failed.
 */
export async function run(): Promise<void> {
	const file = process.env[resultsFileVariable];
	if (file === undefined) return runForDebugConsole();
	const report = (event: TestEvent) => appendFileSync(file, `${JSON.stringify(event)}\n`);
	try {
		await runForRunner(report);
		report({ kind: 'end' });
	} catch (error) {
		report({ kind: 'end', error: describe(error) });
	}
}

async function runForDebugConsole(): Promise<void> {
	const failures = await new Promise<number>((resolve) => createMocha(Mocha.reporters.Spec, 0).run(resolve));
	if (failures > 0) throw new Error(`${failures} tests failed`);
}

async function runForRunner(report: (event: TestEvent) => void): Promise<void> {
	await new Promise<void>((resolve) => {
		const runner = createMocha(Mocha.reporters.Base, timeoutMs).run(() => resolve());
		report({ kind: 'start', pid: process.pid, vscode: vscode.version, node: process.version, total: runner.total });
		runner.on('pass', (test) => report({ kind: 'pass', title: test.fullTitle(), ms: test.duration ?? 0 }));
		runner.on('fail', (test, error: unknown) => report({ kind: 'fail', title: test.fullTitle(), message: describe(error) }));
		runner.on('pending', (test) => report({ kind: 'skip', title: test.fullTitle() }));
	});
}

/** @param timeout of one test in ms; 0 for none, so that a breakpoint does not fail it */
function createMocha(reporter: Mocha.ReporterConstructor, timeout: number): Mocha {
	const mocha = new Mocha({ ui: 'bdd', timeout, reporter });
	const names = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
	for (const name of names.sort()) mocha.addFile(path.join(__dirname, name));
	return mocha;
}

function describe(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
