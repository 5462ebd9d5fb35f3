/** The tree's loads and refreshes: nothing is fetched twice, nobody waits long, a burst of changes is drawn once. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Known } from '../../src/reservations/model';
import { Loads } from '../../src/tree/loads';
import { RefreshQueue } from '../../src/tree/refresh-queue';

/** A load that ends when the test says so. */
class SlowSource {
	known: Known<string> = { loading: true };
	loads = 0;
	readonly #answer = Promise.withResolvers<Known<string>>();

	readonly get = () => this.known;
	readonly load = () => {
		this.loads += 1;
		return this.#answer.promise;
	};

	answer(known: Known<string>): void {
		this.known = known;
		this.#answer.resolve(known);
	}

	cancel(): void {
		this.#answer.reject(new DOMException('cancelled', 'AbortError'));
	}
}

/** Time goes on when a test says so. */
function stopTime(): void {
	beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] }));
	afterEach(() => mock.timers.reset());
}

/** Lets so many ms go by, in steps: a timer that is set meanwhile counts from its moment on. */
function pass(ms: number): void {
	for (let passed = 0; passed < ms; passed += 10) mock.timers.tick(10);
}

describe('Loads of the tree', () => {
	stopTime();

	it('starts a load once, however often it is asked for', async () => {
		const source = new SlowSource();
		const loads = new Loads(() => {});
		const asked = [loads.settle('a', source), loads.settle('a', source)];
		source.answer({ loading: false, value: 'here' });
		assert.deepEqual(
			(await Promise.all(asked)).map(({ value }) => value),
			['here', 'here'],
		);
		await loads.settle('a', source);
		assert.equal(source.loads, 1);
	});

	it('shows what is known without waiting for its refresh', async () => {
		const source = new SlowSource();
		source.known = { loading: true, value: 'from the cache' };
		assert.equal((await new Loads(() => {}).settle('a', source)).value, 'from the cache');
		assert.equal(source.loads, 1);
	});

	it('waits side by side: patience counts from the start of the load', async () => {
		const late: string[] = [];
		const loads = new Loads((key) => late.push(key));
		const [first, second] = [new SlowSource(), new SlowSource()];
		loads.start('first', first);
		loads.start('second', second);
		const settled: string[] = [];
		const both = loads
			.settle('first', first)
			.then(() => settled.push('first'))
			.then(() => loads.settle('second', second))
			.then(() => settled.push('second'));
		mock.timers.tick(3999);
		await turn();
		assert.deepEqual(settled, []);
		mock.timers.tick(1);
		await turn();
		assert.deepEqual(settled, ['first', 'second'], 'the second has not begun a wait of its own');
		await both;
		assert.deepEqual(late, []);
		first.answer({ loading: false, value: 'x' });
		await turn();
		assert.deepEqual(late, ['first'], 'what comes late is drawn late');
	});

	it('stops waiting when the service says that it has to wait', async () => {
		const source = new SlowSource();
		const loads = new Loads(() => {});
		const asked = loads.settle('a', source);
		source.known = { loading: true, waitingUntil: Date.now() + 60_000 };
		loads.interrupt('a');
		assert.ok((await asked).waitingUntil !== undefined);
	});

	it('keeps nobody waiting while the whole tree is drawn, and draws late what comes late', async () => {
		const late: string[] = [];
		const loads = new Loads((key) => late.push(key));
		const [list, begun, next] = [new SlowSource(), new SlowSource(), new SlowSource()];
		let isListThere = false;
		void loads.settle('list', list).then(() => {
			isListThere = true;
		});
		const asked = loads.settle('begun', begun);
		loads.interruptAllBut('list');
		assert.equal((await asked).value, undefined);
		loads.startWithoutWaiting('next', next);
		assert.equal((await loads.settle('next', next)).value, undefined);
		assert.equal(next.loads, 1);
		assert.equal(isListThere, false);
		for (const source of [list, begun, next]) source.answer({ loading: false, value: 'x' });
		await turn();
		assert.deepEqual(late, ['begun', 'next']);
	});

	it('knows as long as somebody waits', async () => {
		const source = new SlowSource();
		const loads = new Loads(() => {});
		assert.equal(loads.isAwaited('a'), false);
		const asked = loads.settle('a', source);
		assert.equal(loads.isAwaited('a'), true);
		assert.equal(loads.isAwaited('b'), false);
		source.answer({ loading: false, value: 'x' });
		await asked;
		assert.equal(loads.isAwaited('a'), false);
	});

	it('lets a cancelled load be started again, and a failed one not by itself', async () => {
		const loads = new Loads(() => {});
		const cancelled = new SlowSource();
		const asked = loads.settle('a', cancelled);
		cancelled.cancel();
		await asked;
		const again = new SlowSource();
		again.answer({ loading: false, value: 'now' });
		assert.equal((await loads.settle('a', again)).value, 'now');
		assert.equal(again.loads, 1);
	});
});

describe('Refresh queue', () => {
	stopTime();
	const drawn: (string[] | undefined)[] = [];
	let queue: RefreshQueue<string>;
	let isDrawn: boolean;
	beforeEach(() => {
		drawn.length = 0;
		isDrawn = false;
		queue = new RefreshQueue(
			(nodes) => drawn.push(nodes),
			() => isDrawn,
		);
	});
	afterEach(() => queue.dispose());

	it('draws a burst of nodes once', () => {
		for (const node of ['a', 'b', 'a']) queue.one(node);
		pass(120);
		assert.deepEqual(drawn, [['a', 'b']]);
	});

	it('draws everything at most once a second while pages come in, and the last page too', () => {
		queue.all();
		for (let page = 0; page < 10; page++) {
			queue.allSoon();
			pass(20);
		}
		assert.deepEqual(drawn, [undefined]);
		pass(1000);
		assert.deepEqual(drawn, [undefined, undefined]);
	});

	it('does not draw everything anew when it shows already, unless the user waits for it', () => {
		isDrawn = true;
		queue.allSoon();
		pass(1200);
		assert.deepEqual(drawn, []);
		isDrawn = false;
		queue.allSoon();
		pass(120);
		assert.deepEqual(drawn, [undefined]);
		isDrawn = true;
		queue.all();
		assert.deepEqual(drawn, [undefined, undefined]);
	});

	it('counts down until the moment has come, then rests', () => {
		queue.tickUntil(Date.now() + 1500, 'a');
		pass(2300);
		assert.deepEqual(drawn, [['a'], ['a']]);
		pass(1200);
		assert.equal(drawn.length, 2);
	});
});
