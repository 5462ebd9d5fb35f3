/** Faults on demand: what is to go wrong, for which requests, and how often. */
import { type Service, serviceError } from './http';

const KINDS = [
	'delay',
	'hang',
	'status',
	'throttle',
	'unauthorized',
	'dropBefore',
	'dropAfter',
	'wrongJson',
	'halfAfter',
	'html',
	'foreignNextLink',
	'huge',
	'accepted',
] as const;
const SERVICES: readonly string[] = ['authority', 'partnerCenter', 'resourceManager', 'graph'] satisfies readonly Service[];

/**
 * - `delay`: `ms`, then the true answer
 * - `hang`: no answer at all, until the client leaves
 * - `status`: `status`, `code`, `message` in the service's own error body
 * - `throttle`: 429, `seconds` to wait in the service's own header
 * - `unauthorized`: 401, with `claims` as a challenge if given
 * - `dropBefore`, `dropAfter`: the connection is cut without an answer, before or after the work is done
 * - `wrongJson`: 200 with `variant` `shape` (valid JSON of the wrong types), `text` (a JSON string) or `cut` (half a body)
 * - `halfAfter`: the work is done, then its status and headers come with half a body
 * - `html`: an HTML page with `status` (200)
 * - `foreignNextLink`: the true answer, its next page at `link` on another host
 * - `huge`: `variant` `body` (the true answer grown to `bytes`, 13 MB) or `error` (the 400 of answers above 12 MB)
 * - `accepted`: 202 in place of 200 where the contract allows both (a change, a split, a merge); the work is done later
 */
export interface Fault {
	readonly kind: (typeof KINDS)[number];
	readonly ms?: number;
	readonly seconds?: number;
	readonly status?: number;
	readonly code?: string;
	readonly message?: string;
	readonly claims?: string;
	readonly variant?: string;
	readonly link?: string;
	readonly bytes?: number;
}

/** What is left out matches everything. */
export interface Match {
	readonly service?: Service;
	readonly method?: string;
	/** Part of the path with its query, any case. */
	readonly path?: string;
	/** Regular expression over the path with its query, any case. */
	readonly pathPattern?: string;
	/** Tenant id: of the token, or of the customer in a Partner Center path. */
	readonly tenant?: string;
}

interface Planned {
	readonly id: string;
	readonly match: Match;
	readonly fault: Fault;
	readonly pattern: RegExp | undefined;
	/** Requests that still get it; undefined: all. */
	times: number | undefined;
}

/** A request as far as faults and the log look at it. */
export interface Seen {
	readonly service: Service;
	readonly method: string;
	readonly path: string;
	readonly query: string;
	readonly tenant: string | undefined;
}

/** The order for a fault can't be understood; the message says what is wrong with it. */
export class FaultError extends Error {}

type Plain = Record<string, unknown>;

function plain(value: unknown, name: string): Plain {
	if (value === undefined) return {};
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FaultError(`'${name}' has to be an object.`);
	return { ...value };
}

/** Refuses names and types that mean nothing here, so that a slip in a test does not pass as a fault. */
function check(values: Plain, name: string, fields: Readonly<Record<string, 'string' | 'number'>>): void {
	for (const [key, value] of Object.entries(values)) {
		const type = fields[key];
		if (type === undefined) throw new FaultError(`'${name}.${key}' is not known.`);
		if (typeof value !== type) throw new FaultError(`'${name}.${key}' has to be a ${type}.`);
	}
}

export class Faults {
	readonly #planned: Planned[] = [];
	#count = 0;

	/** @param body `{ match, fault, times }` as it came in. @throws FaultError */
	add(body: unknown): string {
		const { match: matchBody, fault: faultBody, times, ...rest } = plain(body, 'body');
		const [unknown] = Object.keys(rest);
		if (unknown !== undefined) throw new FaultError(`'${unknown}' is not known.`);
		const match = plain(matchBody, 'match');
		const fault = plain(faultBody, 'fault');
		check(match, 'match', { service: 'string', method: 'string', path: 'string', pathPattern: 'string', tenant: 'string' });
		check(fault, 'fault', {
			kind: 'string',
			ms: 'number',
			seconds: 'number',
			status: 'number',
			code: 'string',
			message: 'string',
			claims: 'string',
			variant: 'string',
			link: 'string',
			bytes: 'number',
		});
		const kind = KINDS.find((known) => known === fault.kind);
		if (kind === undefined) throw new FaultError(`'fault.kind' has to be one of ${KINDS.join(', ')}.`);
		if (match.service !== undefined && !SERVICES.includes(String(match.service)))
			throw new FaultError(`'match.service' has to be one of ${SERVICES.join(', ')}.`);
		if (kind === 'status' && !(Number.isInteger(fault.status) && Number(fault.status) >= 400 && Number(fault.status) <= 599))
			throw new FaultError("'fault.status' has to be from 400 to 599.");
		if (times !== undefined && !(Number.isInteger(times) && Number(times) > 0))
			throw new FaultError("'times' has to be a whole number above 0.");
		const id = String(++this.#count);
		this.#planned.push({
			id,
			match,
			fault: { ...fault, kind },
			pattern: compile(match.pathPattern),
			times: times === undefined ? undefined : Number(times),
		});
		return id;
	}

	list(): readonly unknown[] {
		return this.#planned.map(({ id, match, fault, times }) => ({ id, match, fault, ...(times === undefined ? {} : { times }) }));
	}

	/** Takes one back, or all. @returns false when there is none with this id */
	remove(id?: string): boolean {
		if (id === undefined) {
			this.#planned.length = 0;
			return true;
		}
		const index = this.#planned.findIndex((planned) => planned.id === id);
		if (index >= 0) this.#planned.splice(index, 1);
		return index >= 0;
	}

	/** The first fault that is planned for a request, counted as given. */
	take(seen: Seen): Fault | undefined {
		const index = this.#planned.findIndex((planned) => applies(planned, seen));
		const planned = this.#planned[index];
		if (planned === undefined) return undefined;
		if (planned.times !== undefined && --planned.times === 0) this.#planned.splice(index, 1);
		return planned.fault;
	}
}

function compile(pattern: unknown): RegExp | undefined {
	if (typeof pattern !== 'string') return undefined;
	try {
		return new RegExp(pattern, 'i');
	} catch {
		throw new FaultError("'match.pathPattern' is not a regular expression.");
	}
}

function applies({ match, pattern }: Planned, seen: Seen): boolean {
	const url = `${seen.path}${seen.query}`;
	return (
		(match.service === undefined || match.service === seen.service) &&
		(match.method === undefined || match.method.toUpperCase() === seen.method) &&
		(match.path === undefined || url.toLowerCase().includes(match.path.toLowerCase())) &&
		(pattern === undefined || pattern.test(url)) &&
		(match.tenant === undefined || match.tenant.toLowerCase() === seen.tenant)
	);
}

const NAMES: Readonly<Record<number, readonly [string, string]>> = {
	401: ['InvalidAuthenticationToken', 'The access token is invalid.'],
	403: ['AuthorizationFailed', 'The client does not have authorization to perform the action.'],
	404: ['NotFound', 'The resource was not found.'],
	500: ['InternalServerError', 'Encountered internal server error.'],
	503: ['ServiceUnavailable', 'The service is unavailable. Please try again later.'],
};

const half = '{"value":[{"id":"/providers/mic';

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
	return new Response(JSON.stringify(body), {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
	});
}

/** The answer that a fault gives instead of the true one; undefined when it needs the true one. */
export function faultAnswer(fault: Fault, { service, path }: Seen): Response | undefined {
	const own = (status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) =>
		json(status, serviceError(service, 400, code, message).body, headers);
	switch (fault.kind) {
		case 'status': {
			const status = fault.status ?? 500;
			const [code, message] = NAMES[status] ?? ['OperationFailed', `The operation failed with status ${status}.`];
			return own(status, fault.code ?? code, fault.message ?? message);
		}
		case 'throttle':
			return throttled(service, path, fault.seconds ?? 1);
		case 'unauthorized': {
			const claims = fault.claims === undefined ? '' : `, claims="${Buffer.from(fault.claims).toString('base64')}"`;
			const error = fault.claims === undefined ? 'invalid_token' : 'insufficient_claims';
			return own(
				401,
				fault.code ?? (service === 'partnerCenter' ? '400' : 'InvalidAuthenticationToken'),
				fault.message ?? 'The access token is not acceptable.',
				{
					'WWW-Authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common", error="${error}"${claims}`,
				},
			);
		}
		case 'wrongJson': {
			const bodies: Readonly<Record<string, string>> = {
				text: '"The service is busy."',
				cut: half,
				shape: '{"value":"none","items":7,"properties":"wrong","id":{}}',
			};
			return new Response(bodies[fault.variant ?? 'shape'] ?? bodies.shape, {
				headers: { 'content-type': 'application/json; charset=utf-8' },
			});
		}
		case 'html':
			return new Response(
				'<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in to the network</h1></body></html>',
				{
					status: fault.status ?? 200,
					headers: { 'content-type': 'text/html; charset=utf-8' },
				},
			);
		case 'huge':
			return fault.variant === 'error'
				? own(400, 'ResponseTooLarge', 'The response is larger than the limit of 12 MB. Ask for a smaller range.')
				: undefined;
		default:
			return undefined;
	}
}

/** 429 as each service says it: `Retry-After`, for Consumption a header of its own (arm-contract 1), for Partner Center the gateway's body. */
export function throttled(service: Service, path: string, seconds: number): Response {
	if (service === 'partnerCenter')
		return json(
			429,
			{ statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` },
			{ 'Retry-After': String(seconds) },
		);
	const { body } = serviceError(
		service,
		429,
		'TooManyRequests',
		`The request is being throttled. Please try after '${seconds}' seconds.`,
	);
	if (/\/providers\/microsoft\.consumption\//i.test(path))
		return json(429, body, { 'x-ms-ratelimit-microsoft.consumption-retry-after': String(seconds) });
	return json(429, body, { 'Retry-After': String(seconds), 'x-ms-ratelimit-remaining-tenant-reads': '0' });
}

/** Bends the true answer as `halfAfter`, `foreignNextLink` and `huge` want it. */
export async function bend(fault: Fault, { service }: Seen, answer: Response): Promise<Response> {
	if (fault.kind === 'halfAfter') return new Response(half, { status: answer.status, headers: answer.headers });
	if (fault.kind !== 'foreignNextLink' && fault.kind !== 'huge') return answer;
	const body = plain(await answer.json(), 'answer');
	const headers = new Headers(answer.headers);
	headers.delete('content-length');
	if (fault.kind === 'foreignNextLink') {
		const link = fault.link ?? 'http://127.0.0.2:9/elsewhere';
		if (service === 'partnerCenter') body.links = { next: { uri: link, method: 'GET', headers: [] } };
		else body['@nextLink' in body ? '@nextLink' : 'nextLink'] = link;
		return new Response(JSON.stringify(body), { status: answer.status, headers });
	}
	return new Response(grow(body, fault.bytes ?? 13 * 1024 * 1024), { status: answer.status, headers });
}

/** Repeats the items of a list, or pads a single object, until the text is long enough. */
function grow(body: Plain, bytes: number): string {
	const key = ['value', 'items'].find((name) => Array.isArray(body[name]) && body[name].length > 0);
	const text = JSON.stringify(body);
	if (key === undefined) return JSON.stringify({ ...body, padding: 'x'.repeat(Math.max(0, bytes - text.length)) });
	const items = JSON.stringify(body[key]).slice(1, -1);
	const copies = Math.max(1, Math.ceil((bytes - text.length) / (items.length + 1)) + 1);
	return JSON.stringify({ ...body, [key]: ['@'] }).replace('"@"', () => Array.from({ length: copies }, () => items).join(','));
}
