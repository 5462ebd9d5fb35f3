/** The end of a scan as the user is told it: its buttons act on the connection of the moment they are pressed. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { ServiceFailure } from '../../src/azure/failure';
import { sandboxCloud } from '../../src/identity';
import type { ReservationsService } from '../../src/reservations/api';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { scanAll } from '../../src/watch/scan-all';
import { startService, type TestService, until } from '../helpers/service';
import { chooser, errors, notices, warnings } from '../ui/pages/vscode-outside';

describe('End of a scan', () => {
	let sandbox: Sandbox;
	let first: TestService;
	let second: TestService;
	const logged: string[] = [];

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers: 20 });
	});
	after(() => sandbox?.close());
	beforeEach(async () => {
		for (const told of [warnings, errors, logged]) told.length = 0;
		first = await startService(sandboxCloud(sandbox.endpoints));
		second = await startService(sandboxCloud(sandbox.endpoints));
	});
	afterEach(async () => {
		notices.press = undefined;
		chooser.choose = () => undefined;
		await first.end();
		await second.end();
	});

	/** A connection that is another one from the second time on that its service is asked for. */
	function sessionWith(next: () => Promise<ReservationsService>) {
		let asked = 0;
		const log = (line: unknown) => logged.push(String(line));
		return { service: async () => (asked++ === 0 ? first.service : next()), log: { warn: log, error: log } } as never;
	}

	/** The connection is changed, and the button pressed once. */
	async function changed(to: ReservationsService): Promise<ReservationsService> {
		notices.press = undefined;
		await first.service.dispose();
		return to;
	}

	it('scans by the connection in use when it is tried again', async () => {
		notices.press = 'Try Again';
		const end = await scanAll(sessionWith(() => changed(second.service)));
		assert.ok(end.failed > 0, 'else there is no such button');
		await until('the other scan', () => second.service.scan.state().phase === 'done');
		await until('its end', () => warnings.length === 2);
		assert.deepEqual([errors, logged], [[], []]);
	});

	it('says nothing where the connection ends before the scan is tried again', async () => {
		notices.press = 'Try Again';
		await scanAll(sessionWith(() => changed(first.service)));
		await until('the button', () => notices.press === undefined);
		await new Promise((resolve) => setTimeout(resolve, 50));
		assert.deepEqual([warnings.length, errors, logged], [1, [], []]);
	});

	it('says why a connection could not be made, and logs what is a fault of its own', async () => {
		notices.press = 'Try Again';
		const failure = new ServiceFailure('Unreachable', 'There was no answer.', { at: Date.now() });
		const refuse = async () => {
			notices.press = undefined;
			throw failure;
		};
		await scanAll(sessionWith(refuse));
		await until('the error', () => errors.length === 1);
		assert.match(errors.join(), /^There was no answer\./);
		notices.press = 'Show Failed';
		chooser.choose = () => {
			throw new Error('broken');
		};
		await scanAll(sessionWith(async () => first.service));
		await until('the fault', () => errors.length === 2);
		assert.match(logged.at(-1) ?? '', /broken/);
	});

	it('shows the failed customers of the connection in use', async () => {
		notices.press = 'Show Failed';
		await second.service.scan.start();
		const shown = Promise.withResolvers<number>();
		chooser.choose = (rows) => {
			shown.resolve(rows.length);
			return undefined;
		};
		await scanAll(sessionWith(() => changed(second.service)));
		assert.equal(await shown.promise, second.service.scan.failures().length);
	});
});
