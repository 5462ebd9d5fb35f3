/** A disk that refuses for a moment, as Windows does while a virus scanner or another window has the file open. */
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { createOnce, replace } from '../../src/reservations/operations/files';
import { Journal } from '../../src/reservations/operations/journal';
import { Lease } from '../../src/reservations/operations/lease';
import { withOperation } from '../../src/reservations/operations/progress';
import { sampleEntry, sampleSession } from '../helpers/operations-samples';

type Work = 'rename' | 'rm' | 'readFile' | 'writeFile';

describe('a disk that refuses for a moment', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await fs.mkdtemp(path.join(tmpdir(), 'csp-busy-'));
	});
	afterEach(async () => {
		mock.restoreAll();
		syncBuiltinESMExports();
		await fs.rm(folder, { recursive: true, force: true });
	});

	/** The system refuses this work on files whose names end so, the next times. @returns how often it has */
	function refuse(work: Work, ending: string, code: string, times = Number.POSITIVE_INFINITY): () => number {
		const real = fs[work] as (...given: unknown[]) => Promise<unknown>;
		let refused = 0;
		mock.method(fs, work, async (...given: unknown[]) => {
			const isMeant = given.some((it) => typeof it === 'string' && it.endsWith(ending));
			if (!isMeant || refused >= times) return real(...given);
			refused++;
			throw Object.assign(new Error(`${code}: ${work}`), { code, syscall: work });
		});
		syncBuiltinESMExports();
		return () => refused;
	}

	const open = () => new Journal({ folder, onChange: () => {}, log: { warn: () => {} } });
	const names = async () => (await fs.readdir(folder)).sort();
	/** What the journal has of it, as another window reads it. */
	async function stepOnDisk(): Promise<string | undefined> {
		const other = open();
		await other.reread();
		return other.entry(sampleSession)?.operation.step;
	}

	for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
		it(`${code}: what came back is written down all the same`, async () => {
			const journal = open();
			await journal.create(sampleEntry());
			const refused = [refuse('rename', '.json', code, 3), refuse('readFile', '.json', code, 3)];
			const { operation } = await journal.update(sampleSession, (entry) => withOperation(entry, { step: 'Pending' }));
			assert.equal(operation.step, 'Pending');
			assert.deepEqual(
				refused.map((times) => times()),
				[3, 3],
			);
			assert.equal(await stepOnDisk(), 'Pending');
			assert.deepEqual(await names(), [`${sampleSession}.json`]);
		});

		it(`${code}: the turn to write is waited for`, async () => {
			const journal = open();
			await journal.create(sampleEntry());
			const refused = refuse('writeFile', '.lock', code, 3);
			let isChanged = false;
			await journal.update(sampleSession, (entry) => {
				isChanged = refused() === 3;
				return withOperation(entry, { step: 'Pending' });
			});
			assert.equal(refused(), 3);
			assert.ok(isChanged, 'it is read again once it is its turn');
			assert.deepEqual(await names(), [`${sampleSession}.json`]);
		});
	}

	it('one that goes on refusing is not waited for without end: an outcome is written without a turn', async () => {
		const journal = open();
		await journal.create(sampleEntry());
		refuse('writeFile', '.lock', 'EPERM');
		const started = performance.now();
		await journal.update(sampleSession, (entry) => withOperation(entry, { step: 'Pending' }));
		const tookMs = performance.now() - started;
		assert.ok(tookMs > 400 && tookMs < 5_000, `${tookMs} ms`);
		assert.equal(await stepOnDisk(), 'Pending');
	});

	it('a file that can’t be read for long is waited for once, and read when it can be', async () => {
		await open().create(sampleEntry());
		const journal = open();
		const refused = refuse('readFile', '.json', 'EACCES');
		await journal.reread();
		const first = refused();
		assert.ok(first > 3, `${first} tries`);
		await journal.reread();
		assert.equal(refused(), first + 1);
		assert.equal(journal.unreadable().length, 1);
		mock.restoreAll();
		syncBuiltinESMExports();
		await journal.reread();
		assert.deepEqual([journal.unreadable(), journal.entries().length], [[], 1]);
	});

	it('what it says lastingly, as a full disk, is told at once', async () => {
		const file = path.join(folder, 'file');
		await fs.writeFile(file, 'before');
		const refused = refuse('rename', 'file', 'ENOSPC');
		await assert.rejects(replace(file, 'after'), /ENOSPC/);
		assert.equal(refused(), 1);
		assert.deepEqual([await fs.readFile(file, 'utf8'), await names()], ['before', ['file']]);
	});

	it('a draft that can’t be taken away does not undo what was decided', async () => {
		refuse('rm', '.draft', 'EBUSY');
		assert.equal(await createOnce(path.join(folder, 'decision'), 'sent'), true);
		assert.equal(await fs.readFile(path.join(folder, 'decision'), 'utf8'), 'sent');
	});

	it('of windows that take over at the same moment one follows, however slowly one of them writes', async () => {
		const file = path.join(folder, 'lease');
		const lifeMs = 1_500;
		await fs.writeFile(file, JSON.stringify({ owner: 'a dead window', at: Date.now() - lifeMs - 1 }));
		const real = fs.rename;
		let isSlow = true;
		mock.method(fs, 'rename', async (from: string, to: string) => {
			if (to === file && isSlow) {
				isSlow = false;
				await new Promise((resolve) => setTimeout(resolve, 200));
			}
			return real(from, to);
		});
		syncBuiltinESMExports();
		const leases = [1, 2, 3].map((index) => new Lease(file, `window ${index}`, lifeMs));
		const taken = await Promise.all(leases.map((lease) => lease.acquire()));
		assert.equal(taken.filter((it) => it).length, 1);
		assert.equal(await leases[taken.indexOf(true)]?.renew(), true);
		assert.deepEqual(await names(), ['lease']);
	});

	it('a heartbeat is not lost', async () => {
		const lease = new Lease(path.join(folder, 'lease'), 'a window', 60_000);
		await lease.acquire();
		refuse('readFile', 'lease', 'EBUSY', 2);
		assert.equal(await lease.renew(), true);
	});
});
