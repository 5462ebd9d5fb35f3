/** Customers as Partner Center lists them: the best source, for it names every customer and its domain. */
import { isGuid } from '../../azure/ids';
import type { Page } from '../../azure/paging';
import { customerPages, type PartnerCustomer } from '../../azure/partner-center';
import type { CallOptions, Transport } from '../../azure/transport';
import type { Customer } from '../model';

/** The partner's customers, page by page (partner-center-api 6). @throws ServiceFailure */
export async function* partnerCenterCustomers(
	transport: Transport,
	log: { warn(message: string): void },
	options: CallOptions,
): AsyncGenerator<readonly Customer[]> {
	for await (const page of customerPages(transport, options)) yield customersOf(page, log);
}

/** The customers of a page; one without a tenant id is left out and told to the log. */
export function customersOf({ items }: Page<PartnerCustomer>, log: { warn(message: string): void }): Customer[] {
	return items.flatMap((item) => {
		const tenantId = (item.companyProfile?.tenantId ?? item.id).toLowerCase();
		if (!isGuid(tenantId)) {
			log.warn('Partner Center listed a customer without a tenant id; left out.');
			return [];
		}
		const domain = item.companyProfile?.domain ?? '';
		return [{ tenantId, name: item.companyProfile?.companyName || domain || tenantId, domain }];
	});
}
