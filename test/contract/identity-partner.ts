/** What the tests of identities share: a sandbox over https, an editor's host around an identity, and a browser to sign in with. */
import assert from 'node:assert/strict';
import { Agent, fetch as undiciFetch } from 'undici';
import { isServiceFailure, type ServiceFailure } from '../../src/azure/failure';
import { createIdentity, readConnections } from '../../src/identity';
import type { ConnectionProfile, DeviceCode, Identity, IdentityHost } from '../../src/identity/api';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox';
import { makeCertificates } from '../helpers/certificates';

/** An application of the partner. */
export const APP = '77777777-0000-0000-0000-000000000001';

/** The failure that the work ends with; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<ServiceFailure> {
	try {
		await work;
	} catch (error) {
		assert.ok(isServiceFailure(error), String(error));
		return error;
	}
	throw new assert.AssertionError({ message: 'It did not fail.' });
}

/** What a token says of itself. */
export function claimsIn(token: string): Record<string, unknown> {
	return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

/** How the user acts on the sign-in page. */
export interface Visit {
	/** First part of the account's name. Default: the practice user. */
	readonly account?: string;
	/** Default: true. */
	readonly mfa?: boolean;
	/** What is pressed. Default: Sign in. */
	readonly action?: 'sign-in' | 'cancel';
}

/** A window of the editor: its secrets outlive it, its identity does not. */
export class Window implements IdentityHost {
	readonly lines: string[] = [];
	readonly opened: string[] = [];
	readonly codes: DeviceCode[] = [];
	/** Titles of the pages that the browser ended on. */
	readonly pages: string[] = [];
	/** What the user does with the next pages; the last one counts for all that follow. */
	visits: Visit[] = [{}];
	clientSecret: string | undefined;
	timesAsked = 0;
	clock: () => number = Date.now;
	readonly log = {
		debug: (line: string) => void this.lines.push(line),
		info: (line: string) => void this.lines.push(line),
		warn: (line: string) => void this.lines.push(line),
	};
	readonly secrets: IdentityHost['secrets'];
	readonly fetch: typeof globalThis.fetch;

	constructor(
		readonly partner: Partner,
		readonly kept: Map<string, string>,
	) {
		this.fetch = partner.fetch;
		this.secrets = {
			get: async (key) => kept.get(key),
			store: async (key, value) => void kept.set(key, value),
			delete: async (key) => void kept.delete(key),
		};
	}

	async openUrl(url: string): Promise<boolean> {
		this.opened.push(url);
		this.#visit((visit) => this.partner.visit(url, visit));
		return true;
	}

	async showDeviceCode(code: DeviceCode): Promise<void> {
		this.codes.push(code);
		this.#visit((visit) => this.partner.typeCode(code, visit));
	}

	async askClientSecret(): Promise<string | undefined> {
		this.timesAsked++;
		return this.clientSecret;
	}

	async editorSession(): Promise<undefined> {
		return undefined;
	}

	#visit(go: (visit: Visit) => Promise<string>): void {
		const visit = this.visits.length > 1 ? this.visits.shift() : this.visits[0];
		if (visit === undefined) return;
		go(visit).then(
			(page) => this.pages.push(page),
			(error: unknown) => this.pages.push(String(error)),
		);
	}
}

/** A partner: a sandbox over https and connections to it. */
export class Partner {
	readonly #identities: Identity[] = [];

	private constructor(
		readonly sandbox: Sandbox,
		readonly fetch: typeof globalThis.fetch,
	) {}

	static async start(options: Partial<SandboxOptions> = {}): Promise<Partner> {
		const { authority, server } = await makeCertificates();
		const dispatcher = new Agent({ connect: { ca: authority.certificate }, keepAliveTimeout: 5_000 });
		const fetch: typeof globalThis.fetch = (input, init) =>
			undiciFetch(input as Parameters<typeof undiciFetch>[0], {
				...(init as Parameters<typeof undiciFetch>[1]),
				dispatcher,
			}) as unknown as Promise<Response>;
		return new Partner(await startSandbox({ port: 0, ...options, tls: server }), fetch);
	}

	async close(): Promise<void> {
		for (const identity of this.#identities) identity.dispose();
		await this.sandbox.close();
	}

	/** A connection as it stands in the settings. */
	profile(entry: object = {}): ConnectionProfile {
		const { partnerTenantId, clientId, partnerCenter, resourceManager, graph, authority } = this.sandbox.endpoints;
		const endpoints = { partnerCenter, resourceManager, graph, authority };
		const raw = {
			name: 'Practice',
			cloud: 'custom',
			tenantId: partnerTenantId,
			signIn: 'browser',
			clientId,
			endpoints,
			...entry,
		};
		const { profiles, problems } = readConnections([raw]);
		const [profile] = profiles;
		if (profile === undefined) throw new Error(problems.join(' '));
		return profile;
	}

	/** A window with an identity in it; give it the secrets of another one to share them. */
	open(entry: object = {}, kept = new Map<string, string>()): { window: Window; identity: Identity } {
		const window = new Window(this, kept);
		const identity = createIdentity(this.profile(entry), window);
		this.#identities.push(identity);
		return { window, identity };
	}

	/** Pulls one of the sandbox's levers. @returns its answer */
	async control(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await this.fetch(`${this.sandbox.endpoints.authority}/sandbox/${path}`, {
			method,
			...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return text === '' ? undefined : JSON.parse(text);
	}

	/** Token requests since the last call, polls of a device code that nobody answered yet not counted. */
	async tokenRequests(): Promise<number> {
		const { total } = (await this.control('GET', 'tokens')) as { total: number };
		await this.control('DELETE', 'tokens');
		return total;
	}

	/** GET of a service, as a client with this token sends it. */
	async ask(url: string, token: string): Promise<{ status: number; challenge: string | null; body: unknown }> {
		const response = await this.fetch(url, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });
		return { status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.json() };
	}

	/** Customers without trouble, by a token for Partner Center. */
	async customers(token: string): Promise<readonly { id: string; name: string }[]> {
		const { body } = await this.ask(`${this.sandbox.endpoints.partnerCenter}/v1/customers?size=500`, token);
		const { items } = body as { items: { id: string; companyProfile: { companyName: string } }[] };
		return items.map(({ id, companyProfile }) => ({ id, name: companyProfile.companyName }));
	}

	/** Registers the application {@link APP} with its secret `right`. @param certificates PEM texts that it may sign with */
	async register(...certificates: readonly string[]): Promise<void> {
		await this.control('POST', 'apps', { clientId: APP, secrets: ['right'], certificates });
	}

	/** Tenants of the customers that have no trouble, as {@link APP} sees them with its secret. */
	async tenants(): Promise<string[]> {
		const { window, identity } = this.open({ signIn: 'clientSecret', clientId: APP });
		window.clientSecret = 'right';
		await identity.signIn();
		const customers = await this.customers(await identity.get('partnerCenter', this.sandbox.endpoints.partnerTenantId));
		return customers.filter(({ name }) => !name.includes('(')).map(({ id }) => id);
	}

	/** Signs in on the page at this address, as a person would, and follows the form back to the app. */
	async visit(url: string, visit: Visit): Promise<string> {
		return await this.#fillIn(url, visit, {});
	}

	/** Types a device code and signs in there. */
	async typeCode({ verificationUri, userCode }: DeviceCode, visit: Visit): Promise<string> {
		return await this.#fillIn(verificationUri, visit, { user_code: userCode });
	}

	async #fillIn(
		url: string,
		{ account = 'practice.user', mfa = true, action = 'sign-in' }: Visit,
		typed: Record<string, string>,
	) {
		const accounts = (await this.control('GET', 'accounts')) as { name: string }[];
		const name = accounts.find(({ name }) => name.startsWith(`${account}@`))?.name ?? account;
		// The page is looked at first: a request that can't be right has no form.
		const shown = await this.fetch(url);
		if (!shown.ok) return titleOf(await shown.text());
		const form = new URLSearchParams({ ...typed, account: name, action, ...(!mfa && { mfa: 'off' }) });
		const answer = await this.fetch(url, {
			method: 'POST',
			body: form.toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		const page = await answer.text();
		const back = /<form method="post" action="([^"]+)">/.exec(page)?.[1];
		if (back === undefined) return titleOf(page);
		const fields = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
		const parameters = new URLSearchParams(fields.map(([, name = '', value = '']): [string, string] => [name, plain(value)]));
		const returned = await fetch(plain(back), {
			method: 'POST',
			body: parameters.toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		return /<p>(.*?)<\/p>/.exec(await returned.text())?.[1] ?? '';
	}
}

function titleOf(page: string): string {
	return /<p class="alert" role="alert">(.*?)<\/p>/s.exec(page)?.[1] ?? /<title>(.*?)<\/title>/.exec(page)?.[1] ?? page;
}

function plain(html: string): string {
	return html
		.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
		.replaceAll('&quot;', '"')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&amp;', '&');
}
