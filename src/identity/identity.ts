/** The identity of one connection: who is signed in, tokens for every tenant from one sign-in, and challenges answered once. */
import PQueue from 'p-queue';
import type { Audience, TokenRequest } from '../azure/cloud';
import { cancellation, isServiceFailure } from '../azure/failure';
import type { Account, ConnectionProfile, Identity, IdentityHost } from './api';
import { editorMethod } from './editor';
import { entraFailure } from './entra-errors';
import { challengeGivenUp, isGivenUp, type SignInCode, signInRequired } from './failures';
import { KeptSignIn } from './kept-sign-in';
import type { Method, SignedIn, Wanted } from './method';
import { type Granted, SharedTokens } from './shared-tokens';
import { accountIn, accountOf, checkClock } from './token-claims';
import { translations } from './translations';
import { orCancelled, SharedQuestions } from './waiting';

/** Token requests under way at a time: a partner has hundreds of customers, and the authority throttles who asks for all at once. */
const AT_A_TIME = 8;
/** A call that was sent before a challenge was answered comes back with the same challenge; the answer holds for it too. */
const ANSWER_HOLDS_MS = 60_000;

/** Makes the identity of a connection. Nothing is loaded, read or asked before it is used. */
export function createIdentity(profile: ConnectionProfile, host: IdentityHost): Identity {
	return new ConnectionIdentity(profile, host);
}

class ConnectionIdentity implements Identity {
	readonly profile: ConnectionProfile;
	readonly #host: IdentityHost;
	readonly #kept: KeptSignIn;
	readonly #tokens: SharedTokens;
	readonly #requests = new PQueue({ concurrency: AT_A_TIME });
	readonly #signIns = new SharedQuestions<Account>();
	readonly #challenges = new SharedQuestions<string>();
	/** One question at a time. */
	readonly #asking = new PQueue({ concurrency: 1 });
	readonly #answered = new Map<string, { readonly claims: string; readonly at: number }>();
	/** Challenges (their claims) whose sign-in the user did not want. They are not asked again until the user signs in. */
	readonly #givenUp = new Map<string, string>();
	#timesAnswered = 0;
	#timesGivenUp = 0;
	readonly #listeners = new Set<() => void>();
	#method: Promise<Method> | undefined;
	/** Whose the tokens in memory are; undefined: there were none yet. */
	#whose: Account | undefined;
	/** What tokens of customers' tenants call the same account, where that is not its own name. */
	readonly #otherNames = new Set<string>();

	constructor(profile: ConnectionProfile, host: IdentityHost) {
		this.profile = profile;
		this.#host = host;
		this.#kept = new KeptSignIn(profile, host);
		this.#tokens = new SharedTokens((...wanted) => this.#requests.add(() => this.#request(...wanted)), host.clock);
	}

	async account(): Promise<Account | undefined> {
		return (await this.#kept.read())?.account;
	}

	async callsAs(tenantId: string): Promise<Account | undefined> {
		try {
			const token = await this.#tokens.get('resourceManager', tenantId);
			return accountIn(token, this.profile) ?? (await this.account());
		} catch {
			return undefined;
		}
	}

	async get(audience: Audience, tenantId: string, { claims, refused, signal }: TokenRequest = {}): Promise<string> {
		if (claims === undefined) return await this.#tokens.get(audience, tenantId, { refused, signal });
		const wanted: Wanted = { audience, tenantId: tenantId.toLowerCase(), claims };
		const answer = this.#answered.get(keyOf(wanted));
		if (answer?.claims === claims && this.#host.clock() < answer.at + ANSWER_HOLDS_MS) {
			return await this.#tokens.get(audience, tenantId, { signal });
		}
		return await this.#challenges.ask(`${keyOf(wanted)} ${claims}`, (ended) => this.#answer(wanted, ended), signal);
	}

	async signIn({ tenantId, signal }: { tenantId?: string | undefined; signal?: AbortSignal | undefined } = {}): Promise<Account> {
		const partner = this.profile.cloud.partnerTenantId;
		const tenant = tenantId?.toLowerCase() ?? partner;
		const ask = async (ended: AbortSignal) => {
			const method = await this.#load();
			const audience = tenant === partner ? method.firstAudience : 'resourceManager';
			const key = keyOf({ audience, tenantId: tenant });
			// What a customer's tenant asked for in vain is met now, else it would lead to a second question at once.
			const claims = tenant === partner ? undefined : this.#givenUp.get(key);
			const { kept } = await this.#inTurn(ended, () => this.#signIn({ audience, tenantId: tenant, claims }, ended));
			if (claims !== undefined) this.#answered.set(key, { claims, at: this.#host.clock() });
			this.#givenUp.clear();
			this.#tell();
			return kept.account;
		};
		return await this.#signIns.ask(tenant, ask, signal);
	}

	async signOut(): Promise<void> {
		await this.#endQuestions();
		await this.#kept.clear();
		await this.#forget();
		this.#host.log.info(`Signed out of "${this.profile.name}".`);
		this.#tell();
	}

	onDidChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	dispose(): void {
		this.#listeners.clear();
		void this.#endQuestions();
		void this.#forget();
	}

	/** A token without asking the user. */
	async #request(audience: Audience, tenantId: string, claims: string | undefined, isAnew: boolean): Promise<Granted> {
		const asked = { profile: this.profile, audience, tenantId };
		const kept = await this.#kept.read();
		if (kept === undefined) throw signInRequired(asked);
		await this.#follow(kept.account);
		try {
			const method = await this.#load();
			const token = await method.token({ audience, tenantId, claims, isAnew }, kept);
			checkClock(token.value, this.#host.clock(), asked);
			if (this.profile.signIn === 'azureCli') await this.#followLogin(method, token.value, kept.account);
			return token;
		} catch (error) {
			throw this.#noted(entraFailure(error, asked));
		}
	}

	/** Tokens of one account are not used on once another one is signed in. */
	async #follow(account: Account): Promise<void> {
		const before = this.#whose;
		this.#whose = account;
		if (before === undefined || isSame(before, account)) return;
		await this.#forget();
		this.#host.log.info(`Another account is signed in to "${this.profile.name}": the tokens of the one before are not used on.`);
		this.#tell();
	}

	/**
	 * The Azure CLI gives tokens of whoever is logged in to it. A customer's tenant may have a name of its own for the account,
	 * so the partner's tenant is asked where the names differ.
	 */
	async #followLogin(method: Method, token: string, kept: Account): Promise<void> {
		const { name } = accountOf(token, this.profile);
		if (name === kept.name || this.#otherNames.has(name)) return;
		const tenantId = this.profile.cloud.partnerTenantId;
		const own = await method.token({ audience: method.firstAudience, tenantId }, { account: kept });
		const account = accountOf(own.value, this.profile);
		if (isSame(account, kept)) {
			this.#otherNames.add(name);
			return;
		}
		await this.#kept.update({ account });
		await this.#follow(account);
	}

	/** Signs in, asking the user where the method needs it, and keeps it. */
	async #signIn(wanted: Wanted, signal: AbortSignal): Promise<SignedIn> {
		const asked = { profile: this.profile, ...wanted };
		const before = await this.#kept.read();
		const isAnyone = wanted.claims === undefined && wanted.tenantId === this.profile.cloud.partnerTenantId;
		let signedIn: SignedIn;
		try {
			const method = await this.#load();
			// Not every question can be taken back; its answer is not waited for then.
			signedIn = await orCancelled(method.signIn({ ...wanted, signal, known: before, mayBeAnother: isAnyone }), signal);
			checkClock(signedIn.token.value, this.#host.clock(), asked);
		} catch (error) {
			throw this.#noted(entraFailure(error, asked));
		}
		await this.#kept.begin(signedIn.kept);
		this.#whose = signedIn.kept.account;
		if (isAnyone) {
			this.#tokens.clear();
			this.#answered.clear();
		}
		this.#tokens.put(wanted.audience, wanted.tenantId, signedIn.token);
		this.#timesAnswered++;
		this.#host.log.info(`Signed in to "${this.profile.name}" by ${this.profile.signIn}, tenant ${wanted.tenantId}.`);
		return signedIn;
	}

	/**
	 * Answers a claims challenge: with the sign-in there is where the authority accepts that, else with one question to the
	 * user.
	 */
	async #answer(wanted: Wanted, signal: AbortSignal): Promise<string> {
		const { audience, tenantId, claims = '' } = wanted;
		const key = keyOf(wanted);
		const { hasUser } = await this.#load();
		// The same challenge again: the token that came without a question did not do.
		const isRepeated = this.#answered.get(key)?.claims === claims;
		const answered = (token: string) => {
			this.#answered.set(key, { claims, at: this.#host.clock() });
			return token;
		};
		const silently = async () => {
			try {
				return await this.#tokens.get(audience, tenantId, { claims });
			} catch (error) {
				if (hasUser && needsUser(error) && (await this.#kept.read()) !== undefined) return undefined;
				throw error;
			}
		};
		const token = isRepeated && hasUser ? undefined : await silently();
		if (token !== undefined) return answered(token);

		const { profile } = this;
		const timesAnswered = this.#timesAnswered;
		const timesGivenUp = this.#timesGivenUp;
		return await this.#inTurn(signal, async () => {
			// Who gives up one of several waiting questions is not asked the others.
			if (this.#givenUp.has(key) || this.#timesGivenUp !== timesGivenUp) throw challengeGivenUp({ profile, audience, tenantId });
			// A sign-in that came in between may serve here too.
			const meanwhile = this.#timesAnswered === timesAnswered ? undefined : await silently();
			if (meanwhile !== undefined) return answered(meanwhile);
			try {
				return answered((await this.#signIn(wanted, signal)).token.value);
			} catch (error) {
				if (signal.aborted) throw error;
				this.#givenUp.set(key, claims);
				this.#timesGivenUp++;
				throw isGivenUp(error) ? challengeGivenUp({ profile, audience, tenantId }) : error;
			}
		});
	}

	/** @throws an AbortError when everybody has left before the turn came */
	async #inTurn<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
		return await this.#asking.add(async () => {
			if (signal.aborted) throw cancellation(signal);
			return await ask();
		});
	}

	#load(): Promise<Method> {
		this.#method ??= this.#make().catch((error: unknown) => {
			this.#method = undefined;
			throw error;
		});
		return this.#method;
	}

	async #make(): Promise<Method> {
		if (this.profile.signIn === 'vscode') return editorMethod(this.profile, this.#host);
		const { credentialMethod } = await import('./credentials');
		return credentialMethod(this.profile, this.#host, (changes) => this.#kept.update(changes), translations());
	}

	async #endQuestions(): Promise<void> {
		await Promise.all([this.#signIns.endAll(), this.#challenges.endAll()]);
	}

	async #forget(): Promise<void> {
		this.#tokens.clear();
		this.#answered.clear();
		this.#givenUp.clear();
		this.#otherNames.clear();
		const method = await this.#method?.catch(() => undefined);
		method?.forget();
	}

	/** One line for the log; never what was asked with. */
	#noted(failure: Error): Error {
		if (isServiceFailure(failure)) {
			const { code, correlationId } = failure.details;
			this.#host.log.warn(
				`"${this.profile.name}": no token, ${failure.kind} ${code ?? ''}, correlation id ${correlationId ?? 'none'}.`,
			);
		}
		return failure;
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}

function isSame(one: Account, other: Account): boolean {
	return one.name === other.name && one.tenantId === other.tenantId;
}

function keyOf({ audience, tenantId }: Wanted): string {
	return `${audience} ${tenantId}`;
}

const userCodes: readonly (string | undefined)[] = [
	'SignInRequired',
	'InteractionRequired',
	'ConsentRequired',
] satisfies SignInCode[];

function needsUser(error: unknown): boolean {
	return isServiceFailure(error) && userCodes.includes(error.details.code);
}
