/** The amounts of a return in words: money back and commitment cancelled stand apart, and nothing unknown is read as zero. */
import * as vscode from 'vscode';
import { money, number } from '../../../host/formats';
import type { ReturnFigures } from '../../../reservations/operations/model';
import type { Figure } from '../messages';

/** What comes back, what ends, the fee, and what was paid so far (recordings 3 and 4). */
export function returnFigures(figures: ReturnFigures): Figure[] {
	return [moneyBack(figures), cancelled(figures), fee(figures), ...paid(figures)];
}

function moneyBack({ moneyBack: amount, moneyBackPricing: pricing }: ReturnFigures): Figure {
	const { l10n } = vscode;
	return {
		kind: 'money',
		label: l10n.t('Money back, without tax'),
		value: money(amount),
		notes: [
			...(pricing === undefined ? [] : [l10n.t('In pricing currency: {0}.', money(pricing))]),
			// rules 4.7
			l10n.t(
				'To the partner, with the next invoice. It does not go to the customer by itself: that is between you and the customer.',
			),
		],
	};
}

function cancelled({ commitmentCancelled: amount, paidTransactions, transactions }: ReturnFigures): Figure {
	const { l10n } = vscode;
	const ending = transactions === undefined || paidTransactions === undefined ? undefined : transactions - paidTransactions;
	return {
		kind: 'commitment',
		label: l10n.t('Commitment cancelled'),
		value: amount === undefined ? l10n.t('Azure names none') : money(amount),
		notes: [
			...(ending === undefined || amount === undefined || ending <= 0
				? []
				: [ending === 1 ? l10n.t('1 payment ends.') : l10n.t('{0} payments end.', number(ending))]),
			l10n.t('Payments that will not be due any more. Not money that comes back.'),
		],
	};
}

/** The service names no field for it in the contract; Microsoft reserves the right of one (rules 4.1). */
function fee({ fee: amount }: ReturnFigures): Figure {
	const { l10n } = vscode;
	return {
		kind: 'fact',
		label: l10n.t('Early termination fee'),
		value: amount === undefined ? l10n.t('Azure named none') : money(amount),
		notes: [],
	};
}

function paid({ paidInTotal, paidTransactions, transactions }: ReturnFigures): Figure[] {
	if (paidInTotal === undefined) return [];
	const { l10n } = vscode;
	const count =
		paidTransactions === undefined || transactions === undefined
			? []
			: [l10n.t('Payments made: {0} of {1}.', number(paidTransactions), number(transactions))];
	return [
		{
			kind: 'fact',
			label: l10n.t('Paid so far'),
			value: money(paidInTotal),
			notes: [...count, l10n.t('For the whole reservation, also when a part of it is returned.')],
		},
	];
}
