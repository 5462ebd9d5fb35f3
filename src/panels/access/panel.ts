/** One access panel: what it does when its page asks. */
import * as vscode from 'vscode';
import type { AccessSubject } from '../../reservations/access';
import type { PageTalk } from '../shared/page';
import { Panel } from '../shared/panel';
import type { PanelHost } from '../shared/session';
import { AccessContent } from './content';
import type { AccessDoctor } from './doctor';
import type { AccessCommand, HostMessage, PageMessage } from './messages';

/** What the panels need of the rest of the extension. */
export interface AccessHost extends PanelHost<AccessDoctor> {
	/** Runs one of the allowed commands on what a panel examines; signing in gives the account, nothing when the user gave up. */
	runCommand(id: AccessCommand, subject: AccessSubject): unknown;
}

export class AccessPanel extends Panel<AccessSubject, AccessContent, HostMessage, AccessHost> {
	constructor(subject: AccessSubject, page: PageTalk<HostMessage>, host: AccessHost) {
		super({ subject, content: new AccessContent(subject, host.session, page), page, host });
	}

	/** Checks anew, unless it does so already. */
	again(): void {
		if (!this.content.isRunning) this.#check();
	}

	#check(): void {
		this.page.say(vscode.l10n.t('Checking access…'));
		this.page.tell(this.content.check());
	}

	receive(message: PageMessage): void {
		const { content } = this;
		const page = this.page;
		switch (message.type) {
			case 'ready':
				content.postAll();
				break;
			case 'checkAgain':
				this.#check();
				break;
			case 'stop':
				page.tell(content.stop());
				break;
			case 'copyReport':
				page.tell(content.copyReport());
				break;
			case 'retryWho':
				page.tell(content.retryWho());
				break;
			case 'copyShell':
				page.tell(content.copyShell(message));
				break;
			case 'openLink':
				page.tell(content.openLink(message));
				break;
			case 'command':
				page.tell(this.#run(message.command));
				break;
		}
	}

	/** What somebody may do who has just signed in, or in another way, is examined anew. @returns what to tell once that is done */
	async #run(command: AccessCommand): Promise<string | undefined> {
		const account = await this.host.runCommand(command, this.subject);
		return command === 'cspReservations.signIn' && account !== undefined ? this.content.check() : undefined;
	}
}
