/** Which rows are selected: by id, so that it outlasts a new order. What is not shown any more is not selected either. */
import type { TableView } from '../../reservations/table/api';

export class Selection {
	#ids = new Set<string>();
	/** Where the range under way began, and what was selected before it. */
	#range: { readonly from: string; readonly base: ReadonlySet<string> } | undefined;

	get size(): number {
		return this.#ids.size;
	}

	get ids(): ReadonlySet<string> {
		return this.#ids;
	}

	has(id: string): boolean {
		return this.#ids.has(id);
	}

	only(id: string): void {
		this.#range = undefined;
		this.#ids = new Set([id]);
	}

	toggle(id: string): void {
		this.#range = undefined;
		if (!this.#ids.delete(id)) this.#ids.add(id);
	}

	/**
	 * Selects everything between two rows, both included, beside what was selected before; from the same row again it takes the place
	 * of the range before. A row that is not there any more selects the other alone.
	 */
	range(view: TableView, from: string, to: string): void {
		if (this.#range?.from !== from) this.#range = { from, base: this.#ids };
		const places = [view.indexOf(from), view.indexOf(to)].filter((place) => place >= 0);
		if (places.length === 0) return;
		const [first, last] = [Math.min(...places), Math.max(...places)];
		this.#ids = new Set([...this.#range.base, ...view.ids(first, last - first + 1)]);
	}

	all(view: TableView): void {
		this.#range = undefined;
		this.#ids = new Set(view.ids(0, view.total));
	}

	clear(): void {
		this.#range = undefined;
		this.#ids = new Set();
	}

	/** Lets go of what the view does not have: nobody acts on what he does not see. */
	keepTo(view: TableView): void {
		if (this.#ids.size === 0) return;
		const before = this.#ids;
		this.#ids = new Set(view.ids(0, view.total).filter((id) => before.has(id)));
	}
}
