/** Who gets a token of a tenant, and what the token says. */
import { createHash } from 'node:crypto';
import type { App } from '../world/apps';
import type { Account } from '../world/directory';
import { demandsOf } from '../world/policies';
import type { Authority } from './authority';
import { refuse } from './errors';
import { unsigned } from './jwt';
import type { Scopes } from './scopes';
import type { Session } from './sessions';

/**
 * Lets an account and an app into a tenant.
 * @throws Refusal when the account is disabled or unknown there, the app has no consent, or a policy blocks
 */
export function checkAccess({ world }: Authority, account: Account, app: App, tenantId: string): void {
	if (!account.isEnabled) throw refuse.disabled();
	if (!world.mayEnter(account, tenantId))
		throw refuse.notInTenant(
			account.name,
			world.customers.find(tenantId)?.name ?? tenantId,
			`'${app.clientId}'(${app.displayName})`,
		);
	if (!world.apps.isConsented(app.clientId, tenantId)) throw refuse.consent(app.clientId, app.displayName);
	const block = world.policies.find('block', tenantId);
	if (block !== undefined) throw refuse.conditionalAccess(block);
}

/** How somebody signs in on a page. */
export interface SignIn {
	readonly account: Account;
	readonly app: App;
	readonly tenantId: string;
	readonly hasMfa: boolean;
	/** JSON of the claims parameter. */
	readonly claims: string | undefined;
}

/** Signs in with multifactor authentication or without. What claims and the tenant's policy demand is met by the former. */
export function signIn(authority: Authority, { account, app, tenantId, hasMfa, claims }: SignIn): Session {
	checkAccess(authority, account, app, tenantId);
	const policy = authority.world.policies.find('mfa', tenantId);
	return {
		user: account.objectId,
		clientId: app.clientId,
		hasMfa,
		met: hasMfa ? [...new Set([...demandsOf(claims), ...demandsOf(policy)])] : [],
		signedInAt: authority.clock.now(),
	};
}

/** A demand that only another sign-in meets; the time of a token is met by a new token. */
function isOpen(demand: string, met: readonly string[]): boolean {
	return !demand.startsWith('nbf=') && !met.includes(demand);
}

function checkDemands(
	{ world }: Authority,
	session: Session,
	tenantId: string,
	scopes: Scopes,
	claims: string | undefined,
): void {
	const policy = world.policies.find('mfa', tenantId);
	if (policy !== undefined && (!session.hasMfa || demandsOf(policy).some((demand) => isOpen(demand, session.met))))
		throw refuse.mfa(scopes.audience, policy);
	if (claims !== undefined && demandsOf(claims).some((demand) => isOpen(demand, session.met)))
		throw refuse.mfa(scopes.audience, claims);
}

/** Claims that every access token has. */
function commonClaims({ clock, endpoints, tokenLifetime }: Authority, tenantId: string, { audience }: Scopes) {
	const iat = clock.seconds();
	return {
		aud: audience,
		iss: `${endpoints.authority}/${tenantId}/`,
		iat,
		nbf: iat,
		exp: iat + tokenLifetime,
		tid: tenantId,
		ver: '1.0',
		uti: crypto.randomUUID(),
	};
}

function answer({ tokenLifetime }: Authority, access_token: string) {
	return { token_type: 'Bearer', expires_in: tokenLifetime, ext_expires_in: tokenLifetime, access_token };
}

/** The same user has another `sub` in each app, as Entra has it. */
function pairwise(user: string, clientId: string): string {
	return createHash('sha256').update(`${user} ${clientId}`).digest('base64url');
}

interface UserTokenWish {
	readonly session: Session;
	readonly app: App;
	readonly tenantId: string;
	readonly scopes: Scopes;
	/** JSON of the claims parameter. */
	readonly claims: string | undefined;
	readonly nonce: string | undefined;
	readonly wantsClientInfo: boolean;
	/** `0` for a public client, `1` for a secret, `2` for a certificate. */
	readonly proof: string;
}

/**
 * Tokens for a user in a tenant.
 * @throws Refusal when the user may not have them, or has to sign in again to meet a demand
 */
export async function userTokens(authority: Authority, wish: UserTokenWish): Promise<Record<string, unknown>> {
	const { session, app, tenantId, scopes, claims, nonce } = wish;
	const { world, key, endpoints, tokenLifetime } = authority;
	const account = world.directory.account(session.user);
	if (account === undefined) throw refuse.codeMalformed();
	checkAccess(authority, account, app, tenantId);
	checkDemands(authority, session, tenantId, scopes, claims);
	const common = commonClaims(authority, tenantId, scopes);
	const acrs = session.met.filter((demand) => demand.startsWith('acrs=')).map((demand) => demand.slice('acrs='.length));
	const access = unsigned({
		...common,
		oid: account.objectId,
		sub: pairwise(account.objectId, scopes.audience),
		name: account.displayName,
		upn: account.name,
		unique_name: account.name,
		appid: app.clientId,
		appidacr: wish.proof,
		idtyp: 'user',
		amr: session.hasMfa ? ['pwd', 'mfa'] : ['pwd'],
		scp: scopes.permissions.join(' '),
		...(acrs.length > 0 && { acrs }),
		met: session.met,
	});
	const idToken = () =>
		key.sign({
			aud: app.clientId,
			iss: `${endpoints.authority}/${tenantId}/v2.0`,
			iat: common.iat,
			nbf: common.iat,
			exp: common.iat + tokenLifetime,
			name: account.displayName,
			oid: account.objectId,
			preferred_username: account.name,
			sub: pairwise(account.objectId, app.clientId),
			tid: tenantId,
			auth_time: Math.floor(session.signedInAt / 1000),
			ver: '2.0',
			uti: crypto.randomUUID(),
			...(nonce !== undefined && { nonce }),
		});
	const clientInfo = { uid: account.objectId, utid: world.partnerTenantId };
	return {
		...answer(authority, access),
		scope: scopes.granted,
		...(scopes.wantsRefreshToken && { refresh_token: authority.refreshTokens.issue(session) }),
		...(scopes.wantsIdToken && { id_token: await idToken() }),
		...(wish.wantsClientInfo && { client_info: Buffer.from(JSON.stringify(clientInfo)).toString('base64url') }),
	};
}

interface AppTokenWish {
	readonly clientId: string;
	/** Undefined for an outside client that is registered nowhere: its tokens speak for the practice user. */
	readonly app: App | undefined;
	readonly tenantId: string;
	readonly scopes: Scopes;
	readonly claims: string | undefined;
	readonly proof: string;
}

/** A token for an app that speaks for itself. @throws Refusal where the tenant did not consent to the app */
export function appToken(authority: Authority, { clientId, app, tenantId, scopes, claims, proof }: AppTokenWish) {
	const { world } = authority;
	if (!world.apps.isConsented(clientId, tenantId)) throw refuse.servicePrincipal(clientId, tenantId);
	const who = app ?? world.practiceUser;
	const name = app?.displayName ?? world.practiceUser.name;
	const access = unsigned({
		...commonClaims(authority, tenantId, scopes),
		oid: who.objectId,
		sub: who.objectId,
		name,
		appid: clientId,
		appidacr: proof,
		idtyp: 'app',
		met: demandsOf(claims),
	});
	return answer(authority, access);
}
