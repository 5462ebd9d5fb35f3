/** The words of an answer: who asks, which service is asked, and each service's own error bodies. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** The four hosts of the real world; here each is a listener of its own, so that a token for one can't slip to another. */
export type Service = 'authority' | 'partnerCenter' | 'resourceManager' | 'graph';

/** Whoever a bearer token speaks for. */
export interface Caller {
	/** Tenant that issued the token (GUID, lower case): decides what is seen. */
	readonly tenantId: string;
	/** Object id of the user in that tenant. */
	readonly objectId: string;
	readonly name: string;
	/** Ids of the partner's groups that the user is in, directly or through another group. */
	readonly groups: readonly string[];
	/** False for an app that speaks for itself (app-only). */
	readonly isUser: boolean;
	/** The user signed in with multifactor authentication. */
	readonly hasMfa: boolean;
	/** Client id of the app that got the token. */
	readonly clientId: string;
}

/** A request as it comes to a route, with what is asked of its answer. */
interface Bindings extends HttpBindings {
	/** Answer 202 where the contract allows it, and do the work later. */
	readonly accepted?: boolean;
}

export interface Env {
	Bindings: Bindings;
	Variables: {
		caller: Caller;
		/** Tenants that issued the tokens beside the caller's own. */
		auxiliaryTenants: readonly string[];
	};
}

export type App = Hono<Env>;
export type Ctx = Context<Env>;

/** An answer that is not the happy one, thrown by a route and sent as it is. */
export class Answer extends Error {
	constructor(
		readonly status: ContentfulStatusCode,
		readonly body: unknown,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(`HTTP ${status}`);
	}
}

/** Azure Resource Manager's error body (arm-contract 1.3). */
export function armError(
	status: ContentfulStatusCode,
	code: string,
	message: string,
	headers: Readonly<Record<string, string>> = {},
): Answer {
	return new Answer(status, { error: { code, message } }, headers);
}

/** Partner Center's error body (partner-center-api 5). */
export function partnerCenterError(
	status: ContentfulStatusCode,
	code: string,
	description: string,
	headers: Readonly<Record<string, string>> = {},
): Answer {
	return new Answer(status, { code, description, data: [], source: 'PartnerFD' }, headers);
}

/** Microsoft Graph's error body. */
export function graphError(
	status: ContentfulStatusCode,
	code: string,
	message: string,
	headers: Readonly<Record<string, string>> = {},
): Answer {
	return new Answer(status, { error: { code, message, innerError: {} } }, headers);
}

/** The error body of whichever service is asked, for faults that fit all of them. */
export function serviceError(
	service: Service,
	status: ContentfulStatusCode,
	code: string,
	message: string,
	headers: Readonly<Record<string, string>> = {},
): Answer {
	if (service === 'partnerCenter') return partnerCenterError(status, code, message, headers);
	if (service === 'graph') return graphError(status, code, message, headers);
	if (service === 'authority') return new Answer(status, { error: code, error_description: message }, headers);
	return armError(status, code, message, headers);
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for 8-4-4-4-12 hexadecimal digits, any case. */
export function isGuid(text: string): boolean {
	return GUID.test(text);
}
