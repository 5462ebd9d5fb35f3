/** The messages between the Configuration page and its host, in both directions. Imported by both sides, imports only shared words. */
import * as z from 'zod/mini';
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

const labelKeys = [
	'loading',
	'retry',
	'refresh',
	'now',
	'task',
	'scope',
	'filter',
	'filterHelp',
	'name',
	'flexibility',
	'renewal',
	'renewalOn',
	'renewalOff',
	'archive',
	'partScope',
	'candidates',
	'field',
	'before',
	'after',
	'blockers',
	'usage',
	'useNow',
	'reset',
	'look',
	'changes',
	'source',
	'steps',
] as const;
export type LabelKey = (typeof labelKeys)[number];

export const Task = z.enum(['change', 'split', 'merge']);
export type Task = z.infer<typeof Task>;

/** Longest text that a field takes; the service says what it does not like. */
const short = z.string().check(z.maxLength(300));

/** What of a renewal's purchase can be set. */
export const TermField = z.enum(['quantity', 'term', 'billingPlan', 'sku']);
export type TermField = z.infer<typeof TermField>;

/** What the user chose to be different; what is absent stays as it is. */
export const Draft = z.object({
	/** `Shared` or the full id of the place. */
	scope: z.optional(short),
	name: z.optional(short),
	flexibility: z.optional(z.enum(['On', 'Off'])),
	renew: z.optional(z.boolean()),
	/** As typed. */
	quantity: z.optional(short),
	term: z.optional(short),
	billingPlan: z.optional(z.enum(['Upfront', 'Monthly'])),
	sku: z.optional(short),
	archived: z.optional(z.boolean()),
});
export type Draft = z.infer<typeof Draft>;

/** One of the two parts of a split: units as typed, and the scope it gets after the split; empty: it keeps the scope. */
export const SplitPart = z.object({ quantity: short, scope: short });
export type SplitPart = z.infer<typeof SplitPart>;

/** Kept by the page as its state, so that the panel can be restored after a reload of the window. */
export const SavedState = z.object({
	...reservationIds,
	task: z.optional(Task),
	draft: z.optional(Draft),
	split: z.optional(z.array(SplitPart).check(z.length(2))),
	/** The reservation to merge with. */
	other: z.optional(guid),
	/** The change whose result is shown, and the scopes that the parts of a split get after it. */
	outcome: z.optional(z.object({ changeId: guid, scopes: z.array(short) })),
});
export type SavedState = z.infer<typeof SavedState>;

const Row = z.object({ label: text, before: text, after: text });
export type Row = z.infer<typeof Row>;

const Target = z.object({
	/** What the page sends when it is chosen. */
	written: text,
	name: text,
	detail: text,
	chosen: z.boolean(),
	/** Says that it is the scope now. */
	current: z.optional(text),
	/** Why it can't be chosen. */
	refused: z.optional(text),
	/** Something to know of it. */
	note: z.optional(text),
});
export type Target = z.infer<typeof Target>;

const Field = z.object({ value: text, help: z.optional(text), problem: z.optional(text), options: z.array(Option) });

const Change = z.object({
	scope: z.object({
		loading: z.boolean(),
		filter: text,
		targets: z.array(Target),
		/** How many are shown of how many. */
		count: text,
		failures: z.array(text),
		problem: z.optional(Problem),
	}),
	name: Field,
	/** Absent where the product has neither. */
	flexibility: z.optional(Field),
	/** Absent where there is no term to renew. */
	renewal: z.optional(
		z.object({
			/** Absent: Azure does not tell. */
			on: z.optional(z.boolean()),
			help: text,
			/** What it buys; absent while it is off, or where Azure does not tell enough. */
			terms: z.optional(z.array(z.object({ field: TermField, label: text, ...Field.shape }))),
			/** Why a renewal will fail. */
			warning: z.optional(text),
			note: z.optional(text),
		}),
	),
});
export type Change = z.infer<typeof Change>;

const Split = z.object({
	parts: z.array(z.object({ legend: text, quantityLabel: text, scopeLabel: text, quantity: text, scope: text })),
	scopes: z.array(Option),
	/** Whether the parts add up, said live. */
	sum: Mark,
	isWrong: z.boolean(),
	notes: z.array(text),
});
export type Split = z.infer<typeof Split>;

const Merge = z.object({
	loading: z.boolean(),
	problem: z.optional(Problem),
	empty: z.optional(text),
	candidates: z.array(z.object({ reservationId: guid, name: text, detail: text, chosen: z.boolean(), reasons: z.array(text) })),
});
export type Merge = z.infer<typeof Merge>;

const httpsLink = z.string().check(z.regex(/^https:\/\/[^\s"'<>]+$/));

const Review = z.object({
	/** Which preview this is; sent back with Apply. */
	number: z.number(),
	title: text,
	asking: z.boolean(),
	/** How it stands, in a sentence. */
	standing: z.optional(text),
	rows: z.array(Row),
	notes: z.array(z.object({ mark: Mark, link: z.optional(httpsLink) })),
	blockers: z.array(text),
	/** Which of yesterday's resources keep the discount. */
	usage: z.optional(z.object({ summary: text, groups: z.array(z.object({ mark: Mark, resources: z.array(text) })) })),
	apply: text,
	/** Why it can't be applied yet. */
	notYet: z.optional(text),
	/** Why the preview failed. */
	problem: z.optional(Problem),
});
export type Review = z.infer<typeof Review>;

const Link = z.object({ reservationId: guid, label: text });

const Result = z.object({
	title: text,
	state: Mark,
	busy: z.boolean(),
	explanations: z.array(text),
	rows: z.array(Row),
	steps: z.array(
		z.object({
			label: text,
			mark: Mark,
			note: z.optional(text),
			/** The part whose scope can be tried again. */
			retry: z.optional(z.object({ part: z.number(), label: text })),
		}),
	),
	links: z.array(Link),
	facts: z.array(Fact),
	canLook: z.boolean(),
	/** Back to what can be changed; absent while it is on its way. */
	close: z.optional(text),
});
export type Result = z.infer<typeof Result>;

const PastChange = z.object({
	id: guid,
	what: text,
	when: text,
	state: Mark,
	details: z.array(text),
	links: z.array(Link),
	/** Name of its Undo button; only the last change has one. */
	undo: z.optional(z.object({ label: text, name: text })),
});
export type PastChange = z.infer<typeof PastChange>;

const Configuration = z.object({
	type: z.literal('configuration'),
	...part,
	/** Changes when the host has set the fields; else what the user types stays. */
	revision: z.number(),
	saved: SavedState,
	labels: z.record(z.enum(labelKeys), text),
	header: Header,
	/** Said once: what no change of this page does. */
	promise: text,
	now: z.array(Fact),
	/** Somebody else changed it meanwhile. */
	moved: z.optional(z.object({ title: text, text, rows: z.array(Row) })),
	tasks: z.array(z.object({ task: Task, label: text, chosen: z.boolean(), unavailable: z.optional(text) })),
	change: z.optional(Change),
	/** Of what has ended. */
	archive: z.optional(z.object({ label: text, help: text, /** As it is now. */ archived: z.boolean() })),
	split: z.optional(Split),
	merge: z.optional(Merge),
	review: z.optional(Review),
	result: z.optional(Result),
	changes: z.array(PastChange),
	noChanges: z.optional(text),
});
export type Configuration = z.infer<typeof Configuration>;

/** Host to page. */
export const HostMessage = z.discriminatedUnion('type', [Configuration, Announce]);
export type HostMessage = z.infer<typeof HostMessage>;

const partNumber = z.int().check(z.gte(0), z.lte(1));

/** Page to host. */
export const PageMessage = z.discriminatedUnion('type', [
	Ready,
	/** Read the reservation and its places anew. */
	Refresh,
	z.object({ type: z.literal('setTask'), task: Task }),
	z.object({ type: z.literal('setFilter'), filter: short }),
	z.object({ type: z.literal('setScope'), scope: short }),
	z.object({ type: z.literal('setName'), name: short }),
	z.object({ type: z.literal('setFlexibility'), flexibility: z.enum(['On', 'Off']) }),
	z.object({ type: z.literal('setRenew'), renew: z.boolean() }),
	z.object({ type: z.literal('setTerm'), field: TermField, value: short }),
	z.object({ type: z.literal('setArchived'), archived: z.boolean() }),
	z.object({ type: z.literal('setPart'), part: partNumber, quantity: short }),
	z.object({ type: z.literal('setPartScope'), part: partNumber, scope: short }),
	z.object({ type: z.literal('chooseOther'), reservationId: guid }),
	/** Nothing is to be different any more. */
	z.object({ type: z.literal('reset') }),
	/** Goes on with what the reservation is now. */
	z.object({ type: z.literal('useNow') }),
	z.object({ type: z.literal('preview') }),
	/** Does what the preview of this number showed. */
	z.object({ type: z.literal('apply'), number: z.number() }),
	z.object({ type: z.literal('lookAgain') }),
	z.object({ type: z.literal('retryPart'), part: partNumber }),
	z.object({ type: z.literal('undo'), id: guid }),
	/** Ends the result: back to what can be changed. */
	z.object({ type: z.literal('another') }),
	z.object({ type: z.literal('openReservation'), reservationId: guid }),
]);
export type PageMessage = z.infer<typeof PageMessage>;
