/** What the routes of Azure share: who asks, with which rights, and how lists are paged. */
import { type Answer, armError, type Caller, type Ctx } from '../http';
import type { Tenant } from '../world/tenant';
import type { World } from '../world/world';

/** What routes of Azure share: who asks, in which tenant, and how links to further pages begin. */
export interface Azure {
	readonly world: World;
	/** Base URL without a trailing slash. */
	readonly origin: string;
}

export interface Asked {
	readonly caller: Caller;
	readonly tenant: Tenant;
	readonly now: number;
}

/** The refusal of a caller without the right (arm-pitfalls 31). */
export function forbidden(caller: Caller, action: string, scope: string): Answer {
	return armError(
		403,
		'AuthorizationFailed',
		`The client '${caller.name}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
	);
}

/** Who asks, and the tenant of the token. */
export function asked(c: Ctx, { world }: Azure): Asked {
	const caller = c.get('caller');
	// One moment for what has happened and for what is told of it.
	const now = world.now();
	return { caller, tenant: world.tenant(caller.tenantId, now), now };
}

/** Throws 403 unless the caller holds a role with this action at the scope or above. */
export function requireRight({ caller, tenant }: Asked, action: string, scope: string): void {
	if (!tenant.can(caller, action, scope)) throw forbidden(caller, action, scope);
}

/** Throws 403 for callers that are nobody in the tenant, for lists that otherwise show what the caller's roles allow. */
export function requireMember({ caller, tenant }: Asked, action: string, scope: string): void {
	if (tenant.membership === 'none') throw forbidden(caller, action, scope);
}

/** Query parameter without regard to the case of its name, as Azure reads them. */
export function query(c: Ctx, name: string): string | undefined {
	const wanted = name.toLowerCase();
	return Object.entries(c.req.query()).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** A query parameter that counts items. @throws Answer 400 when it is not a whole number from 0 */
export function count(c: Ctx, name: string): number | undefined {
	const text = query(c, name);
	if (text === undefined) return undefined;
	if (!/^\d{1,9}$/.test(text)) throw armError(400, 'BadRequest', `The value '${text}' of the parameter '${name}' is not valid.`);
	return Number(text);
}

/** The address of the next page: this request's, with the paging parameter last and its `$` encoded, as recorded. */
export function nextPage(c: Ctx, { origin }: Azure, parameter: string, value: number): string {
	const url = new URL(c.req.url);
	const others = [...url.searchParams]
		.filter(([key]) => key.toLowerCase() !== parameter.toLowerCase())
		.map(([key, text]) => `${encodeURIComponent(key)}=${encodeURIComponent(text)}`);
	return `${origin}${url.pathname}?${[...others, `${encodeURIComponent(parameter)}=${value}`].join('&')}`;
}

/** One page of a list that is cut by an offset; `nextLink` is left out on the last page (recorded). */
export function page<T>(
	c: Ctx,
	azure: Azure,
	items: readonly T[],
	size: number,
	parameter = '$skiptoken',
): { value: T[]; nextLink?: string } {
	const start = count(c, parameter) ?? 0;
	const value = items.slice(start, start + size);
	const end = start + size;
	return end < items.length ? { value, nextLink: nextPage(c, azure, parameter, end) } : { value };
}
