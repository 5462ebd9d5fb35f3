/** The calculator in words: what is missing, or that it is enough, and which figures that comes from. */
import * as vscode from 'vscode';
import type { ServiceFailure } from '../../../azure/failure';
import { list, moment, money, number } from '../../../host/formats';
import type { Figure } from '../../money/messages';
import type { Mark } from '../../shared/messages';
import { partState } from '../../shared/problem';
import type { Reckoning } from '../calculator';
import type { Exchange } from '../messages';

type Calculator = NonNullable<Exchange['choose']>['calculator'];

interface Standing {
	readonly loading: boolean;
	readonly failure: ServiceFailure | undefined;
	/** When the oldest of the figures was told, ms since the epoch. */
	readonly asOf: number | undefined;
}

export function calculatorView(reckoning: Reckoning, { loading, failure, asOf }: Standing): Calculator {
	return {
		verdict: verdict(reckoning, loading),
		explanation: explanation(reckoning),
		figures: figures(reckoning),
		loading,
		asOf: 'bought' in reckoning && asOf !== undefined ? vscode.l10n.t('As of {0}', moment(asOf)) : undefined,
		problem: partState({ loading, failure }, vscode.l10n.t('Figures')).problem,
	};
}

function verdict(reckoning: Reckoning, loading: boolean): Mark {
	const { l10n } = vscode;
	switch (reckoning.kind) {
		case 'nothing':
			return { icon: 'circle-large', tone: 'none', text: l10n.t('Choose what to give back and what to buy.') };
		case 'incomplete':
			return loading
				? { icon: 'sync', tone: 'info', text: l10n.t('Asking Azure for the figures…') }
				: { icon: 'question', tone: 'warning', text: l10n.t('It can’t be told: some amounts are not known.') };
		case 'currencies':
			return {
				icon: 'question',
				tone: 'warning',
				text: l10n.t(
					'It can’t be told: the amounts are in {0}, and different currencies are never added.',
					list(reckoning.currencies),
				),
			};
		case 'short':
			return { icon: 'error', tone: 'bad', text: l10n.t('You need {0} more.', money(reckoning.difference)) };
		case 'enough':
			return {
				icon: 'pass',
				tone: 'info',
				text: l10n.t(
					'It reaches the remaining commitment, with {0} above it. The binding quote decides.',
					money(reckoning.difference),
				),
			};
		case 'covered':
			return {
				icon: 'pass',
				tone: 'good',
				text: l10n.t('Covered, with {0} above the remaining commitment.', money(reckoning.difference)),
			};
	}
}

/** rules 3.3, 3.4 */
function explanation(reckoning: Reckoning): string[] {
	const { l10n } = vscode;
	switch (reckoning.kind) {
		case 'nothing':
			return [];
		case 'incomplete':
			return [
				...(reckoning.returns === 0 ? [] : [l10n.t('Not known of what is given back: {0}.', number(reckoning.returns))]),
				...(reckoning.purchases === 0 ? [] : [l10n.t('Not known of what is bought: {0}.', number(reckoning.purchases))]),
			];
		case 'currencies':
			return [l10n.t('Azure’s binding quote can still tell.')];
		default:
			return [
				l10n.t(
					'The new commitment has to be at least the remaining commitment of what is given back: with monthly payment the payments that would end, else what is unused of the payment.',
				),
				l10n.t('This is worked out from Azure’s price and return quotes. Only the binding quote counts.'),
			];
	}
}

function figures(reckoning: Reckoning): Figure[] {
	if (!('bought' in reckoning)) return [];
	const { l10n } = vscode;
	const figure = (kind: Figure['kind'], label: string, value: Parameters<typeof money>[0], ...notes: string[]): Figure => ({
		kind,
		label,
		value: money(value),
		notes,
	});
	return [
		figure(
			'commitment',
			l10n.t('New commitment'),
			reckoning.bought,
			l10n.t('Over the whole term, also when it is paid by the month.'),
		),
		figure('commitment', l10n.t('Remaining commitment to reach'), reckoning.toReach),
		figure('money', l10n.t('Money back'), reckoning.moneyBack, l10n.t('To the partner. Not money that is charged less.')),
		figure('commitment', l10n.t('Commitment cancelled'), reckoning.cancelled, l10n.t('Payments that will not be due any more.')),
	];
}
