/** The items that the page holds: those in view and around it (the host has all), and where they are drawn. */
import type { Item, Items } from '../../src/panels/portfolio/messages';

/** Asked for beyond what is in view, on either side; asked for anew when fewer than `near` of them are left. */
const ahead = 60;
const near = 20;

export class HeldItems {
	#items = new Map<number, Item>();
	/** What was asked for and has not come yet. */
	#asked: { readonly from: number; readonly count: number } | undefined;

	at(index: number): Item | undefined {
		return this.#items.get(index);
	}

	take({ from, items }: Items): void {
		this.#asked = undefined;
		// Others are forgotten: the host tells of changes only in what it sent last.
		this.#items = new Map(items.map((item, place) => [from + place, item]));
	}

	/** @returns what has to be asked for to show these items; undefined: nothing, or it is under way */
	missing(first: number, last: number, count: number): { readonly from: number; readonly count: number } | undefined {
		if (this.#asked !== undefined) return undefined;
		const end = Math.min(last + near, count - 1);
		let index = Math.max(first - near, 0);
		while (index <= end && this.#items.has(index)) index++;
		if (index > end) return undefined;
		const from = Math.max(first - ahead, 0);
		this.#asked = { from, count: last - from + 1 + ahead };
		return this.#asked;
	}
}

/** An item and the element that shows it. */
interface Slotted {
	readonly index: number;
	readonly slot: number;
}

/** The elements that show the items, used in turn: who scrolls gets new texts, not new elements. */
export class Ring {
	#size = 1;
	#from = 0;
	/** The slot that stands first in the document. */
	#first = 0;

	/**
	 * @param size most items that are shown at once
	 * @returns the items from `from` on and before `to`, in the order of their elements, which stay where they are
	 */
	turn(from: number, to: number, size: number): readonly Slotted[] {
		if (size !== this.#size) this.#first = from % size;
		this.#size = size;
		this.#from = from;
		const start = this.#first - (from % size) + size;
		const slotted = Array.from({ length: size }, (_, place) => from + ((start + place) % size));
		return slotted.filter((index) => index < to).map((index) => ({ index, slot: index % size }));
	}

	/** Lets the elements stand in the order of their items the next time. @returns false if they do */
	settle(): boolean {
		const first = this.#from % this.#size;
		const isSettled = first === this.#first;
		this.#first = first;
		return !isSettled;
	}
}
