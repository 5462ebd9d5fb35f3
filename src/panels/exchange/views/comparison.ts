/** The binding quote side by side: what is given back and what is bought, in the service's own figures, with their meaning. */
import * as vscode from 'vscode';
import { money, number, unknown } from '../../../host/formats';
import { billingPlanWords, termWords } from '../../../host/words';
import type { Money } from '../../../reservations/model';
import type { ExchangeQuote } from '../../../reservations/operations/model';
import { regionName } from '../../../reservations/regions';
import type { Figure } from '../../money/messages';
import type { Comparison } from '../messages';

/** @param nameOf what a reservation is called */
export function comparison(quote: ExchangeQuote, nameOf: (reservationId: string) => string): Comparison {
	const { l10n } = vscode;
	return {
		given: {
			title: l10n.t('Given back'),
			columns: [l10n.t('Reservation'), l10n.t('Quantity'), l10n.t('Money back'), l10n.t('Commitment cancelled')],
			rows: quote.returns.map(({ reservationId, quantity, figures }) => [
				nameOf(reservationId),
				number(quantity),
				amount(figures?.moneyBack),
				amount(figures?.commitmentCancelled),
			]),
		},
		bought: {
			title: l10n.t('Bought'),
			columns: [l10n.t('Product'), l10n.t('Quantity'), l10n.t('Term and billing plan'), l10n.t('Commitment')],
			rows: quote.purchases.map(({ sku, region, quantity, term, billingPlan, commitment }) => [
				region === undefined ? sku : `${sku} · ${regionName(region)}`,
				number(quantity),
				`${termWords(term)} · ${billingPlanWords(billingPlan) ?? billingPlan}`,
				amount(commitment),
			]),
		},
		totals: totals(quote),
		note: l10n.t('All amounts are without tax, in billing currency, as Azure quoted them.'),
	};
}

const amount = (given: Money | undefined) => (given === undefined ? unknown : money(given));

/** What the totals mean: they count commitments, not money that moves (arm-contract 2.10). */
export function totals({ totals: given }: ExchangeQuote): Figure[] {
	const { l10n } = vscode;
	if (given === undefined) return [];
	return [
		{
			kind: 'money',
			label: l10n.t('Money back'),
			value: money(given.moneyBack),
			notes: [
				l10n.t(
					'To the partner, with the next invoice, and set off against the purchase. It does not go to the customer by itself.',
				),
			],
		},
		{
			kind: 'commitment',
			label: l10n.t('Commitment cancelled'),
			value: money(given.commitmentCancelled),
			notes: [l10n.t('Payments that will not be due any more. Not money that comes back.')],
		},
		{
			kind: 'commitment',
			label: l10n.t('New commitment'),
			value: money(given.purchased),
			notes: [l10n.t('Over the whole new term, also when it is paid by the month.')],
		},
		{
			kind: 'fact',
			label: l10n.t('Difference of the commitments'),
			value: money(given.net),
			notes: [
				l10n.t('New commitment less money back and cancelled commitment ({0}).', money(given.returned)),
				l10n.t('Commitment totals, not the next charge.'),
			],
		},
	];
}
