/** Why a quote can't be committed: found when it is made, and looked for again before it is sent. */
import * as l10n from '@vscode/l10n';
import { billingAmounts } from './figures';
import { isSessionName } from './journal-file';
import type { ExchangeQuote, PolicyError, Quote, QuoteBasis, ReturnQuote } from './model';
import { currenciesOf, isAbout, isNegative, minus, sumOf } from './sums';

/** Rounding that the service's own sums may show, a line, in units of the currency. */
const roundingPerLine = 0.01;

/**
 * Sentences about everything that speaks against committing this quote; what is in `blockers` already is not looked at.
 * The law: no session, a missing amount, any policy error, currencies that differ: no commit (arm-pitfalls 4).
 */
export function blockersIn(quote: Quote): readonly string[] {
	const specific = quote.kind === 'return' ? returnBlockers(quote) : exchangeBlockers(quote);
	return [...sessionBlockers(quote), ...quote.policyErrors.map(sentenceOf), ...specific, ...basisBlockers(quote)];
}

function sentenceOf({ code, message, explanation }: PolicyError): string {
	const words = message === undefined || message === explanation ? '' : ` ${l10n.t('Azure says: {0}', message)}`;
	return code === undefined || explanation.includes(code) ? `${explanation}${words}` : `${explanation}${words} (${code})`;
}

function sessionBlockers({ sessionId }: Quote): readonly string[] {
	if (sessionId === undefined) return [l10n.t('Azure gave no session for this quote, so it can’t be committed.')];
	return isSessionName(sessionId) ? [] : [l10n.t('Azure named the session of this quote in a way that can’t be kept safely.')];
}

function basisBlockers(quote: Quote): readonly string[] {
	const lines = quote.kind === 'return' ? [quote.line] : quote.returns;
	const isKnown = ({ reservationId }: { reservationId: string }) =>
		quote.basis?.some((it: QuoteBasis) => it.reservationId === reservationId) === true;
	return lines.every(isKnown) ? [] : [l10n.t('It is not known what the reservations were like when this was quoted.')];
}

function missingAmount(): string {
	return l10n.t('Azure did not name all amounts. A missing amount is not zero, so this can’t be committed.');
}

function differentCurrencies(currencies: readonly string[]): string {
	return l10n.t('Azure named amounts in different currencies where they have to be the same: {0}.', currencies.join(', '));
}

function negativeAmount(): string {
	return l10n.t('Azure named a negative amount to be given back. What it means can’t be told, so this can’t be committed.');
}

function returnBlockers({ figures, allowance }: ReturnQuote): readonly string[] {
	if (figures === undefined) return [missingAmount()];
	const blockers: string[] = [];
	const billing = currenciesOf(billingAmounts(figures));
	if (billing.length > 1) blockers.push(differentCurrencies(billing));
	// The limit is counted in pricing currency, like the amount that counts against it (rules 4.12).
	const pricing = currenciesOf([figures.moneyBackPricing, allowance?.consumed, allowance?.limit]);
	if (pricing.length > 1) blockers.push(differentCurrencies(pricing));
	if (isNegative(figures.moneyBack)) blockers.push(negativeAmount());
	return blockers;
}

function exchangeBlockers({ returns, purchases, totals }: ExchangeQuote): readonly string[] {
	const figures = returns.map((line) => line.figures);
	if (totals === undefined || figures.includes(undefined) || purchases.some(({ commitment }) => commitment === undefined)) {
		return [missingAmount()];
	}
	const { returned, purchased, net, moneyBack, commitmentCancelled } = totals;
	const amounts = [...figures.flatMap(billingAmounts), ...purchases.map(({ commitment }) => commitment)];
	const currencies = currenciesOf([...amounts, returned, purchased, net, moneyBack, commitmentCancelled]);
	if (currencies.length > 1) return [differentCurrencies(currencies)];
	const blockers: string[] = [];
	if (figures.some((it) => it !== undefined && isNegative(it.moneyBack))) blockers.push(negativeAmount());
	const commitments = purchases.flatMap(({ commitment }) => commitment ?? []);
	const tolerance = roundingPerLine * (returns.length + purchases.length);
	// True in every recorded quote (recordings 3): where it is not, something in it was misread.
	const addsUp =
		isAbout(returned, sumOf([moneyBack, commitmentCancelled]), tolerance) &&
		isAbout(purchased, sumOf(commitments), tolerance) &&
		isAbout(net, minus(purchased, returned), tolerance);
	if (!addsUp) blockers.push(l10n.t('The amounts that Azure named do not add up, so this can’t be committed.'));
	return blockers;
}
