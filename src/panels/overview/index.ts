/** The Overview panels: one for each reservation that is open, found again when it is opened a second time. */
import * as vscode from 'vscode';
import type { ReservationRef } from '../../reservations/model';
import { PanelKeeper } from '../shared/keeper';
import type { PanelSession } from './content';
import { SavedState } from './messages';
import { OverviewPanel } from './panel';

/** What the panels need of the rest of the extension. */
export interface OverviewHost {
	readonly session: PanelSession;
	readonly extensionUri: vscode.Uri;
	/** Runs a command of the extension on a reservation; what it gives is awaited and ignored. */
	runCommand(id: string, ref: ReservationRef): unknown;
}

export interface OverviewPanels extends vscode.Disposable {
	/** Shows the panel of this reservation, a new one or the one that is there. */
	open(ref: ReservationRef): void;
	/** Fills a panel that VS Code kept over a reload of the window; ends it when its state can't be read. */
	restore(panel: vscode.WebviewPanel, state: unknown): void;
	/** Reads the reservation of this panel anew; without `ref`, of the active panel. */
	refresh(ref?: ReservationRef): void;
	/** The reservation of the panel that has the focus. */
	readonly active: ReservationRef | undefined;
}

/** Makes the panels' keeper; nothing is shown until {@link OverviewPanels.open} or {@link OverviewPanels.restore} is called. */
export function createOverviewPanels(host: OverviewHost): OverviewPanels {
	const { session, extensionUri } = host;
	const panels = new PanelKeeper<ReservationRef, OverviewPanel>({
		viewType: 'cspReservations.overview',
		extensionUri,
		keyOf: ({ tenantId, orderId, reservationId }) => `${tenantId}/${orderId}/${reservationId}`,
		titleOf: (ref) => session.current?.getReservation(ref)?.name ?? vscode.l10n.t('Reservation'),
		fill: (panel, ref, closed) =>
			new OverviewPanel(panel, ref, {
				session,
				extensionUri,
				runCommand: (id) => host.runCommand(id, ref),
				open: (other) => panels.open(other),
				closed,
			}),
	});
	const changes = session.onDidChange((change) => {
		for (const panel of panels.all) panel.follow(change);
	});
	return {
		open: (ref) => panels.open(ref),
		restore: (panel, state) => panels.restore(panel, SavedState.safeParse(state).data),
		refresh: (ref) => (ref === undefined ? panels.active : panels.find(ref))?.refresh(),
		get active() {
			return panels.active?.ref;
		},
		dispose() {
			changes.dispose();
			panels.dispose();
		},
	};
}
