/** The assistant's tools that go by the watch list, over the service and the sandbox: what they say of its age and of what it lacks. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { tools } from '../../src/tools';
import { Desk } from '../helpers/operations';
import { NOW } from '../unit/reservations-samples';

describe('Tools that go by the watch list', () => {
	let desk: Desk;

	before(async () => {
		desk = await Desk.open({ customers: 5, reservations: 2 });
	});
	after(() => desk?.close());

	const expiring = (input: object) =>
		tools.cspReservations_expiringReservations.run(input, {
			...{ service: desk.first.service, signal: new AbortController().signal },
			...{ most: 12_000, now: NOW },
		});

	it('name no age of data where nothing was read yet, and the age of the oldest once it was', async () => {
		const before = await expiring({});
		assert.match(before, /^Customers whose reservations are known: 0\.$/m);
		assert.match(before, /Customers whose reservations are not known, .*: [1-9]\d*\. Call the tool with readAll true/);
		const after = await expiring({ readAll: true });
		const [, known, at] = /^Customers whose reservations are known: (\d+); the oldest data is of (\S+)\.$/m.exec(after) ?? [];
		assert.ok(Number(known) > 0, after);
		assert.ok(Date.parse(at ?? '') > 0, after);
	});
});
