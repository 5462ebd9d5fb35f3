/** The orders that Partner Center lists and Azure does not show, customer by customer (arm-pitfalls 15). */
import type { ReservationList } from './model';
import type { PackedReservations } from './packed';
import type { HiddenOrders } from './scan/model';

export class HiddenByCustomer {
	readonly #orders = new Map<string, Omit<HiddenOrders, 'tenantId'>>();
	#count = 0;

	/** How many orders, of all customers. */
	get count(): number {
		return this.#count;
	}

	/** By customer; those without any are left out. */
	all(): readonly HiddenOrders[] {
		return Array.from(this.#orders, ([tenantId, hidden]) => ({ tenantId, ...hidden }));
	}

	/**
	 * @param listed Partner Center's orders of the customer, and when it listed them; undefined: not compared
	 * @param shown what Azure shows of it
	 */
	note(tenantId: string, listed: Pick<ReservationList, 'entitledOrderIds' | 'comparedAt'>, shown: PackedReservations): void {
		const { entitledOrderIds: entitled, comparedAt } = listed;
		this.#count -= this.#orders.get(tenantId)?.orderIds.length ?? 0;
		this.#orders.delete(tenantId);
		if (entitled === undefined || comparedAt === undefined || entitled.length === 0) return;
		const visible = new Set(Array.from({ length: shown.size }, (_, index) => shown.orderIdAt(index)));
		const orderIds = entitled.filter((orderId) => !visible.has(orderId));
		if (orderIds.length === 0) return;
		this.#orders.set(tenantId, { orderIds, comparedAt });
		this.#count += orderIds.length;
	}

	clear(): void {
		this.#orders.clear();
		this.#count = 0;
	}
}
