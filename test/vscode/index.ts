/** Entry point of the VS Code lane inside the extension host: runs the tests beside it and reports to the runner. */
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { resultsFileVariable, type TestEvent } from './results';

/** Generous: two cores are shared with a browser and all of VS Code. */
const timeoutMs = 30_000;

/** Called by VS Code (`extensionTestsPath`). Never rejects: what went wrong is in the results. */
export async function run(): Promise<void> {
	const file = process.env[resultsFileVariable];
	if (file === undefined) throw new Error(`${resultsFileVariable} has to name the file for the results`);
	const report = (event: TestEvent) => appendFileSync(file, `${JSON.stringify(event)}\n`);
	try {
		await runTests(report);
		report({ kind: 'end' });
	} catch (error) {
		report({ kind: 'end', error: describe(error) });
	}
}

async function runTests(report: (event: TestEvent) => void): Promise<void> {
	const mocha = new Mocha({ ui: 'bdd', timeout: timeoutMs, reporter: Mocha.reporters.Base });
	for (const name of readdirSync(__dirname)
		.filter((entry) => entry.endsWith('.test.js'))
		.sort())
		mocha.addFile(path.join(__dirname, name));
	await new Promise<void>((resolve) => {
		const runner = mocha.run(() => resolve());
		report({ kind: 'start', pid: process.pid, vscode: vscode.version, node: process.version, total: runner.total });
		runner.on('pass', (test) => report({ kind: 'pass', title: test.fullTitle(), ms: test.duration ?? 0 }));
		runner.on('fail', (test, error: unknown) => report({ kind: 'fail', title: test.fullTitle(), message: describe(error) }));
		runner.on('pending', (test) => report({ kind: 'skip', title: test.fullTitle() }));
	});
}

function describe(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
