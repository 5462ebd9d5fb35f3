/** How much of a reservation is used: one model behind the list's percentages, the summaries and the details. */
import { isSameScope, liesIn } from './applied-scopes';
import type { Reservation, Scope, UsageProfile } from './ledger';
import { fraction, hash } from './random';
import { DAY, dayNumber, HOUR } from './time';

/** One UTC day of a reservation. Hours are in hundredths, so that sums are exact. */
export interface DayUsage {
	/** UTC day, counted from the epoch. */
	readonly day: number;
	readonly reserved: number;
	readonly used: number;
	/** Lowest and highest hour of the day, percent. */
	readonly lowest: number;
	readonly highest: number;
}

/** Usage arrives up to 8 hours late (rules 11): until then a day is not there at all. */
const LATENESS = 8 * HOUR;

/** The newest UTC day of which all usage has arrived. */
export function lastKnownDay(now: number): number {
	return dayNumber(now - LATENESS) - 1;
}

/** The first and the last UTC day that there is usage for; empty (last before first) for what is new. */
export function knownDays(reservation: Reservation, now: number): { first: number; last: number } {
	const { activeFrom, endedAt, order } = reservation;
	if (activeFrom === undefined) return { first: 0, last: -1 };
	const until = Math.min(endedAt ?? Number.POSITIVE_INFINITY, order.expiresAt ?? Number.POSITIVE_INFINITY);
	return { first: dayNumber(activeFrom), last: Math.min(lastKnownDay(now), dayNumber(Math.min(until, now))) };
}

function usedPart(profile: UsageProfile, day: number, today: number): number {
	const age = today - day;
	const noise = (fraction(profile.seed, day) - 0.5) * 0.03;
	const weekday = (day + 4) % 7;
	const weekend = weekday === 0 || weekday === 6;
	const grown = Math.max(0, Math.min(1, 1 - age / 60));
	const part = {
		steady: profile.level + noise,
		weekdays: (weekend ? profile.level * 0.35 : profile.level) + noise,
		declining: profile.level * (1 - 0.75 * grown) + noise,
		growing: profile.level * (0.3 + 0.7 * grown) + noise,
		idle: age > 75 ? profile.level + noise : 0,
	}[profile.shape];
	return Math.max(0, Math.min(1, part));
}

/** The scope on a UTC day; on the day of a change still the old one. */
function scopeOn({ initial, changes }: Reservation, day: number): Scope {
	return changes.findLast(({ at, set }) => set.scope !== undefined && dayNumber(at) < day)?.set.scope ?? initial.scope;
}

/** What uses the discount on a day: all of it in the scope that it was found in, elsewhere only what lies there too. */
function usersOn(reservation: Reservation, day: number): readonly string[] {
	const { usage, initial } = reservation;
	const scope = scopeOn(reservation, day);
	if (isSameScope(scope, usage.foundIn ?? initial.scope)) return usage.resources;
	return usage.resources.filter((resource) => liesIn(resource, scope));
}

/** The part of the usual use that a day can have in its scope, 0 to 1. */
function partInScope(reservation: Reservation, day: number): number {
	const all = reservation.usage.resources.length;
	return all === 0 ? 1 : usersOn(reservation, day).length / all;
}

/**
 * One day of use.
 * @param day UTC day, counted from the epoch
 * @returns undefined when the reservation was not active on that day or its usage has not arrived
 */
export function usageOn(reservation: Reservation, day: number, now: number): DayUsage | undefined {
	const { first, last } = knownDays(reservation, now);
	if (day < first || day > last) return undefined;
	const { activeFrom = 0, endedAt = Number.POSITIVE_INFINITY, order } = reservation;
	const from = Math.max(day * DAY, activeFrom);
	const to = Math.min((day + 1) * DAY, endedAt, order.expiresAt ?? Number.POSITIVE_INFINITY);
	const hours = Math.max(0, Math.ceil((to - from) / HOUR));
	if (hours === 0) return undefined;
	const reserved = reservation.quantity * hours * 100;
	const part = usedPart(reservation.usage, day, dayNumber(now)) * partInScope(reservation, day);
	const used = Math.round(reserved * part);
	const swing = part === 0 || part === 1 ? 0 : 0.02 + 0.1 * fraction(reservation.usage.seed, day, 'swing');
	return {
		day,
		reserved,
		used,
		lowest: Math.floor(Math.max(0, part - swing) * 10_000) / 100,
		highest: Math.ceil(Math.min(1, part + swing) * 10_000) / 100,
	};
}

/** The days from `first` to `last` that there is usage for, oldest first. */
export function usageBetween(reservation: Reservation, first: number, last: number, now: number): DayUsage[] {
	const known = knownDays(reservation, now);
	const days: DayUsage[] = [];
	for (let day = Math.max(first, known.first); day <= Math.min(last, known.last); day++) {
		const usage = usageOn(reservation, day, now);
		if (usage !== undefined) days.push(usage);
	}
	return days;
}

/** Used part of what was reserved on these days in percent with two digits; undefined without any day. */
export function percentage(days: readonly DayUsage[]): number | undefined {
	let reserved = 0;
	let used = 0;
	for (const day of days) {
		reserved += day.reserved;
		used += day.used;
	}
	return reserved === 0 ? undefined : Math.round((used / reserved) * 10_000) / 100;
}

/** `properties.utilization` of a reservation (arm-contract 2.4): 1, 7 and 30 days and the trend of a week. */
export function utilization(reservation: Reservation, state: string, now: number): Record<string, unknown> {
	if (state === 'Cancelled' || state === 'Failed') return { aggregates: [] };
	const last = lastKnownDay(now);
	// While the service works on an active reservation, its use goes on.
	const days = state === 'Succeeded' || state === 'Pending' ? usageBetween(reservation, last - 29, last, now) : [];
	if (days.length === 0) return { trend: '', aggregates: [] };
	const since = (count: number) => percentage(days.filter(({ day }) => day > last - count)) ?? 0;
	const before = percentage(days.filter(({ day }) => day <= last - 7 && day > last - 14));
	const difference = before === undefined ? 0 : since(7) - before;
	return {
		trend: difference > 2 ? 'UP' : difference < -2 ? 'DOWN' : 'SAME',
		aggregates: [1, 7, 30].map((grain) => ({ grain, grainUnit: 'days', value: since(grain), valueUnit: 'percentage' })),
	};
}

/** Which resource used how many hundredths of an hour on a day; their sum is what the reservation used. */
export function usageByResource(
	reservation: Reservation,
	usage: DayUsage,
): { readonly resource: string; readonly used: number }[] {
	const { seed } = reservation.usage;
	const resources = usersOn(reservation, usage.day);
	const perUnit = usage.reserved / reservation.quantity;
	const weights = resources.map((resource) => 1 + (hash(seed, resource) % 5));
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	const oneUnitEach = resources.length >= reservation.quantity;
	let left = usage.used;
	const shares = resources.map((resource, index) => {
		const wanted = oneUnitEach ? perUnit : Math.ceil((usage.used * (weights[index] ?? 1)) / total);
		const used = Math.min(left, wanted);
		left -= used;
		return { resource, used };
	});
	return shares.filter(({ used }) => used > 0);
}
