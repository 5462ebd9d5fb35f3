/** The list of all customers and reservations that a command without a target asks with. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { ServiceFailure } from '../../src/azure/failure';
import type { CommandContext } from '../../src/commands/context';
import { pickFromAll } from '../../src/commands/pick';
import { picks } from '../ui/pages/vscode-outside';

describe('The list of all', () => {
	it('that could not be read fails with the reason: an empty one would say that there are no customers', async () => {
		const failure = new ServiceFailure('NotAllowed', 'Sign in first.', { remedy: 'Sign in.' });
		const service = { loadCustomers: async () => ({ loading: false, failure }) };
		const session = { service: async () => service, onDidChange: () => ({ dispose: () => undefined }) };
		await assert.rejects(pickFromAll({ session } as unknown as CommandContext, 'all', 'Return…'), failure);
		assert.deepEqual(picks.at(-1)?.items, []);
	});
});
