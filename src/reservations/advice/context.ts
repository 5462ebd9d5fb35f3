/** The facts that advice is worked out from. */
import type { Format } from '../format';
import type { Reservation, UsagePoint } from '../model';
import type { Thresholds } from '../watch/model';

export interface AdviceContext {
	readonly reservation: Reservation;
	/** Its use by day, oldest first, where that was read. */
	readonly usage: readonly UsagePoint[] | undefined;
	/** Ms since the epoch. */
	readonly now: number;
	/** From when on its use is low: the user's settings, as the watch list goes by them. */
	readonly thresholds: Pick<Thresholds, 'lowUtilizationPercent'>;
	readonly format: Format;
}
