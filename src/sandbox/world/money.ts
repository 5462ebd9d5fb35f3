/** Money of the ledger: whole cents, divided and converted without a float; half a cent goes up. */

/** An amount in both currencies of an order, in cents: US dollars, and what the customer is billed in. */
export interface Amount {
	readonly pricing: number;
	readonly billing: number;
}

export const NOTHING: Amount = { pricing: 0, billing: 0 };

/** The part of an amount that falls on some of a whole: `cents` × `part` ÷ `whole`, in cents. */
export function share(cents: number, part: number, whole: number): number {
	const twice = 2n * BigInt(cents) * BigInt(part);
	return Number((twice + BigInt(whole)) / (2n * BigInt(whole)));
}

/** Rates have four digits. */
const RATE_DIGITS = 10_000;

/**
 * US cents in the customer's currency.
 * @param rate units of that currency for one US dollar
 */
export function toBilling(cents: number, rate: number): number {
	return share(cents, Math.round(rate * RATE_DIGITS), RATE_DIGITS);
}

export function plus(a: Amount, b: Amount): Amount {
	return { pricing: a.pricing + b.pricing, billing: a.billing + b.billing };
}

export function minus(a: Amount, b: Amount): Amount {
	return { pricing: a.pricing - b.pricing, billing: a.billing - b.billing };
}

export function total(amounts: Iterable<Amount>): Amount {
	let sum = NOTHING;
	for (const amount of amounts) sum = plus(sum, amount);
	return sum;
}
