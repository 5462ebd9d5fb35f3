/** A sandbox in a process of its own, as `npm run sandbox` starts it, that the extension is pointed at and that can fail on demand. */
import path from 'node:path';
import { root, startServer, temporaryFolder } from '../../host/processes';

export interface SandboxProcess {
	/** Base URLs as the sandbox prints them. */
	readonly endpoints: Readonly<Record<'partnerCenter' | 'resourceManager' | 'graph' | 'authority' | 'partnerTenantId', string>>;
	/** Settings that make the extension talk to it. */
	readonly settings: Readonly<Record<string, unknown>>;
	/**
	 * Plans a fault for requests to come.
	 * @param match which requests, for example `{ service: 'resourceManager', tenant }`
	 * @param fault what goes wrong, for example `{ kind: 'status', status: 500 }`
	 */
	plan(match: Readonly<Record<string, string>>, fault: Readonly<Record<string, string | number>>): Promise<void>;
	/** Takes all faults back. */
	repair(): Promise<void>;
	/** Ends it. Resolves when it is gone. */
	stop(): Promise<void>;
}

/** Starts a sandbox. @param args its flags, for example `--customers 50` */
export async function startSandboxProcess(...args: readonly string[]): Promise<SandboxProcess> {
	const command = [path.join(root, 'node_modules/tsx/dist/cli.mjs'), 'src/sandbox/cli.ts', '--port', '0', ...args];
	const server = await startServer(process.execPath, command, {
		ready: /^(\{.*\})$/m,
		timeoutMs: 30_000,
		logFile: path.join(temporaryFolder('sandbox'), 'sandbox.log'),
	});
	const endpoints = JSON.parse(server.match[1] ?? '') as SandboxProcess['endpoints'];
	const control = async (method: string, body?: unknown) => {
		const headers = { 'content-type': 'application/json' };
		const answer = await fetch(
			`${endpoints.authority}/sandbox/faults`,
			body === undefined ? { method } : { method, headers, body: JSON.stringify(body) },
		);
		if (!answer.ok) throw new Error(`The sandbox refused the fault: ${await answer.text()}`);
	};
	return {
		endpoints,
		settings: { 'cspReservations.sandbox.address': endpoints.authority },
		plan: (match, fault) => control('POST', { match, fault }),
		repair: () => control('DELETE'),
		stop: () => server.stop(),
	};
}
