/** The doors of the services: reads bearer tokens and refuses those that are not good there, each service in its own words. */
import type { Authority } from './authority/authority';
import { decoded } from './authority/jwt';
import { audiencesOf, type Resource } from './authority/scopes';
import { type Answer, armError, type Caller, type Ctx, graphError, partnerCenterError } from './http';
import { demandsOf, isMet } from './world/policies';

/** What the services read of a token. */
interface Claims {
	readonly tid: string;
	readonly aud: string;
	/** Seconds since the epoch. */
	readonly exp: number;
	readonly iat: number;
	readonly oid: string;
	readonly name: string;
	readonly upn: string;
	readonly idtyp: string;
	readonly amr: readonly string[];
	readonly appid: string;
	/** Demands of policies and challenges that the token meets. */
	readonly met: readonly string[];
}

/** The claims of the request's bearer token as they stand, or undefined where there is none that can be read. */
export function claimsOf(authorization: string | undefined): Partial<Claims> | undefined {
	const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
	return token === undefined ? undefined : decoded(token)?.claims;
}

type Refused = 'missing' | 'malformed' | 'audience' | 'expired' | 'tenant';

/** Each service says no in its own way (arm-contract 1.3, partner-center-api 5). */
function refusal(service: Resource, why: Refused, authority: string): Answer {
	const error = why === 'missing' ? 'invalid_request' : 'invalid_token';
	const headers = {
		'WWW-Authenticate': `Bearer authorization_uri="${authority}/common", error="${error}", error_description="The access token is not acceptable."`,
	};
	if (service === 'partnerCenter') {
		if (why === 'audience')
			return partnerCenterError(401, '900420', 'The audience in the token is invalid and is no longer supported.', headers);
		return partnerCenterError(401, '400', 'Access denied.', headers);
	}
	const texts: Readonly<Record<Refused, readonly [string, string]>> = {
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

/** Azure's claims challenge: the next token has to be asked for with these claims. */
function challenge(claims: string, tenantId: string, authority: string): Answer {
	const encoded = Buffer.from(claims).toString('base64');
	return armError(401, 'InvalidAuthenticationToken', 'The access token does not meet the policies of the tenant.', {
		'WWW-Authenticate': `Bearer realm="", authorization_uri="${authority}/${tenantId}", error="insufficient_claims", claims="${encoded}"`,
	});
}

type GoodClaims = Partial<Claims> & Pick<Claims, 'tid' | 'oid'>;

/** The claims of a bearer token that is good for a service. @throws Answer 401 */
function goodClaims(authorization: string, service: Resource, { world, endpoints, clock }: Authority): GoodClaims {
	const no = (why: Refused) => refusal(service, why, endpoints.authority);
	const claims = claimsOf(authorization);
	if (claims?.tid === undefined || claims.aud === undefined || claims.exp === undefined || claims.oid === undefined)
		throw no('malformed');
	if (!audiencesOf(service, endpoints).includes(claims.aud)) throw no('audience');
	if (claims.exp * 1000 <= clock.now()) throw no('expired');
	if (!world.knows(claims.tid)) throw no('tenant');
	return { ...claims, tid: claims.tid.toLowerCase(), oid: claims.oid };
}

/** Most tokens that may come beside the first one (arm-contract 1). */
const MOST_AUXILIARY = 3;

/**
 * Tenants whose tokens came beside the first one: `x-ms-authorization-auxiliary: Bearer {token}[, Bearer {token}]`.
 * @throws Answer 401 as soon as one of them is not good for Azure
 */
export function auxiliaryTenants(c: Ctx, authority: Authority): readonly string[] {
	const header = c.req.header('x-ms-authorization-auxiliary');
	if (header === undefined) return [];
	const tokens = header.split(',').map((token) => token.trim());
	if (tokens.length > MOST_AUXILIARY)
		throw armError(400, 'InvalidAuxiliaryTokens', `No more than ${MOST_AUXILIARY} auxiliary tokens are supported.`);
	return tokens.map((token) => goodClaims(token, 'resourceManager', authority).tid);
}

/**
 * Lets a request in or throws the service's 401.
 * @returns who asks
 */
export function authenticate(c: Ctx, service: Resource, authority: Authority): Caller {
	const { world, endpoints } = authority;
	const authorization = c.req.header('authorization');
	if (authorization === undefined) throw refusal(service, 'missing', endpoints.authority);
	const claims = goodClaims(authorization, service, authority);
	const tenantId = claims.tid;
	const demanded = service === 'resourceManager' ? world.policies.find('claims', tenantId) : undefined;
	const { met = [], iat = 0 } = claims;
	if (demanded !== undefined && demandsOf(demanded).some((demand) => !isMet(demand, met, iat)))
		throw challenge(demanded, tenantId, endpoints.authority);
	return {
		tenantId,
		objectId: claims.oid,
		name: claims.upn ?? claims.name ?? claims.oid,
		groups: world.directory.allGroupsOf(claims.oid).map(({ id }) => id),
		isUser: claims.idtyp === 'user',
		hasMfa: claims.amr?.includes('mfa') ?? false,
		clientId: claims.appid ?? '',
	};
}
