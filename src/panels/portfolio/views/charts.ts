/** The charts of what lists tell: what ends in the next two years, and how much everything is used; each with the same in numbers. */
import * as vscode from 'vscode';
import { unitSum } from '../../../host/counts';
import { month, number, percent } from '../../../host/formats';
import type { TableView } from '../../../reservations/table/api';
import type { Chart } from '../messages';

const months = 24;

export function chartsView(view: TableView): Chart[] {
	return [expiryChart(view), useChart(view)];
}

function expiryChart(view: TableView): Chart {
	const { l10n } = vscode;
	const found = view.expiryByMonth(months);
	const sum = (of: (it: (typeof found)[number]) => number) => found.reduce((total, it) => total + of(it), 0);
	const [all, renewing] = [sum(({ count }) => count), sum((it) => it.renewing)];
	return {
		title: l10n.t('What expires in the next 24 months'),
		summary: l10n.t(
			'Reservations that expire in the next 24 months: {0}; of those, renewing by themselves: {1}.',
			number(all),
			number(renewing),
		),
		bars: found.map(({ at, count, renewing: part }) => ({
			label: month(at, 'short'),
			name: l10n.t('{0}: {1} expiring, {2} of them renewing', month(at), number(count), number(part)),
			value: count,
			part,
		})),
		legend: [
			{
				hollow: false,
				text: found.some(({ renewalUntold }) => renewalUntold > 0)
					? l10n.t('Does not renew, or not told by Azure')
					: l10n.t('Does not renew'),
			},
			{ hollow: true, text: l10n.t('Renews by itself') },
		],
		columns: [l10n.t('Month'), l10n.t('Reservations'), l10n.t('Renew by themselves'), l10n.t('Quantity')],
		rows: found.map(({ at, count, renewing: part, quantity }) => [month(at), number(count), number(part), unitSum(quantity)]),
		notes: [activeOnly()],
	};
}

/** Ended ones may be shown in the list. */
const activeOnly = () => vscode.l10n.t('Only active reservations are counted.');

function useChart(view: TableView): Chart {
	const { l10n } = vscode;
	const { counts, unknown } = view.useDistribution();
	const step = 100 / counts.length;
	const range = (place: number) =>
		place === counts.length - 1
			? l10n.t('{0} % and more', place * step)
			: l10n.t('{0} to below {1} %', place * step, (place + 1) * step);
	const low = counts.slice(0, 8).reduce((total, count) => total + count, 0);
	return {
		title: l10n.t('Use over 30 days'),
		summary: l10n.t('Reservations used less than 80 %: {0}; without a figure: {1}.', number(low), number(unknown)),
		bars: counts.map((value, place) => ({
			label: percent(place * step),
			name: `${range(place)}: ${number(value)}`,
			value,
		})),
		legend: [],
		columns: [l10n.t('Use'), l10n.t('Reservations')],
		rows: [...counts.map((value, place) => [range(place), number(value)]), [l10n.t('No figure'), number(unknown)]],
		notes: [activeOnly()],
	};
}
