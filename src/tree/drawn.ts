/**
 * What VS Code was last given of the tree, as texts to compare: what shows already is not drawn again. That would do harm: until VS Code
 * has asked for the children of a row again, it hands no node to a command that is chosen on one of them; and a row that the user opens
 * while the whole tree is drawn is closed again, as VS Code lays the tree out as it was when it began.
 */
import type * as vscode from 'vscode';
import type { Known, ReservationList } from '../reservations/model';

export class Drawn {
	#list: string | undefined;
	/** Of a customer's row, and of what stands below it; by tenant id. */
	readonly #rows = new Map<string, string>();
	readonly #children = new Map<string, string>();

	/** @param list what decides which rows of customers there are, and in which order; undefined: not known, so never the same */
	setList(list: string | undefined): void {
		this.#list = list;
	}

	setRow(tenantId: string, item: vscode.TreeItem): void {
		this.#rows.set(tenantId, rowAsText(item));
	}

	setChildren(tenantId: string, known: Known<ReservationList>): void {
		this.#children.set(tenantId, childrenAsText(known));
	}

	isList(list: string | undefined): boolean {
		return list !== undefined && this.#list === list;
	}

	/** Whether a customer shows as it is: its row, and what stands below it if VS Code has asked for that. */
	isCustomer(tenantId: string, item: vscode.TreeItem, known: Known<ReservationList>): boolean {
		if (this.#rows.get(tenantId) !== rowAsText(item)) return false;
		const children = this.#children.get(tenantId);
		return children === undefined || children === childrenAsText(known);
	}

	clear(): void {
		this.#list = undefined;
		this.#rows.clear();
		this.#children.clear();
	}
}

function rowAsText({ label, description, contextValue, iconPath }: vscode.TreeItem): string {
	return JSON.stringify([label, description, contextValue, iconPath]);
}

/** Everything that the rows below a customer show, and that commands on them are given. */
function childrenAsText({ value, failure, waitingUntil }: Known<ReservationList>): string {
	return JSON.stringify([value, failure?.message, failure?.details, value === undefined ? waitingUntil : undefined]);
}
