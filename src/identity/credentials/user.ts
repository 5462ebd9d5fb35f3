/** Signing in as a person, by MSAL: one sign-in, whose refresh token gives tokens for every tenant that admits the account. */
import { type AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import type { ConnectionProfile, IdentityHost } from '../api';
import { otherAccount, signInRequired } from '../failures';
import type { Kept } from '../kept-sign-in';
import type { Method, Wanted } from '../method';
import type { Granted } from '../shared-tokens';
import { msalNetwork } from './network';
import { leanSession } from './session';

/** What MSAL is asked with, whichever way the user is asked. */
interface Wish {
	readonly scopes: string[];
	readonly authority: string;
	readonly claims?: string;
	readonly loginHint?: string;
}

interface Circumstances {
	readonly host: IdentityHost;
	readonly profile: ConnectionProfile;
	readonly tenantId: string;
	readonly signal: AbortSignal;
}

/** A way to ask the user. Ends early when the signal fires. */
export type Interaction = (
	app: PublicClientApplication,
	wish: Wish,
	circumstances: Circumstances,
) => Promise<AuthenticationResult | null>;

/**
 * @returns the methods `browser` and `deviceCode`
 * @param update keeps what has changed of the sign-in
 * @param interact asks the user
 */
export function userMethod(
	profile: ConnectionProfile,
	host: IdentityHost,
	update: (changes: Partial<Kept>) => Promise<void>,
	interact: Interaction,
): Method {
	const { cloud } = profile;
	let app: PublicClientApplication | undefined;
	/** The session that MSAL has in memory. */
	let loaded: string | undefined;

	/*
	 * MSAL's own road to a persistent cache (a cache plugin) empties its memory, then waits for the plugin: tokens that are
	 * asked for side by side find no account meanwhile. So the session is put into memory here, in one step, and only when
	 * another window has changed it.
	 */
	function msalWith(session: string | undefined): PublicClientApplication {
		app ??= new PublicClientApplication(configuration(profile, host));
		if (session !== undefined && session !== loaded) put(app, session);
		return app;
	}

	/** MSAL adds to what it has in memory: without clearing that, another account's tokens would be found first. */
	function put(msal: PublicClientApplication, session: string): void {
		msal.clearCache();
		msal.getTokenCache().deserialize(session);
		loaded = session;
	}

	/** Drops from memory what isn't kept either. @returns what is to be kept, undefined where nothing is new */
	function tidy(msal: PublicClientApplication, homeAccountId: string): string | undefined {
		const session = leanSession(msal.getTokenCache().serialize(), homeAccountId);
		const isNew = session !== loaded;
		put(msal, session);
		return isNew ? session : undefined;
	}

	function wishOf({ audience, tenantId, claims }: Wanted): Wish {
		return {
			scopes: [`${cloud.resources[audience]}/.default`],
			authority: `${cloud.authority}/${tenantId}`,
			...(claims !== undefined && { claims }),
		};
	}

	return {
		hasUser: true,
		firstAudience: 'partnerCenter',

		async signIn({ known, mayBeAnother, signal, ...wanted }) {
			const asked = { profile, ...wanted };
			const msal = msalWith(known?.session);
			const [before] = known?.session === undefined ? [] : await msal.getTokenCache().getAllAccounts();
			const loginHint = mayBeAnother ? profile.loginHint : (known?.account.name ?? profile.loginHint);
			const wish = { ...wishOf(wanted), ...(loginHint !== undefined && { loginHint }) };
			const result = await interact(msal, wish, { host, profile, tenantId: wanted.tenantId, signal });
			if (!result?.account) throw signInRequired(asked);
			const { username, homeAccountId } = result.account;
			if (!mayBeAnother && known !== undefined && before !== undefined && before.homeAccountId !== homeAccountId) {
				tidy(msal, before.homeAccountId);
				throw otherAccount(asked, known.account.name, username);
			}
			tidy(msal, homeAccountId);
			const [, home = wanted.tenantId] = homeAccountId.split('.');
			return {
				kept: { account: { name: username, tenantId: home.toLowerCase(), kind: 'user' }, session: loaded },
				token: granted(result),
			};
		},

		async token(wanted, { session }) {
			const msal = msalWith(session);
			const [account] = await msal.getTokenCache().getAllAccounts();
			if (account === undefined) throw signInRequired({ profile, ...wanted });
			// MSAL looks for tokens by the account's home tenant and would give that one's for every tenant.
			const result = await msal.acquireTokenSilent({ ...wishOf(wanted), account, forceRefresh: true });
			const changed = tidy(msal, account.homeAccountId);
			if (changed !== undefined) await update({ session: changed });
			return granted(result);
		},

		forget() {
			app = undefined;
			loaded = undefined;
		},
	};
}

function granted({ accessToken, expiresOn }: AuthenticationResult): Granted {
	return { value: accessToken, lifetimeMs: (expiresOn?.getTime() ?? 0) - Date.now() };
}

function configuration({ cloud, clientId = '' }: ConnectionProfile, host: IdentityHost) {
	const { authority } = cloud;
	const endpoint = (path: string) => `${authority}/{tenantid}/${path}`;
	return {
		auth: {
			clientId,
			authority: `${authority}/${cloud.partnerTenantId}`,
			// The authority is the one of the settings; nobody else is asked whether it exists, and where its endpoints are.
			knownAuthorities: [new URL(authority).host],
			authorityMetadata: JSON.stringify({
				authorization_endpoint: endpoint('oauth2/v2.0/authorize'),
				token_endpoint: endpoint('oauth2/v2.0/token'),
				end_session_endpoint: endpoint('oauth2/v2.0/logout'),
				jwks_uri: endpoint('discovery/v2.0/keys'),
				issuer: endpoint('v2.0'),
			}),
			// Tokens may be challenged (continuous access evaluation); in return they last longer.
			clientCapabilities: ['cp1'],
		},
		system: { networkClient: msalNetwork(host, authority) },
	};
}
