/** How Graph answers: OData context, `$select`, `$filter`, `$search`, and pages with `@odata.nextLink`. */
import { type Ctx, graphError } from '../http';
import { type Leaf, leaves, ODataError, parseFilter, passes } from '../odata';
import { type Azure, nextPage, query } from './azure';

export type Graph = Azure;
export type Item = Readonly<Record<string, unknown>>;

const DEFAULT_PAGE = 100;

export function notFound(id: string) {
	return graphError(
		404,
		'Request_ResourceNotFound',
		`Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
	);
}

export function denied() {
	return graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

function badRequest(message: string) {
	return graphError(400, 'Request_BadRequest', message);
}

function whole(c: Ctx, name: string): number | undefined {
	const text = query(c, name);
	if (text === undefined) return undefined;
	if (!/^\d{1,9}$/.test(text)) throw badRequest(`Invalid value '${text}' for query option ${name}.`);
	return Number(text);
}

/** The wanted fields of an item; annotations stay. */
function selected(c: Ctx, item: Item): Item {
	const wanted = query(c, '$select')
		?.split(',')
		.map((name) => name.trim().toLowerCase());
	if (wanted === undefined) return item;
	return Object.fromEntries(Object.entries(item).filter(([name]) => name.startsWith('@') || wanted.includes(name.toLowerCase())));
}

/** The value at a path such as `customer/tenantId`, any case. */
function valueAt(item: Item, path: string): unknown {
	let value: unknown = item;
	for (const step of path.toLowerCase().split('/'))
		value = Object.entries(Object(value) as Item).find(([name]) => name.toLowerCase() === step)?.[1];
	return value;
}

function isBetween(value: string, operator: string, limit: string): boolean {
	const [left, right] = /^\d{4}-\d\d-\d\d/.test(limit)
		? [Date.parse(value), Date.parse(limit)]
		: [value.toLowerCase(), limit.toLowerCase()];
	if (operator === 'eq') return left === right;
	if (operator === 'ne') return left !== right;
	if (operator === 'lt') return left < right;
	if (operator === 'le') return left <= right;
	return operator === 'gt' ? left > right : left >= right;
}

function leafPasses(item: Item, leaf: Leaf): boolean {
	const value = valueAt(item, leaf.property ?? '');
	if (leaf.kind === 'compare') return isBetween(String(value ?? ''), leaf.operator, String(leaf.value));
	return String(value ?? '')
		.toLowerCase()
		.startsWith(String(leaf.argument).toLowerCase());
}

/** @param filterable paths that may be filtered by. @throws Answer 400 for others */
function filtered<T extends Item>(c: Ctx, items: readonly T[], filterable: readonly string[]): readonly T[] {
	const text = query(c, '$filter');
	if (text === undefined) return items;
	try {
		const filter = parseFilter(text);
		for (const leaf of leaves(filter)) {
			const isKnown = filterable.some((path) => path.toLowerCase() === leaf.property?.toLowerCase());
			if (!isKnown || (leaf.kind === 'call' && leaf.name.toLowerCase() !== 'startswith'))
				throw new ODataError(`The filter '${text}' is not supported.`);
		}
		return items.filter((item) => passes(filter, (leaf) => leafPasses(item, leaf)));
	} catch (error) {
		if (error instanceof ODataError) throw badRequest(`Invalid filter clause: ${error.message}`);
		throw error;
	}
}

/** A word of the value starts with the text, as Graph's `$search` looks into names and descriptions; other values as a whole. */
function hasWordStarting(value: unknown, path: string, text: string): boolean {
	const folded = String(value ?? '').toLowerCase();
	if (!/^(displayname|description)$/i.test(path)) return folded.startsWith(text);
	return text.split(/\s+/).every((part) => folded.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(part)));
}

interface Clause {
	readonly path: string;
	readonly text: string;
}

/** Clauses that have to hold together, in lists of which one has to hold. @throws Answer 400 */
function clausesOf(search: string): Clause[][] {
	const clause = /\s*"([a-z]+):((?:[^"\\]|\\.)+)"\s*(?:(AND|OR)\s|$)/giy;
	const alternatives: Clause[][] = [[]];
	for (let end = false; !end; ) {
		const at = clause.lastIndex;
		const [, path, text, joint] = clause.exec(search) ?? [];
		if (path === undefined || text === undefined) throw badRequest(`Syntax error at position ${at} in '${search}'.`);
		alternatives.at(-1)?.push({ path, text: text.replace(/\\(.)/g, '$1').trim().toLowerCase() });
		if (joint?.toUpperCase() === 'OR') alternatives.push([]);
		end = joint === undefined;
	}
	return alternatives;
}

/** `"displayName:ann" OR "mail:ann"`. @param searchable paths that may be searched. @throws Answer 400 */
function searched<T extends Item>(c: Ctx, items: readonly T[], searchable: readonly string[]): readonly T[] {
	const search = query(c, '$search');
	if (search === undefined) return items;
	if (c.req.header('consistencylevel')?.toLowerCase() !== 'eventual')
		throw graphError(
			400,
			'Request_UnsupportedQuery',
			"Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
		);
	const alternatives = clausesOf(search);
	for (const { path } of alternatives.flat())
		if (!searchable.some((name) => name.toLowerCase() === path.toLowerCase()))
			throw badRequest(`The property '${path}' can't be searched.`);
	return items.filter((item) =>
		alternatives.some((all) => all.every(({ path, text }) => hasWordStarting(valueAt(item, path), path, text))),
	);
}

interface ListWish {
	/** What follows `$metadata#` in the context. */
	readonly context: string;
	readonly filterable?: readonly string[];
	readonly searchable?: readonly string[];
	/** Largest `$top`. */
	readonly largest?: number;
}

/** A page of a list: filtered, cut, with the wanted fields. */
export function list(
	c: Ctx,
	graph: Graph,
	items: readonly Item[],
	{ context, filterable = [], searchable = [], largest = 999 }: ListWish,
) {
	const matching = searched(c, filtered(c, items, filterable), searchable);
	const top = whole(c, '$top') ?? DEFAULT_PAGE;
	if (top < 1 || top > largest)
		throw badRequest(`Invalid page size specified: '${top}'. Must be between 1 and ${largest} inclusive.`);
	const start = whole(c, '$skiptoken') ?? 0;
	const end = start + top;
	return c.json({
		'@odata.context': `${graph.origin}/v1.0/$metadata#${context}`,
		...(query(c, '$count') === 'true' && { '@odata.count': matching.length }),
		...(end < matching.length && { '@odata.nextLink': nextPage(c, graph, '$skiptoken', end) }),
		value: matching.slice(start, end).map((item) => selected(c, item)),
	});
}

/** One item with the wanted fields. */
export function single(c: Ctx, { origin }: Graph, item: Item, context: string) {
	return c.json({ '@odata.context': `${origin}/v1.0/$metadata#${context}/$entity`, ...selected(c, item) });
}
