/** What a customer may cancel in twelve months: each return counts for 365 days, exchanges never (rules 4.2, 4.3, 3.6). */
import { DAY } from './time';

/** 50,000 USD in US cents. */
export const REFUND_LIMIT = 5_000_000;
const WINDOW = 365 * DAY;

/** A return that counts. */
export interface Refund {
	readonly at: number;
	/** Cancelled commitment in US cents: the money back, and all instalments that will not come any more. */
	readonly pricing: number;
}

/** What is used of the limit at a moment, in US cents. */
export function consumed(refunds: readonly Refund[], now: number): number {
	return refunds.filter(({ at }) => at <= now && now < at + WINDOW).reduce((sum, { pricing }) => sum + pricing, 0);
}
