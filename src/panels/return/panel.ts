/** One Return panel of VS Code: its page, and what the page asks for. */
import * as vscode from 'vscode';
import type { Change } from '../../reservations/api';
import type { ReservationRef } from '../../reservations/model';
import { answer } from '../money/asked';
import type { MoneySession } from '../money/desk';
import type { Instead } from '../money/messages';
import { Page } from '../shared/page';
import { ReturnContent } from './content';
import { type HostMessage, PageMessage, type SavedState } from './messages';

/** What a panel needs of its surroundings. */
interface PanelHost {
	readonly session: MoneySession;
	readonly extensionUri: vscode.Uri;
	/** Runs a command on a reservation; what it gives is awaited and ignored. */
	runCommand(id: string, ref: ReservationRef): unknown;
	/** Shows the Exchange panel with the reservation chosen. */
	openExchange(ref: ReservationRef): void;
	/** Called once, when the panel is gone. */
	closed(): void;
}

export class ReturnPanel {
	readonly ref: ReservationRef;
	readonly page: Page<HostMessage, PageMessage>;
	readonly #host: PanelHost;
	readonly #content: ReturnContent;

	constructor(panel: vscode.WebviewPanel, saved: SavedState, host: PanelHost) {
		const { tenantId, orderId, reservationId } = saved;
		this.ref = { tenantId, orderId, reservationId };
		this.#host = host;
		this.#content = new ReturnContent(saved, {
			session: host.session,
			post: (message) => this.page.post(message),
			tell: (text) => this.page.post({ type: 'announce', text }),
			named: (name) => this.page.name(panelTitle(name)),
		});
		this.page = new Page<HostMessage, PageMessage>(panel, {
			name: 'return',
			icon: 'discard',
			title: vscode.l10n.t('Return'),
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
				answer(message, content.flow, {
					tell: (work) => this.page.tell(work),
					postAll: () => content.post(),
					refresh: () => content.refresh(),
					notYet: content.notYet,
					reason: content.reason,
					instead: (instead) => this.#instead(instead),
					openReservation: (ref) => void this.#host.runCommand('cspReservations.openOverview', ref),
					checkAccess: () => this.#run('cspReservations.checkAccess'),
				});
		}
	}

	async #instead(instead: Instead): Promise<string | undefined> {
		switch (instead) {
			case 'exchange':
				this.#host.openExchange(this.ref);
				return undefined;
			case 'portal':
				return this.#run('cspReservations.openInPortal');
			case 'access':
				return this.#run('cspReservations.checkAccess');
			default:
				// The page itself goes to its field; support comes later.
				return undefined;
		}
	}

	async #run(command: string): Promise<undefined> {
		await this.#host.runCommand(command, this.ref);
	}
}

/** Title of the tab. */
export function panelTitle(name: string): string {
	return vscode.l10n.t('Return: {0}', name);
}
