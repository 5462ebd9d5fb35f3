/** Runs the suites of one file in a process of their own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Defer } from '../../host/program';

export interface SuiteOptions {
	/** Ends with the first failure. */
	readonly bail: boolean;
	/** Only tests whose whole title has this. */
	readonly grep: string | undefined;
}

/** What the process tells before it ends. */
export interface Counts {
	readonly passed: number;
	readonly failed: number;
}

export interface FileResult extends Counts {
	readonly file: string;
	readonly seconds: number;
	/** Everything it wrote. */
	readonly output: string;
}

/** @returns its counts; a process that ends without telling any counts as one failure */
export async function runFile(file: string, options: SuiteOptions, defer: Defer): Promise<FileResult> {
	const begun = Date.now();
	const child = fork(path.join(__dirname, 'run-suites.ts'), [file, JSON.stringify(options)], {
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	const ended = once(child, 'close') as Promise<[number | null]>;
	defer(async () => {
		if (child.exitCode === null) child.kill();
		await ended;
	});
	let output = '';
	const note = (chunk: Buffer) => {
		output += chunk.toString();
	};
	child.stdout?.on('data', note);
	child.stderr?.on('data', note);
	let counts: Counts | undefined;
	child.on('message', (message) => {
		counts = message as Counts;
	});
	const [code] = await ended;
	const seconds = Math.round((Date.now() - begun) / 1000);
	if (counts !== undefined) return { ...counts, file, seconds, output };
	return {
		passed: 0,
		failed: 1,
		file,
		seconds,
		output: `${output}\nIt ended with exit code ${code} before it told its results.`,
	};
}
