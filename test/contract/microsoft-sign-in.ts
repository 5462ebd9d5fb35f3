/** How Microsoft's own npm clients sign in at a sandbox, and speak to it over http. */
import type { AzureReservationAPI } from '@azure/arm-reservations';
import type { TokenCredential } from '@azure/core-auth';
import type { SandboxClient } from './sandbox-client';

/** Signs in at the sandbox's token endpoint, for one tenant. */
export function credentialIn(sandbox: SandboxClient, tenantId: string): TokenCredential {
	return {
		getToken: async (scopes) => {
			const { body } = await sandbox.requestToken(tenantId, {
				grant_type: 'client_credentials',
				client_id: 'any',
				client_secret: 'any',
				scope: [scopes].flat().join(' '),
			});
			return { token: String(body.access_token), expiresOnTimestamp: Date.now() + Number(body.expires_in) * 1000 };
		},
	};
}

/** Their own bearer policy refuses http, so the same token is put on by another one. */
export function overHttp<T extends { readonly pipeline: AzureReservationAPI['pipeline'] }>(
	client: T,
	credential: TokenCredential,
): T {
	client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
	client.pipeline.addPolicy({
		name: 'sandboxBearer',
		sendRequest: async (request, next) => {
			const token = await credential.getToken('https://management.azure.com/.default');
			request.headers.set('authorization', `Bearer ${token?.token}`);
			request.allowInsecureConnection = true;
			return next(request);
		},
	});
	return client;
}
