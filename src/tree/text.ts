/** The words and figures of the tree, in the user's language. */
import * as vscode from 'vscode';
import type { Reservation, ReservationScope } from '../reservations/model';
import { daysLeft, isExpiring, isLittleUsed, isTroubled, type Summary, shortSku, type Thresholds } from './facts';

const date = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(vscode.env.language, { day: 'numeric', month: 'short' });
const percentage = new Intl.NumberFormat(vscode.env.language, { style: 'percent', maximumFractionDigits: 0 });
const count = new Intl.NumberFormat(vscode.env.language);

const HOUR = 60 * 60 * 1000;

/** Puts short facts in one line. */
export function line(facts: readonly (string | undefined)[]): string {
	return facts.filter((fact) => fact !== undefined && fact !== '').join(' · ');
}

/** A date of the service (UTC), or a dash. */
export function formatDate(at: number | undefined): string {
	return at === undefined ? '–' : date.format(at);
}

export function formatCount(value: number): string {
	return count.format(value);
}

/** @param percent 0 to 100 */
function formatPercent(percent: number): string {
	return percentage.format(percent / 100);
}

/** A moment in the user's own time: the time of today, else the day and the time. */
export function formatMoment(at: number, now: number): string {
	const time = clock.format(at);
	return new Date(at).toDateString() === new Date(now).toDateString() ? time : `${day.format(at)}, ${time}`;
}

/** The age of what is shown, once it is worth saying: after an hour, or when a refresh failed. */
export function staleText(
	known: { readonly asOf?: number | undefined; readonly failure?: unknown },
	now: number,
): string | undefined {
	if (known.asOf === undefined) return undefined;
	if (known.failure === undefined && now - known.asOf < HOUR) return undefined;
	return vscode.l10n.t('as of {0}', formatMoment(known.asOf, now));
}

/** How long the service asked to wait; undefined when it did not. */
export function waitingText(waitingUntil: number | undefined, now: number): string | undefined {
	if (waitingUntil === undefined || waitingUntil <= now) return undefined;
	return vscode.l10n.t('asked to wait, {0} s left', formatCount(Math.ceil((waitingUntil - now) / 1000)));
}

/** The state in words. A state we do not know is shown as the service named it. */
export function stateText(state: string): string {
	switch (state.toLowerCase()) {
		case 'succeeded':
			return vscode.l10n.t('Active');
		case 'expiring':
			return vscode.l10n.t('Expiring');
		case 'expired':
			return vscode.l10n.t('Expired');
		case 'pending':
			return vscode.l10n.t('Pending');
		case 'processing':
			return vscode.l10n.t('Processing');
		case 'cancelled':
			return vscode.l10n.t('Cancelled');
		case 'failed':
			return vscode.l10n.t('Failed');
		case 'warning':
			return vscode.l10n.t('Warning');
		case 'nobenefit':
			return vscode.l10n.t('No benefit');
		default:
			return state;
	}
}

/** The time left in words; undefined for those that never end and for those that have ended. */
function timeLeftText(reservation: Reservation, now: number): string | undefined {
	const days = daysLeft(reservation, now);
	if (days === undefined || days <= 0) return undefined;
	return days === 1 ? vscode.l10n.t('1 day left') : vscode.l10n.t('{0} days left', formatCount(days));
}

/** The scope in words, with its target where the service named one. */
function scopeText(scope: ReservationScope): string {
	const target = scope.displayName ?? scope.managementGroupId ?? scope.resourceGroupId ?? scope.subscriptionId;
	switch (scope.kind) {
		case 'Shared':
			return vscode.l10n.t('Shared');
		case 'Single':
			return target === undefined ? vscode.l10n.t('Single subscription') : vscode.l10n.t('Single subscription: {0}', target);
		case 'ResourceGroup':
			return target === undefined ? vscode.l10n.t('Single resource group') : vscode.l10n.t('Single resource group: {0}', target);
		case 'ManagementGroup':
			return target === undefined ? vscode.l10n.t('Management group') : vscode.l10n.t('Management group: {0}', target);
		case 'None':
			return vscode.l10n.t('None');
		default:
			return line([scope.kind, target]);
	}
}

/** An ISO 8601 period of years or months in words; `None` is Azure Hybrid Benefit (arm-contract 4.2). */
function termText(term: string): string {
	const [, length, unit] = /^P(\d+)([YM])$/i.exec(term) ?? [];
	if (length === undefined) return term;
	const style = { style: 'unit', unit: unit?.toUpperCase() === 'Y' ? 'year' : 'month', unitDisplay: 'long' } as const;
	return new Intl.NumberFormat(vscode.env.language, style).format(Number(length));
}

/** What stands beside the customer's name once its reservations are known. */
export function summaryText(summary: Summary): string {
	// An empty list is what this account sees, not what there is.
	if (summary.active + summary.hidden === 0) return vscode.l10n.t('no reservations visible');
	return line([
		summary.active === 1 ? vscode.l10n.t('1 reservation') : vscode.l10n.t('{0} reservations', formatCount(summary.active)),
		summary.troubled === 0 ? undefined : vscode.l10n.t('{0} in trouble', formatCount(summary.troubled)),
		summary.expiring === 0 ? undefined : vscode.l10n.t('{0} expiring', formatCount(summary.expiring)),
		summary.littleUsed === 0 ? undefined : vscode.l10n.t('{0} little used', formatCount(summary.littleUsed)),
	]);
}

/** What stands beside the reservation's name. Anything but "all well" is said first, in words. */
export function reservationText(reservation: Reservation, thresholds: Thresholds, now: number): string {
	const { utilization, region, quantity, archived } = reservation;
	const use = utilization.last7Days;
	const expiring = isExpiring(reservation, thresholds, now);
	return line([
		archived ? vscode.l10n.t('Archived') : undefined,
		reservation.state === 'Succeeded' && !isTroubled(reservation) ? undefined : stateText(reservation.state),
		expiring ? timeLeftText(reservation, now) : undefined,
		shortSku(reservation.sku),
		region,
		`×${formatCount(quantity)}`,
		reservation.expiresAt === undefined ? undefined : formatDate(reservation.expiresAt),
		use === undefined ? undefined : useText(use, thresholds, reservation),
	]);
}

/** The use over 7 days. Low use is said in words, and rounded down: 79.6 % must not read like the 80 % that would do. */
function useText(use: number, thresholds: Thresholds, reservation: Reservation): string {
	if (!isLittleUsed(reservation, thresholds)) return formatPercent(use);
	return vscode.l10n.t('low use {0}', formatPercent(Math.floor(use)));
}

/** What a screen reader says of a reservation. */
export function reservationSpeech(reservation: Reservation, now: number): string {
	const use = reservation.utilization.last7Days;
	return [
		reservation.name,
		stateText(reservation.state),
		reservation.archived ? vscode.l10n.t('archived') : undefined,
		timeLeftText(reservation, now),
		use === undefined ? vscode.l10n.t('use unknown') : vscode.l10n.t('{0} used over the last 7 days', formatPercent(use)),
		vscode.l10n.t('quantity {0}', formatCount(reservation.quantity)),
		shortSku(reservation.sku),
		reservation.region,
	]
		.filter((part) => part !== undefined && part !== '')
		.join(', ');
}

/** All facts of a reservation, label and value. */
export function reservationFacts(reservation: Reservation, now: number): readonly (readonly [label: string, value: string])[] {
	const { t } = vscode.l10n;
	const { utilization } = reservation;
	const percent = (value: number | undefined) => (value === undefined ? '–' : formatPercent(value));
	return [
		[
			t('State'),
			line([stateText(reservation.state), reservation.archived ? t('Archived') : undefined, reservation.statusMessage]),
		],
		[t('Product'), reservation.product],
		['SKU', reservation.sku],
		[t('Region'), reservation.region],
		[t('Quantity'), formatCount(reservation.quantity)],
		[t('Scope'), scopeText(reservation.scope)],
		[t('Term'), termText(reservation.term)],
		[t('Billing plan'), reservation.billingPlan ?? '–'],
		[t('Purchased'), formatDate(reservation.purchasedAt)],
		[t('Expires'), line([formatDate(reservation.expiresAt), timeLeftText(reservation, now)])],
		[t('Renewal'), reservation.renewState ?? (reservation.renew ? t('On') : t('Off'))],
		[t('Used: 1, 7, 30 days'), [utilization.lastDay, utilization.last7Days, utilization.last30Days].map(percent).join(' · ')],
		[t('Reservation ID'), reservation.reservationId],
		[t('Reservation order ID'), reservation.orderId],
	];
}
