/** `npm run test:faults -- --runs 1000 --seed 1`: ends with 1 when money could move twice, get lost, or be told wrongly. */
import { readFlags } from '../host/flags';
import { runProgram } from '../host/program';
import { runFaults } from './runs';

async function main(): Promise<number> {
	const flags = readFlags('npm run test:faults', {
		runs: { kind: 'integer', minimum: 1, maximum: 100_000 },
		seed: { kind: 'integer', minimum: 0, maximum: 1_000_000 },
		verbose: { kind: 'switch' },
	});
	const { runs = 1000, seed = 1 } = flags;
	const begun = Date.now();
	const report = await runFaults(runs, seed, flags.verbose === true ? console.log : undefined);
	console.log(
		`${report.runs} runs with seed ${seed} in ${Math.round((Date.now() - begun) / 1000)} s, ${report.killed} processes killed`,
	);
	console.log('Cuts by step:');
	table(report.cuts);
	console.log('Ends in the journal:');
	table(report.ends);
	const violations = [
		['Sessions committed twice', report.twice],
		['Journal entries that contradict the ledger after recovery', report.contradictions],
		['Operations lost', report.lost],
	] as const;
	for (const [what, found] of violations) {
		console.log(`${what}: ${found.length}`);
		for (const one of found) console.log(`  ${one}`);
	}
	return violations.some(([, found]) => found.length > 0) ? 1 : 0;
}

function table(counts: ReadonlyMap<string, number>): void {
	for (const [name, count] of [...counts].sort()) console.log(`  ${String(count).padStart(5)}  ${name}`);
}

runProgram(main);
