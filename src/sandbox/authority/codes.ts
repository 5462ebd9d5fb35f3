/** Codes that stand for a sign-in for a short while: authorization codes, and device codes with what the user types. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from './clock';
import { refuse } from './errors';
import type { Session } from './sessions';

/** What an authorization code was given for. */
export interface Authorization {
	readonly session: Session;
	readonly tenantId: string;
	readonly redirectUri: string;
	/** S256 of the verifier (RFC 7636); undefined for confidential clients without PKCE. */
	readonly challenge: string | undefined;
	readonly scope: string;
	readonly nonce: string | undefined;
}

/** Entra's ten minutes. */
const CODE_LIFETIME = 600_000;

/** Authorization codes: good once, for ten minutes. A code that was used is remembered as long as it would have been good. */
export class AuthorizationCodes {
	readonly #codes = new Map<string, { authorization: Authorization; expiresAt: number; used: boolean }>();

	constructor(readonly clock: Clock) {}

	issue(authorization: Authorization): string {
		const now = this.clock.now();
		for (const [code, { expiresAt }] of this.#codes) if (expiresAt + CODE_LIFETIME < now) this.#codes.delete(code);
		const code = `1.${randomBytes(48).toString('base64url')}`;
		this.#codes.set(code, { authorization, expiresAt: now + CODE_LIFETIME, used: false });
		return code;
	}

	/** @throws Refusal when it is unknown, used or expired */
	redeem(code: string): Authorization {
		const found = this.#codes.get(code);
		if (found === undefined) throw refuse.codeMalformed();
		if (found.used) throw refuse.codeUsed();
		if (this.clock.now() > found.expiresAt) throw refuse.codeExpired();
		found.used = true;
		return found.authorization;
	}
}

/** A sign-in that a device waits for. */
export interface DeviceSignIn {
	readonly deviceCode: string;
	/** What the user types: nine letters and digits that can't be taken for others. */
	readonly userCode: string;
	readonly clientId: string;
	/** Tenant id, or undefined for the tenant of whoever signs in. */
	readonly tenantId: string | undefined;
	readonly scope: string;
	readonly claims: string | undefined;
	readonly expiresAt: number;
	polledAt: number | undefined;
	outcome: { readonly session: Session; readonly tenantId: string } | 'declined' | undefined;
}

/** Seconds. Entra says 900 and 5; a practice sign-in need not wait that long between two polls. */
export const DEVICE_LIFETIME = 900;
export const DEVICE_INTERVAL = 1;

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export class DeviceCodes {
	readonly #waiting = new Map<string, DeviceSignIn>();

	constructor(readonly clock: Clock) {}

	issue(wish: Pick<DeviceSignIn, 'clientId' | 'tenantId' | 'scope' | 'claims'>): DeviceSignIn {
		const now = this.clock.now();
		for (const [code, { expiresAt }] of this.#waiting) if (expiresAt + DEVICE_LIFETIME * 1000 < now) this.#waiting.delete(code);
		const signIn: DeviceSignIn = {
			...wish,
			deviceCode: randomBytes(48).toString('base64url'),
			userCode: Array.from({ length: 9 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
			expiresAt: now + DEVICE_LIFETIME * 1000,
			polledAt: undefined,
			outcome: undefined,
		};
		this.#waiting.set(signIn.deviceCode, signIn);
		return signIn;
	}

	/** The sign-in with what the user typed, any case; undefined when there is none, or not any more. */
	typed(userCode: string): DeviceSignIn | undefined {
		const wanted = userCode.trim().toUpperCase();
		for (const signIn of this.#waiting.values())
			if (signIn.userCode === wanted && signIn.outcome === undefined && signIn.expiresAt >= this.clock.now()) return signIn;
		return undefined;
	}

	/** A poll of the device. @returns the sign-in, once. @throws Refusal until then, and when it was declined or expired */
	redeem(
		deviceCode: string,
		clientId: string,
	): DeviceSignIn & { readonly outcome: Exclude<DeviceSignIn['outcome'], string | undefined> } {
		const signIn = this.#waiting.get(deviceCode);
		if (signIn === undefined || signIn.clientId !== clientId) throw refuse.deviceUnknown();
		const now = this.clock.now();
		if (now > signIn.expiresAt) throw refuse.deviceExpired();
		const { polledAt, outcome } = signIn;
		signIn.polledAt = now;
		if (outcome === 'declined') throw refuse.deviceDeclined();
		if (outcome === undefined) {
			// Timers and networks jitter: only what is clearly too fast is refused.
			throw polledAt !== undefined && now - polledAt < DEVICE_INTERVAL * 500 ? refuse.slowDown() : refuse.pending();
		}
		this.#waiting.delete(deviceCode);
		return { ...signIn, outcome };
	}
}
