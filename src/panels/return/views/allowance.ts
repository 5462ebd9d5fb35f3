/** The customer's allowance for returns over 12 months, as the quote told it. Nothing of it is worked out here (arm-pitfalls 9). */
import Big from 'big.js';
import * as vscode from 'vscode';
import { money } from '../../../host/formats';
import type { Money } from '../../../reservations/model';
import type { ReturnQuote } from '../../../reservations/operations/model';
import type { Allowance } from '../messages';

/** The least share of the bar that can be seen, in percent. */
const leastSeen = 0.5;

/** @returns undefined when the service told none */
export function allowanceView({ allowance, figures }: ReturnQuote): Allowance | undefined {
	if (allowance === undefined) return undefined;
	const { l10n } = vscode;
	const { consumed, limit, left } = allowance;
	const back = figures?.moneyBackPricing;
	// Amounts in different currencies are never compared.
	const own = back?.currency === limit.currency ? back : undefined;
	const used = shareOf(consumed, limit);
	return {
		summary:
			own === undefined
				? l10n.t('{0} of {1} are used, {2} are left.', money(consumed), money(limit), money(left))
				: l10n.t(
						'{0} of {1} are used, {2} would come back with this return, {3} are left before it.',
						money(consumed),
						money(limit),
						money(own),
						money(left),
					),
		used,
		now: own === undefined ? 0 : Math.min(Math.max(shareOf(own, limit), leastSeen), 100 - used),
		rows: [
			{ kind: 'used', label: l10n.t('Used before'), value: money(consumed) },
			{ kind: 'now', label: l10n.t('Money back of this return'), value: own === undefined ? l10n.t('Not told') : money(own) },
			{ kind: 'left', label: l10n.t('Left before this return'), value: money(left) },
		],
		notes: [
			l10n.t(
				'As Azure told it with this quote, in pricing currency. Microsoft documents that cancelled future payments count as well, so a return can use more than its money back: Azure decides.',
			),
			l10n.t('Exchanges and trade-ins do not use it.'),
		],
	};
}

/** Percent of the limit, from 0 to 100, for a bar alone. */
function shareOf(part: Money, limit: Money): number {
	if (part.currency !== limit.currency || new Big(limit.amount).lte(0)) return 0;
	const share = new Big(part.amount).div(limit.amount).times(100).round(1).toNumber();
	return Math.min(Math.max(share, 0), 100);
}
