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

/**
 * Lets a request in or throws the service's 401.
 * @returns who asks
 */
export function authenticate(c: Ctx, service: Resource, { world, endpoints, clock }: Authority): Caller {
	const authorization = c.req.header('authorization');
	const no = (why: Refused) => refusal(service, why, endpoints.authority);
	if (authorization === undefined) throw no('missing');
	const claims = claimsOf(authorization);
	if (claims?.tid === undefined || claims.aud === undefined || claims.exp === undefined || claims.oid === undefined)
		throw no('malformed');
	if (!audiencesOf(service, endpoints).includes(claims.aud)) throw no('audience');
	if (claims.exp * 1000 <= clock.now()) throw no('expired');
	if (!world.knows(claims.tid)) throw no('tenant');
	const tenantId = claims.tid.toLowerCase();
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
