/** A service that throttles, over real HTTP and in real time: everything is read in the end, with few complaints, the user's first. */
import assert from 'node:assert/strict';
import { setTimeout as sleepReally } from 'node:timers/promises';
import * as z from 'zod/mini';
import { pause } from '../../src/azure/gate';
import type { Call } from '../../src/azure/transport';
import { sendJson, useServers } from '../helpers/http-server';
import { CUSTOMER, cloudAt, OTHER_CUSTOMER, testTransport } from '../helpers/transport';

const anything = z.looseObject({});
const get: Call = { audience: 'resourceManager', tenantId: CUSTOMER, url: '/things' };
const inRealTime = { sleep: pause, clock: Date.now };

/** A bucket of calls that fills up again, as Azure counts each tenant's. */
class Bucket {
	#left: number;
	#at = Date.now();

	constructor(
		readonly size: number,
		readonly perSecond: number,
	) {
		this.#left = size;
	}

	/** Takes one out. @returns how many are left, or undefined when there was none */
	take(): number | undefined {
		const now = Date.now();
		this.#left = Math.min(this.size, this.#left + ((now - this.#at) / 1000) * this.perSecond);
		this.#at = now;
		if (this.#left < 1) return undefined;
		this.#left -= 1;
		return Math.floor(this.#left);
	}
}

describe('a service that throttles', () => {
	const start = useServers();

	it('answers every call in the end, and complains of few', async () => {
		const bucket = new Bucket(10, 40);
		let complaints = 0;
		const server = await start(async (response) => {
			await sleepReally(5);
			if (bucket.take() !== undefined) return sendJson(response, 200, {});
			complaints++;
			sendJson(response, 429, {}, { 'retry-after': '0.1' });
		});
		const transport = testTransport(cloudAt(server.origin), inRealTime);
		await Promise.all(
			Array.from({ length: 60 }, (_, index) =>
				transport.json(anything, { ...get, url: `/things/${index}`, priority: 'background' }),
			),
		);
		assert.equal(server.asked.length, 60 + complaints);
		assert.ok(complaints > 0 && complaints <= 30, `${complaints} complaints`);
	});

	it('is not run dry by work in the background where it says how many calls are left', async () => {
		const bucket = new Bucket(40, 30);
		let complaints = 0;
		const server = await start((response) => {
			const left = bucket.take();
			if (left === undefined) complaints++;
			const headers = { 'x-ms-ratelimit-remaining-tenant-reads': String(left ?? 0) };
			sendJson(response, left === undefined ? 429 : 200, {}, left === undefined ? { ...headers, 'retry-after': '0.1' } : headers);
		});
		const transport = testTransport(cloudAt(server.origin), inRealTime);
		const behind = Array.from({ length: 30 }, () => transport.json(anything, { ...get, priority: 'background' }));
		await sleepReally(50);
		const begin = Date.now();
		await Promise.all(Array.from({ length: 5 }, () => transport.json(anything, get)));
		assert.ok(Date.now() - begin < 1_000, `the user waited ${Date.now() - begin} ms`);
		await Promise.all(behind);
		assert.equal(complaints, 0);
	});

	it('gets the user’s calls first and no crowd when a hold ends, and another tenant’s meanwhile', async () => {
		let isHeld = true;
		let underWay = 0;
		let most = 0;
		const server = await start(async (response, { headers }) => {
			if (isHeld && headers.authorization?.endsWith(CUSTOMER)) return sendJson(response, 429, {}, { 'retry-after': '0.3' });
			most = Math.max(most, ++underWay);
			await sleepReally(20);
			underWay--;
			sendJson(response, 200, {});
		});
		const transport = testTransport(cloudAt(server.origin), inRealTime);
		const first = transport.json(anything, { ...get, url: '/first', priority: 'background' });
		while (server.asked.length === 0) await sleepReally(2);
		await sleepReally(20);
		const behind = Array.from({ length: 8 }, () => transport.json(anything, { ...get, url: '/behind', priority: 'background' }));
		const wanted = transport.json(anything, { ...get, url: '/wanted' });
		await transport.json(anything, { ...get, tenantId: OTHER_CUSTOMER, url: '/other' });
		assert.deepEqual(
			server.asked.map(({ path }) => path),
			['/first', '/other'],
		);
		isHeld = false;
		await Promise.all([first, wanted, ...behind]);
		assert.equal(server.asked[2]?.path, '/wanted');
		assert.ok(most <= 3, `${most} at once, of five`);
	});
});
