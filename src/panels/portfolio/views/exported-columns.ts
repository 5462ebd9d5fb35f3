/** The shown columns for a mail: as on the page, but amounts with their currency apart. */
import * as vscode from 'vscode';
import type { ShownColumn } from '../../../reservations/table/export';
import { type ColumnName, moneyName } from '../messages';
import { columnViews } from './columns';

/** @param now for days left, ms since the epoch */
export function exportedColumns(columns: readonly ColumnName[], now: number): ShownColumn[] {
	const views = columnViews();
	return columns.flatMap((name): ShownColumn[] => {
		const { title, cell } = views[name];
		if (name === moneyName) return moneyColumns(title);
		const textOf: ShownColumn['textOf'] = (row) => {
			const shown = cell(row, now);
			return typeof shown === 'string' ? shown : shown.text;
		};
		return [{ title, textOf }];
	});
}

/** To be reckoned with: empty where nothing is known. An order with several reservations must not be summed for each of them. */
function moneyColumns(title: string): ShownColumn[] {
	const { l10n } = vscode;
	return [
		{ title, textOf: ({ commitment }) => commitment?.left?.amount ?? '' },
		{ title: l10n.t('Currency'), textOf: ({ commitment }) => commitment?.left?.currency ?? '' },
		{
			title: l10n.t('Reservations of the order'),
			textOf: ({ commitment }) => (commitment?.left === undefined ? '' : String(commitment.reservations)),
		},
	];
}
