/** What was sent to support, written down by several windows in the same moment. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SentLog } from '../../src/reservations/support/sent-log';
import { until } from '../helpers/service';

describe('the log of support requests', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'csp-sent-'));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	const sent = { id: 'draft-1', name: 'draft-1', tenantId: '10000000-0000-4000-8000-000000000001', sentAt: 1 };
	const open = () => new SentLog(folder, { warn: assert.fail });

	for (const [what, before, isRepeated] of [
		['is sent again', 'sent', true],
		['was not done', 'notDone', false],
	] as const) {
		it(`one that ${what} while another window sees that it is there: it is not this window's to send`, async () => {
			const [one, other] = [open(), open()];
			assert.equal(await one.begin(sent, false), true);
			await one.settle(sent.id, before);
			// Another window is at it just now, and ends it.
			const lock = path.join(folder, `${sent.id}.lock`);
			await writeFile(lock, 'another window');
			const beginning = other.begin({ ...sent, sentAt: 2 }, isRepeated);
			let isOver = false;
			void beginning.finally(() => {
				isOver = true;
			});
			await new Promise((resolve) => setTimeout(resolve, 100));
			assert.equal(isOver, false, 'it waits for its turn');
			const done = { version: 1, sent: { ...sent, state: 'done' } };
			await writeFile(path.join(folder, `${sent.id}.json`), JSON.stringify(done));
			await rm(lock);
			assert.equal(await beginning, false);
			assert.equal((await other.find(sent.id))?.state, 'done');
			await until('no lock is left', async () => (await readdir(folder)).every((name) => name.endsWith('.json')));
		});
	}

	it('of two windows that begin one that was not done, one may send it', async () => {
		const windows = [open(), open()];
		assert.equal(await windows[0]?.begin(sent, false), true);
		await windows[0]?.settle(sent.id, 'notDone');
		const begun = await Promise.all(windows.map((window, index) => window.begin({ ...sent, sentAt: 2 + index }, false)));
		assert.deepEqual(begun.toSorted(), [false, true]);
	});
});
