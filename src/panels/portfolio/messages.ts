/** The messages between the Portfolio page and its host, in both directions. Imported by both sides, imports only shared words. */
import * as z from 'zod/mini';
import { Announce, guid, Mark, text } from '../shared/messages';

const labelKeys = [
	'loading',
	'dataState',
	'search',
	'searchHelp',
	'filters',
	'clearFilters',
	'columns',
	'groupBy',
	'noGroups',
	'showEnded',
	'views',
	'noView',
	'saveView',
	'deleteView',
	'from',
	'to',
	'any',
	'table',
	'keys',
	'selection',
	'selectAll',
	'clearSelection',
	'moreActions',
	'export',
	'scan',
	'stopScan',
	'compare',
	'compareHelp',
	'retry',
	'showFailed',
	'charts',
	'numbers',
	'commitments',
	'readCommitments',
	'stopCommitments',
	'currency',
] as const;
export type LabelKey = (typeof labelKeys)[number];

/** Longest text that a field takes. */
const short = z.string().check(z.maxLength(300));

/** Names of columns as the table knows them. */
export const columnNames = [
	'customer',
	'name',
	'product',
	'sku',
	'type',
	'region',
	'quantity',
	'scope',
	'term',
	'billingPlan',
	'purchasedAt',
	'expiresAt',
	'daysLeft',
	'commitment',
	'renewal',
	'use1',
	'use7',
	'use30',
	'state',
	'exchange',
	'return',
	'reseller',
	'reservationId',
	'orderId',
	'tenantId',
] as const;
export const numberNames = ['quantity', 'purchasedAt', 'expiresAt', 'daysLeft', 'use1', 'use7', 'use30'] as const;
/** Amounts in different currencies. */
export const moneyName = 'commitment';
export const ColumnName = z.enum(columnNames);
export type ColumnName = z.infer<typeof ColumnName>;
const NumberName = z.enum(numberNames);
export type NumberName = z.infer<typeof NumberName>;
const TextName = z.enum(
	columnNames.filter((name) => name !== moneyName && !numberNames.some((it) => it === name)) as [
		Exclude<ColumnName, NumberName | typeof moneyName>,
	],
);
export type TextName = z.infer<typeof TextName>;

const Grouping = z.enum(['customer', 'reseller', 'product', 'expiryMonth', 'region']);
export type Grouping = z.infer<typeof Grouping>;

const TextFilter = z.object({ column: TextName, contains: z.optional(short), oneOf: z.optional(z.array(short)) });
const NumberFilter = z.object({ column: NumberName, min: z.optional(z.number()), max: z.optional(z.number()) });
/** Bounds mean something in one currency alone. */
const MoneyFilter = z
	.object({
		column: z.literal(moneyName),
		known: z.optional(z.boolean()),
		currency: z.optional(short),
		min: z.optional(z.number()),
		max: z.optional(z.number()),
	})
	.check(z.refine(({ currency, min, max }) => currency !== undefined || (min === undefined && max === undefined)));
export type MoneyFilter = z.infer<typeof MoneyFilter>;
export const Filter = z.union([NumberFilter, TextFilter, MoneyFilter]);
export type Filter = z.infer<typeof Filter>;

/** What is asked of the table. */
export const Query = z.object({
	text: z.optional(short),
	filters: z.optional(z.array(Filter)),
	hideEnded: z.optional(z.boolean()),
	sort: z.optional(z.object({ column: ColumnName, descending: z.optional(z.boolean()) })),
	groupBy: z.optional(Grouping),
});
export type Query = z.infer<typeof Query>;

/** What a saved view and a restored panel begin with. */
export const SavedState = z.object({
	query: z.optional(Query),
	columns: z.optional(z.array(ColumnName)),
	/** Of the chart of commitments, as the user chose it: an ISO 4217 code. */
	currency: z.optional(short),
});
export type SavedState = z.infer<typeof SavedState>;

const Column = z.object({
	name: ColumnName,
	title: text,
	/** Figures stand at the end of their cell. */
	isFigure: z.boolean(),
	/** Width in pixels. */
	width: z.number(),
	shown: z.boolean(),
	sorted: z.optional(z.enum(['ascending', 'descending'])),
});
export type Column = z.infer<typeof Column>;

const Option = z.object({ value: text, label: text });
export type Option = z.infer<typeof Option>;

/** How one column is filtered: by a part of its text, by one of its texts, by bounds, or by an amount in one currency. */
const Field = z.object({
	column: ColumnName,
	label: text,
	kind: z.enum(['contains', 'oneOf', 'number', 'date', 'money']),
	/** Of `contains`. */
	value: text,
	/** Of `oneOf`; of `money`: whether it is known. The label of an option is its text with how many there are. */
	options: z.array(z.object({ value: text, label: text, text })),
	/** Of `number`, `date` and `money`, as their fields write it. */
	min: text,
	max: text,
});
export type Field = z.infer<typeof Field>;

const Cell = z.union([text, Mark]);
const Row = z.object({
	kind: z.literal('row'),
	id: guid,
	selected: z.boolean(),
	/** What VS Code's context menu acts on: JSON. */
	context: text,
	/** One for each shown column. */
	cells: z.array(Cell),
});
const Group = z.object({ kind: z.literal('group'), key: text, title: text, detail: text, open: z.boolean() });
const Item = z.union([Row, Group]);
export type Item = z.infer<typeof Item>;
export type Row = z.infer<typeof Row>;
export type Group = z.infer<typeof Group>;

/** Commands that the bar may run on what is selected. */
export const actions = [
	'cspReservations.openOverview',
	'cspReservations.exchange',
	'cspReservations.return',
	'cspReservations.configure',
	'cspReservations.accessControl',
	'cspReservations.changeScope',
	'cspReservations.changeRenewal',
	'cspReservations.archive',
	'cspReservations.unarchive',
	'cspReservations.grantAdminAgents',
	'cspReservations.copyReservationId',
	'cspReservations.copyOrderId',
	'cspReservations.copyResourceId',
	'cspReservations.copySupportDetails',
	'cspReservations.rename',
	'cspReservations.changeOptimization',
	'cspReservations.undoChange',
	'cspReservations.newSupportRequest',
	'cspReservations.supportRequests',
	'cspReservations.checkAccess',
	'cspReservations.openInPortal',
	'cspReservations.openOrderInPortal',
	'cspReservations.openCustomerInPortal',
	'cspReservations.openInPartnerCenter',
	'cspReservations.copyCustomerTenantId',
	'cspReservations.refresh',
] as const;
const Action = z.enum(actions);
export type Action = z.infer<typeof Action>;

const Portfolio = z.object({
	type: z.literal('portfolio'),
	saved: SavedState,
	labels: z.record(z.enum(labelKeys), text),
	title: text,
	sandbox: z.optional(text),
	/** How many there are, of how many customers, how many units. */
	totals: text,
	/** How old the data is, and of how many customers nothing is known. */
	ages: z.array(Mark),
	/** Why there is nothing to show. */
	empty: z.optional(text),
	loading: z.boolean(),
	query: Query,
	/** Changes when the host has set the fields; else what the user types stays. */
	fieldRevision: z.number(),
	columns: z.array(Column),
	filterCount: z.number(),
	groupings: z.array(Option),
	views: z.array(text),
	/** Name of the view that is shown as it was saved. */
	view: z.optional(text),
	/** Rows and headings of groups. Items carry the revision they are of. */
	revision: z.number(),
	itemCount: z.number(),
	/** Where the item is now that the page said the keyboard is at; absent: it is not in the list any more. */
	at: z.optional(z.object({ item: text, place: z.number() })),
	selection: z.object({
		count: z.number(),
		text,
		/** `isMore`: folded away until it is wanted. `reason`: why it can't be run on the selection. */
		actions: z.array(z.object({ command: Action, label: text, icon: text, isMore: z.boolean(), reason: z.optional(text) })),
	}),
});
export type Portfolio = z.infer<typeof Portfolio>;

const place = z.number().check(z.int(), z.minimum(0));
/** A stretch of the list, by the places of its items. */
const Stretch = z.object({ from: place, count: place });
export type Stretch = z.infer<typeof Stretch>;

/** What the page holds of a revision of the list. */
const Held = z.object({ revision: z.number(), from: place, count: place });
export type Held = z.infer<typeof Held>;

/** What a page has to hold is the window; of it these items, from `from` on, are new or have changed. */
const Items = z.object({ type: z.literal('items'), revision: z.number(), window: Stretch, from: place, items: z.array(Item) });
export type Items = z.infer<typeof Items>;

/** How far a reading of many has come. */
const progress = {
	running: z.boolean(),
	text: z.optional(text),
	/** How many are through, of all. */
	done: z.number(),
	total: z.number(),
	/** What could not be read, by cause. */
	problems: z.array(z.object({ text, cause: z.string(), retryLabel: text, showLabel: z.optional(text) })),
};
const Progress = z.object(progress);
export type Progress = z.infer<typeof Progress>;

const ComparedList = z.enum(['hiddenOrders', 'notCompared']);

/** Of customers. */
const Scan = z.object({
	type: z.literal('scan'),
	...progress,
	/** What the comparison with Partner Center has found, and who could not be compared and may be again; each with a button that lists it. */
	compared: z.array(z.object({ list: ComparedList, text, label: text, retryLabel: z.optional(text) })),
});
export type Scan = z.infer<typeof Scan>;

export const Chart = z.object({
	title: text,
	/** What a screen reader reads in place of the picture. */
	summary: text,
	/** `part` of `value` is drawn hollow. */
	bars: z.array(z.object({ label: text, name: text, value: z.number(), part: z.optional(z.number()) })),
	legend: z.array(z.object({ hollow: z.boolean(), text })),
	columns: z.array(text),
	rows: z.array(z.array(text)),
	notes: z.array(text),
});
export type Chart = z.infer<typeof Chart>;

/** What is worked out after the first rows are shown. */
const Extras = z.object({ type: z.literal('extras'), fieldRevision: z.number(), fields: z.array(Field), charts: z.array(Chart) });
export type Extras = z.infer<typeof Extras>;

/** What the orders of the rows still owe, as far as it was read: one call an order. */
const Commitments = z.object({
	type: z.literal('commitments'),
	/** Sums, one for each currency, and of how many orders they are. */
	totals: z.array(text),
	notes: z.array(Mark),
	/** How many calls it takes; undefined: there is no order to read. */
	calls: z.optional(text),
	/** Of orders. */
	...progress,
	/** Of all amounts that were read, of whatever rows: to filter by. */
	read: z.array(Option),
	/** Which of them the chart shows. */
	currencies: z.array(Option),
	currency: z.optional(text),
	chartTitle: text,
	/** Undefined: nothing was read yet. */
	chart: z.optional(Chart),
	/** In place of the chart. */
	noChart: text,
});
export type Commitments = z.infer<typeof Commitments>;

/** Host to page. */
export const HostMessage = z.discriminatedUnion('type', [Portfolio, Items, Scan, Extras, Commitments, Announce]);
export type HostMessage = z.infer<typeof HostMessage>;

/** Page to host. */
export const PageMessage = z.discriminatedUnion('type', [
	/** The page is there and shows nothing yet. */
	z.object({ type: z.literal('ready') }),
	/** These items come into view; at most 500 are sent, without those that the page holds of the list as it is. */
	z.object({ type: z.literal('window'), from: place, count: place, held: z.optional(Held) }),
	/** The keyboard is at this item: id of a reservation, or key of a group. */
	z.object({ type: z.literal('at'), item: z.string() }),
	z.object({ type: z.literal('setText'), text: short }),
	/** A filter without a value is taken away. */
	z.object({ type: z.literal('setFilter'), filter: Filter }),
	z.object({ type: z.literal('clearFilters') }),
	z.object({ type: z.literal('setSort'), column: ColumnName }),
	z.object({ type: z.literal('setGrouping'), by: z.optional(Grouping) }),
	z.object({ type: z.literal('setShowEnded'), on: z.boolean() }),
	z.object({ type: z.literal('setColumns'), columns: z.array(ColumnName) }),
	z.object({ type: z.literal('toggleGroup'), key: text }),
	/** `range`: everything between two rows, both included, beside what is selected. */
	z.object({ type: z.literal('select'), how: z.enum(['toggle', 'only', 'range']), id: guid, from: z.optional(guid) }),
	z.object({ type: z.literal('selectAll'), on: z.boolean() }),
	z.object({ type: z.literal('open'), id: guid }),
	z.object({ type: z.literal('act'), command: Action }),
	z.object({ type: z.literal('export') }),
	z.object({ type: z.literal('saveView') }),
	z.object({ type: z.literal('openView'), name: z.string() }),
	z.object({ type: z.literal('deleteView'), name: z.string() }),
	z.object({ type: z.literal('scan') }),
	z.object({ type: z.literal('stopScan') }),
	/** Asks whether to compare all customers with Partner Center. */
	z.object({ type: z.literal('compare') }),
	z.object({ type: z.literal('showCompared'), list: ComparedList }),
	/** Compares those again that could not be. */
	z.object({ type: z.literal('retryCompared') }),
	/** Tries the customers again that failed for one of the causes. */
	z.object({ type: z.literal('retry'), cause: short }),
	/** Lists the customers that failed for one of the causes. */
	z.object({ type: z.literal('showFailed'), cause: short }),
	/** Of the orders of what is selected, else of what is shown; all of them where none needs it. */
	z.object({ type: z.literal('readCommitments') }),
	z.object({ type: z.literal('stopCommitments') }),
	/** Tries the orders again that failed for one of the causes. */
	z.object({ type: z.literal('retryCommitments'), cause: short }),
	/** The chart's currency: an ISO 4217 code. */
	z.object({ type: z.literal('setCurrency'), currency: short }),
]);
export type PageMessage = z.infer<typeof PageMessage>;
