/** Customers as Microsoft Graph knows them: those with delegated admin rights, then those with a contract, each once. */
import { isCancelled, isServiceFailure } from '../../azure/failure';
import { type Contract, contractPages, type DelegatedCustomer, delegatedCustomerPages } from '../../azure/graph';
import { isGuid } from '../../azure/ids';
import type { CallOptions, Transport } from '../../azure/transport';
import type { Customer } from '../model';

/**
 * The partner's customers, page by page (partner-center-api 13). A customer may come twice: later with its domain.
 * @throws ServiceFailure `NotAllowed` when Graph gives neither list
 */
export async function* graphCustomers(
	transport: Transport,
	log: { warn(message: string): void },
	options: CallOptions,
): AsyncGenerator<readonly Customer[]> {
	const names = new Map<string, string>();
	let refused: unknown;
	try {
		for await (const { items } of delegatedCustomerPages(transport, options)) {
			const customers = items.flatMap(delegated);
			for (const { tenantId, name } of customers) names.set(tenantId, name);
			yield customers;
		}
	} catch (error) {
		if (!isRefusal(error)) throw error;
		refused = error;
	}
	try {
		for await (const { items } of contractPages(transport, options)) {
			yield items.flatMap(contracted).map((one) => ({ ...one, name: names.get(one.tenantId) ?? one.name }));
		}
	} catch (error) {
		if (refused !== undefined) throw refused;
		if (!isRefusal(error)) throw error;
		// Each list needs a permission of its own; one of them is a list already.
		log.warn('Microsoft Graph does not give the contracts to this account: customers have no domains.');
	}
}

function delegated({ tenantId, displayName }: DelegatedCustomer): Customer[] {
	return customer(tenantId, displayName, '');
}

function contracted({ customerId, displayName, defaultDomainName }: Contract): Customer[] {
	return customer(customerId, displayName, defaultDomainName ?? '');
}

function customer(id: string, name: string | null | undefined, domain: string): Customer[] {
	const tenantId = id.toLowerCase();
	return isGuid(tenantId) ? [{ tenantId, name: name || domain || tenantId, domain }] : [];
}

function isRefusal(error: unknown): boolean {
	return !isCancelled(error) && isServiceFailure(error) && error.kind === 'NotAllowed';
}
