/** When a call is sent again, after how long, and under which id: what may pass, and what a change must not. */
import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { isCancelled } from '../../src/azure/failure';
import type { Call } from '../../src/azure/transport';
import { sendJson, serve, useServers } from '../helpers/http-server';
import { CUSTOMER, cloudAt, failureOf, OTHER_CUSTOMER, START, testTransport } from '../helpers/transport';

const anything = z.looseObject({});
const get: Call = { audience: 'resourceManager', tenantId: CUSTOMER, url: '/things' };

describe('transport: trying again', () => {
	const start = useServers();

	for (const status of [408, 429, 500, 502, 503, 504]) {
		it(`repeats a GET after ${status}, with doubling waits, four times in all`, async () => {
			const server = await start((response) => sendJson(response, status, {}));
			const transport = testTransport(cloudAt(server.origin));
			const failure = await failureOf(transport.json(anything, get));
			assert.equal(failure.kind, status === 429 ? 'Throttled' : 'Unreachable');
			assert.equal(failure.details.status, status);
			assert.equal(server.asked.length, 4);
			assert.equal(transport.waits.length, 3);
			for (const [index, most] of [500, 1000, 2000].entries()) {
				const wait = transport.waits[index] ?? 0;
				assert.ok(wait <= most && wait >= most * 0.75, `${wait} for ${most}`);
			}
		});
	}

	for (const status of [400, 401, 403, 404, 409, 412]) {
		it(`does not repeat a GET after ${status}`, async () => {
			const server = await start((response) => sendJson(response, status, {}));
			await failureOf(testTransport(cloudAt(server.origin)).json(anything, get));
			assert.equal(server.asked.length, 1);
		});
	}

	it('repeats a GET after a connection that broke before or in the middle of the answer', async () => {
		const server = await start((response, _, number) => {
			if (number === 0) response.destroy();
			else if (number === 1) {
				response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
				response.write('{"value":');
				setTimeout(() => response.destroy(), 20);
			} else sendJson(response, 200, { done: true });
		});
		assert.deepEqual(await testTransport(cloudAt(server.origin)).json(anything, get), { done: true });
		assert.equal(server.asked.length, 3);
	});

	it('says who could not be reached when nobody listens', async () => {
		const server = await serve((response) => sendJson(response, 200, {}));
		await server.close();
		const transport = testTransport(cloudAt(server.origin));
		const failure = await failureOf(transport.json(anything, get));
		assert.equal(failure.kind, 'Unreachable');
		assert.equal(failure.details.code, 'ECONNREFUSED');
		assert.match(failure.message, /Azure could not be reached: the connection was refused\. The data was not read\./);
		assert.ok(failure.details.remedy);
		assert.equal(transport.waits.length, 3);
	});

	it('never repeats a POST, but one that changes nothing', async () => {
		for (const answer of ['429', '503', 'drop']) {
			const server = await start((response) => {
				if (answer === 'drop') response.destroy();
				else sendJson(response, Number(answer), {}, { 'retry-after': '1' });
			});
			const transport = testTransport(cloudAt(server.origin));
			const failure = await failureOf(transport.json(anything, { ...get, method: 'POST', body: { a: 1 } }));
			assert.equal(server.asked.length, 1, answer);
			assert.equal(server.asked[0]?.body, '{"a":1}');
			assert.equal(server.asked[0]?.headers['content-type'], 'application/json');
			assert.match(failure.message, answer === '429' ? /Nothing was changed\./ : /Check whether the change was made/);
		}
		const server = await start((response, _, number) => sendJson(response, number === 0 ? 503 : 200, {}));
		await testTransport(cloudAt(server.origin)).json(anything, { ...get, method: 'POST', body: {}, safe: true });
		assert.equal(server.asked.length, 2);
	});

	it('waits exactly as long as the server asks, by every way of asking', async () => {
		const ways: [status: number, body: unknown, headers: Record<string, string>, wait: number][] = [
			[429, {}, { 'retry-after': '7' }, 7000],
			[503, {}, { 'retry-after': '9' }, 9000],
			[429, {}, { 'retry-after': new Date(START + 11_000).toUTCString() }, 11_000],
			[429, {}, { 'x-ms-ratelimit-microsoft.consumption-retry-after': '13' }, 13_000],
			[429, { statusCode: 429, message: 'Rate limit is exceeded. Try again in 15 seconds.' }, {}, 15_000],
		];
		for (const [status, body, headers, wait] of ways) {
			const server = await start((response, _, number) =>
				number === 0 ? sendJson(response, status, body, headers) : sendJson(response, 200, {}),
			);
			const transport = testTransport(cloudAt(server.origin));
			await transport.json(anything, get);
			assert.deepEqual(transport.waits, [wait]);
		}
	});

	it('gives up at once when the server asks for more than the budget, and tells the wait', async () => {
		const server = await start((response) => sendJson(response, 429, {}, { 'retry-after': '61' }));
		const transport = testTransport(cloudAt(server.origin));
		const failure = await failureOf(transport.json(anything, get));
		assert.equal(failure.kind, 'Throttled');
		assert.equal(failure.details.waitSeconds, 61);
		assert.match(failure.details.remedy ?? '', /61 seconds/);
		assert.equal(failure.details.status, 429);
		assert.equal(server.asked.length, 1);
		assert.deepEqual(transport.waits, []);
	});

	it('counts all waits of a call against the budget', async () => {
		const server = await start((response) => sendJson(response, 503, {}, { 'retry-after': '25' }));
		const transport = testTransport(cloudAt(server.origin));
		const failure = await failureOf(transport.json(anything, get));
		assert.equal(failure.kind, 'Throttled');
		assert.deepEqual(transport.waits, [25_000, 25_000]);
		assert.equal(server.asked.length, 3);
	});

	it('holds the other calls of a throttled tenant back, and no other tenant’s', async () => {
		let throttling = true;
		const server = await start((response, { headers }) => {
			const isThrottled = throttling && headers.authorization?.endsWith(CUSTOMER);
			sendJson(response, isThrottled ? 429 : 200, {}, isThrottled ? { 'retry-after': '90' } : {});
		});
		const transport = testTransport(cloudAt(server.origin));
		await failureOf(transport.json(anything, get));
		const second = await failureOf(transport.json(anything, { ...get, url: '/other' }));
		assert.equal(second.kind, 'Throttled');
		assert.equal(second.details.waitSeconds, 90);
		assert.equal(server.asked.length, 1, 'the second call was not sent');
		await transport.json(anything, { ...get, tenantId: OTHER_CUSTOMER });
		// Consumption has a budget of its own.
		throttling = false;
		await transport.json(anything, { ...get, url: '/providers/Microsoft.Consumption/reservationSummaries' });
		assert.equal(server.asked.length, 3);
	});

	it('tells until when a tenant waits, and when it goes on', async () => {
		const server = await start((response, _, number) =>
			sendJson(response, number === 0 ? 429 : 200, {}, number === 0 ? { 'retry-after': '30' } : {}),
		);
		const transport = testTransport(cloudAt(server.origin));
		await transport.json(anything, get);
		assert.deepEqual(transport.told, [
			[CUSTOMER, START + 30_000],
			[CUSTOMER, undefined],
		]);
	});

	it('goes on after a wait in real time', async () => {
		const server = await start((response, _, number) =>
			sendJson(response, number === 0 ? 429 : 200, {}, number === 0 ? { 'retry-after': '0.05' } : {}),
		);
		const { pause } = await import('../../src/azure/gate');
		const transport = testTransport(cloudAt(server.origin), { sleep: pause, clock: Date.now });
		const begin = Date.now();
		await transport.json(anything, { ...get, signal: new AbortController().signal });
		assert.ok(Date.now() - begin >= 40);
		assert.equal(server.asked.length, 2);
	});

	it('does not wait on with a call that nobody wants any more', async () => {
		const server = await start((response) => sendJson(response, 429, {}, { 'retry-after': '50' }));
		const { pause } = await import('../../src/azure/gate');
		const controller = new AbortController();
		const waiting = Promise.withResolvers<void>();
		const transport = testTransport(cloudAt(server.origin), {
			sleep: pause,
			onWait: () => waiting.resolve(),
		});
		const call = transport.json(anything, { ...get, signal: controller.signal });
		await waiting.promise;
		controller.abort();
		await assert.rejects(call, isCancelled);
	});
});
