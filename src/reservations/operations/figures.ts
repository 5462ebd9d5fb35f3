/** Reads the figures of a quoted return: what comes back, what ends, and what is left of the customer's allowance. */
import type { BillingInformation, Refund } from '../../azure/refunds';
import type { Money } from '../model';
import { money } from '../money';
import type { Allowance, ReturnFigures } from './model';
import { minus } from './sums';

type Price = Parameters<typeof money>[0];

/**
 * The figures of one returned line, in a return as in an exchange. JSON numbers become the decimal text that they were
 * written as: exact for up to 15 digits, which is more than any invoice has. Nothing is rounded or added up as floats.
 * @returns undefined where the service named no amount that comes back: a missing amount is never zero (arm-pitfalls 4)
 */
export function returnFigures(back: Price, pricing: Price, billing: BillingInformation): ReturnFigures | undefined {
	const moneyBack = money(back);
	if (moneyBack === undefined) return undefined;
	return {
		moneyBack,
		moneyBackPricing: money(pricing),
		commitmentCancelled: money(billing?.billingCurrencyRemainingCommitmentAmount),
		paidInTotal: money(billing?.billingCurrencyTotalPaidAmount),
		paidTransactions: billing?.completedTransactions ?? undefined,
		transactions: billing?.totalTransactions ?? undefined,
	};
}

/** What the quote says of the limit of returns over 12 months (rules 4.2); nothing is computed but what is left (arm-pitfalls 9). */
export function allowanceOf({ policyResult }: Refund['properties']): Allowance | undefined {
	const consumed = money(policyResult?.properties?.consumedRefundsTotal);
	const limit = money(policyResult?.properties?.maxRefundLimit);
	const left = consumed && limit && minus(limit, consumed);
	return left && { consumed, limit, left };
}

/** The amounts of figures that have to be in billing currency. */
export function billingAmounts(figures: ReturnFigures | undefined): readonly (Money | undefined)[] {
	return [figures?.moneyBack, figures?.commitmentCancelled, figures?.paidInTotal, figures?.fee];
}
