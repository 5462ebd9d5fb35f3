/** The view "Operations": the returns and exchanges of this computer, with what is not settled on top and as a badge. */
import * as vscode from 'vscode';
import { isUnknown } from '../host/operation-facts';
import { unsettledWords } from '../host/operation-words';
import type { Operations } from '../host/operations';
import type { Session } from '../host/session';
import { operationsChildren, operationsItem, operationTooltip } from './operations-items';
import { type OperationsNode, operationNode, unreadableNode } from './operations-nodes';
import { RefreshQueue } from './refresh-queue';

const VIEW = 'cspReservations.operations';
/** The ages grow: drawn anew so often (ms) while the view can be seen. */
const REDRAW_EVERY = 60_000;

export class OperationsView implements vscode.TreeDataProvider<OperationsNode>, vscode.Disposable {
	readonly #operations: Operations;
	readonly #session: Session;
	readonly #changes = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.#changes.event;
	readonly #queue = new RefreshQueue<OperationsNode>(() => this.#changes.fire(undefined));
	readonly #view: vscode.TreeView<OperationsNode>;
	readonly #redraw: NodeJS.Timeout;
	readonly #disposables: vscode.Disposable[];
	#told: string | undefined;

	constructor(session: Session, operations: Operations) {
		this.#session = session;
		this.#operations = operations;
		this.#view = vscode.window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true });
		this.#disposables = [
			this.#changes,
			this.#queue,
			this.#view,
			operations.onDidChange(() => {
				this.#describe();
				this.#queue.allSoon();
			}),
			this.#view.onDidChangeSelection(({ selection: [node] }) => {
				if (node?.kind === 'operation' && isUnknown(node.operation)) void operations.setLookedAt(node.operation);
			}),
		];
		this.#redraw = setInterval(() => {
			if (this.#view.visible) this.#queue.allSoon();
		}, REDRAW_EVERY);
		this.#describe();
	}

	/** The number on the view's icon; 0 for none. */
	get badge(): number {
		return this.#view.badge?.value ?? 0;
	}

	getTreeItem(node: OperationsNode): vscode.TreeItem {
		return operationsItem(node, Date.now());
	}

	/** Fills in what is needed only when the user rests on an item. */
	resolveTreeItem(item: vscode.TreeItem, node: OperationsNode): vscode.TreeItem {
		if (node.kind === 'operation') item.tooltip = operationTooltip(node.operation);
		return item;
	}

	getParent(node: OperationsNode): OperationsNode | undefined {
		return node.parent;
	}

	async getChildren(node?: OperationsNode): Promise<OperationsNode[]> {
		if (node !== undefined) return operationsChildren(node);
		try {
			// Whoever looks at the list wants it; the tree of customers shares the same start.
			await this.#session.service();
			this.#tell(this.#operations.known ? 'none' : 'loading');
		} catch {
			// Why there is no connection is shown by the view of customers, and in this view's welcome text.
			this.#tell('failed');
		}
		return [...this.#operations.unreadable.map(unreadableNode), ...this.#operations.all.map(operationNode)];
	}

	#describe(): void {
		const { open, unknown } = this.#operations.counts;
		// The badge can't be taken back by undefined in all versions of VS Code: 0 takes it away.
		this.#view.badge = { value: open + unknown, tooltip: unsettledWords(open, unknown) };
	}

	/** Which welcome text an empty list shows. */
	#tell(state: 'none' | 'loading' | 'failed'): void {
		if (state === this.#told) return;
		this.#told = state;
		void vscode.commands.executeCommand('setContext', 'cspReservations.operations', state);
	}

	dispose(): void {
		clearInterval(this.#redraw);
		vscode.Disposable.from(...this.#disposables).dispose();
	}
}
