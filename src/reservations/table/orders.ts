/** Which rows are of one reservation order, and where the order stands in the book of commitments. */
import type { CommitmentBook } from '../commitments/book';
import { grown } from '../typed-lists';
import type { Segment, Slots } from './slots';

const unread = -1;

export class OrderColumn {
	readonly #slots: Slots;
	readonly book: CommitmentBook;
	/** For each slot the first slot of the same order: an order is of one customer, so both are in one segment. */
	#first = new Uint32Array();
	#lines = new Int32Array();
	/** Size of the book that the lines are of: a line keeps its number, so only new ones count. */
	#size: number | undefined;

	constructor(slots: Slots, book: CommitmentBook) {
		this.#slots = slots;
		this.book = book;
	}

	/** First slot of each slot's order: stands for the order, where each counts once. */
	get first(): Uint32Array {
		return this.#first;
	}

	/** Line of each slot's order in the book; below 0: nothing was read of it. */
	lines(): Int32Array {
		if (this.#size === this.book.size) return this.#lines;
		this.#lines = grown(this.#lines, this.#slots.end).fill(unread);
		for (const { start, packed, customer } of this.#slots.segments()) {
			const known = this.book.linesOf(customer.tenantId);
			if (known === undefined) continue;
			for (let index = 0; index < packed.size; index++) {
				const slot = start + index;
				const first = this.#first[slot] ?? slot;
				this.#lines[slot] = (first < slot ? this.#lines[first] : known.get(packed.orderIdAt(index))) ?? unread;
			}
		}
		this.#size = this.book.size;
		return this.#lines;
	}

	fill({ start, packed }: Segment): void {
		this.#size = undefined;
		this.#first = grown(this.#first, start + packed.size);
		const firsts = new Map<string, number>();
		for (let index = 0; index < packed.size; index++) {
			const orderId = packed.orderIdAt(index);
			const first = firsts.get(orderId) ?? start + index;
			firsts.set(orderId, first);
			this.#first[start + index] = first;
		}
	}
}
