/** Several windows of one computer: one session is sent once, all see it, and another one follows when a window is gone. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Customer } from '../../src/reservations/model';
import type { Operation, ReturnQuote } from '../../src/reservations/operations/model';
import { confirmed, Desk, reached } from '../helpers/operations';
import { clearFaults, clearRequests, orderFault, testFetch, until } from '../helpers/service';
import { failureOf } from '../helpers/transport';

/** As on the disk: the window that follows it knows fields without a value too, one that reads it does not. Who follows it may change. */
const written = (operation: Operation | undefined): unknown => JSON.parse(JSON.stringify(operation));

describe('operations in several windows', () => {
	let desk: Desk;
	let customers: Customer[];

	beforeEach(async () => {
		desk = await Desk.open({ customers: 12, reservations: 12 });
		await desk.customer('Contoso');
		customers = [...(desk.first.service.getCustomers().value?.customers ?? [])].filter(({ name }) => !/\(/.test(name));
		await clearRequests(desk.sandbox);
	});
	afterEach(async () => {
		await clearFaults(desk.sandbox);
		await desk.close();
	});

	async function quoted(): Promise<{ customer: Customer; quote: ReturnQuote }> {
		const customer = customers.shift() ?? assert.fail('no customer');
		const { tenantId, orderId, reservationId } = await desk.reservation(customer, 'VirtualMachines', 2);
		const quote = await desk.operations.quoteReturn({ tenantId, orderId, reservationId, quantity: 1 });
		assert.deepEqual(quote.blockers, []);
		return { customer, quote };
	}

	it('sends one quote once, however many windows commit it at the same time', async () => {
		const windows = await Promise.all(Array.from({ length: 5 }, () => desk.window()));
		const { customer, quote } = await quoted();
		const commits = windows.flatMap(({ service }) =>
			[0, 1].map(() => service.operations.commit(quote, confirmed(quote, customer))),
		);
		const outcomes = await Promise.allSettled(commits);
		assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
		for (const outcome of outcomes) {
			if (outcome.status === 'fulfilled') continue;
			const failure = await failureOf(Promise.reject(outcome.reason));
			assert.equal(failure.kind, 'Refused');
			assert.equal(failure.details.sent, 'no');
		}
		assert.equal(await desk.commits(), 1);
		assert.equal((await desk.files()).size, 1);
	});

	it('sends one of several quotes of a reservation that are committed at the same time, or none', async () => {
		const windows = await Promise.all(Array.from({ length: 4 }, () => desk.window()));
		const { customer, quote } = await quoted();
		const quotes = await Promise.all(windows.map(({ service }) => service.operations.quoteReturn(quote.line)));
		await Promise.allSettled(
			windows.map(({ service }, index) => {
				const one = quotes[index] ?? quote;
				return service.operations.commit(one, confirmed(one, customer));
			}),
		);
		assert.ok((await desk.commits()) <= 1);
		await desk.operations.recover();
		for (const { id } of desk.operations.operations()) await reached(desk.operations, id, 'succeeded', 'notDone');
	});

	it('shows to all windows what one commits, and its end', async () => {
		const other = await desk.window();
		await other.service.operations.recover();
		const told: Operation[] = [];
		other.service.operations.onDidChangeOperation((operation) => told.push(operation));
		const { customer, quote } = await quoted();
		const { id } = await desk.operations.commit(quote, confirmed(quote, customer));
		const ended = await reached(other.service.operations, id, 'succeeded');
		assert.ok(told.some(({ state }) => state === 'running') && told.some(({ state }) => state === 'succeeded'));
		// What is on the disk already may be seen there before the window that wrote it tells it.
		assert.deepEqual(written(ended), written(await reached(desk.operations, id, 'succeeded')));
		// A window that comes later knows it from the disk, without asking the service.
		const later = await desk.window();
		await later.service.operations.recover();
		assert.deepEqual(later.service.operations.operations().map(written), [written(ended)]);
		assert.equal(await desk.commits(), 1);
	});

	it('goes on with what a closed window followed, and never sends', async () => {
		const closing = await desk.window();
		const { customer, quote } = await quoted();
		await orderFault(desk.sandbox, { match: { method: 'GET', path: '/reservationOrders/' }, fault: { kind: 'delay', ms: 60 } });
		const { id, state } = await closing.service.operations.commit(quote, confirmed(quote, customer));
		assert.equal(state, 'running');
		await desk.leave(closing);
		await desk.operations.recover();
		await reached(desk.operations, id, 'succeeded');
		assert.equal(await desk.commits(), 1);
	});

	it('gives up what was prepared and not sent by a window that died', async () => {
		const { customer, quote } = await quoted();
		const { id } = await desk.operations.commit(quote, confirmed(quote, customer));
		await reached(desk.operations, id, 'succeeded');
		// What a window leaves that is killed between writing down and sending.
		const left = '12345678-0000-4000-8000-000000000000';
		const file = JSON.parse((await desk.files()).get(id) ?? '') as { operation: object };
		const operation = { ...file.operation, id: left, state: 'prepared', sentAt: undefined, endedAt: undefined };
		await writeFile(path.join(desk.first.storage, 'journal', `${left}.json`), JSON.stringify({ ...file, operation }));
		const others = await Promise.all([desk.window(), desk.window()]);
		await Promise.all(others.map(({ service }) => service.operations.recover()));
		for (const { service } of others) {
			const ended = await reached(service.operations, left, 'notDone');
			assert.match(ended.explanation ?? '', /Nothing was sent/);
		}
		assert.equal(await desk.commits(), 1);
	});

	it('is not kept from committing by a window that hangs before it writes anything', async () => {
		const { customer, quote } = await quoted();
		const window = await desk.window({ account: () => new Promise(() => {}) });
		window.service.operations.commit(quote, confirmed(quote, customer)).catch(() => {});
		await desk.operations.recover();
		assert.deepEqual(desk.operations.operations(), []);
		assert.equal((await desk.operations.commit(quote, confirmed(quote, customer))).state, 'running');
		assert.equal(await desk.commits(), 1);
	});

	it('does not send what another window gave up meanwhile, and does not say that it was committed', async () => {
		const { customer, quote } = await quoted();
		let asked = 0;
		const awake = Promise.withResolvers<undefined>();
		// Like a computer that sleeps right after it was written down: no heartbeat either.
		const window = await desk.window({
			account: () => (++asked === 1 ? Promise.resolve(undefined) : awake.promise),
			pace: { heartbeatMs: 60_000, leaseMs: 300, watchMs: 60_000 },
		});
		const failed = failureOf(window.service.operations.commit(quote, confirmed(quote, customer)));
		await until('it is on the disk', async () => (await desk.files()).size === 1);
		await desk.operations.recover();
		const given = await reached(desk.operations, (quote.sessionId ?? '').toLowerCase(), 'notDone');
		assert.match(given.explanation ?? '', /Nothing was sent/);
		awake.resolve(undefined);
		const failure = await failed;
		assert.deepEqual([failure.kind, failure.details.sent], ['Refused', 'no']);
		assert.match(failure.message, /given up.*Nothing was sent/);
		assert.doesNotMatch(failure.message, /committed already|second time/);
		assert.equal(await desk.commits(), 0);
	});

	it('takes a session that hangs for one that may have been sent', async () => {
		const { customer, quote } = await quoted();
		const never = new Promise<Response>(() => {});
		const dying: typeof fetch = (input, init) =>
			init?.method === 'POST' && /\/return\?/.test(String(input)) ? never : testFetch(input, init);
		const window = await desk.window({ fetch: dying, pace: { heartbeatMs: 60_000, leaseMs: 300, watchMs: 40 } });
		window.service.operations.commit(quote, confirmed(quote, customer)).catch(() => {});
		await until('it is on the disk', async () => (await desk.files()).size === 1);
		await desk.operations.recover();
		const id = (quote.sessionId ?? '').toLowerCase();
		// The heartbeat stops like that of a window that was killed: somebody else finds out, and sends nothing.
		await reached(desk.operations, id, 'outcomeUnknown');
		const ended = await reached(desk.operations, id, 'notDone');
		assert.match(ended.explanation ?? '', /not carried out/);
		assert.equal(await desk.commits(), 0);
	});

	it('does not forget what is not through where the disk does not let it be read any more', async () => {
		const { customer, quote } = await quoted();
		const lost: typeof fetch = async (input, init) => {
			const answer = await testFetch(input, init);
			if (init?.method === 'POST' && /\/return\?/.test(String(input))) throw new TypeError('fetch failed');
			return answer;
		};
		const window = await desk.window({ fetch: lost });
		const other = await desk.operations.quoteReturn(quote.line);
		const { id } = await window.service.operations.commit(quote, confirmed(quote, customer));
		await desk.operations.readJournal();
		assert.equal(desk.operations.operation(id)?.id, id);
		await desk.leave(window);
		const file = path.join(desk.first.storage, 'journal', `${id}.json`);
		const text = await readFile(file, 'utf8');
		await rm(file);
		await mkdir(file);
		await desk.operations.readJournal();
		assert.deepEqual(
			desk.operations.unreadableFiles().map((it) => it.file),
			[file],
		);
		assert.equal(desk.operations.operation(id)?.id, id, 'what is known of it stays');
		const failure = await failureOf(desk.operations.commit(other, confirmed(other, customer)));
		assert.match(failure.message, /not through yet.*Nothing was sent/);
		assert.equal(await desk.commits(), 1);
		// Nor does it keep others from being followed, whatever the order.
		const leaving = await desk.window({ fetch: lost });
		const [next, more] = [await quoted(), await quoted()];
		const left = [next, more].map((it) => leaving.service.operations.commit(it.quote, confirmed(it.quote, it.customer)));
		const open = await Promise.all(left);
		await desk.leave(leaving);
		await desk.operations.recover();
		for (const one of open) await reached(desk.operations, one.id, 'succeeded');
		assert.equal(desk.operations.operation(id)?.state, 'outcomeUnknown');
		await rm(file, { recursive: true });
		await writeFile(file, text);
		await reached(desk.operations, id, 'succeeded');
		await desk.operations.readJournal();
		assert.deepEqual(desk.operations.unreadableFiles(), []);
	});

	it('keeps and tells files that it can’t read, and sends nothing for their sessions', async () => {
		const { customer, quote } = await quoted();
		const folder = path.join(desk.first.storage, 'journal');
		await mkdir(folder, { recursive: true });
		const damaged = ['', '{', '[]', '{"version":9}'].map(
			(text, index) => [`0000000${index}-0000-4000-8000-000000000000`, text] as const,
		);
		for (const [id, text] of damaged) await writeFile(path.join(folder, `${id}.json`), text);
		const own = (quote.sessionId ?? '').toLowerCase();
		await writeFile(path.join(folder, `${own}.json`), 'damaged');
		await desk.operations.recover();
		assert.deepEqual(
			desk.operations
				.unreadableFiles()
				.map(({ file }) => path.basename(file, '.json'))
				.sort(),
			[...damaged.map(([id]) => id), own].sort(),
		);
		for (const { reason } of desk.operations.unreadableFiles()) assert.ok(reason.length > 5);
		assert.equal((await failureOf(desk.operations.commit(quote, confirmed(quote, customer)))).kind, 'Refused');
		assert.equal(await desk.commits(), 0);
		const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
		assert.equal(names.length, damaged.length + 1);
		assert.equal(await readFile(path.join(folder, `${own}.json`), 'utf8'), 'damaged');
		assert.ok(desk.first.lines.some((line) => /can't be read and is kept/.test(line)));
	});
});
