/** The words of configuration: what of a reservation can be set, what a change would do, and what became of it. */
import type { ServiceFailure } from '../../azure/failure';
import type { Advice, Money, Reservation, ReservationRef, ReservationScope, ResourceUsage } from '../model';
import type { PurchaseLine } from '../operations/model';

/** What a reservation can be applied to (rules 5). Ids are full ids, for example `/subscriptions/{id}`. */
export type ScopeChoice = PurchaseLine['scope'];

/** What a renewal buys at the end of the term (rules 8). */
export type RenewalTerms = Omit<PurchaseLine, 'renew'>;

/** Everything of a reservation that can be set, as it was at one moment. */
export interface Configuration {
	readonly name: string;
	readonly scope: ReservationScope;
	/** `On` (instance size flexibility) or `Off` (capacity priority); undefined where the product has neither (rules 6). */
	readonly instanceFlexibility?: string | undefined;
	/** Undefined: Azure did not tell. */
	readonly renew?: boolean | undefined;
	/** Undefined: nothing is set of its own, so a renewal buys the same again; or it was not read. */
	readonly renewal?: RenewalTerms | undefined;
	readonly archived: boolean;
	/** Units, at least one. Undefined: Azure did not tell. */
	readonly quantity?: number | undefined;
	readonly provisioningState: string;
	/** Counts the changes of the reservation (arm-contract 2.5). */
	readonly etag?: number | undefined;
}

/** A reservation with what is set for its end, read anew. */
export interface ReservationConfiguration {
	readonly reservation: Reservation;
	/** What a change is based on: hand it back with the change. */
	readonly basis: Configuration;
	readonly renewalPrice?: RenewalPrice | undefined;
}

/** What the renewal costs in all, without tax, as far as Azure names it. */
export interface RenewalPrice {
	/** In the currency of the bill. */
	readonly billing?: Money | undefined;
	/** In the currency that Microsoft records. */
	readonly pricing?: Money | undefined;
	/** From then on it does not change any more (ms since the epoch): 30 days before the end (arm-contract 2.5). */
	readonly lockedFrom?: number | undefined;
	readonly isLocked: boolean;
}

/** What is to be different; what is left out stays. */
export interface ConfigurationChange {
	readonly scope?: ScopeChoice | undefined;
	readonly name?: string | undefined;
	readonly instanceFlexibility?: 'On' | 'Off' | undefined;
	readonly renewal?: RenewalChange | undefined;
	/** Only of what has ended, and by itself (rules 10). */
	readonly archived?: boolean | undefined;
}

export interface RenewalChange {
	readonly on: boolean;
	/** What differs from what the renewal would buy; only with `on`. */
	readonly terms?: Partial<RenewalTerms> | undefined;
}

export type ConfigurationField = 'scope' | 'name' | 'instanceFlexibility' | 'renew' | 'renewal' | 'archived';

/** One field that a change makes different, in words. */
export interface Difference {
	readonly field: ConfigurationField | 'quantity' | 'state';
	/** Its name in the user's language. */
	readonly label: string;
	readonly before: string;
	readonly after: string;
}

/** Something to know before a change is made. */
export type Note = Pick<Advice, 'id' | 'severity' | 'text' | 'link'>;

/** Which of the resources that used the reservation on one day are in the new scope. */
export interface ScopeUsage {
	/** The day, ms since the epoch, UTC. */
	readonly day: number;
	/** They keep the discount. */
	readonly inside: readonly ResourceUsage[];
	/** They lose it. */
	readonly outside: readonly ResourceUsage[];
	/** It can't be told: the resource is named without its subscription, or the management group could not be read. */
	readonly unclear: readonly ResourceUsage[];
}

/** What a change would do. Nothing has been changed. */
export interface ConfigurationPreview {
	readonly ref: ReservationRef;
	readonly basis: Configuration;
	readonly after: Configuration;
	/** Empty: there is nothing to change. */
	readonly differences: readonly Difference[];
	readonly notes: readonly Note[];
	/** Sentences: why it can't be done. Empty: it can. */
	readonly blockers: readonly string[];
	/** Of a change of scope, where Azure tells the usage. */
	readonly usage?: ScopeUsage | undefined;
	readonly renewalPrice?: RenewalPrice | undefined;
}

/** What a split or a merge would do. Nothing has been changed. */
export interface ReplacementPreview {
	/** The reservations that end, in the order they were named. */
	readonly sources: readonly ReservationConfiguration[];
	/** Units of each new reservation; undefined where Azure does not tell those of what it is made of. */
	readonly quantities: readonly (number | undefined)[];
	readonly notes: readonly Note[];
	readonly blockers: readonly string[];
}

/** Whether a reservation can be merged with another one. */
export interface MergeCandidate {
	readonly reservation: Reservation;
	/** Sentences: why not. Empty: it can. */
	readonly reasons: readonly string[];
}

/** A place that a reservation can be applied to. */
export interface ScopeTarget {
	readonly scope: ScopeChoice;
	readonly kind: 'Shared' | 'ManagementGroup' | 'Single' | 'ResourceGroup';
	readonly name: string;
	/** Full id; undefined for the shared scope. */
	readonly id?: string | undefined;
	/** Name of the subscription that a resource group is in. */
	readonly subscription?: string | undefined;
	/** Whether Azure takes it, for all of the reservations; undefined: Azure did not say. */
	readonly isAccepted: boolean | undefined;
	/** Why not, or why that is not known, in a sentence. */
	readonly reason?: string | undefined;
	/** All of the reservations are applied to it now. */
	readonly isCurrent: boolean;
}

export interface ScopeTargets {
	readonly targets: readonly ScopeTarget[];
	/** What could not be read, so that targets may be missing. */
	readonly failures: readonly ServiceFailure[];
}

export type ChangeKind = 'update' | 'archive' | 'unarchive' | 'split' | 'merge';

export type ChangeState =
	/** On its way; no answer yet. Never sent again. */
	| 'sent'
	/** The service took it on and works on it. */
	| 'running'
	| 'succeeded'
	| 'failed'
	/** It can't be told whether the service did it: being found out by reading. */
	| 'outcomeUnknown'
	/** Certainly not done: the service said no, or it left no trace. */
	| 'notDone';

/** A reservation that a change was about, as it was before. */
export interface ChangedReservation {
	readonly orderId: string;
	readonly reservationId: string;
	readonly before: Configuration;
}

/** A change and everything known of it: one file of the log. Times are ms since the epoch. */
export interface ChangeRecord {
	readonly id: string;
	readonly kind: ChangeKind;
	readonly connection: string;
	readonly partnerTenantId: string;
	readonly tenantId: string;
	readonly customerName: string;
	/** User name of who made it. */
	readonly changedBy?: string | undefined;
	/** One; of a merge, those that were merged. */
	readonly reservations: readonly ChangedReservation[];
	/** What was to be different; empty of a split or a merge. */
	readonly fields: readonly ConfigurationField[];
	/** What was wished for; once it is done, what the service shows. Undefined of a split or a merge. */
	readonly after?: Configuration | undefined;
	/** Units of the new reservations of a split. */
	readonly quantities?: readonly number[] | undefined;
	/** The reservations that took the place of the old ones. */
	readonly results?: readonly { readonly orderId: string; readonly reservationId: string }[] | undefined;
	/** The change that this one put back. */
	readonly undoes?: string | undefined;
	readonly state: ChangeState;
	/** The service's code where it said no. */
	readonly errorCode?: string | undefined;
	readonly explanation?: string | undefined;
	readonly sentAt: number;
	readonly answeredAt?: number | undefined;
	readonly lastLookedAt?: number | undefined;
	readonly endedAt?: number | undefined;
	readonly correlationIds: readonly string[];
}

/** What came of a wish: nothing to do, or a change that was sent. */
export type ChangeResult =
	| { readonly outcome: 'unchanged'; readonly explanation: string; readonly basis: Configuration }
	| { readonly outcome: 'sent'; readonly record: ChangeRecord };

/** One reservation of many that are to be changed. */
export interface BatchItem {
	readonly ref: ReservationRef;
	/** What the user saw of it. */
	readonly basis: Configuration;
}

/** What came of one reservation of many: a result, a failure before anything was sent, or nothing because it was cancelled before. */
export interface BatchLine {
	readonly ref: ReservationRef;
	readonly result?: ChangeResult | undefined;
	readonly failure?: ServiceFailure | undefined;
	readonly isCancelled: boolean;
}
