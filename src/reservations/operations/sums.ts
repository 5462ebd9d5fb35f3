/** Sums of money in one currency: amounts in different currencies are never added. */
import Big from 'big.js';
import type { Money } from '../model';

/** The sum. Undefined when there is nothing to add or the currencies differ. */
export function sumOf(amounts: readonly Money[]): Money | undefined {
	const [first] = amounts;
	if (first === undefined || currenciesOf(amounts).length > 1) return undefined;
	const total = amounts.reduce((sum, { amount }) => sum.plus(amount), new Big(0));
	return { amount: total.toFixed(), currency: first.currency };
}

/** One less the other. Undefined when the currencies differ. */
export function minus(one: Money, other: Money): Money | undefined {
	return sumOf([one, { amount: new Big(other.amount).times(-1).toFixed(), currency: other.currency }]);
}

/** True when both are the same amount in the same currency, but for so much of the currency's unit. */
export function isAbout(one: Money | undefined, other: Money | undefined, tolerance: number): boolean {
	const difference = one && other && minus(one, other);
	return difference !== undefined && new Big(difference.amount).abs().lte(tolerance);
}

/** True for an amount below zero. */
export function isNegative({ amount }: Money): boolean {
	return new Big(amount).lt(0);
}

/** The currencies that occur, each once. */
export function currenciesOf(amounts: readonly (Money | undefined)[]): readonly string[] {
	return [...new Set(amounts.flatMap((it) => (it === undefined ? [] : [it.currency.toUpperCase()])))];
}
