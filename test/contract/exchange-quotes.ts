/** What the tests of the sandbox's exchanges know of quotes. */
import assert from 'node:assert/strict';
import { cents, type ExchangeBody, sum, type ToBuy } from './money-desk';

/** More than enough for one machine of the sandbox. */
export const ENOUGH: ToBuy = { quantity: 40 };

/** What every quote on record obeys (recordings 3). */
export function assertHangsTogether(quote: ExchangeBody): void {
	const { reservationsToExchange: back, reservationsToPurchase, savingsPlansToPurchase } = quote;
	assert.equal(
		cents(quote.refundsTotal),
		sum(back.map((line) => line.billingRefundAmount)) +
			sum(back.map((line) => line.billingInformation.billingCurrencyRemainingCommitmentAmount)),
	);
	assert.equal(
		cents(quote.purchasesTotal),
		sum([...reservationsToPurchase, ...savingsPlansToPurchase].map((line) => line.billingCurrencyTotal)),
	);
	assert.equal(cents(quote.netPayable), cents(quote.purchasesTotal) - cents(quote.refundsTotal));
	for (const { billingInformation, billingRefundAmount } of back)
		assert.equal(
			cents(billingInformation.billingCurrencyProratedAmount),
			cents(billingInformation.billingCurrencyTotalPaidAmount) - cents(billingRefundAmount),
		);
}

/** Codes of what policy refuses; null: nothing. */
export function codesOf({ policyResult }: ExchangeBody): string[] | null {
	return policyResult.policyErrors?.map(({ code }) => code) ?? null;
}
