/** Refusals of the authority, with Microsoft's own numbers and words: as answers of the token endpoint and as redirects. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Answer } from '../http';

interface More {
	readonly status?: ContentfulStatusCode;
	/** Tells clients what kind of interaction helps. */
	readonly suberror?: string;
	/** JSON that the next sign-in has to carry. */
	readonly claims?: string;
}

/** An OAuth 2.0 error with its AADSTS number. */
export class Refusal extends Answer {
	constructor(
		/** OAuth 2.0 error code, for example `invalid_grant`. */
		readonly error: string,
		readonly number: number,
		readonly text: string,
		more: More = {},
	) {
		const trace_id = crypto.randomUUID();
		const correlation_id = crypto.randomUUID();
		const timestamp = new Date().toISOString().replace('T', ' ').replace(/\..*/, 'Z');
		super(more.status ?? 400, {
			error,
			error_description: `AADSTS${number}: ${text} Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`,
			error_codes: [number],
			timestamp,
			trace_id,
			correlation_id,
			error_uri: `https://login.microsoftonline.com/error?code=${number}`,
			...(more.suberror !== undefined && { suberror: more.suberror }),
			...(more.claims !== undefined && { claims: more.claims }),
		});
	}
}

export const refuse = {
	missing: (parameter: string) =>
		new Refusal('invalid_request', 900144, `The request body must contain the following parameter: '${parameter}'.`),
	grantType: (grantType: string) =>
		new Refusal('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grantType}'.`),
	responseType: (responseType: string) =>
		new Refusal('unsupported_response_type', 70005, `The response_type '${responseType}' is not supported.`),
	tenant: (name: string) =>
		new Refusal(
			'invalid_request',
			90002,
			`Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
		),
	noTenant: () =>
		new Refusal(
			'invalid_request',
			50059,
			'No tenant-identifying information found in either the request or implied by any provided credentials.',
		),
	app: (clientId: string, tenant: string) =>
		new Refusal(
			'unauthorized_client',
			700016,
			`Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
		),
	servicePrincipal: (clientId: string, tenant: string) =>
		new Refusal(
			'unauthorized_client',
			7000229,
			`The client application ${clientId} is missing service principal in the tenant ${tenant}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
		),
	secret: (clientId: string) =>
		new Refusal(
			'invalid_client',
			7000215,
			`Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
			{ status: 401 },
		),
	noCredential: () =>
		new Refusal(
			'invalid_client',
			7000218,
			"The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
			{
				status: 401,
			},
		),
	assertionMalformed: () => new Refusal('invalid_client', 50027, 'JWT token is invalid or malformed.', { status: 401 }),
	assertionKey: (thumbprint: string) =>
		new Refusal(
			'invalid_client',
			700027,
			`The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}']`,
			{ status: 401 },
		),
	assertionSignature: () =>
		new Refusal('invalid_client', 700027, 'Client assertion failed signature validation.', { status: 401 }),
	assertionAudience: () =>
		new Refusal('invalid_client', 700023, 'Client assertion audience claim does not match Realm issuer.', { status: 401 }),
	assertionTime: () =>
		new Refusal('invalid_client', 700024, 'Client assertion is not within its valid time range.', { status: 401 }),
	assertionClient: () =>
		new Refusal('invalid_client', 700021, "Client assertion application identifier doesn't match 'client_id' parameter.", {
			status: 401,
		}),
	scope: (scope: string) =>
		new Refusal(
			'invalid_scope',
			70011,
			`The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
		),
	scopeOfTwo: (scope: string) =>
		new Refusal(
			'invalid_scope',
			28000,
			`Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${scope} is not valid.`,
		),
	redirect: (redirectUri: string, clientId: string) =>
		new Refusal(
			'invalid_request',
			50011,
			`The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`,
		),
	challenge: () =>
		new Refusal(
			'invalid_request',
			50147,
			'Missing or invalid code challenge: a public client has to send code_challenge with method S256.',
		),
	codeMalformed: () =>
		new Refusal('invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.', { suberror: 'bad_token' }),
	codeUsed: () =>
		new Refusal(
			'invalid_grant',
			54005,
			'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
		),
	codeExpired: () =>
		new Refusal(
			'invalid_grant',
			70008,
			'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
		),
	replyAddress: (got: string, expected: string) =>
		new Refusal(
			'invalid_grant',
			500112,
			`The reply address '${got}' does not match the reply address '${expected}' provided when requesting Authorization code.`,
		),
	verifier: () =>
		new Refusal(
			'invalid_grant',
			501481,
			'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
		),
	refreshExpired: (issuedAt: Date, inactive: string) =>
		new Refusal(
			'invalid_grant',
			700082,
			`The refresh token has expired due to inactivity. The token was issued on ${issuedAt.toISOString()} and was inactive for ${inactive}.`,
			{ suberror: 'bad_token' },
		),
	refreshRevoked: (issuedAt: Date, validFrom: Date) =>
		new Refusal(
			'invalid_grant',
			50173,
			`The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '${issuedAt.toISOString()}' and the TokensValidFrom date (before which tokens are not valid) for this user is '${validFrom.toISOString()}'.`,
			{ suberror: 'bad_token' },
		),
	notInTenant: (account: string, tenant: string, app: string) =>
		new Refusal(
			'invalid_grant',
			50020,
			`User account '${account}' from identity provider '${tenant}' does not exist in tenant '${tenant}' and cannot access the application ${app} in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
		),
	disabled: () => new Refusal('invalid_grant', 50057, 'The user account is disabled.'),
	consent: (clientId: string, name: string) =>
		new Refusal(
			'invalid_grant',
			65001,
			`The user or administrator has not consented to use the application with ID '${clientId}' named '${name}'. Send an interactive authorization request for this user and resource.`,
			{ suberror: 'consent_required' },
		),
	mfa: (resource: string, claims: string) =>
		new Refusal(
			'invalid_grant',
			50076,
			`Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '${resource}'.`,
			{ suberror: 'basic_action', claims },
		),
	conditionalAccess: (claims: string) =>
		new Refusal(
			'invalid_grant',
			53003,
			'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
			{
				suberror: 'message_only',
				claims,
			},
		),
	noSession: () => new Refusal('login_required', 50058, 'A silent sign-in request was sent but no user is signed in.'),
	declined: () => new Refusal('access_denied', 65004, 'User declined to consent to access the app.'),
	pending: () =>
		new Refusal('authorization_pending', 70016, 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.'),
	slowDown: () => new Refusal('slow_down', 70016, 'OAuth 2.0 device flow error. Polling is too fast: wait for the interval.'),
	deviceDeclined: () => new Refusal('authorization_declined', 65004, 'The user declined the sign-in on the other device.'),
	deviceExpired: () =>
		new Refusal(
			'expired_token',
			70020,
			"The provided value for the input parameter 'device_code' is not valid. This code has expired.",
		),
	deviceUnknown: () =>
		new Refusal(
			'bad_verification_code',
			70019,
			"The provided value for the input parameter 'device_code' is not valid. Device code does not exist.",
		),
	claims: () => new Refusal('invalid_request', 50148, "The value of the input parameter 'claims' is not valid JSON."),
};
