/** Head of the page and the essentials of the reservation, painted before anything is fetched. */
import * as vscode from 'vscode';
import type { Cloud } from '../../../azure/cloud';
import type { ServiceFailure } from '../../../azure/failure';
import { date, moment, span } from '../../../host/formats';
import { stateWords } from '../../../host/words';
import { daysBetween } from '../../../reservations/format';
import type { Customer, Reservation, ReservationRef } from '../../../reservations/model';
import { hasEnded, isActive } from '../../../reservations/states';
import { headerView } from '../../shared/header';
import type { Mark } from '../../shared/messages';
import { partState } from '../../shared/problem';
import { refOf } from '../../shared/reservation-panels';
import type { Overview } from '../messages';
import { stateMark } from '../state-mark';
import { type EssentialNames, essentials } from './essentials';
import { labels } from './labels';

interface Input {
	readonly ref: ReservationRef;
	readonly reservation?: Reservation | undefined;
	/** What took its place by a return or an exchange that was committed on this computer. */
	readonly successors?: readonly ReservationRef[] | undefined;
	readonly names?: EssentialNames | undefined;
	readonly customer?: Customer | undefined;
	readonly cloud?: Cloud | undefined;
	readonly loading: boolean;
	readonly asOf?: number | undefined;
	readonly failure?: ServiceFailure | undefined;
	/** ms since the epoch */
	readonly now: number;
}

/** How near the end a reservation has to be to be marked, in days: the first of the three reminders (portal-workflow 1). */
const soon = 90;

export function overviewView(input: Input): Overview {
	const { ref, reservation, customer, cloud, now } = input;
	const { l10n } = vscode;
	const known = { value: reservation, asOf: input.asOf, loading: input.loading, failure: input.failure };
	return {
		type: 'overview',
		...partState(known, l10n.t('Reservation')),
		ref: refOf(ref),
		language: vscode.env.language,
		labels: labels(),
		header: {
			...headerView({
				name: reservation?.name ?? l10n.t('Reservation {0}', ref.reservationId),
				tenantId: ref.tenantId,
				customer,
				cloud,
				marks: reservation === undefined ? [] : marks(reservation, now),
			}),
			statusMessage: reservation?.statusMessage,
		},
		actions: [
			{ label: l10n.t('Manage in Azure Portal'), icon: 'link-external', primary: true, command: 'cspReservations.openInPortal' },
			{ label: l10n.t('Copy Reservation ID'), icon: 'copy', primary: false, command: 'cspReservations.copyReservationId' },
			{ label: l10n.t('Copy Reservation Order ID'), icon: 'copy', primary: false, command: 'cspReservations.copyOrderId' },
			{
				label: l10n.t('Copy Details for Support'),
				icon: 'output',
				primary: false,
				command: 'cspReservations.copySupportDetails',
			},
			{
				label: l10n.t('Open Customer in Partner Center'),
				icon: 'organization',
				primary: false,
				command: 'cspReservations.openInPartnerCenter',
			},
			{ label: l10n.t('Access Control…'), icon: 'shield', primary: false, command: 'cspReservations.accessControl' },
			{ label: l10n.t('Configuration…'), icon: 'settings', primary: false, command: 'cspReservations.configure' },
			{
				label: l10n.t('Exchange…'),
				icon: 'arrow-swap',
				primary: false,
				command: 'cspReservations.exchange',
				reason: reasonAgainst(reservation, l10n.t('Exchange')),
			},
			{
				label: l10n.t('Return…'),
				icon: 'discard',
				primary: false,
				command: 'cspReservations.return',
				reason: reasonAgainst(reservation, l10n.t('Return')),
			},
			{
				label: l10n.t('Change Scope…'),
				icon: 'target',
				primary: false,
				command: 'cspReservations.changeScope',
				reason: reasonAgainst(reservation, l10n.t('Change Scope')),
			},
			{
				label: l10n.t('Change Renewal…'),
				icon: 'history',
				primary: false,
				command: 'cspReservations.changeRenewal',
				reason: reasonAgainst(reservation, l10n.t('Change Renewal')),
			},
			{
				label: l10n.t('New Support Request…'),
				icon: 'comment-discussion',
				primary: false,
				command: 'cspReservations.newSupportRequest',
			},
			{
				label: l10n.t('Support Requests'),
				icon: 'comment-discussion',
				primary: false,
				command: 'cspReservations.supportRequests',
			},
		],
		essentials: reservation === undefined ? [] : essentials(reservation, input.successors, input.names),
	};
}

/** Why an action is not possible now; undefined when it can. Whether the service agrees is what its quote says. */
function reasonAgainst(reservation: Reservation | undefined, action: string): string | undefined {
	const { l10n } = vscode;
	if (reservation === undefined) return l10n.t('{0} is possible once the reservation has been read.', action);
	if (isActive(reservation)) return undefined;
	return l10n.t('{0} is not possible in its state: {1}.', action, stateWords(reservation.state, reservation.statusCode));
}

function marks(reservation: Reservation, now: number): Mark[] {
	const left = timeLeft(reservation, now);
	const archived: Mark = { icon: 'archive', tone: 'none', text: vscode.l10n.t('Archived') };
	return [
		stateMark(reservation.state, reservation.statusCode),
		...(left === undefined ? [] : [left]),
		...(reservation.archived ? [archived] : []),
	];
}

/** Days left, or when it ended. Azure Hybrid Benefit has no end but a date to review it. */
function timeLeft(reservation: Reservation, now: number): Mark | undefined {
	const { l10n } = vscode;
	const { expiresAt, reviewAt } = reservation;
	if (hasEnded(reservation)) return undefined;
	if (expiresAt === undefined) {
		return reviewAt === undefined
			? undefined
			: { icon: 'calendar', tone: 'none', text: l10n.t('To be reviewed on {0}', date(reviewAt)) };
	}
	const days = daysBetween(now, expiresAt);
	if (days <= 0) return { icon: 'calendar', tone: 'warning', text: l10n.t('Its end was {0}', moment(expiresAt)) };
	return {
		icon: days <= soon ? 'warning' : 'calendar',
		tone: days <= soon ? 'warning' : 'none',
		text: l10n.t('{0} left', span(days, 'day')),
	};
}
