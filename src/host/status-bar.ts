/** Says in the status bar that the connection is the sandbox, so that nobody takes practice data for the real thing. */
import * as vscode from 'vscode';
import type { Session } from './session';

/** Shown only while a sandbox is connected; opens the view. */
export function createConnectionStatus(session: Session): vscode.Disposable {
	const item = vscode.window.createStatusBarItem('cspReservations.connection', vscode.StatusBarAlignment.Left, -100);
	item.name = vscode.l10n.t('CSP Reservations: connection');
	item.command = 'cspReservations.customers.focus';
	const update = () => {
		const cloud = session.current?.cloud;
		if (cloud?.isSandbox !== true) return item.hide();
		item.text = `$(beaker) ${vscode.l10n.t('CSP Reservations: {0}', cloud.name)}`;
		item.tooltip = vscode.l10n.t(
			'CSP Reservations works with practice data. Nothing here is real, and nothing can be bought or returned.',
		);
		item.show();
	};
	return vscode.Disposable.from(item, session.onDidChange(update));
}
