/** The messages between the Access Control page and its host, in both directions. Imported by both sides, imports only shared words. */
import * as z from 'zod/mini';
import {
	Announce,
	guid,
	Header,
	Mark,
	Option,
	Problem,
	part,
	Ready,
	Refresh,
	reservationIds,
	result,
	text,
} from '../shared/messages';

const labelKeys = [
	'loading',
	'retry',
	'refresh',
	'members',
	'table',
	'who',
	'onOrder',
	'onReservation',
	'canDo',
	'remove',
	'none',
	'grant',
	'place',
	'role',
	'search',
	'searchHelp',
	'found',
	'chosen',
	'confirm',
	'review',
	'checkAccess',
	'dismiss',
	'discard',
] as const;
export type LabelKey = (typeof labelKeys)[number];

export const Place = z.enum(['order', 'reservation', 'tenant']);
export type Place = z.infer<typeof Place>;

export const ConcernId = z.enum(['tenantWide', 'lastOwner', 'yourself']);

/** Longest text that a field takes. */
const short = z.string().check(z.maxLength(300));
/** Whole id of an assignment; the service says what it does not like. */
const assignmentId = z.string().check(z.maxLength(600));

/** Whom the role is for, as it was chosen. */
export const ChosenPrincipal = z.object({
	id: guid,
	kind: z.enum(['person', 'group', 'app', 'foreignGroup', 'unknown']),
	type: z.optional(short),
	name: z.optional(short),
	detail: z.optional(z.string()),
});
export type ChosenPrincipal = z.infer<typeof ChosenPrincipal>;

/** What the user has filled in. */
export const Draft = z.object({
	place: z.optional(Place),
	/** GUID of the role. */
	role: z.optional(short),
	/** As typed. */
	words: z.optional(short),
	principal: z.optional(ChosenPrincipal),
});
export type Draft = z.infer<typeof Draft>;

/** Kept by the page as its state, so that the panel can be restored after a reload of the window. */
export const SavedState = z.object({ ...reservationIds, draft: z.optional(Draft) });
export type SavedState = z.infer<typeof SavedState>;

const HeldRole = z.object({
	assignmentId,
	name: text,
	/** Where it comes from, where it was not given there itself. */
	from: z.optional(text),
	since: z.optional(text),
	/** Name of its Remove button. Absent where it is removed in the other column. */
	remove: z.optional(text),
});
export type HeldRole = z.infer<typeof HeldRole>;

const Member = z.object({
	id: guid,
	icon: text,
	name: text,
	/** What kind of principal it is, and whose. */
	kind: text,
	detail: z.optional(text),
	/** Says that it is you, or a group of yours. */
	you: z.optional(text),
	order: z.array(HeldRole),
	reservation: z.array(HeldRole),
	/** What all roles together allow. */
	abilities: z.array(Mark),
	/** What they do not allow, and why. */
	shortfall: z.optional(Mark),
});
export type Member = z.infer<typeof Member>;

const Concern = z.object({ id: ConcernId, text, confirmed: z.boolean() });
export type Concern = z.infer<typeof Concern>;

const Review = z.object({
	/** What will be done, in a sentence. */
	sentence: z.optional(text),
	/** It is being looked at what it would do. */
	asking: z.boolean(),
	problem: z.optional(Problem),
	notes: z.array(text),
	concerns: z.array(Concern),
	/** What the button says. */
	act: text,
	/** Why it can't be done yet. */
	notYet: z.optional(text),
});
export type Review = z.infer<typeof Review>;

const Choice = z.object({ id: guid, icon: text, name: text, detail: text, chosen: z.boolean() });

const Grant = z.object({
	/** Says that this account may not give roles there. */
	warning: z.optional(text),
	place: z.object({ value: text, options: z.array(Option), help: text }),
	role: z.object({ value: text, options: z.array(Option), help: text, loading: z.boolean(), problem: z.optional(Problem) }),
	words: text,
	searching: z.boolean(),
	/** What came of the search, said live. */
	found: text,
	problem: z.optional(Problem),
	choices: z.array(Choice),
	/** Whom the role is for. */
	chosen: z.optional(text),
	review: Review,
});
export type Grant = z.infer<typeof Grant>;

const Removal = z.object({ assignmentId, title: text, review: Review });
export type Removal = z.infer<typeof Removal>;

/** What became of what was done last. */
const Result = z.object({
	...result,
	/** The button that writes to Microsoft Support, where it failed. */
	support: z.optional(text),
});
export type Result = z.infer<typeof Result>;

const Roles = z.object({
	type: z.literal('roles'),
	...part,
	/** Changes when the host has set the fields; else what the user types stays. */
	revision: z.number(),
	saved: SavedState,
	labels: z.record(z.enum(labelKeys), text),
	header: Header,
	/** Said once: where access has to be given, and why. */
	advice: text,
	/** What could not be read, so that somebody may be missing. */
	warnings: z.array(text),
	members: z.array(Member),
	/** Absent as long as nothing could be read. */
	grant: z.optional(Grant),
	/** A role that is to be removed, before it is. */
	removal: z.optional(Removal),
	result: z.optional(Result),
	/** Something is being sent: nothing else can be done meanwhile. */
	busy: z.optional(text),
});
export type Roles = z.infer<typeof Roles>;

/** Host to page. */
export const HostMessage = z.discriminatedUnion('type', [Roles, Announce]);
export type HostMessage = z.infer<typeof HostMessage>;

/** Page to host. */
export const PageMessage = z.discriminatedUnion('type', [
	Ready,
	/** Read all roles anew. */
	Refresh,
	z.object({ type: z.literal('setPlace'), place: Place }),
	z.object({ type: z.literal('setRole'), role: short }),
	z.object({ type: z.literal('setWords'), words: short }),
	/** Searches once more what was not found because of a failure. */
	z.object({ type: z.literal('searchAgain') }),
	z.object({ type: z.literal('choosePrincipal'), id: guid }),
	z.object({ type: z.literal('confirm'), of: z.enum(['grant', 'removal']), concern: ConcernId, on: z.boolean() }),
	/** Looks once more at what it would do. */
	z.object({ type: z.literal('review'), of: z.enum(['grant', 'removal']) }),
	z.object({ type: z.literal('grant') }),
	/** Nothing is to be given any more. */
	z.object({ type: z.literal('discard') }),
	z.object({ type: z.literal('askRemoval'), assignmentId }),
	z.object({ type: z.literal('cancelRemoval') }),
	z.object({ type: z.literal('remove') }),
	/** The result was read. */
	z.object({ type: z.literal('dismiss') }),
	z.object({ type: z.literal('checkAccess') }),
	/** Writes to Microsoft Support about what was refused. */
	z.object({ type: z.literal('support') }),
]);
export type PageMessage = z.infer<typeof PageMessage>;
