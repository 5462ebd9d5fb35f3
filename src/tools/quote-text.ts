/** Quotes as text: every figure with its currency and what it means, and what speaks against the quote. Pure. */
import type { ExchangeQuote, Quote, ReturnFigures, ReturnQuote } from '../reservations/operations/model';
import { idsText, unitsOf } from './reservation-line';
import { code, counted, dataNote, money, quoted, time } from './text';

/** The figures of a return; money back and cancelled commitment apart, as their sum is not money. */
export function returnText(quote: ReturnQuote, customer: string): string {
	const { line, figures, allowance } = quote;
	return [
		`Quote of a return for customer ${quoted(customer)}: nothing was returned or committed.`,
		...frame(quote),
		`- Returned: ${counted(line.quantity, 'unit')} of ${nameOf(quote, line.reservationId)}; ${idsText(line)}`,
		...figureLines(figures).map((text) => `- ${text}`),
		...(allowance === undefined
			? ['- Return allowance of the customer: not told by Azure in this quote']
			: [
					`- Return allowance of the customer over 12 months, pricing currency: used before this return ${money(allowance.consumed)}, limit ${money(allowance.limit)}, left ${money(allowance.left)}; Azure decides what counts`,
				]),
		...verdict(quote, 'Return…'),
	].join('\n');
}

/** The figures of an exchange. Its totals are commitments over the whole term, not the next charge (arm-contract 2.10). */
export function exchangeText(quote: ExchangeQuote, customer: string): string {
	const { returns, purchases, totals } = quote;
	return [
		`Quote of an exchange for customer ${quoted(customer)}: nothing was exchanged or committed.`,
		...frame(quote),
		...returns.flatMap((line) => [
			`- Given back: ${counted(line.quantity, 'unit')} of ${nameOf(quote, line.reservationId)}; ${idsText({ ...line, tenantId: quote.tenantId })}`,
			...figureLines(line.figures).map((text) => `  - ${text}`),
		]),
		...purchases.map(
			({ quantity, sku, region, term, billingPlan, commitment }) =>
				`- Bought: ${quantity} × ${[sku, region, term, billingPlan].flatMap((part) => (part === undefined ? [] : code(part))).join(' ')}; whole commitment of its term, billing currency, without tax: ${money(commitment)}`,
		),
		'- Totals, billing currency, without tax:',
		`  - Money back (really comes back to the partner): ${money(totals?.moneyBack)}`,
		`  - Commitment cancelled (future payments that end; no money comes back for it): ${money(totals?.commitmentCancelled)}`,
		`  - New commitment over the whole term: ${money(totals?.purchased)}`,
		`  - Difference of the commitments (new minus money back and cancelled commitment; not the next charge): ${money(totals?.net)}`,
		...verdict(quote, 'Exchange…'),
	].join('\n');
}

function frame({ quotedAt, expiresAt }: Quote): readonly string[] {
	return [
		dataNote,
		`- Quoted ${time(quotedAt)}; good until about ${time(expiresAt)}; the user gets a new quote before committing`,
	];
}

function nameOf({ basis }: Quote, reservationId: string): string {
	const found = basis?.find((it) => it.reservationId === reservationId);
	return found === undefined ? 'the reservation' : `${quoted(found.name)} (it has ${unitsOf(found)})`;
}

function figureLines(figures: ReturnFigures | undefined): readonly string[] {
	if (figures === undefined) return ['Money back: not named by Azure (which is not zero)'];
	const { moneyBack, moneyBackPricing, commitmentCancelled, paidInTotal, paidTransactions, transactions, fee } = figures;
	const of = transactions === undefined ? '' : `${paidTransactions} of `;
	const payments = paidTransactions === undefined ? '' : `, ${of}${counted(transactions ?? paidTransactions, 'payment')}`;
	return [
		`Money back (comes back to the partner), billing currency, without tax: ${money(moneyBack)}`,
		...(moneyBackPricing === undefined ? [] : [`The same money back in pricing currency: ${money(moneyBackPricing)}`]),
		`Commitment cancelled (future payments that end; no money comes back for it), billing currency: ${money(commitmentCancelled)}`,
		...(paidInTotal === undefined ? [] : [`Paid so far for the whole order, all its units: ${money(paidInTotal)}${payments}`]),
		`Early termination fee: ${fee === undefined ? 'Azure named none' : money(fee)}`,
	];
}

/** Whether the user could commit such a quote, and where. */
function verdict({ blockers, policyErrors }: Quote, command: string): readonly string[] {
	const codes = policyErrors.flatMap((it) => (it.code === undefined ? [] : code(it.code)));
	if (blockers.length > 0) {
		return [
			`- Can't be committed${codes.length === 0 ? '' : ` (${codes.join(', ')})`}:`,
			...blockers.map((blocker) => `  - ${quoted(blocker)}`),
		];
	}
	return [
		`- Nothing speaks against it. Only the user can commit it, in VS Code: "${command}" in the context menu of the reservation shows a new quote and asks for a typed confirmation.`,
	];
}
