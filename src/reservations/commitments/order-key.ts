/** One text for an order of a tenant, for maps and files. */
import type { OrderRef } from './model';

export const keyOf = ({ tenantId, orderId }: OrderRef) => `${tenantId} ${orderId}`;

export function orderOf(key: string): OrderRef {
	const [tenantId = '', orderId = ''] = key.split(' ');
	return { tenantId, orderId };
}
