/** The columns as the page shows them: titles, widths, how each is filtered, and the cells of a row. */
import * as vscode from 'vscode';
import { date, number, percent, unknown } from '../../../host/formats';
import { typeWords } from '../../../host/type-words';
import { renewalWords } from '../../../host/words';
import { daysBetween } from '../../../reservations/format';
import { renewalOf } from '../../../reservations/policy';
import { regionName } from '../../../reservations/regions';
import { isInForce } from '../../../reservations/states';
import { renewalSetting } from '../../../reservations/table/endings';
import type { TableRow } from '../../../reservations/table/model';
import { stateMark } from '../../overview/state-mark';
import type { Mark } from '../../shared/messages';
import { type ColumnName, columnNames, type Field } from '../messages';
import { commitmentCell } from './commitment-words';
import { tableWords } from './words';

/** What is shown until the user chooses. */
export const usualColumns: readonly ColumnName[] = [
	'customer',
	'name',
	'sku',
	'region',
	'quantity',
	'scope',
	'term',
	'expiresAt',
	'daysLeft',
	'commitment',
	'renewal',
	'use7',
	'use30',
	'state',
];

/** Ends soon (rules 8), and is used little: the same as in the overview. */
const soonDays = 30;

interface ColumnView {
	readonly title: string;
	readonly width: number;
	readonly filter: Field['kind'];
	cell(row: TableRow, now: number): string | Mark;
}

/** All columns, in their order. */
export function columnViews(): Readonly<Record<ColumnName, ColumnView>> {
	const { l10n } = vscode;
	const text = (title: string, width: number, filter: Field['kind'], of: (row: TableRow) => string | undefined): ColumnView => ({
		title,
		width,
		filter,
		cell: (row) => of(row) || unknown,
	});
	const use = (title: string, of: (row: TableRow) => number | undefined): ColumnView => ({
		title,
		width: 92,
		filter: 'number',
		cell: (row) => percent(of(row)),
	});
	return {
		customer: text(l10n.t('Customer'), 180, 'contains', ({ customer }) => customer.name),
		name: text(l10n.t('Reservation'), 190, 'contains', ({ reservation }) => reservation.name),
		product: text(l10n.t('Product'), 320, 'contains', ({ reservation }) => reservation.product),
		sku: text(l10n.t('SKU'), 150, 'contains', ({ reservation }) => reservation.sku),
		type: text(l10n.t('Type'), 120, 'oneOf', ({ reservation }) => typeWords(reservation.resourceType)),
		region: text(l10n.t('Region'), 150, 'oneOf', ({ reservation }) => regionName(reservation.region)),
		quantity: {
			title: l10n.t('Quantity'),
			width: 98,
			filter: 'number',
			cell: ({ reservation }) => number(reservation.quantity),
		},
		scope: text(l10n.t('Scope'), 150, 'contains', ({ reservation }) => tableWords.scope(reservation.scope)),
		term: text(l10n.t('Term'), 84, 'oneOf', ({ reservation }) => tableWords.term(reservation.term)),
		billingPlan: text(l10n.t('Billing plan'), 96, 'oneOf', ({ reservation }) => tableWords.billingPlan(reservation.billingPlan)),
		purchasedAt: text(l10n.t('Purchased'), 116, 'date', ({ reservation }) => date(reservation.purchasedAt)),
		expiresAt: text(l10n.t('Expires'), 116, 'date', ({ reservation }) => date(reservation.expiresAt)),
		daysLeft: { title: l10n.t('Days left'), width: 100, filter: 'number', cell: daysLeft },
		// A title says whose money it is: an order may have several reservations.
		commitment: { title: l10n.t('Commitment left (order)'), width: 290, filter: 'money', cell: commitmentCell },
		renewal: { title: l10n.t('Renewal'), width: 120, filter: 'oneOf', cell: renewalCell },
		use1: use(l10n.t('Use, 1 d'), ({ reservation }) => reservation.utilization.lastDay),
		use7: use(l10n.t('Use, 7 d'), ({ reservation }) => reservation.utilization.last7Days),
		use30: use(l10n.t('Use, 30 d'), ({ reservation }) => reservation.utilization.last30Days),
		state: {
			title: l10n.t('State'),
			width: 150,
			filter: 'oneOf',
			cell: ({ reservation }) => stateMark(reservation.state, reservation.statusCode),
		},
		exchange: text(l10n.t('Exchange'), 100, 'oneOf', ({ reservation }) => tableWords.offer(reservation.canExchange)),
		return: text(l10n.t('Return'), 100, 'oneOf', ({ reservation }) => tableWords.offer(reservation.canReturn)),
		reseller: text(l10n.t('Reseller'), 160, 'oneOf', ({ customer }) => customer.reseller?.name),
		reservationId: text(l10n.t('Reservation ID'), 290, 'contains', ({ reservation }) => reservation.reservationId),
		orderId: text(l10n.t('Reservation order ID'), 290, 'contains', ({ reservation }) => reservation.orderId),
		tenantId: text(l10n.t('Customer tenant ID'), 290, 'contains', ({ customer }) => customer.tenantId),
	};
}

/** In the order of the table, whatever order they were chosen in. */
export function inOrder(columns: readonly ColumnName[]): readonly ColumnName[] {
	return columnNames.filter((name) => columns.includes(name));
}

/** A renewal that will fail is no renewal: it may not read as one where the cell is narrow. */
function renewalCell({ reservation }: TableRow): string | Mark {
	const renewal = renewalOf(reservation);
	const { value } = renewalWords(reservation, renewal);
	const willFail = isInForce(reservation) && renewalSetting(reservation, renewal).willFail;
	return willFail ? { icon: 'warning', tone: 'warning', text: value } : value || unknown;
}

function daysLeft({ reservation }: TableRow, now: number): string | Mark {
	const { expiresAt } = reservation;
	if (expiresAt === undefined || !isInForce(reservation)) return unknown;
	const days = daysBetween(now, expiresAt);
	return days > soonDays ? number(days) : { icon: 'warning', tone: 'warning', text: number(days) };
}
