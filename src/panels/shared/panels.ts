/** The open panels of one kind: one for each subject, found again when it is opened a second time, and kept over a reload. */
import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import type { Change } from '../../reservations/api';
import { pageRoot } from './html';
import { Page, type PageKind, type PageTalk } from './page';
import type { PanelHost } from './session';

/** What one panel has of its own: what it knows, and what it does when its page asks. */
export interface Filling<Asked> {
	readonly subject: unknown;
	readonly content: {
		/** Shows what is known and reads what is not. */
		start(): void;
		/** Shows what the service came to know, and begins anew with another connection. */
		follow(change: Change): void;
		/** Gives up what runs and forgets what is known: the panel is gone. */
		forget(): void;
	};
	receive(message: Asked): void;
}

/** What a kind of panels is told by: what it looks like, what it is about, and what is in it. */
export interface PanelKind<Saved, Asked, Panel> extends PageKind<Asked> {
	/** What a panel is about: of this its page keeps what the panel is restored from after a reload of the window. */
	readonly saved: z.ZodMiniType<Saved>;
	/** Tells subjects apart; compared without case, as ids are. */
	keyOf(subject: Saved): string;
	/** Its name as far as it is known without reading. */
	nameOf(subject: Saved): string | undefined;
	fill(subject: Saved, page: PageTalk<{ readonly type: string }>): Panel;
	/** What else a panel does that was there already when it was opened once more. */
	reopened?(panel: Panel, subject: Saved): void;
}

interface Open<Asked extends { readonly type: string }, Panel> {
	readonly page: Page<Asked>;
	readonly panel: Panel;
}

export class PanelSet<Saved, Asked extends { readonly type: string }, Panel extends Filling<Asked>> implements vscode.Disposable {
	readonly #host: PanelHost<unknown>;
	readonly #kind: PanelKind<Saved, Asked, Panel>;
	readonly #open = new Map<string, Open<Asked, Panel>>();
	readonly #changes: vscode.Disposable;

	/** Nothing is shown until {@link open} or {@link restore} is called. */
	constructor(host: PanelHost<unknown>, kind: PanelKind<Saved, Asked, Panel>) {
		this.#host = host;
		this.#kind = kind;
		this.#changes = host.session.onDidChange((change) => {
			for (const { panel } of this.#open.values()) panel.content.follow(change);
		});
	}

	/** What the panel that has the focus is about. */
	get active(): Panel['subject'] | undefined {
		return this.#focused?.panel.subject;
	}

	/** The panel of this subject; without one, the panel that has the focus. */
	find(subject?: Saved): Panel | undefined {
		return (subject === undefined ? this.#focused : this.#open.get(this.#keyOf(subject)))?.panel;
	}

	/** Shows the panel of this subject, a new one or the one that is there. */
	open(subject: Saved): Panel {
		const shown = this.#open.get(this.#keyOf(subject));
		if (shown !== undefined) {
			shown.page.reveal();
			this.#kind.reopened?.(shown.panel, subject);
			return shown.panel;
		}
		const { name, title, tabTitle, nameOf } = this.#kind;
		const named = nameOf(subject);
		const tab = named === undefined ? title : tabTitle(named);
		const { Active } = vscode.ViewColumn;
		return this.#fill(vscode.window.createWebviewPanel(`cspReservations.${name}`, tab, Active, this.#webviewOptions()), subject);
	}

	/** Fills a panel that VS Code kept over a reload of the window; ends it when its state can't be read or its subject is shown already. */
	restore(panel: vscode.WebviewPanel, state: unknown): void {
		const { success, data } = this.#kind.saved.safeParse(state);
		if (!success || this.find(data) !== undefined) {
			panel.dispose();
			return;
		}
		panel.webview.options = this.#webviewOptions();
		this.#fill(panel, data);
	}

	dispose(): void {
		this.#changes.dispose();
		for (const { page } of [...this.#open.values()]) page.dispose();
	}

	get #focused(): Open<Asked, Panel> | undefined {
		return [...this.#open.values()].find(({ page }) => page.isActive);
	}

	#keyOf(subject: Saved): string {
		return this.#kind.keyOf(subject).toLowerCase();
	}

	#fill(webviewPanel: vscode.WebviewPanel, subject: Saved): Panel {
		const key = this.#keyOf(subject);
		const page = new Page<Asked>(webviewPanel, {
			kind: this.#kind,
			extensionUri: this.#host.extensionUri,
			log: this.#host.session.log,
			receive: (message) => panel.receive(message),
			closed: () => {
				panel.content.forget();
				this.#open.delete(key);
			},
		});
		const panel = this.#kind.fill(subject, page);
		this.#open.set(key, { page, panel });
		panel.content.start();
		return panel;
	}

	/** The page runs its own script and loads its own files. */
	#webviewOptions(): vscode.WebviewOptions {
		return { enableScripts: true, localResourceRoots: [pageRoot(this.#host.extensionUri)] };
	}
}
