/** How lists of customers from several sources become one. */
import { type Customer, type CustomerList, type CustomerSource, customerSources, type EnteredCustomer } from '../model';

/**
 * Customers that a better source named before: they stay, with the time when it did, until that source can be read again.
 * @param source the one that was read now
 * @param listed tenant ids of what it named
 * @param asOf when the list before was read, ms since the epoch
 */
export function namedByBetter(
	source: CustomerSource,
	before: CustomerList | undefined,
	listed: ReadonlySet<string>,
	asOf: number | undefined,
): Customer[] {
	if (before === undefined) return [];
	const rank = (one: CustomerSource) => customerSources.indexOf(one);
	return before.customers
		.filter((it) => !listed.has(it.tenantId) && rank(it.source ?? before.source) < rank(source))
		.map((it) => ({ ...it, source: it.source ?? before.source, lastSeenAt: it.lastSeenAt ?? asOf }));
}

/** What was read, then what was known before and is not among it. */
export function withOthers(read: ReadonlyMap<string, Customer>, before: readonly Customer[]): Customer[] {
	return [...read.values(), ...before.filter(({ tenantId }) => !read.has(tenantId))];
}

/** The customers of a source, then the entered ones that it does not name. */
export function withEntered(listed: readonly Customer[], entered: readonly Customer[], source: CustomerSource): Customer[] {
	const known = new Set(listed.map(({ tenantId }) => tenantId));
	const others = entered.filter(({ tenantId }) => !known.has(tenantId));
	return [...listed, ...(source === 'list' ? others : others.map((one) => ({ ...one, source: 'list' as const })))];
}

/** True when a list was read with the same customers entered. */
export function isSameList(one: readonly EnteredCustomer[], other: readonly EnteredCustomer[]): boolean {
	const text = (list: readonly EnteredCustomer[]) => JSON.stringify(list.map(({ tenant, name }) => [tenant, name ?? '']));
	return text(one) === text(other);
}
