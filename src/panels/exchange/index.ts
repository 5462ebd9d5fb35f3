/** The Exchange panels: one for each customer whose reservations are exchanged, found again when it is opened a second time. */
import * as vscode from 'vscode';
import type { Panels } from '../../host/lazy-panels';
import type { ReservationRef } from '../../reservations/model';
import { PanelSet } from '../shared/panels';
import { PageMessage, SavedState } from './messages';
import { type ExchangeHost, ExchangePanel } from './panel';

/** Whose reservations are exchanged, and which of them are chosen from the start. */
export interface ExchangeSubject {
	readonly tenantId: string;
	/** Of this customer; others are left out. */
	readonly selected?: readonly ReservationRef[] | undefined;
}

/** Opening a panel that is there chooses more reservations beside what is chosen already. */
export type ExchangePanels = Panels<ExchangeSubject>;

class ExchangePanelSet extends PanelSet<SavedState, PageMessage, ExchangePanel> {
	override open({ tenantId, selected = [] }: ExchangeSubject): ExchangePanel {
		const panel = super.open({ tenantId, returns: [], purchases: [] });
		const own = selected.filter((ref) => ref.tenantId.toLowerCase() === tenantId.toLowerCase());
		panel.content.choose(own.map(({ reservationId }) => reservationId));
		return panel;
	}
}

/** Makes the panels' keeper; nothing is shown until a panel is opened or restored. */
export function createExchangePanels(host: ExchangeHost): ExchangePanels {
	return new ExchangePanelSet(host, {
		name: 'exchange',
		icon: 'arrow-swap',
		title: vscode.l10n.t('Exchange'),
		starting: vscode.l10n.t('Loading the reservations…'),
		asked: PageMessage,
		saved: SavedState,
		keyOf: ({ tenantId }) => tenantId,
		nameOf: ({ tenantId }) => host.session.current?.getCustomer(tenantId)?.name,
		tabTitle: (name) => vscode.l10n.t('Exchange: {0}', name),
		fill: (saved, page) => new ExchangePanel(saved, page, host),
	});
}
