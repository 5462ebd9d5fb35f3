/** The messages between the Overview page and its host, in both directions. Imported by both sides, imports only the shared words. */
import * as z from 'zod/mini';
import { Announce, Fact, guid, Header, Mark, part, Ready, Refresh, reservationIds, text } from '../shared/messages';

const httpsLink = z.string().check(z.regex(/^https:\/\/[^\s"'<>]+$/));

/** Commands that the page may ask for. All act on the reservation of the panel. */
export const PageCommand = z.enum([
	'cspReservations.copyReservationId',
	'cspReservations.copyOrderId',
	'cspReservations.copyResourceId',
	'cspReservations.copySupportDetails',
	'cspReservations.copyCustomerTenantId',
	'cspReservations.openInPortal',
	'cspReservations.openOrderInPortal',
	'cspReservations.openCustomerInPortal',
	'cspReservations.openInPartnerCenter',
	'cspReservations.return',
	'cspReservations.exchange',
	'cspReservations.changeScope',
	'cspReservations.changeRenewal',
	'cspReservations.configure',
	'cspReservations.accessControl',
	'cspReservations.newSupportRequest',
	'cspReservations.supportRequests',
]);
export type PageCommand = z.infer<typeof PageCommand>;

const RowAction = z.object({ command: PageCommand, label: text, icon: text });

const Action = z.object({
	label: text,
	icon: text,
	primary: z.boolean(),
	command: PageCommand,
	/** Why it can't be used at the moment; the button stays where it is. */
	reason: z.optional(text),
});

const EssentialRow = z.object({
	label: text,
	value: text,
	/** A second line: what the value means, or where it comes from. */
	note: z.optional(text),
	/** An id: shown in the editor's font. */
	code: z.boolean(),
	actions: z.array(RowAction),
	/** Reservations that the row points at, with the order where it is another one. */
	reservations: z.array(z.object({ reservationId: guid, orderId: z.optional(guid), label: text })),
});

const labelKeys = [
	'actions',
	'refresh',
	'refreshing',
	'retry',
	'loading',
	'next',
	'essentials',
	'usage',
	'payments',
	'history',
	'byDay',
	'byMonth',
	'grain',
	'chart',
	'numbers',
	'chooseDay',
	'source',
	'resources',
	'closeResources',
	'noData',
] as const;
export type LabelKey = (typeof labelKeys)[number];

const Overview = z.object({
	type: z.literal('overview'),
	...part,
	/** Kept by the page as its state, so that the panel can be restored after a reload of the window. */
	ref: z.object(reservationIds),
	language: text,
	labels: z.record(z.enum(labelKeys), text),
	header: z.extend(Header, {
		/** Why the reservation is in its state, in the service's own words. */
		statusMessage: z.optional(text),
	}),
	actions: z.array(Action),
	essentials: z.array(z.object({ title: text, rows: z.array(EssentialRow) })),
});

const AdviceItem = z.object({ mark: Mark, text, link: z.optional(httpsLink) });

const Next = z.object({
	type: z.literal('next'),
	loading: z.boolean(),
	/** What matters most, shown at once. */
	items: z.array(AdviceItem),
	/** Everything else, behind its label. */
	more: z.optional(z.object({ label: text, items: z.array(AdviceItem) })),
	facts: z.array(Fact),
	/** What tells more. */
	action: z.optional(RowAction),
});

const Payments = z.object({
	type: z.literal('payments'),
	...part,
	caption: text,
	notes: z.array(text),
	columns: z.array(text),
	rows: z.array(z.object({ due: text, paid: text, status: Mark, statusNote: z.optional(text), billing: text, pricing: text })),
});

const UsagePointView = z.object({
	/** Start of the day or month, ms since the epoch, UTC. */
	at: z.number(),
	/** Label on the axis. */
	axis: text,
	/** The day or month in full. */
	name: text,
	/** Everything about it in one sentence, for screen readers. */
	sentence: text,
	/** Percent; absent when there is no data. */
	average: z.optional(z.number()),
	cells: z.array(text),
});

const UsageGrain = z.enum(['daily', 'monthly']);

const Usage = z.object({
	type: z.literal('usage'),
	...part,
	grain: UsageGrain,
	figures: z.array(z.object({ label: text, value: text })),
	trend: z.optional(Mark),
	figuresNote: z.optional(text),
	/** What the chart shows, in a sentence. */
	summary: text,
	notes: z.array(text),
	columns: z.array(text),
	points: z.array(UsagePointView),
	/** Ticks of the axis in percent, with their labels. The last one is its upper end. */
	ticks: z.array(z.object({ value: z.number(), label: text })),
	/** True when a point can be chosen to see the resources behind it. */
	selectable: z.boolean(),
	selected: z.optional(z.number()),
});

const Resources = z.object({
	type: z.literal('resources'),
	...part,
	/** The chosen day; absent when none is chosen. */
	day: z.optional(z.number()),
	title: text,
	notes: z.array(text),
	columns: z.array(text),
	rows: z.array(z.object({ name: text, place: z.optional(text), sku: text, used: text, share: text })),
});

const History = z.object({
	type: z.literal('history'),
	...part,
	caption: text,
	columns: z.array(text),
	rows: z.array(z.object({ when: text, state: Mark, stateNote: z.optional(text), changes: z.array(text) })),
});

/** Host to page. */
export const HostMessage = z.discriminatedUnion('type', [Overview, Next, Payments, Usage, Resources, History, Announce]);
export type HostMessage = z.infer<typeof HostMessage>;

/** Parts that can be asked for again on their own. */
const PartName = z.enum(['overview', 'payments', 'usage', 'resources', 'history']);
export type PartName = z.infer<typeof PartName>;

/** Page to host. */
export const PageMessage = z.discriminatedUnion('type', [
	Ready,
	z.object({ type: z.literal('command'), command: PageCommand }),
	/** Read everything anew. */
	Refresh,
	z.object({ type: z.literal('retry'), part: PartName }),
	z.object({ type: z.literal('showUsage'), grain: UsageGrain }),
	/** Show the resources behind a day, or none when the day is absent. */
	z.object({ type: z.literal('showDay'), day: z.optional(z.number().check(z.int())) }),
	/** Without an order: of the order of this panel. */
	z.object({ type: z.literal('openReservation'), reservationId: guid, orderId: z.optional(guid) }),
]);
export type PageMessage = z.infer<typeof PageMessage>;

/** What the page keeps for the time after a reload of the window. */
export const SavedState = z.object({ tenantId: guid, orderId: guid, reservationId: guid });

export type Overview = z.infer<typeof Overview>;
export type Next = z.infer<typeof Next>;
export type Payments = z.infer<typeof Payments>;
export type Usage = z.infer<typeof Usage>;
export type Resources = z.infer<typeof Resources>;
export type History = z.infer<typeof History>;
export type EssentialRow = z.infer<typeof EssentialRow>;
