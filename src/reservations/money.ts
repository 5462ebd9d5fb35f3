/** Money: decimal text with its currency, never a float. */
import Big from 'big.js';
import type { Money } from './model';

/**
 * An amount as the service gave it.
 * @param price amount in units of the currency, and the ISO 4217 code
 * @returns undefined when amount or currency is missing: a missing amount is never 0 (arm-pitfalls 4)
 */
export function money(
	price: { readonly amount?: number | null | undefined; readonly currencyCode?: string | null | undefined } | null | undefined,
): Money | undefined {
	if (price?.amount === undefined || price.amount === null || !price.currencyCode) return undefined;
	if (!Number.isFinite(price.amount)) return undefined;
	return { amount: new Big(price.amount).toFixed(), currency: price.currencyCode };
}
