/** One Support Request panel: what it does when its page asks. */
import type { SupportRequestRef } from '../../reservations/support/model';
import type { PageTalk } from '../shared/page';
import { Panel, silently } from '../shared/panel';
import type { PanelHost } from '../shared/session';
import { SupportContent } from './content';
import type { SupportDesk } from './desk';
import type { Act, HostMessage, PageMessage } from './messages';
import { refsOf, type SupportSubject } from './subject';

/** What the panels need of the rest of the extension. */
export interface SupportHost extends PanelHost<SupportDesk> {
	/** Runs a command of the extension on a customer or a reservation; what it gives is awaited and ignored. */
	runCommand(id: string, subject: { readonly tenantId: string }): unknown;
	/** Shows the customer's requests, or one of them. */
	showRequests(subject: { readonly tenantId: string; readonly shown?: Omit<SupportRequestRef, 'tenantId'> | undefined }): void;
}

export class SupportPanel extends Panel<SupportSubject, SupportContent, HostMessage, SupportHost> {
	constructor(subject: SupportSubject, page: PageTalk<HostMessage>, host: SupportHost) {
		super({ subject, content: new SupportContent(subject, host.session, page), page, host });
	}

	receive(message: PageMessage): void {
		const { content } = this;
		const page = this.page;
		switch (message.type) {
			case 'ready':
				content.postAll();
				break;
			case 'refresh':
				page.tell(content.refresh());
				break;
			case 'set':
				content.form.set(message.field, message.value);
				break;
			case 'setConsent':
				content.form.setConsent(message.consent, message.value);
				break;
			case 'review':
				page.tell(content.review());
				break;
			case 'create':
				page.tell(content.create());
				break;
			case 'stop':
				content.stop();
				break;
			case 'act':
				page.tell(this.#act(message.act));
				break;
			case 'showRequests':
				this.host.showRequests({ tenantId: this.subject.tenantId });
				break;
		}
	}

	#act(act: Act): Promise<string | undefined> | string | undefined {
		const { content } = this;
		const { tenantId, origin } = this.subject;
		switch (act) {
			case 'showRequest':
				this.host.showRequests({ tenantId, shown: content.made });
				return undefined;
			case 'lookAgain':
				return content.look();
			case 'sendAgain':
				return content.createAgain();
			case 'copyText':
				return content.copyText();
			case 'openInPortal':
				return content.openInPortal();
			case 'checkAccess': {
				const [ref] = refsOf(origin);
				return silently(this.host.runCommand('cspReservations.checkAccess', ref ?? { tenantId }));
			}
			case 'back':
				content.back();
				return undefined;
			case 'discard':
				content.discard();
				return undefined;
		}
	}
}
