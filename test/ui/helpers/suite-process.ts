/** A process that runs the suites of one file after the other: what all of them load, and the browser, is started once. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Defer } from '../../host/program';

/** What the process is asked to run. */
export interface SuiteRequest {
	readonly file: string;
	/** Ends with the first failure. */
	readonly bail: boolean;
	/** Only tests whose whole title has this. */
	readonly grep: string | undefined;
}

/** What the process tells after a file. */
export interface Counts {
	readonly passed: number;
	readonly failed: number;
}

export interface FileResult extends Counts {
	readonly file: string;
	readonly seconds: number;
	/** Everything that was written meanwhile. */
	readonly output: string;
}

/** Ends the output of a file: it comes another way than the counts. */
export const endOfOutput = '\u0004\n';

export class SuiteProcess {
	#child: ChildProcess | undefined;
	#output = '';
	#noted: (() => void) | undefined;

	constructor(defer: Defer) {
		defer(() => this.end());
	}

	/** Runs a file. @returns its counts; a process that ends without telling any counts as one failure */
	async run(request: SuiteRequest): Promise<FileResult> {
		const begun = Date.now();
		const child = this.#child ?? this.#start();
		this.#output = '';
		const gone = new AbortController();
		const whole = new Promise<void>((resolve) => {
			this.#noted = () => this.#output.endsWith(endOfOutput) && resolve();
		});
		const told = once(child, 'message', gone).then(([counts]) => counts as Counts);
		const ended = once(child, 'exit', gone).then(([code]) => {
			this.#child = undefined;
			this.#output += `\nThe process ended with exit code ${code} before it told its results.`;
			return { passed: 0, failed: 1 };
		});
		for (const one of [told, ended]) one.catch(() => undefined);
		child.send(request);
		const counts = await Promise.race([Promise.all([told, whole]).then(([it]) => it), ended]);
		gone.abort();
		const seconds = Math.round((Date.now() - begun) / 1000);
		return { ...counts, file: request.file, seconds, output: this.#output.replace(endOfOutput, '') };
	}

	/** Ends the process. */
	async end(): Promise<void> {
		const child = this.#child;
		if (child === undefined) return;
		this.#child = undefined;
		const ended = once(child, 'exit');
		child.disconnect();
		await ended;
	}

	#start(): ChildProcess {
		const child = fork(path.join(__dirname, 'run-suites.ts'), { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
		const note = (chunk: Buffer) => {
			this.#output += chunk.toString();
			this.#noted?.();
		};
		child.stdout?.on('data', note);
		child.stderr?.on('data', note);
		this.#child = child;
		return child;
	}
}
