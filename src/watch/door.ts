/** Loads what shows the watch list once a connection has come up: the badge of the view and the digest of the day. */
import * as vscode from 'vscode';
import type { Session } from '../host/session';
import type { CustomersView } from '../tree/customers-view';

/** Its code is loaded once, behind what the user waits for; from then on it follows every connection. */
export function createWatchDoor(session: Session, view: CustomersView, memory: vscode.Memento): vscode.Disposable {
	const parts: vscode.Disposable[] = [];
	const start = session.onDidStart(async () => {
		start.dispose();
		const { followWatchList } = await import('./index');
		parts.push(followWatchList(session, view, memory));
	});
	return new vscode.Disposable(() => vscode.Disposable.from(start, ...parts).dispose());
}
