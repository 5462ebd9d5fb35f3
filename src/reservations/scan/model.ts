/** The words of a scan: how far the reading of all customers has come, and what became of each. */
import type { FailureKind, ServiceFailure } from '../../azure/failure';

/**
 * What became of a customer in the scan.
 * - `fresh`: not read, because what is known of it is young enough
 * - `waiting`: its turn is still to come, or it is being read; also while the service makes us wait
 * - `read`: read from Azure in this scan
 * - `failed`: could not be read; what was known before is kept, with its age
 * - `notTried`: the scan was cancelled before its turn
 */
export type CustomerScanState = 'fresh' | 'waiting' | 'read' | 'failed' | 'notTried';

/** What became of one customer. */
export interface CustomerScan {
	readonly tenantId: string;
	readonly state: CustomerScanState;
	/** Why it could not be read; only for `failed`. */
	readonly failure?: ServiceFailure | undefined;
}

/** How many could not be read for one cause. */
export interface ScanCause {
	readonly kind: FailureKind;
	/** The service's own code, for example `AuthorizationFailed`; undefined where it gave none. */
	readonly code?: string | undefined;
	readonly count: number;
}

/**
 * - `idle`: nothing was scanned since the start
 * - `running`: customers are being read, or their list is
 * - `done`: every customer that was asked for is fresh, read or failed
 * - `cancelled`: ended early; the customers left are `notTried`, and the next scan goes on with them
 */
export type ScanPhase = 'idle' | 'running' | 'done' | 'cancelled';

/**
 * How far a scan has come. Counts are of customers, each in exactly one of them:
 * `fresh + read + failed + waiting + notTried = total`. A new object at every change; made in constant time.
 */
export interface ScanState {
	readonly phase: ScanPhase;
	/**
	 * Customers that the scan is about, and after a request for some of them also those of the scan before. Grows while the list of
	 * customers is still being read.
	 */
	readonly total: number;
	readonly fresh: number;
	readonly read: number;
	readonly failed: number;
	readonly waiting: number;
	readonly notTried: number;
	/** Of those that wait: held back because the service asked for it. */
	readonly throttled: number;
	/** The failed ones by cause, most first. */
	readonly causes: readonly ScanCause[];
	/** False while pages of the list of customers are to come, and where the list could not be read to its end. */
	readonly isListComplete: boolean;
	/** Why the list of customers could not be read (anew): the scan then covers those known before, and says so. */
	readonly listFailure?: ServiceFailure | undefined;
	/** Orders that Partner Center lists and Azure does not show, of all customers compared so far (arm-pitfalls 15). */
	readonly hiddenOrders: number;
	/** Customers who were read and should have been compared with Partner Center, which did not say what it lists. */
	readonly notCompared: number;
	/**
	 * Customers who were to be compared when a scan was cancelled, and were not since. A later scan reads them, and compares only where it
	 * is asked to: each is a call or two more.
	 */
	readonly toCompare: number;
	/** Ms since the epoch. */
	readonly startedAt?: number | undefined;
	readonly endedAt?: number | undefined;
}

/** What to scan. Nothing given: all customers, but for those read within the last 5 minutes. */
export interface ScanRequest {
	/** Tenant ids of the customers to read; what is known of the others' states stays. Undefined: all of the partner's, counted anew. */
	readonly tenantIds?: readonly string[] | undefined;
	/** What was read less than so many ms ago is not read again. 0 reads all of them. */
	readonly maxAgeMs?: number | undefined;
	/**
	 * Whose orders are compared with Partner Center's: `empty`, customers for whom Azure shows none (a call or two more for each of
	 * those), or `all` (as many more for every customer). Default `empty`. A customer who was to be compared and could not be read is
	 * compared when it is tried again, whatever is asked for then. What was found stays known until the next comparison.
	 */
	readonly compare?: 'empty' | 'all' | undefined;
}

/** Orders that Partner Center lists for a customer and Azure does not show to this account. */
export interface HiddenOrders {
	readonly tenantId: string;
	/** GUIDs, lower case. */
	readonly orderIds: readonly string[];
	/** When Partner Center listed them, ms since the epoch. What Azure shows is as old as the customer's reservations. */
	readonly comparedAt: number;
}
