/** The door to the watch list: worked out from what is known; asks the network for nothing. */
import type { ReservationRef } from '../model';
import type { ExchangeCutOff, KnownAllowance, Thresholds, UnusedCost, WatchItem, WatchList } from './model';

export interface WatchService {
	/** Reads what was known when VS Code was closed. Resolves when all of it is in memory; never rejects. */
	ready(): Promise<void>;
	/** The watch list of today. Kept, and made anew only for customers whose reservations have changed. */
	list(): WatchList;
	/** What is on the list about one customer, worst first. */
	ofCustomer(tenantId: string): readonly WatchItem[];
	/** From when on something is on the list, as the settings are now. */
	thresholds(): Thresholds;
	/** What the unused part of a reservation cost in the last 30 days; undefined wherever that is not sure. */
	unusedCost(ref: ReservationRef): UnusedCost | undefined;
	/** All reservations that the cut-off of exchanges touches, however far off it is (rules 3.10). */
	touchedByCutOff(): readonly ExchangeCutOff[];
	/** Allowances of the customers of whom a quote or a return committed here tells something, least left first. */
	allowances(): readonly KnownAllowance[];
	/** The allowance of one customer; undefined: nothing is known of it. */
	allowance(tenantId: string): KnownAllowance | undefined;
}
