/** One Access Control panel: what it does when its page asks. */
import type { ReservationRef } from '../../reservations/model';
import type { PageTalk } from '../shared/page';
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

export class RolesPanel {
	readonly subject: ReservationRef;
	readonly content: RolesContent;
	readonly #page: PageTalk<HostMessage>;
	readonly #host: RolesHost;

	constructor(saved: SavedState, page: PageTalk<HostMessage>, host: RolesHost) {
		this.subject = refOf(saved);
		this.content = new RolesContent(saved, host.session, page);
		this.#page = page;
		this.#host = host;
	}

	receive(message: PageMessage): void {
		const { content } = this;
		const page = this.#page;
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
				page.tell(this.#run('cspReservations.checkAccess', this.subject));
				break;
			case 'support':
				page.tell(this.#run('cspReservations.newSupportRequest', this.#support()));
				break;
		}
	}

	#support(): SupportSubject {
		const { tenantId } = this.subject;
		return { tenantId, origin: { kind: 'access', tenantId, ref: this.subject, failure: this.content.failure } };
	}

	async #run(command: string, on: ReservationRef | SupportSubject): Promise<undefined> {
		await this.#host.runCommand(command, on);
	}
}
