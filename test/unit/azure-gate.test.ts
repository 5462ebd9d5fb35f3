/** The gate: never too many calls, none during a hold, the user's first, nobody forgotten; fewer after complaints, then more again. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Budget, type InLine } from '../../src/azure/budget';
import { cancellation, isCancelled } from '../../src/azure/failure';
import { type Feedback, Gate, HeldTooLong, pause, type Turn } from '../../src/azure/gate';
import { VirtualTime } from '../helpers/virtual-time';

const GOOD: Feedback = { isGood: true };
const CEILING = 5;

interface Began {
	readonly name: string;
	readonly at: number;
}

/** A gate in virtual time, with calls that take time and come to an end as the test says. */
class Scene {
	readonly time = new VirtualTime();
	readonly told: [tenantId: string, until: number | undefined][] = [];
	readonly began: Began[] = [];
	readonly failed: unknown[] = [];
	readonly gate = new Gate(CEILING, this.time, (tenantId, until) => this.told.push([tenantId, until]));
	underWay = 0;
	most = 0;

	/** Sends a call through the gate; it takes `ms` and ends with the feedback. */
	async call(name: string, turn: Partial<Turn> = {}, feedback: Feedback = GOOD, ms = 100): Promise<void> {
		try {
			const place = await this.gate.enter({ ...usual, ...turn });
			this.began.push({ name, at: this.time.clock() });
			this.most = Math.max(this.most, ++this.underWay);
			await this.time.sleep(ms);
			this.underWay--;
			place.leave(feedback);
		} catch (error) {
			this.failed.push(error);
		}
	}

	/** Sends so many calls at once. */
	calls(count: number, name: string, turn: Partial<Turn> = {}, feedback: Feedback = GOOD): Promise<unknown> {
		return Promise.all(Array.from({ length: count }, (_, index) => this.call(`${name}${index}`, turn, feedback)));
	}

	names(): string[] {
		return this.began.map(({ name }) => name);
	}
}

const usual: Turn = {
	host: 'h',
	budget: 't',
	tenantId: 't',
	isForeground: true,
	signal: undefined,
	patienceMs: 60_000,
};
const behind = { isForeground: false };

describe('gate', () => {
	it('holds for any calls: the limits, the holds, the user first, and an end for everybody', async () => {
		const call = fc.record({
			host: fc.constantFrom('a', 'b'),
			tenant: fc.constantFrom('t1', 't2', 't3'),
			isForeground: fc.boolean(),
			at: fc.nat(2_000),
			ms: fc.integer({ min: 1, max: 400 }),
			holdMs: fc.option(fc.integer({ min: 1, max: 3_000 }), { freq: 4, nil: undefined }),
			left: fc.option(fc.nat(80), { freq: 3, nil: undefined }),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 40 }), async (calls) => {
				const time = new VirtualTime();
				const waits = new Map<string, number | undefined>();
				const gate = new Gate(CEILING, time, (tenantId, until) => waits.set(tenantId, until));
				const underWay = { a: 0, b: 0 };
				const budgets = new Map<string, { underWay: number; heldUntil: number }>();
				const waiting = new Set<(typeof calls)[number]>();
				let ended = 0;
				const all = calls.map(async (one) => {
					await time.sleep(one.at);
					const key = `${one.host} ${one.tenant}`;
					const budget = budgets.get(key) ?? { underWay: 0, heldUntil: 0 };
					budgets.set(key, budget);
					waiting.add(one);
					const { host, tenant, isForeground } = one;
					const turn = { host, budget: key, tenantId: tenant, isForeground, signal: undefined, patienceMs: 1e9 };
					const place = await gate.enter(turn);
					waiting.delete(one);
					assert.ok(++underWay[host] <= CEILING);
					assert.ok(++budget.underWay <= CEILING);
					assert.ok(time.clock() >= budget.heldUntil, 'nothing goes out during a hold');
					if (!isForeground) {
						for (const other of waiting) {
							if (other.host !== host || !other.isForeground || other.left !== undefined) continue;
							const its = budgets.get(`${host} ${other.tenant}`);
							const isKeptBack = its !== undefined && (its.underWay > 0 || its.heldUntil > time.clock());
							// Where few calls are left, even the user's may be kept back for a moment.
							const mayBeSpread = calls.some(
								({ host: h, tenant: t, left }) => h === host && t === other.tenant && left !== undefined,
							);
							assert.ok(isKeptBack || mayBeSpread, 'the user’s calls go first');
						}
					}
					await time.sleep(one.ms);
					underWay[host]--;
					budget.underWay--;
					if (one.holdMs !== undefined) budget.heldUntil = Math.max(budget.heldUntil, time.clock() + one.holdMs);
					place.leave({ isGood: one.holdMs === undefined, holdMs: one.holdMs, left: one.left });
					ended++;
				});
				await time.run();
				assert.equal(ended, calls.length, 'everybody has his turn');
				await Promise.all(all);
				assert.ok(
					[...waits.values()].every((until) => until === undefined),
					'in the end nobody is told to wait',
				);
			}),
			{ numRuns: 150 },
		);
	});

	it('takes the user’s calls first, then those of the tenant with the fewest under way, then who came first', async () => {
		const scene = new Scene();
		void scene.calls(6, 'busy', behind);
		void scene.call('behind', { ...behind, budget: 'u', tenantId: 'u' });
		void scene.call('user', {});
		await scene.time.run();
		assert.deepEqual(scene.names().slice(5), ['user', 'behind', 'busy5']);
		assert.equal(scene.most, CEILING);
	});

	it('does not let a tenant that is held keep the others waiting', async () => {
		const scene = new Scene();
		await Promise.all([scene.call('complaint', {}, { isGood: false, holdMs: 10_000 }), scene.time.run()]);
		void scene.calls(8, 'held');
		void scene.call('other', { budget: 'u', tenantId: 'u' });
		await scene.time.run();
		assert.deepEqual(scene.began[1], { name: 'other', at: 100 });
		assert.ok(scene.began.slice(2).every(({ at }) => at >= 10_100));
		assert.deepEqual(scene.told, [
			['t', 10_100],
			['t', undefined],
		]);
	});

	it('lets those who waited for a hold out a few at a time, the user’s first', async () => {
		const scene = new Scene();
		await Promise.all([scene.calls(5, 'complaint', {}, { isGood: false, holdMs: 5_000 }), scene.time.run()]);
		void scene.calls(6, 'behind', behind);
		void scene.calls(3, 'user');
		await scene.time.run(5_150);
		assert.deepEqual(scene.names().slice(5), ['user0', 'user1'], 'five under way became two, though all five complained');
		await scene.time.run();
		assert.deepEqual(scene.names().slice(5, 9), ['user0', 'user1', 'user2', 'behind0']);
	});

	it('halves the calls under way with every complaint, to one, and gains one with ten answers', async () => {
		const scene = new Scene();
		const mostOf = async (count: number, feedback: Feedback = GOOD) => {
			scene.most = 0;
			await Promise.all([scene.calls(count, 'call', {}, feedback), scene.time.run()]);
			return scene.most;
		};
		const complaint = { isGood: false, holdMs: 1_000 };
		assert.equal(await mostOf(5, complaint), 5);
		assert.equal(await mostOf(2, complaint), 2);
		assert.equal(await mostOf(1, complaint), 1);
		assert.equal(await mostOf(9), 1);
		assert.equal(await mostOf(4), 2);
		assert.equal(await mostOf(40), 5, 'it comes back to the ceiling');
		assert.equal(await mostOf(60), 5, 'and not above');
	});

	it('sends less to a host whose tenants are throttled together, not for one of them', async () => {
		const complaint = { isGood: false, holdMs: 1_000 };
		const tenant = (name: string) => ({ budget: name, tenantId: name });
		const mostAfter = async (...throttled: string[]) => {
			const scene = new Scene();
			await Promise.all([...throttled.map((name) => scene.call(name, tenant(name), complaint)), scene.time.run()]);
			scene.most = 0;
			await Promise.all([...'opqrs'].map((name) => scene.call(name, tenant(name))).concat(scene.time.run()));
			return scene.most;
		};
		assert.equal(await mostAfter('t'), 5);
		assert.equal(await mostAfter('t', 'u'), 2);
	});

	describe('when few calls are left', () => {
		const few = async (left: number) => {
			const scene = new Scene();
			await Promise.all([scene.call('first', {}, { isGood: true, left }), scene.time.run()]);
			scene.began.length = 0;
			return scene;
		};

		it('spreads work in the background, more the fewer there are, and tells it', async () => {
			const gaps: number[] = [];
			for (const left of [49, 25, 10]) {
				const scene = await few(left);
				void scene.calls(3, 'behind', behind, { isGood: true, left });
				await scene.time.run();
				const [first, second] = scene.began.slice(1);
				gaps.push((second?.at ?? 0) - (first?.at ?? 0));
				if (left === 10) assert.ok(scene.told.some(([tenant, until]) => tenant === 't' && until !== undefined));
				assert.equal(scene.told.at(-1)?.[1], undefined);
			}
			assert.ok((gaps[0] ?? 0) < (gaps[1] ?? 0) && (gaps[1] ?? 0) < (gaps[2] ?? 0) && (gaps[2] ?? 0) <= 2_000, gaps.join(' '));
		});

		it('does not keep the user waiting as long as there is any', async () => {
			const scene = await few(10);
			void scene.calls(2, 'behind', behind, { isGood: true, left: 9 });
			void scene.calls(4, 'user', {}, { isGood: true, left: 9 });
			await scene.time.run();
			assert.deepEqual(
				scene.began.slice(0, 4).map(({ name, at }) => `${name} ${at}`),
				['user0 100', 'user1 100', 'user2 100', 'user3 100'],
			);
		});

		it('sends one call in two seconds when nothing is left', async () => {
			const scene = await few(0);
			void scene.calls(3, 'user', {}, { isGood: true, left: 0 });
			await scene.time.run();
			const starts = scene.began.map(({ at }) => at);
			assert.equal(starts[0], 2_000);
			for (const [index, at] of starts.slice(1).entries()) assert.ok(at - (starts[index] ?? 0) >= 2_000, starts.join(' '));
		});

		it('takes the calls under way off what is left', async () => {
			const scene = await few(52);
			void scene.calls(4, 'behind', behind);
			await scene.time.run();
			const [first, second, third, fourth] = scene.began.map(({ at }) => at);
			assert.deepEqual([second, third], [first, first]);
			assert.ok((fourth ?? 0) > (first ?? 0), 'with three under way, 49 are left');
		});

		it('forgets the count after a minute, in which a bucket fills up', async () => {
			const scene = await few(0);
			await scene.time.run(70_000);
			void scene.calls(5, 'behind', behind);
			await scene.time.run();
			assert.deepEqual(new Set(scene.began.map(({ at }) => at)), new Set([70_000]));
		});
	});

	it('sends those away who are not ready to wait so long, also when the hold becomes longer while they wait', async () => {
		const scene = new Scene();
		await Promise.all([scene.call('complaint', {}, { isGood: false, holdMs: 1_000 }), scene.time.run()]);
		void scene.call('at once', { patienceMs: 500 });
		await scene.time.run(100);
		assert.ok(scene.failed[0] instanceof HeldTooLong);
		assert.equal(scene.failed[0].waitMs, 1_000);
		void scene.call('first', { patienceMs: 4_000 }, { isGood: false, holdMs: 3_500 });
		void scene.call('second', { patienceMs: 4_000 });
		void scene.call('third', { patienceMs: 4_000 });
		void scene.call('fourth', { patienceMs: 5_000 });
		await scene.time.run();
		assert.deepEqual(scene.names(), ['complaint', 'first', 'second', 'fourth']);
		assert.equal(scene.failed.length, 2);
		assert.ok(scene.failed[1] instanceof HeldTooLong);
		assert.equal(scene.failed[1].waitMs, 3_500);
	});

	it('forgets a call that nobody wants any more, and tells that nobody waits', async () => {
		const scene = new Scene();
		await Promise.all([scene.call('complaint', {}, { isGood: false, holdMs: 1_000 }), scene.time.run()]);
		const controller = new AbortController();
		void scene.call('unwanted', { signal: controller.signal });
		await scene.time.run(200);
		assert.deepEqual(scene.told, [['t', 1_100]]);
		controller.abort('typed on');
		await scene.time.run();
		assert.ok(isCancelled(scene.failed[0]));
		assert.equal((scene.failed[0] as Error).message, cancellation(controller.signal).message);
		assert.deepEqual(scene.told, [
			['t', 1_100],
			['t', undefined],
		]);
		assert.deepEqual(scene.names(), ['complaint']);
	});

	it('tells the longest wait of a tenant that has several budgets, once each time it changes', async () => {
		const scene = new Scene();
		const consumption = { budget: 't consumption' };
		await Promise.all([
			scene.call('complaint', {}, { isGood: false, holdMs: 1_000 }),
			scene.call('other complaint', consumption, { isGood: false, holdMs: 2_000 }),
			scene.time.run(),
		]);
		void scene.call('first');
		void scene.call('second', consumption);
		void scene.call('third');
		await scene.time.run();
		assert.deepEqual(scene.told, [
			['t', 1_100],
			['t', 2_100],
			['t', undefined],
		]);
	});

	it('a clock that is set back makes no hold longer', () => {
		const budget = new Budget<InLine>('b', 't', CEILING);
		const day = 86_400_000;
		budget.begin(2 * day);
		budget.tell(0, 2 * day);
		budget.hold(2 * day + 3_000, 2 * day);
		assert.equal(budget.heldFor(2 * day - 500), 3_500);
		assert.equal(budget.heldFor(day), 0);
		assert.ok(budget.opensAt(false, day) <= day);
		assert.equal(budget.hold(day + 1_000, day), 1_000);
		assert.equal(budget.heldFor(day), 1_000);
	});

	it('finds the next one of thousands of tenants without delay', async () => {
		const scene = new Scene();
		const before = process.cpuUsage();
		const all = Array.from({ length: 3_000 }, (_, index) => scene.call('call', { budget: `t${index}`, ...behind }, GOOD, 0));
		const run = scene.time.run();
		await Promise.all(all);
		await run;
		assert.equal(scene.began.length, 3_000);
		const { user } = process.cpuUsage(before);
		assert.ok(user < 5_000_000, `${user / 1000} ms`);
	});
});

describe('waiting', () => {
	it('does not end at once because the time is longer than a timer can count', async () => {
		const leaving = new AbortController();
		let isOver = false;
		const long = pause(2 ** 31 + 1_000, leaving.signal).finally(() => {
			isOver = true;
		});
		await pause(30);
		assert.equal(isOver, false);
		leaving.abort();
		await assert.rejects(long, isCancelled);
	});
});
