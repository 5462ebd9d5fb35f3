/** The orders that Partner Center lists and Azure does not show, customer by customer (arm-pitfalls 15). */
import type { PackedReservations } from './packed';
import type { HiddenOrders } from './scan/model';

export class HiddenByCustomer {
	readonly #orders = new Map<string, readonly string[]>();
	#count = 0;

	/** How many orders, of all customers. */
	get count(): number {
		return this.#count;
	}

	/** By customer; those without any are left out. */
	all(): readonly HiddenOrders[] {
		return Array.from(this.#orders, ([tenantId, orderIds]) => ({ tenantId, orderIds }));
	}

	/**
	 * @param entitled Partner Center's orders of the customer; undefined: not compared
	 * @param shown what Azure shows of it
	 */
	note(tenantId: string, entitled: readonly string[] | undefined, shown: PackedReservations): void {
		this.#count -= this.#orders.get(tenantId)?.length ?? 0;
		this.#orders.delete(tenantId);
		if (entitled === undefined || entitled.length === 0) return;
		const visible = new Set(Array.from({ length: shown.size }, (_, index) => shown.orderIdAt(index)));
		const orderIds = entitled.filter((orderId) => !visible.has(orderId));
		if (orderIds.length === 0) return;
		this.#orders.set(tenantId, orderIds);
		this.#count += orderIds.length;
	}

	clear(): void {
		this.#orders.clear();
		this.#count = 0;
	}
}
