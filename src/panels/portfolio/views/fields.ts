/** The filter fields: one a column, with the texts to choose from where there are few. */
import * as vscode from 'vscode';
import { number, unknown } from '../../../host/formats';
import type { ReservationTable } from '../../../reservations/table/api';
import { columnNames, type Field, type Query, type TextName } from '../messages';
import { columnViews } from './columns';

/** More texts than these are not offered: the search finds the others. */
const mostOptions = 200;

/** Columns whose texts may be chosen from. */
export function choiceColumns(): readonly TextName[] {
	const views = columnViews();
	return columnNames.filter((column): column is TextName => views[column].filter === 'oneOf');
}

export function fieldViews({ filters = [] }: Query, table: ReservationTable): Field[] {
	const views = columnViews();
	return columnNames.map((column) => {
		const { title, filter: kind } = views[column];
		const filter = filters.find((it) => it.column === column);
		const bounds = filter !== undefined && ('min' in filter || 'max' in filter) ? filter : undefined;
		const typed = filter !== undefined && 'contains' in filter ? filter.contains : undefined;
		const chosen = filter !== undefined && 'oneOf' in filter ? (filter.oneOf ?? []) : [];
		return {
			column,
			label: title,
			kind,
			value: typed ?? '',
			options: kind === 'oneOf' ? optionsOf(column as TextName, table, chosen) : kind === 'money' ? knownOptions() : [],
			min: written(kind, bounds?.min),
			max: written(kind, bounds?.max, true),
		};
	});
}

/** The currencies come with what was read of commitments. */
function knownOptions(): Field['options'] {
	const { l10n } = vscode;
	return [
		{ value: 'known', text: l10n.t('Amount known'), label: l10n.t('Amount known') },
		{ value: 'unknown', text: l10n.t('Not read or not known'), label: l10n.t('Not read or not known') },
	];
}

/** What is chosen is there even if no reservation has it any more, so that it can be taken back. */
function optionsOf(column: TextName, table: ReservationTable, chosen: readonly string[]): Field['options'] {
	const keyOf = new Map(chosen.map((key) => [table.textOf(column, key), key]));
	// Of several keys that read the same the chosen one stands for all.
	const known = table.textsOf(column).map((it) => ({ ...it, key: keyOf.get(it.text) ?? it.key }));
	const gone = Array.from(keyOf, ([text, key]) => ({ key, text, count: 0 })).filter(
		({ text }) => !known.some((it) => it.text === text),
	);
	const first = [...gone, ...known.slice(mostOptions).filter(({ text }) => keyOf.has(text))];
	return [...first, ...known.slice(0, mostOptions)].map(({ key, text, count }) => ({
		value: key,
		text: text === '' ? unknown : text,
		label: `${text === '' ? unknown : text} (${number(count)})`,
	}));
}

const day = 86_400_000;

/** A bound as its field writes it; the upper bound of dates is the last moment of its day. */
function written(kind: Field['kind'], bound: number | undefined, isUpper = false): string {
	if (bound === undefined) return '';
	if (kind !== 'date') return String(bound);
	return new Date(isUpper ? bound - day + 1 : bound).toISOString().slice(0, 10);
}
