/** What the sandbox tests share: a sandbox, tokens for it, and requests as any outside client sends them. */
import { type Sandbox, type SandboxEndpoints, type SandboxOptions, startSandbox } from '../../src/sandbox/index';

export interface Answer<T = Record<string, unknown>> {
	readonly status: number;
	readonly headers: Headers;
	readonly body: T;
}

/** A reservation as far as tests read it. */
export interface ReservationBody {
	readonly id: string;
	readonly name: string;
	readonly location: string;
	readonly etag: number;
	readonly sku: { readonly name: string };
	readonly properties: Record<string, unknown> & {
		readonly displayName: string;
		readonly quantity: number;
		readonly provisioningState: string;
	};
}

export type Resource = 'resourceManager' | 'partnerCenter' | 'graph';

/** A noon in UTC, so that no test crosses a day. */
export const TODAY = new Date('2026-11-23T12:00:00Z');

const AUDIENCES: Readonly<Record<Resource, string>> = {
	resourceManager: 'https://management.azure.com',
	partnerCenter: 'https://api.partnercenter.microsoft.com',
	graph: 'https://graph.microsoft.com',
};

export class SandboxClient {
	readonly #tokens = new Map<string, Promise<string>>();

	constructor(readonly sandbox: Sandbox) {}

	static async start(options: Partial<SandboxOptions> = {}): Promise<SandboxClient> {
		return new SandboxClient(await startSandbox({ port: 0, today: TODAY, ...options }));
	}

	get endpoints(): SandboxEndpoints {
		return this.sandbox.endpoints;
	}

	close(): Promise<void> {
		return this.sandbox.close();
	}

	async send<T = Record<string, unknown>>(url: string, init: RequestInit = {}): Promise<Answer<T>> {
		const response = await fetch(url, init);
		const text = await response.text();
		let body: unknown = text;
		if (response.headers.get('content-type')?.startsWith('application/json') === true && text !== '') body = JSON.parse(text);
		return { status: response.status, headers: response.headers, body: body as T };
	}

	requestToken(tenant: string, fields: Record<string, string>): Promise<Answer> {
		return this.send(`${this.endpoints.authority}/${tenant}/oauth2/v2.0/token`, {
			method: 'POST',
			body: new URLSearchParams(fields),
		});
	}

	token(tenant: string, resource: Resource = 'resourceManager'): Promise<string> {
		const key = `${tenant} ${resource}`;
		const token = this.#tokens.get(key) ?? this.#newToken(tenant, resource);
		this.#tokens.set(key, token);
		return token;
	}

	async #newToken(tenant: string, resource: Resource): Promise<string> {
		const { status, body } = await this.requestToken(tenant, {
			grant_type: 'client_credentials',
			client_id: 'tests',
			client_secret: 'any',
			scope: `${AUDIENCES[resource]}/.default`,
		});
		if (status !== 200) throw new Error(`No token: ${JSON.stringify(body)}`);
		return String(body.access_token);
	}

	/** A GET of Azure in a tenant; `api-version` is added for Microsoft.Capacity when the path has none. */
	async azure<T = Record<string, unknown>>(tenant: string, path: string, init: RequestInit = {}): Promise<Answer<T>> {
		const url = path.startsWith('http') ? path : `${this.endpoints.resourceManager}${path}`;
		const versioned = url.includes('api-version=') ? url : `${url}${url.includes('?') ? '&' : '?'}api-version=2022-11-01`;
		return this.send<T>(versioned, {
			...init,
			headers: { authorization: `Bearer ${await this.token(tenant)}`, ...init.headers },
		});
	}

	/** A GET of Partner Center as the partner. */
	async partner<T = Record<string, unknown>>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
		const token = await this.token(this.endpoints.partnerTenantId, 'partnerCenter');
		return this.send<T>(`${this.endpoints.partnerCenter}/v1${path}`, {
			headers: { authorization: `Bearer ${token}`, ...headers },
		});
	}

	/** Tenant id of the first customer whose name starts with this text. */
	async customer(name: string): Promise<string> {
		const filter = encodeURIComponent(JSON.stringify({ Field: 'CompanyName', Value: name, Operator: 'starts_with' }));
		const { body } = await this.partner<{ items: { id: string }[] }>(`/customers?size=0&filter=${filter}`);
		const id = body.items[0]?.id;
		if (id === undefined) throw new Error(`No customer '${name}'.`);
		return id;
	}

	async reservations(tenant: string, query = ''): Promise<ReservationBody[]> {
		const { status, body } = await this.azure<{ value: ReservationBody[] }>(
			tenant,
			`/providers/Microsoft.Capacity/reservations${query}`,
		);
		if (status !== 200) throw new Error(`No list: ${status} ${JSON.stringify(body)}`);
		return body.value;
	}

	/** Plans a fault and tells its id. */
	async fault(order: unknown): Promise<string> {
		const { status, body } = await this.send(`${this.endpoints.authority}/sandbox/faults`, {
			method: 'POST',
			body: JSON.stringify(order),
		});
		if (status !== 201) throw new Error(`No fault: ${JSON.stringify(body)}`);
		return String(body.id);
	}

	async clearFaults(): Promise<void> {
		await this.send(`${this.endpoints.authority}/sandbox/faults`, { method: 'DELETE' });
	}
}

/** The body's text of an error, whatever its shape. */
export function text(answer: Answer): string {
	return JSON.stringify(answer.body);
}
