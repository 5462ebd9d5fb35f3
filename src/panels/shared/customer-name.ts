/** The customer's name where the list of customers was not read yet. */
import type { Customer } from '../../reservations/model';

interface Names {
	getCustomer(tenantId: string): Customer | undefined;
	loadCustomers(): Promise<unknown>;
}

/**
 * Reads the list of customers where the name is not known: only for the name; what goes wrong there is shown by the tree.
 * @param changed called once the list was read
 */
export function readCustomerName(desk: Names, tenantId: string, changed: () => void): void {
	if (desk.getCustomer(tenantId) !== undefined) return;
	desk.loadCustomers().then(changed, () => undefined);
}
