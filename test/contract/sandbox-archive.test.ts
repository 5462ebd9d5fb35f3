/** The sandbox's archive and unarchive over HTTP. */
import assert from 'node:assert/strict';
import { archive, refused, revisions } from './configuration-desk';
import { DAY, MoneyDesk } from './money-desk';

const WRONG_STATE = '400 OperationCannotBePerformedInCurrentState';

describe('sandbox: archive', () => {
	let desk: MoneyDesk;

	beforeEach(async () => {
		desk = await MoneyDesk.start();
	});

	afterEach(() => desk.close());

	const archived = async (id: string) =>
		(await desk.client.reservations(desk.tenant)).find((one) => one.id === id)?.properties.archived;

	it('archives what was cancelled and brings it back, without a body', async () => {
		const [cancelled = assert.fail()] = await desk.client.reservations(desk.tenant, '?selectedState=Cancelled');
		for (const [call, after] of [
			['archive', true],
			['unarchive', false],
		] as const) {
			const answer = await archive(desk, cancelled, call);
			assert.deepEqual([answer.status, answer.body], [200, '']);
			assert.equal(await archived(cancelled.id), after);
			assert.equal((await desk.reservation(cancelled.id)).properties.archived, after);
			assert.equal((await revisions(desk, cancelled))[0]?.properties.archived, after);
			assert.equal(refused(await archive(desk, cancelled, call)), WRONG_STATE);
		}
	});

	it('archives what has expired, and nothing that is active', async () => {
		const bought = await desk.buy({ quantity: 1, term: 'P1Y' });
		for (const call of ['archive', 'unarchive'] as const) assert.equal(refused(await archive(desk, bought, call)), WRONG_STATE);
		desk.pass(366 * DAY);
		assert.equal((await archive(desk, bought, 'archive')).status, 200);
		const { properties } = await desk.reservation(bought.id);
		assert.deepEqual([properties.provisioningState, properties.archived], ['Expired', true]);
	});

	it('needs more than the right to read', async () => {
		const reader = await desk.at('Proseware');
		assert.equal(refused(await archive(reader, await reader.one(), 'archive')), '403 AuthorizationFailed');
	});
});
