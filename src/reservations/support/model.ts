/** The words of support requests: where the user comes from, the draft, what is wrong with it, and what Microsoft has of it. */
import type { ServiceFailure } from '../../azure/failure';
import type { ReservationRef } from '../model';
import type { Quote } from '../operations/model';

/** What made the user ask for support. The draft is filled from it, and the topic is proposed by it. Ids are GUIDs. */
export type SupportOrigin =
	| { readonly kind: 'reservation'; readonly ref: ReservationRef }
	/** A return or an exchange that can't be quoted, or whose quote the service refuses. Nothing was sent. */
	| {
			readonly kind: 'refusal';
			readonly action: 'return' | 'exchange';
			readonly refs: readonly ReservationRef[];
			/** With what the service said against it. */
			readonly quote?: Quote | undefined;
			readonly failure?: ServiceFailure | undefined;
	  }
	/** A return or an exchange of the journal: failed, in part, refused, or with an unknown outcome. */
	| { readonly kind: 'operation'; readonly operationId: string }
	/** A right that is missing, to see or to manage. */
	| {
			readonly kind: 'access';
			readonly tenantId: string;
			readonly ref?: ReservationRef | undefined;
			readonly failure?: ServiceFailure | undefined;
			/** What the access doctor says, as text. */
			readonly report?: string | undefined;
	  }
	/** A change of scope, name, renewal, a split, a merge: of the log of changes. */
	| { readonly kind: 'change'; readonly changeId: string }
	/** A purchase that does not go through. */
	| {
			readonly kind: 'purchase';
			readonly tenantId: string;
			/** What was to be bought, in a few words. */
			readonly what?: string | undefined;
			readonly failure?: ServiceFailure | undefined;
	  }
	| { readonly kind: 'other'; readonly tenantId: string; readonly failure?: ServiceFailure | undefined };

/** A service that a request can be about. */
export interface TopicService {
	/** Whole id, as Microsoft.Support gives it. */
	readonly id: string;
	/** In Microsoft's words. */
	readonly name: string;
	/** False: a request about it can be made without a subscription: billing and subscription management (arm-contract 9). */
	readonly needsSubscription: boolean;
}

/** A kind of problem with a service. */
export interface Topic {
	/** Whole id, as Microsoft.Support gives it. */
	readonly id: string;
	/** In Microsoft's words, for example `Reservation Management / Exchanges and Refunds`. */
	readonly name: string;
	/** It speaks of reservations. */
	readonly isAboutReservations: boolean;
	/** What has to be consented to, or declined, beside the usual consent. */
	readonly consents: readonly { readonly type: string; readonly description: string }[];
}

/** What a request can be about. */
export interface SupportTopics {
	/** Those that reservations belong to come first. */
	readonly services: readonly TopicService[];
	/** By the service's id; only of the services that reservations belong to, the others are read when they are chosen. */
	readonly topics: Readonly<Record<string, readonly Topic[]>>;
	/** What fits where the user comes from. Undefined: nothing does by Microsoft's words of today, so nothing is preselected. */
	readonly proposed?: { readonly serviceId: string; readonly topicId: string } | undefined;
	/** Why topics of a service are missing. */
	readonly failures: readonly ServiceFailure[];
}

/** How fast Microsoft is to answer (rules 9). */
export type Severity = 'minimal' | 'moderate' | 'critical' | 'highestcriticalimpact';

/** Whom Microsoft turns to: the partner, not the customer (rules 9). Texts are empty where the user has to fill them in. */
export interface DraftContact {
	readonly firstName: string;
	readonly lastName: string;
	readonly method: 'email' | 'phone';
	readonly email: string;
	/** Are sent copies. */
	readonly additionalEmails: readonly string[];
	/** Needed where the method is `phone`. */
	readonly phone: string;
	/** Windows' name, for example `W. Europe Standard Time`. */
	readonly timeZone: string;
	/** ISO 3166-1 alpha-3, for example `DEU`. */
	readonly country: string;
	/** For example `en-us`. */
	readonly language: string;
}

/** A reservation that a request is about. */
export interface DraftReservation {
	readonly orderId: string;
	readonly reservationId: string;
	/** `VirtualMachines`, `SqlDatabases`, ... open list; undefined: not known. */
	readonly resourceType?: string | undefined;
}

/** A request that is not made yet: plain data, so that it can be kept over a reload. */
export interface SupportDraft {
	/** What it came from: decides which of Microsoft's form questions are in its text. */
	readonly origin: SupportOrigin['kind'];
	readonly reservations: readonly DraftReservation[];
	/** Picked once: the request is made under it, and is found by it after a lost answer. Keep it with the draft. */
	readonly name: string;
	readonly tenantId: string;
	/** GUID; undefined: without a subscription. */
	readonly subscriptionId?: string | undefined;
	/** Whole ids; empty as long as none is chosen. */
	readonly serviceId: string;
	readonly topicId: string;
	readonly title: string;
	readonly description: string;
	readonly severity: Severity;
	/** Whether Microsoft may collect diagnostic data of the resources. Undefined: not answered yet. */
	readonly diagnosticConsent?: 'Yes' | 'No' | undefined;
	/** Answers to the topic's own consents, by their type. */
	readonly consents: Readonly<Record<string, 'Yes' | 'No'>>;
	/** When the problem began, ms since the epoch. */
	readonly startedAt?: number | undefined;
	readonly contact: DraftContact;
}

/** A field of a draft. Those of the contact are named like the contact's own. */
export type DraftField =
	| 'subscriptionId'
	| 'serviceId'
	| 'topicId'
	| 'title'
	| 'description'
	| 'severity'
	| 'diagnosticConsent'
	| 'consents'
	| 'startedAt'
	| keyof DraftContact;

/** What is wrong with a field, in a sentence. */
export interface DraftFault {
	readonly field: DraftField;
	readonly text: string;
}

/** Where a request can be: in a subscription of the customer, or in none. */
export interface RequestPlace {
	/** GUID; undefined: without a subscription. */
	readonly subscriptionId?: string | undefined;
	readonly name: string;
}

/** A draft as it begins. */
export interface PreparedDraft {
	readonly draft: SupportDraft;
	/** The one without a subscription is always there and comes first. */
	readonly places: readonly RequestPlace[];
	readonly topics: SupportTopics;
	/** Why a field is empty although it could have been filled: what could not be read. Sentences. */
	readonly leftOpen: readonly DraftFault[];
}

/** A value that can be chosen, with its name in the user's language. */
export interface Choice {
	readonly value: string;
	readonly name: string;
}

/** What the contact and the severity can be chosen from. */
export interface SupportChoices {
	/** With the time of the first answer (rules 9). */
	readonly severities: readonly (Choice & { readonly value: Severity; readonly detail: string })[];
	/** ISO 3166-1 alpha-3, by name. */
	readonly countries: readonly Choice[];
	/** Windows' names, from west to east; any other of Windows' names is taken too. */
	readonly timeZones: readonly Choice[];
	readonly languages: readonly Choice[];
}

/** Which request is meant. */
export interface SupportRequestRef {
	readonly tenantId: string;
	/** GUID; undefined: without a subscription. */
	readonly subscriptionId?: string | undefined;
	/** Name of the request: not its number. */
	readonly name: string;
}

/** A request that Microsoft has. Times are ms since the epoch. */
export interface SupportRequest extends SupportRequestRef {
	/** The number that Microsoft's engineers go by. */
	readonly number?: string | undefined;
	readonly title: string;
	readonly description: string;
	readonly service?: string | undefined;
	readonly topic?: string | undefined;
	/** As Microsoft says it: {@link Severity}, or a word that is newer. */
	readonly severity: string;
	/** As Microsoft says it: `Open`, `Closed`, or a word that is newer. */
	readonly status: string;
	readonly isOpen: boolean;
	readonly createdAt?: number | undefined;
	readonly modifiedAt?: number | undefined;
	/** Mail address of the engineer; undefined: nobody works on it yet. */
	readonly engineer?: string | undefined;
	/** When the first answer is promised. */
	readonly answerBy?: number | undefined;
	readonly answerMinutes?: number | undefined;
	readonly plan?: string | undefined;
	/** Mail address that Microsoft writes to. */
	readonly contactEmail?: string | undefined;
}

/** The requests of a customer that are about reservations. */
export interface SupportRequests {
	/** Newest first. */
	readonly requests: readonly SupportRequest[];
	/** Requests about something else, which are left out. */
	readonly others: number;
	/** What could not be read: requests of these places may be missing. */
	readonly failures: readonly { readonly place: RequestPlace; readonly failure: ServiceFailure }[];
}

/** A message of a request. */
export interface SupportMessage {
	readonly name: string;
	/** `you`: whoever made the request. */
	readonly from: 'you' | 'microsoft';
	readonly sender?: string | undefined;
	readonly subject: string;
	/** Plain text, whatever it came as. Written by others: never to be shown as HTML. */
	readonly body: string;
	/** ms since the epoch */
	readonly at?: number | undefined;
}

/** A message that is not sent yet. */
export interface SupportReply {
	/** Picked once: what the message is sent under begins with it. Another message gets another one. */
	readonly name: string;
	readonly subject: string;
	readonly body: string;
	/** Mail address of who writes: Microsoft wants it of applications that sign in for themselves. */
	readonly sender?: string | undefined;
}

/** What came of creating a request. */
export type CreateResult =
	/** It is there. `before`: it was made by an earlier try, or from another window, and was found. */
	| { readonly outcome: 'created'; readonly request: SupportRequest; readonly before: boolean }
	/** Microsoft took it on and still works on it: `create` with the same draft looks again, and sends nothing. */
	| { readonly outcome: 'running'; readonly name: string }
	/** Nothing was sent. */
	| { readonly outcome: 'invalid'; readonly faults: readonly DraftFault[] };

/** What became of a draft that may have been sent. */
export type LookResult =
	| Exclude<CreateResult, { readonly outcome: 'invalid' }>
	/** Azure has no request of it, and nothing is written down of a try under this connection that may have been carried out. */
	| { readonly outcome: 'absent' };
