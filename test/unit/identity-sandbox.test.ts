/** The sandbox as a cloud: found on this machine only, and its tokens shared, renewed and never kept when they failed. */
import assert from 'node:assert/strict';
import { setTimeout as sleepReally } from 'node:timers/promises';
import { isCancelled } from '../../src/azure/failure';
import { discoverSandbox, sandboxCloud, sandboxTokens } from '../../src/identity';
import { sendJson, serve, type TestServer } from '../helpers/http-server';
import { CUSTOMER, failureOf, OTHER_CUSTOMER, PARTNER } from '../helpers/transport';

const endpoints = {
	partnerCenter: 'http://127.0.0.1:1001',
	resourceManager: 'http://127.0.0.1:1002/',
	graph: 'http://localhost:1003',
	authority: 'http://[::1]:1004',
	partnerTenantId: PARTNER.toUpperCase(),
};

describe('sandbox connection', () => {
	const servers: TestServer[] = [];
	const start = async (...args: Parameters<typeof serve>) => {
		const server = await serve(...args);
		servers.push(server);
		return server;
	};
	afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

	it('finds the services of a sandbox by its address', async () => {
		const server = await start((response) => sendJson(response, 200, { ...endpoints, version: 3 }));
		for (const address of [server.origin, `${server.origin}/`, ` ${server.origin} `]) {
			assert.deepEqual(await discoverSandbox(address, fetch), sandboxCloud(endpoints));
		}
		assert.ok(server.asked.every(({ method, url }) => method === 'GET' && url === '/'));
		assert.deepEqual(sandboxCloud(endpoints), {
			name: 'Sandbox',
			isSandbox: true,
			partnerCenter: 'http://127.0.0.1:1001',
			resourceManager: 'http://127.0.0.1:1002',
			graph: 'http://localhost:1003',
			authority: 'http://[::1]:1004',
			resources: {
				partnerCenter: 'https://api.partnercenter.microsoft.com',
				resourceManager: 'https://management.azure.com',
				graph: 'https://graph.microsoft.com',
			},
			portal: 'https://portal.azure.com',
			partnerPortal: 'https://partner.microsoft.com',
			partnerTenantId: PARTNER,
		});
	});

	it('asks no other machine', async () => {
		const asked: unknown[] = [];
		const fetching: typeof fetch = (input) => {
			asked.push(input);
			return Promise.reject(new Error('asked'));
		};
		const addresses = [
			'https://127.0.0.1:8080',
			'http://example.com',
			'http://127.0.0.1.example.com',
			'http://127.0.0.1@example.com',
			'http://10.0.0.1',
			'http://u:p@127.0.0.1',
			'http://127.0.0.1/?x=1',
			'file:///etc',
			'8080',
			'',
		];
		for (const address of addresses) {
			const failure = await failureOf(discoverSandbox(address, fetching));
			assert.equal(failure.kind, 'Refused', address);
			assert.ok(failure.details.remedy);
		}
		assert.deepEqual(asked, []);
	});

	it('says what is wrong with what answers', async () => {
		const answers: [status: number, body: string, detail: string][] = [
			[200, '<html>', 'not JSON'],
			[404, '{}', 'HTTP 404'],
			[302, '', 'HTTP 302'],
			[200, '[]', 'answer: expected object'],
			[200, JSON.stringify({ ...endpoints, graph: undefined }), 'graph: expected string'],
			[
				200,
				JSON.stringify({ ...endpoints, resourceManager: 'https://management.azure.com' }),
				'resourceManager: expected http address of this machine',
			],
			[
				200,
				JSON.stringify({ ...endpoints, authority: 'http://login.example' }),
				'authority: expected http address of this machine',
			],
			[200, JSON.stringify({ ...endpoints, partnerTenantId: 'mine' }), 'partnerTenantId: expected GUID'],
		];
		for (const [status, body, detail] of answers) {
			const server = await start((response) => void response.writeHead(status, { location: 'http://example.com/' }).end(body));
			const failure = await failureOf(discoverSandbox(server.origin, fetch));
			assert.equal(failure.kind, 'UnexpectedAnswer');
			assert.equal(failure.details.detail, detail);
			assert.ok(failure.message.includes(server.origin));
		}
		const gone = await serve(() => {});
		await gone.close();
		const failure = await failureOf(discoverSandbox(gone.origin, fetch));
		assert.equal(failure.kind, 'Unreachable');
		assert.ok(failure.message.includes(gone.origin));
	});

	describe('tokens', () => {
		const granting = (expiresIn: unknown = 3599) =>
			start((response, _, number) =>
				sendJson(response, 200, { token_type: 'Bearer', access_token: `t${number}`, expires_in: expiresIn }),
			);
		const cloudOf = (server: TestServer) => sandboxCloud({ ...endpoints, authority: server.origin });

		it('asks the tenant’s token endpoint with the client credentials grant and the audience’s scope', async () => {
			const server = await granting();
			await sandboxTokens(cloudOf(server), fetch).get('resourceManager', CUSTOMER.toUpperCase());
			const [asked] = server.asked;
			assert.equal(asked?.method, 'POST');
			assert.equal(asked?.url, `/${CUSTOMER}/oauth2/v2.0/token`);
			const form = new URLSearchParams(asked?.body);
			assert.equal(form.get('grant_type'), 'client_credentials');
			assert.equal(form.get('scope'), 'https://management.azure.com/.default');
			assert.ok(form.get('client_id') && form.get('client_secret'));
			assert.equal(form.get('claims'), null);
		});

		it('shares one request among callers, one for each audience and tenant', async () => {
			const server = await granting('3599');
			const tokens = sandboxTokens(cloudOf(server), fetch);
			const got = await Promise.all([
				...Array.from({ length: 10 }, () => tokens.get('resourceManager', CUSTOMER)),
				tokens.get('resourceManager', CUSTOMER.toUpperCase()),
			]);
			assert.equal(new Set(got).size, 1);
			await tokens.get('resourceManager', CUSTOMER);
			assert.equal(server.asked.length, 1);
			await Promise.all([tokens.get('resourceManager', OTHER_CUSTOMER), tokens.get('partnerCenter', CUSTOMER)]);
			assert.equal(server.asked.length, 3);
		});

		it('renews a token two minutes before its end', async () => {
			const server = await granting(3600);
			let now = 1_000_000;
			const tokens = sandboxTokens(cloudOf(server), fetch, undefined, () => now);
			await tokens.get('graph', CUSTOMER);
			now += (3600 - 121) * 1000;
			assert.equal(await tokens.get('graph', CUSTOMER), 't0');
			now += 1000;
			assert.equal(await tokens.get('graph', CUSTOMER), 't1');
			assert.equal(await tokens.get('graph', CUSTOMER), 't1');
		});

		it('gets a new token for claims, and keeps that one', async () => {
			const server = await granting();
			const tokens = sandboxTokens(cloudOf(server), fetch);
			await tokens.get('graph', CUSTOMER);
			assert.equal(await tokens.get('graph', CUSTOMER, { claims: '{"a":1}' }), 't1');
			assert.equal(new URLSearchParams(server.asked[1]?.body).get('claims'), '{"a":1}');
			assert.equal(await tokens.get('graph', CUSTOMER), 't1');
		});

		it('replaces a token that a service refused: once for all who were refused it, and not in vain over and over', async () => {
			const server = await granting();
			let now = 1_000_000;
			const tokens = sandboxTokens(cloudOf(server), fetch, undefined, () => now);
			const refused = await tokens.get('graph', CUSTOMER);
			const got = await Promise.all(Array.from({ length: 10 }, () => tokens.get('graph', CUSTOMER, { refused })));
			assert.deepEqual([...new Set(got)], ['t1']);
			assert.equal(await tokens.get('graph', CUSTOMER, { refused }), 't1', 'a late one gets it too');
			assert.equal(await tokens.get('graph', CUSTOMER, { refused: 't1' }), 't1', 'it is not the token');
			now += 299_000;
			assert.equal(await tokens.get('graph', CUSTOMER, { refused: 't1' }), 't1');
			now += 1000;
			assert.equal(await tokens.get('graph', CUSTOMER, { refused: 't1' }), 't2');
			assert.equal(server.asked.length, 3);
		});

		it('says why the authority refuses, and asks again the next time', async () => {
			const server = await start((response, _, number) =>
				number === 0
					? sendJson(response, 400, { error: 'invalid_request', error_description: 'AADSTS50020: no such user in the tenant.' })
					: sendJson(response, 200, { access_token: 'good', expires_in: 3600 }),
			);
			const tokens = sandboxTokens(cloudOf(server), fetch);
			const failures = await Promise.all([
				failureOf(tokens.get('resourceManager', CUSTOMER)),
				failureOf(tokens.get('resourceManager', CUSTOMER)),
			]);
			for (const failure of failures) {
				assert.equal(failure.kind, 'NotAllowed');
				assert.equal(failure.details.code, 'invalid_request');
				assert.equal(failure.details.detail, 'AADSTS50020: no such user in the tenant.');
				assert.equal(failure.details.status, 400);
				assert.equal(failure.details.customerTenantId, CUSTOMER);
			}
			assert.equal(server.asked.length, 1);
			assert.equal(await tokens.get('resourceManager', CUSTOMER), 'good');
		});

		it('says Unreachable when the authority is down or fails, and UnexpectedAnswer when it talks nonsense', async () => {
			const cases: [kind: string, answer: Parameters<typeof serve>[0]][] = [
				['Unreachable', (response) => void response.destroy()],
				['Unreachable', (response) => sendJson(response, 503, {})],
				['UnexpectedAnswer', (response) => sendJson(response, 200, { access_token: '', expires_in: 1 })],
				['UnexpectedAnswer', (response) => sendJson(response, 200, { access_token: 'secret-token', expires_in: 'soon' })],
				['UnexpectedAnswer', (response) => void response.writeHead(200).end('<html>secret-token')],
			];
			for (const [kind, answer] of cases) {
				const server = await start(answer);
				const failure = await failureOf(sandboxTokens(cloudOf(server), fetch).get('graph', CUSTOMER));
				assert.equal(failure.kind, kind);
				assert.doesNotMatch(JSON.stringify(failure.details) + failure.message, /secret-token/);
			}
		});

		it('lets one caller leave without ending the request for the others', async () => {
			const server = await start(async (response) => {
				await sleepReally(30);
				sendJson(response, 200, { access_token: 'shared', expires_in: 3600 });
			});
			const tokens = sandboxTokens(cloudOf(server), fetch);
			const leaving = new AbortController();
			const left = tokens.get('graph', CUSTOMER, { signal: leaving.signal });
			const staying = tokens.get('graph', CUSTOMER);
			leaving.abort('not needed');
			await assert.rejects(left, isCancelled);
			assert.equal(await staying, 'shared');
			await assert.rejects(tokens.get('graph', CUSTOMER, { signal: AbortSignal.abort() }), isCancelled);
			assert.equal(server.asked.length, 1);
		});
	});
});
