/** The door to the watch list: worked out from what is known; asks the network for nothing. */
import type { KnownAllowance, WatchItem, WatchList } from './model';

export interface WatchService {
	/** Reads what was known when VS Code was closed. Resolves when all of it is in memory; never rejects. */
	ready(): Promise<void>;
	/** The watch list of today. Kept, and made anew only for customers whose reservations have changed. */
	list(): WatchList;
	/** What is on the list about one customer, worst first. */
	ofCustomer(tenantId: string): readonly WatchItem[];
	/** Allowances of the customers of whom a quote or a return committed here tells something, least left first. */
	allowances(): readonly KnownAllowance[];
	/** The allowance of one customer; undefined: nothing is known of it. */
	allowance(tenantId: string): KnownAllowance | undefined;
}
