/** The token authority: hands out unsigned tokens of JWT shape, and reads them back at the other services' doors. */
import { Hono } from 'hono';
import type { SandboxEndpoints } from './endpoints';
import { Answer, armError, type Caller, type Ctx, type Env, graphError, isGuid, partnerCenterError, type Service } from './http';
import type { World } from './world/world';

export type Resource = Exclude<Service, 'authority'>;

/** The real names of the services; tokens can be asked for by these or by the sandbox's own base URLs. */
const AUDIENCES: Readonly<Record<Resource, readonly string[]>> = {
	resourceManager: ['https://management.azure.com', 'https://management.core.windows.net'],
	partnerCenter: ['https://api.partnercenter.microsoft.com'],
	graph: ['https://graph.microsoft.com'],
};

/** Seconds that a token is good for, as the real one says. */
const LIFETIME = 3599;

export interface Claims {
	readonly tid: string;
	readonly aud: string;
	/** Seconds since the epoch. */
	readonly exp: number;
	readonly oid: string;
	readonly name: string;
}

/** A token of JWT shape. It is not signed: nothing here is worth protecting, and tests can make their own. */
export function encodeToken(claims: Claims): string {
	const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({ typ: 'JWT', alg: 'none' })}.${part(claims)}.${part('sandbox')}`;
}

/** The claims of the request's bearer token as they stand, or undefined where there is none that can be read. */
export function claimsOf(authorization: string | undefined): Partial<Claims> | undefined {
	const payload = /^Bearer [^.\s]+\.([^.\s]+)\.[^.\s]*$/i.exec(authorization ?? '')?.[1];
	if (payload === undefined) return undefined;
	try {
		const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
		return typeof claims === 'object' && claims !== null ? claims : undefined;
	} catch {
		return undefined;
	}
}

function resourceOf(scope: string, endpoints: SandboxEndpoints): Resource | undefined {
	const wanted = scope
		.toLowerCase()
		.replace(/\/+(\.default|user_impersonation)$/, '')
		.replace(/\/+$/, '');
	const resources: readonly Resource[] = ['resourceManager', 'partnerCenter', 'graph'];
	return resources.find((resource) => endpoints[resource] === wanted || AUDIENCES[resource].includes(wanted));
}

function oauthError(error: string, number: number, description: string): Answer {
	return new Answer(400, {
		error,
		error_description: `AADSTS${number}: ${description}`,
		error_codes: [number],
		timestamp: new Date().toISOString(),
		trace_id: crypto.randomUUID(),
		correlation_id: crypto.randomUUID(),
	});
}

/** Tenants are named by id or by domain. */
function tenantNamed(world: World, name: string): string {
	const wanted = name.toLowerCase();
	const tenantId = isGuid(wanted)
		? wanted
		: world.customers.startingWith('domain', wanted).find(({ domain }) => domain === wanted)?.tenantId;
	if (tenantId !== undefined && world.knows(tenantId)) return tenantId;
	throw oauthError(
		'invalid_request',
		90002,
		`Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
	);
}

/** The routes of `{authority}`: discovery of the sandbox, OpenID discovery, tokens. */
export function authorityRoutes(world: World, endpoints: SandboxEndpoints): Hono<Env> {
	const app = new Hono<Env>();
	app.get('/', (c) => c.json(endpoints));
	app.get('/:tenant/v2.0/.well-known/openid-configuration', (c) => {
		const tenantId = tenantNamed(world, c.req.param('tenant'));
		const base = `${endpoints.authority}/${tenantId}`;
		return c.json({
			token_endpoint: `${base}/oauth2/v2.0/token`,
			token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
			issuer: `${base}/v2.0`,
			authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
			jwks_uri: `${base}/discovery/v2.0/keys`,
			response_types_supported: ['code'],
			subject_types_supported: ['pairwise'],
			id_token_signing_alg_values_supported: ['RS256'],
			claims_supported: ['aud', 'exp', 'name', 'oid', 'tid'],
			tenant_region_scope: null,
		});
	});
	app.post('/:tenant/oauth2/v2.0/token', async (c) =>
		c.json(await grant(c, world, endpoints), 200, { 'cache-control': 'no-store', pragma: 'no-cache' }),
	);
	return app;
}

async function grant(c: Ctx, world: World, endpoints: SandboxEndpoints): Promise<unknown> {
	const form = await c.req.parseBody();
	const field = (name: string) => {
		const value = form[name];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
	const grantType = field('grant_type');
	if (grantType === undefined)
		throw oauthError('invalid_request', 900144, "The request body must contain the following parameter: 'grant_type'.");
	if (grantType !== 'client_credentials')
		throw oauthError('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grantType}'.`);
	const tenantId = tenantNamed(world, c.req.param('tenant') ?? '');
	const basic = /^Basic /i.test(c.req.header('authorization') ?? '');
	if (!basic && field('client_id') === undefined)
		throw oauthError('invalid_request', 900144, "The request body must contain the following parameter: 'client_id'.");
	const scope = field('scope');
	if (scope === undefined)
		throw oauthError('invalid_request', 900144, "The request body must contain the following parameter: 'scope'.");
	const resource = resourceOf(scope, endpoints);
	if (resource === undefined)
		throw oauthError(
			'invalid_scope',
			70011,
			`The provided request must include a 'scope' input parameter. The scope '${scope}' is not valid.`,
		);
	const caller = world.callerIn(tenantId);
	const access_token = encodeToken({
		tid: tenantId,
		aud: AUDIENCES[resource][0] ?? resource,
		exp: Math.floor(Date.now() / 1000) + LIFETIME,
		oid: caller.objectId,
		name: caller.name,
	});
	return { token_type: 'Bearer', expires_in: LIFETIME, ext_expires_in: LIFETIME, access_token };
}

type Refusal = 'missing' | 'malformed' | 'audience' | 'expired' | 'tenant';

/** Each service says no in its own way (arm-contract 1.3, partner-center-api 5). */
function refusal(service: Resource, why: Refusal, endpoints: SandboxEndpoints): Answer {
	const challenge = (error: string, tenant = 'common') => ({
		'WWW-Authenticate': `Bearer authorization_uri="${endpoints.authority}/${tenant}", error="${error}", error_description="The access token is not acceptable."`,
	});
	const headers = challenge(why === 'missing' ? 'invalid_request' : 'invalid_token');
	if (service === 'partnerCenter') {
		if (why === 'audience')
			return partnerCenterError(401, '900420', 'The audience in the token is invalid and is no longer supported.', headers);
		return partnerCenterError(401, '400', 'Access denied.', headers);
	}
	const texts: Readonly<Record<Refusal, readonly [string, string]>> = {
		missing: ['AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."],
		malformed: ['InvalidAuthenticationToken', 'The access token is invalid.'],
		audience: ['InvalidAuthenticationTokenAudience', 'The access token has been obtained for wrong audience or resource.'],
		expired: ['ExpiredAuthenticationToken', 'The access token expiry UTC time is in the past.'],
		tenant: ['InvalidAuthenticationTokenTenant', 'The access token is from the wrong issuer.'],
	};
	const [code, message] = texts[why];
	return service === 'graph'
		? graphError(401, 'InvalidAuthenticationToken', message, headers)
		: armError(401, code, message, headers);
}

/**
 * Lets a request in or throws the service's 401.
 * @returns who asks
 */
export function authenticate(c: Ctx, service: Resource, world: World, endpoints: SandboxEndpoints): Caller {
	const authorization = c.req.header('authorization');
	const no = (why: Refusal) => refusal(service, why, endpoints);
	if (authorization === undefined) throw no('missing');
	const claims = claimsOf(authorization);
	if (claims?.tid === undefined || claims.aud === undefined || claims.exp === undefined || claims.oid === undefined)
		throw no('malformed');
	if (!AUDIENCES[service].includes(claims.aud)) throw no('audience');
	if (claims.exp * 1000 <= Date.now()) throw no('expired');
	if (!world.knows(claims.tid)) throw no('tenant');
	return { tenantId: claims.tid.toLowerCase(), objectId: claims.oid, name: claims.name ?? claims.oid };
}
