/** A transport for tests: the real one over real HTTP, with time that passes only when something waits. */
import type { Cloud, TokenSource } from '../../src/azure/cloud';
import { type FailureKind, isServiceFailure, type ServiceFailure } from '../../src/azure/failure';
import { createTransport, type Transport, type TransportOptions } from '../../src/azure/transport';
import { sendJson, type serve } from './http-server';

export const PARTNER = 'aaaaaaaa-0000-4000-8000-000000000001';
export const CUSTOMER = 'bbbbbbbb-0000-4000-8000-000000000002';
export const OTHER_CUSTOMER = 'bbbbbbbb-0000-4000-8000-000000000003';
export const ORDER = 'cccccccc-0000-4000-8000-000000000004';
export const RESERVATION = 'dddddddd-0000-4000-8000-000000000005';
export const SUBSCRIPTION = 'eeeeeeee-0000-4000-8000-000000000006';

export function cloudAt(partnerCenter: string, resourceManager = partnerCenter, authority = partnerCenter): Cloud {
	return {
		name: 'Test',
		isSandbox: true,
		partnerCenter,
		resourceManager,
		graph: resourceManager,
		authority,
		resources: { partnerCenter, resourceManager, graph: resourceManager },
		portal: 'https://portal.example',
		partnerPortal: 'https://partner.example',
		partnerTenantId: PARTNER,
	};
}

export interface TestTransport extends Transport {
	/** Every wait so far, ms. */
	readonly waits: readonly number[];
	/** Every line logged so far. */
	readonly lines: readonly string[];
	/** Every change of what is told about throttled tenants. */
	readonly told: readonly (readonly [tenantId: string, until: number | undefined])[];
	/** Now on the test's clock, ms. */
	now(): number;
}

export const START = Date.UTC(2026, 10, 23, 12);

/** Waits take no time but move the clock. */
export function testTransport(cloud: Cloud, options: Partial<TransportOptions> = {}): TestTransport {
	const waits: number[] = [];
	const lines: string[] = [];
	const told: [string, number | undefined][] = [];
	let now = START;
	const tokens: TokenSource = { get: async (audience, tenantId) => `token-of-${audience}-${tenantId}` };
	const transport = createTransport({
		cloud,
		tokens,
		fetch: globalThis.fetch,
		clock: () => now,
		log: { debug: (line) => lines.push(line), warn: (line) => lines.push(line) },
		onWait: (tenantId, until) => told.push([tenantId, until]),
		sleep: async (ms) => {
			waits.push(ms);
			now += ms;
		},
		...options,
	});
	return {
		cloud,
		send: (schema, call) => transport.send(schema, call),
		json: (schema, call) => transport.json(schema, call),
		unusable: (call, detail, answer) => transport.unusable(call, detail, answer),
		waits,
		lines,
		told,
		now: () => now,
	};
}

/** A challenge that only a token for these claims (JSON) answers, as it stands in the header of a 401. */
function claimsChallenge(claims: string): string {
	return `Bearer authorization_uri="x", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
}

/** A service that answers the token `better` and challenges every other one for these claims. */
export function wantsClaims(claims: string): Parameters<typeof serve>[0] {
	return (response, { headers }) =>
		headers.authorization === 'Bearer better'
			? sendJson(response, 200, {})
			: sendJson(response, 401, {}, { 'www-authenticate': claimsChallenge(claims) });
}

/** Gives the token `plain`, and `better` to who asks with claims; `asked` has what each one asked with. */
export function tokensByClaims(): TokenSource & { readonly asked: readonly (string | undefined)[] } {
	const asked: (string | undefined)[] = [];
	const get: TokenSource['get'] = async (_audience, _tenant, request) => {
		asked.push(request?.claims);
		return request?.claims ? 'better' : 'plain';
	};
	return { asked, get };
}

/** The failure that a promise ends with. @throws Error when it ends well or with something else */
export async function failureOf(work: Promise<unknown>): Promise<ServiceFailure> {
	try {
		await work;
	} catch (error) {
		if (isServiceFailure(error)) return error;
		throw error;
	}
	throw new Error('It did not fail.');
}

/** True for a failure of that kind. */
export function isKnownFailure(error: unknown, kind: FailureKind): boolean {
	return isServiceFailure(error) && error.kind === kind;
}
