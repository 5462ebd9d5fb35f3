/** The door to the scan: all customers' reservations, read in the background a few at a time. */
import type { CustomerScan, HiddenOrders, ScanRequest, ScanState } from './model';

/**
 * One scan at a time. What it reads goes where all reservations go: `getReservations` has it at once and `onDidChange` tells of
 * it, customer by customer. Reads that a user waits for overtake it.
 */
export interface ScanService {
	/** How far the scan under way has come, or how the last one ended. */
	state(): ScanState;
	/** Tells of every change of the state, at most ten times a second. Returns the function that ends it. */
	onDidChange(listener: (state: ScanState) => void): () => void;
	/**
	 * Reads what is not fresh. Joins the scan that is under way, to which the customers asked for are added. A scan that was cancelled
	 * or broke off goes on with the next one: what is fresh is not read again. A comparison goes on only with the next one that compares.
	 * @param signal leaves the scan; it ends when nobody is interested any more
	 * @returns how it ended: never rejects for a customer or a list that could not be read, both are in the state
	 * @throws an AbortError when the signal fires or the service ends
	 */
	start(request?: ScanRequest, signal?: AbortSignal): Promise<ScanState>;
	/** Ends the scan for everybody. What was read stays; who waits for it gets the state `cancelled`. */
	cancel(): void;
	/**
	 * Saves what was read, also what could not be saved before; the cache else follows by itself, and a failure to write it ends no scan.
	 * @returns why it can't be saved, undefined when it is: what was read is known until the service ends in both cases
	 */
	save(): Promise<Error | undefined>;
	/** What became of one customer; undefined: the scan is not about it. */
	customer(tenantId: string): CustomerScan | undefined;
	/** The customers that could not be read, in the order they failed. To try them again: `start({ tenantIds, maxAgeMs: 0 })`. */
	failures(): readonly CustomerScan[];
	/** Those of `failures` of whose reservations nothing is known from before either. */
	neverRead(): readonly CustomerScan[];
	/** Those of `notCompared`, with the reason; the state is that of their reservations. */
	notCompared(): readonly CustomerScan[];
	/** What Azure does not show, of all customers whose orders were compared, also in earlier scans and sessions. */
	hiddenOrders(): readonly HiddenOrders[];
}
