/** The messages between the access page and its host, in both directions. Imported by both sides, imports only the shared words. */
import * as z from 'zod/mini';
import { Announce, Fact, guid, Mark, Problem, part, Ready, reservationIds, text } from '../shared/messages';

/** The commands that a fix may offer and the page may ask for; no other is run. All are told the subject of the panel. */
export const AccessCommand = z.enum([
	'cspReservations.signIn',
	'cspReservations.setUpConnection',
	'cspReservations.openInPartnerCenter',
	'cspReservations.openCustomerInPortal',
	'cspReservations.checkAccess',
]);
export type AccessCommand = z.infer<typeof AccessCommand>;

/** What is examined; kept by the page as its state, so that the panel can be restored after a reload of the window. */
export const SavedState = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('connection') }),
	z.object({ kind: z.literal('customer'), tenantId: guid }),
	z.object({ kind: z.literal('reservation'), ...reservationIds }),
]);

const labelKeys = [
	'again',
	'stop',
	'copyReport',
	'copied',
	'retry',
	'verdict',
	'checks',
	'evidence',
	'fixes',
	'shell',
	'copy',
	'who',
	'loading',
	'limits',
	'notRead',
] as const;
export type LabelKey = (typeof labelKeys)[number];

const CommandButton = z.object({ command: AccessCommand, label: text, icon: text });

/** Which fix of which check: the page never sends what is to be opened or copied, only where the host finds it. */
const fixPlace = { check: text, fix: z.int().check(z.nonnegative()) };

const Fix = z.object({
	text,
	/** Command line for a shell. */
	shell: z.optional(text),
	/** A page of a known site, which the host opens. */
	link: z.optional(z.object({ label: text, address: text })),
	/** The address of a page that is not opened, as its site is not known: shown as text. */
	otherLink: z.optional(text),
	command: z.optional(CommandButton),
});

const Check = z.object({
	id: text,
	title: text,
	state: Mark,
	/** Being examined right now. */
	busy: z.boolean(),
	/** Empty while it waits or runs. */
	result: text,
	evidence: z.array(Fact),
	/** True when what it was read from is shown without being asked for. */
	evidenceOpen: z.boolean(),
	fixes: z.array(Fix),
});

const Access = z.object({
	type: z.literal('access'),
	subject: SavedState,
	labels: z.record(z.enum(labelKeys), text),
	header: z.object({
		name: text,
		/** What kind of page it is, and whose: customer or partner. */
		place: z.array(text),
		/** Says that all of it is practice data; absent for real data. */
		sandbox: z.optional(text),
	}),
	running: z.boolean(),
	/** "As of …": when the report was finished. */
	asOf: z.optional(text),
	/** The main finding, or how far the check is. Absent while nothing was examined. */
	verdict: z.optional(z.object({ mark: Mark, busy: z.boolean(), summary: z.optional(text) })),
	/** Why nothing, or not everything, could be examined. */
	problem: z.optional(Problem),
	/** What may help against {@link problem}. */
	remedies: z.array(CommandButton),
	/** True when there is a report that can be copied. */
	reported: z.boolean(),
	checks: z.array(Check),
});

/** Who the connection speaks for. */
const Who = z.object({
	type: z.literal('who'),
	...part,
	rows: z.array(Fact),
	limits: z.array(text),
	notRead: z.array(text),
});

/** Something of the page is on the clipboard: the command line of a fix, or the report when none is named. */
const Copied = z.object({ type: z.literal('copied'), of: z.optional(z.object(fixPlace)) });

/** Host to page. */
export const HostMessage = z.discriminatedUnion('type', [Access, Who, Copied, Announce]);
export type HostMessage = z.infer<typeof HostMessage>;

/** Page to host. */
export const PageMessage = z.discriminatedUnion('type', [
	Ready,
	z.object({ type: z.literal('checkAgain') }),
	z.object({ type: z.literal('stop') }),
	z.object({ type: z.literal('copyReport') }),
	/** Read anew who the connection speaks for. */
	z.object({ type: z.literal('retryWho') }),
	z.object({ type: z.literal('copyShell'), ...fixPlace }),
	z.object({ type: z.literal('openLink'), ...fixPlace }),
	z.object({ type: z.literal('command'), command: AccessCommand }),
]);
export type PageMessage = z.infer<typeof PageMessage>;

export type Access = z.infer<typeof Access>;
export type Check = z.infer<typeof Check>;
export type Fix = z.infer<typeof Fix>;
export type Who = z.infer<typeof Who>;
export type CommandButton = z.infer<typeof CommandButton>;
