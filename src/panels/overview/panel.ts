/** One Overview panel of VS Code: its page, and what the page asks for. */
import * as vscode from 'vscode';
import type { Change } from '../../reservations/api';
import type { ReservationRef } from '../../reservations/model';
import { OverviewContent, type PanelSession } from './content';
import { overviewHtml } from './html';
import { type HostMessage, type PageCommand, PageMessage } from './messages';

/** What a panel needs of its surroundings. */
interface PanelHost {
	readonly session: PanelSession;
	readonly extensionUri: vscode.Uri;
	/** Runs a command on the reservation of this panel; what it gives is awaited and ignored. */
	runCommand(id: string): unknown;
	/** Shows another reservation. */
	open(ref: ReservationRef): void;
	/** Called once, when the panel is gone. */
	closed(): void;
}

export class OverviewPanel {
	readonly ref: ReservationRef;
	readonly #panel: vscode.WebviewPanel;
	readonly #host: PanelHost;
	readonly #content: OverviewContent;
	#pageReady = false;
	#disposed = false;

	constructor(panel: vscode.WebviewPanel, ref: ReservationRef, host: PanelHost) {
		this.#panel = panel;
		this.ref = ref;
		this.#host = host;
		this.#content = new OverviewContent(ref, {
			session: host.session,
			post: (message) => this.#post(message),
			named: (name) => {
				if (!this.#disposed && panel.title !== name) panel.title = name;
			},
		});
		panel.iconPath = new vscode.ThemeIcon('graph');
		panel.onDidDispose(() => this.#ended());
		panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
		panel.webview.html = overviewHtml(panel.webview, host.extensionUri);
		this.#content.start();
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

	/** Reads everything that is shown anew. */
	refresh(): void {
		this.#tell(this.#content.refresh());
	}

	/** Shows what the service came to know. */
	follow(change: Change): void {
		this.#content.follow(change);
	}

	#receive(raw: unknown): void {
		if (this.#disposed) return;
		const parsed = PageMessage.safeParse(raw);
		if (!parsed.success) {
			this.#host.session.log.warn('Overview: a message of the page was not understood and was ignored.');
			return;
		}
		const message = parsed.data;
		switch (message.type) {
			case 'ready':
				this.#pageReady = true;
				this.#content.postAll();
				break;
			case 'command':
				this.#tell(this.#run(message.command));
				break;
			case 'refresh':
				this.refresh();
				break;
			case 'retry':
				this.#tell(this.#content.retry(message.part));
				break;
			case 'showUsage':
				this.#content.showUsage(message.grain);
				break;
			case 'showDay':
				this.#tell(this.#content.showDay(message.day));
				break;
			case 'openReservation':
				this.#host.open({ ...this.ref, reservationId: message.reservationId.toLowerCase() });
				break;
		}
	}

	async #run(command: PageCommand): Promise<string | undefined> {
		await this.#host.runCommand(command);
		return command.startsWith('cspReservations.copy') ? vscode.l10n.t('Copied to the clipboard.') : undefined;
	}

	/** Lets the page's live region tell the end of something the user asked for. */
	#tell(work: Promise<string | undefined>): void {
		work
			.then((text) => {
				if (text !== undefined) this.#post({ type: 'announce', text });
			})
			.catch((error: unknown) =>
				this.#host.session.log.error(`Overview: ${error instanceof Error ? error.message : String(error)}`),
			);
	}

	/** A page that is hidden or not there yet gets nothing: it asks for everything when it says that it is ready. */
	#post(message: HostMessage): void {
		if (!this.#disposed && this.#pageReady) void this.#panel.webview.postMessage(message);
	}

	#ended(): void {
		this.#disposed = true;
		this.#content.forget();
		this.#host.closed();
	}
}
