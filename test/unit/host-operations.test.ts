/** What windows share on the disk about operations: who tells the user, and whose journal a folder holds. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Marks } from '../../src/host/operation-marks';
import type { Settings } from '../../src/host/settings';
import { connectionFolder, mayBelongTo, ownSandboxFolder, partnerFolder, sandboxFolder } from '../../src/host/storage-folders';

describe('Marks of operations', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(os.tmpdir(), 'marks-'));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	it('are set by one window only, whoever tries at the same time', async () => {
		const windows = Array.from({ length: 20 }, () => new Marks(path.join(folder, 'told')));
		const claims = await Promise.all(windows.map((marks) => marks.claim('succeeded-1')));
		assert.equal(claims.filter((won) => won).length, 1);
		assert.equal(await new Marks(path.join(folder, 'told')).claim('succeeded-1'), false, 'a later window finds it');
	});

	it('are known to a window that comes later, once it has looked', async () => {
		await new Marks(folder).claim('looked-1');
		const later = new Marks(folder);
		assert.equal(later.has('looked-1'), false);
		await later.read();
		assert.equal(later.has('looked-1'), true);
		assert.equal(later.has('looked-2'), false);
	});

	it('that were set in a folder of before hold, and new ones are set in the own one', async () => {
		const [before, own] = [path.join(folder, 'before'), path.join(folder, 'own')];
		await new Marks(before).claim('succeeded-1');
		const marks = new Marks(own, [before]);
		await marks.read();
		assert.equal(await marks.claim('succeeded-1'), false);
		assert.equal(await marks.claim('succeeded-2'), true);
		assert.deepEqual([await readdir(before), await readdir(own)], [['succeeded-1'], ['succeeded-2']]);
	});

	it('stay in their folder, whatever a session is called', async () => {
		const inside = path.join(folder, 'told');
		await new Marks(inside).claim('failed-../../evil');
		await new Marks(inside).claim('..');
		assert.deepEqual(await readdir(folder), ['told']);
		assert.equal((await readdir(inside)).length, 2);
	});
});

describe('Folders of connections', () => {
	const tenantId = '3b33d682-8d4d-4b6a-9c0e-2f8a6d1e5b70';
	const settings = (some: Partial<Settings>): Settings => ({
		connection: 'Sandbox',
		connections: [],
		customers: [],
		sandboxAddress: undefined,
		sandbox: { customers: 25, reservations: 5, seed: 7, latency: 0 },
		expiringWithinDays: 30,
		lowUtilizationPercent: 80,
		pageSize: 200,
		dailyDigest: true,
		...some,
	});

	it('a sandbox that runs already has one by its port', () => {
		const belongs = mayBelongTo(settings({ sandboxAddress: 'http://127.0.0.1:5000' }));
		assert.equal(belongs(sandboxFolder('http://127.0.0.1:5000')), true);
		assert.equal(belongs(sandboxFolder('http://127.0.0.1:5001')), false);
	});

	it('a sandbox that is started with the window has no past to go on with', () => {
		const own = settings({});
		assert.equal(mayBelongTo(own)(ownSandboxFolder(own.sandbox)), false);
	});

	it('a connection has those of its partner, and no others; a slip in the settings has none', () => {
		const connections = [null, 'x', {}, { name: 'Real', tenantId: tenantId.toUpperCase() }, { name: 'Other', tenantId: 'other' }];
		const belongs = mayBelongTo(settings({ connection: 'Real', connections }));
		assert.equal(belongs(connectionFolder('0123456789ab', tenantId)), true);
		assert.equal(belongs(partnerFolder('0123456789ab', tenantId)), true);
		assert.equal(belongs(partnerFolder('0123456789ab', 'other')), false);
		assert.equal(belongs(connectionFolder('0123456789ab', 'other')), false);
		assert.equal(belongs(`sandbox-${tenantId}`), false);
		assert.equal(mayBelongTo(settings({ connection: 'Gone', connections }))(connectionFolder('0', tenantId)), false);
	});
});
