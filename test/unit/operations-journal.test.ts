/** The journal on a real disk: exclusive, never half written, never going back. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockFile } from '../../src/reservations/operations/file-lock';
import { createOnce, replace } from '../../src/reservations/operations/files';
import { Journal } from '../../src/reservations/operations/journal';
import { type Entry, fileText, isSessionName, parseFile } from '../../src/reservations/operations/journal-file';
import { Lease } from '../../src/reservations/operations/lease';
import { withOperation } from '../../src/reservations/operations/progress';
import { sampleEntry, sampleSession } from '../helpers/operations-samples';

describe('the journal', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'csp-journal-'));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	function open(told: Entry[] = []): Journal {
		return new Journal({ folder, onChange: (entry) => told.push(entry), log: { warn: () => {} } });
	}

	it('lets one of many write a session down', async () => {
		const created = await Promise.all(Array.from({ length: 20 }, () => open().create(sampleEntry())));
		assert.equal(created.filter((it) => it).length, 1);
		assert.deepEqual(await readdir(folder), [`${sampleSession}.json`]);
	});

	it('decides once, for all', async () => {
		await open().create(sampleEntry());
		const wishes = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'sent' : 'dropped'));
		const decided = await Promise.all(wishes.map((wish) => open().decide(sampleSession, wish as 'sent' | 'dropped', 3_000)));
		assert.equal(new Set(decided).size, 1);
	});

	it('counts a decision that is not legible yet against whoever wants to decide', async () => {
		await open().create(sampleEntry());
		// On a disk without links the name is there before its content.
		for (const content of ['', 'drop', 'sent', 'sent 2026-01-01T00:00:00.000Z']) {
			await writeFile(path.join(folder, `${sampleSession}.decision`), content);
			assert.equal(await open().decide(sampleSession, 'sent', 3_000), 'dropped', `“${content}” sends nothing`);
			assert.equal(await open().decide(sampleSession, 'dropped', 3_000), 'sent', `“${content}” may have been sent`);
		}
		await writeFile(path.join(folder, `${sampleSession}.decision`), 'dropped 2026-01-01T00:00:00.000Z\n');
		assert.equal(await open().decide(sampleSession, 'sent', 3_000), 'dropped');
	});

	it('knows from the decision alone that something was sent', async () => {
		const journal = open();
		await journal.create(sampleEntry());
		assert.equal(await journal.decide(sampleSession, 'sent', 3_000), 'sent');
		const other = open();
		await other.reread();
		const { state, sentAt } = other.entry(sampleSession)?.operation ?? assert.fail();
		assert.deepEqual({ state, sentAt }, { state: 'sent', sentAt: 3_000 });
	});

	it('tells each change to all windows once, and reads nothing twice', async () => {
		const told: Entry[] = [];
		const [one, other] = [open(), open(told)];
		await one.create(sampleEntry());
		await other.reread();
		await other.reread();
		assert.equal(told.length, 1);
		await one.update(sampleSession, (entry) => withOperation(entry, { step: 'Pending' }));
		await Promise.all([other.reread(), other.reread()]);
		assert.deepEqual(
			told.map(({ operation }) => operation.step),
			[undefined, 'Pending'],
		);
	});

	it('keeps an end, whoever writes later', async () => {
		const [one, late] = [open(), open()];
		await one.create(sampleEntry());
		await late.reread();
		await one.update(sampleSession, (entry) => withOperation(entry, { state: 'succeeded', endedAt: 9 }));
		const after = await late.update(sampleSession, (entry) => withOperation(entry, { state: 'running' }));
		assert.equal(after.operation.state, 'succeeded');
		assert.match(await readFile(path.join(folder, `${sampleSession}.json`), 'utf8'), /"succeeded"/);
	});

	it('loses no change of many at once', async () => {
		const journal = open();
		await journal.create(sampleEntry());
		const ids = Array.from({ length: 25 }, (_, index) => String(index));
		await Promise.all(
			ids.map((id) =>
				journal.update(sampleSession, (entry) =>
					withOperation(entry, { correlationIds: [...entry.operation.correlationIds, id] }),
				),
			),
		);
		assert.deepEqual(
			parseFile(sampleSession, await readFile(path.join(folder, `${sampleSession}.json`), 'utf8')).operation.correlationIds,
			ids,
		);
	});

	it('loses no change of several windows at once, and no reader ever sees half a file', async () => {
		const windows = Array.from({ length: 4 }, () => open());
		await windows[0]?.create(sampleEntry());
		const ids = Array.from({ length: 40 }, (_, index) => String(index));
		let isWriting = true;
		const reading = async () => {
			while (isWriting) parseFile(sampleSession, await readFile(path.join(folder, `${sampleSession}.json`), 'utf8'));
		};
		const readers = [reading(), reading()];
		const changes = ids.map((id, index) => {
			const window = windows[index % windows.length] ?? assert.fail();
			return window.update(sampleSession, (entry) =>
				withOperation(entry, { correlationIds: [...entry.operation.correlationIds, id] }),
			);
		});
		await Promise.all(changes);
		isWriting = false;
		await Promise.all(readers);
		const { operation } = parseFile(sampleSession, await readFile(path.join(folder, `${sampleSession}.json`), 'utf8'));
		assert.deepEqual([...operation.correlationIds].sort(), [...ids].sort());
		assert.deepEqual(await readdir(folder), [`${sampleSession}.json`]);
	});

	it('keeps that Azure has answered, and the end, when another window writes down a look that began before', async () => {
		for (let round = 0; round < 20; round++) {
			const [sender, looker] = [open(), open()];
			const id = `${round}`.padStart(8, '0') + sampleSession.slice(8);
			const { operation, trail } = sampleEntry();
			await sender.create({ operation: { ...operation, id, state: 'sent' }, trail });
			await looker.reread();
			await Promise.all([
				sender.update(id, (entry) => withOperation(entry, { state: 'running', answeredAt: 4_000 })),
				looker.update(id, (entry) => withOperation(entry, { state: 'outcomeUnknown', lastLookedAt: 3_999 })),
			]);
			const both = parseFile(id, await readFile(path.join(folder, `${id}.json`), 'utf8'));
			assert.equal(both.operation.answeredAt, 4_000);
			await Promise.all([
				sender.update(id, (entry) => withOperation(entry, { state: 'succeeded', endedAt: 9_000 })),
				looker.update(id, (entry) => withOperation(entry, { state: 'running' })),
			]);
			const ended = parseFile(id, await readFile(path.join(folder, `${id}.json`), 'utf8'));
			assert.equal(ended.operation.state, 'succeeded');
		}
	});

	it('goes on where a window died while it wrote, and one that was taken for dead too early writes over nothing', async () => {
		const file = path.join(folder, `${sampleSession}.lock`);
		const old = new Date(Date.now() - 60_000);
		const journal = open();
		await journal.create(sampleEntry());
		await writeFile(file, 'a dead window');
		const started = Date.now();
		await journal.update(sampleSession, (entry) => withOperation(entry, { step: 'Pending' }));
		const tookMs = Date.now() - started;
		assert.ok(tookMs > 1_000 && tookMs < 6_000, `${tookMs} ms`);

		const slow = (await lockFile(file)) ?? assert.fail();
		await utimes(file, old, old);
		const other = (await lockFile(file)) ?? assert.fail();
		assert.deepEqual([await slow.isHeld(), await other.isHeld()], [false, true]);
		await slow.release();
		assert.equal(await other.isHeld(), true, 'it is not the slow one’s to take away');
		const target = path.join(folder, 'target');
		await writeFile(target, 'of the other');
		assert.equal(await replace(target, 'of the slow one', slow.isHeld), false);
		assert.equal(await readFile(target, 'utf8'), 'of the other');
		await other.release();
		assert.deepEqual((await readdir(folder)).sort(), [`${sampleSession}.json`, 'target']);
	});

	it('leaves no file where it could not write, and takes no draft for a file', async () => {
		await writeFile(path.join(folder, `${sampleSession}.json.x.draft`), '{"half');
		const journal = open();
		await journal.reread();
		assert.deepEqual(journal.entries(), []);
		assert.deepEqual(journal.unreadable(), []);
		await assert.rejects(createOnce(path.join(folder, 'missing', 'file'), 'text'));
	});

	it('writes what it reads, for every operation', () => {
		const entry = sampleEntry();
		assert.deepEqual(parseFile(sampleSession, fileText(entry)), JSON.parse(JSON.stringify(entry)));
		for (const bad of ['amount', 'state', 'quote', 'preparedAt']) {
			const file = JSON.parse(fileText(entry)) as { operation: Record<string, unknown> };
			if (bad === 'amount')
				Object.assign(file.operation, { lines: [{ ...entry.operation.lines[0], amount: { amount: 1.83, currency: 'GBP' } }] });
			else file.operation[bad] = 'nonsense';
			assert.throws(() => parseFile(sampleSession, JSON.stringify(file)), Error, bad);
		}
		assert.throws(() => parseFile('another-session', fileText(entry)), /another session/);
	});

	it('takes only names that are safe on every disk', () => {
		for (const good of [sampleSession, sampleSession.toUpperCase()]) assert.ok(isSessionName(good));
		for (const bad of [
			'',
			'con',
			'../../../x',
			'a/b/c/d/e/f',
			'a\\b\\c\\d\\e',
			'x'.repeat(200),
			'null\0null',
			'-rf-rf-rf',
			'.hidden-file',
		])
			assert.ok(!isSessionName(bad), bad);
	});

	it('gives the lease to one, and to another one when it is old', async () => {
		const file = path.join(folder, 'lease');
		// Long beside what a busy computer takes for all of them: the lease of the second one must not be old for the third.
		const lifeMs = 1500;
		const leases = Array.from({ length: 8 }, (_, index) => new Lease(file, `window ${index}`, lifeMs));
		const got = await Promise.all(leases.map((lease) => lease.acquire()));
		assert.equal(got.filter((it) => it).length, 1);
		const holder = leases[got.indexOf(true)] ?? assert.fail();
		assert.equal(await holder.renew(), true);
		await new Promise((resolve) => setTimeout(resolve, lifeMs + 50));
		const others = leases.filter((lease) => lease !== holder);
		const taken = await Promise.all(others.map((lease) => lease.acquire()));
		assert.equal(taken.filter((it) => it).length, 1);
		assert.equal(await holder.renew(), false);
		await holder.release();
		assert.ok((await readdir(folder)).includes('lease'), 'it is not the holder’s to take away');
	});
});
