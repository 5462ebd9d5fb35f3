/** Tokens in memory: one request for each audience and tenant, however many ask, and a new one before the old one ends. */
import type { Audience, TokenRequest } from '../azure/cloud';
import { cancellation } from '../azure/failure';
import { orCancelled } from './waiting';

/** A token as its authority gave it. */
export interface Granted {
	readonly value: string;
	/** How long it is good from when it was asked for, ms. */
	readonly lifetimeMs: number;
}

/** A token this close to its end is not used any more: the call it is for may take a while. */
const RENEW_BEFORE_MS = 2 * 60_000;
/** Tokens in memory: a scan of 20,000 customers needs each once, and all together they would take 15 MB. */
const MOST_KEPT = 500;

interface Kept {
	readonly value: Promise<string>;
	/** When to ask for another one, ms since the epoch; unknown until this one is there. */
	renewAt: number;
}

export class SharedTokens {
	readonly #ask: (audience: Audience, tenantId: string, claims: string | undefined) => Promise<Granted>;
	readonly #clock: () => number;
	readonly #kept = new Map<string, Kept>();

	/**
	 * @param ask asks the authority for a token; the tenant id is in lower case
	 * @param clock now, in ms since the epoch
	 */
	constructor(ask: (audience: Audience, tenantId: string, claims: string | undefined) => Promise<Granted>, clock: () => number) {
		this.#ask = ask;
		this.#clock = clock;
	}

	/**
	 * The token in use, or a new one where there is none, it is about to end, or claims say that it is not good enough.
	 * @throws what asking throws, shared by all who wait; an AbortError once the signal fires
	 */
	async get(audience: Audience, tenantId: string, { claims, signal }: TokenRequest = {}): Promise<string> {
		if (signal?.aborted) throw cancellation(signal);
		const key = keyOf(audience, tenantId);
		const known = this.#kept.get(key);
		const isGood = known !== undefined && claims === undefined && this.#clock() < known.renewAt;
		if (isGood) this.#touch(key, known);
		return await orCancelled(
			(isGood ? known : this.#keep(key, this.#ask(audience, tenantId.toLowerCase(), claims))).value,
			signal,
		);
	}

	/** Keeps a token that came with a sign-in. */
	put(audience: Audience, tenantId: string, token: Granted): void {
		this.#keep(keyOf(audience, tenantId), Promise.resolve(token));
	}

	clear(): void {
		this.#kept.clear();
	}

	#keep(key: string, asking: Promise<Granted>): Kept {
		const askedAt = this.#clock();
		this.#forgetEnded(askedAt);
		const kept: Kept = { value: asking.then(({ value }) => value), renewAt: Number.POSITIVE_INFINITY };
		this.#touch(key, kept);
		asking.then(
			({ lifetimeMs }) => {
				// A token that is short-lived from the start serves for half its life.
				kept.renewAt = askedAt + Math.max(lifetimeMs - RENEW_BEFORE_MS, lifetimeMs / 2);
			},
			() => {
				if (this.#kept.get(key) === kept) this.#kept.delete(key);
			},
		);
		return kept;
	}

	/** Puts it last: what was not used for the longest time stands first and is let go first. */
	#touch(key: string, kept: Kept): void {
		this.#kept.delete(key);
		this.#kept.set(key, kept);
		const [oldest] = this.#kept.keys();
		if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
	}

	/** Tokens that have ended are of no use to anybody. */
	#forgetEnded(now: number): void {
		for (const [key, { renewAt }] of this.#kept) if (renewAt <= now) this.#kept.delete(key);
	}
}

function keyOf(audience: Audience, tenantId: string): string {
	return `${audience} ${tenantId.toLowerCase()}`;
}
