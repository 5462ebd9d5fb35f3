/** The open panels of one kind: one for each subject, found again when it is opened a second time. */
import * as vscode from 'vscode';
import { pageRoot } from './html';

/** A panel as its keeper knows it. */
interface Kept {
	readonly page: { readonly isActive: boolean; reveal(): void; dispose(): void };
}

interface KeeperOptions<Subject, Panel extends Kept> {
	readonly viewType: string;
	readonly extensionUri: vscode.Uri;
	/** Tells subjects apart; compared without case, as ids are. */
	keyOf(subject: Subject): string;
	/** Title of a new panel until its content names it. */
	titleOf(subject: Subject): string;
	/** Makes the content of a panel; `closed` has to be called when the panel is gone. */
	fill(panel: vscode.WebviewPanel, subject: Subject, closed: () => void): Panel;
}

export class PanelKeeper<Subject, Panel extends Kept> implements vscode.Disposable {
	readonly #panels = new Map<string, Panel>();
	readonly #options: KeeperOptions<Subject, Panel>;

	constructor(options: KeeperOptions<Subject, Panel>) {
		this.#options = options;
	}

	/** All that are open. */
	get all(): readonly Panel[] {
		return [...this.#panels.values()];
	}

	/** The one that has the focus. */
	get active(): Panel | undefined {
		return this.all.find(({ page }) => page.isActive);
	}

	find(subject: Subject): Panel | undefined {
		return this.#panels.get(this.#keyOf(subject));
	}

	/** Shows the panel of this subject, a new one or the one that is there. */
	open(subject: Subject): void {
		const shown = this.find(subject);
		if (shown !== undefined) {
			shown.page.reveal();
			return;
		}
		const { viewType, titleOf } = this.#options;
		const { Active } = vscode.ViewColumn;
		this.#fill(vscode.window.createWebviewPanel(viewType, titleOf(subject), Active, this.#webviewOptions()), subject);
	}

	/**
	 * Fills a panel that VS Code kept over a reload of the window.
	 * @param subject undefined when its state could not be read: then it is ended, as is a second one of the same subject
	 */
	restore(panel: vscode.WebviewPanel, subject: Subject | undefined): void {
		if (subject === undefined || this.find(subject) !== undefined) {
			panel.dispose();
			return;
		}
		panel.webview.options = this.#webviewOptions();
		this.#fill(panel, subject);
	}

	dispose(): void {
		for (const { page } of this.all) page.dispose();
	}

	#keyOf(subject: Subject): string {
		return this.#options.keyOf(subject).toLowerCase();
	}

	#fill(panel: vscode.WebviewPanel, subject: Subject): void {
		const key = this.#keyOf(subject);
		this.#panels.set(
			key,
			this.#options.fill(panel, subject, () => this.#panels.delete(key)),
		);
	}

	/** The page runs its own script and loads its own files. */
	#webviewOptions(): vscode.WebviewOptions {
		return { enableScripts: true, localResourceRoots: [pageRoot(this.#options.extensionUri)] };
	}
}
