/** `npm test`: runs the four lanes one after the other and ends with one line, the sum of their results. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './host/processes';
import { type Defer, runProgram } from './host/program';

const lanes = ['unit', 'contract', 'vscode', 'ui'] as const;

interface Result {
	readonly lane: string;
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	readonly seconds: number;
	/** Why the lane counts as failed although none of its tests did. */
	readonly trouble?: string;
}

async function runLane(lane: string, defer: Defer): Promise<Result> {
	console.log(`\n── ${lane} ──`);
	const begun = Date.now();
	const child = spawn('npm', ['run', '--silent', `test:${lane}`], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
	const ended = once(child, 'close') as Promise<[number | null]>;
	defer(async () => {
		if (child.exitCode === null) child.kill();
		await ended;
	});
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => {
		process.stdout.write(chunk);
		output += chunk.toString();
	});
	const [code] = await ended;
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
	for (const lane of lanes) results.push(await runLane(lane, defer));
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
