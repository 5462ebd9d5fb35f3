/** `npm run test:chaos -- --runs 20 --seed 1`: ends with 1 when a customer got lost, was told wrongly, or a rejection was not handled. */
import { readFlags } from '../host/flags';
import { runProgram } from '../host/program';
import { runChaos } from './runs';

runProgram(async () => {
	const {
		runs = 20,
		seed = 1,
		customers = 2_000,
	} = readFlags('npm run test:chaos', {
		runs: { kind: 'integer', minimum: 1, maximum: 10_000 },
		seed: { kind: 'integer', minimum: 0, maximum: 1_000_000 },
		customers: { kind: 'integer', minimum: 30, maximum: 5_000 },
	});
	const begun = Date.now();
	const { ends, faults, violations } = await runChaos(runs, seed, customers, console.log);
	console.log(`${runs} runs with ${customers} customers each in ${Math.round((Date.now() - begun) / 1000)} s`);
	for (const [what, counts] of [['Faults ordered:', faults] as const, ['Customers at the end:', ends] as const]) {
		console.log(what);
		for (const [name, count] of [...counts].sort()) console.log(`  ${String(count).padStart(6)}  ${name}`);
	}
	console.log(`Violations: ${violations.length}`);
	for (const violation of violations.slice(0, 50)) console.log(`  ${violation}`);
	return violations.length > 0 ? 1 : 0;
});
