/** The messages between the Return page and its host, in both directions. Imported by both sides, imports only shared words. */
import * as z from 'zod/mini';
import { Copied, Figure, moneyAsked, moneyLabelKeys, moneyView, PolicyRefusal } from '../money/messages';
import { Announce, Fact, Mark, reservationIds, text } from '../shared/messages';

const labelKeys = [
	...moneyLabelKeys,
	'what',
	'quantity',
	'quantityHelp',
	'choices',
	'reason',
	'reasonHelp',
	'quote',
	'allowance',
	'review',
	'whatHappens',
] as const;
export type LabelKey = (typeof labelKeys)[number];

/** All of it, or what the last 7 days did not use. */
const Choice = z.enum(['all', 'unused']);
export type Choice = z.infer<typeof Choice>;

/** Longest reason that is taken: it is one field of the service. */
const reason = z.string().check(z.maxLength(500));

/** Kept by the page as its state, so that the panel can be restored after a reload of the window. */
export const SavedState = z.object({
	...reservationIds,
	quantity: z.optional(z.int()),
	reason: z.optional(reason),
	/** The operation that is shown. */
	operation: z.optional(text),
});
export type SavedState = z.infer<typeof SavedState>;

const Allowance = z.object({
	/** What the bar shows, in a sentence. */
	summary: text,
	/** Percent of the bar, from 0. Together at most 100. */
	used: z.number(),
	now: z.number(),
	rows: z.array(z.object({ kind: z.enum(['used', 'now', 'left']), label: text, value: text })),
	notes: z.array(text),
});
export type Allowance = z.infer<typeof Allowance>;

const Choose = z.object({
	/** Changes when the host has set the fields; else what the user types stays. */
	revision: z.number(),
	facts: z.array(Fact),
	quantity: text,
	/** Absent: not told. */
	most: z.optional(z.number()),
	choices: z.array(
		z.object({
			choice: Choice,
			label: text,
			/** Why it can't be used. */
			unavailable: z.optional(text),
			chosen: z.boolean(),
		}),
	),
	/** What the use of the last days says. */
	useNote: z.optional(text),
	quantityProblem: z.optional(text),
	/** What is chosen can be asked about. */
	canAsk: z.boolean(),
	reason: text,
	/** Why the reservation can't be returned at all; absent: it is worth asking. */
	impossible: z.optional(text),
	figures: z.array(Figure),
	figuresTitle: text,
	allowance: z.optional(Allowance),
	refusals: z.array(PolicyRefusal),
	blockers: z.array(text),
	/** What happens to the workloads, and what can't be undone. */
	consequences: z.array(Mark),
	review: text,
	/** Why it can't be reviewed yet; absent: it can. */
	notYet: z.optional(text),
});
export type Choose = z.infer<typeof Choose>;

const Return = z.object({
	type: z.literal('return'),
	...moneyView,
	saved: SavedState,
	labels: z.record(z.enum(labelKeys), text),
	choose: z.optional(Choose),
});
export type Return = z.infer<typeof Return>;

/** Host to page. */
export const HostMessage = z.discriminatedUnion('type', [Return, Copied, Announce]);
export type HostMessage = z.infer<typeof HostMessage>;

/** Page to host. */
export const PageMessage = z.discriminatedUnion('type', [
	...moneyAsked,
	/** As typed; undefined: not a number. */
	z.object({ type: z.literal('setQuantity'), quantity: z.optional(z.number()) }),
	z.object({ type: z.literal('choose'), choice: Choice }),
	z.object({ type: z.literal('setReason'), reason }),
]);
export type PageMessage = z.infer<typeof PageMessage>;
