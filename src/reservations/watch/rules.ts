/** What about a reservation belongs on the watch list: each rule looks at the facts and gives one item, or none. Pure. */
import { daysBetween } from '../format';
import type { Reservation } from '../model';
import {
	exchangeCutOff,
	fallsUnderExchangeCutOff,
	isNotExchangeable,
	isOfEndedSeries,
	legacySeriesOf,
	renewalOf,
	thresholds,
} from '../policy';
import { benefitStart, isInForce } from '../states';
import type { ExchangeCutOff, Expiring, Thresholds, WatchItem, WatchKind } from './model';

/** Windows of the end, days. */
const windows = [7, 30, 60, 90];

export interface WatchContext {
	/** Ms since the epoch. */
	readonly now: number;
	readonly thresholds: Thresholds;
}

/** The windows of the end with the one of the user's settings, days: the narrowest first. */
export function windowsWith({ expiringWithinDays }: Thresholds): readonly number[] {
	return [...new Set([...windows, expiringWithinDays])].sort((a, b) => a - b);
}

type Rule = (reservation: Reservation, context: WatchContext) => WatchItem | undefined;

/** In the order of the list. */
const rules: readonly Rule[] = [noBenefit, expiring, legacySeries, lowUse, cutOff];

/** Everything about this reservation that needs a look; nothing for one that has ended or is archived. */
export function itemsOf(reservation: Reservation, context: WatchContext): readonly WatchItem[] {
	const items: WatchItem[] = [];
	if (!isInForce(reservation)) return items;
	for (const rule of rules) {
		const item = rule(reservation, context);
		if (item !== undefined) items.push(item);
	}
	return items;
}

/** For sorting: by kind as the rules stand, then what ends soonest, then what is used least. */
export function compareItems(one: WatchItem, other: WatchItem): number {
	return rank[one.kind] - rank[other.kind] || urgency(one) - urgency(other);
}

const rank: Readonly<Record<WatchKind, number>> = {
	noBenefit: 0,
	expiring: 1,
	legacySeries: 2,
	lowUse: 3,
	exchangeCutOff: 4,
};

function urgency(item: WatchItem): number {
	switch (item.kind) {
		case 'expiring':
		case 'legacySeries':
			return item.expiresAt ?? Number.MAX_VALUE;
		case 'lowUse':
			return item.last30Days ?? item.last7Days ?? 0;
		default:
			return 0;
	}
}

function expiring(reservation: Reservation, { now, thresholds: own }: WatchContext): Expiring | undefined {
	const { expiresAt } = reservation;
	if (expiresAt === undefined || expiresAt <= now) return undefined;
	const days = daysBetween(now, expiresAt);
	// Most end later than any window.
	if (days > Math.max(own.expiringWithinDays, 90)) return undefined;
	const within = windowsWith(own).find((window) => days <= window);
	if (within === undefined) return undefined;
	return { kind: 'expiring', ...refOf(reservation), expiresAt, days, within, renewal: renewalOf(reservation) };
}

function legacySeries(reservation: Reservation): WatchItem | undefined {
	const series = legacySeriesOf(reservation);
	if (series === undefined || !isOfEndedSeries(reservation)) return undefined;
	return {
		kind: 'legacySeries',
		...refOf(reservation),
		series,
		expiresAt: reservation.expiresAt,
		renewalWillFail: reservation.renew === true,
	};
}

/** Never judged by the newest day, whose data is late (rules 11), nor in the first days (arm-pitfalls 24). */
function lowUse(reservation: Reservation, { now, thresholds: { lowUtilizationPercent } }: WatchContext): WatchItem | undefined {
	const { last7Days, last30Days } = reservation.utilization;
	const use = last7Days ?? last30Days;
	const start = benefitStart(reservation);
	const isNew = start !== undefined && daysBetween(start, now) <= thresholds.newReservationDays;
	// Without a benefit there is no use; that is an item of its own.
	if (use === undefined || use >= lowUtilizationPercent || isNew || isWithoutBenefit(reservation)) return undefined;
	return {
		kind: 'lowUse',
		...refOf(reservation),
		last7Days,
		last30Days,
		isLasting: last30Days !== undefined && last30Days < lowUtilizationPercent,
	};
}

function noBenefit(reservation: Reservation): WatchItem | undefined {
	if (!isWithoutBenefit(reservation)) return undefined;
	const { statusCode, statusMessage } = reservation;
	return { kind: 'noBenefit', ...refOf(reservation), statusCode, statusMessage };
}

function isWithoutBenefit({ state }: Reservation): boolean {
	return state.toLowerCase() === 'nobenefit';
}

/** Bought before the cut-off of exchanges, and goes on after it: it has something to lose (rules 3.10). */
export function isTouchedByCutOff(reservation: Reservation): boolean {
	const { purchasedAt, expiresAt } = reservation;
	if (reservation.canExchange === 'notOffered' || purchasedAt === undefined || purchasedAt >= exchangeCutOff) return false;
	if (expiresAt === undefined || expiresAt <= exchangeCutOff) return false;
	return fallsUnderExchangeCutOff(reservation) && !isNotExchangeable(reservation);
}

function cutOff(reservation: Reservation, { now }: WatchContext): WatchItem | undefined {
	if (daysBetween(now, exchangeCutOff) > thresholds.exchangeCutOffWarningDays || !isTouchedByCutOff(reservation))
		return undefined;
	return cutOffOf(reservation, now);
}

/** What the cut-off means for a reservation that it touches, however far off it is. */
export function cutOffOf(reservation: Reservation, now: number): ExchangeCutOff {
	const days = Math.max(0, daysBetween(now, exchangeCutOff));
	const finalExchangesLeft = now >= exchangeCutOff ? (reservation.quantity ?? 'untold') : undefined;
	return { kind: 'exchangeCutOff', ...refOf(reservation), days, finalExchangesLeft };
}

function refOf({ tenantId, orderId, reservationId }: Reservation) {
	return { tenantId, orderId, reservationId };
}
