/** The Access Control panels: one for each reservation whose roles are shown, found again when it is opened a second time. */
import * as vscode from 'vscode';
import type { Panels } from '../../host/lazy-panels';
import type { ReservationRef } from '../../reservations/model';
import { ReservationPanels } from '../shared/reservation-panels';
import { PageMessage, SavedState } from './messages';
import { type RolesHost, RolesPanel } from './panel';

export type RolesPanels = Panels<ReservationRef>;

/** Makes the panels' keeper; nothing is shown until a panel is opened or restored. */
export function createRolesPanels(host: RolesHost): RolesPanels {
	return new ReservationPanels(host, {
		name: 'roles',
		icon: 'organization',
		title: vscode.l10n.t('Access Control'),
		starting: vscode.l10n.t('Loading the role assignments…'),
		asked: PageMessage,
		saved: SavedState,
		tabTitle: (name) => vscode.l10n.t('Access Control: {0}', name),
		fill: (saved, page) => new RolesPanel(saved, page, host),
	});
}
