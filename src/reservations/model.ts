/** The words of the product: customers, reservations, orders, payments, usage. What tree, commands and panels see. */
import type { ServiceFailure } from '../azure/failure';

/** A customer of the partner. */
export interface Customer {
	/** Entra tenant id (GUID, lower case); Partner Center calls it the customer's Microsoft ID. */
	readonly tenantId: string;
	readonly name: string;
	/** Empty where the source does not tell it. */
	readonly domain: string;
	/** For indirect providers: the reseller that has the customer. Undefined: none, or not read yet. */
	readonly reseller?: Reseller | undefined;
	/** Who named the customer, where that is not the source of the whole list. */
	readonly source?: CustomerSource | undefined;
	/**
	 * For a customer that a better source named before, while only a lesser one can be read: when it was last named, ms since
	 * the epoch. Its reservations stay readable.
	 */
	readonly lastSeenAt?: number | undefined;
}

/** An indirect reseller of the partner. */
export interface Reseller {
	/** Entra tenant id (GUID, lower case). */
	readonly tenantId: string;
	readonly name: string;
}

/** Where customers are read from, best first: Partner Center, Microsoft Graph, the list that the user entered. */
export const customerSources = ['partnerCenter', 'graph', 'list'] as const;
export type CustomerSource = (typeof customerSources)[number];

/** A customer as the user enters it: tenant id or domain, and a name where there is one. */
export interface EnteredCustomer {
	readonly tenant: string;
	readonly name?: string | undefined;
}

/** An entered customer that leads to no tenant at the moment, and why, in a sentence. */
export interface UnresolvedCustomer extends EnteredCustomer {
	readonly reason: string;
}

/** Points at one reservation. All three are GUIDs in lower case. */
export interface ReservationRef {
	readonly tenantId: string;
	readonly orderId: string;
	readonly reservationId: string;
}

/** `displayProvisioningState` of the list (arm-contract 4.2), or the provisioning state where that is all there is. */
export type ReservationState =
	| 'Succeeded'
	| 'Expiring'
	| 'Expired'
	| 'Pending'
	| 'Processing'
	| 'Cancelled'
	| 'Failed'
	| 'Warning'
	| 'NoBenefit'
	| (string & {});

export type ScopeKind = 'Shared' | 'Single' | 'ResourceGroup' | 'ManagementGroup' | 'None' | (string & {});

/** What the reservation's discount is applied to (rules 5). */
export interface ReservationScope {
	readonly kind: ScopeKind;
	readonly displayName?: string | undefined;
	/** Full ids as the service gave them, for example `/subscriptions/...`. */
	readonly subscriptionId?: string | undefined;
	readonly resourceGroupId?: string | undefined;
	readonly managementGroupId?: string | undefined;
}

/** Use of what is reserved, in percent from 0 to 100 (above 100 is possible, see arm-pitfalls 24). Undefined: no data. */
export interface Utilization {
	/** `UP`, `DOWN` or `SAME` over the last 7 days. */
	readonly trend?: string | undefined;
	/** The newest day: late by 4 to 8 hours, so never a reason to alarm (rules 11). */
	readonly lastDay?: number | undefined;
	readonly last7Days?: number | undefined;
	readonly last30Days?: number | undefined;
}

/**
 * Whether the service says that a reservation can be returned or exchanged by API (`capabilities` of the tenant-wide list).
 * `unknown`: only seen in calls that never carry the flags, so absence proves nothing (recordings 9).
 */
export type ActionOffer = 'offered' | 'notOffered' | 'unknown';

/** A reservation. Dates are ms since the epoch, UTC. */
export interface Reservation extends ReservationRef {
	readonly name: string;
	/** ARM SKU name, for example `Standard_D2s_v5`. */
	readonly sku: string;
	/** Product in Microsoft's words, for example "Reserved VM Instance, Standard_B1ls, UK South, 1 Year". */
	readonly product: string;
	/** `VirtualMachines`, `SqlDatabases`, ... open list. */
	readonly resourceType: string;
	readonly region: string;
	/** Units, at least one. Undefined: Azure did not tell. */
	readonly quantity: number | undefined;
	/** ISO 8601 period (`P1Y`, `P3Y`, `P5Y`), or `None` for Azure Hybrid Benefit. */
	readonly term: string;
	/** `Upfront` or `Monthly`. */
	readonly billingPlan?: string | undefined;
	/** Subscription that is billed, `/subscriptions/{id}`. */
	readonly billingScopeId?: string | undefined;
	readonly state: ReservationState;
	readonly provisioningState: string;
	/** `extendedStatusInfo`: why it is in this state. */
	readonly statusCode?: string | undefined;
	readonly statusMessage?: string | undefined;
	readonly purchasedAt?: number | undefined;
	readonly benefitStartsAt?: number | undefined;
	readonly expiresAt?: number | undefined;
	/** Azure Hybrid Benefit: when it has to be reviewed (those have no expiry). */
	readonly reviewAt?: number | undefined;
	readonly effectiveAt?: number | undefined;
	readonly updatedAt?: number | undefined;
	readonly scope: ReservationScope;
	/** `On` or `Off`; only for virtual machines. */
	readonly instanceFlexibility?: string | undefined;
	/** Undefined: Azure did not tell. */
	readonly renew?: boolean | undefined;
	/** `On`, `Off`, `Renewed`, `NotRenewed`, `NotApplicable`. */
	readonly renewState?: string | undefined;
	readonly archived: boolean;
	readonly utilization: Utilization;
	readonly canReturn: ActionOffer;
	readonly canExchange: ActionOffer;
	/** Reservation ids (GUID, lower case) this one came from or became, by split, merge or renewal. */
	readonly cameFrom?: readonly string[] | undefined;
	readonly became?: readonly string[] | undefined;
	readonly etag?: number | undefined;
}

/** The reservations of one customer that this account can see. */
export interface ReservationList {
	readonly reservations: readonly Reservation[];
	/**
	 * Reservation order ids that Partner Center lists for the customer. Asked for when Azure shows none, to tell "none" from "none
	 * visible to this account" (arm-pitfalls 15), and by a scan that compares; then without those that have ended. Kept until
	 * Partner Center is asked again. Undefined: it was not asked yet, or did not say.
	 */
	readonly entitledOrderIds?: readonly string[] | undefined;
	/** When Partner Center listed them, ms since the epoch. */
	readonly comparedAt?: number | undefined;
}

/** An amount as a decimal string, never a float, with its ISO 4217 currency. */
export interface Money {
	readonly amount: string;
	readonly currency: string;
}

/** One payment of an order's schedule (arm-contract PaymentDetail). Amounts are without tax. */
export interface Payment {
	readonly dueAt?: number | undefined;
	/** Undefined while the payment is only scheduled. */
	readonly paidAt?: number | undefined;
	/** What Microsoft records, in pricing currency. */
	readonly pricing?: Money | undefined;
	/** What is charged, in billing currency. Undefined for future payments. */
	readonly billing?: Money | undefined;
	/** `Succeeded`, `Failed`, `Scheduled`, `Cancelled`. */
	readonly status: string;
	readonly statusMessage?: string | undefined;
}

/** A reservation order: one purchase. */
export interface ReservationOrder {
	readonly tenantId: string;
	readonly orderId: string;
	readonly name: string;
	readonly state: string;
	readonly term: string;
	readonly billingPlan?: string | undefined;
	readonly originalQuantity?: number | undefined;
	readonly requestedAt?: number | undefined;
	readonly createdAt?: number | undefined;
	readonly benefitStartsAt?: number | undefined;
	readonly expiresAt?: number | undefined;
	readonly reviewAt?: number | undefined;
	readonly billingAccountId?: string | undefined;
	readonly billingProfileId?: string | undefined;
	readonly reservationIds: readonly string[];
	/** Total of the order in pricing currency, without tax. */
	readonly total?: Money | undefined;
	readonly nextPaymentDueAt?: number | undefined;
	readonly payments: readonly Payment[];
}

/** One earlier state of a reservation (`revisions`), newest first in lists. */
export interface HistoryEntry {
	readonly revision: string;
	readonly at?: number | undefined;
	readonly state: string;
	readonly statusCode?: string | undefined;
	readonly statusMessage?: string | undefined;
	readonly name?: string | undefined;
	readonly quantity?: number | undefined;
	readonly scopeKind?: ScopeKind | undefined;
	readonly renew?: boolean | undefined;
	readonly instanceFlexibility?: string | undefined;
}

export type UsageGrain = 'daily' | 'monthly';

/** Use of a reservation over one day or month. Percentages 0 to 100, hours over all units. */
export interface UsagePoint {
	/** Start of the day or month, ms since the epoch, UTC. */
	readonly at: number;
	readonly average?: number | undefined;
	readonly minimum?: number | undefined;
	readonly maximum?: number | undefined;
	readonly reservedHours?: number | undefined;
	readonly usedHours?: number | undefined;
}

/** Hours of a reservation that one resource used on one day. */
export interface ResourceUsage {
	/** Resource id or name as the service gives it. */
	readonly resourceId: string;
	readonly resourceName: string;
	readonly sku?: string | undefined;
	readonly usedHours: number;
	readonly reservedHours?: number | undefined;
}

/** Something the user should know or do, worked out from rules with a source. */
export interface Advice {
	/** Stable key, for example `lowUse.sharedScope` or `policy.exchangeCutOff`. */
	readonly id: string;
	readonly severity: 'info' | 'warning';
	readonly title: string;
	readonly text: string;
	/** Where the rule can be read. */
	readonly link?: string | undefined;
}

/** What is known of something that is loaded from the network. */
export interface Known<T> {
	/** The last value, from the network or from the cache on disk. */
	readonly value?: T | undefined;
	/** When that value was read from the network, ms since the epoch. */
	readonly asOf?: number | undefined;
	/** A load is running. */
	readonly loading: boolean;
	/** While throttled: when the next try will be, ms since the epoch. */
	readonly waitingUntil?: number | undefined;
	/** Why the last load failed; undefined once one succeeded. The value before it is kept. */
	readonly failure?: ServiceFailure | undefined;
}

export interface CustomerList {
	readonly customers: readonly Customer[];
	/** False while pages are still to come. */
	readonly complete: boolean;
	readonly source: CustomerSource;
	/** Why a better source was not used. */
	readonly sourceFailure?: ServiceFailure | undefined;
	/** Entered customers that lead to no tenant. */
	readonly unresolved?: readonly UnresolvedCustomer[] | undefined;
}

/** The customers of one reseller, or those that have none. */
export interface CustomerGroup {
	readonly reseller: Reseller | undefined;
	readonly customers: readonly Customer[];
}

/** A customer or one of its reservations that matches a search. */
export interface SearchHit {
	readonly customer: Customer;
	readonly reservation?: Reservation | undefined;
}
