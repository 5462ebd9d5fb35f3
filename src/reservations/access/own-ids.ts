/** Whom roles in a customer's tenant have to name to count for the signed-in user. */
import { CustomerFacts } from './customer-facts';
import { PartnerFacts, type Reading } from './partner-facts';

/** The account and its groups. @throws ServiceFailure */
export async function readOwnIds(reading: Reading, tenantId: string): Promise<ReadonlySet<string>> {
	const principals = await new CustomerFacts(reading, new PartnerFacts(reading), tenantId).principals();
	return new Set(principals.keys());
}
