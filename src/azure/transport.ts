/** One HTTP road to all services: tokens, origin check, retry, throttling, schema and error reading for every call. */
import { randomUUID } from 'node:crypto';
import { setImmediate as loopTurn } from 'node:timers/promises';
import type * as z from 'zod/mini';
import { budgetOf, type Call, type CallFacts, factsOf, staysOn } from './call';
import { CallTokens, type Tokens } from './call-tokens';
import type { Cloud, TokenSource } from './cloud';
import { connectionFault, isPassing } from './connection';
import { isServiceFailure, type ServiceFailure } from './failure';
import { Gate, HeldTooLong, type Place, pause } from './gate';
import {
	type Arrived,
	type Delivered,
	type Failed,
	failed,
	type Outcome,
	readAnswer,
	type Sending,
	sendOnce,
	traceHeaders,
} from './once';
import { MFA_REQUIRED, throttled, unexpected } from './refusals';
import { backoff } from './retry';
import { SecondLooks } from './second-looks';
import { SIGN_IN_SILENT } from './time-limit';

export type { Call, CallOptions, Priority } from './call';

/** An answer with all that came with it: operations that go on tell in status and headers how (arm-contract 1.2). */
export interface Answer<T> {
	readonly value: T;
	/** HTTP status, from 200 to 299. */
	readonly status: number;
	readonly headers: Headers;
	/** What Microsoft Support asks for. */
	readonly correlationId: string | undefined;
}

export interface Transport {
	readonly cloud: Cloud;
	/**
	 * Sends a call and reads its JSON answer. Calls that change nothing are repeated as long as it may help; one that changes
	 * something is sent once, and its failure tells in `sent` whether it may have been carried out.
	 * A read whose token was not accepted is repeated once with another token, where one can be had without the user; so are some
	 * background reads for which Azure sees no right.
	 * @param schema what the answer has to be; one that takes `undefined` takes an answer without a body too
	 * @throws ServiceFailure of any kind but `SessionExpired`; `OutcomeUnknown` for committing calls only; an AbortError when
	 *   cancelled
	 */
	send<S extends z.ZodMiniType>(schema: S, call: Call): Promise<Answer<z.infer<S>>>;
	/** Like {@link send}, for those who want the content alone. */
	json<S extends z.ZodMiniType>(schema: S, call: Call): Promise<z.infer<S>>;
	/**
	 * The failure for an answer of this call whose content makes no sense.
	 * @param detail where and what, never a body
	 * @param answer the answer as {@link send} or {@link json} gave it
	 */
	unusable(call: Call, detail: string, answer: object): ServiceFailure;
}

/** Where the transport says what it did. Structurally a part of VS Code's log channel. */
interface TransportLog {
	debug(message: string): void;
	warn(message: string): void;
}

interface Limits {
	/** Longest wait for one answer, ms. */
	readonly timeoutMs: number;
	/** Tries of one call, the first included. */
	readonly tries: number;
	/** Longest sum of the waits between the tries of one call, ms. */
	readonly waitBudgetMs: number;
	/** Most calls under way to one host at a time, and for one throttling budget. */
	readonly inFlight: number;
	/** Largest answer that is read, bytes. */
	readonly answerBytes: number;
}

export interface TransportOptions {
	readonly cloud: Cloud;
	readonly tokens: TokenSource;
	readonly fetch: typeof globalThis.fetch;
	/** Now, in ms since the epoch. */
	readonly clock: () => number;
	readonly log: TransportLog;
	/** Language of the texts that the services give, for example `de`. */
	readonly locale?: string | undefined;
	readonly limits?: Partial<Limits> | undefined;
	/** Told when calls for a tenant have to wait: until when (ms since the epoch), or undefined when they go on. */
	readonly onWait?: ((tenantId: string, until: number | undefined) => void) | undefined;
	/** Waits; has to reject with the signal's reason when it is aborted. Replaced in tests. */
	readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

/** Ceilings of `Limits` where nothing else is said. Each try, each wait and each answer has an end. */
const LIMITS: Limits = { timeoutMs: 30_000, tries: 4, waitBudgetMs: 60_000, inFlight: 5, answerBytes: 32 * 1024 * 1024 };

/** Makes the transport that all clients of one cloud share. */
export function createTransport(options: TransportOptions): Transport {
	return new HttpTransport(options);
}

/** One try of a call, and what has been decided for it. */
interface Attempt {
	readonly url: URL;
	readonly facts: CallFacts;
	readonly ids: { readonly request: string; readonly correlation: string };
	/** Claims that the token has to satisfy. */
	readonly claims: string | undefined;
	/** What the service refused: other tokens are wanted. */
	readonly refused: Refused | undefined;
	/** Longest time that the gate may keep it back, ms. */
	readonly patienceMs: number;
	/** Wait after a failure for which the server names none, ms. */
	readonly backoffMs: number;
}

/** Tokens that the service did not accept. */
interface Refused {
	readonly tokens: Tokens;
	/** What it said: told where there are no other tokens. Undefined where the next call is another one. */
	readonly said: Failed | undefined;
}

class HttpTransport implements Transport {
	readonly cloud: Cloud;
	readonly #options: TransportOptions;
	readonly #limits: Limits;
	readonly #gate: Gate;
	readonly #sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	readonly #locale: string;
	/** Correlation ids of the answers that are still in use. */
	readonly #answered = new WeakMap<object, string>();
	readonly #origins = new Map<string, string>();
	readonly #tokens: CallTokens;
	readonly #secondLooks = new SecondLooks();

	constructor(options: TransportOptions) {
		this.cloud = options.cloud;
		this.#options = options;
		this.#limits = { ...LIMITS, ...options.limits };
		const { cloud, tokens, clock } = options;
		this.#tokens = new CallTokens({ cloud, tokens, clock, timeoutMs: this.#limits.timeoutMs });
		this.#sleep = options.sleep ?? pause;
		const time = { clock, sleep: this.#sleep };
		this.#gate = new Gate(this.#limits.inFlight, time, (tenantId, until) => options.onWait?.(tenantId, until));
		// Partner Center wants language and country (partner-center-api 3); VS Code may say `en` alone.
		const { language, region } = new Intl.Locale(options.locale ?? 'en').maximize();
		this.#locale = `${language}-${region}`;
	}

	async json<S extends z.ZodMiniType>(schema: S, call: Call): Promise<z.infer<S>> {
		const { value, correlationId } = await this.#send(schema, call);
		this.#remember(value, correlationId);
		return value;
	}

	async send<S extends z.ZodMiniType>(schema: S, call: Call): Promise<Answer<z.infer<S>>> {
		const { value, status, headers, correlationId } = await this.#send(schema, call);
		const answer = { value, status, headers, correlationId };
		this.#remember(answer, correlationId);
		this.#remember(value, correlationId);
		return answer;
	}

	async #send<S extends z.ZodMiniType>(schema: S, call: Call): Promise<Arrived<z.infer<S>>> {
		const url = this.#locate(call);
		const correlation = randomUUID();
		let request = randomUUID();
		const demands = this.#tokens.takeDemands(call);
		let claims = demands?.claims;
		let refused: Refused | undefined = demands?.refused && { tokens: demands.refused, said: undefined };
		let isChallenged = false;
		let isRenewed = false;
		let isSecondLook = false;
		let waited = 0;
		for (let tries = 1; ; ) {
			const facts = factsOf(call, url, correlation, this.#options.clock());
			const backoffMs = backoff(tries, Math.random());
			const patienceMs = this.#limits.waitBudgetMs - waited;
			const attempt = { url, facts, ids: { request, correlation }, claims, refused, patienceMs, backoffMs };
			const { outcome, heldMs, tokens } = await this.#try(schema, call, attempt);
			waited += heldMs;
			if ('value' in outcome) {
				if (isSecondLook) this.#secondLooks.passed();
				return outcome;
			}

			if (facts.changes) {
				if (outcome.claims !== undefined) this.#tokens.leaveDemands(call, { claims: outcome.claims, refused: undefined });
				else if (tokens !== undefined && isTokenRefused(outcome))
					this.#tokens.leaveDemands(call, { claims: undefined, refused: tokens });
				throw outcome.failure;
			}
			if (outcome.claims !== undefined && !isChallenged) {
				isChallenged = true;
				claims = outcome.claims;
				request = randomUUID();
				continue;
			}
			if (tokens !== undefined && isTokenRefused(outcome) && !isRenewed) {
				isRenewed = true;
				refused = { tokens, said: outcome };
				request = randomUUID();
				continue;
			}
			if (tokens !== undefined && !isRenewed && this.#limits.tries > 1 && this.#secondLooks.begin(call, outcome)) {
				isRenewed = true;
				isSecondLook = true;
				refused = { tokens, said: outcome };
				request = randomUUID();
				continue;
			}
			// The same id again after a time-out, a new one after any answer (partner-center-api 3).
			if (outcome.status !== undefined) request = randomUUID();
			if (!outcome.passing) throw outcome.failure;
			const wait = outcome.waitMs ?? backoffMs;
			if (outcome.waitMs !== undefined && waited + wait > this.#limits.waitBudgetMs) {
				throw throttled({ ...facts, correlationId: outcome.correlationId }, outcome.waitMs, outcome.failure.details);
			}
			if (tries >= this.#limits.tries || waited + wait > this.#limits.waitBudgetMs) throw outcome.failure;
			tries++;
			// A throttled call waits at the gate, with all others of its budget.
			if (!isThrottled(outcome)) {
				await this.#sleep(wait, call.signal);
				waited += wait;
			}
		}
	}

	unusable(call: Call, detail: string, answer: object): ServiceFailure {
		return unexpected(factsOf(call, undefined, this.#answered.get(answer), this.#options.clock()), detail);
	}

	#remember(answered: unknown, correlationId: string | undefined): void {
		if (correlationId !== undefined && typeof answered === 'object' && answered !== null)
			this.#answered.set(answered, correlationId);
	}

	/** @throws ServiceFailure `UnexpectedAnswer` when the URL (of a link in an answer) is not on the service's own origin */
	#locate(call: Call): URL {
		const base = this.cloud[call.audience];
		const linked = call.linkedFrom && this.#answered.get(call.linkedFrom);
		const refuse = (detail: string) =>
			unexpected(factsOf(call, undefined, linked, this.#options.clock()), detail, undefined, 'no');
		const url = addressed(call.url.startsWith('/') ? base + call.url : call.url, call.query);
		if (url === undefined) throw refuse('link that is not a URL');
		if (!staysOn(this.#originOf(base), url)) throw refuse(`link to another server: ${url.origin}`);
		return url;
	}

	#originOf(base: string): string {
		const origin = this.#origins.get(base) ?? new URL(base).origin;
		this.#origins.set(base, origin);
		return origin;
	}

	/** Gets a token, waits for a place, sends. @returns what came of it, for how long it was held back, ms, and the tokens it had */
	async #try<S extends z.ZodMiniType>(
		schema: S,
		call: Call,
		attempt: Attempt,
	): Promise<{ outcome: Outcome<z.infer<S>>; heldMs: number; tokens?: Tokens }> {
		const { url, facts } = attempt;
		let tokens: Tokens;
		try {
			// Outside the host's places: a token may need the user.
			tokens = await this.#tokens.of(call, url, facts, { claims: attempt.claims, refused: attempt.refused?.tokens });
		} catch (error) {
			if (!isServiceFailure(error)) throw error;
			const { code, cause } = error.details;
			const passing = error.kind === 'Unreachable' && code !== SIGN_IN_SILENT && isPassing(connectionFault(cause));
			return { outcome: failed(error, { status: error.details.status, passing }), heldMs: 0 };
		}
		const { refused } = attempt;
		if (refused?.said !== undefined && tokens.own === refused.tokens.own && tokens.auxiliary === refused.tokens.auxiliary)
			return { outcome: refused.said, heldMs: 0 };
		let place: Place;
		try {
			place = await this.#gate.enter({
				host: url.origin,
				budget: budgetOf(call, url),
				tenantId: call.customerTenantId ?? call.tenantId,
				isForeground: call.priority !== 'background',
				signal: call.signal,
				patienceMs: attempt.patienceMs,
			});
		} catch (error) {
			if (!(error instanceof HeldTooLong)) throw error;
			return { outcome: failed(throttled(facts, error.waitMs), {}), heldMs: 0 };
		}
		const start = this.#options.clock();
		let returned: Delivered | Failed | undefined;
		try {
			returned = await sendOnce(this.#options.fetch, this.#sending(call, attempt, tokens), this.#options.clock);
		} finally {
			place.leave({
				isGood: returned?.status !== undefined && returned.status < 500 && !isThrottled(returned),
				holdMs: returned && isThrottled(returned) ? (returned.waitMs ?? attempt.backoffMs) : undefined,
				left: returned?.left,
			});
		}
		const tookMs = this.#options.clock() - start;
		// Who waits for the place sends first: the answer is read while theirs is under way.
		await loopTurn();
		const outcome = 'text' in returned ? readAnswer(schema, returned) : returned;
		this.#report(call, url, outcome, tookMs);
		return { outcome, heldMs: place.heldMs, tokens };
	}

	#sending({ audience, method = 'GET', body, headers, signal }: Call, { url, facts, ids }: Attempt, tokens: Tokens): Sending {
		const text = body === undefined ? undefined : JSON.stringify(body);
		return {
			method,
			url,
			body: text,
			facts,
			signal,
			headers: {
				...traceHeaders(audience, ids, this.#locale),
				...headers,
				Accept: 'application/json',
				...(text !== undefined && { 'Content-Type': 'application/json' }),
				Authorization: `Bearer ${tokens.own}`,
				...(tokens.auxiliary !== undefined && { 'x-ms-authorization-auxiliary': `Bearer ${tokens.auxiliary}` }),
			},
			timeoutMs: this.#limits.timeoutMs,
			answerBytes: this.#limits.answerBytes,
		};
	}

	/** One line a try. Path without its query and with `{id}` for ids; never a token or a body. */
	#report({ method = 'GET' }: Call, url: URL, outcome: Outcome<unknown>, ms: number): void {
		const path = url.pathname.replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, '{id}');
		const line = `${method} ${path} ${outcome.status ?? 'no answer'} ${Math.round(ms)} ms, correlation id ${outcome.correlationId ?? 'none'}`;
		if ('value' in outcome) this.#options.log.debug(line);
		else this.#options.log.warn(`${line}: ${outcome.failure.kind} ${outcome.failure.details.code ?? ''}`.trimEnd());
	}
}

/** Parsed once: an address whose query is set part by part is put together anew for each part. @returns undefined for no URL */
function addressed(address: string, query: Call['query'] = {}): URL | undefined {
	const parameters = Object.entries(query).filter((it): it is [string, string] => it[1] !== undefined);
	if (parameters.length > 0 && !address.includes('?')) return parse(`${address}?${new URLSearchParams(parameters)}`);
	const url = parse(address);
	for (const [name, value] of parameters) url?.searchParams.set(name, value);
	return url;
}

function parse(address: string): URL | undefined {
	try {
		return new URL(address);
	} catch {
		return undefined;
	}
}

/** True when another token may be accepted. One that lacks a factor is not mended by a new one (partner-center-api 2.4). */
function isTokenRefused(outcome: Outcome<unknown>): outcome is Failed {
	if ('value' in outcome || outcome.status !== 401 || outcome.claims !== undefined) return false;
	return outcome.failure.details.code !== MFA_REQUIRED;
}

/** True when the service wants fewer calls: it says so, or it fails and names a wait. */
function isThrottled(outcome: Outcome<unknown> | Delivered): outcome is Failed {
	return 'failure' in outcome && (outcome.status === 429 || (outcome.passing && outcome.waitMs !== undefined));
}
