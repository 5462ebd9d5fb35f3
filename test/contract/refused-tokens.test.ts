/** Tokens that end before their time: reads go on with other ones, silently, and no lesser source stands in. */
import assert from 'node:assert/strict';
import type { Cloud } from '../../src/azure/cloud';
import { sandboxCloud, sandboxTokens } from '../../src/identity';
import { practiceSession } from '../../src/identity/sandbox-tokens';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { clearRequests, startService, type TestService, testFetch, valueIn } from '../helpers/service';

interface Asked {
	readonly service: string;
	readonly method: string;
	readonly path: string;
	readonly status: number;
}

describe('refused tokens', () => {
	let sandbox: Sandbox;
	let cloud: Cloud;
	let bench: TestService;

	beforeEach(async () => {
		sandbox = await startSandbox({ port: 0, customers: 12 });
		cloud = sandboxCloud(sandbox.endpoints);
		bench = await startService(cloud, { tokens: sandboxTokens(cloud, testFetch, await practiceSession(cloud, testFetch)) });
	});
	afterEach(async () => {
		await bench.end();
		await sandbox.close();
	});

	/** Lets so many days pass for the services and their authority, and not for us. */
	async function pass(days: number): Promise<void> {
		const body = JSON.stringify({ seconds: days * 86_400 });
		const headers = { 'content-type': 'application/json' };
		await clearRequests(sandbox);
		const response = await testFetch(`${sandbox.endpoints.authority}/sandbox/clock`, { method: 'POST', headers, body });
		assert.equal(response.status, 200);
	}

	async function asked(): Promise<readonly Asked[]> {
		const response = await testFetch(`${sandbox.endpoints.authority}/sandbox/requests`);
		return (await response.json()) as Asked[];
	}

	it('the customers come from Partner Center, as before, and not from Microsoft Graph', async () => {
		const before = valueIn(await bench.service.refreshCustomers());
		assert.equal(before.source, 'partnerCenter');
		await pass(70);
		const { value, failure } = await bench.service.refreshCustomers();
		assert.equal(failure, undefined);
		assert.equal(value?.source, 'partnerCenter');
		assert.equal(value?.sourceFailure, undefined);
		assert.equal(value?.customers.length, before.customers.length);
		// Whose distributors they are is read at the same time: one of both is refused, or both.
		const statuses = (await asked()).filter((one) => one.service === 'partnerCenter').map(({ status }) => status);
		assert.ok(statuses.includes(401) && statuses.every((status) => status === 401 || status === 200), String(statuses));
		assert.ok(!(await asked()).some(({ service }) => service === 'graph'));
	});

	it('reservations of all customers are read, each list refused once at the most', async () => {
		const { customers } = valueIn(await bench.service.refreshCustomers());
		const own = customers.filter(({ name }) => !name.includes('('));
		for (const { tenantId } of own) await bench.service.loadReservations(tenantId);
		await pass(70);
		await bench.service.refreshReservations(own.map(({ tenantId }) => tenantId));
		for (const { tenantId, name } of own) assert.equal(bench.service.getReservations(tenantId).failure, undefined, name);
		const refused = (await asked()).filter(({ status }) => status === 401);
		assert.ok(refused.length >= own.length, 'the tokens were refused');
		assert.ok(
			refused.every(({ method }) => method === 'GET'),
			'what is sent once was not among it',
		);
	});
});
