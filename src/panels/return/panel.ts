/** One Return panel: what it does when its page asks. */
import type { ReservationRef } from '../../reservations/model';
import { answer } from '../money/asked';
import type { MoneyDesk } from '../money/desk';
import { supportSubject } from '../money/support';
import type { PageTalk } from '../shared/page';
import { Panel, silently } from '../shared/panel';
import { refOf } from '../shared/reservation-panels';
import type { PanelHost } from '../shared/session';
import { ReturnContent } from './content';
import type { HostMessage, PageMessage, SavedState } from './messages';

/** What the panels need of the rest of the extension. */
export interface ReturnHost extends PanelHost<MoneyDesk> {
	/** Runs a command of the extension on a customer, a reservation, or what a support request is about; what it gives is awaited and ignored. */
	runCommand(id: string, subject: { readonly tenantId: string }): unknown;
	/** Shows the Exchange panel of the customer with this reservation chosen. */
	openExchange(ref: ReservationRef): void;
}

export class ReturnPanel extends Panel<ReservationRef, ReturnContent, HostMessage, ReturnHost> {
	constructor(saved: SavedState, page: PageTalk<HostMessage>, host: ReturnHost) {
		super({ subject: refOf(saved), content: new ReturnContent(saved, host.session, page), page, host });
	}

	receive(message: PageMessage): void {
		const { content } = this;
		switch (message.type) {
			case 'setQuantity':
				content.setQuantity(message.quantity);
				break;
			case 'choose':
				content.choose(message.choice);
				break;
			case 'setReason':
				content.setReason(message.reason);
				break;
			default:
				answer(message, content, {
					page: this.page,
					openInPortal: 'cspReservations.openInPortal',
					run: (command, on = this.subject) => silently(this.host.runCommand(command, on)),
					support: (operationId) => this.#support(operationId),
					openExchange: () => this.host.openExchange(this.subject),
				});
		}
	}

	#support(operationId: string | undefined): Promise<undefined> {
		const { tenantId } = this.subject;
		const { quote } = this.content.flow;
		const about = supportSubject({ tenantId, action: 'return', refs: [this.subject], quote, operationId });
		return silently(this.host.runCommand('cspReservations.newSupportRequest', about));
	}
}
