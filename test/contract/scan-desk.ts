/** What the tests of scans share: a sandbox, a service on it that is another one for each test, and what the sandbox was asked. */
import assert from 'node:assert/strict';
import type { Cloud } from '../../src/azure/cloud';
import { sandboxCloud } from '../../src/identity';
import type { ScanState } from '../../src/reservations/scan/model';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { clearFaults, clearRequests, requestsOf, startService, type TestService } from '../helpers/service';

export const customers = 60;
/** Paths of the calls that list a customer's reservations. */
export const lists = /microsoft\.capacity\/reservations$/i;

export interface ScanDesk {
	readonly sandbox: Sandbox;
	readonly cloud: Cloud;
	/** What the test puts here is ended after it. */
	bench: TestService;
	/** How often a list of reservations was asked for. */
	listed(): Promise<number>;
}

/** For a `describe`: one sandbox for all its tests, without faults at their begin. */
export function useScanDesk(): ScanDesk {
	const desk = {
		async listed() {
			return (await requestsOf(desk.sandbox)).filter(({ path }) => lists.test(path)).length;
		},
	} as { -readonly [Key in keyof ScanDesk]: ScanDesk[Key] };
	before(async () => {
		desk.sandbox = await startSandbox({ port: 0, customers });
		desk.cloud = sandboxCloud(desk.sandbox.endpoints);
	});
	after(() => desk.sandbox?.close());
	beforeEach(async () => {
		desk.bench = await startService(desk.cloud);
		await clearRequests(desk.sandbox);
	});
	afterEach(async () => {
		await clearFaults(desk.sandbox);
		await desk.bench.end();
	});
	return desk;
}

/** Every customer is counted once, and every failure has its cause. */
export function checkSum({ total, fresh, read, failed, waiting, notTried, causes }: ScanState): void {
	assert.equal(fresh + read + failed + waiting + notTried, total);
	assert.equal(
		causes.reduce((sum, { count }) => sum + count, 0),
		failed,
	);
}
