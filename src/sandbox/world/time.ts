/** Moments as the service writes them, and calendar arithmetic in UTC. All numbers are ms since the epoch. */

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Number of the UTC day that a moment lies in, counted from the epoch. */
export function dayNumber(at: number): number {
	return Math.floor(at / DAY);
}

/** `2026-11-23`. */
export function date(at: number): string {
	return new Date(at).toISOString().slice(0, 10);
}

/** `2026-11-23T10:11:12.1234567Z`: seven digits of a second, as recorded. Equal times of day have equal digits. */
export function dateTime(at: number): string {
	const ticks = ((Math.floor(at) % DAY) * 7919) % 10_000;
	return `${new Date(at).toISOString().slice(0, -1)}${String(ticks).padStart(4, '0')}Z`;
}

/** The same time of day some calendar months later; the last of the month where that day does not exist. */
export function addMonths(at: number, months: number): number {
	const from = new Date(at);
	const target = new Date(at);
	target.setUTCDate(1);
	target.setUTCMonth(from.getUTCMonth() + months);
	const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
	target.setUTCDate(Math.min(from.getUTCDate(), lastDay));
	return target.getTime();
}

/** First moment of the UTC month that a moment lies in. */
export function monthStart(at: number): number {
	const from = new Date(at);
	return Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1);
}
