/** The words of the watch list: what needs a decision soon, and what is known of the customers' refund allowances. */
import type { Money, ReservationRef } from '../model';
import type { Allowance } from '../operations/model';
import type { Renewal } from '../policy';
import type { HiddenOrders } from '../scan/model';
import type { UnitSum } from '../units';

/** Ends soon. Azure Hybrid Benefit has no end, but a date of review: not here. */
export interface Expiring extends ReservationRef {
	readonly kind: 'expiring';
	readonly expiresAt: number;
	/** Whole days left, rounded up. */
	readonly days: number;
	/** The narrowest of the windows it is in, days: 7, 30, 60, 90, or the one of the user's settings. */
	readonly within: number;
	readonly renewal: Renewal;
}

/** Of a VM series that can be neither bought nor renewed any more for this term (rules 3.11). */
export interface LegacySeries extends ReservationRef {
	readonly kind: 'legacySeries';
	/** In Microsoft's writing, for example `Dsv2`. */
	readonly series: string;
	readonly expiresAt: number | undefined;
	/** Automatic renewal is on and will fail. */
	readonly renewalWillFail: boolean;
}

/** Used little. Percentages from 0 to 100. */
export interface LowUse extends ReservationRef {
	readonly kind: 'lowUse';
	readonly last7Days: number | undefined;
	readonly last30Days: number | undefined;
	/** Low over 30 days too, not only lately. */
	readonly isLasting: boolean;
}

/**
 * What the unused part of the last 30 days cost, without tax: the commitment for 30 days of its term, times the part not used.
 * Never an estimate: it is told only where every figure is sure.
 */
export interface UnusedCost {
	readonly cost: Money;
	/**
	 * - `billing`: of the commitment that was confirmed when it was bought here, in billing currency
	 * - `pricing`: of the payments of its order, which has no other reservation, in pricing currency
	 */
	readonly pricedIn: 'billing' | 'pricing';
}

/** Nothing gets its discount (rules 5). */
export interface NoBenefit extends ReservationRef {
	readonly kind: 'noBenefit';
	readonly statusCode: string | undefined;
	readonly statusMessage: string | undefined;
}

/**
 * Falls under the cut-off of exchanges (rules 3.10) and was bought before it: exchanges are unlimited until the date, afterwards
 * each unit has one left. On the list from 30 days before the date.
 */
export interface ExchangeCutOff extends ReservationRef {
	readonly kind: 'exchangeCutOff';
	/** Days until the date, 0 once it is reached. */
	readonly days: number;
	/**
	 * Units that have their last exchange left, as far as its date of purchase tells; `untold` where Azure does not tell its units;
	 * undefined before the date: no limit.
	 */
	readonly finalExchangesLeft: number | 'untold' | undefined;
}

/** Something about one reservation that needs a look. */
export type WatchItem = Expiring | LegacySeries | LowUse | NoBenefit | ExchangeCutOff;
export type WatchKind = WatchItem['kind'];

/** From when on something needs a look: the user's settings. */
export interface Thresholds {
	/** What ends within so many days ends soon. */
	readonly expiringWithinDays: number;
	/**
	 * Below this use, in percent, a reservation is used little. The use over 7 and over 30 days counts: the value of the last day
	 * comes late, so it is no reason to mark (rules 11).
	 */
	readonly lowUtilizationPercent: number;
}

/** What ends within so many days. */
export interface EndingWindow {
	readonly days: number;
	/** Renewed or not. */
	readonly reservations: number;
	/** Of those: renewal is off or impossible. */
	readonly withoutRenewal: number;
}

/** The whole watch list: of the customers of the list of customers, once that is known to be whole. */
export interface WatchList {
	/** By kind: what was lost first (no benefit), then what ends soonest, then by use. A reservation may be in several. */
	readonly items: readonly WatchItem[];
	/** What ends within 7, 30, 60 and 90 days and within the days of the settings: the narrowest window first. */
	readonly ending: readonly EndingWindow[];
	/** The window of the settings. */
	readonly endingSoon: EndingWindow;
	/** The cut-off of exchanges and whom it touches: active reservations that outlast it, and their units (rules 3.10). */
	readonly exchangeCutOff: {
		readonly at: number;
		readonly days: number;
		readonly reservations: number;
		readonly units: UnitSum;
	};
	/** Orders that Partner Center lists and Azure does not show (arm-pitfalls 15). */
	readonly hiddenOrders: readonly HiddenOrders[];
	/** Customers whose reservations are known, and those of the list whose are not: the watch list says nothing of them. */
	readonly customersKnown: number;
	readonly customersUnknown: number;
	/** The oldest data that the list was made from, ms since the epoch. */
	readonly oldestAsOf: number | undefined;
}

/** What a quote told of a customer's allowance, in pricing currency (USD), and when, in ms since the epoch. */
export interface ToldAllowance extends Allowance {
	readonly at: number;
}

/** A return that was committed here and counts against the allowance until `comesBackAt`. */
export interface CountedReturn {
	/** Session id: the operation's id in the journal. */
	readonly operationId: string;
	readonly returnedAt: number;
	/** 365 days after the return (rules 4.3). */
	readonly comesBackAt: number;
	/**
	 * Money back in pricing currency (USD) and cancelled payments in billing currency, as they were quoted. How much of it Microsoft
	 * counts is disputed (arm-pitfalls 9), so no sum is made.
	 */
	readonly moneyBack: Money | undefined;
	readonly commitmentCancelled: Money | undefined;
	/** The figures of the allowance are older than this return: it is not in them. */
	readonly isAfterFigures: boolean;
}

/**
 * What is known of a customer's refund allowance over 12 months (rules 4.2). Always partial: the service tells figures only in the
 * quote of a return, and returns made with other tools are seen only in its sum.
 */
export interface KnownAllowance {
	readonly tenantId: string;
	/** As the newest quote told it, in pricing currency (USD); undefined: no quote told it. */
	readonly told: ToldAllowance | undefined;
	/** Returns of the last 365 days that were committed here, oldest first: the first to come back. */
	readonly returns: readonly CountedReturn[];
}
