/** A sandbox in a process of its own, as `npm run sandbox` starts it, that the extension is pointed at and that can fail on demand. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Agent, fetch as undiciFetch } from 'undici';
import { makeCertificates } from '../../helpers/certificates';
import { startServer, temporaryFolder } from '../../host/processes';

export interface SandboxProcess {
	/** Base URLs as the sandbox prints them. */
	readonly endpoints: Readonly<
		Record<'partnerCenter' | 'resourceManager' | 'graph' | 'authority' | 'partnerTenantId' | 'clientId', string>
	>;
	/** Settings that make the extension talk to it. */
	readonly settings: Readonly<Record<string, unknown>>;
	/** The network of a client that trusts its certificate, if it has one. */
	readonly fetch: typeof globalThis.fetch;
	/**
	 * Plans a fault for requests to come.
	 * @param match which requests, for example `{ service: 'resourceManager', tenant }`
	 * @param fault what goes wrong, for example `{ kind: 'status', status: 500 }`
	 */
	plan(match: Readonly<Record<string, string>>, fault: Readonly<Record<string, string | number>>): Promise<void>;
	/** Takes all faults back. */
	repair(): Promise<void>;
	/**
	 * Pulls one of its levers below `{authority}/sandbox/`.
	 * @returns its answer
	 * @throws Error when it refuses
	 */
	control(method: string, path: string, body?: unknown): Promise<unknown>;
	/** How many requests it got so far, by their method and a pattern of their path. */
	requests(method: string, path: RegExp): Promise<number>;
	/** Ends it. Resolves when it is gone. */
	stop(): Promise<void>;
}

/** Starts a sandbox. @param args its flags, for example `--customers 50` */
export function startSandboxProcess(...args: readonly string[]): Promise<SandboxProcess> {
	return launch(args, fetch);
}

/** A sandbox that speaks https, as real clouds do, with the user's own certificate authority. */
export interface SecureSandbox extends SandboxProcess {
	/** Makes VS Code trust it, as a certificate authority that a company installs on its computers. */
	readonly env: Readonly<Record<string, string>>;
	/** An entry of `cspReservations.connections` that leads to it. */
	connection(name: string, signIn: string): Readonly<Record<string, unknown>>;
}

/** Starts a sandbox over TLS. @param args its flags */
export async function startSecureSandbox(...args: readonly string[]): Promise<SecureSandbox> {
	const folder = temporaryFolder('certificates');
	const { authority, server } = await makeCertificates();
	const file = async (name: string, text: string) => {
		await writeFile(path.join(folder, name), text);
		return path.join(folder, name);
	};
	const agent = new Agent({ connect: { ca: authority.certificate } });
	const secureFetch: typeof globalThis.fetch = (input, init) =>
		undiciFetch(input as Parameters<typeof undiciFetch>[0], {
			...(init as Parameters<typeof undiciFetch>[1]),
			dispatcher: agent,
		}) as unknown as Promise<Response>;
	const tls = ['--tls-cert', await file('server.pem', server.certificate), '--tls-key', await file('server.key', server.key)];
	const sandbox = await launch([...tls, ...args], secureFetch);
	const { partnerTenantId, clientId, partnerCenter, resourceManager, graph, authority: signInAt } = sandbox.endpoints;
	return {
		...sandbox,
		env: { SSL_CERT_FILE: await file('authority.pem', authority.certificate) },
		connection: (name, signIn) => ({
			name,
			signIn,
			clientId,
			cloud: 'custom',
			tenantId: partnerTenantId,
			endpoints: { partnerCenter, resourceManager, graph, authority: signInAt },
		}),
	};
}

async function launch(args: readonly string[], fetch: typeof globalThis.fetch): Promise<SandboxProcess> {
	const command = ['--import', 'tsx', 'src/sandbox/cli.ts', '--port', '0', ...args];
	const server = await startServer(process.execPath, command, {
		ready: /^(\{.*\})$/m,
		timeoutMs: 30_000,
		logFile: path.join(temporaryFolder('sandbox'), 'sandbox.log'),
	});
	const endpoints = JSON.parse(server.match[1] ?? '') as SandboxProcess['endpoints'];
	const control = async (method: string, lever: string, body?: unknown): Promise<unknown> => {
		const headers = { 'content-type': 'application/json' };
		const answer = await fetch(
			`${endpoints.authority}/sandbox/${lever}`,
			body === undefined ? { method } : { method, headers, body: JSON.stringify(body) },
		);
		const text = await answer.text();
		if (!answer.ok) throw new Error(`The sandbox refused ${method} ${lever}: ${text}`);
		return text === '' ? undefined : JSON.parse(text);
	};
	return {
		endpoints,
		settings: { 'cspReservations.sandbox.address': endpoints.authority },
		fetch,
		plan: async (match, fault) => void (await control('POST', 'faults', { match, fault })),
		repair: async () => void (await control('DELETE', 'faults')),
		control,
		requests: async (method, path) => {
			const all = (await control('GET', 'requests')) as readonly { readonly method: string; readonly path: string }[];
			return all.filter((it) => it.method === method && path.test(it.path)).length;
		},
		stop: () => server.stop(),
	};
}
