/** One Overview panel of VS Code: its page, and what the page asks for. */
import * as vscode from 'vscode';
import type { Change } from '../../reservations/api';
import type { ReservationRef } from '../../reservations/model';
import { Page } from '../shared/page';
import { OverviewContent, type PanelSession } from './content';
import { type HostMessage, type PageCommand, PageMessage } from './messages';

/** What a panel needs of its surroundings. */
interface PanelHost {
	readonly session: PanelSession;
	readonly extensionUri: vscode.Uri;
	/** Runs a command on the reservation of this panel; what it gives is awaited and ignored. */
	runCommand(id: string): unknown;
	/** Shows another reservation. */
	open(ref: ReservationRef): void;
	/** Called once, when the panel is gone. */
	closed(): void;
}

export class OverviewPanel {
	readonly ref: ReservationRef;
	readonly page: Page<HostMessage, PageMessage>;
	readonly #host: PanelHost;
	readonly #content: OverviewContent;

	constructor(panel: vscode.WebviewPanel, ref: ReservationRef, host: PanelHost) {
		this.ref = ref;
		this.#host = host;
		this.#content = new OverviewContent(ref, {
			session: host.session,
			post: (message) => this.page.post(message),
			named: (name) => this.page.name(name),
		});
		this.page = new Page<HostMessage, PageMessage>(panel, {
			name: 'overview',
			icon: 'graph',
			title: vscode.l10n.t('Reservation'),
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

	/** Reads everything that is shown anew. */
	refresh(): void {
		this.page.tell(this.#content.refresh());
	}

	/** Shows what the service came to know. */
	follow(change: Change): void {
		this.#content.follow(change);
	}

	#receive(message: PageMessage): void {
		switch (message.type) {
			case 'ready':
				this.#content.postAll();
				break;
			case 'command':
				this.page.tell(this.#run(message.command));
				break;
			case 'refresh':
				this.refresh();
				break;
			case 'retry':
				this.page.tell(this.#content.retry(message.part));
				break;
			case 'showUsage':
				this.#content.showUsage(message.grain);
				break;
			case 'showDay':
				this.page.tell(this.#content.showDay(message.day));
				break;
			case 'openReservation':
				this.#host.open({
					tenantId: this.ref.tenantId,
					orderId: (message.orderId ?? this.ref.orderId).toLowerCase(),
					reservationId: message.reservationId.toLowerCase(),
				});
				break;
		}
	}

	async #run(command: PageCommand): Promise<string | undefined> {
		await this.#host.runCommand(command);
		return command.startsWith('cspReservations.copy') ? vscode.l10n.t('Copied to the clipboard.') : undefined;
	}
}
