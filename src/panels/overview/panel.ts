/** One Overview panel: what it does when its page asks. */
import * as vscode from 'vscode';
import type { ReservationsService } from '../../reservations/api';
import type { ReservationRef } from '../../reservations/model';
import type { PageTalk } from '../shared/page';
import { Panel } from '../shared/panel';
import type { PanelHost } from '../shared/session';
import { OverviewContent } from './content';
import type { HostMessage, PageCommand, PageMessage } from './messages';

/** What the panels need of the rest of the extension. */
export interface OverviewHost extends PanelHost<ReservationsService> {
	/** Runs a command of the extension on a reservation; what it gives is awaited and ignored. */
	runCommand(id: string, ref: ReservationRef): unknown;
}

/** Beside it, what one panel needs of the others. */
interface Surroundings extends OverviewHost {
	/** Shows another reservation. */
	open(ref: ReservationRef): void;
}

export class OverviewPanel extends Panel<ReservationRef, OverviewContent, HostMessage, Surroundings> {
	constructor(ref: ReservationRef, page: PageTalk<HostMessage>, host: Surroundings) {
		super({ subject: ref, content: new OverviewContent(ref, host.session, page), page, host });
	}

	/** Reads everything that is shown anew. */
	refresh(): void {
		this.page.tell(this.content.refresh());
	}

	receive(message: PageMessage): void {
		switch (message.type) {
			case 'ready':
				this.content.postAll();
				break;
			case 'command':
				this.page.tell(this.#run(message.command));
				break;
			case 'refresh':
				this.refresh();
				break;
			case 'retry':
				this.page.tell(this.content.retry(message.part));
				break;
			case 'showUsage':
				this.content.showUsage(message.grain);
				break;
			case 'showDay':
				this.page.tell(this.content.showDay(message.day));
				break;
			case 'openReservation':
				this.host.open({
					tenantId: this.subject.tenantId,
					orderId: (message.orderId ?? this.subject.orderId).toLowerCase(),
					reservationId: message.reservationId.toLowerCase(),
				});
				break;
		}
	}

	async #run(command: PageCommand): Promise<string | undefined> {
		await this.host.runCommand(command, this.subject);
		return command.startsWith('cspReservations.copy') ? vscode.l10n.t('Copied to the clipboard.') : undefined;
	}
}
