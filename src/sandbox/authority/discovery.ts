/** Where clients learn how to sign in: instance discovery, OpenID configuration, signing keys. */
import { Answer, type App } from '../http';
import type { Authority } from './authority';

/** Instance discovery names the hosts that stand for this authority; asked about any other host, it does not know it. */
function instanceDiscovery(authorizationEndpoint: string | undefined, { endpoints }: Authority): Record<string, unknown> {
	const { host } = new URL(endpoints.authority);
	const asked =
		authorizationEndpoint !== undefined && URL.canParse(authorizationEndpoint) ? new URL(authorizationEndpoint) : undefined;
	if (asked?.host !== host)
		throw new Answer(400, {
			error: 'invalid_instance',
			error_description: 'AADSTS50049: Unknown or invalid instance.',
			error_codes: [50049],
		});
	const tenant = asked.pathname.split('/')[1] ?? 'common';
	return {
		tenant_discovery_endpoint: `${endpoints.authority}/${tenant}/v2.0/.well-known/openid-configuration`,
		'api-version': '1.1',
		metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
	};
}

function openIdConfiguration(tenant: string, authority: Authority): Record<string, unknown> {
	const { endpoints } = authority;
	const tenantId = authority.tenantOrAny(tenant);
	const base = `${endpoints.authority}/${tenantId ?? tenant}`;
	return {
		token_endpoint: `${base}/oauth2/v2.0/token`,
		token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
		jwks_uri: `${base}/discovery/v2.0/keys`,
		response_modes_supported: ['query', 'fragment', 'form_post'],
		subject_types_supported: ['pairwise'],
		id_token_signing_alg_values_supported: ['RS256'],
		response_types_supported: ['code'],
		scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
		// A placeholder stands for the tenant of whoever will sign in.
		issuer: `${endpoints.authority}/${tenantId ?? '{tenantid}'}/v2.0`,
		request_uri_parameter_supported: false,
		authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
		device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
		claims_supported: [
			'sub',
			'iss',
			'aud',
			'exp',
			'iat',
			'auth_time',
			'nonce',
			'preferred_username',
			'name',
			'tid',
			'oid',
			'ver',
		],
		code_challenge_methods_supported: ['S256'],
		tenant_region_scope: null,
		cloud_instance_name: new URL(endpoints.authority).host,
		msgraph_host: new URL(endpoints.graph).host,
	};
}

export function discoveryRoutes(app: App, authority: Authority): void {
	app.get('/:tenant/discovery/instance', (c) => c.json(instanceDiscovery(c.req.query('authorization_endpoint'), authority)));
	app.get('/:tenant/v2.0/.well-known/openid-configuration', (c) => c.json(openIdConfiguration(c.req.param('tenant'), authority)));
	app.get('/:tenant/discovery/v2.0/keys', async (c) => c.json({ keys: [await authority.key.publicKey()] }));
}
