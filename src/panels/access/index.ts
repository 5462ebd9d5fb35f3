/** The access panels: one for each connection, customer or reservation that is examined, found again when it is opened a second time. */
import type * as vscode from 'vscode';
import type { AccessSubject } from '../../reservations/access';
import { PanelKeeper } from '../shared/keeper';
import type { AccessSession } from './doctor';
import { type AccessCommand, SavedState } from './messages';
import { AccessPanel, panelTitle } from './panel';
import { subjectName } from './views/report';

/** What the panels need of the rest of the extension. */
export interface AccessHost {
	readonly session: AccessSession;
	readonly extensionUri: vscode.Uri;
	/** Runs one of the allowed commands on what a panel examines; signing in gives the account, nothing when the user gave up. */
	runCommand(id: AccessCommand, subject: AccessSubject): unknown;
}

export interface AccessPanels extends vscode.Disposable {
	/** Shows the panel of this subject, a new one or the one that is there, and checks: whoever asks again wants to know how it is now. */
	open(subject: AccessSubject): void;
	/** Fills a panel that VS Code kept over a reload of the window, and checks anew; ends it when its state can't be read. */
	restore(panel: vscode.WebviewPanel, state: unknown): void;
	/** What the panel that has the focus examines. */
	readonly active: AccessSubject | undefined;
}

/** Makes the panels' keeper; nothing is shown until {@link AccessPanels.open} or {@link AccessPanels.restore} is called. */
export function createAccessPanels(host: AccessHost): AccessPanels {
	const { session, extensionUri } = host;
	const panels = new PanelKeeper<AccessSubject, AccessPanel>({
		viewType: 'cspReservations.access',
		extensionUri,
		keyOf,
		titleOf: (subject) => panelTitle(subjectName({ subject })),
		fill: (panel, subject, closed) =>
			new AccessPanel(panel, subject, {
				session,
				extensionUri,
				runCommand: (id) => host.runCommand(id, subject),
				closed,
			}),
	});
	const changes = session.onDidChange((change) => {
		for (const panel of panels.all) panel.follow(change);
	});
	return {
		open(subject) {
			const shown = panels.find(subject);
			panels.open(subject);
			shown?.again();
		},
		restore: (panel, state) => panels.restore(panel, SavedState.safeParse(state).data),
		get active() {
			return panels.active?.subject;
		},
		dispose() {
			changes.dispose();
			panels.dispose();
		},
	};
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
