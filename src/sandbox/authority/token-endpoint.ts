/** `POST {authority}/{tenant}/oauth2/v2.0/token`: who the client is, and what each grant gives. */
import { createHash } from 'node:crypto';
import type { Ctx } from '../http';
import type { App } from '../world/apps';
import { ASSERTION_TYPE, verifyAssertion } from './assertion';
import type { Authority } from './authority';
import { Refusal, refuse } from './errors';
import { appToken, userTokens } from './issue';
import { readScopes, type Scopes } from './scopes';
import type { Asked } from './tally';

type Field = (name: string) => string | undefined;

const GRANTS = {
	client_credentials: clientCredentials,
	authorization_code: authorizationCode,
	refresh_token: refreshToken,
	'urn:ietf:params:oauth:grant-type:device_code': deviceCode,
	// The old name that Microsoft's own clients send.
	device_code: deviceCode,
} satisfies Readonly<Record<string, (request: Request) => Promise<Tokens>>>;

type Tokens = Record<string, unknown>;

interface Request {
	readonly authority: Authority;
	/** As the path names the tenant. */
	readonly tenant: string;
	readonly field: Field;
	readonly client: Client;
	/** Notes what is asked for, for the tally. */
	note(asked: Partial<Asked>): void;
}

/** Who asks, and how that was proven. */
interface Client {
	readonly id: string;
	/** Undefined for clients that are registered nowhere. */
	readonly app: App | undefined;
	/** `0` nothing, `1` a secret, `2` a certificate, as `appidacr` tells. */
	readonly proof: '0' | '1' | '2';
}

function basicCredentials(authorization: string | undefined): { id: string; secret: string } | undefined {
	const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
	return { id: decodeURIComponent(id), secret: decodeURIComponent(secret.join(':')) };
}

/** Finds out who asks. Outside clients prove nothing; registered ones have to be right in what they send. */
function clientOf(c: Ctx, field: Field, authority: Authority): Client {
	const basic = basicCredentials(c.req.header('authorization'));
	const id = field('client_id') ?? basic?.id;
	if (id === undefined || id === '') throw refuse.missing('client_id');
	const app = authority.world.apps.find(id);
	const secret = field('client_secret') ?? basic?.secret;
	const assertion = field('client_assertion');
	if (assertion !== undefined) {
		if (app === undefined) throw refuse.app(id, c.req.param('tenant') ?? '');
		if (field('client_assertion_type') !== ASSERTION_TYPE) throw refuse.assertionMalformed();
		const tenant = c.req.param('tenant') ?? '';
		const base = `${authority.endpoints.authority}/${tenant}`;
		verifyAssertion(assertion, app, [`${base}/oauth2/v2.0/token`, `${base}/v2.0`], authority.clock);
		return { id: app.clientId, app, proof: '2' };
	}
	if (secret === undefined) return { id, app, proof: '0' };
	if (app !== undefined && !app.secrets.includes(secret)) throw refuse.secret(app.clientId);
	return { id, app, proof: '1' };
}

/** Users sign in through registered apps only; those that are not public have to prove themselves. */
function signInApp({ client, tenant }: Request): App {
	if (client.app === undefined) throw refuse.app(client.id, tenant);
	if (!client.app.isPublic && client.proof === '0') throw refuse.noCredential();
	return client.app;
}

function claimsIn(field: Field): string | undefined {
	const claims = field('claims');
	if (claims === undefined) return undefined;
	try {
		JSON.parse(claims);
		return claims;
	} catch {
		throw refuse.claims();
	}
}

function scopesIn({ authority, note }: Request, scope: string): Scopes {
	const scopes = readScopes(scope, authority.endpoints);
	note({ audience: scopes.resource });
	return scopes;
}

async function clientCredentials(request: Request): Promise<Tokens> {
	const { authority, tenant, field, client } = request;
	if (authority.isAnyTenant(tenant)) throw refuse.noTenant();
	const tenantId = authority.tenantNamed(tenant);
	const scope = field('scope');
	if (scope === undefined) throw refuse.missing('scope');
	const scopes = scopesIn(request, scope);
	if (client.app !== undefined && client.proof === '0') throw refuse.noCredential();
	return appToken(authority, {
		clientId: client.id,
		app: client.app,
		tenantId,
		scopes,
		claims: claimsIn(field),
		proof: client.proof,
	});
}

async function authorizationCode(request: Request): Promise<Tokens> {
	const { authority, field, client } = request;
	const app = signInApp(request);
	const code = field('code');
	if (code === undefined) throw refuse.missing('code');
	const { session, tenantId, redirectUri, challenge, scope, nonce } = authority.codes.redeem(code);
	if (session.clientId !== app.clientId) throw refuse.codeMalformed();
	const given = field('redirect_uri') ?? '';
	if (given !== redirectUri) throw refuse.replyAddress(given, redirectUri);
	const verifier = field('code_verifier') ?? '';
	if (challenge !== undefined && createHash('sha256').update(verifier).digest('base64url') !== challenge) throw refuse.verifier();
	request.note({ tenant: tenantId });
	return await userTokens(authority, {
		session,
		app,
		tenantId,
		scopes: scopesIn(request, field('scope') ?? scope),
		claims: undefined,
		nonce,
		wantsClientInfo: field('client_info') === '1',
		proof: client.proof,
	});
}

async function refreshToken(request: Request): Promise<Tokens> {
	const { authority, tenant, field, client } = request;
	const tenantId = authority.tenantOrAny(tenant) ?? authority.world.partnerTenantId;
	const app = signInApp(request);
	const token = field('refresh_token');
	if (token === undefined) throw refuse.missing('refresh_token');
	const scopes = scopesIn(request, field('scope') ?? 'openid profile offline_access');
	const session = authority.refreshTokens.redeem(token, app.clientId);
	return await userTokens(authority, {
		session,
		app,
		tenantId,
		// Whoever brings a refresh token gets the next one, asked for or not.
		scopes: { ...scopes, wantsRefreshToken: true },
		claims: claimsIn(field),
		nonce: undefined,
		wantsClientInfo: field('client_info') === '1',
		proof: client.proof,
	});
}

async function deviceCode(request: Request): Promise<Tokens> {
	const { authority, field, client } = request;
	const app = signInApp(request);
	const code = field('device_code');
	if (code === undefined) throw refuse.missing('device_code');
	const { outcome, scope } = authority.deviceCodes.redeem(code, app.clientId);
	request.note({ tenant: outcome.tenantId });
	return await userTokens(authority, {
		session: outcome.session,
		app,
		tenantId: outcome.tenantId,
		scopes: scopesIn(request, field('scope') ?? scope),
		claims: undefined,
		nonce: undefined,
		wantsClientInfo: field('client_info') === '1',
		proof: client.proof,
	});
}

function isGrant(name: string): name is keyof typeof GRANTS {
	return Object.hasOwn(GRANTS, name);
}

/** Answers a token request. @throws Refusal */
export async function grantTokens(c: Ctx, authority: Authority): Promise<Tokens> {
	const form = await c.req.parseBody();
	const field: Field = (name) => {
		const value = form[name];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
	const grant = field('grant_type');
	if (grant === undefined) throw refuse.missing('grant_type');
	if (!isGrant(grant)) throw refuse.grantType(grant);
	const tenant = c.req.param('tenant') ?? '';
	let asked: Asked = { tenant, audience: undefined, grant: grant.replace(/^.*:/, '') };
	try {
		if (!authority.isAnyTenant(tenant)) asked = { ...asked, tenant: authority.tenantNamed(tenant) };
		const request: Request = {
			authority,
			tenant,
			field,
			client: clientOf(c, field, authority),
			note: (more) => {
				asked = { ...asked, ...more };
			},
		};
		const tokens = await GRANTS[grant](request);
		authority.tally.count(asked, 'granted');
		return tokens;
	} catch (error) {
		const isWaiting = error instanceof Refusal && (error.error === 'authorization_pending' || error.error === 'slow_down');
		if (!isWaiting) authority.tally.count(asked, 'refused');
		throw error;
	}
}
