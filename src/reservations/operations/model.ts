/** The words of returns and exchanges: what is asked for, what the service quotes, and what became of what was committed. */
import type { Money, ReservationRef } from '../model';

/** How many units of a reservation are given back. */
export interface ReturnLine extends ReservationRef {
	/** From 1 to the quantity of the reservation. */
	readonly quantity: number;
}

/** A reason why the service refuses a quote. The service may give a code alone (arm-pitfalls 4). */
export interface PolicyError {
	readonly code?: string | undefined;
	readonly message?: string | undefined;
	/** What it means and what can be done instead, in sentences; for a code that is not known: that the service gave no reason. */
	readonly explanation: string;
	/** What can be done instead: `exchange`, `tradeIn`, `smallerQuantity`, `biggerPurchase`, `wait`, `support`, `access`. */
	readonly instead: readonly string[];
}

/** The customer's allowance for returns over 12 months, as a quote told it (rules 4.2). Both in pricing currency (USD). */
export interface Allowance {
	/** Used before this return. */
	readonly consumed: Money;
	readonly limit: Money;
	/** limit - consumed; the service decides what counts (arm-pitfalls 9). */
	readonly left: Money;
}

/** What a return gives back and ends. Every amount is the service's own (arm-contract 2.11, recordings 3 and 4). */
export interface ReturnFigures {
	/** `billingRefundAmount`: comes back to the partner, in billing currency, without tax. */
	readonly moneyBack: Money;
	/** `pricingRefundAmount`: the same in pricing currency. */
	readonly moneyBackPricing?: Money | undefined;
	/** `billingCurrencyRemainingCommitmentAmount` of the returned units: payments that will not be due any more. */
	readonly commitmentCancelled?: Money | undefined;
	/** `billingCurrencyTotalPaidAmount`: of the whole order, even if one unit is returned (recordings 4). */
	readonly paidInTotal?: Money | undefined;
	readonly paidTransactions?: number | undefined;
	readonly transactions?: number | undefined;
	/** Early termination fee, where the service names one. Undefined: it named none. */
	readonly fee?: Money | undefined;
}

/** A reservation as it was when a quote was made; a commit reads it again and refuses when it is not the same any more. */
export interface QuoteBasis {
	readonly orderId: string;
	readonly reservationId: string;
	readonly name: string;
	/** Units, at least one. Undefined: Azure did not tell; such a quote can't be committed. */
	readonly quantity?: number | undefined;
	readonly provisioningState: string;
	readonly etag?: number | undefined;
}

interface QuoteBase {
	/** Which quote this is: the session that a commit names. Undefined: the service gave none, so it can't be committed. */
	readonly sessionId?: string | undefined;
	readonly tenantId: string;
	/** When the service answered, ms since the epoch. */
	readonly quotedAt: number;
	/**
	 * After so long (ms since the epoch) it is not committed any more. Sessions are said to live about 10 minutes
	 * (arm-pitfalls 7); this is earlier.
	 */
	readonly expiresAt: number;
	readonly policyErrors: readonly PolicyError[];
	/** Sentences: why this quote can't be committed. Empty: it can be. */
	readonly blockers: readonly string[];
	readonly correlationId?: string | undefined;
	/** User name of who asked for it: nobody else commits it. Undefined where that is not known, as in the sandbox. */
	readonly quotedBy?: string | undefined;
	/** What the quote was made on, a reservation a returned line. A quote without it can't be committed. */
	readonly basis?: readonly QuoteBasis[] | undefined;
}

export interface ReturnQuote extends QuoteBase {
	readonly kind: 'return';
	readonly line: ReturnLine;
	/** Undefined where the service named no amount: never read as zero. */
	readonly figures?: ReturnFigures | undefined;
	readonly allowance?: Allowance | undefined;
}

/** A product to buy in an exchange (PurchaseRequest of the contract). */
export interface PurchaseLine {
	/** ARM SKU name out of the catalog. */
	readonly sku: string;
	readonly resourceType: string;
	/** Azure's name of the region; undefined for products without one. */
	readonly region?: string | undefined;
	readonly term: string;
	readonly billingPlan: 'Upfront' | 'Monthly';
	readonly quantity: number;
	readonly name: string;
	/** Subscription that is charged, `/subscriptions/{id}`. */
	readonly billingScopeId: string;
	readonly scope:
		| { readonly kind: 'Shared' }
		| { readonly kind: 'Single'; readonly subscriptionId: string; readonly resourceGroupId?: string | undefined }
		| { readonly kind: 'ManagementGroup'; readonly managementGroupId: string };
	readonly renew: boolean;
	readonly instanceFlexibility?: 'On' | 'Off' | undefined;
}

export interface ExchangeRequest {
	readonly tenantId: string;
	readonly returns: readonly ReturnLine[];
	readonly purchases: readonly PurchaseLine[];
}

export interface QuotedReturn extends ReturnLine {
	readonly figures?: ReturnFigures | undefined;
}

export interface QuotedPurchase extends PurchaseLine {
	/** `billingCurrencyTotal`: the whole commitment of the line, also when it is paid by the month. */
	readonly commitment?: Money | undefined;
}

export interface ExchangeQuote extends QuoteBase {
	readonly kind: 'exchange';
	readonly returns: readonly QuotedReturn[];
	readonly purchases: readonly QuotedPurchase[];
	/** Commitment totals of the service, in billing currency: not money that moves at once (arm-contract 2.10). */
	readonly totals?:
		| {
				/** `refundsTotal`: money back and cancelled commitment together. */
				readonly returned: Money;
				/** `purchasesTotal`: the whole new commitment. */
				readonly purchased: Money;
				/** `netPayable`: purchased - returned. Not the next charge. */
				readonly net: Money;
				/** Sum of what really comes back. */
				readonly moneyBack: Money;
				/** Sum of the payments that end. */
				readonly commitmentCancelled: Money;
		  }
		| undefined;
}

export type Quote = ReturnQuote | ExchangeQuote;

/** What an operation is doing or how it ended (OperationStatus of the contract and ours). */
export type OperationState =
	/** Written down, not sent yet. */
	| 'prepared'
	/** Sent; no answer has come yet, or it was lost: being found out. Never sent again. */
	| 'sent'
	/** The service works on it: `step` says at what. */
	| 'running'
	| 'succeeded'
	/** Some lines went through and others did not: what it means is in `explanation`. */
	| 'partial'
	| 'failed'
	/** It can't be told whether the service did it; the user has to look. */
	| 'outcomeUnknown'
	/** Certainly not done: it never left this computer, or the service said no. */
	| 'notDone';

/** A line of an operation with what became of it. */
export interface OperationLine {
	readonly direction: 'return' | 'purchase';
	/** What it is, in words: the reservation's name, or the product. */
	readonly what: string;
	readonly quantity: number;
	/** The service's own word: `Pending`, `Succeeded`, `Failed`, ...; ours is `NotDone`. */
	readonly status: string;
	/** True: the service did not say so; the reservation shows it, or the order of what was bought. */
	readonly isRead?: boolean | undefined;
	readonly amount?: Money | undefined;
	/** Of a return, the reservation that it was; of a purchase, the one that came of it, once the service tells. */
	readonly orderId?: string | undefined;
	readonly reservationId?: string | undefined;
	/** Of a partial return: the reservation with the rest, which goes on under a new id (arm-pitfalls 10). */
	readonly rest?: { readonly orderId: string; readonly reservationId: string } | undefined;
	readonly error?: { readonly code?: string | undefined; readonly message?: string | undefined } | undefined;
}

/** A commit and everything known of it: one file of the journal. Times are ms since the epoch. */
export interface Operation {
	/** The session id: names the file, so that one session can't be committed twice. */
	readonly id: string;
	readonly kind: 'return' | 'exchange';
	readonly connection: string;
	readonly partnerTenantId: string;
	readonly tenantId: string;
	readonly customerName: string;
	/** User name of who committed. */
	readonly committedBy?: string | undefined;
	readonly reason?: string | undefined;
	readonly state: OperationState;
	/** `PendingRefunds`, `PendingPurchases`, or the provisioning state of the order. */
	readonly step?: string | undefined;
	readonly lines: readonly OperationLine[];
	/** The quote that the user confirmed, figure for figure. */
	readonly quote: Quote;
	readonly preparedAt: number;
	readonly sentAt?: number | undefined;
	readonly answeredAt?: number | undefined;
	readonly lastLookedAt?: number | undefined;
	readonly endedAt?: number | undefined;
	readonly explanation?: string | undefined;
	/**
	 * Its outcome stays unknown: its user has looked in the portal and works on with its reservations. Set aside is neither done nor
	 * not done, and is not looked after any more.
	 */
	readonly setAside?: { readonly at: number; readonly by?: string | undefined } | undefined;
	readonly correlationIds: readonly string[];
}

/** What the user has confirmed: exactly this session's figures, and the customer's name as typed. */
export interface Confirmation {
	readonly sessionId: string;
	/** Has to be the customer's name, without regard to case and outer spaces; the tenant id where no list has a name. */
	readonly typedCustomerName: string;
	/** Free text; required by the service for a return (arm-contract 2.11). */
	readonly reason?: string | undefined;
}

/** A product of the catalog with what buying it takes. */
export interface CatalogProduct {
	readonly sku: string;
	readonly resourceType: string;
	readonly region?: string | undefined;
	readonly name: string;
	readonly terms: readonly string[];
	/** By term. */
	readonly billingPlans: Readonly<Record<string, readonly string[]>>;
	/** Of virtual machines: instance size flexibility group, ratio, vCPUs, as the catalog names them. */
	readonly flexibilityGroup?: string | undefined;
	readonly ratio?: number | undefined;
	readonly cores?: number | undefined;
	/** True: for some of its terms it can't be bought any more from a date on (rules 3.11). */
	readonly isLegacy: boolean;
	/** The terms that this holds for. */
	readonly legacyTerms?: readonly string[] | undefined;
}

/** A file of the journal that can't be read: what it stands for is not known, so it is kept and told. */
export interface UnreadableFile {
	/** Full path. */
	readonly file: string;
	/** What is wrong with it, in a sentence. */
	readonly reason: string;
}

/** The price of a purchase line without buying it (calculatePrice, arm-contract 2.9). */
export interface PriceQuote {
	/** Whole commitment in billing currency, without tax. */
	readonly commitment: Money | undefined;
	/** First payment of a monthly plan. */
	readonly firstPayment?: Money | undefined;
}
