/** The words of the table over all customers' reservations: its columns, what is asked of it, and what it answers. */
import type { OrderCommitment } from '../commitments/model';
import type { Customer, Reservation, ReservationScope } from '../model';
import type { UnitSum } from '../units';
import type { RenewalSetting } from './endings';

/** Columns whose values are texts. */
export const textColumns = [
	'customer',
	'name',
	'product',
	'sku',
	'type',
	'region',
	'scope',
	'term',
	'billingPlan',
	'renewal',
	'state',
	'exchange',
	'return',
	'reseller',
	'reservationId',
	'orderId',
	'tenantId',
] as const;
export type TextColumnName = (typeof textColumns)[number];

/** Columns whose values are numbers: units, dates (ms since the epoch), whole days (of active ones alone), percent (0 to 100). */
export const numberColumns = ['quantity', 'purchasedAt', 'expiresAt', 'daysLeft', 'use1', 'use7', 'use30'] as const;
export type NumberColumnName = (typeof numberColumns)[number];

/** `commitment`: what the reservation's order still owes, by currency and then by amount. */
export type ColumnName = TextColumnName | NumberColumnName | 'commitment';

/** What rows can be gathered by. */
export const groupings = ['customer', 'reseller', 'product', 'expiryMonth', 'region'] as const;
export type Grouping = (typeof groupings)[number];

/**
 * Keeps rows whose text has `contains` in it (any case), or is that of one of the keys in `oneOf` (empty: has none). A key is the
 * same in every language.
 */
export interface TextFilter {
	readonly column: TextColumnName;
	readonly contains?: string | undefined;
	readonly oneOf?: readonly string[] | undefined;
}

/** Keeps rows whose number is known and within the bounds, both included. */
export interface NumberFilter {
	readonly column: NumberColumnName;
	readonly min?: number | undefined;
	readonly max?: number | undefined;
}

/**
 * Keeps rows by what their order still owes, as far as it was read. Amounts in different currencies can't be compared, so bounds
 * are of one currency.
 */
export interface CommitmentFilter {
	readonly column: 'commitment';
	/** True: with an amount; false: without one, as it was not read, could not be read, or Azure gives no usable schedule. */
	readonly known?: boolean | undefined;
	/** With an amount in this currency (ISO 4217 code). */
	readonly currency?: string | undefined;
	/** Bounds of that amount, both included; without a currency nothing is within them. */
	readonly min?: number | undefined;
	readonly max?: number | undefined;
}

/** What is asked of the table. Nothing given: everything, by customer. */
export interface TableQuery {
	/** Every word has to be somewhere in the row's texts, in the customer's domain or in an id; any part, any case. */
	readonly text?: string | undefined;
	/** All of them have to hold. */
	readonly filters?: readonly (TextFilter | NumberFilter | CommitmentFilter)[] | undefined;
	/** Leaves out what has ended or is archived, as the tree does. */
	readonly hideEnded?: boolean | undefined;
	/** Equal rows stay in the order of customers and of their lists; rows without a value come last either way. */
	readonly sort?: { readonly column: ColumnName; readonly descending?: boolean | undefined } | undefined;
	readonly groupBy?: Grouping | undefined;
}

/** One reservation with whose it is. */
export interface TableRow {
	readonly customer: Customer;
	readonly reservation: Reservation;
	/** When the customer's reservations were read, ms since the epoch. */
	readonly asOf: number | undefined;
	/** What the whole order still owes, as it is known when the row is made; undefined: it was not read yet. */
	readonly commitment: OrderCommitment | undefined;
}

/** Rows that belong together: `count` rows from row `from` on. */
export interface RowGroup {
	/** Stable: tells the group apart from others of the same grouping. */
	readonly key: string;
	/** As the table words it; empty: rows that have no value. */
	readonly text: string;
	readonly from: number;
	readonly count: number;
	/** Of all its rows. Units of different products are not the same thing: it says how much there is to look after. */
	readonly quantity: UnitSum;
}

/** How many rows have this text. */
export interface TextCount {
	/** To filter by it: one of those that read so. */
	readonly key: string;
	readonly text: string;
	readonly count: number;
}

/** Active reservations that end in one month. */
export interface ExpiryMonth {
	/** First moment of the month, ms since the epoch, UTC. */
	readonly at: number;
	readonly count: number;
	/** Of these, how many renew by themselves: those whose series is not renewed any more do not. */
	readonly renewing: number;
	/** Of how many Azure does not tell whether they renew. */
	readonly renewalUntold: number;
	readonly quantity: UnitSum;
}

/** How many of the active reservations were used so much over the last 30 days. */
export interface UseDistribution {
	/** By tens: below 10 %, from 10 to below 20 %, and so on; the last has 90 % and more. */
	readonly counts: readonly number[];
	/** Azure told no figure. */
	readonly unknown: number;
}

/** What the table is made of at the moment. */
export interface TableFacts {
	/** Reservations of all customers that are known. */
	readonly reservations: number;
	/** Customers of whom a list was read, an empty one too, and of whom none was yet. */
	readonly customersKnown: number;
	readonly customersUnknown: number;
	/** The oldest and the newest list, ms since the epoch. */
	readonly oldestAsOf: number | undefined;
	readonly newestAsOf: number | undefined;
}

/** How codes are worded, so that filters, order and export use the words that the user sees. */
export interface TableWords {
	state(state: string, statusCode: string | undefined): string;
	/** @param code of what is reserved, as the service names it */
	type(code: string): string;
	/** @param code of a region, as the service names it */
	region(code: string): string;
	scope(scope: ReservationScope): string;
	term(term: string): string;
	billingPlan(plan: string | undefined): string | undefined;
	renewal(setting: RenewalSetting): string;
	/** @param offer an `ActionOffer`, or what a view of before kept */
	offer(offer: string): string;
	month(at: number): string;
}
