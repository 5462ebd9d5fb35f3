/** Shared work ends with the last who waits; changes are told at once and then together. */
import assert from 'node:assert/strict';
import { isCancelled } from '../../src/azure/failure';
import type { Change } from '../../src/reservations/api';
import { ChangeFeed } from '../../src/reservations/changes';
import { LastFailures, toFailure } from '../../src/reservations/failures';
import { needsReading } from '../../src/reservations/freshness';
import { SharedRun } from '../../src/reservations/shared-run';
import { SharedWork } from '../../src/reservations/shared-work';
import { DAY, NOW } from './reservations-samples';

describe('reservations: shared work', () => {
	/** Work that ends when it is told to, and notes how it was started and ended. */
	function controlled() {
		const notes: string[] = [];
		const end = Promise.withResolvers<string>();
		const start = (signal: AbortSignal) => {
			notes.push('started');
			signal.addEventListener('abort', () => {
				notes.push('aborted');
				end.reject(signal.reason);
			});
			return end.promise;
		};
		return { notes, start, end };
	}

	it('is started once for all who join', async () => {
		const shared = new SharedWork<string>();
		const { notes, start, end } = controlled();
		const all = [shared.join('a', start), shared.join('a', start, new AbortController().signal)];
		assert.equal(shared.isRunning('a'), true);
		end.resolve('done');
		assert.deepEqual(await Promise.all(all), ['done', 'done']);
		assert.deepEqual(notes, ['started']);
		assert.equal(shared.isRunning('a'), false);
	});

	it('goes on while one is left, and is aborted with the last', async () => {
		const shared = new SharedWork<string>();
		const { notes, start } = controlled();
		const [one, two] = [new AbortController(), new AbortController()];
		const first = shared.join('a', start, one.signal);
		const second = shared.join('a', start, two.signal);
		one.abort(new Error('my own reason'));
		await assert.rejects(first, isCancelled);
		assert.deepEqual(notes, ['started']);
		two.abort();
		await assert.rejects(second, isCancelled);
		assert.deepEqual(notes, ['started', 'aborted']);
	});

	it('starts anew for who comes after the last has left', async () => {
		const shared = new SharedWork<string>();
		const leaving = new AbortController();
		const left = shared.join('a', controlled().start, leaving.signal);
		leaving.abort();
		await assert.rejects(left, isCancelled);
		const next = controlled();
		const joined = shared.join('a', next.start);
		next.end.resolve('again');
		assert.equal(await joined, 'again');
	});

	it('does not start for who has left already', async () => {
		const { notes, start } = controlled();
		await assert.rejects(new SharedWork<string>().join('a', start, AbortSignal.abort()), isCancelled);
		assert.deepEqual(notes, []);
	});
});

describe('reservations: a shared reading', () => {
	const readings = () =>
		new SharedRun<string, readonly string[], Reading>(
			{ ending: new AbortController().signal, onListenerError: (error) => assert.fail(String(error)) },
			{ begin: () => new Reading(), idle: () => [] },
		);

	it('that is begun while the one before is being forgotten is the one that is known, and takes more', async () => {
		const shared = readings();
		const before = shared.start('before');
		const cleared = shared.clear();
		assert.deepEqual(shared.state(), []);
		const after = shared.start('after');
		assert.deepEqual(await before, ['before']);
		await cleared;
		assert.deepEqual(shared.state(), ['after']);
		const more = shared.start('more');
		shared.cancel();
		assert.deepEqual(
			[await after, await more],
			[
				['after', 'more'],
				['after', 'more'],
			],
		);
	});
});

/** A reading that lasts until it is cancelled, and knows what it was asked. */
class Reading {
	readonly #asked: string[] = [];
	readonly #end = Promise.withResolvers<void>();

	state(): readonly string[] {
		return this.#asked;
	}

	add(request: string): void {
		this.#asked.push(request);
	}

	cancel(): void {
		this.#end.resolve();
	}

	async end(): Promise<readonly string[]> {
		await this.#end.promise;
		return this.#asked;
	}
}

describe('reservations: change feed', () => {
	it('tells the first at once, the following together and each once', async () => {
		const told: Change[] = [];
		const feed = new ChangeFeed(() => {});
		feed.listen((change) => told.push(change));
		feed.fire({ kind: 'customers' });
		assert.equal(told.length, 1);
		for (let times = 0; times < 10; times++) {
			feed.fire({ kind: 'customers' });
			feed.fire({ kind: 'reservations', tenantId: 'a' });
		}
		assert.equal(told.length, 1);
		await new Promise((resolve) => setTimeout(resolve, 250));
		assert.deepEqual(told.slice(1), [{ kind: 'customers' }, { kind: 'reservations', tenantId: 'a' }]);
		feed.dispose();
	});

	it('goes on when a listener throws, and stops for one that left', () => {
		const told: Change[] = [];
		const errors: unknown[] = [];
		const feed = new ChangeFeed((error) => errors.push(error));
		feed.listen(() => {
			throw new Error('broken view');
		});
		const leave = feed.listen((change) => told.push(change));
		feed.fire({ kind: 'customers' });
		leave();
		feed.dispose();
		assert.deepEqual([told.length, errors.length], [1, 1]);
	});
});

describe('reservations: freshness and failures', () => {
	it('reads what is missing or old, and leaves a failure in peace for a while', () => {
		const read = (asOf: number | undefined, failedAt?: number) => needsReading({ asOf, failedAt }, NOW);
		assert.equal(read(undefined), true);
		assert.equal(read(NOW - 1000), false);
		assert.equal(read(NOW - DAY), true);
		assert.equal(read(undefined, NOW - 1000), false);
		assert.equal(read(NOW - DAY, NOW - 1000), false);
		assert.equal(read(NOW - DAY, NOW - 10 * 60_000), true);
	});

	it('makes one failure of anything, and remembers the newest', () => {
		const failures = new LastFailures();
		const first = toFailure(new TypeError('x is not a function'), 't');
		assert.equal(first.kind, 'UnexpectedAnswer');
		assert.equal(toFailure(first, undefined), first);
		failures.note('t', first);
		assert.equal(failures.newest(['r', 't']), first);
		for (let key = 0; key < 500; key++) failures.note(String(key), first);
		assert.equal(failures.newest(['t']), undefined);
		failures.clear();
		assert.equal(failures.newest(['499']), undefined);
	});
});
