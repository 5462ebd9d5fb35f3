/** The Configuration panels: one for each reservation that is configured, found again when it is opened a second time. */
import * as vscode from 'vscode';
import type { Panels } from '../../host/lazy-panels';
import type { ReservationRef } from '../../reservations/model';
import { ReservationPanels } from '../shared/reservation-panels';
import { PageMessage, SavedState } from './messages';
import { type ConfigurationHost, ConfigurationPanel } from './panel';

export type ConfigurationPanels = Panels<ReservationRef>;

/** Makes the panels' keeper; nothing is shown until a panel is opened or restored. */
export function createConfigurationPanels(host: ConfigurationHost): ConfigurationPanels {
	return new ReservationPanels(host, {
		name: 'configuration',
		icon: 'settings',
		title: vscode.l10n.t('Configuration'),
		starting: vscode.l10n.t('Loading the reservation…'),
		asked: PageMessage,
		saved: SavedState,
		tabTitle: (name) => vscode.l10n.t('Configuration: {0}', name),
		fill: (saved, page) => new ConfigurationPanel(saved, page, host),
	});
}
