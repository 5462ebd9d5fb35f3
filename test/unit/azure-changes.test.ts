/** Calls that change something: sent once, by every method, with what is known of them afterwards; and answers with their headers. */
import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { type FailureKind, isCancelled, ServiceFailure } from '../../src/azure/failure';
import type { Call } from '../../src/azure/transport';
import { type Asked, sendJson, serve, type TestServer, useServers } from '../helpers/http-server';
import { CUSTOMER, cloudAt, failureOf, testTransport, tokensByClaims, wantsClaims } from '../helpers/transport';

const anything = z.looseObject({});
const change: Call = { audience: 'resourceManager', tenantId: CUSTOMER, url: '/things/1', method: 'POST', body: { a: 1 } };
const money: Call = { ...change, committing: true };

describe('changing calls', () => {
	const start = useServers();

	for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
		it(`sends ${method} with its body, once, whatever comes of it`, async () => {
			for (const answer of [401, 403, 408, 409, 412, 429, 500, 502, 503, 504, 'drop', 'silence', 'nonsense'] as const) {
				const server = await start((response) => {
					if (answer === 'drop') response.destroy();
					else if (answer === 'nonsense') response.end('<html>');
					else if (answer !== 'silence') sendJson(response, answer, {}, { 'retry-after': '1' });
				});
				const transport = testTransport(cloudAt(server.origin), { limits: { timeoutMs: answer === 'silence' ? 300 : 30_000 } });
				const failure = await failureOf(transport.json(anything, { ...change, method }));
				assert.equal(server.asked.length, 1, String(answer));
				const { method: sentMethod, body, headers } = server.asked[0] as Asked;
				assert.deepEqual([sentMethod, body, headers['content-type']], [method, '{"a":1}', 'application/json']);
				assert.ok(failure.details.sent, String(answer));
				assert.deepEqual(transport.waits, []);
			}
		});
	}

	it('repeats a POST that changes nothing', async () => {
		const server = await start((response, _, number) => sendJson(response, number === 0 ? 503 : 200, {}));
		await testTransport(cloudAt(server.origin)).json(anything, { ...change, safe: true });
		assert.equal(server.asked.length, 2);
	});

	describe('after a failure', () => {
		const declined: readonly (readonly [status: number, kind: FailureKind])[] = [
			[400, 'Refused'],
			[401, 'NotAllowed'],
			[403, 'NotAllowed'],
			[404, 'NotFound'],
			[409, 'Refused'],
			[412, 'Refused'],
			[429, 'Throttled'],
		];
		for (const [status, kind] of declined) {
			it(`${status}: it was declined, so nothing was changed, money included`, async () => {
				const server = await start((response) => sendJson(response, status, {}));
				for (const call of [change, money]) {
					const failure = await failureOf(testTransport(cloudAt(server.origin)).json(anything, call));
					assert.equal(failure.kind, kind);
					assert.equal(failure.details.sent, 'no');
					assert.match(failure.message, /Nothing was changed\.$/);
				}
			});
		}

		for (const answer of [408, 500, 503, 504, 302, 'drop', 'half', 'silence', 'nonsense', 'shape'] as const) {
			it(`${answer}: it may have been done, and of money that is OutcomeUnknown`, async () => {
				const server = await start((response) => {
					if (answer === 'drop') response.destroy();
					else if (answer === 'half') {
						response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
						response.write('{"value":');
						setTimeout(() => response.destroy(), 20);
					} else if (answer === 'nonsense') response.end('<html>');
					else if (answer === 'shape') sendJson(response, 200, []);
					else if (answer === 302) response.writeHead(302, { location: '/other' }).end();
					else if (answer !== 'silence') sendJson(response, answer, {});
				});
				const transport = testTransport(cloudAt(server.origin), { limits: { timeoutMs: answer === 'silence' ? 300 : 30_000 } });
				const plain = await failureOf(transport.json(anything, change));
				assert.ok(plain.kind === 'Unreachable' || plain.kind === 'UnexpectedAnswer', plain.kind);
				assert.equal(plain.details.sent, 'maybe');
				assert.match(plain.message, /Check whether the change was made before you repeat it\.$/);
				const unknown = await failureOf(transport.json(anything, money));
				assert.equal(unknown.kind, 'OutcomeUnknown');
				assert.equal(unknown.details.sent, 'maybe');
				assert.match(unknown.details.remedy ?? '', /Do not repeat it/);
				assert.equal(server.asked.length, 2);
			});
		}

		it('nothing has left where nobody listens, where there is no token, and where the link leads away', async () => {
			const server = await serve((response) => sendJson(response, 200, {}));
			await server.close();
			const refused = await failureOf(testTransport(cloudAt(server.origin)).json(anything, money));
			assert.deepEqual([refused.kind, refused.details.sent, refused.details.code], ['Unreachable', 'no', 'ECONNREFUSED']);
			assert.match(refused.message, /Nothing was changed\.$/);
			for (const error of [new ServiceFailure('Unreachable', 'No authority.'), new Error('keychain')]) {
				const transport = testTransport(cloudAt(server.origin), { tokens: { get: () => Promise.reject(error) } });
				const failure = await failureOf(transport.json(anything, money));
				assert.equal(failure.details.sent, 'no');
				assert.notEqual(failure.kind, 'OutcomeUnknown');
			}
			const elsewhere = await failureOf(
				testTransport(cloudAt(server.origin)).json(anything, { ...money, url: 'https://elsewhere.example/' }),
			);
			assert.deepEqual([elsewhere.kind, elsewhere.details.sent], ['UnexpectedAnswer', 'no']);
		});

		it('is not sent while its budget is held for too long', async () => {
			const server = await start((response) => sendJson(response, 429, {}, { 'retry-after': '100' }));
			const transport = testTransport(cloudAt(server.origin));
			await failureOf(transport.json(anything, change));
			const failure = await failureOf(transport.json(anything, money));
			assert.deepEqual([failure.kind, failure.details.sent, failure.details.waitSeconds], ['Throttled', 'no', 100]);
			assert.equal(server.asked.length, 1);
		});
	});

	it('renews the sign-in for the next call where one was refused for its claims', async () => {
		const claims = '{"access_token":{"nbf":{"value":"1"}}}';
		const server = await start(wantsClaims(claims));
		const tokens = tokensByClaims();
		const transport = testTransport(cloudAt(server.origin), { tokens });
		const failure = await failureOf(transport.json(anything, money));
		assert.deepEqual([failure.kind, failure.details.sent, failure.details.claims], ['NotAllowed', 'no', claims]);
		assert.match(failure.details.remedy ?? '', /renewed first/);
		await transport.json(anything, money);
		assert.deepEqual(tokens.asked, [undefined, claims]);
		assert.equal(server.asked.length, 2);
	});

	describe('cancelled', () => {
		it('before it left: it is not sent', async () => {
			const server = await start((response) => sendJson(response, 200, {}));
			const call = { ...money, signal: AbortSignal.abort() };
			await assert.rejects(testTransport(cloudAt(server.origin)).json(anything, call), isCancelled);
			assert.equal(server.asked.length, 0);
		});

		it('under way: money is waited for, anything else is let go', async () => {
			const arrived = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
			const answer = Promise.withResolvers<void>();
			const server = await start(async (response, _, number) => {
				arrived[number]?.resolve();
				await answer.promise;
				sendJson(response, 200, { done: true });
			});
			const transport = testTransport(cloudAt(server.origin));
			const controller = new AbortController();
			const committing = transport.json(anything, { ...money, signal: controller.signal });
			await arrived[0]?.promise;
			const plain = assert.rejects(transport.json(anything, { ...change, signal: controller.signal }), isCancelled);
			await arrived[1]?.promise;
			controller.abort();
			await plain;
			answer.resolve();
			assert.deepEqual(await committing, { done: true });
		});
	});

	describe('answers that go on', () => {
		const maybeBody = z.optional(z.looseObject({ status: z.optional(z.string()) }));

		it('carry their status, their headers and the id for support, with a body or without', async () => {
			const server: TestServer = await start((response, { path }) => {
				const headers = {
					location: `${server.origin}/operationResults/7?api-version=1`,
					'azure-asyncoperation': `${server.origin}/operationResults/7?api-version=1`,
					'retry-after': '5',
					'x-ms-correlation-request-id': 'c-9',
				};
				if (path === '/empty') response.writeHead(202, headers).end();
				else if (path === '/gone') response.writeHead(204).end();
				else sendJson(response, 202, { status: 'Pending' }, headers);
			});
			const transport = testTransport(cloudAt(server.origin));
			const full = await transport.send(maybeBody, { ...change, url: '/full' });
			assert.deepEqual([full.status, full.value, full.correlationId], [202, { status: 'Pending' }, 'c-9']);
			const empty = await transport.send(maybeBody, { ...change, url: '/empty' });
			assert.deepEqual([empty.status, empty.value], [202, undefined]);
			assert.equal(empty.headers.get('Azure-AsyncOperation'), `${server.origin}/operationResults/7?api-version=1`);
			assert.equal(empty.headers.get('Retry-After'), '5');
			const gone = await transport.send(maybeBody, { ...change, method: 'DELETE', url: '/gone' });
			assert.deepEqual([gone.status, gone.value], [204, undefined]);
			// Who needs a body gets none of it for nothing.
			const failure = await failureOf(transport.send(anything, { ...change, url: '/empty' }));
			assert.deepEqual([failure.kind, failure.details.detail], ['UnexpectedAnswer', 'not JSON: no content type, empty']);
		});

		it('lead on to their poll address, and to no other server', async () => {
			const foreign = await start((response) => sendJson(response, 200, {}));
			const server: TestServer = await start((response, { path }) => {
				const to = path === '/astray' ? foreign.origin : server.origin;
				if (path === '/poll') sendJson(response, 200, { status: 'Succeeded' });
				else response.writeHead(202, { location: `${to}/poll`, 'x-ms-correlation-request-id': 'c-10' }).end();
			});
			const transport = testTransport(cloudAt(server.origin));
			const follow = async (url: string) => {
				const answer = await transport.send(maybeBody, { ...change, url });
				const poll: Call = { audience: 'resourceManager', tenantId: CUSTOMER, url: answer.headers.get('location') ?? '' };
				return await transport.send(maybeBody, { ...poll, linkedFrom: answer });
			};
			assert.deepEqual((await follow('/near')).value, { status: 'Succeeded' });
			const failure = await failureOf(follow('/astray'));
			assert.equal(failure.details.detail, `link to another server: ${foreign.origin}`);
			assert.equal(failure.details.correlationId, 'c-10', 'the id of the answer that led astray');
			assert.equal(foreign.asked.length, 0);
		});
	});
});
