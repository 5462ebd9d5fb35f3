/** The Return panels: one for each reservation that is to be returned, found again when it is opened a second time. */
import * as vscode from 'vscode';
import type { Panels } from '../../host/lazy-panels';
import type { ReservationRef } from '../../reservations/model';
import { ReservationPanels } from '../shared/reservation-panels';
import { PageMessage, SavedState } from './messages';
import { type ReturnHost, ReturnPanel } from './panel';

export type ReturnPanels = Panels<ReservationRef>;

/** Makes the panels' keeper; nothing is shown until a panel is opened or restored. */
export function createReturnPanels(host: ReturnHost): ReturnPanels {
	return new ReservationPanels(host, {
		name: 'return',
		icon: 'discard',
		title: vscode.l10n.t('Return'),
		starting: vscode.l10n.t('Loading the reservation…'),
		asked: PageMessage,
		saved: SavedState,
		tabTitle: (name) => vscode.l10n.t('Return: {0}', name),
		fill: (saved, page) => new ReturnPanel(saved, page, host),
	});
}
