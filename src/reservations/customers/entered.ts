/** Customers that the user entered by tenant id or domain: domains are resolved to tenants, and what can't be is told. */
import * as l10n from '@vscode/l10n';
import PQueue from 'p-queue';
import { isDomain, tenantOfDomain } from '../../azure/authority';
import type { Cloud } from '../../azure/cloud';
import { isCancelled } from '../../azure/failure';
import { isGuid } from '../../azure/ids';
import { toFailure } from '../failures';
import type { Customer, EnteredCustomer, UnresolvedCustomer } from '../model';

/** Domains asked for at once. */
const atOnce = 5;

export interface ResolvedList {
	readonly customers: readonly Customer[];
	readonly unresolved: readonly UnresolvedCustomer[];
}

interface Resolving {
	readonly cloud: Cloud;
	readonly fetch: typeof globalThis.fetch;
	/** Tenant ids by domain that were found in this session: they are not asked for again. New ones are added. */
	readonly found: Map<string, string>;
	/** A tenant id that a domain led to in an earlier session, for when the authority can't be asked. */
	readonly known: (domain: string) => string | undefined;
}

/**
 * Finds the tenants of entered customers; several entries of one tenant are one customer.
 * @throws an AbortError when cancelled; nothing else
 */
export async function resolveEntered(
	entered: readonly EnteredCustomer[],
	{ cloud, fetch, found, known }: Resolving,
	signal: AbortSignal,
): Promise<ResolvedList> {
	const customers = new Map<string, Customer>();
	const unresolved: UnresolvedCustomer[] = [];
	const queue = new PQueue({ concurrency: atOnce });
	const results = await Promise.all(
		entered.map(async (entry) => {
			const tenant = entry.tenant.trim().toLowerCase();
			if (isGuid(tenant)) return { entry, tenantId: tenant, domain: '' };
			if (!isDomain(tenant)) return { entry, reason: l10n.t('“{0}” is neither a tenant ID nor a domain.', entry.tenant) };
			try {
				const tenantId = found.get(tenant) ?? (await queue.add(() => tenantOfDomain(cloud, fetch, tenant, signal)));
				if (tenantId !== undefined) {
					found.set(tenant, tenantId);
					return { entry, tenantId, domain: tenant };
				}
				return { entry, reason: l10n.t('No tenant of {0} has the domain “{1}”.', cloud.name, tenant) };
			} catch (error) {
				if (isCancelled(error)) throw error;
				const tenantId = known(tenant);
				if (tenantId !== undefined) return { entry, tenantId, domain: tenant };
				const { message, details } = toFailure(error, undefined);
				return { entry, reason: [message, details.remedy].filter((part) => part !== undefined).join(' ') };
			}
		}),
	);
	for (const { entry, reason, tenantId, domain } of results) {
		if (tenantId === undefined) {
			unresolved.push({ ...entry, reason });
			continue;
		}
		const before = customers.get(tenantId);
		const given = entry.name?.trim() || before?.domain || domain || tenantId;
		// A name that was given counts more than one made of the domain.
		const name = before === undefined || isMadeUp(before) ? given : before.name;
		customers.set(tenantId, { tenantId, name, domain: before?.domain || domain });
	}
	return { customers: [...customers.values()], unresolved };
}

function isMadeUp({ name, tenantId, domain }: Customer): boolean {
	return name === tenantId || name === domain;
}
