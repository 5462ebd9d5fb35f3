/** The messages between the Support Requests page and its host, in both directions. Imported by both sides, imports only shared words. */
import * as z from 'zod/mini';
import { Announce, Fact, guid, Header, Mark, Option, Problem, part, Ready, Refresh, result, text } from '../shared/messages';
import { long, RequestRef, short } from '../support/shapes';

const labelKeys = [
	'loading',
	'retry',
	'refresh',
	'newRequest',
	'openInPortal',
	'list',
	'table',
	'close',
	'description',
	'messages',
	'earlier',
	'reply',
	'message',
	'send',
	'severity',
	'changeSeverity',
	'closeRequest',
	'closeNow',
	'keepOpen',
	'reopen',
	'dismiss',
] as const;
export type LabelKey = (typeof labelKeys)[number];

const Reply = z.object({
	name: short,
	subject: short,
	body: long,
	sender: z.optional(short),
	/** Texts of it that it was tried to send, and of which it is not known whether they were. */
	tried: z.optional(z.array(long)),
});
export type Reply = z.infer<typeof Reply>;

/** Kept by the page as its state, so that the panel can be restored after a reload of the window. */
export const SavedState = z.object({
	tenantId: guid,
	/** The request that is shown below the list. */
	shown: z.optional(RequestRef),
	/** Messages that are not known to be sent, by their request: its subscription, if it is in one, and its name. */
	replies: z.optional(z.record(short, Reply)),
});
export type SavedState = z.infer<typeof SavedState>;

const Row = z.object({
	request: RequestRef,
	number: text,
	title: text,
	state: Mark,
	severity: text,
	created: text,
	modified: text,
	/** Name of its button. */
	label: text,
	shown: z.boolean(),
});
export type Row = z.infer<typeof Row>;

const Message = z.object({ mark: Mark, sender: z.optional(text), at: text, subject: text, body: text });
export type Message = z.infer<typeof Message>;

/** What became of what was done last. */
const Result = z.object(result);
export type Result = z.infer<typeof Result>;

const Opened = z.object({
	request: RequestRef,
	title: text,
	...part,
	state: z.optional(Mark),
	facts: z.array(Fact),
	description: z.optional(text),
	messages: z.object({
		loading: z.boolean(),
		problem: z.optional(Problem),
		empty: z.optional(text),
		/** Oldest first. */
		items: z.array(Message),
		hasEarlier: z.boolean(),
	}),
	/** Absent while nothing can be said to Microsoft. */
	reply: z.optional(
		z.object({
			/** Changes when the host has set the fields; else what the user types stays. */
			revision: z.number(),
			body: text,
			faults: z.array(text),
			/** What may have been sent already. */
			warning: z.optional(text),
			/** Why it can't be sent yet. */
			notYet: z.optional(text),
		}),
	),
	severity: z.optional(
		z.object({
			value: text,
			options: z.array(Option),
			help: text,
			notYet: z.optional(text),
		}),
	),
	/** What can be done with its state; `closing` asks once more. */
	lifecycle: z.enum(['open', 'closing', 'closed', 'none']),
	closingText: text,
	/** Something is being sent: nothing else can be done meanwhile. */
	busy: z.optional(text),
	result: z.optional(Result),
});
export type Opened = z.infer<typeof Opened>;

const Requests = z.object({
	type: z.literal('requests'),
	...part,
	saved: SavedState,
	labels: z.record(z.enum(labelKeys), text),
	header: Header,
	/** What could not be read, so that requests may be missing. */
	warnings: z.array(text),
	notes: z.array(text),
	columns: z.array(text),
	rows: z.array(Row),
	opened: z.optional(Opened),
});
export type Requests = z.infer<typeof Requests>;

/** Host to page. */
export const HostMessage = z.discriminatedUnion('type', [Requests, Announce]);
export type HostMessage = z.infer<typeof HostMessage>;

/** Page to host. Without a name of its own, each is about the request that is shown. */
export const PageMessage = z.discriminatedUnion('type', [
	Ready,
	/** Read the list anew, and the request that is shown. */
	Refresh,
	z.object({ type: z.literal('newRequest') }),
	z.object({ type: z.literal('openInPortal') }),
	z.object({ type: z.literal('show'), request: RequestRef }),
	z.object({ type: z.literal('hide') }),
	/** Reads the request and its messages anew. */
	z.object({ type: z.literal('again') }),
	z.object({ type: z.literal('earlier') }),
	/** As typed. */
	z.object({ type: z.literal('setReply'), body: long }),
	z.object({ type: z.literal('send') }),
	z.object({ type: z.literal('setSeverity'), severity: short }),
	z.object({ type: z.literal('changeSeverity') }),
	z.object({ type: z.literal('askClose'), on: z.boolean() }),
	z.object({ type: z.literal('close') }),
	z.object({ type: z.literal('reopen') }),
	/** The result was read. */
	z.object({ type: z.literal('dismiss') }),
]);
export type PageMessage = z.infer<typeof PageMessage>;
