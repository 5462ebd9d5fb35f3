/** Sends one call once: headers, time limit, redirects, and what comes back. Knows nothing of trying again. */
import type * as z from 'zod/mini';
import { parseAnswer, readText, UnreadableAnswer } from './answers';
import { type CallFacts, type Method, staysOn } from './call';
import type { Audience } from './cloud';
import { connectionFault, isPassing } from './connection';
import { cancellation, type ServiceFailure } from './failure';
import { failureOf, readErrorBody, unexpected } from './refusals';
import { callsLeft, mayPass, serverWait } from './retry';
import { proxySignIn, tooLate, unreachable } from './unreachable';

const REDIRECTS = 3;
/** Error bodies are a few hundred bytes; an error page may be larger and nobody reads it. */
const ERROR_BYTES = 256 * 1024;

/** One try of a call, everything decided. */
export interface Sending {
	readonly method: Method;
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | undefined;
	readonly facts: CallFacts;
	readonly signal: AbortSignal | undefined;
	readonly timeoutMs: number;
	readonly answerBytes: number;
}

/** What came back, whether it is good or not. */
interface Returned {
	readonly correlationId: string | undefined;
	/** Calls that the service says are left. */
	readonly left: number | undefined;
}

/** An answer that says yes, as it came. */
export interface Delivered extends Returned {
	readonly text: string;
	readonly status: number;
	readonly headers: Headers;
	readonly facts: CallFacts;
}

/** An answer of the expected shape. */
export interface Arrived<T> extends Returned {
	readonly value: T;
	readonly status: number;
	readonly headers: Headers;
}

export interface Failed extends Returned {
	readonly failure: ServiceFailure;
	readonly status: number | undefined;
	/** The same call may succeed later. */
	readonly passing: boolean;
	/** Wait the server asked for, ms. */
	readonly waitMs: number | undefined;
	/** Claims challenge of a 401 (decoded JSON). */
	readonly claims: string | undefined;
}

/** What one try came to. */
export type Outcome<T> = Arrived<T> | Failed;

/**
 * Sends a call once. One that commits is not cut off by its caller any more.
 * @returns the answer, to be read by {@link readAnswer}, or the failure; never throws for a failed call
 * @throws an AbortError when the caller's signal fires
 */
export async function sendOnce(fetch: typeof globalThis.fetch, sending: Sending, now: () => number): Promise<Delivered | Failed> {
	const { timeoutMs, facts } = sending;
	if (sending.signal?.aborted) throw cancellation(sending.signal);
	const signal = facts.committing ? undefined : sending.signal;
	// Not AbortSignal.any with AbortSignal.timeout: this one is cleared as soon as the answer is read.
	const controller = new AbortController();
	const stop = () => controller.abort();
	signal?.addEventListener('abort', stop, { once: true });
	let timedOut = false;
	// An answer that has begun tells something, also when the connection breaks in its middle.
	let { facts: known } = sending;
	const timer = setTimeout(() => {
		timedOut = true;
		controller.abort();
	}, timeoutMs);
	try {
		return await answerOf(fetch, sending, controller.signal, now, (facts) => {
			known = facts;
		});
	} catch (error) {
		if (signal?.aborted) throw cancellation(signal);
		if (timedOut) return failed(tooLate(known, error, timeoutMs), { passing: true });
		return failed(unreachable(known, error), { passing: isPassing(connectionFault(error)) });
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', stop);
	}
}

/** Reads an answer that says yes. @returns its content, or the failure when it is not of this shape */
export function readAnswer<S extends z.ZodMiniType>(schema: S, delivered: Delivered): Outcome<z.infer<S>> {
	const { text, status, headers, correlationId, left } = delivered;
	try {
		const value = parseAnswer(schema, text, headers.get('content-type'));
		return { value, status, headers, correlationId, left };
	} catch (error) {
		return unreadable(error, delivered);
	}
}

/** @throws what the error is, where it is no {@link UnreadableAnswer} */
function unreadable(error: unknown, { facts, status, left }: Omit<Delivered, 'text'>): Failed {
	if (!(error instanceof UnreadableAnswer)) throw error;
	return failed(unexpected(facts, error.message, status), { status, left });
}

async function answerOf(
	fetch: typeof globalThis.fetch,
	sending: Sending,
	signal: AbortSignal,
	now: () => number,
	begun: (facts: CallFacts) => void,
): Promise<Delivered | Failed> {
	let { url } = sending;
	for (let redirects = 0; ; redirects++) {
		const response = await fetch(url.href, {
			method: sending.method,
			headers: sending.headers,
			body: sending.body ?? null,
			redirect: 'manual',
			signal,
		});
		const { status, headers } = response;
		const correlationId = correlationIdOf(headers) ?? sending.facts.correlationId;
		const facts = { ...sending.facts, correlationId, at: now() };
		if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
			await response.body?.cancel();
			const target = redirectTarget(sending, url, response, redirects);
			if (typeof target === 'string') return failed(unexpected(facts, target, status), { status });
			url = target;
			continue;
		}
		if (!response.ok) return await refusal(response, facts, now());
		const accepted = !/\bhtml\b/i.test(headers.get('content-type') ?? '');
		const answer = { status, headers, correlationId, facts: { ...facts, accepted }, left: callsLeft(headers) };
		begun(answer.facts);
		try {
			return { ...answer, text: await readText(response, sending.answerBytes) };
		} catch (error) {
			return unreadable(error, answer);
		}
	}
}

/** An answer that says no. */
async function refusal(response: Response, facts: CallFacts, now: number): Promise<Failed> {
	const { status, headers } = response;
	if (status === 407) {
		await response.body?.cancel();
		return failed(proxySignIn(facts), { status });
	}
	const body = await readText(response, ERROR_BYTES).catch((error: unknown) => {
		if (error instanceof UnreadableAnswer) return '';
		throw error;
	});
	const waitMs = serverWait(headers, readErrorBody(body).message, now);
	const challenge = status === 401 ? headers.get('www-authenticate') : null;
	const claims = claimsOf(challenge);
	const signIn = { isMfaCompliant: headers.get('isMfaCompliant'), challenge };
	return failed(failureOf(facts, status, { body, waitMs, claims, signIn }), {
		status,
		passing: mayPass(status),
		waitMs,
		claims,
		left: callsLeft(headers),
	});
}

/** A try that came to nothing, and what is known of it; what is not said does not hold. */
export function failed(failure: ServiceFailure, known: Partial<Omit<Failed, 'failure'>>): Failed {
	const { correlationId } = failure.details;
	return {
		status: undefined,
		passing: false,
		waitMs: undefined,
		claims: undefined,
		left: undefined,
		correlationId,
		...known,
		failure,
	};
}

/** Where a redirect leads, or why it is not followed: a bearer token never goes to another origin. */
function redirectTarget({ method }: Sending, from: URL, response: Response, redirects: number): URL | string {
	const location = response.headers.get('location');
	if (location === null || !URL.canParse(location, from.href))
		return `redirect without a readable target (HTTP ${response.status})`;
	const target = new URL(location, from);
	if (!staysOn(from.origin, target)) return `redirect to another server: ${target.origin}`;
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
			// Makes the answers say whether the sign-in had multifactor authentication (partner-center-api 2.4).
			ValidateMfa: 'true',
		};
	}
	if (audience === 'graph') return { 'client-request-id': ids.request };
	return { 'x-ms-client-request-id': ids.request, 'x-ms-correlation-request-id': ids.correlation, 'Accept-Language': locale };
}
