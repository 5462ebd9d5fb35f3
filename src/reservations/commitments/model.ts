/** The words of commitments: what orders still owe, by order, and summed over many orders. */
import type { ServiceFailure } from '../../azure/failure';
import type { Money } from '../model';
import type { ScanState } from '../scan/model';

/** Points at one reservation order. Both are GUIDs in lower case. */
export interface OrderRef {
	readonly tenantId: string;
	readonly orderId: string;
}

/**
 * Why there is no figure although Azure answered.
 * - `noSchedule`: the answer has no payment schedule
 * - `noAmount`: a payment that is scheduled has no amount, or no currency can be told
 * - `severalCurrencies`: the scheduled payments are in different currencies, which are never added
 * - `unknownStatus`: a payment has a status that this version does not know, so that it may or may not be owed
 */
export const gaps = ['noSchedule', 'noAmount', 'severalCurrencies', 'unknownStatus'] as const;
export type CommitmentGap = (typeof gaps)[number];

/** A payment that Azure says is `Scheduled`: not made, not cancelled. */
export interface ScheduledPayment {
	/** Days since the epoch, UTC; undefined where Azure gave no date. */
	readonly dueDay: number | undefined;
	/** Units of the schedule's currency, the very number of the answer. */
	readonly amount: number;
}

/** What an order's payment schedule says of what is still to be paid. */
export interface OrderSchedule {
	/** ISO 4217 code; undefined only with a gap. */
	readonly currency: string | undefined;
	/** Those that are still to be made; empty where nothing is owed any more, or there is a gap. */
	readonly payments: readonly ScheduledPayment[];
	/**
	 * What the order commits to over its whole term: Azure's own total. Undefined where its payments do not add up to it, or one of
	 * them is neither made nor scheduled.
	 */
	readonly total?: number | undefined;
	readonly gap: CommitmentGap | undefined;
	/** Payments that failed or are pending: neither made nor scheduled, so not in the sum. */
	readonly unsettled: number;
	/** Reservations that the order has, ended ones too: the payments are for all of them. */
	readonly reservations: number;
}

/**
 * What is known of one order: the sum of its `Scheduled` payments in pricing currency (`pricingCurrencyTotal` of
 * `planInformation.transactions`, arm-contract 3), without tax. Billing amounts are not known before they are charged.
 */
export interface OrderCommitment {
	/** When it was read, ms since the epoch; undefined: it never could be. */
	readonly asOf: number | undefined;
	/** 0 where everything is paid. Undefined: not known, see `gap` and `failure`. */
	readonly left: Money | undefined;
	/** What the whole order commits to over its term, in pricing currency without tax; undefined wherever that is not sure. */
	readonly total?: Money | undefined;
	readonly gap: CommitmentGap | undefined;
	readonly unsettled: number;
	/** Reservations that the order has, ended ones too: the amounts are for all of them. */
	readonly reservations: number;
	/** Why it could not be read the last time; what was known before is kept. */
	readonly failure: ServiceFailure | undefined;
}

/** How far reading has come. Counts are of orders, each in exactly one of them, as in a scan. */
export type CommitmentsState = Pick<
	ScanState,
	'phase' | 'total' | 'fresh' | 'read' | 'failed' | 'waiting' | 'notTried' | 'throttled' | 'causes' | 'startedAt' | 'endedAt'
>;

export interface ReadRequest {
	/** One call for each, however many reservations it has; one that is named twice is read once. */
	readonly orders: Iterable<OrderRef>;
	/** What was read less than so many ms ago is not read again. Default: an hour. 0 reads all of them. */
	readonly maxAgeMs?: number | undefined;
}

/** An order that could not be read. */
export interface OrderFailure extends OrderRef {
	readonly failure: ServiceFailure;
}

/** What is still to be paid in one currency. */
export interface CommitmentTotal {
	readonly left: Money;
	/** Orders in this currency, also those that owe nothing any more. */
	readonly orders: number;
}

/** Sums over many orders, each counted once: `orders = known + gaps + failed + unread`. */
export interface CommitmentSums {
	readonly orders: number;
	/** With a figure. */
	readonly known: number;
	/** Read, but without a figure. */
	readonly gaps: number;
	readonly failed: number;
	readonly unread: number;
	/** Read within the last hour: not read again without need. */
	readonly fresh: number;
	/** Orders with a payment that failed or is pending, which no sum has. */
	readonly unsettled: number;
	/** Orders with a payment that came due since they were read: it may have been made. */
	readonly dueSince: number;
	/** One for each currency, by code. Amounts in different currencies are never added. */
	readonly totals: readonly CommitmentTotal[];
	/** The oldest and the newest figure, ms since the epoch. */
	readonly oldestAsOf: number | undefined;
	readonly newestAsOf: number | undefined;
}

/** Payments that fall into one span of time. */
export interface CommitmentSpan {
	readonly left: Money;
	readonly payments: number;
}

/** What is due in each of the next months. All spans together are the total of the currency. */
export interface CommitmentMonths {
	/** The current month first; `at` is its first moment, ms since the epoch, UTC. */
	readonly months: readonly (CommitmentSpan & { readonly at: number })[];
	/** Due before the current month and still scheduled. */
	readonly earlier: CommitmentSpan;
	/** Due after the last of these months. */
	readonly later: CommitmentSpan;
	/** Azure gave no due date. */
	readonly undated: CommitmentSpan;
}
