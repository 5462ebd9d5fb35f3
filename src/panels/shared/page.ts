/** A panel's page as its host sees it: what it asks for is parsed, what it is told waits until it can show it. */
import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import { pageHtml } from './html';
import type { Announce } from './messages';

/** Where what goes wrong is told. */
export type PanelLog = Pick<vscode.LogOutputChannel, 'warn' | 'error'>;

interface PageOptions<Asked> {
	/** Name of the page's bundle in `dist/media`, and of the panel in the log. */
	readonly name: string;
	/** Codicon of the tab. */
	readonly icon: string;
	/** Title of the page's document: what kind of thing it shows, no data. */
	readonly title: string;
	/** What the page says until its content comes. */
	readonly starting: string;
	readonly extensionUri: vscode.Uri;
	readonly log: PanelLog;
	/** What the page may ask for; `ready`, the first message of every page, is among it. */
	readonly asked: z.ZodMiniType<Asked>;
	/** Called with what the page asked for, `ready` included. */
	receive(message: Asked): void;
	/** Called once, when the panel is gone. */
	closed(): void;
}

export class Page<Told, Asked extends { readonly type: string }> {
	readonly #panel: vscode.WebviewPanel;
	readonly #options: PageOptions<Asked>;
	#ready = false;
	#gone = false;

	/** Fills the panel; the page then asks for its content by saying that it is ready. */
	constructor(panel: vscode.WebviewPanel, options: PageOptions<Asked>) {
		this.#panel = panel;
		this.#options = options;
		panel.iconPath = new vscode.ThemeIcon(options.icon);
		panel.onDidDispose(() => {
			this.#gone = true;
			options.closed();
		});
		panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
		panel.webview.html = pageHtml(panel.webview, options.extensionUri, {
			bundle: options.name,
			title: options.title,
			starting: options.starting,
		});
	}

	get isActive(): boolean {
		return this.#panel.active;
	}

	reveal(): void {
		this.#panel.reveal();
	}

	dispose(): void {
		this.#panel.dispose();
	}

	/** Names the tab. */
	name(title: string): void {
		if (!this.#gone && this.#panel.title !== title) this.#panel.title = title;
	}

	/** A page that is hidden or not there yet gets nothing: it asks for everything when it says that it is ready. */
	post(message: Told | Announce): void {
		if (!this.#gone && this.#ready) void this.#panel.webview.postMessage(message);
	}

	/** Lets the page's live region tell the end of something the user asked for. */
	tell(work: Promise<string | undefined>): void {
		work
			.then((text) => {
				if (text !== undefined) this.post({ type: 'announce', text });
			})
			.catch((error: unknown) =>
				this.#options.log.error(`Panel ${this.#options.name}: ${error instanceof Error ? error.message : String(error)}`),
			);
	}

	#receive(raw: unknown): void {
		if (this.#gone) return;
		const { asked, log, name } = this.#options;
		const parsed = asked.safeParse(raw);
		if (!parsed.success) {
			log.warn(`Panel ${name}: a message of the page was not understood and was ignored.`);
			return;
		}
		if (parsed.data.type === 'ready') this.#ready = true;
		this.#options.receive(parsed.data);
	}
}
