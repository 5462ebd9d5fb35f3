/** One Configuration panel of VS Code: its page, and what the page asks for. */
import * as vscode from 'vscode';
import type { Change } from '../../reservations/api';
import type { ReservationRef } from '../../reservations/model';
import { Page } from '../shared/page';
import { ConfigurationContent } from './content';
import type { ConfigurationSession } from './desk';
import { withTerm } from './draft';
import { type HostMessage, PageMessage, type SavedState } from './messages';

/** What a panel needs of its surroundings. */
interface PanelHost {
	readonly session: ConfigurationSession;
	readonly extensionUri: vscode.Uri;
	/** Runs a command on a reservation; what it gives is awaited and ignored. */
	runCommand(id: string, ref: ReservationRef): unknown;
	/** Called once, when the panel is gone. */
	closed(): void;
}

export class ConfigurationPanel {
	readonly ref: ReservationRef;
	readonly page: Page<HostMessage, PageMessage>;
	readonly #host: PanelHost;
	readonly #content: ConfigurationContent;

	constructor(panel: vscode.WebviewPanel, saved: SavedState, host: PanelHost) {
		const { tenantId, orderId, reservationId } = saved;
		this.ref = { tenantId, orderId, reservationId };
		this.#host = host;
		this.#content = new ConfigurationContent(saved, {
			session: host.session,
			post: (message) => this.page.post(message),
			tell: (text) => this.page.post({ type: 'announce', text }),
			named: (name) => this.page.name(panelTitle(name)),
		});
		this.page = new Page<HostMessage, PageMessage>(panel, {
			name: 'configuration',
			icon: 'settings',
			title: vscode.l10n.t('Configuration'),
			starting: vscode.l10n.t('Loading the reservation…'),
			extensionUri: host.extensionUri,
			log: host.session.log,
			asked: PageMessage,
			receive: (message) => this.#receive(message),
			closed: () => {
				this.#content.forget();
				host.closed();
			},
		});
		this.#content.start();
	}

	/** Shows what the service came to know. */
	follow(change: Change): void {
		this.#content.follow(change);
	}

	#receive(message: PageMessage): void {
		const content = this.#content;
		switch (message.type) {
			case 'ready':
				content.post();
				break;
			case 'refresh':
				this.page.tell(content.refresh());
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
				this.page.tell(Promise.resolve(content.useNow()));
				break;
			case 'preview':
				content.preview();
				break;
			case 'apply':
				this.page.tell(content.apply(message.number));
				break;
			case 'lookAgain':
				this.page.tell(content.outcome.look().then(() => undefined));
				break;
			case 'retryPart':
				this.page.tell(content.outcome.rescope(message.part).then(() => undefined));
				break;
			case 'undo':
				this.page.tell(content.undo(message.id));
				break;
			case 'another':
				content.another();
				break;
			case 'openReservation': {
				const ref = content.refOf(message.reservationId.toLowerCase());
				if (ref !== undefined) void this.#host.runCommand('cspReservations.openOverview', ref);
				break;
			}
			default:
				this.#choose(message);
		}
	}

	/** What is to be different, field by field. */
	#choose(message: Extract<PageMessage, { type: `set${'Scope' | 'Name' | 'Flexibility' | 'Renew' | 'Term' | 'Archived'}` }>) {
		this.#content.setDraft((draft) => {
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

/** Title of the tab. */
export function panelTitle(name: string): string {
	return vscode.l10n.t('Configuration: {0}', name);
}
