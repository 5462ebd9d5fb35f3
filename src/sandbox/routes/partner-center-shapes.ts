/** What Partner Center's routes share: collections, links, and the customer in a path. */
import { type Ctx, isGuid, partnerCenterError } from '../http';
import type { Customer } from '../world/customers';
import type { World } from '../world/world';

export function badInput(description: string) {
	return partnerCenterError(400, '800002', description);
}

export function collection(items: unknown[], uri: string, more: Record<string, unknown> = {}) {
	return {
		totalCount: items.length,
		items,
		links: link(uri),
		attributes: { objectType: 'Collection' },
		...more,
	};
}

export function link(uri: string) {
	return { self: { uri, method: 'GET', headers: [] } };
}

/** The customer in the path. @throws Answer 400, 404 */
export function customerIn(c: Ctx, world: World): Customer {
	const id = c.req.param('customerId') ?? '';
	if (!isGuid(id)) throw partnerCenterError(400, '900118', 'The customer id is not valid.');
	const customer = world.customers.find(id);
	if (customer === undefined) throw partnerCenterError(404, '60003', 'Tenant not found.');
	return customer;
}
