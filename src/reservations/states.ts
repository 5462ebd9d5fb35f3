/** What the states of a reservation mean for what can be done with it (rules 10). */
import type { Reservation } from './model';

const ended = new Set(['Expired', 'Cancelled', 'Failed', 'Split', 'Merged']);
const active = new Set(['Succeeded', 'Expiring', 'Warning', 'NoBenefit']);

/** True when it is over: expired, cancelled, or replaced by others. */
export function hasEnded({ state, provisioningState }: Pick<Reservation, 'state' | 'provisioningState'>): boolean {
	return ended.has(state) || ended.has(provisioningState);
}

/** True when it counts: it is active, and nobody has put it away. */
export function isInForce(reservation: Pick<Reservation, 'state' | 'provisioningState' | 'archived'>): boolean {
	return !reservation.archived && isActive(reservation);
}

/** True when it gives, or should give, a discount now: only then actions make sense. */
export function isActive(reservation: Pick<Reservation, 'state' | 'provisioningState'>): boolean {
	return active.has(reservation.state) && !hasEnded(reservation);
}

/**
 * When its benefit began; the purchase where Azure tells no start. `effectiveDateTime` is no start: it is the date of the
 * version, which every change moves on (arm-contract, `effectiveDateTime`).
 * @returns ms since the epoch
 */
export function benefitStart({ benefitStartsAt, purchasedAt }: Reservation): number | undefined {
	return benefitStartsAt ?? purchasedAt;
}
