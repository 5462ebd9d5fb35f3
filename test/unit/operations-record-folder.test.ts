/** Records that another window writes in the very moment in which they are read. */
import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RecordFolder } from '../../src/reservations/operations/record-folder';

interface Count {
	readonly at: number;
}

describe('records of several windows', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'csp-records-'));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	/** @param whileReading done once the content was read, before anything else */
	function open(whileReading: () => void): { files: RecordFolder<Count>; told: number[] } {
		const told: number[] = [];
		const files = new RecordFolder<Count>({
			folder,
			name: 'the records',
			isName: () => true,
			parse: (_, content) => {
				whileReading();
				return JSON.parse(content) as Count;
			},
			text: (record) => JSON.stringify(record),
			isOver: () => false,
			onChange: ({ at }) => told.push(at),
			log: { warn: assert.fail },
		});
		return { files, told };
	}

	/** As another window replaces it, in one step. */
	function write(at: number): void {
		const draft = path.join(folder, 'draft');
		writeFileSync(draft, JSON.stringify({ at }));
		renameSync(draft, path.join(folder, 'one.json'));
	}

	/** Another window writes the next number once, at the first reading. */
	function overtaken() {
		let isWritten = false;
		return open(() => {
			if (!isWritten) write(2);
			isWritten = true;
		});
	}

	it('what came while one was read shows at the next look, though nothing more is written', async () => {
		write(1);
		const { files, told } = overtaken();
		await files.reread();
		await files.reread();
		assert.deepEqual([files.record('one'), told], [{ at: 2 }, [1, 2]]);
		await files.reread();
		assert.deepEqual(told, [1, 2], 'each is told once');
	});

	it('also where the reading was to change it, and it stayed as it was', async () => {
		write(1);
		const { files } = overtaken();
		await files.update('one', (record) => record);
		await files.reread();
		assert.deepEqual(files.record('one'), { at: 2 });
	});
});
