/** The items that the page holds: those in view and around it, of one revision of the list; the host has all. */
import type { Item, Items } from '../../src/panels/portfolio/messages';

/** Items that are kept around what is in view. */
const kept = 400;
/** Asked for beyond what is in view, on either side. */
const ahead = 40;

export class HeldItems {
	#revision = -1;
	#items = new Map<number, Item>();
	/** What was asked for and has not come yet. */
	#asked: { readonly from: number; readonly count: number } | undefined;

	at(index: number): Item | undefined {
		return this.#items.get(index);
	}

	take({ revision, from, items }: Items): void {
		if (revision !== this.#revision) this.#items.clear();
		this.#revision = revision;
		this.#asked = undefined;
		for (const [place, item] of items.entries()) this.#items.set(from + place, item);
		for (const index of this.#items.keys())
			if (index < from - kept || index > from + items.length + kept) this.#items.delete(index);
	}

	/** @returns what has to be asked for to show these items; undefined: nothing, or it is under way */
	missing(first: number, last: number, count: number): { readonly from: number; readonly count: number } | undefined {
		if (this.#asked !== undefined) return undefined;
		let isWhole = true;
		for (let index = first; index <= Math.min(last, count - 1) && isWhole; index++) isWhole = this.#items.has(index);
		if (isWhole) return undefined;
		const from = Math.max(first - ahead, 0);
		this.#asked = { from, count: last - from + 1 + ahead };
		return this.#asked;
	}
}
