/** The access panels: one for each connection, customer or reservation that is examined, found again when it is opened a second time. */
import * as vscode from 'vscode';
import type { Panels } from '../../host/lazy-panels';
import type { AccessSubject } from '../../reservations/access';
import { PanelSet } from '../shared/panels';
import { PageMessage, SavedState } from './messages';
import { type AccessHost, AccessPanel } from './panel';
import { subjectName } from './views/report';

/** Opening a panel that is there checks anew: whoever asks again wants to know how it is now. */
export type AccessPanels = Panels<AccessSubject>;

/** Makes the panels' keeper; nothing is shown until a panel is opened or restored. */
export function createAccessPanels(host: AccessHost): AccessPanels {
	return new PanelSet(host, {
		name: 'access',
		icon: 'shield',
		title: vscode.l10n.t('Access check'),
		starting: vscode.l10n.t('Checking access…'),
		asked: PageMessage,
		saved: SavedState,
		keyOf,
		nameOf: (subject) => subjectName({ subject }),
		tabTitle: (name) => vscode.l10n.t('Access: {0}', name),
		fill: (subject, page) => new AccessPanel(subject, page, host),
		reopened: (panel) => panel.again(),
	});
}

function keyOf(subject: AccessSubject): string {
	switch (subject.kind) {
		case 'connection':
			return '';
		case 'customer':
			return subject.tenantId;
		case 'reservation':
			return `${subject.tenantId}/${subject.orderId}/${subject.reservationId}`;
	}
}
