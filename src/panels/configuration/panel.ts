/** One Configuration panel: what it does when its page asks. */
import type { ChangeRecord } from '../../reservations/configuration/model';
import type { ReservationRef } from '../../reservations/model';
import type { PageTalk } from '../shared/page';
import { Panel } from '../shared/panel';
import { refOf } from '../shared/reservation-panels';
import type { PanelHost } from '../shared/session';
import { ConfigurationContent } from './content';
import type { ConfigurationDesk } from './desk';
import { withTerm } from './draft';
import type { HostMessage, PageMessage, SavedState } from './messages';

/** What the panels need of the rest of the extension. */
export interface ConfigurationHost extends PanelHost<ConfigurationDesk> {
	/** Runs a command of the extension on a reservation; what it gives is awaited and ignored. */
	runCommand(id: string, ref: ReservationRef): unknown;
	/** From now on nobody else tells the user of this state of the change. */
	claimTelling(record: ChangeRecord): Promise<unknown>;
}

export class ConfigurationPanel extends Panel<ReservationRef, ConfigurationContent, HostMessage, ConfigurationHost> {
	constructor(saved: SavedState, page: PageTalk<HostMessage>, host: ConfigurationHost) {
		super({ subject: refOf(saved), content: new ConfigurationContent(saved, host, page), page, host });
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
			case 'setTask':
				content.setTask(message.task);
				break;
			case 'setFilter':
				content.setFilter(message.filter);
				break;
			case 'setPart':
				content.setPart(message.part, { quantity: message.quantity });
				break;
			case 'setPartScope':
				content.setPart(message.part, { scope: message.scope });
				break;
			case 'chooseOther':
				content.chooseOther(message.reservationId.toLowerCase());
				break;
			case 'reset':
				content.reset();
				break;
			case 'useNow':
				page.tell(content.useNow());
				break;
			case 'preview':
				content.preview();
				break;
			case 'apply':
				page.tell(content.apply(message.number));
				break;
			case 'lookAgain':
				page.tell(content.look());
				break;
			case 'retryPart':
				page.tell(content.rescope(message.part));
				break;
			case 'undo':
				page.tell(content.undo(message.id));
				break;
			case 'another':
				content.another();
				break;
			case 'openReservation': {
				const ref = content.refOf(message.reservationId.toLowerCase());
				if (ref !== undefined) void this.host.runCommand('cspReservations.openOverview', ref);
				break;
			}
			default:
				this.#choose(message);
		}
	}

	/** What is to be different, field by field. */
	#choose(message: Extract<PageMessage, { type: `set${'Scope' | 'Name' | 'Flexibility' | 'Renew' | 'Term' | 'Archived'}` }>) {
		this.content.setDraft((draft) => {
			switch (message.type) {
				case 'setScope':
					return { ...draft, scope: message.scope };
				case 'setName':
					return { ...draft, name: message.name };
				case 'setFlexibility':
					return { ...draft, flexibility: message.flexibility };
				case 'setRenew':
					return { ...draft, renew: message.renew };
				case 'setTerm':
					return withTerm(draft, message.field, message.value);
				case 'setArchived':
					return { archived: message.archived };
			}
		});
	}
}
