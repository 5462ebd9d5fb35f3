/** The practice backend as a cloud: finds its services by one address, and never leaves this machine. */
import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import type { Cloud } from '../azure/cloud';
import { publicClouds } from '../azure/clouds';
import { ServiceFailure } from '../azure/failure';
import { withinTime } from '../azure/time-limit';
import { isLoopbackHost } from './addresses';

/** What a sandbox tells of itself. */
export interface SandboxEndpoints {
	readonly partnerCenter: string;
	readonly resourceManager: string;
	readonly graph: string;
	readonly authority: string;
	/** Tenant id (GUID) that stands for the partner. */
	readonly partnerTenantId: string;
}

const TIMEOUT_MS = 10_000;
const url = z.string().check(z.refine(isLoopback, { error: 'http address of this machine' }));
const endpointsSchema = z.looseObject({
	partnerCenter: url,
	resourceManager: url,
	graph: url,
	authority: url,
	partnerTenantId: z.string().check(z.regex(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i, { error: 'GUID' })),
});

/** The cloud of a sandbox whose services are known. */
export function sandboxCloud(endpoints: SandboxEndpoints): Cloud {
	return {
		name: 'Sandbox',
		isSandbox: true,
		partnerCenter: withoutSlash(endpoints.partnerCenter),
		resourceManager: withoutSlash(endpoints.resourceManager),
		graph: withoutSlash(endpoints.graph),
		authority: withoutSlash(endpoints.authority),
		// The sandbox knows the real names, so that a client may reach its services by other addresses too.
		resources: publicClouds.azure.resources,
		portal: 'https://portal.azure.com',
		partnerPortal: 'https://partner.microsoft.com',
		partnerTenantId: endpoints.partnerTenantId.toLowerCase(),
	};
}

/**
 * Asks a running sandbox for its services.
 * @param address `http://127.0.0.1:PORT`, as the sandbox printed it
 * @param fetch the network
 * @throws ServiceFailure `Refused` for an address that is not on this machine, `Unreachable`, `UnexpectedAnswer`
 */
export async function discoverSandbox(address: string, fetch: typeof globalThis.fetch): Promise<Cloud> {
	const remedy = l10n.t('Start a sandbox and set its address, for example http://127.0.0.1:8080.');
	if (!isLoopback(address)) {
		const what = l10n.t('“{0}” is not the address of a sandbox on this machine. Nothing was sent to it.', address);
		throw new ServiceFailure('Refused', what, { remedy });
	}
	let response: Response;
	let body: string;
	try {
		[response, body] = await withinTime(TIMEOUT_MS, undefined, async (signal) => {
			const answer = await fetch(`${withoutSlash(address.trim())}/`, {
				headers: { Accept: 'application/json' },
				redirect: 'manual',
				signal,
			});
			return [answer, await answer.text()];
		});
	} catch (cause) {
		throw new ServiceFailure('Unreachable', l10n.t('No sandbox answers at {0}.', address), { remedy, cause });
	}
	if (response.status !== 200) throw notASandbox(address, `HTTP ${response.status}`, remedy, response.status);
	let json: unknown;
	try {
		json = JSON.parse(body);
	} catch {
		throw notASandbox(address, 'not JSON', remedy, response.status);
	}
	const result = endpointsSchema.safeParse(json);
	if (result.success) return sandboxCloud(result.data);
	const [issue] = result.error.issues;
	const expected = issue?.code === 'invalid_type' ? issue.expected : issue?.message;
	throw notASandbox(address, `${issue?.path.join('.') || 'answer'}: expected ${expected}`, remedy, response.status);
}

function notASandbox(address: string, detail: string, remedy: string, status: number): ServiceFailure {
	const what = l10n.t('What answers at {0} is not a sandbox. It was not connected.', address);
	return new ServiceFailure('UnexpectedAnswer', what, { detail, remedy, status });
}

/** True for plain http to this machine: a practice backend is never looked for elsewhere. */
function isLoopback(address: string): boolean {
	const trimmed = address.trim();
	if (!URL.canParse(trimmed)) return false;
	const { protocol, hostname, username, password, search, hash } = new URL(trimmed);
	const isPlain = username === '' && password === '' && search === '' && hash === '';
	return protocol === 'http:' && isPlain && isLoopbackHost(hostname);
}

function withoutSlash(address: string): string {
	return address.replace(/\/+$/, '');
}
