/** Which customers of a long list the tree shows: page after page, and those that the user went to. */
import type { Customer } from '../reservations/model';

export class CustomerPages {
	readonly #inOrder: (customers: readonly Customer[]) => readonly Customer[];
	#pages = 1;
	/** Shown although they stand beyond the pages, because the user went to them; by tenant id. */
	readonly #extra = new Map<string, Customer>();
	/** The customers in the order of the tree, and the list that they were ordered from. */
	#ordered: { readonly from: readonly Customer[]; readonly customers: readonly Customer[] } | undefined;

	/** @param inOrder puts customers into the order of the tree */
	constructor(inOrder: (customers: readonly Customer[]) => readonly Customer[]) {
		this.#inOrder = inOrder;
	}

	/** The customers of the pages shown, and those the user went to. */
	visible(list: readonly Customer[], pageSize: number): readonly Customer[] {
		if (this.#ordered?.from !== list) this.#ordered = { from: list, customers: this.#inOrder(list) };
		const ordered = this.#ordered.customers;
		const size = this.#pages * pageSize;
		const page = ordered.slice(0, size);
		if (this.#extra.size === 0) return page;
		const beyond = ordered.slice(size).filter((customer) => this.#extra.has(customer.tenantId));
		const shown = new Set([...page, ...beyond].map((customer) => customer.tenantId));
		const notListedYet = [...this.#extra.values()].filter((customer) => !shown.has(customer.tenantId));
		return [...page, ...beyond, ...notListedYet];
	}

	/** Shows one page more. */
	add(): void {
		this.#pages += 1;
	}

	/** Shows a customer wherever it stands. */
	include(customer: Customer): void {
		this.#extra.set(customer.tenantId, customer);
	}

	/** What the order depends on has changed. */
	reorder(): void {
		this.#ordered = undefined;
	}

	/** Another list: nobody went to a customer of it yet. The number of pages stays. */
	forget(): void {
		this.#extra.clear();
		this.#ordered = undefined;
	}
}
