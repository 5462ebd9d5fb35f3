/** Tokens of a practice account of the sandbox: signed in on another device, then one token a tenant with the refresh token. */
import type { Cloud, TokenSource } from '../../src/azure/cloud';
import { ServiceFailure } from '../../src/azure/failure';
import type { Sandbox } from '../../src/sandbox';
import { testFetch } from './service';
import { SignInPage } from './sign-in-page';

export interface SignInOptions {
	/** Name before the @. Default: the admin agent. */
	readonly account?: string;
	readonly hasMfa?: boolean;
}

interface Granted {
	readonly access_token: string;
	readonly refresh_token?: string;
}

/** Signs a practice account in and gives its tokens. */
export async function userTokens(
	{ endpoints }: Sandbox,
	cloud: Cloud,
	{ account = 'practice.user', hasMfa = true }: SignInOptions = {},
): Promise<TokenSource> {
	const client_id = endpoints.clientId;
	const post = async (path: string, fields: Record<string, string>) => {
		const response = await testFetch(`${endpoints.authority}/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({ client_id, ...fields }).toString(),
		});
		return { ok: response.ok, body: (await response.json()) as unknown };
	};
	const device = await post('organizations/oauth2/v2.0/devicecode', {
		scope: `${cloud.resources.graph}/.default offline_access`,
	});
	const { user_code, device_code, verification_uri } = device.body as Record<string, string>;
	const page = new SignInPage((address, init) => testFetch(address, init) as unknown as Promise<Response>);
	const typed = await page.press(await page.open(verification_uri ?? ''), 'next', { user_code: user_code ?? '' });
	await page.press(typed, 'sign-in', {
		account: `${account}@partner.onmicrosoft.com`,
		...(!hasMfa && { mfa: 'off' }),
	});
	const first = await post('organizations/oauth2/v2.0/token', { grant_type: 'device_code', device_code: device_code ?? '' });
	const { refresh_token } = first.body as Granted;
	if (!refresh_token) throw new Error(`${account} was not signed in: ${JSON.stringify(first.body).slice(0, 300)}`);
	return {
		async get(audience, tenantId) {
			const scope = `${cloud.resources[audience]}/.default`;
			const { ok, body } = await post(`${tenantId}/oauth2/v2.0/token`, { grant_type: 'refresh_token', refresh_token, scope });
			if (ok) return (body as Granted).access_token;
			const { error, error_description } = body as Record<string, string>;
			throw new ServiceFailure('NotAllowed', 'There is no token for this tenant.', { code: error, detail: error_description });
		},
	};
}
