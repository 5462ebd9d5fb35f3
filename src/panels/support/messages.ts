/** The messages between the Support Request page and its host, in both directions. Imported by both sides, imports only shared words. */
import * as z from 'zod/mini';
import { Copied } from '../money/messages';
import {
	Announce,
	Fact,
	guid,
	Header,
	Mark,
	Option,
	Problem,
	part,
	Ready,
	Refresh,
	reservationIds,
	text,
} from '../shared/messages';
import { long, RequestRef, short } from './shapes';

const labelKeys = [
	'loading',
	'retry',
	'refresh',
	'actions',
	'copyText',
	'copied',
	'openInPortal',
	'requests',
	'discard',
	'checkAccess',
	'faults',
	'choose',
	'review',
	'back',
	'description',
	'result',
	'writing',
	'stopWaiting',
] as const;
export type LabelKey = (typeof labelKeys)[number];

const YesNo = z.enum(['Yes', 'No']);

/** A field that is filled in by its name; the consents of a topic are asked for apart. */
export const FieldName = z.enum([
	'subscriptionId',
	'serviceId',
	'topicId',
	'title',
	'description',
	'startedAt',
	'severity',
	'diagnosticConsent',
	'firstName',
	'lastName',
	'method',
	'email',
	'additionalEmails',
	'phone',
	'language',
	'timeZone',
	'country',
]);
export type FieldName = z.infer<typeof FieldName>;

const Draft = z.object({
	origin: z.enum(['reservation', 'refusal', 'operation', 'access', 'change', 'purchase', 'other']),
	reservations: z.readonly(z.array(z.object({ orderId: guid, reservationId: guid, resourceType: z.optional(short) }))),
	name: short,
	tenantId: guid,
	subscriptionId: z.optional(guid),
	serviceId: short,
	topicId: short,
	title: long,
	description: long,
	severity: z.enum(['minimal', 'moderate', 'critical', 'highestcriticalimpact']),
	diagnosticConsent: z.optional(YesNo),
	consents: z.record(short, YesNo),
	startedAt: z.optional(z.number()),
	contact: z.object({
		firstName: short,
		lastName: short,
		method: z.enum(['email', 'phone']),
		email: short,
		additionalEmails: z.readonly(z.array(short)),
		phone: short,
		timeZone: short,
		country: short,
		language: short,
	}),
});

const ref = z.object(reservationIds);

/** Where the user comes from, as far as it can be kept: what a quote or a failure said is in the draft's text. */
const Origin = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('reservation'), ref }),
	z.object({ kind: z.literal('refusal'), action: z.enum(['return', 'exchange']), refs: z.array(ref) }),
	z.object({ kind: z.literal('operation'), operationId: short }),
	z.object({ kind: z.literal('access'), tenantId: guid, ref: z.optional(ref) }),
	z.object({ kind: z.literal('change'), changeId: short }),
	z.object({ kind: z.literal('purchase'), tenantId: guid, what: z.optional(short) }),
	z.object({ kind: z.literal('other'), tenantId: guid }),
]);

/** Kept by the page as its state, so that the panel can be restored after a reload of the window. */
export const SavedState = z.object({
	tenantId: guid,
	origin: Origin,
	draft: z.optional(Draft),
	/** Fields that the user has changed: what is wrong with them is said at once. */
	edited: z.optional(z.array(FieldName)),
	/** It was tried to go on: what is wrong is said everywhere. */
	tried: z.optional(z.boolean()),
	stage: z.optional(z.enum(['write', 'review', 'sent'])),
	/** The request that came of it. */
	made: z.optional(RequestRef),
});
export type SavedState = z.infer<typeof SavedState>;

const FieldOption = z.object({
	...Option.shape,
	/** What it means. */
	detail: z.optional(text),
	/** Heading that it stands below in a list. */
	group: z.optional(text),
});
export type FieldOption = z.infer<typeof FieldOption>;

const Field = z.object({
	name: FieldName,
	control: z.enum(['text', 'email', 'tel', 'area', 'time', 'list', 'radios']),
	label: text,
	value: text,
	help: z.optional(text),
	/** What is wrong with it. */
	fault: z.optional(text),
	options: z.optional(z.array(FieldOption)),
	/** Its options are among the choices, which are told once. */
	choices: z.optional(z.enum(['countries', 'timeZones', 'languages'])),
	loading: z.optional(z.boolean()),
	problem: z.optional(Problem),
});
export type Field = z.infer<typeof Field>;

const Consent = z.object({ type: text, text, value: z.optional(YesNo), fault: z.optional(text), options: z.array(FieldOption) });
export type Consent = z.infer<typeof Consent>;

const Form = z.object({
	/** Changes when the host has set the fields; else what the user types stays. */
	revision: z.number(),
	groups: z.array(
		z.object({ id: text, title: text, note: z.optional(text), fields: z.array(Field), consents: z.optional(z.array(Consent)) }),
	),
	/** Counts how often it was tried to go on with something wrong. */
	attempts: z.number(),
	/** Everything that is wrong, once it was tried to go on. */
	faults: z.array(z.object({ field: text, text })),
	/** It is being looked whether it can be sent. */
	checking: z.optional(text),
	problem: z.optional(Problem),
});
export type Form = z.infer<typeof Form>;

/** Something is being sent or looked for; nothing else can be done meanwhile. */
const Waiting = z.object({
	text,
	/** What it means to stop waiting. */
	note: text,
	/** It was asked to stop. */
	stopping: z.boolean(),
});
export type Waiting = z.infer<typeof Waiting>;

const Review = z.object({
	title: text,
	sentence: text,
	rows: z.array(Fact),
	description: text,
	/** What the button says. */
	act: text,
	/** Being sent: nothing can be changed any more. */
	waiting: z.optional(Waiting),
});
export type Review = z.infer<typeof Review>;

/** What can be done once it was tried to send it. */
const Act = z.enum(['showRequest', 'lookAgain', 'sendAgain', 'copyText', 'openInPortal', 'checkAccess', 'back', 'discard']);
export type Act = z.infer<typeof Act>;

const Outcome = z.object({
	mark: Mark,
	notes: z.array(text),
	facts: z.array(Fact),
	/** Code, HTTP status, correlation id. */
	code: z.optional(text),
	buttons: z.array(z.object({ act: Act, label: text, icon: text, primary: z.boolean() })),
	/** It is being looked for. */
	waiting: z.optional(Waiting),
});
export type Outcome = z.infer<typeof Outcome>;

const Support = z.object({
	type: z.literal('support'),
	...part,
	saved: SavedState,
	labels: z.record(z.enum(labelKeys), text),
	header: Header,
	/** Said of the draft as a whole. */
	notes: z.array(text),
	/** There is a draft to be copied. */
	canCopy: z.boolean(),
	form: z.optional(Form),
	review: z.optional(Review),
	outcome: z.optional(Outcome),
});
export type Support = z.infer<typeof Support>;

/** What can be chosen from: long, and the same for every draft. */
const Choices = z.object({
	type: z.literal('choices'),
	countries: z.array(Option),
	timeZones: z.array(Option),
	languages: z.array(Option),
});
export type Choices = z.infer<typeof Choices>;

/** Host to page. */
export const HostMessage = z.discriminatedUnion('type', [Support, Choices, Copied, Announce]);
export type HostMessage = z.infer<typeof HostMessage>;

/** Page to host. */
export const PageMessage = z.discriminatedUnion('type', [
	Ready,
	/** Read anew what can be chosen from. What is filled in stays. */
	Refresh,
	/** As typed; a time in ISO 8601, UTC. */
	z.object({ type: z.literal('set'), field: FieldName, value: long }),
	z.object({ type: z.literal('setConsent'), consent: short, value: YesNo }),
	/** Goes on to what will be sent. */
	z.object({ type: z.literal('review') }),
	/** Makes the request: what the review shows. */
	z.object({ type: z.literal('create') }),
	/** Ends the waiting; what was sent stays sent. */
	z.object({ type: z.literal('stop') }),
	z.object({ type: z.literal('act'), act: Act }),
	/** The customer's requests. */
	z.object({ type: z.literal('showRequests') }),
]);
export type PageMessage = z.infer<typeof PageMessage>;
