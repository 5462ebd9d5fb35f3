/** An operation as a text in an editor tab: for reading only, and always as it stands now. */
import * as vscode from 'vscode';
import type { Operation } from '../reservations/operations/model';
import { titleWords } from './operation-words';
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

	async show(operation: Operation): Promise<void> {
		// The path is the tab's title; a customer's name may hold anything.
		const title = titleWords(operation).replace(/[\\/:*?"<>|]+/g, ' ');
		const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${title}.txt`, query: operation.id });
		await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
		await this.#operations.setLookedAt(operation);
	}

	provideTextDocumentContent({ query }: vscode.Uri): string {
		const operation = this.#operations.find(query);
		if (operation !== undefined) return this.#operations.service?.operations.describeOperation(operation) ?? '';
		return vscode.l10n.t(
			'The journal of the connection in use has no operation {0}. It may be of another connection, or the connection is still starting.',
			query,
		);
	}

	dispose(): void {
		vscode.Disposable.from(...this.#disposables).dispose();
	}
}
