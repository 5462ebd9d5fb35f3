/** The road of every call: where it may go, what it carries, how often it is sent, and what its end means. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleepReally } from 'node:timers/promises';
import * as z from 'zod/mini';
import { isCancelled } from '../../src/azure/failure';
import type { Call } from '../../src/azure/transport';
import { sendJson, useServers } from '../helpers/http-server';
import { CUSTOMER, cloudAt, failureOf, OTHER_CUSTOMER, PARTNER, testTransport } from '../helpers/transport';

const anything = z.looseObject({});
const get: Call = { audience: 'resourceManager', tenantId: CUSTOMER, url: '/things' };
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

describe('transport', () => {
	const start = useServers();

	describe('where tokens go', () => {
		it('sends the token of the audience and tenant, and a query that survives', async () => {
			const server = await start((response) => sendJson(response, 200, {}));
			await testTransport(cloudAt(server.origin)).json(anything, {
				...get,
				query: { $filter: "properties/UsageDate ge 2026-10-01 AND name eq 'a&b+c'", left: undefined },
			});
			const [asked] = server.asked;
			assert.equal(asked?.headers.authorization, `Bearer token-of-resourceManager-${CUSTOMER}`);
			assert.equal(asked?.query.get('$filter'), "properties/UsageDate ge 2026-10-01 AND name eq 'a&b+c'");
			assert.deepEqual([...(asked?.query.keys() ?? [])], ['$filter']);
		});

		it('keeps a path that the base URL has', async () => {
			const server = await start((response) => sendJson(response, 200, {}));
			await testTransport(cloudAt(`${server.origin}/arm`)).json(anything, get);
			assert.equal(server.asked[0]?.path, '/arm/things');
		});

		it('never asks another origin than the service’s own, whatever the answer links to', async () => {
			const own = await start((response) => sendJson(response, 200, {}));
			const foreign = await start((response) => sendJson(response, 200, {}));
			const transport = testTransport(cloudAt(own.origin));
			const links = [
				`${foreign.origin}/things`,
				`${own.origin.replace('http:', 'https:')}/things`,
				`http://${new URL(own.origin).host}@${new URL(foreign.origin).host}/things`,
				`http://user:secret@${new URL(own.origin).host}/things`,
				own.origin.replace('127.0.0.1', 'localhost'),
				'http://elsewhere.example/things',
				'not a link',
			];
			for (const url of links) {
				const failure = await failureOf(transport.json(anything, { ...get, url }));
				assert.equal(failure.kind, 'UnexpectedAnswer', url);
				assert.match(failure.details.detail ?? '', /^link (to another server: |that is not a URL)/);
				assert.doesNotMatch(failure.details.detail ?? '', /secret|things/);
			}
			assert.equal(foreign.asked.length, 0);
			assert.equal(own.asked.length, 0);
			// A whole URL on the own origin is a link like any other.
			await transport.json(anything, { ...get, url: `${own.origin}/things?page=2` });
			assert.equal(own.asked[0]?.url, '/things?page=2');
		});

		it('refuses a redirect to another origin and follows one on its own', async () => {
			const foreign = await start((response) => sendJson(response, 200, { name: 'stolen' }));
			const own = await start((response, { path }) => {
				if (path === '/away') response.writeHead(302, { location: `${foreign.origin}/things` }).end();
				else if (path === '/near') response.writeHead(307, { location: '/things' }).end();
				else if (path === '/round') response.writeHead(302, { location: '/round' }).end();
				else if (path === '/nowhere') response.writeHead(302).end();
				else sendJson(response, 200, { name: 'own' });
			});
			const transport = testTransport(cloudAt(own.origin));
			const away = await failureOf(transport.json(anything, { ...get, url: '/away' }));
			assert.equal(away.kind, 'UnexpectedAnswer');
			assert.equal(away.details.detail, `redirect to another server: ${foreign.origin}`);
			assert.equal(foreign.asked.length, 0);
			assert.deepEqual(await transport.json(anything, { ...get, url: '/near' }), { name: 'own' });
			assert.equal((await failureOf(transport.json(anything, { ...get, url: '/round' }))).kind, 'UnexpectedAnswer');
			assert.equal(own.asked.filter(({ path }) => path === '/round').length, 4);
			assert.equal((await failureOf(transport.json(anything, { ...get, url: '/nowhere' }))).kind, 'UnexpectedAnswer');
			// A POST is not sent to a second place.
			const moved = await failureOf(transport.json(anything, { ...get, url: '/near', method: 'POST', safe: true, body: {} }));
			assert.equal(moved.kind, 'UnexpectedAnswer');
		});
	});

	describe('ids of a call', () => {
		it('sends Azure’s trace headers and keeps the answer’s correlation id in the failure', async () => {
			const server = await start((response) => sendJson(response, 404, {}, { 'x-ms-correlation-request-id': 'from-the-answer' }));
			const transport = testTransport(cloudAt(server.origin), { locale: 'de' });
			const failure = await failureOf(transport.json(anything, get));
			assert.equal(failure.details.correlationId, 'from-the-answer');
			assert.equal(failure.details.customerTenantId, CUSTOMER);
			const { headers } = server.asked[0] ?? {};
			assert.match(String(headers?.['x-ms-client-request-id']), GUID);
			assert.match(String(headers?.['x-ms-correlation-request-id']), GUID);
			assert.equal(headers?.['accept-language'], 'de-DE');
		});

		it('tells the id it sent when the answer has none', async () => {
			const server = await start((response) => sendJson(response, 404, {}));
			const failure = await failureOf(testTransport(cloudAt(server.origin)).json(anything, get));
			assert.equal(failure.details.correlationId, server.asked[0]?.headers['x-ms-correlation-request-id']);
		});

		it('gives Partner Center a new request id after an answer and the same one after none', async () => {
			const server = await start((response, _, number) => {
				if (number === 0) response.destroy();
				else if (number === 1) sendJson(response, 503, {});
				else sendJson(response, 200, {});
			});
			const transport = testTransport(cloudAt(server.origin), { locale: 'zh-tw' });
			await transport.json(anything, { audience: 'partnerCenter', tenantId: PARTNER, url: '/v1/customers' });
			const requestIds = server.asked.map(({ headers }) => String(headers['ms-requestid']));
			assert.match(requestIds[0] ?? '', GUID);
			assert.equal(requestIds[1], requestIds[0]);
			assert.notEqual(requestIds[2], requestIds[1]);
			const [first] = server.asked;
			assert.equal(new Set(server.asked.map(({ headers }) => headers['ms-correlationid'])).size, 1);
			assert.match(String(first?.headers['ms-correlationid']), GUID);
			assert.equal(first?.headers['ms-partnercenter-application'], 'CSP Reservations');
			assert.equal(first?.headers['x-locale'], 'zh-TW');
		});
	});

	describe('time and size', () => {
		it('gives every try its time, and repeats a GET that got no answer in it', async () => {
			const server = await start((response, _, number) => {
				if (number > 0) sendJson(response, 200, { late: false });
			});
			const transport = testTransport(cloudAt(server.origin), { limits: { timeoutMs: 100 } });
			assert.deepEqual(await transport.json(anything, get), { late: false });
			assert.equal(server.asked.length, 2);
			const [first, second] = server.asked.map(({ headers }) => headers['x-ms-client-request-id']);
			assert.equal(first, second);
		});

		it('ends in Unreachable when no try is answered in time, also when the body stops coming', async () => {
			const server = await start((response) => {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.write('{');
			});
			const transport = testTransport(cloudAt(server.origin), { limits: { timeoutMs: 60, tries: 2 } });
			const failure = await failureOf(transport.json(anything, get));
			assert.equal(failure.kind, 'Unreachable');
			assert.match(failure.message, /did not answer within 1 seconds/);
			assert.equal(server.asked.length, 2);
		});

		it('stops reading an answer that is too large', async () => {
			let sent = 0;
			const server = await start(async (response, { path }) => {
				if (path === '/told') return void response.writeHead(200, { 'content-length': String(5 * 1024 * 1024) }).write('{');
				response.writeHead(200, { 'content-type': 'application/json' });
				while (!response.destroyed && sent < 200) {
					sent++;
					if (!response.write('x'.repeat(1024 * 1024))) await Promise.race([once(response, 'drain'), once(response, 'close')]);
				}
				response.end();
			});
			const transport = testTransport(cloudAt(server.origin), { limits: { answerBytes: 3 * 1024 * 1024 } });
			for (const url of ['/told', '/untold']) {
				const failure = await failureOf(transport.json(anything, { ...get, url }));
				assert.equal(failure.kind, 'UnexpectedAnswer');
				assert.equal(failure.details.detail, 'more than 3 MB');
			}
			assert.ok(sent < 100, `${sent} MB were sent`);
		});
	});

	describe('answers that make no sense', () => {
		const answers: [name: string, contentType: string | undefined, body: string, detail: RegExp][] = [
			[
				'HTML',
				'text/html; charset=utf-8',
				'<!DOCTYPE html><html><head><style>b{}</style><title>Sign in</title></head><body>to the proxy</body></html>',
				/^not JSON: text\/html; charset=utf-8, "Sign in to the proxy"$/,
			],
			['broken JSON', 'application/json', '{"value": [', /^not JSON: application\/json, "\{"value": \["$/],
			['nothing', undefined, '', /^not JSON: no content type, empty$/],
			['text in JSON', 'application/json', '"An error occurred"', /^answer: expected object, got string$/],
		];
		for (const [name, contentType, body, detail] of answers) {
			it(`tells where and what for ${name}, once`, async () => {
				const server = await start(
					(response) => void response.writeHead(200, contentType ? { 'content-type': contentType } : {}).end(body),
				);
				const failure = await failureOf(testTransport(cloudAt(server.origin)).json(anything, get));
				assert.equal(failure.kind, 'UnexpectedAnswer');
				assert.match(failure.details.detail ?? '', detail);
				assert.equal(server.asked.length, 1);
			});
		}

		it('quotes no more than the first words of what is not JSON', async () => {
			const server = await start((response) => void response.writeHead(200).end(`${'lorem '.repeat(20)}the secret at the end`));
			const failure = await failureOf(testTransport(cloudAt(server.origin)).json(anything, get));
			assert.ok((failure.details.detail ?? '').length < 120);
			assert.doesNotMatch(failure.details.detail ?? '', /secret/);
		});

		it('goes by the status where an error page is too long to read', async () => {
			const server = await start((response) => void response.writeHead(403).end('x'.repeat(1024 * 1024)));
			const failure = await failureOf(testTransport(cloudAt(server.origin)).json(anything, get));
			assert.equal(failure.kind, 'NotAllowed');
			assert.equal(failure.details.detail, undefined);
		});

		it('names the place of a wrong value', async () => {
			const schema = z.looseObject({ value: z.array(z.looseObject({ properties: z.looseObject({ quantity: z.number() }) })) });
			const value = [1, 2, 3, 'many'].map((quantity) => ({ properties: { quantity } }));
			const server = await start((response) => sendJson(response, 200, { value }, { 'x-ms-correlation-request-id': 'c1' }));
			const failure = await failureOf(testTransport(cloudAt(server.origin)).json(schema, get));
			assert.equal(failure.details.detail, 'value[3].properties.quantity: expected number, got string');
			assert.equal(failure.details.correlationId, 'c1');
		});

		it('keeps fields and values that nobody has heard of', async () => {
			const server = await start((response) => sendJson(response, 200, { state: 'Levitating', extra: { a: [1] } }));
			const schema = z.looseObject({ state: z.string() });
			assert.deepEqual(await testTransport(cloudAt(server.origin)).json(schema, get), { state: 'Levitating', extra: { a: [1] } });
		});
	});

	it('knows a proxy that asks for a sign-in in place of the service, where the network shows its answer', async () => {
		// Node's fetch turns a 407 into an error without words; Chromium's, which desktop VS Code has, gives it on.
		const transport = testTransport(cloudAt('https://management.example'), {
			fetch: async () => new Response('', { status: 407 }),
		});
		const failure = await failureOf(transport.json(anything, get));
		assert.equal(failure.kind, 'Unreachable');
		assert.match(failure.message, /The proxy on the way to Azure did not accept the sign-in\. The data was not read\./);
		assert.match(failure.details.remedy ?? '', /http\.proxy/);
		assert.deepEqual(transport.waits, []);
	});

	describe('turns', () => {
		it('keeps at most five calls under way to a host, over all tenants, and takes the foreground first', async () => {
			let now = 0;
			let most = 0;
			const server = await start(async (response) => {
				most = Math.max(most, ++now);
				await sleepReally(15);
				now--;
				sendJson(response, 200, {});
			});
			const transport = testTransport(cloudAt(server.origin));
			const calls = Array.from({ length: 20 }, (_, index) =>
				transport.json(anything, {
					...get,
					tenantId: index % 2 ? CUSTOMER : OTHER_CUSTOMER,
					url: `/behind/${index}`,
					priority: 'background',
				}),
			);
			await sleepReally(5);
			calls.push(transport.json(anything, { ...get, url: '/wanted' }));
			await Promise.all(calls);
			assert.equal(most, 5);
			const place = server.asked.findIndex(({ path }) => path === '/wanted');
			assert.ok(place >= 5 && place < 10, `place ${place}`);
		});

		it('leaves its place while it waits for a throttled tenant', async () => {
			const server = await start((response, { headers }) => {
				const isThrottled = headers.authorization?.endsWith(CUSTOMER);
				sendJson(response, isThrottled ? 429 : 200, {}, isThrottled ? { 'retry-after': '20' } : {});
			});
			const stop = new AbortController();
			const { pause } = await import('../../src/azure/gate');
			const transport = testTransport(cloudAt(server.origin), { sleep: pause, limits: { inFlight: 1 } });
			const throttled = transport.json(anything, { ...get, signal: stop.signal });
			await transport.json(anything, { ...get, tenantId: OTHER_CUSTOMER });
			stop.abort();
			await assert.rejects(throttled, isCancelled);
		});
	});

	describe('cancelling', () => {
		it('ends a call before it is sent, in the queue and under way, as an AbortError whatever the reason', async () => {
			const server = await start((response, { path }) => {
				if (path !== '/hangs') sendJson(response, 200, {});
			});
			const transport = testTransport(cloudAt(server.origin), { limits: { inFlight: 1 } });
			await assert.rejects(transport.json(anything, { ...get, signal: AbortSignal.abort('typed on') }), isCancelled);
			assert.equal(server.asked.length, 0);
			const first = new AbortController();
			const second = new AbortController();
			const hanging = transport.json(anything, { ...get, url: '/hangs', signal: first.signal });
			const queued = transport.json(anything, { ...get, url: '/queued', signal: second.signal });
			while (server.asked.length === 0) await sleepReally(2);
			second.abort(new Error('typed on'));
			await assert.rejects(queued, isCancelled);
			first.abort();
			await assert.rejects(hanging, (error) => error === first.signal.reason);
			// The place is free again.
			await transport.json(anything, get);
			assert.deepEqual(
				server.asked.map(({ path }) => path),
				['/hangs', '/things'],
			);
			assert.deepEqual(transport.waits, []);
		});
	});

	it('logs method, path without ids, status, time and correlation id: no query, token or body', async () => {
		const server = await start((response, _, number) =>
			sendJson(
				response,
				number === 0 ? 200 : 403,
				{ error: { code: 'AuthorizationFailed', message: 'The client ann@contoso.com may not' } },
				{ 'x-ms-correlation-request-id': 'c-1' },
			),
		);
		const transport = testTransport(cloudAt(server.origin));
		const call = { ...get, url: `/providers/Microsoft.Capacity/reservationOrders/${CUSTOMER}/x`, query: { $filter: 'secret' } };
		await transport.json(anything, call);
		await failureOf(transport.json(anything, call));
		assert.match(
			transport.lines[0] ?? '',
			/^GET \/providers\/Microsoft\.Capacity\/reservationOrders\/\{id\}\/x 200 \d+ ms, correlation id c-1$/,
		);
		assert.match(transport.lines[1] ?? '', /403 \d+ ms, correlation id c-1: NotAllowed AuthorizationFailed$/);
		assert.doesNotMatch(transport.lines.join('\n'), /secret|token-of|contoso/);
	});
});
