/** Sends one call once: headers, time limit, redirects, and reading what comes back. Knows nothing of trying again. */
import type * as z from 'zod/mini';
import { parseAnswer, readText, UnreadableAnswer } from './answers';
import type { Audience } from './cloud';
import { cancellation, type ServiceFailure } from './failure';
import { type CallFacts, failureOf, readErrorBody, unexpected, unreachable } from './refusals';
import { mayPass, serverWait } from './retry';

const REDIRECTS = 3;
/** Error bodies are a few hundred bytes; an error page may be larger and nobody reads it. */
const ERROR_BYTES = 256 * 1024;

/** One try of a call, everything decided. */
export interface Sending {
	readonly method: 'GET' | 'POST';
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | undefined;
	readonly facts: CallFacts;
	readonly signal: AbortSignal | undefined;
	readonly timeoutMs: number;
	readonly answerBytes: number;
}

/** What one try came to. */
export type Outcome<T> =
	| { readonly value: T; readonly status: number; readonly correlationId: string | undefined }
	| {
			readonly failure: ServiceFailure;
			readonly status: number | undefined;
			readonly correlationId: string | undefined;
			/** The same call may succeed later. */
			readonly passing: boolean;
			/** Wait the server asked for, ms. */
			readonly waitMs: number | undefined;
			/** Claims challenge of a 401 (decoded JSON). */
			readonly claims: string | undefined;
	  };

/**
 * Sends a call once.
 * @returns the answer or the failure; never throws for a failed call
 * @throws an AbortError when the caller's signal fires
 */
export async function sendOnce<S extends z.ZodMiniType>(
	fetch: typeof globalThis.fetch,
	schema: S,
	sending: Sending,
	now: () => number,
): Promise<Outcome<z.infer<S>>> {
	const { signal, timeoutMs } = sending;
	if (signal?.aborted) throw cancellation(signal);
	// Not AbortSignal.any with AbortSignal.timeout: this one is cleared as soon as the answer is read.
	const controller = new AbortController();
	const stop = () => controller.abort();
	signal?.addEventListener('abort', stop, { once: true });
	let timedOut = false;
	const timer = setTimeout(() => {
		timedOut = true;
		controller.abort();
	}, timeoutMs);
	try {
		return await answerOf(fetch, schema, sending, controller.signal, now);
	} catch (error) {
		if (signal?.aborted) throw cancellation(signal);
		if (error instanceof UnreadableAnswer) return failed(unexpected(sending.facts, error.message), undefined, false);
		return failed(unreachable(sending.facts, error, timedOut ? timeoutMs : undefined), undefined, true);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', stop);
	}
}

async function answerOf<S extends z.ZodMiniType>(
	fetch: typeof globalThis.fetch,
	schema: S,
	sending: Sending,
	signal: AbortSignal,
	now: () => number,
): Promise<Outcome<z.infer<S>>> {
	let { url } = sending;
	for (let redirects = 0; ; redirects++) {
		const response = await fetch(url.href, {
			method: sending.method,
			headers: sending.headers,
			body: sending.body ?? null,
			redirect: 'manual',
			signal,
		});
		const correlationId = correlationIdOf(response.headers) ?? sending.facts.correlationId;
		const facts = { ...sending.facts, correlationId };
		if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
			await response.body?.cancel();
			const target = redirectTarget(sending, url, response, redirects);
			if (typeof target === 'string')
				return failed(unexpected(facts, target, response.status), response.status, false, correlationId);
			url = target;
			continue;
		}
		if (!response.ok) {
			const body = await readText(response, ERROR_BYTES).catch((error: unknown) => {
				if (error instanceof UnreadableAnswer) return '';
				throw error;
			});
			const waitMs = serverWait(response.headers, readErrorBody(body).message, now());
			const claims = response.status === 401 ? claimsOf(response.headers.get('www-authenticate')) : undefined;
			return {
				failure: failureOf({ ...facts, at: now() }, response.status, body, waitMs, claims),
				status: response.status,
				correlationId,
				passing: mayPass(response.status),
				waitMs,
				claims,
			};
		}
		try {
			const text = await readText(response, sending.answerBytes);
			return { value: parseAnswer(schema, text, response.headers.get('content-type')), status: response.status, correlationId };
		} catch (error) {
			if (!(error instanceof UnreadableAnswer)) throw error;
			return failed(unexpected(facts, error.message, response.status), response.status, false, correlationId);
		}
	}
}

function failed(
	failure: ServiceFailure,
	status: number | undefined,
	passing: boolean,
	correlationId = failure.details.correlationId,
): Outcome<never> {
	return { failure, status, correlationId, passing, waitMs: undefined, claims: undefined };
}

/** Where a redirect leads, or why it is not followed: a bearer token never goes to another origin. */
function redirectTarget({ method }: Sending, from: URL, response: Response, redirects: number): URL | string {
	const location = response.headers.get('location');
	if (location === null || !URL.canParse(location, from.href))
		return `redirect without a readable target (HTTP ${response.status})`;
	const target = new URL(location, from);
	if (target.origin !== from.origin) return `redirect to another server: ${target.origin}`;
	if (method !== 'GET') return `redirect of a ${method}`;
	return redirects < REDIRECTS ? target : `more than ${REDIRECTS} redirects`;
}

/** The id that Microsoft Support asks for, by the name each service gives it. */
function correlationIdOf(headers: Headers): string | undefined {
	return headers.get('x-ms-correlation-request-id') ?? headers.get('MS-CorrelationId') ?? headers.get('request-id') ?? undefined;
}

/** Claims of a challenge such as `Bearer error="insufficient_claims", claims="eyJ…"` (base64 of JSON). */
function claimsOf(challenge: string | null): string | undefined {
	const encoded = /\bclaims="([^"]+)"/i.exec(challenge ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const decoded = Buffer.from(encoded, 'base64').toString('utf8');
	return decoded.startsWith('{') ? decoded : undefined;
}

/** Headers that every call of a service carries (arm-contract 1, partner-center-api 3). */
export function traceHeaders(
	audience: Audience,
	ids: { request: string; correlation: string },
	locale: string,
): Record<string, string> {
	if (audience === 'partnerCenter') {
		return {
			'MS-RequestId': ids.request,
			'MS-CorrelationId': ids.correlation,
			'MS-PartnerCenter-Application': 'CSP Reservations',
			'X-Locale': locale,
		};
	}
	if (audience === 'graph') return { 'client-request-id': ids.request };
	return { 'x-ms-client-request-id': ids.request, 'x-ms-correlation-request-id': ids.correlation, 'Accept-Language': locale };
}
