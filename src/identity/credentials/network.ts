/** The network of the sign-in libraries: the editor's fetch, to the authority alone, each call with its time limit. */
import type { TokenCredentialOptions } from '@azure/identity';
import { AuthError, type INetworkModule, type NetworkRequestOptions, type NetworkResponse } from '@azure/msal-node';
import * as z from 'zod/mini';
import { isServiceFailure, type ServiceFailure } from '../../azure/failure';
import { withinTime } from '../../azure/time-limit';
import type { IdentityHost } from '../api';
import { notAnAuthority, tooManyRequests, unreachable } from '../failures';

/** A network as @azure/identity takes one. */
export type HttpClient = NonNullable<TokenCredentialOptions['httpClient']>;
type HttpResponse = Awaited<ReturnType<HttpClient['sendRequest']>>;
type HttpHeaders = HttpResponse['headers'];

const TIMEOUT_MS = 30_000;
/** Pause before the one repetition of a call that got no answer. */
const PAUSE_MS = 500;

interface Sent {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | undefined;
	readonly signal?: AbortSignal | undefined;
}

interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/** A failure of ours on its way through a library: MSAL lets its own kind of error pass and wraps every other. */
class Carrier extends AuthError {
	readonly failure: ServiceFailure;

	constructor(failure: ServiceFailure) {
		super(failure.kind, '', failure.message);
		this.failure = failure;
	}
}

/** The network as MSAL wants it. @param authority the only address that is asked, an origin */
export function msalNetwork(host: IdentityHost, authority: string): INetworkModule {
	async function send<T>(method: Sent['method'], url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
		const sent = { method, url, headers: options?.headers ?? {}, body: options?.body };
		const { status, headers, text } = await fromAuthority(host, authority, sent);
		const body = JSON.parse(text) as T;
		return { status, headers, body: isDeviceFlow(sent) ? withoutRefusal(body) : body };
	}
	return {
		sendGetRequestAsync: (url, options) => send('GET', url, options),
		sendPostRequestAsync: (url, options) => send('POST', url, options),
	};
}

function isDeviceFlow({ url, body }: Sent): boolean {
	return new URL(url).pathname.endsWith('/devicecode') || new URLSearchParams(body).get('grant_type') === 'device_code';
}

const refusal = z.looseObject({
	error: z.string(),
	error_description: z.optional(z.string()),
	correlation_id: z.optional(z.string()),
});

/** MSAL takes a refused device code for one that was given, and drops what the authority says of a sign-in that failed. */
function withoutRefusal<T>(body: T): T {
	const { data } = refusal.safeParse(body);
	if (data === undefined || data.error === 'authorization_pending') return body;
	// The next poll comes after the pause that the authority wants (RFC 8628 3.5); MSAL would end here.
	if (data.error === 'slow_down') return { ...body, error: 'authorization_pending' };
	throw new AuthError(data.error, data.correlation_id ?? '', data.error_description);
}

/**
 * The network as @azure/identity wants it.
 * @param authority the only address that is asked, an origin; undefined: whatever the machine's environment names
 */
export function pipelineNetwork(host: IdentityHost, authority: string | undefined): HttpClient {
	return {
		async sendRequest(request) {
			const { url, body, abortSignal } = request;
			const method = request.method === 'POST' ? 'POST' : 'GET';
			const signal = abortSignal === undefined ? undefined : signalOf(abortSignal);
			const sent = {
				method,
				url,
				headers: request.headers.toJSON(),
				signal,
				body: typeof body === 'string' ? body : undefined,
			} as const;
			const answer = await (authority === undefined ? sendOnce(host, sent) : fromAuthority(host, authority, sent));
			return { request, status: answer.status, headers: headersLike(request.headers, answer.headers), bodyAsText: answer.text };
		},
	};
}

/** @throws Carrier with `Unreachable`, `Throttled` or `UnexpectedAnswer` */
async function fromAuthority(host: IdentityHost, authority: string, sent: Sent): Promise<Answer> {
	const name = new URL(authority).host;
	if (new URL(sent.url).origin !== new URL(authority).origin) {
		throw new Carrier(notAnAuthority(name, `request to another server: ${new URL(sent.url).origin}`, 0));
	}
	let answer: Answer;
	try {
		answer = await sendOnce(host, sent);
	} catch (error) {
		if (!isFault(error)) throw error;
		await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
		answer = await sendOnce(host, sent);
	}
	// What MSAL is not told it can't hold against later calls: it would refuse them for a minute.
	if (answer.status === 429) throw new Carrier(tooManyRequests(name, secondsOf(answer.headers['retry-after'])));
	if (answer.status >= 500) throw new Carrier(unreachable(name, { status: answer.status }));
	if (answer.status >= 300 && answer.status < 400)
		throw new Carrier(notAnAuthority(name, `HTTP ${answer.status}`, answer.status));
	if (!isJson(answer.text)) {
		const type = answer.headers['content-type'] ?? 'no content type';
		throw new Carrier(notAnAuthority(name, `not JSON: ${type}`, answer.status));
	}
	return answer;
}

async function sendOnce({ fetch, clock, log }: IdentityHost, { method, url, headers, body, signal }: Sent): Promise<Answer> {
	const { host, pathname } = new URL(url);
	const start = clock();
	try {
		const { response, text } = await withinTime(TIMEOUT_MS, signal, async (ending) => {
			const sent = { method, headers, redirect: 'manual', signal: ending, ...(body !== undefined && { body }) } as const;
			const answer = await fetch(url, sent);
			return { response: answer, text: await answer.text() };
		});
		log.debug(`${method} ${host}${pathname} ${response.status} ${Math.round(clock() - start)} ms`);
		return { status: response.status, headers: Object.fromEntries(response.headers), text };
	} catch (error) {
		if (signal?.aborted) throw error;
		const why = reasonOf(error);
		log.warn(`${method} ${host}${pathname} no answer: ${why}`);
		throw new Carrier(unreachable(host, { detail: why, cause: error }));
	}
}

function isFault(error: unknown): boolean {
	return error instanceof AuthError && isServiceFailure((error as Partial<Carrier>).failure);
}

/** For example `ENOTFOUND` or `SELF_SIGNED_CERT_IN_CHAIN`; addresses and bodies are not quoted. */
function reasonOf(error: unknown): string {
	for (let inner = error; inner instanceof Error; inner = inner.cause) {
		const { code } = inner as { code?: unknown };
		if (typeof code === 'string') return code;
		if (inner.cause === undefined) return inner.name;
	}
	return 'unknown';
}

function isJson(text: string): boolean {
	try {
		return typeof JSON.parse(text) === 'object';
	} catch {
		return false;
	}
}

function secondsOf(retryAfter: string | undefined): number | undefined {
	const seconds = Number(retryAfter);
	return retryAfter === undefined || !Number.isFinite(seconds) ? undefined : seconds;
}

/** The library has a signal type of its own. */
function signalOf(theirs: {
	readonly aborted: boolean;
	addEventListener(type: 'abort', listener: () => void): void;
}): AbortSignal {
	const ours = new AbortController();
	if (theirs.aborted) ours.abort();
	else theirs.addEventListener('abort', () => ours.abort());
	return ours.signal;
}

/** Headers of the library's own kind, which its public interface has no other way to make. */
function headersLike(theirs: HttpHeaders, values: Readonly<Record<string, string>>): HttpHeaders {
	const Headers = theirs.constructor as new (values: Readonly<Record<string, string>>) => HttpHeaders;
	return new Headers(values);
}
