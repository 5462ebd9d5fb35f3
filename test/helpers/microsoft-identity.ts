/** A sandbox that Microsoft's identity clients can sign in to: https with a test certificate, and a network that trusts it. */
import type { Configuration, INetworkModule } from '@azure/msal-node';
import { Agent, fetch } from 'undici';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox';
import { makeCertificates, type TestCertificates } from './certificates';
import { SignInPage } from './sign-in-page';

type Post = {
	readonly method?: string;
	readonly body?: string;
	readonly headers?: Record<string, string>;
	readonly redirect?: 'manual';
};

/** A person's account by the first part of its name. */
export function practiceAccount(label: string): string {
	return `${label}@partner.onmicrosoft.com`;
}

export class SecureSandbox {
	readonly #agent: Agent;

	private constructor(
		readonly sandbox: Sandbox,
		readonly certificates: TestCertificates,
	) {
		this.#agent = new Agent({ connect: { ca: certificates.authority.certificate } });
	}

	static async start(options: Partial<SandboxOptions> = {}): Promise<SecureSandbox> {
		const certificates = await makeCertificates();
		return new SecureSandbox(await startSandbox({ port: 0, tls: certificates.server, ...options }), certificates);
	}

	get endpoints() {
		return this.sandbox.endpoints;
	}

	/** PEM of what clients have to trust. */
	get ca(): string {
		return this.certificates.authority.certificate;
	}

	readonly fetch = (address: string, init: Post = {}) => fetch(address, { ...init, dispatcher: this.#agent });

	/** Somebody with a browser. */
	get page(): SignInPage {
		return new SignInPage(this.fetch);
	}

	async close(): Promise<void> {
		await this.#agent.close();
		await this.sandbox.close();
	}

	/** JSON of an answer, for any of the services. */
	async json<T = Record<string, unknown>>(
		address: string,
		init: Post = {},
	): Promise<{ status: number; headers: Headers; body: T }> {
		const response = await this.fetch(address, init);
		const text = await response.text();
		return {
			status: response.status,
			headers: new Headers([...response.headers]),
			body: (text === '' ? undefined : JSON.parse(text)) as T,
		};
	}

	/** Moves a lever of the sandbox. */
	async control(path: string, body?: unknown, method = 'POST'): Promise<unknown> {
		const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
		const answer = await this.json(`${this.endpoints.authority}/sandbox/${path}`, init);
		if (answer.status >= 300) throw new Error(`The sandbox refused: ${JSON.stringify(answer.body)}`);
		return answer.body;
	}

	/** Tenant id of the first customer whose name starts with this text. */
	async customer(name: string, token: string): Promise<string> {
		const filter = encodeURIComponent(JSON.stringify({ Field: 'CompanyName', Value: name, Operator: 'starts_with' }));
		const { body } = await this.json<{ items: { id: string }[] }>(
			`${this.endpoints.partnerCenter}/v1/customers?size=0&filter=${filter}`,
			{ headers: { authorization: `Bearer ${token}` } },
		);
		const id = body.items[0]?.id;
		if (id === undefined) throw new Error(`No customer '${name}'.`);
		return id;
	}

	/** What MSAL sends its requests through. */
	get network(): INetworkModule {
		const send = async (method: string, url: string, options: { headers?: Record<string, string>; body?: string } = {}) => {
			const { status, headers, body } = await this.json(url, { method, ...options });
			return { status, headers: Object.fromEntries(headers), body };
		};
		return {
			sendGetRequestAsync: async <T>(url: string, options?: { headers?: Record<string, string> }) => {
				const { status, headers, body } = await send('GET', url, options);
				return { status, headers, body: body as T };
			},
			sendPostRequestAsync: async <T>(url: string, options?: { headers?: Record<string, string>; body?: string }) => {
				const { status, headers, body } = await send('POST', url, options);
				return { status, headers, body: body as T };
			},
		};
	}

	/** Configuration of an MSAL client: the sandbox's host is known, so that no other authority is asked about it. */
	msal(clientId = this.endpoints.clientId): Configuration {
		return {
			auth: {
				clientId,
				authority: `${this.endpoints.authority}/organizations`,
				knownAuthorities: [new URL(this.endpoints.authority).host],
			},
			system: { networkClient: this.network },
		};
	}
}
