/** What goes wrong at once while customers are scanned: every kind of fault that the sandbox knows, on all services that a scan asks. */
import type { Sandbox } from '../../src/sandbox';
import { pick, type Random } from '../faults/cuts';
import { orderFault, testFetch } from '../helpers/service';

const azure = { service: 'resourceManager', pathPattern: '^/providers/microsoft.capacity/reservations' };
const tokens = { service: 'authority', path: '/oauth2/' };
const entitlements = { service: 'partnerCenter', path: '/entitlements' };
const customersPage = { service: 'partnerCenter', pathPattern: '^/v1/customers\\?' };

/** One customer in so many gets one of these. Those that pass are got over by trying again, the others fail the customer. */
const oneIn = 4;
const ofOneCustomer: readonly Readonly<Record<string, unknown>>[] = [
	{ kind: 'delay', ms: 60 },
	{ kind: 'status', status: 500 },
	{ kind: 'status', status: 503 },
	{ kind: 'status', status: 403 },
	{ kind: 'status', status: 404 },
	{ kind: 'throttle', seconds: 1 },
	{ kind: 'throttle', seconds: 100 },
	{ kind: 'unauthorized' },
	{ kind: 'unauthorized', claims: '{"access_token":{"nbf":{"essential":true}}}' },
	{ kind: 'dropBefore' },
	{ kind: 'dropAfter' },
	{ kind: 'wrongJson', variant: 'shape' },
	{ kind: 'wrongJson', variant: 'text' },
	{ kind: 'wrongJson', variant: 'cut' },
	{ kind: 'html' },
	{ kind: 'foreignNextLink', link: 'http://127.0.0.2:1/providers/x' },
	{ kind: 'huge', variant: 'error' },
];

/** These meet whoever comes. */
const ofAll: readonly { readonly match: object; readonly fault: object; readonly times: number }[] = [
	{ match: tokens, fault: { kind: 'status', status: 500 }, times: 3 },
	{ match: tokens, fault: { kind: 'dropBefore' }, times: 2 },
	{ match: entitlements, fault: { kind: 'throttle', seconds: 1 }, times: 2 },
	{ match: entitlements, fault: { kind: 'html' }, times: 2 },
	{ match: customersPage, fault: { kind: 'dropAfter' }, times: 1 },
	{ match: customersPage, fault: { kind: 'throttle', seconds: 1 }, times: 1 },
	{ match: azure, fault: { kind: 'huge', variant: 'body', bytes: 13_000_000 }, times: 1 },
];

/** Orders all of them. @returns how many of each kind */
export async function orderAll(
	sandbox: Sandbox,
	tenantIds: readonly string[],
	random: Random,
): Promise<ReadonlyMap<string, number>> {
	const kinds = new Map<string, number>();
	const order = async (match: object, fault: Readonly<Record<string, unknown>>, times: number) => {
		await orderFault(sandbox, { match, fault, times });
		kinds.set(String(fault.kind), (kinds.get(String(fault.kind)) ?? 0) + 1);
	};
	for (const tenant of tenantIds) {
		if (random() * oneIn < 1) await order({ ...azure, tenant }, pick(random, ofOneCustomer), 1 + Math.floor(random() * 6));
	}
	for (const { match, fault, times } of ofAll) await order(match, fault as Readonly<Record<string, unknown>>, times);
	return kinds;
}

/**
 * A network on whose pages of customers some are missing, others at each reading: they appear and vanish while the list is read.
 * @param share of a thousand customers, how many are missing on each page
 */
export function flickering(random: Random, share: number): typeof globalThis.fetch {
	return async (input, init) => {
		const response = await testFetch(input, init);
		if (!/\/v1\/customers\?/.test(String(input)) || !response.ok) return response;
		const text = await response.text();
		const headers = { 'content-type': response.headers.get('content-type') ?? 'application/json' };
		try {
			const body = JSON.parse(text) as { items?: readonly unknown[] };
			const items = body.items?.filter(() => random() * 1000 >= share);
			return new Response(JSON.stringify({ ...body, items }), { headers });
		} catch {
			return new Response(text, { headers });
		}
	};
}
