/** Turns: never more at once than may be, what the user waits for first, and whoever leaves the line takes nobody's turn. */
import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import fc from 'fast-check';
import { isCancelled } from '../../src/azure/failure';
import { Turns } from '../../src/reservations/turns';

/** Work that ends when it is told to, and what of it has begun. */
function workshop(turns: Turns) {
	const begun: string[] = [];
	const ends = new Map<string, PromiseWithResolvers<string>>();
	return {
		begun,
		take(key: string, isFirst = false, signal = new AbortController().signal): Promise<string> {
			return turns.take(key, isFirst, signal, () => {
				begun.push(key);
				const end = Promise.withResolvers<string>();
				ends.set(key, end);
				return end.promise;
			});
		},
		async end(key: string): Promise<void> {
			ends.get(key)?.resolve(key);
			await settled();
		},
		async fail(key: string): Promise<void> {
			ends.get(key)?.reject(new Error(key));
			await settled();
		},
	};
}

describe('reservations: turns', () => {
	it('lets what the user waits for go first, and those that were hurried after it', async () => {
		const turns = new Turns(1);
		const shop = workshop(turns);
		const all = [shop.take('a'), shop.take('b'), shop.take('c'), shop.take('d', true)];
		turns.hurry('c');
		turns.hurry('a');
		for (const key of ['a', 'd', 'c', 'b']) await shop.end(key);
		assert.deepEqual(await Promise.all(all), ['a', 'b', 'c', 'd']);
		assert.deepEqual(shop.begun, ['a', 'd', 'c', 'b']);
	});

	it('gives the turn of work that failed, or left the line, to the next', async () => {
		const turns = new Turns(1);
		const shop = workshop(turns);
		const failing = assert.rejects(shop.take('a'), /^Error: a$/);
		const leaving = new AbortController();
		const left = shop.take('b', false, leaving.signal);
		const next = shop.take('c');
		leaving.abort();
		await assert.rejects(left, isCancelled);
		await shop.fail('a');
		await failing;
		await shop.end('c');
		assert.equal(await next, 'c');
		assert.deepEqual(shop.begun, ['a', 'c']);
		await assert.rejects(shop.take('d', true, leaving.signal), isCancelled);
		const last = shop.take('e');
		await shop.end('e');
		assert.equal(await last, 'e');
	});

	it('begins more at once when more may be under way, and no more until there is room when fewer may', async () => {
		const turns = new Turns(1);
		const shop = workshop(turns);
		const all = ['a', 'b', 'c', 'd'].map((key) => shop.take(key));
		turns.setAtOnce(3);
		await settled();
		assert.deepEqual(shop.begun, ['a', 'b', 'c']);
		turns.setAtOnce(1);
		await shop.end('a');
		await shop.end('b');
		assert.deepEqual(shop.begun, ['a', 'b', 'c']);
		await shop.end('c');
		await shop.end('d');
		assert.deepEqual(await Promise.all(all), ['a', 'b', 'c', 'd']);
	});

	it('does all work once, however it ends, and keeps to the limit', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 4 }),
				fc.array(fc.record({ isFirst: fc.boolean(), fails: fc.boolean(), leaves: fc.boolean() }), { maxLength: 12 }),
				async (atOnce, items) => {
					const turns = new Turns(atOnce);
					let [underWay, most, done] = [0, 0, 0];
					const leaving = new AbortController();
					const taken = items.map(({ isFirst, fails, leaves }, index) =>
						turns.take(`${index}`, isFirst, leaves ? leaving.signal : new AbortController().signal, async () => {
							underWay += 1;
							most = Math.max(most, underWay);
							await settled();
							underWay -= 1;
							done += 1;
							if (fails) throw new Error('failed');
						}),
					);
					leaving.abort();
					const ends = await Promise.allSettled(taken);
					const cancelled = ends.filter((end) => end.status === 'rejected' && isCancelled(end.reason)).length;
					assert.equal(done + cancelled, items.length);
					assert.ok(most <= atOnce);
					assert.ok(cancelled <= items.filter(({ leaves }) => leaves).length);
				},
			),
		);
	});
});
