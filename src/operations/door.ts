/** The view "Operations" before its code is loaded: that comes with the connection, with a look at the view, or with a command. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../host/session';
import { readSettings } from '../host/settings';
import { mayBelongTo } from '../host/storage-folders';
import type { OperationsNode } from '../tree/operations-nodes';
import type { OperationsDesk } from './api';

/** States in which the journal needs nobody any more. */
const settled = ['succeeded', 'partial', 'failed', 'notDone'];

export class OperationsDoor implements vscode.TreeDataProvider<OperationsNode>, vscode.Disposable {
	readonly #session: Session;
	readonly #load: (view: vscode.TreeView<OperationsNode>) => Promise<OperationsDesk>;
	readonly #changes = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.#changes.event;
	readonly #view: vscode.TreeView<OperationsNode>;
	readonly #disposables: vscode.Disposable[];
	#loading: Promise<OperationsDesk> | undefined;
	#desk: OperationsDesk | undefined;

	/** @param load loads the code and follows the operations of the session */
	constructor(session: Session, load: (view: vscode.TreeView<OperationsNode>) => Promise<OperationsDesk>) {
		this.#session = session;
		this.#load = load;
		this.#view = vscode.window.createTreeView('cspReservations.operations', { treeDataProvider: this, showCollapseAll: true });
		this.#disposables = [
			this.#changes,
			this.#view,
			session.onDidStart(() =>
				this.desk().catch((error: unknown) => session.log.error(`Operations can't be followed: ${String(error)}`)),
			),
			session.onDidChange(() => {
				// Another connection may have something open too.
				if (session.current === undefined) void this.startIfOpen();
			}),
		];
	}

	/** The operations, with their code loaded. */
	async desk(): Promise<OperationsDesk> {
		this.#loading ??= this.#load(this.#view).catch((error: unknown) => {
			// Who asks next tries again.
			this.#loading = undefined;
			throw error;
		});
		const desk = await this.#loading;
		if (this.#desk === undefined) {
			this.#desk = desk;
			this.#disposables.push(
				desk,
				desk.tree.onDidChange(() => this.#changes.fire(undefined)),
			);
		}
		return desk;
	}

	async getChildren(node?: OperationsNode): Promise<OperationsNode[]> {
		return (await this.desk()).tree.childrenOf(node);
	}

	async getTreeItem(node: OperationsNode): Promise<vscode.TreeItem> {
		return (await this.desk()).tree.itemOf(node);
	}

	/** Fills in what is needed only when the user rests on an item. */
	async resolveTreeItem(item: vscode.TreeItem, node: OperationsNode): Promise<vscode.TreeItem> {
		return (await this.desk()).tree.withTooltip(item, node);
	}

	getParent(node: OperationsNode): OperationsNode | undefined {
		return node.parent;
	}

	/**
	 * Starts the connection when its journal has something that is not settled, so that it is followed without anybody opening a
	 * view. Where there is no such journal nothing is loaded.
	 */
	async startIfOpen(): Promise<void> {
		try {
			if (await this.#hasOpen()) await this.#session.service();
		} catch (error) {
			// Nobody has asked for the connection: why it can't be made is shown where somebody does.
			this.#session.log.warn(`Open operations can't be followed now: ${error instanceof Error ? error.message : String(error)}`);
		}
	}

	async #hasOpen(): Promise<boolean> {
		const { fsPath: storage } = this.#session.storage;
		for (const folder of (await namesIn(storage)).filter(mayBelongTo(readSettings()))) {
			for (const journal of ['journal', 'changes'].map((name) => path.join(storage, folder, name))) {
				for (const name of (await namesIn(journal)).filter((file) => file.endsWith('.json'))) {
					if (isOpenRecord(await readFile(path.join(journal, name), 'utf8'))) return true;
				}
			}
		}
		return false;
	}

	dispose(): void {
		vscode.Disposable.from(...this.#disposables).dispose();
	}
}

/** @returns none when there is no such folder */
function namesIn(folder: string): Promise<string[]> {
	return readdir(folder).catch(() => []);
}

/** The service reads the journal with care; to decide whether it is needed, the state will do. What can't be read needs it. */
function isOpenRecord(text: string): boolean {
	try {
		type Stored = { readonly state?: string; readonly setAside?: unknown };
		const { operation, change } = JSON.parse(text) as Partial<Record<'operation' | 'change', Stored>>;
		const { state = '', setAside } = operation ?? change ?? {};
		return !settled.includes(state) && setAside === undefined;
	} catch {
		return true;
	}
}
