/** One Support Requests panel: what it does when its page asks. */
import type { PageTalk } from '../shared/page';
import { Panel, silently } from '../shared/panel';
import type { PanelHost } from '../shared/session';
import type { SupportDesk } from '../support/desk';
import { RequestsContent } from './content';
import type { HostMessage, PageMessage, SavedState } from './messages';

/** Which customer's requests, and which of them is shown below the list. */
export type RequestsSubject = Pick<SavedState, 'tenantId' | 'shown'>;

/** What the panels need of the rest of the extension. */
export interface RequestsHost extends PanelHost<SupportDesk> {
	/** Runs a command of the extension on a customer; what it gives is awaited and ignored. */
	runCommand(id: string, subject: { readonly tenantId: string }): unknown;
}

export class RequestsPanel extends Panel<RequestsSubject, RequestsContent, HostMessage, RequestsHost> {
	constructor(saved: SavedState, page: PageTalk<HostMessage>, host: RequestsHost) {
		super({ subject: { tenantId: saved.tenantId }, content: new RequestsContent(saved, host.session, page), page, host });
	}

	receive(message: PageMessage): void {
		const { content } = this;
		const { opened } = content;
		const page = this.page;
		switch (message.type) {
			case 'ready':
				content.post();
				break;
			case 'refresh':
				page.tell(content.refresh());
				break;
			case 'newRequest':
				page.tell(silently(this.host.runCommand('cspReservations.newSupportRequest', this.subject)));
				break;
			case 'openInPortal':
				page.tell(content.openInPortal());
				break;
			case 'show':
				content.show(message.request);
				break;
			case 'hide':
				content.hide();
				break;
			case 'again':
				page.tell(opened?.again());
				break;
			case 'earlier':
				page.tell(opened?.earlier());
				break;
			case 'setReply':
				opened?.setReply(message.body);
				break;
			case 'send':
				page.tell(opened?.send());
				break;
			case 'setSeverity':
				opened?.setSeverity(message.severity);
				break;
			case 'changeSeverity':
				page.tell(opened?.changeSeverity());
				break;
			case 'askClose':
				opened?.askClose(message.on);
				break;
			case 'close':
				page.tell(opened?.close());
				break;
			case 'reopen':
				page.tell(opened?.reopen());
				break;
			case 'dismiss':
				opened?.dismiss();
				break;
		}
	}
}
