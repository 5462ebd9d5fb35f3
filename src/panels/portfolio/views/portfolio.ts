/** The Portfolio page in words: what is shown, how old it is, what can be done with what is selected. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import { contextValueOf } from '../../../host/context-values';
import { customerCount, reservationCount, unitSum } from '../../../host/counts';
import { moment, number, unknown } from '../../../host/formats';
import type { Reservation } from '../../../reservations/model';
import type { ReservationTable, TableView } from '../../../reservations/table/api';
import type { RowGroup, TableFacts, TableRow } from '../../../reservations/table/model';
import { practiceWords } from '../../shared/header';
import type { Mark } from '../../shared/messages';
import type { Layout } from '../layout';
import { type ColumnName, columnNames, type Item, moneyName, numberNames, type Portfolio, type Query } from '../messages';
import type { Selection } from '../selection';
import { actionsFor } from './actions';
import { columnViews } from './columns';
import { groupingOptions, labels } from './labels';

export interface Input {
	readonly cloud: Cloud | undefined;
	/** Undefined while there is no connection. */
	readonly table: ReservationTable | undefined;
	readonly view: TableView | undefined;
	/** Why there is no connection, or no list of customers. */
	readonly failure: string | undefined;
	/** Of how many customers nothing is known as they could not be read. */
	readonly unreadable: number;
	readonly loading: boolean;
	readonly query: Query;
	readonly columns: readonly ColumnName[];
	/** That the user chose for the chart of commitments. */
	readonly currency: string | undefined;
	readonly fieldRevision: number;
	readonly revision: number;
	readonly layout: Layout;
	/** Where the item is that the keyboard is at. */
	readonly at: Portfolio['at'];
	readonly selected: readonly TableRow[] | number;
	readonly views: readonly string[];
	readonly shownView: string | undefined;
}

export function portfolioView(input: Input): Portfolio {
	const { query, columns, currency, table, view } = input;
	const facts = table?.facts();
	const titles = columnViews();
	return {
		type: 'portfolio',
		saved: { query, columns: [...columns], currency },
		labels: labels(),
		title: vscode.l10n.t('Portfolio'),
		sandbox: practiceWords(input.cloud),
		totals: totals(view, facts),
		ages: facts === undefined ? [] : ages(facts, input.unreadable),
		empty: emptyWords(input, facts),
		loading: input.loading,
		query,
		fieldRevision: input.fieldRevision,
		columns: columnNames.map((name) => ({
			name,
			title: titles[name].title,
			isFigure: name === moneyName || numberNames.some((it) => it === name),
			width: titles[name].width,
			shown: columns.includes(name),
			sorted: query.sort?.column === name ? (query.sort.descending === true ? 'descending' : 'ascending') : undefined,
		})),
		filterCount: query.filters?.length ?? 0,
		groupings: groupingOptions(),
		views: [...input.views],
		view: input.shownView,
		revision: input.revision,
		itemCount: input.layout.length,
		at: input.at,
		selection: selectionView(input.selected),
	};
}

/** Items of the list from `from` on. */
export function itemsView(
	view: TableView,
	layout: Layout,
	{ from, count }: { readonly from: number; readonly count: number },
	{ columns, selection, now }: { readonly columns: readonly ColumnName[]; readonly selection: Selection; readonly now: number },
): Item[] {
	const views = columnViews();
	return layout.window(from, count).flatMap((stretch): Item[] => {
		if (stretch.kind === 'group') return [groupView(stretch.group, stretch.open)];
		return view.rows(stretch.from, stretch.size).map((row) => {
			const selected = selection.has(row.reservation.reservationId);
			return {
				kind: 'row',
				id: row.reservation.reservationId,
				selected,
				context: contextOf(row.reservation, selected && selection.size > 1),
				cells: columns.map((name) => views[name].cell(row, now)),
			};
		});
	});
}

function groupView({ key, text, count, quantity }: RowGroup, open: boolean): Item {
	const { l10n } = vscode;
	return {
		kind: 'group',
		key,
		title: text === '' ? unknown : text,
		detail: l10n.t('{0}, quantity {1}', reservationCount(count), unitSum(quantity)),
		open,
	};
}

/** @param isOfMany the menu acts on all that are selected, of which this is one: it goes by this one's state, as in the tree */
function contextOf(reservation: Reservation, isOfMany: boolean): string {
	const { tenantId, orderId, reservationId } = reservation;
	const value = contextValueOf(reservation);
	return JSON.stringify({
		webviewSection: isOfMany ? value.replace('reservation', 'reservations') : value,
		tenantId,
		orderId,
		reservationId,
		...(isOfMany ? { many: true } : {}),
		preventDefaultContextMenuItems: true,
	});
}

function totals(view: TableView | undefined, facts: TableFacts | undefined): string {
	const { l10n } = vscode;
	if (view === undefined || facts === undefined || facts.reservations === 0) return '';
	return l10n.t(
		'{0} of {1} · {2} · quantity {3}',
		number(view.total),
		reservationCount(facts.reservations),
		customerCount(view.customers),
		unitSum(view.quantity),
	);
}

function ages({ oldestAsOf, newestAsOf, customersUnknown }: TableFacts, unreadable: number): Mark[] {
	const { l10n } = vscode;
	const marks: Mark[] = [];
	if (oldestAsOf !== undefined && newestAsOf !== undefined) {
		const [oldest, newest] = [moment(oldestAsOf), moment(newestAsOf)];
		const text = oldest === newest ? l10n.t('As of {0}', oldest) : l10n.t('As of {0} to {1}', oldest, newest);
		marks.push({ icon: 'history', tone: 'none', text });
	}
	const missing = (text: string) => marks.push({ icon: 'warning', tone: 'warning', text });
	// A customer that is taken from the list while it is read may still count as failed.
	const failed = Math.min(unreadable, customersUnknown);
	const waiting = customersUnknown - failed;
	if (failed === 1) missing(l10n.t('1 customer could not be read: its reservations are missing here'));
	if (failed > 1) missing(l10n.t('{0} customers could not be read: their reservations are missing here', number(failed)));
	if (waiting === 1) missing(l10n.t('1 customer was not read yet: its reservations are missing here'));
	if (waiting > 1) missing(l10n.t('{0} customers were not read yet: their reservations are missing here', number(waiting)));
	return marks;
}

function emptyWords({ failure, view, loading }: Input, facts: TableFacts | undefined): string | undefined {
	const { l10n } = vscode;
	if (failure !== undefined) return failure;
	if (loading || view === undefined || view.total > 0) return undefined;
	if (facts !== undefined && facts.reservations > 0) return l10n.t('No reservation matches the search and the filters.');
	return l10n.t('No reservation is known yet. A scan reads the reservations of all customers.');
}

function selectionView(selected: Input['selected']): Portfolio['selection'] {
	const { l10n } = vscode;
	const count = typeof selected === 'number' ? selected : selected.length;
	if (count === 0) return { count, text: selectedWords(count), actions: actionsFor(0) };
	const [first] = typeof selected === 'number' ? [] : selected;
	const text = count === 1 ? l10n.t('Selected: {0}', first?.reservation.name ?? '') : selectedWords(count);
	return { count, text, actions: actionsFor(selected) };
}

/** How many are selected, without a name. */
export function selectedWords(count: number): string {
	return count === 0 ? vscode.l10n.t('Nothing is selected.') : vscode.l10n.t('{0} selected', reservationCount(count));
}
