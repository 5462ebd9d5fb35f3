/** `GET {authority}/{tenant}/oauth2/v2.0/authorize`: the sign-in page, and the way back to the app with a code or an error. */
import { type Ctx, isGuid, type App as Routes } from '../http';
import type { App } from '../world/apps';
import type { Account } from '../world/directory';
import type { Authority } from './authority';
import { Refusal, refuse } from './errors';
import { signIn } from './issue';
import { approvalPage, consentPage, endPage, formPostPage, pickerPage, refusalPage } from './pages';
import { readScopes } from './scopes';

type Page = Response | Promise<Response>;

/** Where and how the app gets its answer. */
interface ReturnAddress {
	readonly redirectUri: string;
	readonly mode: 'query' | 'fragment' | 'form_post';
	readonly state: string | undefined;
}

/** A sign-in that an app asked for. */
interface AuthorizeRequest extends ReturnAddress {
	readonly app: App;
	/** Undefined for the tenant of whoever signs in. */
	readonly tenantId: string | undefined;
	readonly scope: string;
	readonly challenge: string | undefined;
	readonly nonce: string | undefined;
	readonly claims: string | undefined;
	readonly loginHint: string | undefined;
	readonly prompt: string | undefined;
}

function isLoopback({ protocol, hostname }: URL): boolean {
	return protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1');
}

/** A loopback address matches whatever its port and path are (RFC 8252 7.3); any other one only as it is. */
function matchesRedirect(registered: string, given: string): boolean {
	if (!URL.canParse(given) || !URL.canParse(registered)) return false;
	const [wanted, url] = [new URL(registered), new URL(given)];
	if (isLoopback(wanted)) return isLoopback(url) && url.hostname === wanted.hostname && url.hash === '';
	return url.protocol === 'https:' && wanted.href === url.href;
}

function appAt(c: Ctx, authority: Authority): App {
	const clientId = c.req.query('client_id');
	if (clientId === undefined) throw refuse.missing('client_id');
	const app = authority.world.apps.find(clientId);
	if (app === undefined) throw refuse.app(clientId, c.req.param('tenant') ?? '');
	return app;
}

/** @throws Refusal which must not be sent to an address that is not the app's */
function returnAddress(c: Ctx, app: App): ReturnAddress {
	const redirectUri = c.req.query('redirect_uri') ?? '';
	if (!app.redirectUris.some((registered) => matchesRedirect(registered, redirectUri)))
		throw refuse.redirect(redirectUri, app.clientId);
	const mode = c.req.query('response_mode');
	return {
		redirectUri,
		mode: mode === 'fragment' || mode === 'form_post' ? mode : 'query',
		state: c.req.query('state'),
	};
}

function goBack(c: Ctx, { redirectUri, mode, state }: ReturnAddress, answer: Readonly<Record<string, string>>): Page {
	const parameters = { ...answer, ...(state !== undefined && { state }) };
	if (mode === 'form_post') return formPostPage(c, redirectUri, parameters);
	const url = new URL(redirectUri);
	if (mode === 'fragment') url.hash = String(new URLSearchParams(parameters));
	else for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
	c.header('cache-control', 'no-store');
	c.header('referrer-policy', 'no-referrer');
	return c.redirect(url.href, 302);
}

function goBackRefused(c: Ctx, address: ReturnAddress, refusal: Refusal, more: Readonly<Record<string, string>> = {}): Page {
	const { error_description, error_uri } = refusal.body as Record<string, string>;
	return goBack(c, address, {
		error: refusal.error,
		error_description: error_description ?? '',
		error_uri: error_uri ?? '',
		...more,
	});
}

/** Everything but the address, whose errors the app may be told. @throws Refusal */
function readRequest(c: Ctx, authority: Authority, app: App, address: ReturnAddress): AuthorizeRequest {
	const query = (name: string) => c.req.query(name);
	const responseType = query('response_type') ?? '';
	if (responseType !== 'code') throw refuse.responseType(responseType);
	const scope = query('scope') ?? '';
	readScopes(scope, authority.endpoints);
	const challenge = query('code_challenge');
	const isS256 = challenge !== undefined && /^[\w-]{43}$/.test(challenge) && query('code_challenge_method') === 'S256';
	if (!isS256 && (app.isPublic || challenge !== undefined)) throw refuse.challenge();
	const claims = query('claims');
	if (claims !== undefined) {
		try {
			JSON.parse(claims);
		} catch {
			throw refuse.claims();
		}
	}
	const prompt = query('prompt');
	if (prompt === 'none') throw refuse.noSession();
	return {
		...address,
		app,
		tenantId: authority.tenantOrAny(c.req.param('tenant') ?? ''),
		scope,
		challenge,
		nonce: query('nonce'),
		claims,
		loginHint: query('login_hint'),
		prompt,
	};
}

export function tenantName({ world }: Authority, tenantId: string | undefined): string {
	if (tenantId === undefined) return 'your organization';
	return world.customers.find(tenantId)?.name ?? world.partnerName;
}

function picker(c: Ctx, authority: Authority, request: AuthorizeRequest, refusal?: Refusal): Page {
	return pickerPage(c, {
		accounts: authority.world.directory.accounts,
		chosen: request.loginHint,
		appName: request.app.displayName,
		tenantName: tenantName(authority, request.tenantId),
		refusal,
		hidden: {},
	});
}

/** The form of the sign-in page or of the consent page. */
interface Filled {
	readonly action: string;
	readonly account: Account | undefined;
	readonly hasMfa: boolean;
}

export async function filledForm(c: Ctx, { world }: Authority): Promise<Filled & { readonly userCode: string }> {
	const form = await c.req.parseBody();
	const text = (name: string) => (typeof form[name] === 'string' ? form[name] : '');
	return {
		action: text('action'),
		account: world.directory.account(text('account')),
		hasMfa: text('mfa') !== 'off',
		userCode: text('user_code'),
	};
}

function askConsent(c: Ctx, authority: Authority, request: AuthorizeRequest, { account, hasMfa }: Filled): Page {
	const { app, scope, tenantId } = request;
	return consentPage(c, {
		appName: app.displayName,
		tenantName: tenantName(authority, tenantId),
		permissions: readScopes(scope, authority.endpoints).granted.split(' '),
		hidden: { account: account?.name ?? '', mfa: hasMfa ? 'on' : 'off' },
	});
}

function signedIn(c: Ctx, authority: Authority, request: AuthorizeRequest, filled: Filled): Page {
	const { world } = authority;
	const { app, claims, redirectUri, challenge, scope, nonce, prompt } = request;
	const { account, hasMfa, action } = filled;
	const tenantId = request.tenantId ?? world.partnerTenantId;
	if (account === undefined) return picker(c, authority, request);
	const isHome = tenantId === world.partnerTenantId;
	const lacksConsent = !world.apps.isConsented(app.clientId, tenantId);
	if (action === 'accept' && isHome) world.apps.consent(app.clientId, tenantId, true);
	else if (world.mayEnter(account, tenantId) && account.isEnabled) {
		if (lacksConsent && !isHome) return approvalPage(c, app.displayName, tenantName(authority, tenantId));
		if ((lacksConsent || prompt === 'consent') && action !== 'accept') return askConsent(c, authority, request, filled);
	}
	try {
		const session = signIn(authority, { account, app, tenantId, hasMfa, claims });
		const code = authority.codes.issue({ session, tenantId, redirectUri, challenge, scope, nonce });
		return goBack(c, request, { code, session_state: crypto.randomUUID() });
	} catch (error) {
		// As at Entra: the user is told on the page, and may take another account.
		if (error instanceof Refusal) return picker(c, authority, { ...request, loginHint: account.name }, error);
		throw error;
	}
}

/** Runs a page; refusals that can't be sent to the app are shown. */
async function shown(c: Ctx, page: () => Page): Promise<Response> {
	try {
		return await page();
	} catch (error) {
		if (error instanceof Refusal) return await refusalPage(c, error);
		throw error;
	}
}

function answered(c: Ctx, authority: Authority, then: (request: AuthorizeRequest) => Page): Promise<Response> {
	return shown(c, () => {
		authority.tenantOrAny(c.req.param('tenant') ?? '');
		const app = appAt(c, authority);
		const address = returnAddress(c, app);
		let request: AuthorizeRequest;
		try {
			request = readRequest(c, authority, app, address);
		} catch (error) {
			if (error instanceof Refusal) return goBackRefused(c, address, error);
			throw error;
		}
		return then(request);
	});
}

/** Admin consent: an administrator of the tenant lets an app in (partner-center-api 2.5). */
function adminConsentRoutes(routes: Routes, authority: Authority): void {
	const { world } = authority;
	for (const path of ['/:tenant/adminconsent', '/:tenant/v2.0/adminconsent']) {
		const wish = (c: Ctx) => {
			const tenantId = authority.tenantNamed(c.req.param('tenant') ?? '');
			const clientId = c.req.query('client_id') ?? '';
			// Apps of others can be consented to as well: outside clients are registered nowhere.
			const app = world.apps.find(clientId);
			if (app === undefined && !isGuid(clientId)) throw refuse.app(clientId, tenantId);
			const address = app !== undefined && c.req.query('redirect_uri') !== undefined ? returnAddress(c, app) : undefined;
			return { tenantId, clientId, appName: app?.displayName ?? clientId, address };
		};
		routes.get(path, (c) =>
			shown(c, () => {
				const { tenantId, appName } = wish(c);
				return consentPage(c, {
					appName,
					tenantName: tenantName(authority, tenantId),
					permissions: ['Access Azure as the signed-in user', 'Read the directory as the signed-in user'],
					hidden: {},
				});
			}),
		);
		routes.post(path, async (c) => {
			const { action } = await filledForm(c, authority);
			return await shown(c, () => {
				const { tenantId, clientId, address } = wish(c);
				if (action !== 'accept')
					return address === undefined
						? endPage(c, 'Nothing was changed', 'The app was not let in. You can close this page.')
						: goBackRefused(c, address, refuse.declined());
				world.apps.consent(clientId, tenantId, true);
				return address === undefined
					? endPage(c, 'Consent given', 'The app was let in. You can close this page.')
					: goBack(c, address, { admin_consent: 'True', tenant: tenantId });
			});
		});
	}
}

export function authorizeRoutes(routes: Routes, authority: Authority): void {
	const path = '/:tenant/oauth2/v2.0/authorize';
	routes.get(path, (c) => answered(c, authority, (request) => picker(c, authority, request)));
	routes.post(path, async (c) => {
		const filled = await filledForm(c, authority);
		return await answered(c, authority, (request) => {
			if (filled.action === 'cancel') return goBackRefused(c, request, refuse.declined(), { error_subcode: 'cancel' });
			if (filled.action === 'decline') return goBackRefused(c, request, refuse.declined());
			return signedIn(c, authority, request, filled);
		});
	});
	adminConsentRoutes(routes, authority);
}
