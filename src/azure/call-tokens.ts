/** The bearer tokens that a call carries: its own, sometimes a second one, and what the next one of a sign-in has to be. */
import * as l10n from '@vscode/l10n';
import { auxiliaryTenantOf, type Call, type CallFacts } from './call';
import type { Cloud, TokenRequest, TokenSource } from './cloud';
import { cancellation, isCancelled, isServiceFailure, ServiceFailure } from './failure';
import { serviceName } from './refusals';
import { TokenPatience } from './token-patience';
import { signInCancelled, signInSilent, withoutToken } from './unreachable';

/** Bearer tokens of one try. */
export interface Tokens {
	readonly own: string;
	/** Of another tenant, see {@link Call.auxiliaryTenantId}. */
	readonly auxiliary: string | undefined;
}

/** What the tokens of a try have to be. */
export interface Demands {
	/** Claims (the decoded JSON of a challenge) that the call's own token has to satisfy. */
	readonly claims: string | undefined;
	/** Tokens that the service did not accept: others are wanted. */
	readonly refused: Tokens | undefined;
}

interface Parts {
	readonly cloud: Cloud;
	readonly tokens: TokenSource;
	/** Now, in ms since the epoch. */
	readonly clock: () => number;
	/** Longest wait of a call behind what is shown, ms. */
	readonly timeoutMs: number;
}

export class CallTokens {
	readonly #parts: Parts;
	readonly #patience: TokenPatience;
	/** By sign-in: left by calls that were not sent again. */
	readonly #demands = new Map<string, Demands>();

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#patience = new TokenPatience(parts.timeoutMs);
	}

	/** The next call of this one's sign-in is to have such tokens: this one is not sent again. */
	leaveDemands(call: Call, demands: Demands): void {
		this.#demands.set(signInOf(call), demands);
	}

	/** @returns what an earlier call of this one's sign-in has left, once; undefined where none did */
	takeDemands(call: Call): Demands | undefined {
		const demands = this.#demands.get(signInOf(call));
		this.#demands.delete(signInOf(call));
		return demands;
	}

	/**
	 * Gets the tokens of one try. A call behind what is shown waits for so long only; what the user waits for may need the user.
	 * @param url where the call goes
	 * @throws ServiceFailure: `NotAllowed` where there is no sign-in for the tenant, `Unreachable` where its authority does not answer,
	 *   and what else the token source says; an AbortError when cancelled. Nothing was sent then
	 */
	async of(call: Call, url: URL, facts: CallFacts, demands: Demands): Promise<Tokens> {
		const ask = () => this.#ask(call, url, facts, demands);
		return call.priority === 'background' ? await this.#patience.wait(ask, (ms) => signInSilent(facts, ms)) : await ask();
	}

	async #ask(call: Call, url: URL, facts: CallFacts, { claims, refused }: Demands): Promise<Tokens> {
		const auxiliaryTenantId = auxiliaryTenantOf(call, url);
		const own = await this.#one(call, facts, { claims, refused: refused?.own });
		if (auxiliaryTenantId === undefined) return { own, auxiliary: undefined };
		// Azure refuses both as soon as one of them is not good (arm-contract 1).
		const request = { refused: refused?.auxiliary };
		return { own, auxiliary: await this.#one({ ...call, tenantId: auxiliaryTenantId }, facts, request, true) };
	}

	async #one(
		{ audience, tenantId, signal }: Call,
		facts: CallFacts,
		request: TokenRequest,
		lacksAuxiliaryToken?: true,
	): Promise<string> {
		if (signal?.aborted) throw cancellation(signal);
		const { cloud, tokens, clock } = this.#parts;
		try {
			const token = await tokens.get(audience, tenantId, { ...request, signal });
			this.#patience.answered();
			return token;
		} catch (error) {
			// Whoever wants to change something has to hear that it was not sent, unless they gave it up themselves.
			if (isCancelled(error)) throw facts.changes && !signal?.aborted ? signInCancelled(facts, error) : error;
			const { customerTenantId, changes } = facts;
			const known = { customerTenantId, sent: changes ? ('no' as const) : undefined, lacksAuxiliaryToken };
			if (isServiceFailure(error)) {
				const said = new ServiceFailure(error.kind, error.message, { ...error.details, ...known });
				throw error.kind === 'Unreachable' ? withoutToken(facts, new URL(cloud.authority).hostname, said) : said;
			}
			throw new ServiceFailure('NotAllowed', l10n.t('No sign-in for {0} could be had for this tenant.', serviceName(audience)), {
				...known,
				cause: error,
				at: clock(),
				remedy: l10n.t('Sign in again with an account that has access to this tenant.'),
			});
		}
	}
}

/** The sign-in that a call's token comes from. */
function signInOf({ audience, tenantId }: Call): string {
	return `${audience} ${tenantId}`;
}
