/** What an exchange is worked out by: calculator, families, draft, scopes, suggestions, warnings; the protocol of its page. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import Big from 'big.js';
import fc from 'fast-check';
import { reckon } from '../../src/panels/exchange/calculator';
import { add, emptyDraft, give, plansOf, purchaseLine, requestOf, setLine } from '../../src/panels/exchange/draft';
import { type Filter, HostMessage, LineField, PageMessage, SavedState } from '../../src/panels/exchange/messages';
import { placesOf, scopeOf } from '../../src/panels/exchange/scopes';
import { suggestionsFor } from '../../src/panels/exchange/suggestions';
import { productsView } from '../../src/panels/exchange/views/catalog';
import { warnings } from '../../src/panels/exchange/views/warnings';
import type { Money } from '../../src/reservations/model';
import { areOneFamily } from '../../src/reservations/policy';
import { itIsAStrictProtocol } from '../helpers/protocol';
import * as given from '../ui/pages/exchange-sample';
import { customer, now, reservation } from '../ui/pages/sample';

const { tenantId } = customer;
const { filter, draft } = given;
const product = (sku: string) => {
	const found = given.catalog.find((one) => one.sku === sku);
	if (found === undefined) throw new Error(`No ${sku} in the catalog of the sample.`);
	return found;
};
const find = () => reservation;

describe('Rules of the Exchange panel', () => {
	const cents = fc.integer({ min: 0, max: 10_000_000 });
	const eur = (amount: number): Money => ({ amount: new Big(amount).div(100).toFixed(2), currency: 'EUR' });
	const returned = (back: number, cancelled: number, billingPlan = 'Monthly') => ({
		billingPlan,
		figures: { moneyBack: eur(back), commitmentCancelled: eur(cancelled) },
	});

	it('is short exactly below the remaining commitment, to the cent', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(cents, cents), { minLength: 1, maxLength: 6 }),
				fc.array(cents, { minLength: 1, maxLength: 4 }),
				(returns, prices) => {
					const result = reckon(
						returns.map(([back, cancelled]) => returned(back, cancelled)),
						prices.map(eur),
					);
					assert.ok('bought' in result);
					const toReach = returns.reduce((sum, [back, cancelled]) => sum + (cancelled > 0 ? cancelled : back), 0);
					const total = returns.reduce((sum, [back, cancelled]) => sum + back + cancelled, 0);
					const bought = prices.reduce((sum, price) => sum + price, 0);
					assert.equal(result.kind, bought < toReach ? 'short' : bought < total ? 'enough' : 'covered');
					assert.equal(new Big(result.difference.amount).times(100).toNumber(), Math.abs(bought - toReach));
					assert.equal(new Big(result.moneyBack.amount).plus(result.cancelled.amount).times(100).toNumber(), total);
				},
			),
		);
	});

	it('follows the examples of the documentation (rules 3.3)', () => {
		// 100 a month, 36 months, after 18 payments: the new total has to be 1,800.
		assert.equal(reckon([returned(0, 180_000)], [eur(179_999)]).kind, 'short');
		assert.equal(reckon([returned(0, 180_000)], [eur(180_000)]).kind, 'covered');
		// 2,400 at once for a year, after six months: 1,200.
		assert.equal(reckon([returned(120_000, 0, 'Upfront')], [eur(119_999)]).kind, 'short');
		assert.equal(reckon([returned(120_000, 0, 'Upfront')], [eur(120_000)]).kind, 'covered');
	});

	it('a missing amount is never zero, and currencies are never mixed', () => {
		assert.deepEqual(reckon([{ billingPlan: 'Monthly', figures: undefined }], [undefined, eur(1)]), {
			kind: 'incomplete',
			returns: 1,
			purchases: 1,
		});
		const withoutCancelled = { billingPlan: 'Monthly', figures: { moneyBack: eur(5) } };
		assert.equal(reckon([withoutCancelled], [eur(100)]).kind, 'incomplete', 'of a monthly plan it has to be known');
		assert.equal(reckon([{ ...withoutCancelled, billingPlan: 'Upfront' }], [eur(100)]).kind, 'covered');
		assert.deepEqual(reckon([returned(1, 2)], [{ amount: '9', currency: 'USD' }]), {
			kind: 'currencies',
			currencies: ['EUR', 'USD'],
		});
		assert.deepEqual(reckon([], [eur(1)]), { kind: 'nothing' });
	});

	it('knows the documented families, in any case (rules 3.1)', () => {
		assert.equal(areOneFamily(['VirtualMachines', 'dedicatedHost', 'AVS']), true);
		assert.equal(areOneFamily(['VirtualMachines', 'virtualMachines']), true);
		assert.equal(areOneFamily(['CosmosDb', 'SqlDatabases']), false);
		assert.equal(areOneFamily(['CosmosDb', 'CosmosDb']), true);
		assert.equal(areOneFamily([]), true);
	});

	it('a new line takes what the filter asks for, else the longest term for sale, by the month where that can be', () => {
		const line = (sku: string, change: Partial<Filter> = {}) =>
			add(emptyDraft, product(sku), { ...filter, ...change }, 1, now).purchases[0];
		assert.deepEqual([line('Standard_D4s_v5')?.term, line('Standard_D4s_v5')?.billingPlan], ['P3Y', 'Monthly']);
		const asked = line('Standard_D4s_v5', { term: 'P1Y', billingPlan: 'Upfront' });
		assert.deepEqual([asked?.term, asked?.billingPlan], ['P1Y', 'Upfront']);
		assert.equal(line('Standard_E4s_v5')?.billingPlan, 'Upfront', 'the keys of plans come in another case');
		assert.deepEqual(plansOf({ p3Y: ['Upfront'] }, 'P3Y'), ['Upfront']);
	});

	it('a request is there only when every field fits', () => {
		assert.equal(requestOf(draft, tenantId, find)?.purchases[0]?.quantity, 2);
		assert.equal(requestOf(emptyDraft, tenantId, find), undefined);
		assert.equal(requestOf(give(draft, reservation.reservationId, 4), tenantId, find), undefined);
		assert.equal(requestOf(give(draft, reservation.reservationId, 1.5), tenantId, find), undefined);
		assert.equal(
			requestOf(draft, tenantId, () => undefined),
			undefined,
			'what is not there any more is not given back',
		);
		for (const [field, value] of [
			['quantity', '0'],
			['quantity', '-1'],
			['quantity', '1e3'],
			['name', ''],
			['name', 'x'.repeat(65)],
			['subscription', 'sub'],
			['scope', 'everywhere'],
		] as const)
			assert.equal(requestOf(setLine(draft, 1, field, value), tenantId, find), undefined, `${field}=${value}`);
	});

	it('whatever is typed into a line, it is complete with safe fields or not at all', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.constantFrom(...LineField.options), fc.string()), { maxLength: 6 }), (typed) => {
				const after = typed.reduce((current, [field, value]) => setLine(current, 1, field, value), draft);
				const [one] = after.purchases;
				const line = one === undefined ? undefined : purchaseLine(one);
				if (line === undefined) return;
				assert.ok(Number.isInteger(line.quantity) && line.quantity >= 1);
				assert.match(line.name, /^[\w-]{1,64}$/);
				assert.match(line.billingScopeId, /^\/subscriptions\/[0-9a-f-]{36}$/);
				assert.ok(['Upfront', 'Monthly'].includes(line.billingPlan));
			}),
		);
	});

	it('scopes are read from their ids and written as them', () => {
		assert.deepEqual(scopeOf('Shared'), { kind: 'Shared' });
		const id = `/subscriptions/${given.subscription}`;
		assert.deepEqual(scopeOf(id), { kind: 'Single', subscriptionId: id });
		assert.deepEqual(scopeOf(`${id}/resourceGroups/rg-1`), {
			kind: 'Single',
			subscriptionId: id,
			resourceGroupId: `${id}/resourceGroups/rg-1`,
		});
		const group = '/providers/Microsoft.Management/managementGroups/mg-1';
		assert.deepEqual(scopeOf(group), { kind: 'ManagementGroup', managementGroupId: group });
		for (const wrong of ['', 'shared?', '/subscriptions/x', `${id}/providers/x`]) assert.equal(scopeOf(wrong), undefined);
		for (const place of placesOf(given.reservations)) assert.notEqual(scopeOf(place.id), undefined);
		assert.equal(placesOf(given.reservations).length, 2, 'each once');
	});

	it('names the size of what it suggests, as a series has one name, and says where it is not sold any more', () => {
		const [first] = suggestionsFor(reservation, 3, given.catalog);
		assert.ok(first !== undefined);
		const series = { ...first.product, name: 'Virtual Machines Dsv5 Series', isLegacy: true, legacyTerms: ['P1Y'] };
		const { suggestions, rows } = productsView({
			filter,
			catalog: { value: [series], loading: false },
			suggestions: [{ ...first, product: series }],
			reservations: [reservation],
			chosen: [reservation],
			places: [],
			notAsked: undefined,
		});
		assert.equal(suggestions[0]?.title, '3 × Standard_D4s_v5 (Virtual Machines Dsv5 Series)');
		assert.match(suggestions[0]?.text ?? '', /in units of its group: 4\.8; this size counts 2 each\./);
		assert.match(suggestions[0]?.text ?? '', /Legacy series: not sold any more for 1 year\.$/);
		assert.equal(rows[0]?.addLabel, 'Add Standard_D4s_v5 (Virtual Machines Dsv5 Series)');
	});

	it('suggests what covers the use, and nothing where it is not known or not needed', () => {
		const suggested = (giving: number) =>
			suggestionsFor(reservation, giving, given.catalog).map(({ product: { sku }, quantity }) => [sku, quantity]);
		assert.deepEqual(suggested(3), [
			['Standard_D4s_v5', 3],
			['Standard_D2s_v5', 5],
			['Standard_D8s_v5', 2],
		]);
		// One of three goes back: what stays covers 2 of 2.38 units in use.
		assert.deepEqual(suggested(1)[0], ['Standard_D4s_v5', 1]);
		assert.deepEqual(suggestionsFor({ ...reservation, utilization: {} }, 3, given.catalog), []);
		assert.deepEqual(suggestionsFor({ ...reservation, quantity: undefined }, 3, given.catalog), []);
		assert.deepEqual(suggestionsFor({ ...reservation, utilization: { last30Days: 0 } }, 3, given.catalog), []);
		assert.deepEqual(suggestionsFor(reservation, 3, []), []);
	});

	it('warns of another kind of product, a legacy series, the cut-off, a part, a renewal', () => {
		const texts = (...args: Parameters<typeof warnings>) =>
			warnings(...args)
				.map(({ text, tone }) => `${tone}: ${text}`)
				.join('\n');
		const whole = [{ reservation, quantity: 3 }];
		assert.match(texts([{ reservation: given.sql, quantity: 8 }], draft.purchases, now), /bad: .*different kinds/);
		const legacy = add(emptyDraft, product('Standard_D2s_v3'), filter, 1, now).purchases;
		assert.match(texts(whole, legacy, now), /warning: .*legacy series/);
		assert.match(texts(whole, draft.purchases, now), /info: What is bought before Feb 1, 2027 can be exchanged one more time/);
		assert.match(texts(whole, draft.purchases, Date.UTC(2027, 2, 1)), /warning: This is the last exchange/);
		const late = [{ reservation: { ...reservation, purchasedAt: Date.UTC(2027, 2, 1) }, quantity: 3 }];
		assert.match(texts(late, draft.purchases, Date.UTC(2027, 3, 1)), /bad: .*bought after Feb 1, 2027/);
		assert.match(texts([{ reservation, quantity: 1 }], draft.purchases, now), /Given back in part/);
		assert.match(texts(whole, setLine(draft, 1, 'renew', 'true').purchases, now), /warning: Renewal is on/);
		assert.match(texts(whole, draft.purchases, now), /term starts anew/);
		assert.equal(texts([], [], now), '');
	});
});

describe('Messages of the Exchange page', () => {
	const quoteOf = (quote: typeof given.quote | undefined) => ({ quote, standing: 'current' as const, failure: undefined });
	const { view } = given;
	const hostMessages: readonly HostMessage[] = [
		view(),
		view({ quote: quoteOf(given.refused) }),
		view({ commitment: { stage: 'confirming', quote: given.quote, failure: undefined, operation: undefined } }),
		view({ commitment: { stage: 'following', quote: undefined, failure: undefined, operation: given.operations.partial } }),
		view({ known: { loading: true } }),
		{ type: 'copied', what: 'request' },
		{ type: 'announce', text: 'The quote is there.' },
	];
	const pageMessage: fc.Arbitrary<PageMessage> = fc.oneof(
		fc.constantFrom<PageMessage>(
			{ type: 'ready' },
			{ type: 'askQuote' },
			{ type: 'copyRequest' },
			{ type: 'reset' },
			{ type: 'retryCatalog' },
			{ type: 'retryFigures' },
			{ type: 'fill', fill: 'unused' },
			{ type: 'pick', reservationId: reservation.reservationId, chosen: true },
		),
		fc.record({ type: fc.constant('add' as const), sku: fc.string(), quantity: fc.integer({ min: 1 }) }),
		fc.record({
			type: fc.constant('setLine' as const),
			line: fc.integer(),
			field: fc.constantFrom(...LineField.options),
			value: fc.string({ maxLength: 300 }),
		}),
	);
	itIsAStrictProtocol({ HostMessage, PageMessage, SavedState, hostMessages, pageMessage });
});
