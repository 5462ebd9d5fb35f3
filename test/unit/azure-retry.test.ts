/** Waits: what the server says, in all its forms, and what is done when it says nothing. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backoff, mayPass, parseRetryAfter, serverWait } from '../../src/azure/retry';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);

describe('waits between tries', () => {
	it('reads Retry-After in seconds', () => {
		fc.assert(fc.property(fc.nat(100_000), (seconds) => assert.equal(parseRetryAfter(` ${seconds} `, NOW), seconds * 1000)));
		assert.equal(parseRetryAfter('1.5', NOW), 1500);
	});

	it('reads Retry-After as an HTTP date, never into the past', () => {
		fc.assert(
			fc.property(fc.integer({ min: -100_000, max: 100_000 }), (seconds) => {
				const date = new Date(NOW + seconds * 1000).toUTCString();
				assert.equal(parseRetryAfter(date, NOW), Math.max(0, seconds * 1000));
			}),
		);
	});

	it('gives nothing, or a wait that is a number and not negative, for any text', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (text) => {
				const wait = parseRetryAfter(text, NOW);
				assert.ok(wait === undefined || (Number.isFinite(wait) && wait >= 0), `${text}: ${wait}`);
			}),
		);
		for (const text of [null, '', '-5', 'soon', '10 s']) assert.equal(parseRetryAfter(text, NOW), undefined, String(text));
	});

	it('takes the longest of all the places where a service says it', () => {
		const headers = new Headers({ 'retry-after': '3', 'x-ms-ratelimit-microsoft.consumption-retry-after': '7' });
		assert.equal(serverWait(headers, undefined, NOW), 7000);
		assert.equal(serverWait(headers, 'Rate limit is exceeded. Try again in 57 seconds.', NOW), 57_000);
		assert.equal(serverWait(new Headers(), 'Rate limit is exceeded. Try again in 1 second.', NOW), 1000);
		assert.equal(serverWait(new Headers(), 'Too many requests', NOW), undefined);
		assert.equal(serverWait(new Headers({ 'retry-after': '0' }), undefined, NOW), 0);
	});

	it('doubles from half a second to eight, less up to a quarter', () => {
		assert.deepEqual(
			[1, 2, 3, 4, 5, 6].map((tries) => backoff(tries, 0)),
			[500, 1000, 2000, 4000, 8000, 8000],
		);
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
				const most = Math.min(500 * 2 ** (tries - 1), 8000);
				const wait = backoff(tries, random);
				assert.ok(wait <= most && wait >= most * 0.75);
			}),
		);
	});

	it('tries again after these statuses and no others', () => {
		const all = Array.from({ length: 500 }, (_, index) => index + 100);
		assert.deepEqual(all.filter(mayPass), [408, 429, 500, 502, 503, 504]);
	});
});
