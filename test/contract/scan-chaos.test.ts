/** A short form of `npm run test:chaos`: one scan under all faults at once, cancelled, resumed on a damaged cache, on a full disk. */
import assert from 'node:assert/strict';
import { runChaos } from '../chaos/runs';

describe('scan under all faults at once', () => {
	it('tells every customer once and truly, and loses nobody', async function () {
		this.timeout(120_000);
		const { ends, faults, violations } = await runChaos(1, 4, 250);
		assert.deepEqual(violations, []);
		// Faults that hit nobody would prove nothing.
		const count = (end: string) => ends.get(end) ?? 0;
		// How much of it the scan that was cancelled had read already is a matter of time.
		assert.ok(
			faults.size >= 10 && count('failed') > 10 && count('read') > 0 && count('read') + count('fresh') > 100,
			JSON.stringify([...ends, ...faults]),
		);
	});
});
