/** The words and figures of the tree, in the user's language. */
import * as vscode from 'vscode';
import { reservationCount } from '../host/counts';
import { date, number, percent, shortMoment, unknown } from '../host/formats';
import { billingPlanWords, renewalWords, scopeWords, stateWords, termWords } from '../host/words';
import type { Reservation } from '../reservations/model';
import { renewalOf } from '../reservations/policy';
import { regionName } from '../reservations/regions';
import type { Thresholds } from '../reservations/watch/model';
import { daysLeft, isExpiring, isLittleUsed, isTroubled, type Summary, shortSku } from './facts';

const HOUR = 60 * 60 * 1000;

/** Puts short facts in one line. */
export function line(facts: readonly (string | undefined)[]): string {
	return facts.filter((fact) => fact !== undefined && fact !== '').join(' · ');
}

/** The age of what is shown, once it is worth saying: after an hour, or when a refresh failed. */
export function staleText(
	known: { readonly asOf?: number | undefined; readonly failure?: unknown },
	now: number,
): string | undefined {
	if (known.asOf === undefined) return undefined;
	if (known.failure === undefined && now - known.asOf < HOUR) return undefined;
	return vscode.l10n.t('as of {0}', shortMoment(known.asOf, now));
}

/** How long the service asked to wait; undefined when it did not. */
export function waitingText(waitingUntil: number | undefined, now: number): string | undefined {
	if (waitingUntil === undefined || waitingUntil <= now) return undefined;
	const seconds = Math.ceil((waitingUntil - now) / 1000);
	return seconds <= 120
		? vscode.l10n.t('asked to wait, {0} s left', number(seconds))
		: vscode.l10n.t('asked to wait, {0} min left', number(Math.ceil(seconds / 60)));
}

/** The time left in words; undefined for those that never end and for those that have ended. */
function timeLeftText(reservation: Reservation, now: number): string | undefined {
	const days = daysLeft(reservation, now);
	if (days === undefined || days <= 0) return undefined;
	return days === 1 ? vscode.l10n.t('1 day left') : vscode.l10n.t('{0} days left', number(days));
}

/** What stands beside the customer's name once its reservations are known. */
export function summaryText(summary: Summary): string {
	// An empty list is what this account sees, not what there is.
	if (summary.active + summary.hidden === 0) return vscode.l10n.t('no reservations visible');
	return line([
		reservationCount(summary.active),
		summary.troubled === 0 ? undefined : vscode.l10n.t('{0} in trouble', number(summary.troubled)),
		summary.expiring === 0 ? undefined : vscode.l10n.t('{0} expiring', number(summary.expiring)),
		summary.littleUsed === 0 ? undefined : vscode.l10n.t('{0} little used', number(summary.littleUsed)),
	]);
}

/** What stands beside the reservation's name. Anything but "all well" is said first, in words. */
export function reservationText(reservation: Reservation, thresholds: Thresholds, now: number): string {
	const { utilization, region, quantity, archived } = reservation;
	const use = utilization.last7Days;
	const expiring = isExpiring(reservation, thresholds, now);
	const isLow = isLittleUsed(reservation, thresholds);
	return line([
		archived ? vscode.l10n.t('Archived') : undefined,
		reservation.state === 'Succeeded' && !isTroubled(reservation) ? undefined : stateWords(reservation.state),
		expiring ? timeLeftText(reservation, now) : undefined,
		isLow && use !== undefined ? vscode.l10n.t('low use {0}', percent(use)) : undefined,
		shortSku(reservation.sku),
		regionName(region),
		quantity === undefined ? undefined : `×${number(quantity)}`,
		reservation.expiresAt === undefined ? undefined : date(reservation.expiresAt),
		isLow || use === undefined ? undefined : percent(use),
	]);
}

/** What a screen reader says of a reservation. */
export function reservationSpeech(reservation: Reservation, now: number): string {
	const use = reservation.utilization.last7Days;
	return [
		reservation.name,
		stateWords(reservation.state),
		reservation.archived ? vscode.l10n.t('archived') : undefined,
		timeLeftText(reservation, now),
		use === undefined ? vscode.l10n.t('use unknown') : vscode.l10n.t('{0} used over the last 7 days', percent(use)),
		reservation.quantity === undefined
			? vscode.l10n.t('quantity unknown')
			: vscode.l10n.t('quantity {0}', number(reservation.quantity)),
		shortSku(reservation.sku),
		regionName(reservation.region),
	]
		.filter((part) => part !== undefined && part !== '')
		.join(', ');
}

/** All facts of a reservation, label and value. */
export function reservationFacts(reservation: Reservation, now: number): readonly (readonly [label: string, value: string])[] {
	const { l10n } = vscode;
	const { utilization } = reservation;
	return [
		[
			l10n.t('State'),
			line([
				stateWords(reservation.state, reservation.statusCode),
				reservation.archived ? l10n.t('Archived') : undefined,
				reservation.statusMessage,
			]),
		],
		[l10n.t('Product'), reservation.product],
		['SKU', reservation.sku],
		[l10n.t('Region'), regionName(reservation.region)],
		[l10n.t('Quantity'), number(reservation.quantity)],
		[l10n.t('Scope'), scopeWords(reservation.scope).value],
		[l10n.t('Term'), termWords(reservation.term)],
		[l10n.t('Billing plan'), billingPlanWords(reservation.billingPlan) ?? unknown],
		[l10n.t('Purchased'), date(reservation.purchasedAt)],
		[l10n.t('Expires'), line([date(reservation.expiresAt), timeLeftText(reservation, now)])],
		[l10n.t('Renewal'), renewalWords(reservation, renewalOf(reservation)).value],
		[
			l10n.t('Used: 1, 7, 30 days'),
			[utilization.lastDay, utilization.last7Days, utilization.last30Days].map((value) => percent(value)).join(' · '),
		],
		[l10n.t('Reservation ID'), reservation.reservationId],
		[l10n.t('Reservation order ID'), reservation.orderId],
	];
}
