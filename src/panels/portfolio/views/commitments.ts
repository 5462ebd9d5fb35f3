/** What the orders of the shown rows still owe: sums, how much of it is known, how reading goes on, and the chart by month. */
import * as vscode from 'vscode';
import { orderCount } from '../../../host/counts';
import { moment, money, month, number } from '../../../host/formats';
import type { CommitmentMonths, CommitmentSpan, CommitmentSums, CommitmentsState } from '../../../reservations/commitments/model';
import type { TableView } from '../../../reservations/table/api';
import type { Mark } from '../../shared/messages';
import type { Chart, Commitments } from '../messages';
import { progressView } from './progress';

const months = 24;

interface Input {
	readonly view: TableView;
	/** Reservation ids; undefined: nothing is selected. */
	readonly selected: ReadonlySet<string> | undefined;
	readonly state: CommitmentsState | undefined;
	/** The currency that the user chose for the chart. */
	readonly currency: string | undefined;
}

export function commitmentsView({ view, selected, state, currency }: Input): Commitments {
	const { l10n } = vscode;
	const sums = view.commitments();
	const shown = shownCurrency(sums, currency);
	return {
		type: 'commitments',
		totals: totals(sums),
		notes: notes(sums),
		calls: callWords(
			selected === undefined ? sums : view.commitments(selected),
			selected?.size ?? view.total,
			selected !== undefined,
		),
		...progressView(state, { count: orderCount, phase: phaseWords, more: [] }),
		read: view.currencies().map((currency) => ({ value: currency, label: l10n.t('In {0}', currency) })),
		currencies: sums.totals.map(({ left, orders }) => ({
			value: left.currency,
			label: l10n.t('{0} ({1})', left.currency, orderCount(orders)),
		})),
		currency: shown,
		chartTitle: chartTitle(),
		chart: shown === undefined ? undefined : chart(view.commitmentByMonth(shown, months), sums, shown),
		noChart: l10n.t(
			'Nothing is known yet. Azure’s list of reservations has no prices: Read Commitments asks for the payment schedule of each order.',
		),
	};
}

/** What the user chose, else the currency that most orders have. */
function shownCurrency({ totals: all }: CommitmentSums, wanted: string | undefined): string | undefined {
	if (all.some(({ left }) => left.currency === wanted)) return wanted;
	return all.toSorted((one, other) => other.orders - one.orders)[0]?.left.currency;
}

/** Amounts in different currencies stand side by side, and are never added. */
function totals({ totals: all, known, orders }: CommitmentSums): string[] {
	const { l10n } = vscode;
	if (known === 0) return [];
	const left = all.map((total) => l10n.t('Commitment left: {0}', money(total.left)));
	return [...left, l10n.t('{0}; pricing currency, without tax', knownWords(known, orders))];
}

function knownWords(known: number, orders: number): string {
	return vscode.l10n.t('known of {0} of {1}', number(known), orderCount(orders));
}

function notes({ known, gaps, failed, unsettled, dueSince, oldestAsOf, newestAsOf }: CommitmentSums): Mark[] {
	const { l10n } = vscode;
	const warning = (text: string): Mark => ({ icon: 'warning', tone: 'warning', text });
	const marks: Mark[] = [];
	if (known > 0 && oldestAsOf !== undefined && newestAsOf !== undefined) {
		const [oldest, newest] = [moment(oldestAsOf), moment(newestAsOf)];
		const text = oldest === newest ? l10n.t('Read {0}', oldest) : l10n.t('Read {0} to {1}', oldest, newest);
		marks.push({ icon: 'history', tone: 'none', text });
	}
	if (gaps > 0) marks.push(warning(l10n.t('Azure gives no usable payment schedule for {0}', orderCount(gaps))));
	if (failed > 0) marks.push(warning(l10n.t('{0} could not be read', orderCount(failed))));
	if (dueSince > 0)
		marks.push(
			warning(
				dueSince === 1
					? l10n.t('1 order has a payment that came due since it was read: it may be made by now')
					: l10n.t('{0} orders have a payment that came due since they were read: it may be made by now', number(dueSince)),
			),
		);
	if (unsettled > 0)
		marks.push(
			warning(
				unsettled === 1
					? l10n.t('1 order has payments that failed or are pending: those are in no sum')
					: l10n.t('{0} orders have payments that failed or are pending: those are in no sum', number(unsettled)),
			),
		);
	return marks;
}

/** @param rows how many reservations the orders are of */
function callWords({ orders, fresh }: CommitmentSums, rows: number, isSelection: boolean): string | undefined {
	const { l10n } = vscode;
	if (orders === 0) return undefined;
	const calls = fresh === orders ? orders : orders - fresh;
	const count = calls === 1 ? l10n.t('1 call') : l10n.t('{0} calls', number(calls));
	const of = forWords(rows, isSelection);
	if (fresh === orders) return l10n.t('{0} {1}; all were read within the last hour, and are read anew', count, of);
	if (fresh === 0) return rows === 1 ? l10n.t('{0} {1}', count, of) : l10n.t('{0} {1}, one an order', count, of);
	return fresh === 1
		? l10n.t('{0} {1}, one an order; 1 order was read within the last hour', count, of)
		: l10n.t('{0} {1}, one an order; {2} orders were read within the last hour', count, of, number(fresh));
}

function forWords(rows: number, isSelection: boolean): string {
	const { l10n } = vscode;
	if (isSelection)
		return rows === 1 ? l10n.t('for the selected reservation') : l10n.t('for the {0} selected reservations', number(rows));
	return rows === 1 ? l10n.t('for the reservation shown') : l10n.t('for the {0} reservations shown', number(rows));
}

function phaseWords(phase: 'running' | 'done' | 'cancelled', counts: string): string {
	const { l10n } = vscode;
	return {
		running: l10n.t('Reading commitments: {0}', counts),
		done: l10n.t('Commitments read: {0}', counts),
		cancelled: l10n.t('Reading stopped: {0}', counts),
	}[phase];
}

const chartTitle = () => vscode.l10n.t('Commitment by month, next 24 months');

/** The rows of the table come to the total in the head: what no month has stands in rows of its own. */
function chart({ months: found, earlier, later, undated }: CommitmentMonths, sums: CommitmentSums, currency: string): Chart {
	const { l10n } = vscode;
	const total = sums.totals.find(({ left }) => left.currency === currency);
	const row = (name: string, { left, payments }: CommitmentSpan) => [name, money(left), number(payments)];
	const aside = [
		{ name: l10n.t('Due before this month, still scheduled when read'), span: earlier },
		{ name: l10n.t('Later than these months'), span: later },
		{ name: l10n.t('Without a due date'), span: undated },
	].filter(({ span }) => span.payments > 0);
	return {
		title: chartTitle(),
		summary: l10n.t(
			'Still to be paid in {0}: {1}, of {2}; {3}.',
			currency,
			total === undefined ? '' : money(total.left),
			orderCount(total?.orders ?? 0),
			knownWords(sums.known, sums.orders),
		),
		bars: found.map(({ at, left }) => ({
			label: month(at, 'short'),
			name: `${month(at)}: ${money(left)}`,
			value: Number(left.amount),
		})),
		legend: [],
		columns: [l10n.t('Month'), l10n.t('Still to be paid'), l10n.t('Payments')],
		rows: [...found.map((span) => row(month(span.at), span)), ...aside.map(({ name, span }) => row(name, span))],
		notes: [
			l10n.t(
				'Payments that Azure has scheduled, in pricing currency, without tax. What is charged in billing currency is known once a payment is made. Each order counts once, with all its reservations.',
			),
			...aside.map(({ name, span }) => `${name}: ${money(span.left)}`),
		],
	};
}
