/** A short form of `npm run test:faults`: a few dozen operations that are cut, recovered elsewhere, and held against the ledger. */
import assert from 'node:assert/strict';
import { runFaults } from '../faults/runs';

describe('operations that are cut', () => {
	it('never move money twice, get lost or are told wrongly', async function () {
		this.timeout(240_000);
		const { runs, killed, cuts, twice, contradictions, lost } = await runFaults(40, 11);
		assert.deepEqual({ twice, contradictions, lost }, { twice: [], contradictions: [], lost: [] });
		assert.equal(runs, 40);
		// A run that kills nobody and cuts nothing would prove nothing.
		assert.ok(killed >= 5 && cuts.size >= 8, `${killed} killed, ${cuts.size} kinds of cuts`);
	});
});
