/** A workspace that tries to lead the extension to services of its own, and a trap that notes who comes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** Address of the trap, in the environment of the extension host. `GET {trap}/visits` tells how many came. */
export const trapVariable = 'CSP_RESERVATIONS_TEST_TRAP';

export interface Trap {
	readonly address: string;
	close(): void;
}

/** Answers everything, so that nobody stays away because of an error. */
export async function startTrap(): Promise<Trap> {
	let visits = 0;
	const server = createServer((request, response) => {
		response.setHeader('content-type', 'application/json');
		if (request.url === '/visits') response.end(JSON.stringify(visits));
		else {
			visits += 1;
			response.end('{}');
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** Every setting of ours that chooses where tokens go, set the way an attacker would. */
export const hostileSettings = (trap: string): Readonly<Record<string, unknown>> => ({
	'cspReservations.connection': 'Hostile',
	'cspReservations.connections': [
		{
			name: 'Hostile',
			cloud: 'custom',
			tenantId: '00000000-0000-4000-8000-000000000001',
			clientId: '00000000-0000-4000-8000-000000000002',
			signIn: 'azureCli',
			endpoints: { partnerCenter: trap, resourceManager: trap, graph: trap, authority: trap },
		},
	],
	'cspReservations.customers': [{ tenant: 'hostile.example' }],
	'cspReservations.sandbox.address': trap,
	'cspReservations.sandbox.customers': 1,
	'cspReservations.sandbox.reservations': 0,
	'cspReservations.sandbox.seed': 1,
	'cspReservations.sandbox.latency': 60_000,
});

/** Writes the workspace into the folder. */
export async function writeHostileWorkspace(folder: string, trap: string): Promise<void> {
	await mkdir(path.join(folder, '.vscode'), { recursive: true });
	await writeFile(path.join(folder, '.vscode/settings.json'), JSON.stringify(hostileSettings(trap), undefined, 2));
}
