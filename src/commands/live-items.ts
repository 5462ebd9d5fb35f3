/**
 * The items of a quick pick that change while it is open. VS Code tells which item is meant by its place alone, and it may still show the
 * list before the last one when the user presses Enter: read in the last one, that place is another item, or none.
 */
import * as vscode from 'vscode';

interface LiveItemsOptions<T> {
	/** The same in two lists: the same item. Undefined: nothing that could be chosen. */
	readonly keyOf: (item: T) => string | undefined;
	/** The user chose this one. */
	readonly accepted: (item: T) => void;
	/** VS Code shows the last list: there may be another one. */
	readonly free: () => void;
}

export class LiveItems<T extends vscode.QuickPickItem> {
	readonly #pick: vscode.QuickPick<T>;
	readonly #options: LiveItemsOptions<T>;
	/** What the user sees; while another list is on its way to VS Code, the one before it. */
	#shown: readonly T[] = [];
	/** The list that is on its way. */
	#next: readonly T[] | undefined;
	/** Enter was pressed at an item that can't be told before the list on its way is shown. */
	#isAccepting = false;

	constructor(pick: vscode.QuickPick<T>, options: LiveItemsOptions<T>) {
		this.#pick = pick;
		this.#options = options;
	}

	/** A list is on its way; another one has to wait, so that it is always sure which one the user sees. */
	get isBusy(): boolean {
		return this.#next !== undefined;
	}

	/**
	 * Shows other items. Not while {@link isBusy}.
	 * @param active the one that Enter takes; undefined: the first one
	 */
	set(items: readonly T[], active: T | undefined): void {
		this.#next = items;
		this.#pick.keepScrollPosition = true;
		this.#pick.items = items;
		if (active !== undefined) this.#pick.activeItems = [active];
		// The pick sends what it was given in the next turn.
		setTimeout(() => this.#follow(items));
	}

	/** To be called when the user accepts. */
	accept(): void {
		const [told] = this.#pick.selectedItems;
		const item = told === undefined ? undefined : this.seen(told);
		if (item !== undefined) this.#options.accepted(item);
		else this.#isAccepting = this.isBusy;
	}

	/** @param told an item as an event tells it @returns the one at that place in the list that the user sees */
	seen(told: T): T | undefined {
		// Told before the list on its way was set.
		if (this.#shown.includes(told)) return told;
		return this.#next === undefined ? undefined : this.#shown[this.#next.indexOf(told)];
	}

	/** A command goes the same way behind the list, and its answer comes back behind everything that the user did before it was shown. */
	#follow(items: readonly T[]): void {
		const arrived = () => this.#arrived(items);
		vscode.commands.executeCommand('setContext', 'cspReservations.itemsShown', items.length).then(arrived, arrived);
	}

	#arrived(items: readonly T[]): void {
		const before = this.#shown;
		this.#shown = items;
		this.#next = undefined;
		if (this.#isAccepting) this.#acceptLate(before, items);
		this.#isAccepting = false;
		this.#options.free();
	}

	/** The place was behind the end of the new list: what is chosen there now must have been there. Else the user sees it, and chooses anew. */
	#acceptLate(before: readonly T[], now: readonly T[]): void {
		const { keyOf, accepted } = this.#options;
		const [active] = this.#pick.activeItems;
		const key = active === undefined ? undefined : keyOf(active);
		if (active !== undefined && key !== undefined && before.slice(now.length).some((it) => keyOf(it) === key)) accepted(active);
	}
}
