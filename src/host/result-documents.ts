/** Results of work on many reservations as a text in an editor tab: for reading only, kept until VS Code ends. */
import * as vscode from 'vscode';

const SCHEME = 'csp-reservations-results';

export class ResultDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
	readonly #texts = new Map<string, string>();
	readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

	/** @param title of the tab; its characters that are none of a file name's are left out */
	async show(title: string, text: string): Promise<void> {
		const query = String(this.#texts.size + 1);
		this.#texts.set(query, text);
		const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${title.replace(/[\\/:*?"<>|]+/g, ' ')}.txt`, query });
		await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
	}

	provideTextDocumentContent({ query }: vscode.Uri): string {
		return (
			this.#texts.get(query) ?? vscode.l10n.t('These results were of an earlier session. The view Operations has every change.')
		);
	}

	dispose(): void {
		this.#registration.dispose();
	}
}
