/** The messages between the Exchange page and its host, in both directions. Imported by both sides, imports only shared words. */
import * as z from 'zod/mini';
import { Copied, Figure, moneyAsked, moneyLabelKeys, moneyView, PolicyRefusal } from '../money/messages';
import { Announce, guid, Mark, Option, Problem, text } from '../shared/messages';

const labelKeys = [
	...moneyLabelKeys,
	'give',
	'reservations',
	'buy',
	'calculator',
	'quote',
	'choose',
	'fillAll',
	'fillUnused',
	'advice',
	'source',
	'catalogFilter',
	'subscription',
	'subscriptionHelp',
	'resourceType',
	'region',
	'regionHelp',
	'term',
	'billingPlan',
	'search',
	'products',
	'add',
	'suggestions',
	'purchases',
	'remove',
	'quantity',
	'name',
	'scope',
	'renewal',
	'renewalHelp',
	'flexibility',
	'billed',
	'warnings',
	'askQuote',
	'request',
	'reset',
] as const;
export type LabelKey = (typeof labelKeys)[number];

const shortText = z.string().check(z.maxLength(300));

/** What the list of products is narrowed by; empty: by nothing. */
export const Filter = z.object({
	/** Subscription that is billed, and whose catalog is read. A bare GUID. */
	subscription: shortText,
	resourceType: shortText,
	region: shortText,
	/** ISO 8601 period. */
	term: shortText,
	billingPlan: z.enum(['', 'Upfront', 'Monthly']),
	text: shortText,
});
export type Filter = z.infer<typeof Filter>;
const FilterChange = z.partial(Filter);
export type FilterChange = z.infer<typeof FilterChange>;

/** A unit of choice on the way back: so many of this reservation. */
const DraftReturn = z.object({ orderId: guid, reservationId: guid, quantity: z.optional(z.int()) });
export type DraftReturn = z.infer<typeof DraftReturn>;

/** A product on the way in, with what its fields need after a reload, when the catalog is not read yet. */
const DraftPurchase = z.object({
	/** Tells the lines of a draft apart. */
	line: z.int(),
	sku: text,
	product: text,
	resourceType: text,
	region: z.optional(text),
	terms: z.array(text),
	plans: z.record(text, z.array(text)),
	legacyTerms: z.array(text),
	term: text,
	billingPlan: z.enum(['Upfront', 'Monthly']),
	quantity: z.optional(z.int()),
	name: shortText,
	/** A bare GUID. */
	subscription: text,
	/** `Shared`, or the full id of a subscription, resource group or management group. */
	scope: text,
	renew: z.boolean(),
	flexibility: z.optional(z.enum(['On', 'Off'])),
});
export type DraftPurchase = z.infer<typeof DraftPurchase>;

/** Kept by the page as its state, so that the choice is there again after a reload of the window. */
export const SavedState = z.object({
	tenantId: guid,
	returns: z.array(DraftReturn),
	purchases: z.array(DraftPurchase),
	filter: z.optional(Filter),
	/** The operation that is shown. */
	operation: z.optional(text),
});
export type SavedState = z.infer<typeof SavedState>;

const Row = z.object({
	reservationId: guid,
	name: text,
	product: text,
	state: Mark,
	/** Units of the reservation. */
	quantity: text,
	/** Absent: not told. */
	most: z.optional(z.number()),
	use: text,
	expires: text,
	chosen: z.boolean(),
	/** Units to give back, as it stands in its field. */
	giving: text,
	givingLabel: text,
	chooseLabel: text,
	/** Whole units that the last 7 days did not use, in words. */
	unused: z.optional(text),
	problem: z.optional(text),
	/** Why it can't be exchanged; absent: it can be asked. */
	whyNot: z.optional(text),
	/** Not a refusal, but to be known. */
	notes: z.array(z.object({ title: text, text, link: z.optional(text) })),
});
export type Row = z.infer<typeof Row>;

const Products = z.object({
	/** The filter as it stands. */
	filter: Filter,
	subscriptions: z.array(Option),
	resourceTypes: z.array(Option),
	regions: z.array(Option),
	terms: z.array(Option),
	plans: z.array(Option),
	loading: z.boolean(),
	problem: z.optional(Problem),
	/** How many there are, or why none is shown. */
	summary: text,
	columns: z.array(text),
	rows: z.array(
		z.object({
			sku: text,
			region: z.optional(text),
			name: text,
			details: text,
			terms: text,
			legacy: z.optional(text),
			addLabel: text,
		}),
	),
	/** What is added is what is read: so many of this product. */
	suggestions: z.array(z.object({ title: text, text, add: text, sku: text, region: z.optional(text), quantity: z.int() })),
});
export type Products = z.infer<typeof Products>;

const Line = z.object({
	line: z.int(),
	title: text,
	details: text,
	quantity: text,
	quantityProblem: z.optional(text),
	name: text,
	nameProblem: z.optional(text),
	term: text,
	terms: z.array(Option),
	billingPlan: text,
	plans: z.array(Option),
	subscription: text,
	scope: text,
	scopes: z.array(Option),
	renew: z.boolean(),
	flexibility: z.optional(text),
	flexibilities: z.array(Option),
	/** What the whole commitment of the line would be. */
	price: text,
	priceNote: z.optional(text),
	removeLabel: text,
});
export type Line = z.infer<typeof Line>;

const Calculator = z.object({
	verdict: Mark,
	explanation: z.array(text),
	figures: z.array(Figure),
	/** Some of it is being read. */
	loading: z.boolean(),
	/** How old the figures are, in words; absent where none is shown. */
	asOf: z.optional(text),
	problem: z.optional(Problem),
});
export type Calculator = z.infer<typeof Calculator>;

/** Today and afterwards, side by side, in the service's own figures. */
const Comparison = z.object({
	given: z.object({ title: text, columns: z.array(text), rows: z.array(z.array(text)) }),
	bought: z.object({ title: text, columns: z.array(text), rows: z.array(z.array(text)) }),
	totals: z.array(Figure),
	note: text,
});
export type Comparison = z.infer<typeof Comparison>;

const Choose = z.object({
	/** Changes when the host has set the fields; else what the user types stays. */
	revision: z.number(),
	rows: z.array(Row),
	/** Says that there is nothing to exchange. */
	none: z.optional(text),
	columns: z.array(text),
	products: Products,
	lines: z.array(Line),
	noLines: z.optional(text),
	calculator: Calculator,
	warnings: z.array(Mark),
	/** Why no binding quote can be asked for yet; absent: it can. */
	cannotAsk: z.optional(text),
	refusals: z.array(PolicyRefusal),
	blockers: z.array(text),
	review: text,
	notYet: z.optional(text),
});
export type Choose = z.infer<typeof Choose>;

const Exchange = z.object({
	type: z.literal('exchange'),
	...moneyView,
	saved: SavedState,
	labels: z.record(z.enum(labelKeys), text),
	comparison: z.optional(Comparison),
	choose: z.optional(Choose),
});
export type Exchange = z.infer<typeof Exchange>;

/** Host to page. */
export const HostMessage = z.discriminatedUnion('type', [Exchange, Copied, Announce]);
export type HostMessage = z.infer<typeof HostMessage>;

/** What of a line can be set. */
export const LineField = z.enum(['quantity', 'name', 'term', 'billingPlan', 'subscription', 'scope', 'renew', 'flexibility']);
export type LineField = z.infer<typeof LineField>;

/** All of it, or what the last 7 days did not use. */
export const Fill = z.enum(['all', 'unused']);
export type Fill = z.infer<typeof Fill>;

/** Page to host. */
export const PageMessage = z.discriminatedUnion('type', [
	...moneyAsked,
	z.object({ type: z.literal('pick'), reservationId: guid, chosen: z.boolean() }),
	/** As typed; undefined: not a number. */
	z.object({ type: z.literal('setGiving'), reservationId: guid, quantity: z.optional(z.number()) }),
	/** Sets the quantities of everything that is chosen. */
	z.object({ type: z.literal('fill'), fill: Fill }),
	/** Only what was changed: the page may not have heard yet of what else was. */
	z.object({ type: z.literal('filter'), filter: FilterChange }),
	z.object({ type: z.literal('retryCatalog') }),
	/** So many of a product of the catalog. */
	z.object({ type: z.literal('add'), sku: text, region: z.optional(text), quantity: z.int().check(z.positive()) }),
	z.object({ type: z.literal('setLine'), line: z.int(), field: LineField, value: shortText }),
	z.object({ type: z.literal('removeLine'), line: z.int() }),
	z.object({ type: z.literal('retryFigures') }),
	z.object({ type: z.literal('copyRequest') }),
	z.object({ type: z.literal('reset') }),
]);
export type PageMessage = z.infer<typeof PageMessage>;
