/** What the pages that move money share with their hosts: quotes, refusals, the confirmation, operations. */
import * as z from 'zod/mini';
import { Fact, Header, Mark, Problem, part, Ready, Refresh, text } from '../shared/messages';

/** Page and panel ask what the service asks too. */
export { fitsName } from '../../reservations/operations/typed-name';

/** The texts that every page that moves money has. */
export const moneyLabelKeys = [
	'loading',
	'retry',
	'refresh',
	'quotedAgo',
	'validFor',
	'askAgain',
	'refusals',
	'blockers',
	'confirm',
	'summary',
	'cannotBeUndone',
	'typeName',
	'nameDiffers',
	'back',
	'progress',
	'lines',
	'result',
	'copyResult',
	'copied',
	'lookAgain',
	'startAnew',
	'code',
	'openOperations',
	'show',
] as const;

/** What can be done instead of what was refused. The page asks for it by its name. */
export const Instead = z.enum(['exchange', 'smallerQuantity', 'biggerPurchase', 'portal', 'support', 'access']);
export type Instead = z.infer<typeof Instead>;

const InsteadButton = z.object({ instead: Instead, label: text, icon: text });
export type InsteadButton = z.infer<typeof InsteadButton>;

/** How a quote stands. */
export const QuoteState = z.object({
	standing: z.enum(['none', 'changed', 'asking', 'current', 'expired', 'failed', 'dropped']),
	/** What that means, in a sentence; absent where the figures speak for themselves. */
	text: z.optional(text),
	/** Age of the quote and what is left of its life in seconds, when this was sent. Present while it is alive. */
	life: z.optional(z.object({ old: z.number(), left: z.number() })),
	problem: z.optional(Problem),
	/** The way to Microsoft Support, where there is a problem. */
	support: z.optional(InsteadButton),
});
export type QuoteState = z.infer<typeof QuoteState>;

export const PolicyRefusal = z.object({
	title: text,
	/** The service's own code and words. */
	facts: z.optional(text),
	hints: z.array(text),
	buttons: z.array(InsteadButton),
});
export type PolicyRefusal = z.infer<typeof PolicyRefusal>;

/** A part of an amount's story: what it is, how much, what it means. */
export const Figure = z.object({
	label: text,
	value: text,
	notes: z.array(text),
	/** Money that moves, a commitment that ends or begins, or a fact beside it: these look different. */
	kind: z.enum(['money', 'commitment', 'fact']),
});
export type Figure = z.infer<typeof Figure>;

/** The last step before money moves. */
export const Confirm = z.object({
	/** The session that is confirmed; sent back with the confirmation. */
	sessionId: text,
	title: text,
	/** What will be done, line by line. */
	lines: z.array(text),
	figures: z.array(Figure),
	/** What can't be undone, and what else follows. */
	warnings: z.array(text),
	customerName: text,
	nameHint: text,
	/** The reason in words, where the service wants one. */
	reason: z.optional(text),
	/** Label of the button that sends. */
	commit: text,
	/** Being sent: nothing can be changed any more. */
	sending: z.boolean(),
	sendingText: text,
	problem: z.optional(Problem),
});
export type Confirm = z.infer<typeof Confirm>;

/** What became of a commit. */
export const OperationView = z.object({
	id: text,
	title: text,
	state: Mark,
	busy: z.boolean(),
	explanation: z.array(text),
	steps: z.array(z.object({ mark: Mark, label: text, note: z.optional(text), current: z.boolean() })),
	columns: z.array(text),
	rows: z.array(
		z.object({
			what: text,
			direction: text,
			quantity: text,
			status: Mark,
			error: z.optional(text),
			amount: text,
			ids: z.array(text),
			/** Number of the line whose reservation can be shown. */
			open: z.optional(z.object({ line: z.number(), label: text })),
		}),
	),
	facts: z.array(Fact),
	notes: z.array(text),
	/** It can still change: looking again makes sense. */
	canLook: z.boolean(),
	/** It has ended: another one can be begun. */
	canStartAnew: z.boolean(),
	checkAccess: z.optional(text),
	/** It did not come out as it should: the button that writes to Microsoft Support. */
	support: z.optional(text),
	/** AdminAgents have no access to a new order: what that means, and the button that gives it. */
	grantAccess: z.optional(z.object({ text, label: text })),
	problem: z.optional(Problem),
});
export type OperationView = z.infer<typeof OperationView>;

/** An operation of the journal that is still open and touches what the panel is about. */
export const OpenOperation = z.object({ id: text, text, label: text });
export type OpenOperation = z.infer<typeof OpenOperation>;

/** What the view of every page that moves money has; each adds its choice. */
export const moneyView = {
	...part,
	header: Header,
	open: z.array(OpenOperation),
	quote: QuoteState,
	confirm: z.optional(Confirm),
	operation: z.optional(OperationView),
};

/** What both pages ask for. */
export const moneyAsked = [
	Ready,
	/** Read the customer's reservations anew. */
	Refresh,
	/** A binding quote for what is chosen now. */
	z.object({ type: z.literal('askQuote') }),
	z.object({ type: z.literal('review') }),
	z.object({ type: z.literal('back') }),
	/** Move the money: the session that the page showed, and the customer's name as typed. */
	z.object({ type: z.literal('commit'), sessionId: text, typedName: text }),
	z.object({ type: z.literal('instead'), instead: Instead }),
	z.object({ type: z.literal('lookAgain') }),
	z.object({ type: z.literal('copyResult') }),
	z.object({ type: z.literal('startAnew') }),
	z.object({ type: z.literal('showOperation'), id: text }),
	/** The reservation of a line of the operation. */
	z.object({ type: z.literal('openLine'), line: z.int().check(z.nonnegative()) }),
	z.object({ type: z.literal('checkAccess') }),
	/** Writes to Microsoft Support about the operation. */
	z.object({ type: z.literal('support') }),
	/** Gives AdminAgents access to the new orders. */
	z.object({ type: z.literal('grantAccess') }),
] as const;

/** Something of the page is on the clipboard. */
export const Copied = z.object({ type: z.literal('copied'), what: z.enum(['result', 'request']) });
export type Copied = z.infer<typeof Copied>;
