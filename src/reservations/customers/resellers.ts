/** Which indirect reseller has which customer: read behind the list of customers, for indirect providers only. */
import { isGuid } from '../../azure/ids';
import { allItems } from '../../azure/paging';
import { customersOfResellerPages, relationshipPages } from '../../azure/partner-center';
import type { Transport } from '../../azure/transport';
import type { Format } from '../format';
import type { Customer, CustomerGroup, Reseller } from '../model';
import { customersOf } from './partner-center';

/**
 * Reads the partner's resellers and the customers of each (partner-center-api 4.1, 12). One after the other: nobody waits for
 * them, and a large provider has hundreds.
 * @returns the reseller by the tenant id of the customer; empty for a partner that is no indirect provider
 * @throws ServiceFailure; an AbortError when cancelled
 */
export async function readResellers(
	transport: Transport,
	log: { warn(message: string): void },
	signal: AbortSignal,
): Promise<ReadonlyMap<string, Reseller>> {
	const options = { signal, priority: 'background' } as const;
	const found = new Map<string, Reseller>();
	for (const { id, name } of await allItems(relationshipPages(transport, 'IsIndirectCloudSolutionProviderOf', options))) {
		if (!isGuid(id)) continue;
		const reseller = { tenantId: id.toLowerCase(), name: name || id.toLowerCase() };
		for await (const page of customersOfResellerPages(transport, id, options)) {
			for (const { tenantId } of customersOf(page, log)) found.set(tenantId, reseller);
		}
	}
	return found;
}

/** Groups customers by reseller: resellers by name, then the customers that have none; no group is empty. */
export function groupByReseller(customers: readonly Customer[], { compare }: Pick<Format, 'compare'>): readonly CustomerGroup[] {
	const groups = new Map<string, { reseller: Reseller; customers: Customer[] }>();
	const direct: Customer[] = [];
	for (const customer of customers) {
		const { reseller } = customer;
		if (reseller === undefined) {
			direct.push(customer);
			continue;
		}
		const group = groups.get(reseller.tenantId);
		if (group === undefined) groups.set(reseller.tenantId, { reseller, customers: [customer] });
		else group.customers.push(customer);
	}
	const grouped = [...groups.values()].sort((a, b) => compare(a.reseller.name, b.reseller.name));
	return direct.length === 0 ? grouped : [...grouped, { reseller: undefined, customers: direct }];
}
