/** What to know and do about a reservation: each rule looks at the facts and says one thing, or nothing. */
import type { Advice } from '../model';
import type { AdviceContext } from './context';
import { ended, expiresSoon, hybridBenefitReview, renewalOff, renewalOn } from './ending';
import { lowUseAdvice } from './low-use';
import { notExchangeable, notReturnable } from './offers';
import { exchangeCutOffNotice, legacySeries } from './policy-dates';
import { billingSubscription, cameFrom, failed, noBenefit, paymentProblem, replaced } from './state';

type Rule = (context: AdviceContext) => Advice | undefined;

/** In the order they are shown: what is wrong, what is due, what to know. */
const rules: readonly Rule[] = [
	noBenefit,
	paymentProblem,
	failed,
	ended,
	replaced,
	legacySeries,
	renewalOn,
	renewalOff,
	expiresSoon,
	hybridBenefitReview,
	exchangeCutOffNotice,
	notReturnable,
	notExchangeable,
	cameFrom,
	billingSubscription,
];

/** All advice on a reservation: warnings first, each group in the order of the rules. */
export function advise(context: AdviceContext): readonly Advice[] {
	const found = [...rules.map((rule) => rule(context)), ...lowUseAdvice(context)].filter((advice) => advice !== undefined);
	return [...found.filter(({ severity }) => severity === 'warning'), ...found.filter(({ severity }) => severity !== 'warning')];
}
