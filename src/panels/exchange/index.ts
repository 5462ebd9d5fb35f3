/** The Exchange panels: one for each customer whose reservations are exchanged, found again when it is opened a second time. */
import type * as vscode from 'vscode';
import type { ReservationRef } from '../../reservations/model';
import type { MoneySession } from '../money/desk';
import { PanelKeeper } from '../shared/keeper';
import { SavedState } from './messages';
import { ExchangePanel, panelTitle } from './panel';

/** Whose reservations are exchanged, and which of them are chosen from the start. */
export interface ExchangeSubject {
	readonly tenantId: string;
	/** Of this customer; others are left out. */
	readonly selected?: readonly ReservationRef[] | undefined;
}

/** What the panels need of the rest of the extension. */
export interface ExchangeHost {
	readonly session: MoneySession;
	readonly extensionUri: vscode.Uri;
	/** Runs a command of the extension on a customer or a reservation; what it gives is awaited and ignored. */
	runCommand(id: string, subject: { readonly tenantId: string } | ReservationRef): unknown;
}

export interface ExchangePanels extends vscode.Disposable {
	/** Shows the panel of this customer, a new one or the one that is there, with these chosen beside what is chosen already. */
	open(subject: ExchangeSubject): void;
	/** Fills a panel that VS Code kept over a reload of the window; ends it when its state can't be read. */
	restore(panel: vscode.WebviewPanel, state: unknown): void;
	/** The customer of the panel that has the focus. */
	readonly active: ExchangeSubject | undefined;
}

/** Makes the panels' keeper; nothing is shown until {@link ExchangePanels.open} or {@link ExchangePanels.restore} is called. */
export function createExchangePanels(host: ExchangeHost): ExchangePanels {
	const { session } = host;
	const panels = new PanelKeeper<SavedState, ExchangePanel>({
		viewType: 'cspReservations.exchange',
		extensionUri: host.extensionUri,
		keyOf: ({ tenantId }) => tenantId,
		titleOf: ({ tenantId }) => panelTitle(session.current?.getCustomer(tenantId)?.name ?? tenantId),
		fill: (panel, saved, closed) => new ExchangePanel(panel, saved, { ...host, closed }),
	});
	const changes = session.onDidChange((change) => {
		for (const panel of panels.all) panel.follow(change);
	});
	return {
		open({ tenantId, selected = [] }) {
			panels.open({ tenantId, returns: [], purchases: [] });
			const own = selected.filter((ref) => ref.tenantId.toLowerCase() === tenantId.toLowerCase());
			panels.find({ tenantId, returns: [], purchases: [] })?.choose(own.map(({ reservationId }) => reservationId));
		},
		restore: (panel, state) => panels.restore(panel, SavedState.safeParse(state).data),
		get active() {
			const { active } = panels;
			return active === undefined ? undefined : { tenantId: active.tenantId };
		},
		dispose() {
			changes.dispose();
			panels.dispose();
		},
	};
}
