/** The items that the page holds: those in view and around it (the host has all), and where they are drawn. */
import type { Item, Items, PageMessage } from '../../src/panels/portfolio/messages';

/** Asked for beyond what is in view, on either side; asked for anew when fewer than `near` of them are left: some screens of a fast scroll. */
const ahead = 100;
const near = 50;

export class HeldItems {
	#items = new Map<number, Item>();
	/** Of which all items are. */
	#revision: number | undefined;
	/** Something was asked for and has not come yet. */
	#isAsked = false;

	at(index: number): Item | undefined {
		return this.#items.get(index);
	}

	take({ revision, window, from, items }: Items): void {
		this.#isAsked = false;
		// Others are forgotten: the host tells of changes only in the window.
		const kept = revision === this.#revision ? this.#within(window.from, window.count) : [];
		this.#revision = revision;
		this.#items = new Map([...kept, ...items.map((item, place) => [from + place, item] as const)]);
	}

	/** @returns what to ask for so that these items can be shown; undefined: nothing, or it is under way */
	missing(first: number, last: number, count: number): Extract<PageMessage, { type: 'window' }> | undefined {
		if (this.#isAsked || this.#revision === undefined) return undefined;
		const end = Math.min(last + near, count - 1);
		let index = Math.max(first - near, 0);
		while (index <= end && this.#items.has(index)) index++;
		if (index > end) return undefined;
		const from = Math.max(first - ahead, 0);
		const size = last - from + 1 + ahead;
		const places = this.#within(from, size).map(([place]) => place);
		this.#isAsked = true;
		return {
			type: 'window',
			from,
			count: size,
			held: places.length === 0 ? undefined : { revision: this.#revision, from: Math.min(...places), count: places.length },
		};
	}

	/** The items of a stretch; what is held is all of one piece. */
	#within(from: number, count: number): (readonly [place: number, item: Item])[] {
		return [...this.#items].filter(([place]) => place >= from && place < from + count);
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
