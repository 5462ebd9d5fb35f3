/** Sign-ins without a person: the Azure CLI's, a secret's, a certificate's, a workload's and a managed identity's. */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
	AzureCliCredential,
	ClientCertificateCredential,
	ClientSecretCredential,
	ManagedIdentityCredential,
	type TokenCredential,
	WorkloadIdentityCredential,
} from '@azure/identity';
import * as l10n from '@vscode/l10n';
import type { ConnectionProfile, IdentityHost } from '../api';
import { gaveUp, notAllowed } from '../failures';
import type { Kept } from '../kept-sign-in';
import type { Method, SignInRequest, Wanted } from '../method';
import type { Granted } from '../shared-tokens';
import { accountOf } from '../token-claims';
import { readCertificate } from './certificate';
import { cliFailure, machineFailure } from './machine-failures';
import { type HttpClient, pipelineNetwork } from './network';

/** Asks the credential, which takes the tenant with each request. */
async function ask(
	credential: TokenCredential,
	profile: ConnectionProfile,
	{ audience, tenantId, claims }: Wanted,
): Promise<Granted> {
	const token = await credential.getToken(`${profile.cloud.resources[audience]}/.default`, {
		tenantId,
		enableCae: true,
		...(claims !== undefined && { claims }),
	});
	// Only credentials that were not given a scope answer with nothing.
	if (token === null) throw new Error('The credential gave no token.');
	return { value: token.token, lifetimeMs: token.expiresOnTimestamp - Date.now() };
}

/** What the credentials that ask the connection's authority have in common. */
function optionsOf({ cloud }: ConnectionProfile, httpClient: HttpClient) {
	return {
		authorityHost: cloud.authority,
		additionallyAllowedTenants: ['*'],
		// The authority is the one of the settings; nobody else is asked whether it exists.
		disableInstanceDiscovery: true,
		httpClient,
		retryOptions: { maxRetries: 0 },
		redirectOptions: { maxRetries: 0 },
	};
}

/**
 * A credential that asks the connection's authority. Its library tells of a fault of the network in words of its own, which say
 * nothing of a proxy or a certificate: what really happened is thrown instead.
 */
function askingAuthority(
	profile: ConnectionProfile,
	host: IdentityHost,
	make: (options: ReturnType<typeof optionsOf>) => TokenCredential,
): TokenCredential {
	const network = pipelineNetwork(host, profile.cloud.authority);
	// Calls for several tenants run side by side: each is told its own fault.
	const asking = new AsyncLocalStorage<{ fault?: unknown }>();
	const sendRequest: HttpClient['sendRequest'] = async (request) => {
		const call = asking.getStore() ?? {};
		call.fault = undefined;
		try {
			return await network.sendRequest(request);
		} catch (error) {
			call.fault = error;
			throw error;
		}
	};
	const credential = make(optionsOf(profile, { sendRequest }));
	return {
		async getToken(scopes, options) {
			const call: { fault?: unknown } = {};
			try {
				return await asking.run(call, () => credential.getToken(scopes, options));
			} catch (error) {
				throw call.fault ?? error;
			}
		},
	};
}

/** The signed-in state of a credential that needs nothing kept but who it is. */
async function signedInWith(
	credential: TokenCredential,
	profile: ConnectionProfile,
	request: SignInRequest,
	kept: Partial<Kept> = {},
) {
	const token = await ask(credential, profile, request);
	return { kept: { ...kept, account: accountOf(token.value, profile) }, token };
}

/** @returns the method `clientSecret` */
export function secretMethod(
	profile: ConnectionProfile,
	host: IdentityHost,
	update: (changes: Partial<Kept>) => Promise<void>,
): Method {
	const { cloud, clientId = '' } = profile;
	let current: { readonly secret: string; readonly credential: TokenCredential } | undefined;
	const credentialFor = (secret: string) => {
		if (current?.secret !== secret) {
			current = {
				secret,
				credential: askingAuthority(
					profile,
					host,
					(options) => new ClientSecretCredential(cloud.partnerTenantId, clientId, secret, options),
				),
			};
		}
		return current.credential;
	};
	return {
		hasUser: false,
		firstAudience: 'partnerCenter',
		async signIn(request) {
			// The credential has tokens in memory; a sign-in is to show that the secret is right.
			current = undefined;
			const kept = request.known?.clientSecret;
			if (kept !== undefined) {
				try {
					return await signedInWith(credentialFor(kept), profile, request, { clientSecret: kept });
				} catch (error) {
					if (!isWrongSecret(error)) throw error;
					await update({ clientSecret: undefined });
				}
			}
			const clientSecret = await host.askClientSecret(profile);
			if (clientSecret === undefined) throw gaveUp();
			return await signedInWith(credentialFor(clientSecret), profile, request, { clientSecret });
		},
		async token(wanted, { clientSecret }) {
			if (clientSecret === undefined) {
				const what = l10n.t('The client secret of the connection “{0}” is not there any more.', profile.name);
				throw notAllowed({ profile, ...wanted }, what, l10n.t('Sign in again with a new secret.'), { code: 'SignInRequired' });
			}
			// The credential has tokens in memory.
			if (wanted.isAnew === true) current = undefined;
			return await ask(credentialFor(clientSecret), profile, wanted);
		},
		forget() {
			current = undefined;
		},
	};
}

/** AADSTS7000215: wrong; AADSTS7000222: expired. Asking for another one is all that helps. */
function isWrongSecret(error: unknown): boolean {
	return error instanceof Error && /AADSTS70002(15|22)\b/.test(error.message);
}

/** @returns the method `clientCertificate` */
export function certificateMethod(profile: ConnectionProfile, host: IdentityHost): Method {
	const { cloud, clientId = '', certificatePath = '' } = profile;
	let credential: TokenCredential | undefined;
	const load = async (wanted: Wanted) => {
		if (credential === undefined) {
			const certificate = await readCertificate(certificatePath, { profile, ...wanted });
			credential = askingAuthority(
				profile,
				host,
				(options) => new ClientCertificateCredential(cloud.partnerTenantId, clientId, { certificate }, options),
			);
		}
		return credential;
	};
	return {
		hasUser: false,
		firstAudience: 'partnerCenter',
		signIn: async (request) => {
			// A certificate that was replaced on disk is read anew, and tokens in memory prove nothing.
			credential = undefined;
			return await signedInWith(await load(request), profile, request);
		},
		token: async (wanted) => {
			if (wanted.isAnew === true) credential = undefined;
			return await ask(await load(wanted), profile, wanted);
		},
		forget() {
			credential = undefined;
		},
	};
}

/** A method whose credential is made without anything of the user's. */
function plainMethod(
	profile: ConnectionProfile,
	firstAudience: Method['firstAudience'],
	make: () => TokenCredential,
	explain: (error: unknown, wanted: Wanted) => unknown,
): Method {
	let credential: TokenCredential | undefined;
	const explained = async <T>(wanted: Wanted, work: (credential: TokenCredential) => Promise<T>) => {
		try {
			credential ??= make();
			return await work(credential);
		} catch (error) {
			throw explain(error, wanted);
		}
	};
	return {
		hasUser: false,
		firstAudience,
		signIn: (request) => {
			credential = undefined;
			return explained(request, (made) => signedInWith(made, profile, request));
		},
		token: (wanted) => {
			if (wanted.isAnew === true) credential = undefined;
			return explained(wanted, (made) => ask(made, profile, wanted));
		},
		forget() {
			credential = undefined;
		},
	};
}

/** @returns the method `workloadIdentity`: the token file is the one that the environment names (AZURE_FEDERATED_TOKEN_FILE) */
export function workloadMethod(profile: ConnectionProfile, host: IdentityHost): Method {
	const { cloud, clientId = '' } = profile;
	const make = () =>
		askingAuthority(
			profile,
			host,
			(options) => new WorkloadIdentityCredential({ ...options, tenantId: cloud.partnerTenantId, clientId }),
		);
	return plainMethod(profile, 'partnerCenter', make, (error, wanted) => machineFailure(error, { profile, ...wanted }));
}

/** @returns the method `azureCli`: whoever ran `az login` */
export function cliMethod(profile: ConnectionProfile): Method {
	const make = () => new AzureCliCredential({ additionallyAllowedTenants: ['*'], processTimeoutInMs: 30_000 });
	// The CLI's own application can't be counted on at Partner Center.
	return plainMethod(profile, 'resourceManager', make, (error, wanted) => cliFailure(error, { profile, ...wanted }));
}

/** @returns the method `managedIdentity`, which has tokens of its own tenant only */
export function managedMethod(profile: ConnectionProfile, host: IdentityHost): Method {
	const { cloud, clientId } = profile;
	const make = () =>
		new ManagedIdentityCredential({
			...(clientId !== undefined && { clientId }),
			httpClient: pipelineNetwork(host, undefined),
			retryOptions: { maxRetries: 1 },
			redirectOptions: { maxRetries: 0 },
		});
	const method = plainMethod(profile, 'resourceManager', make, (error, wanted) => machineFailure(error, { profile, ...wanted }));
	const inOwnTenant = (wanted: Wanted) => {
		if (wanted.tenantId === cloud.partnerTenantId) return;
		const what = l10n.t('A managed identity has access to its own tenant only, not to the tenant {0}.', wanted.tenantId);
		const remedy = l10n.t('Use another sign-in method for customers’ tenants.');
		throw notAllowed({ profile, ...wanted }, what, remedy, { code: 'OtherTenant' });
	};
	return {
		...method,
		async signIn(request) {
			inOwnTenant(request);
			return await method.signIn(request);
		},
		async token(wanted, kept) {
			inOwnTenant(wanted);
			return await method.token(wanted, kept);
		},
	};
}
