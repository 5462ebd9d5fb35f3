/**
 * The items of a quick pick that change while it is open. VS Code tells which item is meant by its place alone, and it may still show the
 * list before the last one when the user presses Enter: read in the last one, that place is another item, or none.
 */
import * as vscode from 'vscode';

interface LiveItemsOptions<T> {
	/** The same in two lists: the same item. Undefined: nothing that could be chosen. */
	readonly keyOf: (item: T) => string | undefined;
	/** VS Code shows the last list: there may be another one. */
	readonly free: () => void;
}

/** Something was chosen while it was not certain in which list. */
interface Choice<T> {
	/** The item at its place in the list on its way, and in the one before that. */
	readonly place: { readonly next: T | undefined; readonly shown: T | undefined };
	readonly take: (item: T) => void;
	/** VS Code has told of another focus since. */
	isFocusChanged: boolean;
}

export class LiveItems<T extends vscode.QuickPickItem> {
	readonly #pick: vscode.QuickPick<T>;
	readonly #options: LiveItemsOptions<T>;
	/** What the user sees for certain, or saw before the list on its way. */
	#shown: readonly T[] = [];
	/** The list that is on its way. */
	#next: readonly T[] | undefined;
	#choice: Choice<T> | undefined;

	constructor(pick: vscode.QuickPick<T>, options: LiveItemsOptions<T>) {
		this.#pick = pick;
		this.#options = options;
	}

	/** A list is on its way; another one has to wait, so that there are never more than two that the user may see. */
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

	/**
	 * The user has chosen something.
	 * @param told the item as VS Code's event tells it
	 * @param take gets the item that the user saw, at once or when that is certain; never another one: rather the user chooses anew
	 */
	choose(told: T | undefined, take: (item: T) => void): void {
		const next = this.#next;
		const shown = told && next && this.#shown[next.indexOf(told)];
		const isSameInBoth = told !== undefined && shown !== undefined && this.#isSame(told, shown);
		// At rest, or told before the list on its way was set.
		const isCertain = told !== undefined && (this.#shown.includes(told) || isSameInBoth);
		if (isCertain) take(told);
		else if (next !== undefined) this.#choice = { place: { next: told, shown }, take, isFocusChanged: false };
	}

	/** To be called whenever VS Code tells of another focus. */
	focusChanged(): void {
		if (this.#choice !== undefined) this.#choice.isFocusChanged = true;
	}

	/** A command goes the same way behind the list, and its answer comes back behind everything that the user did before it was shown. */
	#follow(items: readonly T[]): void {
		const arrived = () => this.#arrived(items);
		vscode.commands.executeCommand('setContext', 'cspReservations.itemsShown', items.length).then(arrived, arrived);
	}

	#arrived(items: readonly T[]): void {
		const [before, choice] = [this.#shown, this.#choice];
		this.#shown = items;
		this.#next = undefined;
		this.#choice = undefined;
		if (choice !== undefined) this.#decide(choice, before);
		this.#options.free();
	}

	/** VS Code moves the focus when it shows a list, and tells so: a choice without that behind it was made in this list already. */
	#decide({ place, take, isFocusChanged }: Choice<T>, before: readonly T[]): void {
		if (!isFocusChanged) {
			if (place.next !== undefined) take(place.next);
			return;
		}
		// It was made in the list before: at its place there, or behind the end of this one. The focus has to be on it again.
		const seen = place.next === undefined ? before.slice(this.#shown.length) : [place.shown];
		const [active] = this.#pick.activeItems;
		if (active !== undefined && seen.some((it) => it !== undefined && this.#isSame(it, active))) take(active);
	}

	#isSame(one: T, other: T): boolean {
		const key = this.#options.keyOf(one);
		return key !== undefined && key === this.#options.keyOf(other);
	}
}
