/** The Overview panels: one for each reservation that is open, found again when it is opened a second time. */
import * as vscode from 'vscode';
import type { ReservationRef } from '../../reservations/model';
import type { PanelSession } from './content';
import { pageRoot } from './html';
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

const viewType = 'cspReservations.overview';

/** Makes the panels' keeper; nothing is shown until {@link OverviewPanels.open} or {@link OverviewPanels.restore} is called. */
export function createOverviewPanels(host: OverviewHost): OverviewPanels {
	const panels = new Map<string, OverviewPanel>();
	const keyOf = (ref: ReservationRef) => `${ref.tenantId}/${ref.orderId}/${ref.reservationId}`.toLowerCase();
	const options = (): vscode.WebviewOptions => ({ enableScripts: true, localResourceRoots: [pageRoot(host.extensionUri)] });

	function open(ref: ReservationRef): void {
		const shown = panels.get(keyOf(ref));
		if (shown !== undefined) {
			shown.reveal();
			return;
		}
		const title = host.session.current?.getReservation(ref)?.name ?? vscode.l10n.t('Reservation');
		fill(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, options()), ref);
	}

	function fill(panel: vscode.WebviewPanel, ref: ReservationRef): void {
		panels.set(
			keyOf(ref),
			new OverviewPanel(panel, ref, {
				session: host.session,
				extensionUri: host.extensionUri,
				runCommand: (id) => host.runCommand(id, ref),
				open,
				closed: () => panels.delete(keyOf(ref)),
			}),
		);
	}

	const changes = host.session.onDidChange((change) => {
		for (const panel of panels.values()) panel.follow(change);
	});
	const activePanel = () => [...panels.values()].find((panel) => panel.isActive);

	return {
		open,
		restore(panel, state) {
			const saved = SavedState.safeParse(state);
			if (!saved.success || panels.has(keyOf(saved.data))) {
				panel.dispose();
				return;
			}
			panel.webview.options = options();
			fill(panel, { tenantId: saved.data.tenantId, orderId: saved.data.orderId, reservationId: saved.data.reservationId });
		},
		refresh(ref) {
			const panel = ref === undefined ? activePanel() : panels.get(keyOf(ref));
			panel?.refresh();
		},
		get active() {
			return activePanel()?.ref;
		},
		dispose() {
			changes.dispose();
			for (const panel of [...panels.values()]) panel.dispose();
		},
	};
}
