/** The outcome of an operation as one window tells it: whatever else is read for it, it is told. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServiceFailure } from '../../src/azure/failure';
import { OperationNotices } from '../../src/host/operation-notices';
import { Operations } from '../../src/host/operations';
import type { ReservationsService } from '../../src/reservations/api';
import type { Operation } from '../../src/reservations/operations/model';
import { until } from '../helpers/service';
import { notices } from '../ui/pages/vscode-outside';
import { bought, line, now, operation } from './operation-samples';

const ended = operation({ state: 'succeeded', step: 'Succeeded', endedAt: now, lines: [line(), bought] });

describe('Notices of operations', () => {
	let folder: string;
	let logged: string[];
	const disposables: { dispose(): void }[] = [];

	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'notices-'));
		logged = [];
		notices.told.length = 0;
	});
	afterEach(async () => {
		for (const one of disposables.splice(0)) one.dispose();
		await rm(folder, { recursive: true });
	});

	/** A window on the journal; its service reads roles as it is told. */
	function window(
		all: readonly Operation[],
		reads: Pick<ReservationsService, 'checkAccess'> & { mayExchange(): Promise<boolean> },
		records = folder,
	) {
		const nothing = () => Object.assign(() => undefined, { dispose: () => undefined });
		const service = {
			operations: { operations: () => all, recover: async () => undefined, onDidChangeOperation: nothing },
			configuration: { changes: () => [], recover: async () => undefined, onDidChangeRecord: nothing },
			checkAccess: reads.checkAccess,
			roles: { adminAgentsMayExchange: reads.mayExchange },
		};
		const log = (text: unknown) => logged.push(String(text));
		const session = {
			...{ onDidStart: nothing, onDidChange: nothing, current: service, log: { info: log, warn: log, error: log } },
			started: { service, records: { folder: records, older: [] } },
		};
		const operations = new Operations(session as never);
		disposables.push(operations, new OperationNotices(operations, session.log as never));
	}

	async function* failing(): AsyncGenerator<never> {
		yield* [];
		throw new ServiceFailure('UnexpectedAnswer', 'The answer could not be read.');
	}
	const broken = async (): Promise<boolean> => {
		throw new TypeError('not what was expected');
	};

	it('tell the outcome once in each window where the disk refuses to note that', async () => {
		const file = path.join(folder, 'full');
		await writeFile(file, '');
		window([ended], { checkAccess: failing, mayExchange: broken }, path.join(file, 'records'));
		await until('the notice', () => notices.told.length > 0);
		assert.match(notices.told[0] ?? '', /is done/);
		assert.match(logged.join('\n'), /could not be noted: .*ENOTDIR/);
	});

	it('tell the outcome though the access to the new orders can not be read, once', async () => {
		window([ended], { checkAccess: failing, mayExchange: broken });
		await until('the notice', () => notices.told.length > 0);
		assert.match(notices.told[0] ?? '', /is done/);
		assert.match(notices.told[0] ?? '', /Whether you have a role on the new order was not found out/);
		assert.match(logged.join('\n'), /could not be read.*|not what was expected/s);
		window([ended], { checkAccess: failing, mayExchange: async () => true });
		await new Promise((resolve) => setTimeout(resolve, 200));
		assert.equal(notices.told.length, 1, 'another window does not tell it again');
	});

	it('one that can not be told in full does not keep the others from being told', async () => {
		window([ended, { ...ended, id: 'another', state: 'succeeded' }], { checkAccess: failing, mayExchange: broken });
		await until('both notices', () => notices.told.length === 2);
	});
});
