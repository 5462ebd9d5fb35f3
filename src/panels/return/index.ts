/** The Return panels: one for each reservation that is to be returned, found again when it is opened a second time. */
import type * as vscode from 'vscode';
import type { ReservationRef } from '../../reservations/model';
import type { MoneySession } from '../money/desk';
import { PanelKeeper } from '../shared/keeper';
import { SavedState } from './messages';
import { panelTitle, ReturnPanel } from './panel';

/** What the panels need of the rest of the extension. */
export interface ReturnHost {
	readonly session: MoneySession;
	readonly extensionUri: vscode.Uri;
	/** Runs a command of the extension on a reservation; what it gives is awaited and ignored. */
	runCommand(id: string, ref: ReservationRef): unknown;
	/** Shows the Exchange panel of the customer with this reservation chosen. */
	openExchange(ref: ReservationRef): void;
}

export interface ReturnPanels extends vscode.Disposable {
	/** Shows the panel of this reservation, a new one or the one that is there. */
	open(ref: ReservationRef): void;
	/** Fills a panel that VS Code kept over a reload of the window; ends it when its state can't be read. */
	restore(panel: vscode.WebviewPanel, state: unknown): void;
	/** The reservation of the panel that has the focus. */
	readonly active: ReservationRef | undefined;
}

/** Makes the panels' keeper; nothing is shown until {@link ReturnPanels.open} or {@link ReturnPanels.restore} is called. */
export function createReturnPanels(host: ReturnHost): ReturnPanels {
	const { session } = host;
	const panels = new PanelKeeper<SavedState, ReturnPanel>({
		viewType: 'cspReservations.return',
		extensionUri: host.extensionUri,
		keyOf: ({ tenantId, orderId, reservationId }) => `${tenantId}/${orderId}/${reservationId}`,
		titleOf: (ref) => panelTitle(session.current?.getReservation(ref)?.name ?? ref.reservationId),
		fill: (panel, saved, closed) => new ReturnPanel(panel, saved, { ...host, closed }),
	});
	const changes = session.onDidChange((change) => {
		for (const panel of panels.all) panel.follow(change);
	});
	return {
		open: ({ tenantId, orderId, reservationId }) => panels.open({ tenantId, orderId, reservationId }),
		restore: (panel, state) => panels.restore(panel, SavedState.safeParse(state).data),
		get active() {
			return panels.active?.ref;
		},
		dispose() {
			changes.dispose();
			panels.dispose();
		},
	};
}
