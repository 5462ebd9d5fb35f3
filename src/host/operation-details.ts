/** An operation or a change as a text in an editor tab: for reading only, and always as it stands now. */
import * as vscode from 'vscode';
import { entryTitle } from './change-words';
import type { Entry } from './entries';
import type { Operations } from './operations';

const SCHEME = 'csp-reservations-operation';

export class OperationDetails implements vscode.TextDocumentContentProvider, vscode.Disposable {
	readonly #operations: Operations;
	readonly #changes = new vscode.EventEmitter<vscode.Uri>();
	readonly onDidChange = this.#changes.event;
	readonly #disposables: vscode.Disposable[];

	constructor(operations: Operations) {
		this.#operations = operations;
		this.#disposables = [
			this.#changes,
			vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
			operations.onDidChange((changed) => {
				for (const { uri } of vscode.workspace.textDocuments) {
					if (uri.scheme === SCHEME && (changed === undefined || uri.query === changed.id)) this.#changes.fire(uri);
				}
			}),
		];
	}

	async show(entry: Entry): Promise<void> {
		// The path is the tab's title; a customer's name may hold anything.
		const title = entryTitle(entry).replace(/[\\/:*?"<>|]+/g, ' ');
		const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${title}.txt`, query: entry.id });
		await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
		await this.#operations.setLookedAt(entry);
	}

	provideTextDocumentContent({ query }: vscode.Uri): string {
		const entry = this.#operations.findEntry(query);
		if (entry !== undefined) return this.#operations.describe(entry);
		return vscode.l10n.t(
			'The journal of the connection in use has no operation {0}. It may be of another connection, or the connection is still starting.',
			query,
		);
	}

	dispose(): void {
		vscode.Disposable.from(...this.#disposables).dispose();
	}
}
