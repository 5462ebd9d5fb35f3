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
/** A token that came in place of a refused one and is refused as well is not replaced once more within this time. */
const REPLACED_ONCE_IN_MS = 5 * 60_000;

/** Asks the authority for a token. @param isAnew the one that was asked for last was refused */
type Ask = (audience: Audience, tenantId: string, claims: string | undefined, isAnew: boolean) => Promise<Granted>;

interface Kept {
	readonly value: Promise<string>;
	/** The token, once it is there. */
	token?: string;
	/** When it was asked for in place of one that was refused, ms since the epoch. */
	readonly replacedAt: number | undefined;
	/** When to ask for another one, ms since the epoch; unknown until this one is there. */
	renewAt: number;
}

export class SharedTokens {
	readonly #ask: Ask;
	readonly #clock: () => number;
	readonly #kept = new Map<string, Kept>();

	/**
	 * @param ask asks the authority for a token; the tenant id is in lower case
	 * @param clock now, in ms since the epoch
	 */
	constructor(ask: Ask, clock: () => number) {
		this.#ask = ask;
		this.#clock = clock;
	}

	/**
	 * The token in use, or a new one where there is none, it is about to end, claims say that it is not good enough, or a service
	 * has refused it. Of many who were refused the same one, the first leads to another one, and all get that.
	 * @throws what asking throws, shared by all who wait; an AbortError once the signal fires
	 */
	async get(audience: Audience, tenantId: string, { claims, refused, signal }: TokenRequest = {}): Promise<string> {
		if (signal?.aborted) throw cancellation(signal);
		const key = keyOf(audience, tenantId);
		const known = this.#kept.get(key);
		const isRefused = known?.token !== undefined && known.token === refused && !this.#isReplaced(known);
		const isGood = known !== undefined && claims === undefined && !isRefused && this.#clock() < known.renewAt;
		if (isGood) this.#touch(key, known);
		const isAnew = refused !== undefined;
		const asked = () => this.#ask(audience, tenantId.toLowerCase(), claims, isAnew);
		return await orCancelled((isGood ? known : this.#keep(key, asked(), isAnew)).value, signal);
	}

	/** Keeps a token that came with a sign-in. */
	put(audience: Audience, tenantId: string, token: Granted): void {
		this.#keep(keyOf(audience, tenantId), Promise.resolve(token));
	}

	clear(): void {
		this.#kept.clear();
	}

	/** Just now, and in vain: what is wrong is not the token. */
	#isReplaced({ replacedAt }: Kept): boolean {
		return replacedAt !== undefined && this.#clock() < replacedAt + REPLACED_ONCE_IN_MS;
	}

	#keep(key: string, asking: Promise<Granted>, isReplacement = false): Kept {
		const askedAt = this.#clock();
		this.#forgetEnded(askedAt);
		const kept: Kept = {
			value: asking.then(({ value }) => value),
			replacedAt: isReplacement ? askedAt : undefined,
			renewAt: Number.POSITIVE_INFINITY,
		};
		this.#touch(key, kept);
		asking.then(
			({ value, lifetimeMs }) => {
				kept.token = value;
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
