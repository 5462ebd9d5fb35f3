/** What an access token says of itself. Only for names and times: whether it is good is for its service to say. */
import * as z from 'zod/mini';
import type { Account, ConnectionProfile } from './api';
import { wrongClock } from './failures';

const claimsSchema = z.looseObject({
	/** Seconds since the epoch. */
	nbf: z.optional(z.number()),
	exp: z.optional(z.number()),
	tid: z.optional(z.string()),
	appid: z.optional(z.string()),
	/** `app` or `user`. */
	idtyp: z.optional(z.string()),
	upn: z.optional(z.string()),
	unique_name: z.optional(z.string()),
	preferred_username: z.optional(z.string()),
});
type TokenClaims = z.infer<typeof claimsSchema>;

/** Clocks of services differ by this much without anything being wrong. */
const TOLERANCE_MS = 5 * 60_000;

/** @returns nothing for a token that is not a readable JWT */
export function claimsOf(token: string): Partial<TokenClaims> {
	const [, payload] = token.split('.');
	if (payload === undefined) return {};
	try {
		return claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).data ?? {};
	} catch {
		return {};
	}
}

/**
 * How long a token is good from now, where it says so itself.
 * @param now ms since the epoch
 * @returns ms, or undefined
 */
export function lifetimeOf(token: string, now: number): number | undefined {
	const { exp } = claimsOf(token);
	return exp === undefined ? undefined : Math.max(0, exp * 1000 - now);
}

/**
 * A token that was just made and has ended already, or has not begun, shows that the clock is wrong.
 * @throws ServiceFailure `NotAllowed` with code `WrongClock`
 */
export function checkClock(token: string, now: number, asked: { profile: ConnectionProfile; tenantId: string }): void {
	const { nbf, exp } = claimsOf(token);
	const hasEnded = exp !== undefined && exp * 1000 <= now;
	const hasNotBegun = nbf !== undefined && nbf * 1000 > now + TOLERANCE_MS;
	if (!hasEnded && !hasNotBegun) return;
	const time = (at: number | undefined) => (at === undefined ? '?' : new Date(at).toISOString());
	const from = time(nbf && nbf * 1000);
	throw wrongClock(asked, { detail: `token valid ${from} to ${time(exp && exp * 1000)}, clock ${time(now)}` });
}

/** Who a token is for, where the sign-in method itself doesn't know. */
export function accountOf(token: string, profile: ConnectionProfile): Account {
	const { cloud, clientId } = profile;
	return (
		accountIn(token, profile) ?? {
			name: clientId ?? cloud.partnerTenantId,
			tenantId: (claimsOf(token).tid ?? cloud.partnerTenantId).toLowerCase(),
			kind: 'application',
		}
	);
}

/** Who a token says that it is for. @returns undefined where it names nobody */
export function accountIn(token: string, { cloud }: ConnectionProfile): Account | undefined {
	const { tid, appid, idtyp, upn, unique_name, preferred_username } = claimsOf(token);
	const user = upn ?? preferred_username ?? unique_name;
	const isApplication = idtyp === 'app' || user === undefined;
	const name = isApplication ? appid : user;
	return name === undefined
		? undefined
		: { name, tenantId: (tid ?? cloud.partnerTenantId).toLowerCase(), kind: isApplication ? 'application' : 'user' };
}
