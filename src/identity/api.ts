/** Signing in: what the rest of the product asks of an identity, and what an identity asks of the editor it runs in. */
import type { Cloud, TokenSource } from '../azure/cloud';

/** How the user (or the machine) proves who it is. */
export const signInMethods = [
	'vscode',
	'browser',
	'deviceCode',
	'azureCli',
	'clientSecret',
	'clientCertificate',
	'workloadIdentity',
	'managedIdentity',
] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** One way into one partner's data: a cloud, the partner's tenant in it, and how to sign in. Comes from the settings. */
export interface ConnectionProfile {
	/** Unique; what the user calls it. */
	readonly name: string;
	/** With the partner's tenant in it. */
	readonly cloud: Cloud;
	readonly signIn: SignInMethod;
	/**
	 * Application (client) id of the partner's app registration (GUID). `azureCli` and `managedIdentity` do without; `vscode`
	 * without it serves for Azure alone, not for Partner Center.
	 */
	readonly clientId?: string | undefined;
	/** `clientCertificate`: absolute path of a PEM file with certificate and private key. */
	readonly certificatePath?: string | undefined;
	/** Account to offer at the sign-in page, for example `ann@contoso.com`. */
	readonly loginHint?: string | undefined;
}

/** Who is signed in. */
export interface Account {
	/** User principal name, or the client id of an application. */
	readonly name: string;
	/** Home tenant (GUID, lower case). */
	readonly tenantId: string;
	/** `application` for secrets, certificates, workload and managed identities: some of Partner Center refuses those. */
	readonly kind: 'user' | 'application';
}

/** Where secrets are kept. VS Code's `SecretStorage` has this shape. */
export interface SecretStore {
	get(key: string): PromiseLike<string | undefined>;
	store(key: string, value: string): PromiseLike<void>;
	delete(key: string): PromiseLike<void>;
}

/** What a device code sign-in shows: the user types the code at the address. */
export interface DeviceCode {
	readonly userCode: string;
	/** https address of the authority. */
	readonly verificationUri: string;
	/** ms since the epoch */
	readonly expiresAt: number;
}

export interface EditorSession {
	readonly accessToken: string;
	readonly account: { readonly id: string; readonly label: string };
}

/** What an identity needs of the editor. */
export interface IdentityHost {
	readonly secrets: SecretStore;
	/** The network; everything goes through it, so that the user's proxy and certificates are obeyed. */
	readonly fetch: typeof globalThis.fetch;
	/** Now, in ms since the epoch. */
	readonly clock: () => number;
	/** Never given a token, a secret or a code. */
	readonly log: { debug(message: string): void; info(message: string): void; warn(message: string): void };
	/** Opens the sign-in page in the user's browser. @returns false when the user would not have it opened */
	openUrl(url: string): Promise<boolean>;
	/** Shows the code until the signal fires. @returns once it is shown; rejects with an AbortError when the user gives up */
	showDeviceCode(code: DeviceCode, signal: AbortSignal): Promise<void>;
	/** Asks the user for the client secret, which is then kept in {@link secrets}. @returns undefined when given up */
	askClientSecret(profile: ConnectionProfile): Promise<string | undefined>;
	/**
	 * A session of one of the editor's own account providers.
	 * @param options.interactive false: only what is there already, never a question
	 * @param options.account only sessions of this account, from an earlier one; else of any
	 */
	editorSession(
		provider: 'microsoft' | 'microsoft-sovereign-cloud',
		scopes: readonly string[],
		options: {
			readonly interactive: boolean;
			readonly claims?: string | undefined;
			readonly account?: EditorSession['account'] | undefined;
		},
	): Promise<EditorSession | undefined>;
}

/**
 * The identity of one connection. {@link TokenSource.get} never asks the user anything, with one exception: a claims
 * challenge of a service leads to one sign-in with those claims, shared by all who wait. Where only the user can help it
 * throws `NotAllowed` with code `SignInRequired` (nobody is signed in), `InteractionRequired` (the tenant wants the user:
 * Conditional Access, MFA) or `ConsentRequired` (the application is not consented in the tenant; the remedy has the link).
 */
export interface Identity extends TokenSource {
	readonly profile: ConnectionProfile;
	/** Who is signed in, from the secret store on the first call; undefined: nobody. */
	account(): Promise<Account | undefined>;
	/**
	 * Who calls to a tenant go out as: read from the token that they carry, as another window, or `az login`, may have signed
	 * somebody else in since that was given.
	 * @param tenantId of the customer
	 * @returns undefined where there is no token
	 */
	callsAs(tenantId: string): Promise<Account | undefined>;
	/**
	 * Signs in, asking the user where the method needs it. Callers at the same time share one sign-in.
	 * @param options.tenantId tenant that wants the user's presence; the partner's own by default
	 * A challenge of that tenant which the user gave up is met with it.
	 * @throws ServiceFailure `NotAllowed` or `Unreachable` with the next step, with code `SignInDeclined` for Cancel on the page;
	 *   an AbortError when the user gives up
	 */
	signIn(options?: { readonly tenantId?: string | undefined; readonly signal?: AbortSignal | undefined }): Promise<Account>;
	/** Forgets the account, its tokens and its secrets; nothing of them is left in the secret store. */
	signOut(): Promise<void>;
	/** Called when somebody signed in or out, or it is found that somebody else is signed in now. @returns the function that ends it */
	onDidChange(listener: () => void): () => void;
	dispose(): void;
}
