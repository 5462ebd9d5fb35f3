/** Whether what is bought is enough for what is given back: the rule of an exchange, worked out on the service's own figures. */
import Big from 'big.js';
import type { Money } from '../../reservations/model';
import type { ReturnFigures } from '../../reservations/operations/model';

/** A reservation on its way back, with the figures of a quote for it. */
export interface GivenBack {
	/** `Upfront` or `Monthly`. */
	readonly billingPlan: string | undefined;
	/** Undefined: not known, not read yet. */
	readonly figures: ReturnFigures | undefined;
}

/** What can't be reckoned, and why. */
type NotReckoned =
	/** Nothing is given back, or nothing is bought. */
	| { readonly kind: 'nothing' }
	/** Amounts that are not known. Never read as zero (arm-pitfalls 4). */
	| { readonly kind: 'incomplete'; readonly returns: number; readonly purchases: number }
	/** Amounts in different currencies are never added or compared. */
	| { readonly kind: 'currencies'; readonly currencies: readonly string[] };

/** Amounts in one currency. */
interface Reckoned {
	/**
	 * - `short`: below the remaining commitment, so the exchange will be refused (rules 3.3)
	 * - `enough`: reaches the documented remaining commitment, but not all that is returned: the service decides
	 * - `covered`: reaches all that is returned
	 */
	readonly kind: 'short' | 'enough' | 'covered';
	/** Monthly plans: the payments that would be cancelled; upfront: what of the payment is unused (rules 3.4). */
	readonly toReach: Money;
	readonly moneyBack: Money;
	readonly cancelled: Money;
	readonly bought: Money;
	/** What is missing to `toReach`; above it: by how much it is exceeded. Never negative. */
	readonly difference: Money;
}

export type Reckoning = NotReckoned | Reckoned;

/**
 * @param returns one for each reservation that is given back
 * @param purchases the whole commitment of each line that is bought, in billing currency; undefined: not known
 */
export function reckon(returns: readonly GivenBack[], purchases: readonly (Money | undefined)[]): Reckoning {
	if (returns.length === 0 || purchases.length === 0) return { kind: 'nothing' };
	const worths = returns.map(worthOf).filter((worth) => worth !== undefined);
	const prices = purchases.filter((price) => price !== undefined);
	const missing = { returns: returns.length - worths.length, purchases: purchases.length - prices.length };
	if (missing.returns > 0 || missing.purchases > 0) return { kind: 'incomplete', ...missing };
	const amounts = [...worths.flatMap(({ back, cancelled }) => (cancelled === undefined ? [back] : [back, cancelled])), ...prices];
	const currencies = [...new Set(amounts.map(({ currency }) => currency))];
	const [currency] = currencies;
	if (currency === undefined || currencies.length > 1) return { kind: 'currencies', currencies };
	const sum = (moneys: readonly (Money | undefined)[]) =>
		moneys.reduce((total, money) => total.plus(money?.amount ?? 0), new Big(0));
	const toReach = sum(worths.map(({ floor }) => floor));
	const back = sum(worths.map((worth) => worth.back));
	const cancelled = sum(worths.map((worth) => worth.cancelled));
	const bought = sum(prices);
	const money = (amount: Big): Money => ({ amount: amount.toFixed(), currency });
	return {
		kind: bought.lt(toReach) ? 'short' : bought.lt(back.plus(cancelled)) ? 'enough' : 'covered',
		toReach: money(toReach),
		moneyBack: money(back),
		cancelled: money(cancelled),
		bought: money(bought),
		difference: money(bought.minus(toReach).abs()),
	};
}

/** @returns undefined when an amount that the rule needs is not known */
function worthOf({ billingPlan, figures }: GivenBack): { back: Money; cancelled: Money | undefined; floor: Money } | undefined {
	if (figures === undefined) return undefined;
	const { moneyBack: back, commitmentCancelled: cancelled } = figures;
	const isMonthly = billingPlan?.toLowerCase() === 'monthly';
	if (isMonthly && cancelled === undefined) return undefined;
	const ends = cancelled !== undefined && new Big(cancelled.amount).gt(0);
	return { back, cancelled, floor: ends ? cancelled : back };
}
