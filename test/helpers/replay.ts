/**
 * Recorded traffic of the real service as a whole cloud on one address: discovery, tokens, a Partner Center with one
 * customer, and Azure's recorded answers. As a script (`tsx test/helpers/replay.ts [folder] [port]`) it prints its
 * endpoints and serves until it is ended, so that the workbench can be connected to it like to a sandbox.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { parseReservationId } from '../../src/azure/ids';

const REAL_ORIGIN = 'https://management.azure.com';
const PARTNER = '5e7f0f6e-1d0b-4c55-9e3b-0a1b2c3d4e5f';

/** The customer in whose tenant everything was recorded. */
export const recordedCustomer = {
	tenantId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
	name: 'Recorded customer',
	domain: 'recorded.onmicrosoft.com',
};

interface Recorded {
	readonly request: { readonly method: string; readonly url: string };
	readonly response: { readonly status: number; readonly body: unknown };
}

export interface Endpoints {
	readonly partnerCenter: string;
	readonly resourceManager: string;
	readonly graph: string;
	readonly authority: string;
	readonly partnerTenantId: string;
}

export interface Replay {
	readonly endpoints: Endpoints;
	close(): Promise<void>;
}

/**
 * Starts a replay on the loopback.
 * @param folder one folder a flow, one JSON file a call
 * @param port 0: any free one
 */
export async function startReplay(folder: string, port = 0): Promise<Replay> {
	const azure = new RecordedAzure(await readFolder(folder));
	const server = createServer((request, response) => answer(request, response, azure, endpointsOf(server.address())));
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		endpoints: endpointsOf(server.address()),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function readFolder(folder: string): Promise<Recorded[]> {
	const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
	return Promise.all(files.map(async (file) => JSON.parse(await readFile(path.join(folder, file), 'utf8')) as Recorded));
}

/** Recorded GETs by path and query; and every object that any answer carries, by its id, for the GETs that were not recorded. */
class RecordedAzure {
	readonly #answers = new Map<string, unknown>();
	readonly #objects = new Map<string, unknown>();

	constructor(recordings: readonly Recorded[]) {
		for (const { request, response } of recordings) {
			if (response.status !== 200) continue;
			const key = keyOf(request.url);
			if (request.method === 'GET' && !this.#answers.has(key)) this.#answers.set(key, response.body);
			this.#index(response.body);
		}
	}

	find(url: string): unknown {
		const path = new URL(url, REAL_ORIGIN).pathname.toLowerCase();
		const recorded = this.#answers.get(keyOf(url)) ?? this.#objects.get(path);
		// The use and the history of most reservations were not recorded: nothing is known, which is no failure.
		if (recorded === undefined && /\/(reservationsummaries|reservationdetails|revisions)$/.test(path)) return { value: [] };
		return recorded;
	}

	#index(body: unknown): void {
		if (typeof body !== 'object' || body === null) return;
		const { id, value, properties } = body as { id?: unknown; value?: unknown; properties?: unknown };
		for (const item of Array.isArray(body) ? body : Array.isArray(value) ? value : []) this.#index(item);
		// A refund quote has the id of the reservation too, but no state.
		if (typeof id !== 'string' || typeof properties !== 'object' || properties === null || !('provisioningState' in properties))
			return;
		const known = id.toLowerCase();
		const isNewer = !/\/revisions\//.test(known) && !this.#objects.has(known);
		if (isNewer && (parseReservationId(id) !== undefined || /\/reservationorders\/[^/]+$/.test(known)))
			this.#objects.set(known, body);
	}
}

/** What of a URL tells recordings apart: `$expand` only adds to an answer, and the version is the same everywhere. */
function keyOf(url: string): string {
	const { pathname, searchParams } = new URL(url, REAL_ORIGIN);
	const query = [...searchParams].filter(([name]) => name !== 'api-version' && name !== '$expand').sort();
	return `${pathname.toLowerCase()} ${JSON.stringify(query)}`;
}

function endpointsOf(address: AddressInfo | string | null): Endpoints {
	const origin = `http://127.0.0.1:${(address as AddressInfo).port}`;
	return { partnerCenter: origin, resourceManager: origin, graph: origin, authority: origin, partnerTenantId: PARTNER };
}

function answer(request: IncomingMessage, response: ServerResponse, azure: RecordedAzure, endpoints: Endpoints): void {
	const { pathname, searchParams } = new URL(request.url ?? '/', REAL_ORIGIN);
	const send = (status: number, body: unknown) => {
		const text = JSON.stringify(body).replaceAll(REAL_ORIGIN, endpoints.resourceManager);
		response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(text);
	};
	request.resume();
	if (pathname === '/') send(200, endpoints);
	else if (pathname.endsWith('/oauth2/v2.0/token'))
		send(200, { token_type: 'Bearer', expires_in: 3599, access_token: 'recorded' });
	else if (pathname.startsWith('/v1/')) send(...partnerCenter(pathname, searchParams.get('filter')));
	else {
		const found = request.method === 'GET' ? azure.find(request.url ?? '/') : undefined;
		const error = { code: 'NotRecorded', message: `${request.method} ${request.url}` };
		send(found === undefined ? 404 : 200, found ?? { error });
	}
}

function partnerCenter(pathname: string, filter: string | null): [status: number, body: unknown] {
	const { tenantId, name, domain } = recordedCustomer;
	const customer = { id: tenantId, companyProfile: { tenantId, companyName: name, domain }, relationshipToPartner: 'reseller' };
	if (pathname === '/v1/customers') {
		const { Value = '' } = JSON.parse(filter ?? '{}') as { Value?: string };
		const matches = [name, domain].some((text) => text.toLowerCase().startsWith(Value.toLowerCase()));
		return [200, { totalCount: 1, items: matches ? [customer] : [], attributes: { objectType: 'Collection' } }];
	}
	if (pathname === `/v1/customers/${tenantId}`) return [200, customer];
	if (pathname.startsWith(`/v1/customers/${tenantId}/`)) return [200, { totalCount: 0, items: [] }];
	return [404, { code: '60003', description: 'Tenant not found.', data: [], source: 'PartnerFD' }];
}

if (process.argv[1] === __filename) {
	const [folder = path.resolve('..', 'shared', 'recordings'), port = '0'] = process.argv.slice(2);
	startReplay(folder, Number(port)).then(
		({ endpoints }) => console.log(JSON.stringify(endpoints)),
		(error: unknown) => {
			console.error(error instanceof Error ? error.message : error);
			process.exitCode = 1;
		},
	);
}
