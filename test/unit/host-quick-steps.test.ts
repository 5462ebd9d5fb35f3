/** A chain of quick inputs: where it leads, and that the keyboard stays in it. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { runSteps } from '../../src/host/quick-steps';

type Step = Parameters<typeof runSteps>[1][number];

describe('Chain of quick inputs', () => {
	/** Runs steps of these names and moves. @returns what happened, in order, and how the chain ended */
	async function run(moves: Readonly<Record<string, ('next' | 'back' | 'stop')[]>>) {
		const events: string[] = [];
		const steps = Object.entries(moves).map(
			([name, left]): Step =>
				async ({ step, totalSteps, shown }) => {
					events.push(`${name} shown, ${step} of ${totalSteps}`);
					shown({ dispose: () => events.push(`${name} closed`) });
					return left.shift() ?? assert.fail(`${name} was not to be shown again`);
				},
		);
		return { isDone: await runSteps('Change', steps), events };
	}

	it('closes an input once the next one is shown, also on the way back, and the last one at the end', async () => {
		const { isDone, events } = await run({ one: ['next', 'next'], other: ['back', 'next'] });
		assert.equal(isDone, true);
		assert.deepEqual(events, [
			'one shown, 1 of 2',
			'other shown, 2 of 2',
			'one closed',
			'one shown, 1 of 2',
			'other closed',
			'other shown, 2 of 2',
			'one closed',
			'other closed',
		]);
	});

	it('leaves none open where the user gives up, or where one fails', async () => {
		const { isDone, events } = await run({ one: ['next'], other: ['stop'] });
		assert.equal(isDone, false);
		assert.equal(events.at(-1), 'other closed');
		const closed: string[] = [];
		const failing: Step = async ({ shown }) => {
			shown({ dispose: () => closed.push('failing') });
			throw new Error('Nothing to choose from.');
		};
		await assert.rejects(runSteps('Change', [failing]), /Nothing to choose from/);
		assert.deepEqual(closed, ['failing']);
	});
});
