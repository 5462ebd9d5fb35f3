/** What a sign-in leaves behind: the session, and refresh tokens that carry it (rolling, for every tenant, revocable). */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from './clock';
import { refuse } from './errors';

/** A user's sign-in. */
export interface Session {
	/** Object id of the account. */
	readonly user: string;
	readonly clientId: string;
	readonly hasMfa: boolean;
	/** Demands of policies and challenges that the sign-in met. */
	readonly met: readonly string[];
	/** ms since the epoch */
	readonly signedInAt: number;
}

/** Entra's 90 days without use (partner-center-api 2.3). */
const LIFETIME = 90 * 86_400_000;

/**
 * Refresh tokens. They hold their session themselves, under a seal, so that thousands of them need no memory. As at
 * Entra, one that was used stays good until it expires or its user's tokens are revoked.
 */
export class RefreshTokens {
	readonly #secret = randomBytes(32);
	/** From when on tokens of a user are good; ms since the epoch, by object id. */
	readonly #validFrom = new Map<string, number>();

	constructor(readonly clock: Clock) {}

	#seal(text: string): Buffer {
		return createHmac('sha256', this.#secret).update(text).digest();
	}

	issue(session: Session): string {
		const text = Buffer.from(JSON.stringify({ ...session, issuedAt: this.clock.now() })).toString('base64url');
		return `1.${text}.${this.#seal(text).toString('base64url')}`;
	}

	/** The session of a refresh token. @throws Refusal when it is none of the client's, expired or revoked */
	redeem(token: string, clientId: string): Session {
		const [, text = '', seal = ''] = token.split('.');
		const given = Buffer.from(seal, 'base64url');
		const true_ = this.#seal(text);
		if (given.length !== true_.length || !timingSafeEqual(given, true_)) throw refuse.codeMalformed();
		const { issuedAt, ...session } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Session & {
			issuedAt: number;
		};
		if (session.clientId !== clientId) throw refuse.codeMalformed();
		const idle = this.clock.now() - issuedAt;
		if (idle > LIFETIME) throw refuse.refreshExpired(new Date(issuedAt), `${Math.floor(idle / 86_400_000)}.00:00:00`);
		const validFrom = this.#validFrom.get(session.user);
		if (validFrom !== undefined && issuedAt <= validFrom) throw refuse.refreshRevoked(new Date(issuedAt), new Date(validFrom));
		return session;
	}

	/** @param user object id */
	revoke(user: string): void {
		this.#validFrom.set(user, this.clock.now());
	}
}
