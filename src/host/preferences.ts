/** What the user chose and we remember on this computer: pinned customers, order, groups, whether ended ones are shown. */
import * as vscode from 'vscode';

export const sortOrders = ['name', 'expiry', 'use'] as const;
export type SortOrder = (typeof sortOrders)[number];

const SHOW_ENDED = 'showEnded';
const SORT = 'sort';
const PINNED = 'pinnedCustomers';
const GROUPED = 'groupByReseller';

/** Kept in `globalState`, which is not synced: tenant ids stay on this computer. */
export class Preferences implements vscode.Disposable {
	readonly #memory: vscode.Memento;
	readonly #changes = new vscode.EventEmitter<void>();
	readonly onDidChange = this.#changes.event;
	#pinned: ReadonlySet<string>;

	constructor(memory: vscode.Memento) {
		this.#memory = memory;
		const pinned = memory.get<unknown>(PINNED);
		this.#pinned = new Set(Array.isArray(pinned) ? pinned.filter((id) => typeof id === 'string') : []);
		void this.#publish();
	}

	get showEnded(): boolean {
		return this.#memory.get<unknown>(SHOW_ENDED) === true;
	}

	get sort(): SortOrder {
		const sort = this.#memory.get<unknown>(SORT);
		return sortOrders.find((order) => order === sort) ?? 'name';
	}

	/** Tenant ids of the pinned customers, in the order they were pinned. */
	get pinned(): ReadonlySet<string> {
		return this.#pinned;
	}

	/** Customers stand below their reseller. */
	get groupByReseller(): boolean {
		return this.#memory.get<unknown>(GROUPED) === true;
	}

	async setGroupByReseller(group: boolean): Promise<void> {
		await this.#memory.update(GROUPED, group);
		await this.#publish();
	}

	async setShowEnded(show: boolean): Promise<void> {
		await this.#memory.update(SHOW_ENDED, show);
		await this.#publish();
	}

	async setSort(sort: SortOrder): Promise<void> {
		await this.#memory.update(SORT, sort);
		await this.#publish();
	}

	/** @param tenantIds customers to pin or to unpin */
	async setPinned(tenantIds: readonly string[], pinned: boolean): Promise<void> {
		const all = new Set(this.#pinned);
		for (const id of tenantIds) {
			if (pinned) all.add(id);
			else all.delete(id);
		}
		this.#pinned = all;
		await this.#memory.update(PINNED, [...all]);
		await this.#publish();
	}

	/** The menus test the context keys to show one of two commands. */
	async #publish(): Promise<void> {
		this.#changes.fire();
		await vscode.commands.executeCommand('setContext', 'cspReservations.showEnded', this.showEnded);
		await vscode.commands.executeCommand('setContext', 'cspReservations.groupByReseller', this.groupByReseller);
	}

	dispose(): void {
		this.#changes.dispose();
	}
}
