/** What the view "Operations" shows: the returns, exchanges and changes of this computer, what is not settled on top and as a badge. */
import * as vscode from 'vscode';
import { type Entry, isChange } from '../host/entries';
import { unsettledWords } from '../host/operation-words';
import type { Operations } from '../host/operations';
import type { Session } from '../host/session';
import { changeTooltip } from './change-items';
import { operationsChildren, operationsItem, operationTooltip } from './operations-items';
import { changeNode, isOperationsNode, type OperationsNode, operationNode, unreadableNode } from './operations-nodes';
import { RefreshQueue } from './refresh-queue';

/** The ages grow: drawn anew so often (ms) while the view can be seen. */
const REDRAW_EVERY = 60_000;

export class OperationsTree implements vscode.Disposable {
	readonly #operations: Operations;
	readonly #session: Session;
	readonly #view: vscode.TreeView<unknown>;
	readonly #changes = new vscode.EventEmitter<void>();
	/** Fires when what is shown has changed, at most once a second. */
	readonly onDidChange = this.#changes.event;
	readonly #queue = new RefreshQueue<OperationsNode>(() => this.#changes.fire());
	readonly #redraw: NodeJS.Timeout;
	readonly #disposables: vscode.Disposable[];
	#told: string | undefined;

	constructor(session: Session, operations: Operations, view: vscode.TreeView<unknown>) {
		this.#session = session;
		this.#operations = operations;
		this.#view = view;
		this.#disposables = [
			this.#changes,
			this.#queue,
			operations.onDidChange(() => {
				this.#describe();
				this.#queue.allSoon();
			}),
			view.onDidChangeSelection(({ selection: [node] }) => {
				if (!isOperationsNode(node)) return;
				if (node.kind === 'operation') void operations.setLookedAt(node.operation);
				if (node.kind === 'change') void operations.setLookedAt(node.record);
			}),
		];
		this.#redraw = setInterval(() => {
			if (view.visible) this.#queue.allSoon();
		}, REDRAW_EVERY);
		this.#describe();
	}

	/** The number on the view's icon. */
	get badge(): number {
		return this.#view.badge?.value ?? 0;
	}

	itemOf(node: OperationsNode): vscode.TreeItem {
		return operationsItem(node, Date.now());
	}

	withTooltip(item: vscode.TreeItem, node: OperationsNode): vscode.TreeItem {
		if (node.kind === 'operation') item.tooltip = operationTooltip(node.operation);
		if (node.kind === 'change') item.tooltip = changeTooltip(node);
		return item;
	}

	/** @param node undefined for the roots */
	async childrenOf(node?: OperationsNode): Promise<OperationsNode[]> {
		if (node !== undefined) return operationsChildren(node);
		try {
			// Whoever looks at the list wants it; the tree of customers shares the same start.
			await this.#session.service();
			this.#tell(this.#operations.known ? 'none' : 'loading');
		} catch {
			// Why there is no connection is shown by the view of customers, and the way there by this view's welcome text.
			this.#tell('failed');
		}
		return [...this.#operations.unreadable.map(unreadableNode), ...this.#operations.entries.map((entry) => this.#nodeOf(entry))];
	}

	#nodeOf(entry: Entry): OperationsNode {
		return isChange(entry) ? changeNode(entry, this.#operations.differencesOf(entry)) : operationNode(entry);
	}

	#describe(): void {
		const { open, unknown } = this.#operations.counts;
		this.#view.badge = open + unknown === 0 ? undefined : { value: open + unknown, tooltip: unsettledWords(open, unknown) };
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
