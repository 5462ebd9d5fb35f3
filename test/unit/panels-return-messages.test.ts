/** The messages between the Return page and its host: what is well formed comes through, anything else is refused. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitsName, Instead } from '../../src/panels/money/messages';
import { isQuantity, unusedUnits } from '../../src/panels/money/quantities';
import { HostMessage, PageMessage, SavedState } from '../../src/panels/return/messages';
import { itIsAStrictProtocol } from '../helpers/protocol';
import * as given from '../ui/pages/return-sample';

const pageMessage: fc.Arbitrary<PageMessage> = fc.oneof(
	fc.constantFrom<PageMessage>(
		{ type: 'ready' },
		{ type: 'refresh' },
		{ type: 'askQuote' },
		{ type: 'review' },
		{ type: 'back' },
		{ type: 'lookAgain' },
		{ type: 'copyResult' },
		{ type: 'startAnew' },
		{ type: 'checkAccess' },
		{ type: 'grantAccess' },
		{ type: 'choose', choice: 'unused' },
	),
	fc.record({ type: fc.constant('commit' as const), sessionId: fc.string(), typedName: fc.string() }),
	fc.record({ type: fc.constant('instead' as const), instead: fc.constantFrom(...Instead.options) }),
	fc.record({ type: fc.constant('setQuantity' as const), quantity: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
	fc.record({ type: fc.constant('setReason' as const), reason: fc.string({ maxLength: 500 }) }),
	fc.record({ type: fc.constant('openLine' as const), line: fc.nat() }),
);

const { view } = given;

const hostMessages: readonly HostMessage[] = [
	view({ operations: [given.operations.prepared] }),
	view({ quote: { quote: given.refused, standing: 'current', failure: undefined } }),
	view({ commitment: { stage: 'confirming', quote: given.quote, failure: given.sessionExpired, operation: undefined } }),
	...Object.values(given.operations).map((operation) =>
		view({ commitment: { stage: 'following', quote: undefined, failure: undefined, operation } }),
	),
	view({ reservation: undefined, known: { loading: false, failure: given.noQuote } }),
	{ type: 'copied', what: 'result' },
	{ type: 'announce', text: 'Looked again.' },
];

describe('Messages of the Return page', () => {
	itIsAStrictProtocol({ HostMessage, PageMessage, SavedState, hostMessages, pageMessage });

	it('a page can not name what is committed but by its session', () => {
		assert.equal(PageMessage.safeParse({ type: 'commit', typedName: 'x' }).success, false);
		assert.deepEqual(PageMessage.parse({ type: 'commit', sessionId: 's', typedName: 'x', quantity: 3, quote: {} }), {
			type: 'commit',
			sessionId: 's',
			typedName: 'x',
		});
		assert.equal(PageMessage.safeParse({ type: 'setReason', reason: 'x'.repeat(501) }).success, false);
	});

	it('a name fits whatever its case and outer spaces, and nothing else does', () => {
		fc.assert(
			fc.property(
				fc.string({ minLength: 1 }).filter((name) => name.trim() !== ''),
				(name) => {
					assert.equal(fitsName(`  ${name}\t`, name), true);
					assert.equal(fitsName(`${name}x`, name), false);
					assert.equal(fitsName('', name), false);
				},
			),
		);
		assert.equal(fitsName('', ''), false, 'a customer without a name is never confirmed by an empty field');
	});

	it('what was not used is whole units, never more than there are, never below none', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 250, noNaN: true }), (quantity, used) => {
				const unused = unusedUnits(quantity, used) ?? -1;
				assert.ok(Number.isInteger(unused) && unused >= 0 && unused <= quantity);
				assert.ok(unused === 0 || isQuantity(unused, quantity));
				// What stays still covers the use, but for the rounding of the percentage.
				assert.ok(quantity - unused >= (quantity * Math.min(used, 100)) / 100 - 0.03);
			}),
		);
		assert.equal(unusedUnits(3, 66.67), 1, 'two of three, rounded by the service');
		assert.equal(unusedUnits(3, undefined), undefined);
	});
});
