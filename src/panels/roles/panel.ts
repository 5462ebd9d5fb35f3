/** One Access Control panel: what it does when its page asks. */
import type { ReservationRef } from '../../reservations/model';
import type { PageTalk } from '../shared/page';
import { Panel, silently } from '../shared/panel';
import { refOf } from '../shared/reservation-panels';
import type { PanelHost } from '../shared/session';
import type { SupportSubject } from '../support/subject';
import { RolesContent } from './content';
import type { RolesDesk } from './desk';
import type { HostMessage, PageMessage, SavedState } from './messages';

/** What the panels need of the rest of the extension. */
export interface RolesHost extends PanelHost<RolesDesk> {
	/** Runs a command of the extension on a reservation, or on what a support request is about; what it gives is awaited and ignored. */
	runCommand(id: string, subject: ReservationRef | SupportSubject): unknown;
}

export class RolesPanel extends Panel<ReservationRef, RolesContent, HostMessage, RolesHost> {
	constructor(saved: SavedState, page: PageTalk<HostMessage>, host: RolesHost) {
		super({ subject: refOf(saved), content: new RolesContent(saved, host.session, page), page, host });
	}

	receive(message: PageMessage): void {
		const { content } = this;
		const page = this.page;
		switch (message.type) {
			case 'ready':
				content.post();
				break;
			case 'refresh':
				page.tell(content.refresh());
				break;
			case 'setPlace':
				content.form.set({ place: message.place });
				break;
			case 'setRole':
				content.form.set({ role: message.role });
				break;
			case 'setWords':
				content.form.setWords(message.words);
				break;
			case 'searchAgain':
				content.form.searchAgain();
				break;
			case 'choosePrincipal':
				content.form.choose(message.id.toLowerCase());
				break;
			case 'confirm':
				content[message.of === 'grant' ? 'form' : 'removal'].confirm(message.concern, message.on);
				break;
			case 'review':
				content[message.of === 'grant' ? 'form' : 'removal'].preview();
				break;
			case 'grant':
				page.tell(content.grant());
				break;
			case 'discard':
				content.form.discard();
				break;
			case 'askRemoval':
				content.removal.ask(message.assignmentId);
				break;
			case 'cancelRemoval':
				content.removal.end();
				break;
			case 'remove':
				page.tell(content.remove());
				break;
			case 'dismiss':
				content.dismiss();
				break;
			case 'checkAccess':
				page.tell(silently(this.host.runCommand('cspReservations.checkAccess', this.subject)));
				break;
			case 'support':
				page.tell(silently(this.host.runCommand('cspReservations.newSupportRequest', this.#support())));
				break;
		}
	}

	#support(): SupportSubject {
		const { tenantId } = this.subject;
		return { tenantId, origin: { kind: 'access', tenantId, ref: this.subject, failure: this.content.failure } };
	}
}
