/** Quotes: figures to the cent in every currency, and nothing that speaks against a quote lets it through. */
import assert from 'node:assert/strict';
import Big from 'big.js';
import fc from 'fast-check';
import type { ExchangeContents } from '../../src/azure/exchanges';
import { isServiceFailure } from '../../src/azure/failure';
import type { Refund } from '../../src/azure/refunds';
import { fitsName } from '../../src/panels/money/messages';
import { money } from '../../src/reservations/money';
import { blockersIn } from '../../src/reservations/operations/blockers';
import { checkCommit } from '../../src/reservations/operations/checks';
import { explained } from '../../src/reservations/operations/explanations';
import type { Quote, ReturnQuote } from '../../src/reservations/operations/model';
import { exchangeQuote, returnQuote } from '../../src/reservations/operations/quotes';
import { currenciesOf, minus, sumOf } from '../../src/reservations/operations/sums';
import { samplePurchase, sampleSession as session } from '../helpers/operations-samples';
import { CUSTOMER, ORDER, RESERVATION } from '../helpers/transport';
import { sampleReservation } from './reservations-samples';

const now = Date.UTC(2026, 10, 23, 12);
const reservation = sampleReservation({ orderId: ORDER, reservationId: RESERVATION, tenantId: CUSTOMER });
const line = { tenantId: CUSTOMER, orderId: ORDER, reservationId: RESERVATION, quantity: 1 };
const quoted = { reservations: [reservation], at: now, correlationId: undefined };

const cents = fc.integer({ min: 0, max: 999_999_999_99 });
const currency = fc.constantFrom('GBP', 'EUR', 'USD', 'JPY', 'SEK');
const price = (amount: number, currencyCode: string) => ({ currencyCode, amount: amount / 100 });
const text = (amount: number) => new Big(amount).div(100).toFixed();

function refund(back: number, ends: number, code: string): Refund {
	return {
		properties: {
			sessionId: session,
			quantity: 1,
			billingRefundAmount: price(back, code),
			policyResult: { properties: { policyErrors: [] } },
			billingInformation: { billingPlan: 'Monthly', billingCurrencyRemainingCommitmentAmount: price(ends, code) },
		},
	};
}

function exchange(lines: readonly (readonly [back: number, ends: number])[], buys: readonly number[], code: string) {
	const total = lines.reduce((sum, [back, ends]) => sum + back + ends, 0);
	const purchased = buys.reduce((sum, amount) => sum + amount, 0);
	const contents: ExchangeContents = {
		sessionId: session,
		refundsTotal: price(total, code),
		purchasesTotal: price(purchased, code),
		netPayable: price(purchased - total, code),
		policyResult: { policyErrors: null },
		reservationsToExchange: lines.map(([back, ends], index) => ({
			reservationId: `/providers/Microsoft.Capacity/reservationOrders/${ORDER}/reservations/${idOf(index)}`,
			quantity: 1,
			billingRefundAmount: price(back, code),
			billingInformation: { billingCurrencyRemainingCommitmentAmount: price(ends, code) },
		})),
		reservationsToPurchase: buys.map((amount) => ({ billingCurrencyTotal: price(amount, code) })),
	};
	const returns = lines.map((_, index) => ({ ...line, reservationId: idOf(index) }));
	const reservations = returns.map(({ reservationId }) => ({ ...reservation, reservationId }));
	const request = { tenantId: CUSTOMER, returns, purchases: buys.map(() => samplePurchase) };
	return exchangeQuote(request, contents, { ...quoted, reservations });
}

function idOf(index: number): string {
	return `dddddddd-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

function commitOf(quote: Quote) {
	const confirmation = { sessionId: session, typedCustomerName: 'Contoso', reason: 'test' };
	return checkCommit(quote, confirmation, { customerName: 'Contoso', now, entries: [] });
}

/** True when nothing is sent. */
function isDeclined(quote: Quote): boolean {
	try {
		commitOf(quote);
		return false;
	} catch (error) {
		if (isServiceFailure(error)) return error.details.sent === 'no';
		throw error;
	}
}

describe('quotes', () => {
	it('keep every amount as it was written, to the cent', () => {
		fc.assert(
			fc.property(cents, cents, currency, (back, ends, code) => {
				const { figures, blockers } = returnQuote(line, refund(back, ends, code), quoted);
				assert.deepEqual(blockers, []);
				assert.deepEqual(figures?.moneyBack, { amount: text(back), currency: code });
				assert.deepEqual(figures?.commitmentCancelled, { amount: text(ends), currency: code });
			}),
		);
	});

	it('of exchanges add up to the cent, whatever is in them', () => {
		const amount = fc.integer({ min: 0, max: 999_999_99 });
		fc.assert(
			fc.property(
				fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 20 }),
				fc.array(amount, { minLength: 1, maxLength: 20 }),
				currency,
				(lines, buys, code) => {
					const quote = exchange(lines, buys, code);
					assert.deepEqual(quote.blockers, []);
					const { totals } = quote;
					assert.ok(totals);
					assert.deepEqual(totals.moneyBack, { amount: text(lines.reduce((sum, [back]) => sum + back, 0)), currency: code });
					assert.deepEqual(totals.returned, sumOf([totals.moneyBack, totals.commitmentCancelled]));
					assert.deepEqual(totals.net, minus(totals.purchased, totals.returned));
					assert.equal(isDeclined(quote), false);
				},
			),
		);
	});

	it('with any policy error are never committed, also when their blockers are taken out', () => {
		const words = fc.option(fc.string(), { nil: undefined });
		const errors = fc.array(fc.record({ code: words, message: words }), { minLength: 1, maxLength: 4 });
		fc.assert(
			fc.property(errors, fc.boolean(), (policyErrors, isDeep) => {
				const answer = refund(183, 2013, 'GBP');
				const policyResult = isDeep ? { properties: { policyErrors } } : { policyErrors };
				const quote = returnQuote(line, { properties: { ...answer.properties, policyResult } }, quoted);
				assert.equal(quote.policyErrors.length, policyErrors.length);
				for (const { explanation } of quote.policyErrors) assert.ok(explanation.length > 0);
				assert.ok(isDeclined(quote));
				assert.ok(isDeclined({ ...quote, blockers: [] }));
			}),
		);
	});

	it('with two currencies are never committed', () => {
		const different = fc.tuple(currency, currency).filter(([one, other]) => one !== other);
		fc.assert(
			fc.property(different, fc.integer({ min: 0, max: 3 }), ([one, other], place) => {
				const quote = exchange([[1500, 4500]], [12_000], one);
				const { totals } = quote;
				assert.ok(totals);
				const names = ['returned', 'purchased', 'net', 'commitmentCancelled'] as const;
				const name = names[place] ?? 'net';
				const bent = { ...quote, totals: { ...totals, [name]: { ...totals[name], currency: other } } };
				assert.ok(blockersIn(bent).length > 0);
				assert.ok(isDeclined(bent));
			}),
		);
	});

	it('leave out the remaining commitment of what was paid at once, and nowhere else', () => {
		const answer = refund(183, 0, 'GBP');
		const without = (billingPlan: string): ReturnQuote =>
			returnQuote(line, { properties: { ...answer.properties, billingInformation: { billingPlan } } }, quoted);
		assert.deepEqual(without('Upfront').blockers, []);
		assert.equal(without('Upfront').figures?.commitmentCancelled, undefined);
		assert.equal(without('Monthly').blockers.length, 1);
	});

	it('are committed with the name that the page takes for the customer’s, and with no other', () => {
		const quote = returnQuote(line, refund(183, 2013, 'GBP'), quoted);
		const takes = (typedCustomerName: string, customerName: string) => {
			try {
				checkCommit(quote, { sessionId: session, typedCustomerName, reason: 'test' }, { customerName, now, entries: [] });
				return true;
			} catch {
				return false;
			}
		};
		// Nobody can type a no-break space, or tells full-width letters from others.
		for (const [typed, name] of [
			['contoso ltd', 'Contoso\u00a0Ltd'],
			['Contoso', '\uff23\uff4f\uff4e\uff54\uff4f\uff53\uff4f'],
			['Cafe\u0301', 'Caf\u00e9 '],
		] as const) {
			assert.ok(fitsName(typed, name), name);
			assert.ok(takes(typed, name), name);
		}
		const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.constantFrom('a', 'A ', '\u00a0', '\ufb01', 'fi'));
		fc.assert(fc.property(text, text, (typed, name) => assert.equal(takes(typed, name), fitsName(typed, name))));
	});

	it('are too old before the session of the service is', () => {
		const quote = returnQuote(line, refund(183, 2013, 'GBP'), quoted);
		assert.ok(quote.expiresAt - quote.quotedAt < 10 * 60_000);
		assert.equal(isDeclined(quote), false);
		assert.ok(isDeclined({ ...quote, expiresAt: now }));
		assert.ok(isDeclined({ ...quote, quotedAt: now + 3_600_000, expiresAt: now + 3_660_000 }));
	});
});

describe('explanations', () => {
	it('say what can be done instead, for every code; an unknown one keeps the words of the service', () => {
		for (const code of [
			'RefundLimitExceeded',
			'SelfServiceRefundNotSupported',
			'NewCommitmentTooLow',
			'ExchangeNoLongerSupported',
		]) {
			const { explanation, instead } = explained({ code });
			assert.ok(explanation.length > 40 && instead.length > 0, code);
		}
		assert.equal(explained({ code: 'Unheard', message: 'Because.' }).explanation, 'Because.');
		assert.match(explained({ code: 'Unheard' }).explanation, /Unheard/);
		assert.match(explained({}).explanation, /gave no reason/);
		assert.match(explained({ code: '', message: '' }).explanation, /gave no reason/);
		// No member that every object has is taken for a code.
		for (const code of ['constructor', 'toString', '__proto__']) assert.match(explained({ code }).explanation, /gave no reason/);
	});
});

describe('sums', () => {
	it('never add two currencies', () => {
		const gbp = { amount: '1', currency: 'GBP' };
		const usd = { amount: '1', currency: 'USD' };
		assert.equal(sumOf([gbp, usd]), undefined);
		assert.equal(minus(gbp, usd), undefined);
		assert.equal(sumOf([]), undefined);
		assert.deepEqual(currenciesOf([gbp, undefined, usd, gbp]), ['GBP', 'USD']);
	});

	it('read the decimals of JSON numbers as they stand there', () => {
		fc.assert(
			fc.property(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), fc.integer({ min: 0, max: 4 }), (digits, places) => {
				const written = new Big(digits).div(new Big(10).pow(places)).toFixed();
				const amount = JSON.parse(`{"amount":${written}}`) as { amount: number };
				assert.equal(money({ ...amount, currencyCode: 'GBP' })?.amount, written);
			}),
		);
	});
});
