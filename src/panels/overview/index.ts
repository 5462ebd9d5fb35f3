/** The Overview panels: one for each reservation that is open, found again when it is opened a second time. */
import * as vscode from 'vscode';
import type { Panels } from '../../host/lazy-panels';
import type { ReservationRef } from '../../reservations/model';
import { ReservationPanels } from '../shared/reservation-panels';
import { PageMessage, SavedState } from './messages';
import { type OverviewHost, OverviewPanel } from './panel';

export interface OverviewPanels extends Panels<ReservationRef> {
	/** The panel of this reservation; without `ref`, the panel that has the focus. */
	find(ref?: ReservationRef): Pick<OverviewPanel, 'refresh'> | undefined;
}

/** Makes the panels' keeper; nothing is shown until a panel is opened or restored. */
export function createOverviewPanels(host: OverviewHost): OverviewPanels {
	const panels = new ReservationPanels(host, {
		name: 'overview',
		icon: 'graph',
		title: vscode.l10n.t('Reservation'),
		starting: vscode.l10n.t('Loading the reservation…'),
		asked: PageMessage,
		saved: SavedState,
		tabTitle: (name) => name,
		fill: (ref, page): OverviewPanel => new OverviewPanel(ref, page, { ...host, open: (other) => void panels.open(other) }),
	});
	return panels;
}
