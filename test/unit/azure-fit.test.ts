/** What is said to fit is what a parse would give; what a parse would change or refuse is never said to fit. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { parseAnswer, UnreadableAnswer } from '../../src/azure/answers';
import { reservation } from '../../src/azure/capacity';
import { fits } from '../../src/azure/fit';
import { listOf } from '../../src/azure/paging';
import { flag, maybe, number, text } from '../../src/azure/values';

const item = z.looseObject({
	id: z.string(),
	count: number,
	isOn: flag,
	names: maybe(z.array(z.string())),
	inner: maybe(z.looseObject({ text, any: z.unknown() })),
});
const some = (good: fc.Arbitrary<unknown>) => fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: fc.jsonValue() });
const inner = fc.record({ text: some(fc.string()), any: fc.jsonValue(), other: fc.jsonValue() }, { requiredKeys: [] });
const body = fc.record(
	{
		id: some(fc.string()),
		count: some(fc.double({ noNaN: true, noDefaultInfinity: true })),
		isOn: some(fc.boolean()),
		names: some(fc.array(some(fc.string()))),
		inner: some(inner),
		unknown: fc.jsonValue(),
	},
	{ requiredKeys: ['id'] },
);

describe('azure: fit', () => {
	it('agrees with a parse, which changes nothing of what fits', () => {
		const seen = { fits: 0, not: 0 };
		const list = listOf(item);
		fc.assert(
			fc.property(some(fc.record({ value: some(fc.array(body, { maxLength: 3 })) })), (generated) => {
				const text = JSON.stringify(generated);
				// Told apart by the text: the test below.
				fc.pre(!text.includes('__proto__'));
				const value: unknown = JSON.parse(text);
				const result = list.safeParse(value);
				assert.equal(fits(list, value), result.success);
				if (result.success) assert.deepEqual(result.data, value);
				seen[result.success ? 'fits' : 'not'] += 1;
			}),
			{ numRuns: 2000 },
		);
		assert.ok(seen.fits > 100 && seen.not > 100, JSON.stringify(seen));
	});

	it('looks at reservations as Azure lists them', () => {
		const properties = { displayName: 'a', quantity: 3, renew: false, utilization: { aggregates: [{ grain: 1, value: 9.5 }] } };
		assert.ok(fits(listOf(reservation), { value: [{ id: 'x', properties }], nextLink: null }));
		assert.ok(!fits(listOf(reservation), { value: [{ id: 'x', properties: { ...properties, quantity: '3' } }] }));
		assert.ok(
			!fits(listOf(reservation), { value: [{ id: 'x', properties: { ...properties, quantity: Number.POSITIVE_INFINITY } }] }),
		);
	});

	it('leaves to the schema what a parse would change, and what has no end', () => {
		const node = z.looseObject({
			get children() {
				return z.optional(z.array(node));
			},
		});
		for (const schema of [
			z.object({ id: z.string() }),
			z.looseObject({ id: z.string().check(z.minLength(1)) }),
			z.looseObject({ id: z.guid() }),
			z.looseObject({ id: z._default(z.string(), '') }),
			node,
		])
			assert.equal(fits(schema, { id: '01c20edb-be1d-4a08-9521-9ef6b4537dd2' }), false);
	});

	it('lets no answer bring a prototype along', () => {
		const answer = parseAnswer(item, '{"id":"x","__proto__":{"polluted":true}}', null);
		assert.equal(Object.hasOwn(answer, '__proto__'), false);
		assert.equal('polluted' in Object.assign({}, answer), false);
	});

	it('still says what does not fit, and where', () => {
		assert.throws(
			() => parseAnswer(listOf(item), '{"value":[{"id":"x","count":"3"}]}', null),
			(error) => {
				assert.ok(error instanceof UnreadableAnswer);
				assert.match(error.message, /^value\[0\]\.count: expected number, got string$/);
				return true;
			},
		);
	});
});
