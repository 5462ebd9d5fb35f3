/** One HTTP road to all services: tokens, origin check, retry, throttling, schema and error reading for every call. */
import type * as z from 'zod/mini';
import type { Audience, Cloud, TokenSource } from './cloud';

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
	/** The same path with names for the ids in it: what the log shows. */
	readonly template: string;
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
}

/** Where the transport says what it did. Structurally a part of VS Code's log channel. */
export interface TransportLog {
	debug(message: string): void;
	warn(message: string): void;
}

export interface Limits {
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

export function createTransport(_options: TransportOptions): Transport {
	throw new Error('The transport follows.');
}
