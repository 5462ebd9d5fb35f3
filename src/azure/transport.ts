/** One HTTP road to all services: tokens, origin check, retry, throttling, schema and error reading for every call. */
import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type * as z from 'zod/mini';
import type { Audience, Cloud, TokenSource } from './cloud';
import { cancellation, isCancelled, isServiceFailure, ServiceFailure } from './failure';
import { Gate, pause, WaitingTenants } from './gate';
import { type Outcome, sendOnce, traceHeaders } from './once';
import { type CallFacts, serviceName, throttled, unexpected } from './refusals';
import { backoff } from './retry';

/** Work the user waits for goes before work that refreshes behind what is shown. */
export type Priority = 'foreground' | 'background';

/** What every call of a client file takes beside its own arguments. */
export interface CallOptions {
	readonly signal?: AbortSignal | undefined;
	readonly priority?: Priority | undefined;
}

export interface Call extends CallOptions {
	readonly audience: Audience;
	/** Tenant that has to issue the token: the customer's for Azure, the partner's for Partner Center. */
	readonly tenantId: string;
	/** Customer the call is for, where that is not the tenant; told in failures. */
	readonly customerTenantId?: string | undefined;
	readonly method?: 'GET' | 'POST' | undefined;
	/** Path below the base URL of the audience, with a leading slash, or a whole URL from an answer (checked). */
	readonly url: string;
	/** The answer that the URL came in as a link; a failure of the link is told with that answer's correlation id. */
	readonly linkedFrom?: object | undefined;
	/** Query parameters; undefined ones are left out. */
	readonly query?: Readonly<Record<string, string | undefined>> | undefined;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** A POST that changes nothing and may be sent again. GET always may. */
	readonly safe?: boolean | undefined;
}

export interface Transport {
	readonly cloud: Cloud;
	/**
	 * Sends a call and reads its JSON answer.
	 * @throws ServiceFailure of any kind but `SessionExpired` and `OutcomeUnknown`; the abort reason when cancelled
	 */
	json<S extends z.ZodMiniType>(schema: S, call: Call): Promise<z.infer<S>>;
	/**
	 * The failure for an answer of this call whose content makes no sense.
	 * @param detail where and what, never a body
	 * @param answer the answer as {@link json} gave it
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
	/** Calls under way to one host at a time. */
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

class HttpTransport implements Transport {
	readonly cloud: Cloud;
	readonly #options: TransportOptions;
	readonly #limits: Limits;
	readonly #gate: Gate;
	readonly #waiting: WaitingTenants;
	readonly #sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	readonly #locale: string;
	/** Correlation ids of the answers that are still in use. */
	readonly #answered = new WeakMap<object, string>();

	constructor(options: TransportOptions) {
		this.cloud = options.cloud;
		this.#options = options;
		this.#limits = { ...LIMITS, ...options.limits };
		this.#gate = new Gate(this.#limits.inFlight);
		this.#waiting = new WaitingTenants((tenantId, until) => options.onWait?.(tenantId, until));
		this.#sleep = options.sleep ?? pause;
		// Partner Center wants language and country (partner-center-api 3); VS Code may say `en` alone.
		const { language, region } = new Intl.Locale(options.locale ?? 'en').maximize();
		this.#locale = `${language}-${region}`;
	}

	async json<S extends z.ZodMiniType>(schema: S, call: Call): Promise<z.infer<S>> {
		const method = call.method ?? 'GET';
		const repeatable = method === 'GET' || call.safe === true;
		const correlation = randomUUID();
		const url = this.#locate(call);
		const budget = budgetOf(call, url);
		let request = randomUUID();
		let claims: string | undefined;
		let waited = 0;
		for (let tries = 1; ; ) {
			const facts = this.#facts(call, url, correlation);
			waited += await this.#waitForHold(call, facts, budget, this.#limits.waitBudgetMs - waited);
			const outcome = await this.#try(schema, call, url, facts, { request, correlation }, claims);
			if ('value' in outcome) return this.#remember(outcome.value, outcome.correlationId);

			if (outcome.claims !== undefined && claims === undefined) {
				claims = outcome.claims;
				request = randomUUID();
				continue;
			}
			// The same id again after a time-out, a new one after any answer (partner-center-api 3).
			if (outcome.status !== undefined) request = randomUUID();
			const wait = outcome.waitMs ?? backoff(tries, Math.random());
			const isThrottled = outcome.status === 429 || (outcome.passing && outcome.waitMs !== undefined);
			if (isThrottled) this.#gate.hold(budget, this.#options.clock() + wait);
			if (!repeatable || !outcome.passing) throw outcome.failure;
			if (outcome.waitMs !== undefined && waited + wait > this.#limits.waitBudgetMs) {
				throw throttled({ ...facts, correlationId: outcome.correlationId }, outcome.waitMs, outcome.failure.details);
			}
			if (tries >= this.#limits.tries || waited + wait > this.#limits.waitBudgetMs) throw outcome.failure;
			tries++;
			if (!isThrottled) {
				await this.#sleep(wait, call.signal);
				waited += wait;
			}
		}
	}

	unusable(call: Call, detail: string, answer: object): ServiceFailure {
		return unexpected(factsOf(call, call.url, this.#answered.get(answer), this.#options.clock()), detail);
	}

	#remember<T>(value: T, correlationId: string | undefined): T {
		if (typeof value === 'object' && value !== null && correlationId !== undefined) this.#answered.set(value, correlationId);
		return value;
	}

	/** @throws ServiceFailure `UnexpectedAnswer` when the URL (of a link in an answer) is not on the service's own origin */
	#locate(call: Call): URL {
		const base = this.cloud[call.audience];
		const address = call.url.startsWith('/') ? base + call.url : call.url;
		const linked = call.linkedFrom && this.#answered.get(call.linkedFrom);
		const facts = factsOf(call, '', linked, this.#options.clock());
		if (!URL.canParse(address)) throw unexpected(facts, 'link that is not a URL');
		const url = new URL(address);
		if (url.origin !== new URL(base).origin || url.username !== '' || url.password !== '') {
			throw unexpected(facts, `link to another server: ${url.origin}`);
		}
		for (const [name, value] of Object.entries(call.query ?? {})) if (value !== undefined) url.searchParams.set(name, value);
		return url;
	}

	/** Waits while the tenant is throttled. @returns ms waited @throws ServiceFailure `Throttled` when that is too long */
	async #waitForHold(call: Call, facts: CallFacts, budget: string, left: number): Promise<number> {
		const now = this.#options.clock();
		const wait = this.#gate.held(budget, now);
		if (wait === 0) return 0;
		if (wait > left) throw throttled(facts, wait);
		await this.#waiting.during(call.customerTenantId ?? call.tenantId, now + wait, () => this.#sleep(wait, call.signal));
		return wait;
	}

	async #try<S extends z.ZodMiniType>(
		schema: S,
		call: Call,
		url: URL,
		facts: CallFacts,
		ids: { request: string; correlation: string },
		claims: string | undefined,
	): Promise<Outcome<z.infer<S>>> {
		const { audience, method = 'GET', signal } = call;
		let token: string;
		try {
			// Outside the host's places and without a time limit: a token may need the user.
			token = await this.#token(call, facts, claims);
		} catch (error) {
			if (!isServiceFailure(error)) throw error;
			const { status, correlationId } = error.details;
			return {
				failure: error,
				status,
				correlationId,
				passing: error.kind === 'Unreachable',
				waitMs: undefined,
				claims: undefined,
			};
		}
		const body = call.body === undefined ? undefined : JSON.stringify(call.body);
		const sending = {
			method,
			url,
			body,
			facts,
			signal,
			headers: {
				...call.headers,
				...traceHeaders(audience, ids, this.#locale),
				Accept: 'application/json',
				...(body !== undefined && { 'Content-Type': 'application/json' }),
				Authorization: `Bearer ${token}`,
			},
			timeoutMs: this.#limits.timeoutMs,
			answerBytes: this.#limits.answerBytes,
		};
		return await this.#gate.inTurn(url.origin, call.priority !== 'background', signal, async () => {
			const start = this.#options.clock();
			const outcome = await sendOnce(this.#options.fetch, schema, sending, this.#options.clock);
			this.#report(method, url, outcome, this.#options.clock() - start);
			return outcome;
		});
	}

	async #token({ audience, tenantId, signal }: Call, facts: CallFacts, claims: string | undefined): Promise<string> {
		if (signal?.aborted) throw cancellation(signal);
		try {
			return await this.#options.tokens.get(audience, tenantId, { claims, signal });
		} catch (error) {
			if (isCancelled(error)) throw error;
			const { customerTenantId } = facts;
			if (isServiceFailure(error)) throw new ServiceFailure(error.kind, error.message, { ...error.details, customerTenantId });
			throw new ServiceFailure('NotAllowed', l10n.t('No sign-in for {0} could be had for this tenant.', serviceName(audience)), {
				customerTenantId,
				cause: error,
				at: this.#options.clock(),
				remedy: l10n.t('Sign in again with an account that has access to this tenant.'),
			});
		}
	}

	/** One line a try. Path without its query and with `{id}` for ids; never a token or a body. */
	#report(method: string, url: URL, outcome: Outcome<unknown>, ms: number): void {
		const path = url.pathname.replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, '{id}');
		const line = `${method} ${path} ${outcome.status ?? 'no answer'} ${Math.round(ms)} ms, correlation id ${outcome.correlationId ?? 'none'}`;
		if ('value' in outcome) this.#options.log.debug(line);
		else this.#options.log.warn(`${line}: ${outcome.failure.kind} ${outcome.failure.details.code ?? ''}`.trimEnd());
	}

	#facts(call: Call, url: URL, correlation: string): CallFacts {
		return factsOf(call, url.pathname, correlation, this.#options.clock());
	}
}

function factsOf(call: Call, path: string, correlationId: string | undefined, at: number): CallFacts {
	return {
		audience: call.audience,
		path,
		changes: call.method === 'POST' && call.safe !== true,
		customerTenantId: call.customerTenantId ?? (call.audience === 'resourceManager' ? call.tenantId : undefined),
		correlationId,
		at,
	};
}

/**
 * Calls that share a throttling budget: those to one host for one tenant. Partner Center also counts by customer
 * (partner-center-api 5), Consumption by itself (arm-contract 1).
 */
function budgetOf({ tenantId, customerTenantId }: Call, url: URL): string {
	const apart = /\/providers\/Microsoft\.Consumption\//i.test(url.pathname) ? 'consumption' : '';
	return [url.origin, tenantId, customerTenantId ?? '', apart].join(' ');
}
