/** `npm test`: runs the four lanes and ends with one line, the sum of their results. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './host/processes';
import { type Defer, runProgram } from './host/program';

/**
 * Lanes that run side by side, one round after the other. Contract and unit wait for more than half of their time. The workbench's lane
 * has the computer for itself: its tests are about what a user sees in time.
 */
const rounds = [['contract', 'unit', 'vscode'], ['ui']] as const;

interface Result {
	readonly lane: string;
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	readonly seconds: number;
	/** Why the lane counts as failed although none of its tests did. */
	readonly trouble?: string;
}

/** @param isAlone its output is shown as it comes; else at its end, so that it is not mixed with that of another one */
async function runLane(lane: string, isAlone: boolean, defer: Defer): Promise<Result> {
	const heading = `\n── ${lane} ──\n`;
	if (isAlone) process.stdout.write(heading);
	const begun = Date.now();
	const child = spawn('npm', ['run', '--silent', `test:${lane}`], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
	const ended = once(child, 'close') as Promise<[number | null]>;
	defer(async () => {
		if (child.exitCode === null) child.kill();
		await ended;
	});
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => {
		if (isAlone) process.stdout.write(chunk);
		output += chunk.toString();
	});
	const [code] = await ended;
	if (!isAlone) process.stdout.write(heading + output);
	// The last mention counts: the lanes end with their sum.
	const count = (word: RegExp) => Number([...output.matchAll(word)].at(-1)?.[1] ?? 0);
	const passed = count(/(\d+) pass(?:ing|ed)\b/g);
	const failed = count(/(\d+) fail(?:ing|ed)\b/g);
	const result = {
		lane,
		passed,
		skipped: count(/(\d+) (?:pending|skipped)\b/g),
		seconds: Math.round((Date.now() - begun) / 1000),
	};
	if (failed > 0) return { ...result, failed };
	if (code !== 0) return { ...result, failed: 1, trouble: `ended with exit code ${code}` };
	return passed > 0 ? { ...result, failed } : { ...result, failed: 1, trouble: 'ran no test' };
}

async function main(defer: Defer): Promise<number> {
	const results: Result[] = [];
	for (const round of rounds) {
		results.push(...(await Promise.all(round.map((lane) => runLane(lane, round.length === 1, defer)))));
	}
	console.log('');
	for (const { lane, passed, failed, skipped, seconds, trouble } of results) {
		const rest = [skipped > 0 ? `, ${skipped} skipped` : '', trouble === undefined ? '' : ` (${trouble})`].join('');
		console.log(`${lane.padEnd(9)} ${passed} passed, ${failed} failed${rest}, ${seconds} s`);
	}
	const sum = (of: 'passed' | 'failed') => results.reduce((total, result) => total + result[of], 0);
	console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
	return sum('failed') === 0 ? 0 : 1;
}

runProgram(main);
