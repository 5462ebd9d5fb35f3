/** Changes that go wrong on the way, against the sandbox over real HTTP: unknown until it is found out, never sent twice, kept on disk. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sandboxTokens } from '../../src/identity';
import type { ChangeRecord, ConfigurationChange } from '../../src/reservations/configuration/model';
import type { Customer, Reservation } from '../../src/reservations/model';
import { confirmed, Desk, quick, reached } from '../helpers/operations';
import { clearFaults, clearRequests, orderFault, requestsOf, type TestService, testFetch, until } from '../helpers/service';
import { failureOf } from '../helpers/transport';

/** What is unknown stays so long enough to be seen on a busy computer. */
const pace = { ...quick, settledMs: 4_000 };

const thePatch = { method: 'PATCH', path: '/reservations/' };

describe('changes that go wrong', () => {
	let desk: Desk;
	let customer: Customer;
	let fresh: Reservation[];

	before(async () => {
		desk = await Desk.open({ customers: 20, reservations: 12 }, { pace });
		customer = await desk.customer('Contoso');
		fresh = [...(await desk.reservations(customer))];
	});
	after(() => desk?.close());
	beforeEach(() => clearRequests(desk.sandbox));
	afterEach(() => clearFaults(desk.sandbox));

	const next = () => fresh.shift() ?? assert.fail('no reservation is left');

	async function patches(): Promise<number> {
		return (await requestsOf(desk.sandbox)).filter(({ method }) => method === 'PATCH').length;
	}

	async function change(window: TestService, reservation: Reservation, wish: ConfigurationChange): Promise<ChangeRecord> {
		const { configuration } = window.service;
		const result = await configuration.change(reservation, wish, (await configuration.read(reservation)).basis);
		assert.ok(result.outcome === 'sent', JSON.stringify(result));
		return result.record;
	}

	const folder = () => path.join(desk.first.storage, 'changes');

	it('taken on (202): followed on the reservation until it shows the change', async () => {
		await orderFault(desk.sandbox, { match: thePatch, fault: { kind: 'accepted' }, times: 1 });
		const record = await change(desk.first, next(), { name: 'Done later' });
		assert.equal(record.state, 'succeeded', record.explanation);
		assert.equal(record.after?.name, 'Done later');
		assert.equal(await patches(), 1);
	});

	it('sign-in that the user cancels: certainly not done', async () => {
		const plain = sandboxTokens(desk.cloud, testFetch);
		const reservation = next();
		const window = await desk.window({
			tokens: {
				...plain,
				get: async (audience, tenantId, request) => {
					// Once it is written down, the next token is that of the change.
					if (window.service.configuration.changes().some(({ state }) => state === 'sent'))
						throw new DOMException('Dismissed.', 'AbortError');
					return plain.get(audience, tenantId, request);
				},
			},
		});
		const record = await change(window, reservation, { name: 'Never' });
		assert.deepEqual([record.state, await patches()], ['notDone', 0]);
		assert.match(record.explanation ?? '', /sign-in was cancelled\. Nothing was changed/);
		await desk.leave(window);
	});

	it('answer lost after it was done: reading shows it', async () => {
		await orderFault(desk.sandbox, { match: thePatch, fault: { kind: 'dropAfter' }, times: 1 });
		const record = await change(desk.first, next(), { name: 'Lost answer' });
		assert.equal(record.state, 'succeeded');
		assert.match(record.explanation ?? '', /answer was lost/);
		assert.equal(await patches(), 1);
	});

	it('answer lost before it was done: unknown at first, then not done; another change waits so long', async () => {
		const reservation = next();
		await orderFault(desk.sandbox, { match: thePatch, fault: { kind: 'dropBefore' }, times: 1 });
		const record = await change(desk.first, reservation, { name: 'Never came' });
		assert.equal(record.state, 'outcomeUnknown');
		assert.match(record.explanation ?? '', /never sent again by itself/);
		const { configuration } = desk.first.service;
		const { basis } = await configuration.read(reservation);
		assert.match((await failureOf(configuration.change(reservation, { name: 'Again' }, basis))).message, /not through yet/);
		await until('it is settled', () => configuration.changeOf(record.id)?.state === 'notDone');
		assert.equal(await patches(), 1);
		assert.equal((await change(desk.first, reservation, { name: 'Again' })).state, 'succeeded');
	});

	it('as long as a change is not through, no window moves money of the reservation', async () => {
		const reservation = next();
		const { tenantId, orderId, reservationId } = reservation;
		const other = await desk.window({ pace });
		const { operations } = other.service;
		const quote = await operations.quoteReturn({ tenantId, orderId, reservationId, quantity: 1 });
		await orderFault(desk.sandbox, { match: thePatch, fault: { kind: 'dropBefore' }, times: 1 });
		const record = await change(desk.first, reservation, { name: 'Perhaps' });
		assert.equal(record.state, 'outcomeUnknown');
		const failure = await failureOf(operations.commit(quote, confirmed(quote, customer)));
		assert.equal(failure.kind, 'Refused');
		assert.match(failure.message, /change of this reservation is not through yet \(Configuration\).*Nothing was sent/);
		assert.match(failure.details.remedy ?? '', /Wait for its end.*new quote/);
		assert.equal(await desk.commits(), 0);
		assert.equal((await desk.files()).size, 0, 'nothing is in the journal');
		await until('it is settled', () => desk.first.service.configuration.changeOf(record.id)?.state === 'notDone');
		// Nothing was changed, so the quote is still good.
		assert.equal((await operations.commit(quote, confirmed(quote, customer))).state, 'running');
	});

	it('a change does not go when another window has just begun to move money of the reservation', async () => {
		const reservation = next();
		const { tenantId, orderId, reservationId } = reservation;
		// It does not look into the journal by itself.
		const other = await desk.window({ pace: { ...pace, watchMs: 3_600_000 } });
		const { configuration } = other.service;
		const { basis } = await configuration.read(reservation);
		const quote = await desk.operations.quoteReturn({ tenantId, orderId, reservationId, quantity: 1 });
		await orderFault(desk.sandbox, { match: { method: 'POST', path: '/return' }, fault: { kind: 'dropBefore' }, times: 1 });
		await desk.operations.commit(quote, confirmed(quote, customer));
		const failure = await failureOf(configuration.change(reservation, { name: 'Meanwhile' }, basis));
		assert.match(failure.message, /return or exchange of this reservation is not through yet/);
		assert.equal(await patches(), 0);
	});

	/** A window that gets the next answer of reading a reservation only when it is let go. */
	async function slowReader({ reservationId }: Reservation) {
		let isHeld = false;
		const { promise: letGo, resolve: go } = Promise.withResolvers<void>();
		const { promise: hasRead, resolve: read } = Promise.withResolvers<void>();
		const window = await desk.window({
			// It learns of others by its own checks alone.
			pace: { ...pace, watchMs: 3_600_000 },
			fetch: async (input, init) => {
				const answer = await testFetch(input, init);
				const isReading = (init?.method ?? 'GET') === 'GET' && new URL(String(input)).pathname.endsWith(reservationId);
				if (!isReading || !isHeld) return answer;
				isHeld = false;
				read();
				await letGo;
				return answer;
			},
		});
		const hold = () => {
			isHeld = true;
		};
		return { window, hold, hasRead, go };
	}

	it('money is not moved when a change began and ended while the reservation was being read again', async () => {
		const reservation = next();
		const { tenantId, orderId, reservationId } = reservation;
		const { window, hold, hasRead, go } = await slowReader(reservation);
		const { operations } = window.service;
		const quote = await operations.quoteReturn({ tenantId, orderId, reservationId, quantity: 1 });
		hold();
		const commit = failureOf(operations.commit(quote, confirmed(quote, customer)));
		await hasRead;
		assert.equal((await change(desk.first, reservation, { name: 'In between' })).state, 'succeeded');
		go();
		const failure = await commit;
		assert.equal(failure.kind, 'Refused');
		assert.equal(failure.details.sent, 'no');
		assert.match(failure.message, /changed while it was being checked.*\(Configuration\).*Nothing was sent/);
		assert.equal(await desk.commits(), 0);
		assert.equal(operations.operation(quote.sessionId ?? '')?.state, 'notDone');
	});

	it('a change does not go when money of the reservation was moved while it was being read', async () => {
		const reservation = fresh.find(({ quantity = 0 }) => quantity > 1) ?? assert.fail('no reservation of several units');
		fresh.splice(fresh.indexOf(reservation), 1);
		const { tenantId, orderId, reservationId } = reservation;
		const { window, hold, hasRead, go } = await slowReader(reservation);
		const { configuration } = window.service;
		const { basis } = await configuration.read(reservation);
		const quote = await desk.operations.quoteReturn({ tenantId, orderId, reservationId, quantity: 1 });
		hold();
		const changing = failureOf(configuration.change(reservation, { name: 'Too late' }, basis));
		await hasRead;
		const { id } = await desk.operations.commit(quote, confirmed(quote, customer));
		await reached(desk.operations, id, 'succeeded');
		go();
		assert.match((await changing).message, /A return or exchange.*or was carried out while it was being read.*Nothing was/);
		assert.equal(await patches(), 0);
	});

	it('the service says no: not done, with what it means and what to do next', async () => {
		const reservation = next();
		for (const [code, words] of [
			['AppliedScopesNotAssociatedWithCommerceAccount', /another billing account/],
			['PatchValuesSameAsExisting', /already as it was to become/],
			['CapacityUpdateScopesFailed', /vCPU quota/],
			['SomethingNew', /Azure says: Because/],
		] as const) {
			const fault = { kind: 'status', status: 400, code, message: 'Because' };
			await orderFault(desk.sandbox, { match: thePatch, fault, times: 1 });
			const record = await change(desk.first, reservation, { name: `Refused ${code}` });
			assert.deepEqual([record.state, record.errorCode], ['notDone', code]);
			assert.match(record.explanation ?? '', words);
			assert.match(record.explanation ?? '', /Nothing was changed/);
		}
	});

	it('survives a restart: what was unknown is found out by the next window, which sends nothing', async () => {
		const reservation = next();
		// The answer is lost, and so are the looks for it, until the window is gone.
		await orderFault(desk.sandbox, { match: thePatch, fault: { kind: 'dropAfter' }, times: 1 });
		const first = await desk.window({ pace });
		const { configuration } = first.service;
		const { basis } = await configuration.read(reservation);
		await orderFault(desk.sandbox, {
			match: { method: 'GET', path: reservation.reservationId },
			fault: { kind: 'dropBefore' },
			times: 30,
		});
		const late = await failureOf(configuration.change(reservation, { name: 'After the restart' }, basis));
		assert.equal(late.kind, 'Unreachable');
		await clearFaults(desk.sandbox);
		await orderFault(desk.sandbox, { match: thePatch, fault: { kind: 'dropAfter' }, times: 1 });
		const sending = configuration.change(reservation, { name: 'After the restart' }, basis);
		await until('it is written down', async () => (await patches()) === 1);
		await orderFault(desk.sandbox, {
			match: { method: 'GET', path: reservation.reservationId },
			fault: { kind: 'dropBefore' },
			times: 30,
		});
		await sending;
		await desk.leave(first);
		await clearFaults(desk.sandbox);
		const second = await desk.window({ pace });
		await second.service.configuration.recover();
		const [record] = second.service.configuration.changes();
		assert.ok(record);
		await until('it is found out', () => second.service.configuration.changeOf(record.id)?.state === 'succeeded');
		assert.equal(await patches(), 1);
		await desk.leave(second);
	});

	it('a window that ended just before sending: the next one finds that nothing was done, and sends nothing', async () => {
		const reservation = next();
		const { configuration } = desk.first.service;
		const { basis } = await configuration.read(reservation);
		const { endedAt: _, answeredAt: __, ...done } = await change(desk.first, reservation, { name: 'A first change' });
		await change(desk.first, reservation, { name: basis.name });
		const before = (await configuration.read(reservation)).basis;
		const id = 'efefefef-0000-4000-8000-00000000000a';
		const { orderId, reservationId } = reservation;
		const left = { ...done, id, state: 'sent', sentAt: Date.now(), reservations: [{ orderId, reservationId, before }] };
		await writeFile(path.join(folder(), `${id}.json`), JSON.stringify({ version: 1, change: left }));
		await clearRequests(desk.sandbox);
		const window = await desk.window({ pace });
		await window.service.configuration.recover();
		await until('it is unknown', () => window.service.configuration.changeOf(id)?.state === 'outcomeUnknown');
		await until('it is settled', () => window.service.configuration.changeOf(id)?.state === 'notDone');
		assert.match(window.service.configuration.changeOf(id)?.explanation ?? '', /it was not done/);
		assert.equal(await patches(), 0);
		await desk.leave(window);
	});

	it('whoever waits for the log does not wait for Azure', async () => {
		const reservation = next();
		const { endedAt: _, answeredAt: __, ...done } = await change(desk.first, reservation, { name: 'Before the restart' });
		const id = 'efefefef-0000-4000-8000-00000000000b';
		const left = { ...done, id, state: 'sent', sentAt: Date.now() - 2_000 };
		const asked = async () => (await requestsOf(desk.sandbox)).some(({ path: it }) => it.includes(reservation.reservationId));
		const window = await desk.window({ pace });
		await clearRequests(desk.sandbox);
		const slow = { match: { method: 'GET', path: reservation.reservationId }, fault: { kind: 'delay', ms: 1_500 } } as const;
		await orderFault(desk.sandbox, slow);
		await writeFile(path.join(folder(), `${id}.json`), JSON.stringify({ version: 1, change: left }));
		await window.service.configuration.recover();
		assert.equal(
			window.service.configuration.changeOf(id)?.state,
			'sent',
			'it is known, and nobody has told yet what became of it',
		);
		await until('it is asked for', asked);
		await until('the answer', () => window.service.configuration.changeOf(id)?.state === 'succeeded');
		await desk.leave(window);
	});

	it('two windows do not change one reservation at once, and both show what one did', async () => {
		const reservation = next();
		const other = await desk.window({ pace });
		await other.service.configuration.recover();
		const { basis } = await other.service.configuration.read(reservation);
		await orderFault(desk.sandbox, { match: thePatch, fault: { kind: 'delay', ms: 300 }, times: 1 });
		const wishes = [desk.first, other].map(({ service }, index) =>
			service.configuration.change(reservation, { name: `Window ${index}` }, basis),
		);
		const ends = await Promise.allSettled(wishes);
		assert.ok(ends.filter(({ status }) => status === 'fulfilled').length <= 1);
		assert.ok((await patches()) <= 1);
		const record = await change(desk.first, reservation, { name: 'By the first' });
		await until('the other shows it', () => other.service.configuration.changeOf(record.id)?.state === 'succeeded');
		await desk.leave(other);
	});

	it('keeps a file that it can’t read, and writes no secret', async () => {
		await change(desk.first, next(), { name: 'Written down' });
		const strange = path.join(folder(), 'cdcdcdcd-0000-4000-8000-00000000000a.json');
		await writeFile(strange, '{"version":2}');
		await desk.first.service.configuration.recover();
		const [unreadable] = desk.first.service.configuration.unreadableFiles();
		assert.equal(unreadable?.file, strange);
		for (const name of await readdir(folder())) {
			assert.doesNotMatch(await readFile(path.join(folder(), name), 'utf8'), /Bearer|eyJ|client_secret/);
			assert.match(name, /\.json$/, 'no draft is left');
		}
	});
});
