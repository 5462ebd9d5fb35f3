/** What the tree says about reservations, worked out from the model alone: ended, expiring, little used, in trouble. */
import { daysBetween } from '../reservations/format';
import type { Reservation } from '../reservations/model';
import { hasEnded } from '../reservations/states';
import type { Thresholds } from '../reservations/watch/model';

/** Code of the failure when nobody is signed in (identity/api.ts). */
export const SIGN_IN_REQUIRED = 'SignInRequired';

const troubledStates = new Set(['warning', 'nobenefit']);

/** True when it is shown only after "Show Ended and Archived". */
export function isHidden(reservation: Reservation): boolean {
	return reservation.archived || hasEnded(reservation);
}

/** True when the service itself says that something is wrong with it (rules 10). */
export function isTroubled(reservation: Reservation): boolean {
	return troubledStates.has(reservation.state.toLowerCase());
}

/** Days until it ends, as the overview counts them. Undefined for those that never end (Hybrid Benefit). */
export function daysLeft(reservation: Reservation, now: number): number | undefined {
	return reservation.expiresAt === undefined ? undefined : daysBetween(now, reservation.expiresAt);
}

/** True when it still runs and ends soon. */
export function isExpiring(reservation: Reservation, thresholds: Thresholds, now: number): boolean {
	const days = daysLeft(reservation, now);
	return days !== undefined && days <= thresholds.expiringWithinDays && !hasEnded(reservation);
}

/** True when it runs and much of it is paid for without being used. */
export function isLittleUsed(reservation: Reservation, thresholds: Thresholds): boolean {
	const use = reservation.utilization.last7Days;
	return use !== undefined && use < thresholds.lowUtilizationPercent && !hasEnded(reservation);
}

/** The reservations of a customer in figures. */
export interface Summary {
	/** Neither ended nor archived. */
	readonly active: number;
	readonly hidden: number;
	readonly expiring: number;
	readonly littleUsed: number;
	readonly troubled: number;
	/** Of the active ones: when the first ends (ms since the epoch), and the lowest use over 7 days in percent. */
	readonly soonestExpiry?: number | undefined;
	readonly lowestUse?: number | undefined;
}

/** Counts what the customer's line says. */
export function summarize(reservations: readonly Reservation[], thresholds: Thresholds, now: number): Summary {
	const active = reservations.filter((reservation) => !isHidden(reservation));
	const count = (test: (reservation: Reservation) => boolean) => active.filter(test).length;
	return {
		active: active.length,
		hidden: reservations.length - active.length,
		expiring: count((reservation) => isExpiring(reservation, thresholds, now)),
		littleUsed: count((reservation) => isLittleUsed(reservation, thresholds)),
		troubled: count(isTroubled),
		soonestExpiry: lowest(active.map((reservation) => reservation.expiresAt)),
		lowestUse: lowest(active.map((reservation) => reservation.utilization.last7Days)),
	};
}

function lowest(values: readonly (number | undefined)[]): number | undefined {
	const known = values.filter((value) => value !== undefined);
	return known.length === 0 ? undefined : Math.min(...known);
}

/** SKU as partners speak of it: `D2s_v5` for `Standard_D2s_v5`. */
export function shortSku(sku: string): string {
	return sku.replace(/^(Standard|Basic)_(?=.)/, '');
}
