/** A panel's page as its host sees it: what it asks for is parsed, what it is told waits until it can show it. */
import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import { pageHtml } from './html';
import type { Announce } from './messages';

/** Where what goes wrong is told. */
export type PanelLog = Pick<vscode.LogOutputChannel, 'warn' | 'error'>;

/** What all panels of one kind look like, and what their pages may ask for. */
export interface PageKind<Asked> {
	/** Name of the page's bundle in `dist/media`, of the panel in the log, and of the kind in VS Code (`cspReservations.<name>`). */
	readonly name: string;
	/** Codicon of the tab. */
	readonly icon: string;
	/** What kind of thing it shows, no data: title of the page's document, and of the tab as long as nothing has a name. */
	readonly title: string;
	/** What the page says until its content comes. */
	readonly starting: string;
	/** `ready`, the first message of every page, is among it. */
	readonly asked: z.ZodMiniType<Asked>;
	/** Title of the tab of something with this name. */
	tabTitle(name: string): string;
}

interface PageOptions<Asked> {
	readonly kind: PageKind<Asked>;
	readonly extensionUri: vscode.Uri;
	readonly log: PanelLog;
	/** Called with what the page asked for, `ready` included. */
	receive(message: Asked): void;
	/** Called once, when the panel is gone. */
	closed(): void;
}

/** What the content of a panel tells its page. */
export interface PageTalk<Message> {
	/** The page can be seen: nothing lies over it. */
	readonly isVisible: boolean;
	/** A page that is hidden or not there yet gets nothing: it asks for everything when it says that it is ready. */
	post(message: Message | Announce): void;
	/** Lets the page's live region tell something. */
	say(text: string): void;
	/** Lets the page's live region tell the end of something the user asked for. */
	tell(work: Promise<string | undefined> | string | undefined): void;
	/** Names the tab after what the panel shows; undefined: nothing is known, or may be known, of it. */
	named(name: string | undefined): void;
}

export class Page<Asked extends { readonly type: string }> implements PageTalk<{ readonly type: string }> {
	readonly #panel: vscode.WebviewPanel;
	readonly #options: PageOptions<Asked>;
	#ready = false;
	#gone = false;

	/** Fills the panel; the page then asks for its content by saying that it is ready. */
	constructor(panel: vscode.WebviewPanel, options: PageOptions<Asked>) {
		this.#panel = panel;
		this.#options = options;
		const { name, icon, title, starting } = options.kind;
		panel.iconPath = new vscode.ThemeIcon(icon);
		panel.onDidDispose(() => {
			this.#gone = true;
			options.closed();
		});
		panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
		panel.webview.html = pageHtml(panel.webview, options.extensionUri, { bundle: name, title, starting });
	}

	get isVisible(): boolean {
		return this.#panel.visible;
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

	named(name: string | undefined): void {
		const { kind } = this.#options;
		const title = name === undefined ? kind.title : kind.tabTitle(name);
		if (!this.#gone && this.#panel.title !== title) this.#panel.title = title;
	}

	post(message: { readonly type: string }): void {
		if (!this.#gone && this.#ready) void this.#panel.webview.postMessage(message);
	}

	say(text: string): void {
		const announcement: Announce = { type: 'announce', text };
		this.post(announcement);
	}

	tell(work: Promise<string | undefined> | string | undefined): void {
		const { kind, log } = this.#options;
		Promise.resolve(work)
			.then((text) => {
				if (text !== undefined) this.say(text);
			})
			.catch((error: unknown) => log.error(`Panel ${kind.name}: ${error instanceof Error ? error.message : String(error)}`));
	}

	#receive(raw: unknown): void {
		if (this.#gone) return;
		const { kind, log } = this.#options;
		const parsed = kind.asked.safeParse(raw);
		if (!parsed.success) {
			log.warn(`Panel ${kind.name}: a message of the page was not understood and was ignored.`);
			return;
		}
		if (parsed.data.type === 'ready') this.#ready = true;
		this.#options.receive(parsed.data);
	}
}
