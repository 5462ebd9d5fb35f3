/** The filter fields: one a column, with the texts to choose from where there are few. */

import { number } from '../../../host/formats';
import type { ReservationTable } from '../../../reservations/table/api';
import { columnNames, type Field, type Filter, moneyName, type Query, type TextName } from '../messages';
import { columnViews } from './columns';

/** More texts than these are typed, not chosen. */
const mostOptions = 200;

export function fieldViews({ filters = [] }: Query, table: ReservationTable): Field[] {
	const views = columnViews();
	const filtered = columnNames.filter((name) => name !== moneyName);
	return filtered.map((column) => {
		const { title, filter: kind } = views[column];
		const filter = filters.find((it) => it.column === column);
		const bounds = filter !== undefined && ('min' in filter || 'max' in filter) ? filter : undefined;
		return {
			column,
			label: title,
			kind,
			value: (filter !== undefined && textOf(filter)) || '',
			options: kind === 'oneOf' ? optionsOf(column as TextName, table) : [],
			min: written(kind, bounds?.min),
			max: written(kind, bounds?.max, true),
		};
	});
}

function textOf(filter: Filter): string {
	return 'oneOf' in filter ? JSON.stringify(filter.oneOf) : 'contains' in filter ? (filter.contains ?? '') : '';
}

/** An option's value is the list of texts that it stands for, so that "no text" is one too. */
function optionsOf(column: TextName, table: ReservationTable): Field['options'] {
	return table
		.textsOf(column)
		.slice(0, mostOptions)
		.map(({ text, count }) => ({ value: JSON.stringify([text]), label: `${text === '' ? '–' : text} (${number(count)})` }));
}

const day = 86_400_000;

/** A bound as its field writes it; the upper bound of dates is the last moment of its day. */
function written(kind: Field['kind'], bound: number | undefined, isUpper = false): string {
	if (bound === undefined) return '';
	if (kind !== 'date') return String(bound);
	return new Date(isUpper ? bound - day + 1 : bound).toISOString().slice(0, 10);
}
