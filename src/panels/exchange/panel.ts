/** One Exchange panel: what it does when its page asks. */
import { answer } from '../money/asked';
import type { MoneyDesk } from '../money/desk';
import { supportSubject } from '../money/support';
import type { PageTalk } from '../shared/page';
import { Panel, silently } from '../shared/panel';
import type { PanelHost } from '../shared/session';
import { ExchangeContent } from './content';
import type { HostMessage, PageMessage, SavedState } from './messages';

/** What the panels need of the rest of the extension. */
export interface ExchangeHost extends PanelHost<MoneyDesk> {
	/** Runs a command of the extension on a customer, a reservation, or what a support request is about; what it gives is awaited and ignored. */
	runCommand(id: string, subject: { readonly tenantId: string }): unknown;
}

export class ExchangePanel extends Panel<{ readonly tenantId: string }, ExchangeContent, HostMessage, ExchangeHost> {
	constructor(saved: SavedState, page: PageTalk<HostMessage>, host: ExchangeHost) {
		super({ subject: { tenantId: saved.tenantId }, content: new ExchangeContent(saved, host.session, page), page, host });
	}

	receive(message: PageMessage): void {
		const { content } = this;
		const page = this.page;
		switch (message.type) {
			case 'pick':
				content.pick(message.reservationId, message.chosen);
				break;
			case 'setGiving':
				content.give(message.reservationId, message.quantity);
				break;
			case 'fill':
				page.tell(content.fill(message.fill));
				break;
			case 'filter':
				content.setFilter(message.filter);
				break;
			case 'retryCatalog':
				page.tell(content.retryCatalog());
				break;
			case 'add':
				page.tell(content.add(message.sku, message.region, message.quantity));
				break;
			case 'setLine':
				content.setLine(message.line, message.field, message.value);
				break;
			case 'removeLine':
				content.removeLine(message.line);
				break;
			case 'retryFigures':
				content.retryFigures();
				break;
			case 'copyRequest':
				page.tell(content.copyRequest());
				break;
			case 'reset':
				page.tell(content.reset());
				break;
			default:
				if (message.type === 'ready') content.freshen();
				answer(message, content, {
					page,
					openInPortal: 'cspReservations.openCustomerInPortal',
					run: (command, on) => silently(this.host.runCommand(command, on ?? this.subject)),
					support: (operationId) => this.#support(operationId),
				});
		}
	}

	#support(operationId: string | undefined): Promise<undefined> {
		const { flow, giving: refs } = this.content;
		const { tenantId } = this.subject;
		const about = supportSubject({ tenantId, action: 'exchange', refs, quote: flow.quote, operationId });
		return silently(this.host.runCommand('cspReservations.newSupportRequest', about));
	}
}
