/** Panels whose code is a bundle of its own, loaded with the first panel that is opened or restored. */
import type * as vscode from 'vscode';

/** The panels of one kind, once their code is loaded. */
export interface Panels<Subject> extends vscode.Disposable {
	open(subject: Subject): void;
	restore(panel: vscode.WebviewPanel, state: unknown): void;
	/** What the panel that has the focus shows. */
	readonly active: Subject | undefined;
}

export class LazyPanels<Subject, Loaded extends Panels<Subject> = Panels<Subject>>
	implements vscode.WebviewPanelSerializer, vscode.Disposable
{
	readonly #loader: () => Promise<Loaded>;
	#loading: Promise<Loaded> | undefined;
	#loaded: Loaded | undefined;

	constructor(load: () => Promise<Loaded>) {
		this.#loader = load;
	}

	/** What the panel that has the focus shows. */
	get active(): Subject | undefined {
		return this.#loaded?.active;
	}

	/** The panels, if any was opened yet. */
	get loaded(): Loaded | undefined {
		return this.#loaded;
	}

	async open(subject: Subject): Promise<void> {
		(await this.load()).open(subject);
	}

	async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
		(await this.load()).restore(panel, state);
	}

	/** The panels' code, for what it can do without a panel. */
	async load(): Promise<Loaded> {
		this.#loading ??= this.#loader().catch((error: unknown) => {
			// Who opens one next tries again.
			this.#loading = undefined;
			throw error;
		});
		this.#loaded = await this.#loading;
		return this.#loaded;
	}

	dispose(): void {
		this.#loaded?.dispose();
	}
}
