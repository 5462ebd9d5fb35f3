/** Makes quotes out of the service's answers: figures as they are, and what speaks against committing them. */
import * as l10n from '@vscode/l10n';
import type { ExchangeContents } from '../../azure/exchanges';
import { parseReservationId } from '../../azure/ids';
import type { BillingInformation, Refund, RefusedPolicy } from '../../azure/refunds';
import type { Money, Reservation } from '../model';
import { money } from '../money';
import { blockersIn } from './blockers';
import { explained } from './explanations';
import { allowanceOf, returnFigures } from './figures';
import type { ExchangeQuote, ExchangeRequest, QuoteBasis, QuotedReturn, ReturnLine, ReturnQuote } from './model';
import { quotedPurchase } from './quoted-purchase';
import { minus, sumOf } from './sums';

/** Sessions are said to live ten minutes (arm-pitfalls 7); the rest is for reading again and sending. */
const quoteLifeMs = 8 * 60_000;

/** What is known of a quote beside the service's answer. */
export interface Quoted {
	/** The reservations as they were read just before, in the order of the lines. */
	readonly reservations: readonly Reservation[];
	/** When the service answered, ms since the epoch. */
	readonly at: number;
	readonly correlationId: string | undefined;
}

/** The quote of a return. */
export function returnQuote(line: ReturnLine, { properties, id }: Refund, quoted: Quoted): ReturnQuote {
	const { billingInformation, policyResult } = properties;
	const quote: ReturnQuote = {
		...baseOf(line.tenantId, properties.sessionId, quoted),
		kind: 'return',
		line,
		figures: returnFigures(properties.billingRefundAmount, properties.pricingRefundAmount, billingInformation),
		allowance: allowanceOf(properties),
		policyErrors: refusals(policyResult?.properties?.policyErrors, policyResult?.policyErrors),
	};
	const blockers = [...blockersIn(quote)];
	if (!tellsCommitment(billingInformation, quoted.reservations[0])) blockers.push(untoldCommitment());
	const isAnotherLine =
		(properties.quantity ?? line.quantity) !== line.quantity || (id && !isSame(id, line.reservationId)) === true;
	if (isAnotherLine) blockers.push(anotherContent());
	return { ...quote, blockers };
}

/** The quote of an exchange, from the end of its operation. */
export function exchangeQuote(request: ExchangeRequest, contents: ExchangeContents, quoted: Quoted): ExchangeQuote {
	const backs = contents.reservationsToExchange ?? [];
	const buys = contents.reservationsToPurchase ?? [];
	const backOf = ({ reservationId }: ReturnLine) => backs.find((it) => isSame(it.reservationId, reservationId));
	const returns = request.returns.map((line): QuotedReturn => {
		const back = backOf(line);
		const figures = returnFigures(back?.billingRefundAmount, undefined, back?.billingInformation);
		return { ...line, quantity: back?.quantity ?? line.quantity, figures };
	});
	// Purchases have no id yet: the answer keeps the order of the request (recordings 2).
	const compared = request.purchases.map((line, index) => quotedPurchase(request.tenantId, line, buys[index]));
	const purchases = compared.map(({ line }) => line);
	const quote: ExchangeQuote = {
		...baseOf(request.tenantId, contents.sessionId, quoted),
		kind: 'exchange',
		returns,
		purchases,
		totals: totalsOf(contents, returns),
		policyErrors: refusals(contents.policyResult?.policyErrors, contents.policyResult?.properties?.policyErrors),
	};
	const blockers = [...blockersIn(quote)];
	const isTold = (line: ReturnLine, index: number) =>
		tellsCommitment(backOf(line)?.billingInformation, quoted.reservations[index]);
	if (!request.returns.every(isTold)) blockers.push(untoldCommitment());
	const isAsAsked =
		backs.length === returns.length &&
		buys.length === purchases.length &&
		request.returns.every(({ quantity }, index) => returns[index]?.quantity === quantity);
	if (!isAsAsked) blockers.push(anotherContent());
	for (const { line, differences } of compared)
		if (differences.length > 0) blockers.push(anotherPurchase(line.name, differences));
	return { ...quote, blockers };
}

function baseOf(tenantId: string, sessionId: string | null | undefined, { reservations, at, correlationId }: Quoted) {
	return {
		sessionId: sessionId ? sessionId : undefined,
		tenantId,
		quotedAt: at,
		expiresAt: at + quoteLifeMs,
		blockers: [],
		correlationId,
		basis: reservations.map(basisOf),
	};
}

/** What of a reservation must not change until a commit. */
export function basisOf({ orderId, reservationId, name, quantity, provisioningState, etag }: Reservation): QuoteBasis {
	return { orderId, reservationId, name, quantity, provisioningState, etag };
}

/** Both nestings are looked at in both answers: a refusal in the unexpected one is a refusal too (arm-pitfalls 5). */
function refusals(...lists: readonly (readonly RefusedPolicy[] | null | undefined)[]) {
	return lists.flatMap((list) => (list ?? []).map(explained));
}

function totalsOf(contents: ExchangeContents, returns: readonly QuotedReturn[]): ExchangeQuote['totals'] {
	const returned = money(contents.refundsTotal);
	const purchased = money(contents.purchasesTotal);
	const net = money(contents.netPayable);
	const backs = returns.flatMap(({ figures }) => figures?.moneyBack ?? []);
	const moneyBack = backs.length === returns.length ? sumOf(backs) : undefined;
	if (returned === undefined || purchased === undefined || net === undefined || moneyBack === undefined) return undefined;
	const ends = returns.flatMap(({ figures }) => figures?.commitmentCancelled ?? []);
	// What was paid at once has no payments that end, and the service may leave them out; the total counts them all.
	const commitmentCancelled: Money | undefined = ends.length === returns.length ? sumOf(ends) : minus(returned, moneyBack);
	return commitmentCancelled && { returned, purchased, net, moneyBack, commitmentCancelled };
}

/** Payments by the month end with a return, so how much falls away has to be told. */
function tellsCommitment(billing: BillingInformation, reservation: Reservation | undefined): boolean {
	const plan = billing?.billingPlan ?? reservation?.billingPlan ?? '';
	return plan.toLowerCase() === 'upfront' || money(billing?.billingCurrencyRemainingCommitmentAmount) !== undefined;
}

function untoldCommitment(): string {
	return l10n.t('Azure did not name the payments that would end. A missing amount is not zero, so this can’t be committed.');
}

function anotherContent(): string {
	return l10n.t('Azure quoted something else than was asked for, so this can’t be committed.');
}

function anotherPurchase(name: string, differences: readonly string[]): string {
	return l10n.t(
		'Azure quoted something else than was asked for {0}: {1}. So this can’t be committed.',
		name === '' ? l10n.t('the purchase') : `“${name}”`,
		differences.join('; '),
	);
}

function isSame(id: string | null | undefined, reservationId: string): boolean {
	return id ? parseReservationId(id)?.reservationId === reservationId.toLowerCase() : false;
}
