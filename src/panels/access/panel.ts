/** One access panel of VS Code: its page, and what the page asks for. */
import * as vscode from 'vscode';
import type { AccessSubject } from '../../reservations/access';
import type { Change } from '../../reservations/api';
import { Page } from '../shared/page';
import { AccessContent } from './content';
import type { AccessSession } from './doctor';
import { type AccessCommand, type HostMessage, PageMessage } from './messages';

/** What a panel needs of its surroundings. */
interface PanelHost {
	readonly session: AccessSession;
	readonly extensionUri: vscode.Uri;
	/** Runs a command on the subject of this panel; signing in gives the account, nothing when the user gave up. */
	runCommand(id: AccessCommand): unknown;
	/** Called once, when the panel is gone. */
	closed(): void;
}

export class AccessPanel {
	readonly subject: AccessSubject;
	readonly page: Page<HostMessage, PageMessage>;
	readonly #host: PanelHost;
	readonly #content: AccessContent;

	constructor(panel: vscode.WebviewPanel, subject: AccessSubject, host: PanelHost) {
		this.subject = subject;
		this.#host = host;
		this.#content = new AccessContent(subject, {
			session: host.session,
			post: (message) => this.page.post(message),
			named: (name) => this.page.name(panelTitle(name)),
		});
		this.page = new Page<HostMessage, PageMessage>(panel, {
			name: 'access',
			icon: 'shield',
			title: vscode.l10n.t('Access check'),
			starting: vscode.l10n.t('Checking access…'),
			extensionUri: host.extensionUri,
			log: host.session.log,
			asked: PageMessage,
			receive: (message) => this.#receive(message),
			closed: () => {
				this.#content.forget();
				host.closed();
			},
		});
		this.page.tell(this.#content.start());
	}

	/** Checks anew, unless it does so already. */
	again(): void {
		if (!this.#content.isRunning) this.#check();
	}

	#check(): void {
		this.page.post({ type: 'announce', text: vscode.l10n.t('Checking access…') });
		this.page.tell(this.#content.check());
	}

	/** Follows names, and another connection. */
	follow(change: Change): void {
		const work = this.#content.follow(change);
		if (work !== undefined) this.page.tell(work);
	}

	#receive(message: PageMessage): void {
		const content = this.#content;
		switch (message.type) {
			case 'ready':
				content.postAll();
				break;
			case 'checkAgain':
				this.#check();
				break;
			case 'stop':
				this.page.tell(Promise.resolve(content.stop()));
				break;
			case 'copyReport':
				this.page.tell(content.copyReport());
				break;
			case 'retryWho':
				this.page.tell(content.retryWho());
				break;
			case 'copyShell':
				this.page.tell(content.copyShell(message));
				break;
			case 'openLink':
				this.page.tell(content.openLink(message));
				break;
			case 'command':
				this.page.tell(this.#run(message.command));
				break;
		}
	}

	/** What somebody may do who has just signed in, or in another way, is examined anew. @returns what to tell once that is done */
	async #run(command: AccessCommand): Promise<string | undefined> {
		const account = await this.#host.runCommand(command);
		return command === 'cspReservations.signIn' && account !== undefined ? this.#content.check() : undefined;
	}
}

/** Title of the tab. */
export function panelTitle(name: string): string {
	return vscode.l10n.t('Access: {0}', name);
}
