/** Support requests as Microsoft.Support 2024-04-01 tells of them, and as it wants to be asked (arm-contract 9). */
import * as z from 'zod/mini';
import { flag, maybe, number, text } from './values';

export const service = z.looseObject({
	id: z.string(),
	name: text,
	properties: maybe(z.looseObject({ displayName: text, resourceTypes: maybe(z.array(z.string())) })),
});
/** A service that a request can be about. */
export type SupportService = z.infer<typeof service>;

export const classification = z.looseObject({
	id: z.string(),
	name: text,
	properties: maybe(
		z.looseObject({
			displayName: text,
			secondaryConsentEnabled: maybe(z.array(z.looseObject({ type: text, description: text }))),
		}),
	),
});
/** A kind of problem with a service. */
export type ProblemClassification = z.infer<typeof classification>;

const contact = z.looseObject({
	firstName: text,
	lastName: text,
	preferredContactMethod: text,
	primaryEmailAddress: text,
	additionalEmailAddresses: maybe(z.array(z.string())),
	phoneNumber: text,
	preferredTimeZone: text,
	country: text,
	preferredSupportLanguage: text,
});

export const ticket = z.looseObject({
	id: z.string(),
	name: text,
	properties: z.looseObject({
		/** The number that Microsoft's engineers go by. */
		supportTicketId: text,
		title: text,
		description: text,
		serviceId: text,
		serviceDisplayName: text,
		problemClassificationId: text,
		problemClassificationDisplayName: text,
		severity: text,
		status: text,
		advancedDiagnosticConsent: text,
		contactDetails: maybe(contact),
		serviceLevelAgreement: maybe(z.looseObject({ startTime: text, expirationTime: text, slaMinutes: number })),
		supportEngineer: maybe(z.looseObject({ emailAddress: text })),
		supportPlanType: text,
		supportPlanDisplayName: text,
		problemStartTime: text,
		createdDate: text,
		modifiedDate: text,
	}),
});
/** A support request. */
export type SupportTicket = z.infer<typeof ticket>;

export const communication = z.looseObject({
	id: z.string(),
	name: text,
	properties: z.looseObject({
		communicationType: text,
		/** `outbound` from whoever made the request, `inbound` from Microsoft. */
		communicationDirection: text,
		sender: text,
		subject: text,
		/** Text or HTML of somebody else: never to be shown as HTML. */
		body: text,
		createdDate: text,
	}),
});
/** A message of a support request. */
export type Communication = z.infer<typeof communication>;

export const availability = z.looseObject({ nameAvailable: flag, reason: text, message: text });
/** Whether a name is free. */
export type NameAvailability = z.infer<typeof availability>;

/** Who is to be asked, and how. */
export interface SupportContact {
	readonly firstName: string;
	readonly lastName: string;
	/** `email` or `phone`; a phone number is needed for the latter. */
	readonly preferredContactMethod: string;
	readonly primaryEmailAddress: string;
	readonly additionalEmailAddresses?: readonly string[] | undefined;
	readonly phoneNumber?: string | undefined;
	/** A name of Windows, for example `W. Europe Standard Time`. */
	readonly preferredTimeZone: string;
	/** ISO 3166-1 alpha-3, for example `DEU`. */
	readonly country: string;
	/** For example `en-US`. */
	readonly preferredSupportLanguage: string;
}

/** A request as it is to be made. */
export interface TicketRequest {
	readonly title: string;
	readonly description: string;
	/** Whole id, from the list of services. */
	readonly serviceId: string;
	/** Whole id, from the list of the service's problem classifications. */
	readonly problemClassificationId: string;
	/** `minimal`, `moderate`, `critical`, `highestcriticalimpact`. */
	readonly severity: string;
	readonly advancedDiagnosticConsent: 'Yes' | 'No';
	readonly contactDetails: SupportContact;
	/** ISO 8601, UTC. */
	readonly problemStartTime?: string | undefined;
	readonly secondaryConsent?: readonly { readonly type: string; readonly userConsent: 'Yes' | 'No' }[] | undefined;
}

/** What is to be changed; what is left out stays. */
export interface TicketChange {
	readonly severity?: string | undefined;
	/** `open` or `closed`. */
	readonly status?: string | undefined;
	readonly contactDetails?: Partial<SupportContact> | undefined;
	readonly advancedDiagnosticConsent?: 'Yes' | 'No' | undefined;
}

/** A message as it is to be sent. */
export interface MessageRequest {
	readonly subject: string;
	readonly body: string;
	/** E-mail address; applications that act for themselves have to name one. */
	readonly sender?: string | undefined;
}
