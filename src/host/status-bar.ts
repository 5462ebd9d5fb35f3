/** Says in the status bar which connection is in use, so that nobody takes practice data for the real thing, or the reverse. */
import * as vscode from 'vscode';
import type { CommandId } from './command-ids';
import { escapeIcons } from './markup';
import type { Session } from './session';
import { SANDBOX } from './settings-table';

/** Shown once the product is used in this window, not in every window of VS Code; opens the choice of another connection. */
export function createConnectionStatus(session: Session): vscode.Disposable {
	const item = vscode.window.createStatusBarItem('cspReservations.connection', vscode.StatusBarAlignment.Left, -100);
	item.name = vscode.l10n.t('CSP Reservations: connection');
	item.command = 'cspReservations.switchConnection' satisfies CommandId;
	const update = () => {
		const name = session.connectionName;
		const isSandbox = name === SANDBOX;
		item.text = `$(${isSandbox ? 'beaker' : 'cloud'}) ${vscode.l10n.t('CSP Reservations: {0}', escapeIcons(name))}`;
		item.tooltip = isSandbox
			? vscode.l10n.t(
					'CSP Reservations works with practice data. Nothing here is real: what is returned or exchanged moves practice data alone.',
				)
			: vscode.l10n.t('CSP Reservations works with the real data of “{0}”. Select to switch to another connection.', name);
		item.accessibilityInformation = { label: `${vscode.l10n.t('CSP Reservations: {0}', name)}. ${item.tooltip}` };
		if (session.used) item.show();
	};
	update();
	return vscode.Disposable.from(
		item,
		session.onDidUse(update),
		session.onDidChange(update),
		vscode.workspace.onDidChangeConfiguration((event) => {
			if (event.affectsConfiguration('cspReservations.connection')) update();
		}),
	);
}
