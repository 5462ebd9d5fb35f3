/** The facts that advice is worked out from. */
import type { Format } from '../format';
import type { Reservation, UsagePoint } from '../model';

export interface AdviceContext {
	readonly reservation: Reservation;
	/** Its use by day, oldest first, where that was read. */
	readonly usage: readonly UsagePoint[] | undefined;
	/** Ms since the epoch. */
	readonly now: number;
	readonly format: Format;
}
