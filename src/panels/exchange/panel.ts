/** One Exchange panel of VS Code: its page, and what the page asks for. */
import * as vscode from 'vscode';
import type { Change } from '../../reservations/api';
import type { ReservationRef } from '../../reservations/model';
import { answer } from '../money/asked';
import type { MoneySession } from '../money/desk';
import type { Instead } from '../money/messages';
import { Page } from '../shared/page';
import { ExchangeContent } from './content';
import { type HostMessage, PageMessage, type SavedState } from './messages';

/** What a panel needs of its surroundings. */
interface PanelHost {
	readonly session: MoneySession;
	readonly extensionUri: vscode.Uri;
	/** Runs a command on a customer or a reservation; what it gives is awaited and ignored. */
	runCommand(id: string, subject: { readonly tenantId: string } | ReservationRef): unknown;
	/** Called once, when the panel is gone. */
	closed(): void;
}

export class ExchangePanel {
	readonly tenantId: string;
	readonly page: Page<HostMessage, PageMessage>;
	readonly #host: PanelHost;
	readonly #content: ExchangeContent;

	constructor(panel: vscode.WebviewPanel, saved: SavedState, host: PanelHost) {
		this.tenantId = saved.tenantId;
		this.#host = host;
		this.#content = new ExchangeContent(saved, {
			session: host.session,
			post: (message) => this.page.post(message),
			tell: (text) => this.page.post({ type: 'announce', text }),
			named: (name) => this.page.name(panelTitle(name)),
		});
		this.page = new Page<HostMessage, PageMessage>(panel, {
			name: 'exchange',
			icon: 'arrow-swap',
			title: vscode.l10n.t('Exchange'),
			starting: vscode.l10n.t('Loading the reservations…'),
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

	/** Chooses these reservations too. */
	choose(reservationIds: readonly string[]): void {
		this.#content.choose(reservationIds);
	}

	#receive(message: PageMessage): void {
		const content = this.#content;
		switch (message.type) {
			case 'pick':
				content.pick(message.reservationId, message.chosen);
				break;
			case 'setGiving':
				content.give(message.reservationId, message.quantity);
				break;
			case 'fill':
				this.#tell(content.fill(message.fill));
				break;
			case 'filter':
				content.setFilter(message.filter);
				break;
			case 'retryCatalog':
				this.page.tell(content.retryCatalog());
				break;
			case 'add':
				this.#tell(content.add(message.sku, message.region));
				break;
			case 'suggest':
				this.#tell(content.suggest(message.at));
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
				this.page.tell(content.copyRequest());
				break;
			case 'reset':
				this.#tell(content.reset());
				break;
			default:
				answer(message, content.flow, {
					tell: (work) => this.page.tell(work),
					postAll: () => content.post(),
					refresh: () => content.refresh(),
					notYet: content.notYet,
					reason: undefined,
					instead: (instead) => this.#instead(instead),
					openReservation: (ref) => void this.#host.runCommand('cspReservations.openOverview', ref),
					checkAccess: () => this.#run('cspReservations.checkAccess'),
				});
		}
	}

	async #instead(instead: Instead): Promise<undefined> {
		if (instead === 'portal') return this.#run('cspReservations.openCustomerInPortal');
		if (instead === 'access') return this.#run('cspReservations.checkAccess');
		return undefined;
	}

	async #run(command: string): Promise<undefined> {
		await this.#host.runCommand(command, { tenantId: this.tenantId });
	}

	#tell(text: string | undefined): void {
		this.page.tell(Promise.resolve(text));
	}
}

/** Title of the tab. */
export function panelTitle(name: string): string {
	return vscode.l10n.t('Exchange: {0}', name);
}
