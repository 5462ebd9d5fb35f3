/** What the routes of Microsoft.Support share: where a request is, who may, which plan applies, and operations. */
import type { Ctx } from '../http';
import { armError } from '../http';
import { type Filter, leaves, ODataError, parseFilter, passes } from '../odata';
import type { SupportOperation, Ticket } from '../world/support';
import { planRefusal, type SupportPlan, supportPlanOf } from '../world/support-plan';
import { type Asked, type Azure, count, forbidden, page, query, requireMember } from './azure';
import { subscriptionIn } from './catalog';
import { statusView } from './support-views';

export const WRITE = 'Microsoft.Support/supportTickets/write';
export const READ = 'Microsoft.Support/supportTickets/read';

/** Requests are below a subscription, or below none. */
export const BASES = ['', '/subscriptions/:subscriptionId'];

/** Seconds; nobody has recorded it. */
const RETRY_AFTER = 5;

/**
 * Where the path's requests are: `/subscriptions/{id}`, or nothing. Without a subscription, the right on any of them counts.
 * @throws Answer 403, 404
 */
export function baseOf(c: Ctx, who: Asked, action: string): string {
	if (c.req.param('subscriptionId') !== undefined) return `/subscriptions/${subscriptionIn(c, who, action).id}`;
	requireMember(who, action, '/');
	const { tenant, caller } = who;
	if (tenant.subscriptions.some(({ id }) => tenant.can(caller, action, `/subscriptions/${id}`))) return '';
	throw forbidden(caller, action, '/providers/Microsoft.Support');
}

/** The plan: on behalf of a customer only with a token of the partner's own tenant (arm-contract 9). */
export function planIn(c: Ctx, { world }: Azure, { tenant }: Asked): SupportPlan {
	return supportPlanOf(tenant.customer, c.get('auxiliaryTenants').includes(world.partnerTenantId));
}

/** @throws Answer 400 for plans without requests by the API */
export function requirePlan(c: Ctx, azure: Azure, who: Asked): void {
	const plan = planIn(c, azure, who);
	if (plan.allowsRequests) return;
	const { code, message } = planRefusal(plan);
	throw armError(400, code, message);
}

/** The request in the path. @throws Answer 404 */
export function ticketIn(c: Ctx, { tenant }: Asked, base: string): Ticket {
	const name = c.req.param('ticket') ?? '';
	const ticket = tenant.support.ticket(base, name);
	if (ticket === undefined) throw armError(404, 'ResourceNotFound', `The support ticket '${name}' was not found.`);
	return ticket;
}

/** The name in the path as it was written; routes see it in lower case. */
export function nameIn(c: Ctx): string {
	return decodeURIComponent(new URL(c.req.url).pathname.replace(/\/+$/, '').split('/').at(-1) ?? '');
}

/** Answers 202 with both headers. */
export function accept(c: Ctx, azure: Azure, { tenant }: Asked, operation: SupportOperation): Response {
	tenant.support.operations.set(operation.id, operation);
	tenant.changed = true;
	const { id, base } = operation;
	const version = c.req.query('api-version') ?? '';
	const url = (kind: string) => `${azure.origin}${base}/providers/Microsoft.Support/${kind}/${id}?api-version=${version}`;
	return c.body(null, 202, {
		'Azure-AsyncOperation': url('operationsStatus'),
		Location: url('operationResults'),
		'Retry-After': azure.world.pace.retryAfter(RETRY_AFTER),
	});
}

/** The operation in the path. @throws Answer 404 */
export function operationIn(c: Ctx, { tenant }: Asked, base: string): SupportOperation {
	const id = c.req.param('operation') ?? '';
	const operation = tenant.support.operations.get(id);
	if (operation === undefined || operation.base !== base) throw armError(404, 'NotFound', `The operation '${id}' was not found.`);
	return operation;
}

/** The status of an operation, with the headers as long as it goes on. */
export function operationStatus(c: Ctx, azure: Azure, { now }: Asked, operation: SupportOperation): Response {
	const headers: Record<string, string> =
		now < operation.endsAt ? { 'Retry-After': azure.world.pace.retryAfter(RETRY_AFTER) } : {};
	return c.json(statusView(operation, now), 200, headers);
}

/** What a list can be filtered by: with `eq` alone, or by time. */
export interface Filterable<T> {
	readonly equal: Readonly<Record<string, (item: T) => readonly string[]>>;
	readonly createdAt: (item: T) => number;
}

function test<T>(filter: Filter, item: T, { equal, createdAt }: Filterable<T>): boolean {
	return passes(filter, (leaf) => {
		if (leaf.kind === 'call') return false;
		const property = leaf.property.toLowerCase();
		const value = String(leaf.value).toLowerCase();
		if (property !== 'createddate') return equal[property]?.(item).some((one) => one.toLowerCase() === value) ?? false;
		// Moments are told to the second.
		const at = Math.floor(createdAt(item) / 1000) * 1000;
		return leaf.operator === 'gt' ? at > Date.parse(value) : at >= Date.parse(value);
	});
}

/** A page of a list. @throws Answer 400 for filters and sizes that the contract does not have */
export function listed<T>(c: Ctx, azure: Azure, items: readonly T[], largest: number, usual: number, filterable: Filterable<T>) {
	const top = count(c, '$top') ?? usual;
	if (top < 1 || top > largest)
		throw armError(400, 'InvalidParameterValue', `The value '${top}' of '$top' has to be from 1 to ${largest}.`);
	const text = query(c, '$filter');
	if (text === undefined) return page(c, azure, items, top, '$skipToken');
	try {
		const filter = parseFilter(text);
		for (const leaf of leaves(filter)) {
			const isTime = leaf.property?.toLowerCase() === 'createddate';
			const operators = isTime ? ['gt', 'ge'] : ['eq'];
			const isKnown = isTime || (leaf.property?.toLowerCase() ?? '') in filterable.equal;
			if (leaf.kind === 'call' || !isKnown || !operators.includes(leaf.operator))
				throw new ODataError(`The filter '${text}' is not supported.`);
		}
		const found = items.filter((item) => test(filter, item, filterable));
		return page(c, azure, found, top, '$skipToken');
	} catch (error) {
		if (error instanceof ODataError) throw armError(400, 'InvalidParameterValue', error.message);
		throw error;
	}
}
