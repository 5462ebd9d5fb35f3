/** The reservation orders that Partner Center knows of for a customer: what Azure should show too (arm-pitfalls 15). */
import { parseOrderId } from '../azure/ids';
import { allItems } from '../azure/paging';
import { reservationEntitlementPages } from '../azure/partner-center';
import type { CallOptions, Transport } from '../azure/transport';
import { parseDate } from '../azure/values';

export interface EntitledOrder {
	/** GUID, lower case. */
	readonly orderId: string;
	/** ms since the epoch; undefined where Partner Center does not tell. */
	readonly expiresAt: number | undefined;
}

/** @returns each order once, in Partner Center's order (partner-center-api 7) @throws ServiceFailure */
export async function readEntitledOrders(
	transport: Transport,
	tenantId: string,
	options: CallOptions,
): Promise<readonly EntitledOrder[]> {
	const orders = new Map<string, EntitledOrder>();
	for (const { entitledArtifacts, expiryDate } of await allItems(reservationEntitlementPages(transport, tenantId, options))) {
		for (const { resourceId } of entitledArtifacts ?? []) {
			const orderId = resourceId ? parseOrderId(resourceId) : undefined;
			if (orderId !== undefined && !orders.has(orderId)) orders.set(orderId, { orderId, expiresAt: parseDate(expiryDate) });
		}
	}
	return [...orders.values()];
}
