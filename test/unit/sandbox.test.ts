/** Parts of the sandbox that hold for any input: the filter language, calendar months, payment schedules. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Filter, leaves, ODataError, parseFilter, passes } from '../../src/sandbox/odata';
import { schedule } from '../../src/sandbox/world/purchase';
import { guidFor } from '../../src/sandbox/world/random';
import { addMonths, dateTime } from '../../src/sandbox/world/time';

const leaf: fc.Arbitrary<Filter> = fc.record(
	{
		kind: fc.constant('compare' as const),
		property: fc.constantFrom('properties/quantity', 'sku/name', 'properties/UsageDate'),
		operator: fc.constantFrom('eq', 'ge', 'le'),
		value: fc.oneof(fc.string(), fc.integer(), fc.boolean()),
	},
	{ noNullPrototype: true },
);

const filter: fc.Arbitrary<Filter> = fc.letrec<{ tree: Filter }>((tie) => ({
	tree: fc.oneof(
		{ depthSize: 'small' },
		leaf,
		fc.record(
			{ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('tree'), right: tie('tree') },
			{ noNullPrototype: true },
		),
	),
})).tree;

function written(tree: Filter): string {
	if ('left' in tree) return `(${written(tree.left)}) ${tree.kind} (${written(tree.right)})`;
	if (tree.kind === 'call') return `${tree.name}()`;
	const value = typeof tree.value === 'string' ? `'${tree.value.replaceAll("'", "''")}'` : String(tree.value);
	return `${tree.property} ${tree.operator} ${value}`;
}

const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) });

describe('sandbox parts', () => {
	it('reads back every filter that can be written', () => {
		fc.assert(fc.property(filter, (tree) => assert.deepEqual(parseFilter(written(tree)), tree)));
	});

	it('binds "and" before "or"', () => {
		const test = (text: string) => passes(parseFilter(text), (one) => one.kind === 'compare' && one.value === true);
		assert.equal(test('a eq true or a eq false and a eq false'), true);
		assert.equal(test('(a eq true or a eq false) and a eq false'), false);
		assert.equal(leaves(parseFilter("atScope() and principalId eq 'x'")).length, 2);
	});

	it('reads what a call is about', () => {
		assert.deepEqual(parseFilter("startsWith(displayName,'A, b')"), {
			kind: 'call',
			name: 'startsWith',
			property: 'displayName',
			argument: 'A, b',
		});
		assert.throws(() => parseFilter('startsWith(displayName)'), ODataError);
	});

	it('never fails on any text but by saying so', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				try {
					parseFilter(text);
				} catch (error) {
					assert.ok(error instanceof ODataError);
				}
			}),
		);
	});

	it('adds calendar months without skipping one', () => {
		fc.assert(
			fc.property(moment, fc.integer({ min: -36, max: 36 }), (at, months) => {
				const from = new Date(at);
				const to = new Date(addMonths(at, months));
				assert.equal(to.getUTCFullYear() * 12 + to.getUTCMonth(), from.getUTCFullYear() * 12 + from.getUTCMonth() + months);
				assert.ok(to.getUTCDate() <= from.getUTCDate());
				assert.equal(at % 86_400_000, addMonths(at, months) % 86_400_000);
			}),
		);
	});

	it('writes moments with seven digits that read back to the same millisecond', () => {
		fc.assert(
			fc.property(moment, (at) => {
				assert.match(dateTime(at), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
				assert.equal(Date.parse(dateTime(at)), at);
			}),
		);
	});

	it('splits any total into instalments that add up to it', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 1_000_000_000 }),
				fc.constantFrom('P1Y' as const, 'P3Y' as const),
				fc.constantFrom('Monthly' as const, 'Upfront' as const),
				moment,
				moment,
				(total, term, plan, at, now) => {
					const payments = schedule(total, term, plan, at, now, 0.92);
					assert.equal(payments.length, plan === 'Upfront' ? 1 : term === 'P1Y' ? 12 : 36);
					assert.equal(
						payments.reduce((sum, { pricing }) => sum + pricing, 0),
						total,
					);
					for (const { status, dueAt, billing, pricing } of payments) {
						assert.equal(status, dueAt <= now ? 'Succeeded' : 'Scheduled');
						assert.equal(billing, dueAt <= now ? Math.round(pricing * 0.92) : undefined);
					}
				},
			),
		);
	});

	it('makes GUIDs of version 4, the same for the same parts and no two alike', () => {
		const made = new Set<string>();
		for (let index = 0; index < 50_000; index++) made.add(guidFor(7, 'tenant', index));
		assert.equal(made.size, 50_000);
		for (const guid of made) assert.match(guid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		assert.equal(guidFor(7, 'tenant', 3), guidFor(7, 'tenant', 3));
	});
});
