/** The Configuration panels: one for each reservation that is configured, found again when it is opened a second time. */
import type * as vscode from 'vscode';
import type { ReservationRef } from '../../reservations/model';
import { PanelKeeper } from '../shared/keeper';
import type { ConfigurationSession } from './desk';
import { SavedState } from './messages';
import { ConfigurationPanel, panelTitle } from './panel';

/** What the panels need of the rest of the extension. */
export interface ConfigurationHost {
	readonly session: ConfigurationSession;
	readonly extensionUri: vscode.Uri;
	/** Runs a command of the extension on a reservation; what it gives is awaited and ignored. */
	runCommand(id: string, ref: ReservationRef): unknown;
}

export interface ConfigurationPanels extends vscode.Disposable {
	/** Shows the panel of this reservation, a new one or the one that is there. */
	open(ref: ReservationRef): void;
	/** Fills a panel that VS Code kept over a reload of the window; ends it when its state can't be read. */
	restore(panel: vscode.WebviewPanel, state: unknown): void;
	/** The reservation of the panel that has the focus. */
	readonly active: ReservationRef | undefined;
}

/** Makes the panels' keeper; nothing is shown until {@link ConfigurationPanels.open} or {@link ConfigurationPanels.restore} is called. */
export function createConfigurationPanels(host: ConfigurationHost): ConfigurationPanels {
	const { session } = host;
	const panels = new PanelKeeper<SavedState, ConfigurationPanel>({
		viewType: 'cspReservations.configuration',
		extensionUri: host.extensionUri,
		keyOf: ({ tenantId, orderId, reservationId }) => `${tenantId}/${orderId}/${reservationId}`,
		titleOf: (ref) => panelTitle(session.current?.getReservation(ref)?.name ?? ref.reservationId),
		fill: (panel, saved, closed) => new ConfigurationPanel(panel, saved, { ...host, closed }),
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
