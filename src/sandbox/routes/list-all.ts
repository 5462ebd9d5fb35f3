/** Microsoft.Capacity: the tenant-wide list of reservations, with its filter, order, states, summary and pages (arm-contract 2.4). */
import type { App, Ctx } from '../http';
import { armError } from '../http';
import { type Filter, leaves, ODataError, parseFilter, parseOrder, passes, type Value } from '../odata';
import { type Azure, asked, count, page, query } from './azure';
import { visibleOrders } from './capacity';
import { reservationView } from './capacity-views';

type View = Record<string, unknown>;

const TEXTS = [
	'appliedScopeType',
	'displayName',
	'displayProvisioningState',
	'effectiveDateTime',
	'expiryDate',
	'expiryDateTime',
	'provisioningState',
	'reservedResourceType',
	'term',
	'userFriendlyAppliedScopeType',
	'userFriendlyRenewState',
];

/** What can be filtered and ordered by, and the type of each. */
const PROPERTIES = new Map<string, 'string' | 'number' | 'boolean'>([
	['sku/name', 'string'],
	...TEXTS.map((name) => [`properties/${name.toLowerCase()}`, 'string'] as const),
	['properties/archived', 'boolean'],
	['properties/renew', 'boolean'],
	['properties/quantity', 'number'],
]);

const STATES = ['Succeeded', 'Failed', 'Expiring', 'Expired', 'Pending', 'Cancelled', 'Processing', 'Warning', 'NoBenefit'];

/** Reservations in a page. The recorded answers of up to 48 came in one. */
const PAGE = 100;

function read(view: View, path: string): Value | undefined {
	let value: unknown = view;
	for (const part of path.toLowerCase().split('/')) {
		const entry: [string, unknown] | undefined = Object.entries(Object(value)).find(([key]) => key.toLowerCase() === part);
		value = entry?.[1];
	}
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

function checkedFilter(text: string): Filter {
	const filter = parseFilter(text);
	for (const leaf of leaves(filter)) {
		if (leaf.kind === 'call') throw new ODataError(`The function '${leaf.name}' is not supported.`);
		const type = PROPERTIES.get(leaf.property.toLowerCase());
		if (type === undefined) throw new ODataError(`The property '${leaf.property}' cannot be used in a filter.`);
		if (leaf.operator !== 'eq') throw new ODataError(`The operator '${leaf.operator}' is not supported. Use 'eq', 'and', 'or'.`);
		if (typeof leaf.value !== type) throw new ODataError(`The property '${leaf.property}' can't be compared to '${leaf.value}'.`);
	}
	return filter;
}

function same(a: Value | undefined, b: Value): boolean {
	return typeof a === 'string' && typeof b === 'string' ? a.toLowerCase() === b.toLowerCase() : a === b;
}

function filtered(views: View[], text: string | undefined): View[] {
	if (text === undefined) return views;
	const filter = checkedFilter(text);
	return views.filter((view) => passes(filter, (leaf) => leaf.kind === 'compare' && same(read(view, leaf.property), leaf.value)));
}

function compare(a: Value | undefined, b: Value | undefined): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	const left = String(a ?? '').toLowerCase();
	const right = String(b ?? '').toLowerCase();
	return left < right ? -1 : left > right ? 1 : 0;
}

function ordered(views: View[], text: string | undefined): View[] {
	if (text === undefined) return views;
	const { property, descending } = parseOrder(text);
	if (!PROPERTIES.has(property.toLowerCase())) throw new ODataError(`The property '${property}' cannot be used to order.`);
	return views.toSorted((a, b) => compare(read(a, property), read(b, property)) * (descending ? -1 : 1));
}

function stateOf(view: View): string {
	return String(read(view, 'properties/displayProvisioningState'));
}

function selected(views: View[], state: string | undefined): View[] {
	if (state === undefined) return views;
	if (!STATES.some((known) => known.toLowerCase() === state.toLowerCase()))
		throw new ODataError(`The state '${state}' is not known.`);
	return views.filter((view) => same(stateOf(view), state));
}

/** How many there are in each of the nine states. */
function summaryOf(views: View[]): Record<string, number> {
	return Object.fromEntries(
		STATES.map((state) => [
			`${state.charAt(0).toLowerCase()}${state.slice(1)}Count`,
			views.filter((view) => stateOf(view) === state).length,
		]),
	);
}

function listAll(c: Ctx, azure: Azure): Record<string, unknown> {
	const who = asked(c, azure);
	const { tenant, now } = who;
	const all = visibleOrders(who)
		.flatMap(({ reservations }) => reservations)
		.map((reservation) => reservationView(tenant, reservation, now, 'listAll'));
	const matching = filtered(all, query(c, '$filter'));
	const shown = ordered(selected(matching, query(c, 'selectedState')), query(c, '$orderby'));
	const size = Math.min(count(c, 'take') ?? PAGE, PAGE);
	if (size === 0) throw new ODataError("The parameter 'take' has to be above 0.");
	const summary = query(c, 'refreshSummary')?.toLowerCase() === 'true' ? { summary: summaryOf(matching) } : {};
	return { ...summary, ...page(c, azure, shown, size) };
}

export function listAllRoutes(app: App, azure: Azure): void {
	app.get('/providers/microsoft.capacity/reservations', (c) => {
		try {
			return c.json(listAll(c, azure));
		} catch (error) {
			if (error instanceof ODataError) throw armError(400, 'BadRequest', error.message);
			throw error;
		}
	});
}
