/** What of the list the page has in view, and where the item is that its keyboard is at: both stay while rows come and go. */
import type { TableView } from '../../reservations/table/api';
import { Layout } from './layout';
import type { Held, Portfolio, Stretch } from './messages';

/** Items sent at once. */
const mostItems = 500;
/** Told of another list at first: what is in view. The page asks for more once it shows them. */
const firstItems = 80;

export class Sight {
	readonly #folded = new Set<string>();
	#layout = new Layout(0, [], this.#folded);
	/** Of which the layout is. */
	#view: TableView | undefined;
	#revision = 0;
	#window: Stretch = { from: 0, count: firstItems };
	/** The item that the keyboard is at (id of a reservation, or key of a group), and where it is. */
	#at: { readonly item: string; readonly place: number | undefined } | undefined;

	get layout(): Layout {
		return this.#layout;
	}

	/** Changes with every new layout. */
	get revision(): number {
		return this.#revision;
	}

	get window(): Stretch {
		return this.#window;
	}

	/** Where the item is that the keyboard is at; undefined: nowhere in the list. */
	get at(): Portfolio['at'] {
		return this.#at?.place === undefined ? undefined : { item: this.#at.item, place: this.#at.place };
	}

	/** True when the layout is of this view as it is. */
	isOf(view: TableView): boolean {
		return view === this.#view;
	}

	layOut(view: TableView): void {
		this.#view = view;
		this.#layout = new Layout(view.total, view.groups, this.#folded);
		this.#revision++;
		if (this.#at === undefined) return;
		const { item, place: before } = this.#at;
		const place = this.#placeOf(item);
		this.#at = { item, place };
		// The page stays with the item, where it has it in view.
		const { from, count } = this.#window;
		if (place === undefined || before === undefined || before < from || before >= from + count) return;
		this.#window = { from: Math.max(from + place - before, 0), count };
	}

	/** Folds or unfolds a group; the list has to be laid out anew. */
	toggle(key: string): void {
		if (!this.#folded.delete(key)) this.#folded.add(key);
		this.#view = undefined;
	}

	/** The page looks at these; at most 500, whatever it asks for. */
	look({ from, count }: Stretch): void {
		this.#window = { from, count: Math.min(count, mostItems) };
	}

	/** The part of the window that a page has to be told of. @param held what it has of it, by an earlier layout or this one */
	newTo(held: Held | undefined): Stretch {
		const { from, count } = this.#window;
		if (held?.revision !== this.#revision) return this.#window;
		const [end, heldEnd] = [from + count, held.from + held.count];
		if (held.from <= from && heldEnd > from) return { from: Math.min(heldEnd, end), count: Math.max(end - heldEnd, 0) };
		if (heldEnd >= end && held.from < end) return { from, count: held.from - from };
		return this.#window;
	}

	/** The page says which item the keyboard is at: that one it will be told of when it moves. @param view that is shown now */
	setAt(item: string, view: TableView | undefined): void {
		this.#at = { item, place: view === this.#view ? this.#placeOf(item) : undefined };
	}

	/** Another question: its list is looked at from the top. */
	toTop(): void {
		this.#window = { from: 0, count: firstItems };
		this.#at = undefined;
	}

	/** Another table: nothing of the one before is left. */
	clear(): void {
		this.#view = undefined;
		this.#at = undefined;
		this.#folded.clear();
		this.#layout = new Layout(0, [], this.#folded);
		this.#revision++;
	}

	#placeOf(item: string): number | undefined {
		const row = this.#view?.indexOf(item.toLowerCase()) ?? -1;
		return row < 0 ? this.#layout.placeOfGroup(item) : this.#layout.placeOfRow(row);
	}
}
