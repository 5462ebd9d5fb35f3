/** One call to a service: what it asks for, and what follows from that for sending it. */
import type { Audience } from './cloud';

/** Work the user waits for goes before work that refreshes behind what is shown. */
export type Priority = 'foreground' | 'background';

/** What every call of a client file takes beside its own arguments. */
export interface CallOptions {
	readonly signal?: AbortSignal | undefined;
	readonly priority?: Priority | undefined;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Call extends CallOptions {
	readonly audience: Audience;
	/** Tenant that has to issue the token: the customer's for Azure, the partner's for Partner Center. */
	readonly tenantId: string;
	/** Customer the call is for, where that is not the tenant; told in failures. */
	readonly customerTenantId?: string | undefined;
	readonly method?: Method | undefined;
	/** Path below the base URL of the audience, with a leading slash, or a whole URL from an answer (checked). */
	readonly url: string;
	/** The answer that the URL came in as a link; a failure of the link is told with that answer's correlation id. */
	readonly linkedFrom?: object | undefined;
	/** Query parameters; undefined ones are left out. */
	readonly query?: Readonly<Record<string, string | undefined>> | undefined;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/**
	 * Tenant whose token for Azure goes along beside the first one: the partner's, for a support request on behalf of a customer
	 * (arm-contract 9). Nothing else may take one along.
	 */
	readonly auxiliaryTenantId?: string | undefined;
	/** A POST that changes nothing and may be sent again. GET always may. */
	readonly safe?: boolean | undefined;
	/**
	 * A call that moves money, can't be taken back, changes a reservation or who has access to it, or
	 * asks Microsoft for support. Once it is under way it can't be cancelled any more, and an end that does not tell whether it
	 * was carried out is `OutcomeUnknown`.
	 */
	readonly committing?: boolean | undefined;
}

/** What a failure is about: goes into every {@link ServiceFailure}. */
export interface CallFacts {
	readonly audience: Audience;
	/** Name of the host that the call goes to. */
	readonly host: string;
	/** Path of the call, without its query. */
	readonly path: string;
	/** True when the call was to change something. */
	readonly changes: boolean;
	/** True when the call was to move money or can't be taken back. */
	readonly committing: boolean;
	readonly customerTenantId: string | undefined;
	readonly correlationId: string | undefined;
	readonly at: number;
	/** See `accepted` of the failure's details. */
	readonly accepted?: boolean | undefined;
}

/** True when the call is to change something: it is sent once, whatever comes of it. */
function changesSomething({ method = 'GET', safe = false }: Call): boolean {
	return method !== 'GET' && !safe;
}

/**
 * What a failure of the call tells.
 * @param url where it goes; undefined as long as that is not known
 */
export function factsOf(call: Call, url: URL | undefined, correlationId: string | undefined, at: number): CallFacts {
	return {
		audience: call.audience,
		host: url?.hostname ?? '',
		path: url?.pathname ?? '',
		changes: changesSomething(call),
		committing: call.committing === true,
		customerTenantId: customerOf(call),
		correlationId,
		at,
	};
}

function customerOf({ audience, tenantId, customerTenantId }: Call): string | undefined {
	return customerTenantId ?? (audience === 'resourceManager' ? tenantId : undefined);
}

/**
 * Calls that share a throttling budget: those to one host for one tenant. Partner Center also counts by customer
 * (partner-center-api 5). Azure counts reads, writes and subscriptions apart (recordings 16), Consumption by itself
 * (arm-contract 1).
 */
export function budgetOf({ audience, method = 'GET', tenantId, customerTenantId = '' }: Call, { origin, pathname }: URL): string {
	if (audience !== 'resourceManager') return [origin, tenantId, customerTenantId].join(' ');
	const subscription = /^\/subscriptions\/([^/]+)/i.exec(pathname)?.[1]?.toLowerCase() ?? '';
	const kind = method === 'GET' ? 'reads' : method === 'DELETE' ? 'deletes' : 'writes';
	return [origin, tenantId, subscription, isConsumption(pathname) ? 'consumption' : '', kind].join(' ');
}

/** True when a bearer token may go there: to its own origin, and with no other name or password in the address. */
export function staysOn(origin: string, url: URL): boolean {
	return url.origin === origin && url.username === '' && url.password === '';
}

/**
 * The tenant whose token goes along, where that is another one than the call's own.
 * @throws TypeError for calls that are not to Microsoft.Support: they would show the partner's token to others
 */
export function auxiliaryTenantOf({ audience, tenantId, auxiliaryTenantId }: Call, { pathname }: URL): string | undefined {
	if (auxiliaryTenantId === undefined) return undefined;
	if (audience !== 'resourceManager' || !isSupport(pathname)) throw new TypeError('No second token goes there.');
	return auxiliaryTenantId.toLowerCase() === tenantId.toLowerCase() ? undefined : auxiliaryTenantId;
}

/** True for the paths of Microsoft.Support. */
export function isSupport(path: string): boolean {
	return /^(\/subscriptions\/[^/]+)?\/providers\/Microsoft\.Support\//i.test(path);
}

/** True for the paths of role assignments. */
export function isRoleAssignment(path: string): boolean {
	return /\/providers\/Microsoft\.Authorization\/roleAssignments\//i.test(path);
}

/** True for the paths of Microsoft.Consumption, which has rules of its own. */
export function isConsumption(path: string): boolean {
	return /\/providers\/Microsoft\.Consumption\//i.test(path);
}
