/** The payment schedule of the reservation order, in both currencies. */
import * as vscode from 'vscode';
import { reservationCount } from '../../../host/counts';
import { date, money, unknown } from '../../../host/formats';
import type { Known, Payment, ReservationOrder } from '../../../reservations/model';
import type { Mark } from '../../shared/messages';
import { partState } from '../../shared/problem';
import type { Payments } from '../messages';

export function paymentsView(known: Known<ReservationOrder>): Payments {
	const { l10n } = vscode;
	const order = known.value;
	const name = l10n.t('Payments');
	return {
		type: 'payments',
		...partState(known, name),
		empty:
			order !== undefined && order.payments.length === 0 ? l10n.t('Azure gives no payment schedule for this order.') : undefined,
		caption: l10n.t('Payments of the reservation order: those to come, the next first; then those of the past, the newest first'),
		notes: order === undefined || order.payments.length === 0 ? [] : notes(order),
		columns: [l10n.t('Due'), l10n.t('Paid'), l10n.t('Status'), l10n.t('Billing currency'), l10n.t('Pricing currency')],
		rows: order === undefined ? [] : inOrder(order.payments).map(row),
	};
}

/** What is due next stands first: a schedule can have 60 payments. */
function inOrder(payments: readonly Payment[]): Payment[] {
	const isToCome = ({ status }: Payment) => status.toLowerCase() === 'scheduled';
	const due = ({ dueAt, paidAt }: Payment) => dueAt ?? paidAt ?? 0;
	return [
		...payments.filter(isToCome).sort((a, b) => due(a) - due(b)),
		...payments.filter((payment) => !isToCome(payment)).sort((a, b) => due(b) - due(a)),
	];
}

function notes(order: ReservationOrder): string[] {
	const { l10n } = vscode;
	const count = order.reservationIds.length;
	return [
		...(order.total === undefined ? [] : [l10n.t('Total of the order, pricing currency, without tax: {0}.', money(order.total))]),
		...(count > 1 ? [l10n.t('The order has {0}; the payments are for all of them.', reservationCount(count))] : []),
		l10n.t(
			'All amounts are without tax. The billing amount is what is charged and is known once a payment is made; the pricing amount is what Microsoft records.',
		),
	];
}

function row(payment: Payment): Payments['rows'][number] {
	return {
		due: date(payment.dueAt),
		paid: date(payment.paidAt),
		status: statusMark(payment.status),
		statusNote: payment.statusMessage,
		billing: payment.billing === undefined ? unknown : money(payment.billing),
		pricing: payment.pricing === undefined ? unknown : money(payment.pricing),
	};
}

function statusMark(status: string): Mark {
	const { l10n } = vscode;
	switch (status.toLowerCase()) {
		case 'succeeded':
		case 'completed':
			return { icon: 'pass', tone: 'good', text: l10n.t('Paid') };
		case 'failed':
			return { icon: 'error', tone: 'bad', text: l10n.t('Failed') };
		case 'scheduled':
			return { icon: 'calendar', tone: 'none', text: l10n.t('Scheduled') };
		case 'cancelled':
			return { icon: 'circle-slash', tone: 'none', text: l10n.t('Cancelled') };
		case 'pending':
			return { icon: 'clock', tone: 'info', text: l10n.t('Pending') };
		default:
			return { icon: 'question', tone: 'none', text: status };
	}
}
