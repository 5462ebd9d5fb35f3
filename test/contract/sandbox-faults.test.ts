/** Faults on demand do what they say, and the log proves what was sent. */
import assert from 'node:assert/strict';
import { type Answer, SandboxClient, text } from './sandbox-client';

const LIST = '/providers/Microsoft.Capacity/reservations';

interface Logged {
	readonly service: string;
	readonly method: string;
	readonly path: string;
	readonly query: string;
	readonly tenant?: string;
	readonly status: number;
	readonly fault?: string;
}

describe('sandbox: faults', () => {
	let client: SandboxClient;
	let tenant: string;

	before(async () => {
		client = await SandboxClient.start();
		tenant = await client.customer('Contoso');
	});

	after(() => client.close());

	afterEach(() => client.clearFaults());

	async function log(): Promise<Logged[]> {
		return (await client.send<Logged[]>(`${client.endpoints.authority}/sandbox/requests`)).body;
	}

	async function clearLog(): Promise<void> {
		await client.send(`${client.endpoints.authority}/sandbox/requests`, { method: 'DELETE' });
	}

	it("answers any status in each service's own error body", async () => {
		const { partnerTenantId } = client.endpoints;
		await client.token(tenant);
		await client.token(partnerTenantId, 'graph');
		for (const status of [401, 403, 404, 500, 503]) {
			await client.fault({ fault: { kind: 'status', status } });
			const azure = await client.azure<{ error: { code: string; message: string } }>(tenant, LIST);
			assert.equal(azure.status, status);
			assert.ok(azure.body.error.code !== '' && azure.body.error.message !== '');
			const partner = await client.partner('/customers');
			assert.equal(partner.status, status);
			assert.deepEqual(Object.keys(partner.body), ['code', 'description', 'data', 'source']);
			const graph = await client.send<{ error: { innerError: unknown } }>(`${client.endpoints.graph}/v1.0/me`);
			assert.equal(graph.status, status);
			assert.deepEqual(graph.body.error.innerError, {});
			const authority = await client.requestToken(partnerTenantId, {});
			assert.equal(authority.status, status);
			assert.equal(typeof authority.body.error_description, 'string');
			await client.clearFaults();
		}
		await client.fault({ fault: { kind: 'status', status: 409, code: 'Mine', message: 'My words' } });
		assert.deepEqual((await client.azure(tenant, LIST)).body, { error: { code: 'Mine', message: 'My words' } });
	});

	it('answers 202 only where the contract allows it', async () => {
		await client.fault({ fault: { kind: 'accepted' } });
		assert.equal((await client.azure(tenant, LIST)).status, 200);
		assert.equal((await client.partner('/customers')).status, 200);
	});

	it('throttles with the header of each service', async () => {
		await client.fault({ fault: { kind: 'throttle', seconds: 7 } });
		const azure = await client.azure(tenant, LIST);
		assert.equal(azure.status, 429);
		assert.equal(azure.headers.get('retry-after'), '7');
		const consumption = await client.azure(
			tenant,
			'/providers/Microsoft.Capacity/reservationorders/x/providers/Microsoft.Consumption/reservationSummaries?api-version=2024-08-01',
		);
		assert.equal(consumption.headers.get('retry-after'), null);
		assert.equal(consumption.headers.get('x-ms-ratelimit-microsoft.consumption-retry-after'), '7');
		const partner = await client.partner('/customers');
		assert.deepEqual(partner.body, { statusCode: 429, message: 'Rate limit is exceeded. Try again in 7 seconds.' });
		assert.equal(partner.headers.get('retry-after'), '7');
	});

	it('asks for other claims', async () => {
		const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
		await client.fault({ fault: { kind: 'unauthorized', claims } });
		const { status, headers } = await client.azure(tenant, LIST);
		assert.equal(status, 401);
		const challenge = headers.get('www-authenticate') ?? '';
		assert.match(challenge, /error="insufficient_claims"/);
		assert.equal(Buffer.from(/claims="([^"]+)"/.exec(challenge)?.[1] ?? '', 'base64').toString(), claims);
	});

	it('delays, and answers truly', async () => {
		await client.fault({ match: { tenant }, fault: { kind: 'delay', ms: 120 } });
		const before = performance.now();
		assert.equal((await client.azure(tenant, LIST)).status, 200);
		assert.ok(performance.now() - before >= 115);
	});

	it('cuts the connection before or after the work is done', async () => {
		const left = async () => Number((await client.azure(tenant, LIST)).headers.get('x-ms-ratelimit-remaining-tenant-reads'));
		const start = await left();
		for (const kind of ['dropBefore', 'dropAfter']) {
			await clearLog();
			await client.fault({ match: { service: 'resourceManager' }, fault: { kind }, times: 1 });
			await assert.rejects(client.azure(tenant, LIST), /fetch failed/);
			const [seen] = await log();
			assert.equal(seen?.status, 0);
			assert.equal(seen?.fault, kind);
		}
		// Only the second one was counted: the first never reached the service.
		assert.equal(await left(), start - 2);
	});

	it('answers JSON of the wrong shape, text, half a body, or a page of HTML', async () => {
		const answer = async (fault: unknown): Promise<string> => {
			await client.clearFaults();
			await client.fault({ fault });
			const response = await fetch(`${client.endpoints.resourceManager}${LIST}`);
			assert.equal(response.status, 200);
			return `${response.headers.get('content-type')} ${await response.text()}`;
		};
		assert.match(await answer({ kind: 'wrongJson' }), /^application\/json.*"value":"none"/);
		assert.match(await answer({ kind: 'wrongJson', variant: 'text' }), /^application\/json; charset=utf-8 "[^"]+"$/);
		const half = await answer({ kind: 'wrongJson', variant: 'cut' });
		assert.throws(() => JSON.parse(half.slice(half.indexOf('{'))), SyntaxError);
		assert.match(await answer({ kind: 'html' }), /^text\/html; charset=utf-8 <!DOCTYPE html>/);
	});

	it('links to another host for the next page', async () => {
		await client.fault({ fault: { kind: 'foreignNextLink', link: 'https://elsewhere.example/next' } });
		const azure = await client.azure<{ value: unknown[]; nextLink: string }>(tenant, LIST);
		assert.ok(azure.body.value.length > 0);
		assert.equal(azure.body.nextLink, 'https://elsewhere.example/next');
		const partner = await client.partner<{ links: { next: { uri: string } } }>('/customers?size=5');
		assert.equal(partner.body.links.next.uri, 'https://elsewhere.example/next');
	});

	it('answers more than 12 MB of valid JSON, or the documented 400', async () => {
		await client.fault({ fault: { kind: 'huge' } });
		for (const path of [LIST, `${(await firstReservation()).id}`]) {
			const response = await fetch(`${client.endpoints.resourceManager}${path}?api-version=2022-11-01`, {
				headers: { authorization: `Bearer ${await client.token(tenant)}` },
			});
			const body = await response.text();
			assert.equal(response.status, 200);
			assert.ok(body.length > 12 * 1024 * 1024 && body.length < 16 * 1024 * 1024, String(body.length));
			JSON.parse(body);
		}
		await client.clearFaults();
		await client.fault({ fault: { kind: 'huge', variant: 'error' } });
		const small = await client.azure(tenant, LIST);
		assert.equal(small.status, 400);
		assert.match(text(small), /12 MB/);

		async function firstReservation(): Promise<{ id: string }> {
			await client.clearFaults();
			const [first] = await client.reservations(tenant);
			await client.fault({ fault: { kind: 'huge' } });
			return first ?? { id: '' };
		}
	});

	it('matches service, method, path, pattern and tenant, as often as ordered, and can be taken back', async () => {
		const other = await client.customer('Fabrikam');
		const id = await client.fault({
			match: { service: 'resourceManager', method: 'get', path: '/RESERVATIONS', tenant },
			fault: { kind: 'status', status: 500 },
			times: 2,
		});
		assert.equal((await client.azure(other, LIST)).status, 200);
		assert.equal((await client.azure(tenant, '/subscriptions?api-version=2022-12-01')).status, 200);
		const listed = await client.send<unknown[]>(`${client.endpoints.authority}/sandbox/faults`);
		assert.deepEqual(listed.body, [
			{
				id,
				match: { service: 'resourceManager', method: 'get', path: '/RESERVATIONS', tenant },
				fault: { kind: 'status', status: 500 },
				times: 2,
			},
		]);
		assert.deepEqual(
			[
				(await client.azure(tenant, LIST)).status,
				(await client.azure(tenant, LIST)).status,
				(await client.azure(tenant, LIST)).status,
			],
			[500, 500, 200],
		);

		const pattern = await client.fault({
			match: { pathPattern: '^/providers/.*take=1&' },
			fault: { kind: 'status', status: 503 },
		});
		assert.equal((await client.azure(tenant, `${LIST}?take=1`)).status, 503);
		assert.equal((await client.azure(tenant, `${LIST}?take=2`)).status, 200);
		const remove = () => client.send(`${client.endpoints.authority}/sandbox/faults/${pattern}`, { method: 'DELETE' });
		assert.equal((await remove()).status, 204);
		assert.equal((await remove()).status, 404);
		assert.equal((await client.azure(tenant, `${LIST}?take=1`)).status, 200);

		const forCustomer = await client.fault({
			match: { service: 'partnerCenter', tenant },
			fault: { kind: 'status', status: 404 },
		});
		assert.equal((await client.partner(`/customers/${tenant}`)).status, 404);
		assert.equal((await client.partner(`/customers/${other}`)).status, 200);
		assert.ok(forCustomer !== '');
	});

	it('refuses an order that it does not understand', async () => {
		const orders = [
			{},
			{ fault: { kind: 'earthquake' } },
			{ fault: { kind: 'status' } },
			{ fault: { kind: 'status', status: 200 } },
			{ fault: { kind: 'delay', ms: '5' } },
			{ fault: { kind: 'html' }, times: 0 },
			{ match: { sevice: 'graph' }, fault: { kind: 'html' } },
			{ match: { service: 'mail' }, fault: { kind: 'html' } },
			{ match: { pathPattern: '(' }, fault: { kind: 'html' } },
			{ fault: { kind: 'html' }, time: 1 },
			[],
		];
		for (const order of orders) {
			const answer: Answer = await client.send(`${client.endpoints.authority}/sandbox/faults`, {
				method: 'POST',
				body: JSON.stringify(order),
			});
			assert.equal(answer.status, 400, JSON.stringify(order));
			assert.equal(typeof answer.body.error, 'string');
		}
		assert.equal((await client.send(`${client.endpoints.authority}/sandbox/faults`, { method: 'POST', body: '{' })).status, 400);
		assert.deepEqual((await client.send<unknown>(`${client.endpoints.authority}/sandbox/faults`)).body, []);
	});

	it('logs service, method, path, query, tenant and status, and never a token', async () => {
		await clearLog();
		await client.azure(tenant, `${LIST}?take=2`);
		await client.partner(`/customers/${tenant}`);
		await client.send(`${client.endpoints.graph}/v1.0/me`);
		const seen = (await log()).map(({ service, method, path, query, tenant: of, status }) => ({
			service,
			method,
			path,
			query,
			tenant: of,
			status,
		}));
		assert.deepEqual(seen, [
			{ service: 'resourceManager', method: 'GET', path: LIST, query: '?take=2&api-version=2022-11-01', tenant, status: 200 },
			{ service: 'partnerCenter', method: 'GET', path: `/v1/customers/${tenant}`, query: '', tenant, status: 200 },
			{ service: 'graph', method: 'GET', path: '/v1.0/me', query: '', tenant: undefined, status: 401 },
		]);
		const raw = JSON.stringify(await log());
		assert.ok(!raw.includes(await client.token(tenant)) && !raw.includes('eyJ'));
	});

	it('waits with every answer when it has a latency', async () => {
		const slow = await SandboxClient.start({ customers: 1, latency: 60 });
		try {
			const before = performance.now();
			await slow.send(`${slow.endpoints.authority}/`);
			assert.ok(performance.now() - before >= 55);
		} finally {
			await slow.close();
		}
	});
});
