/** What every way of signing in has to do: ask the user once, and give tokens without asking. */
import type { Audience } from '../azure/cloud';
import type { Kept } from './kept-sign-in';
import type { Granted } from './shared-tokens';

/** What a token is wanted for. */
export interface Wanted {
	readonly audience: Audience;
	/** GUID, lower case. */
	readonly tenantId: string;
	/** Decoded claims of a challenge. */
	readonly claims?: string | undefined;
	/** The token that there is was refused: this one must not come from memory. */
	readonly isAnew?: boolean | undefined;
}

export interface SignInRequest extends Wanted {
	/** The sign-in there is. */
	readonly known: Kept | undefined;
	/** False when it is the account of {@link known} that has to confirm its sign-in. */
	readonly mayBeAnother: boolean;
	/** Fires when nobody waits for it any more. */
	readonly signal: AbortSignal;
}

export interface SignedIn {
	readonly kept: Kept;
	/** The token of {@link Wanted} that came with it. */
	readonly token: Granted;
}

export interface Method {
	/** False for methods that have nobody to ask: they answer a claims challenge with the claims alone. */
	readonly hasUser: boolean;
	/** Service whose token shows that the sign-in works. */
	readonly firstAudience: Audience;
	/**
	 * Signs in, asking the user where it has to.
	 * @throws any error; an AbortError when the user gives up
	 */
	signIn(request: SignInRequest): Promise<SignedIn>;
	/**
	 * A new token from the authority, never asking the user.
	 * @throws any error
	 */
	token(wanted: Wanted, kept: Kept): Promise<Granted>;
	/** Forgets what it has in memory. */
	forget(): void;
}
