/** Says in the status bar that operations are under way, and warns of outcomes that nobody knows until somebody has looked. */
import * as vscode from 'vscode';
import { unsettledWords } from './operation-words';
import type { Operations } from './operations';

/** Shown only while there is something to say; shows the view "Operations". */
export function createOperationsStatus(operations: Operations): vscode.Disposable {
	const item = vscode.window.createStatusBarItem('cspReservations.operations', vscode.StatusBarAlignment.Left, -101);
	item.name = vscode.l10n.t('CSP Reservations: operations');
	item.command = 'cspReservations.operations.focus';
	const update = () => {
		const { open, unknown, notLookedAt } = operations.counts;
		if (open + unknown === 0) return item.hide();
		const words = unsettledWords(open, unknown);
		item.text = `$(${notLookedAt > 0 ? 'warning' : open > 0 ? 'sync~spin' : 'question'}) ${words}`;
		item.backgroundColor = notLookedAt > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
		item.tooltip =
			unknown > 0
				? vscode.l10n.t(
						'Returns, exchanges and changes. Of an unknown outcome nobody can tell yet whether it was done: look at it.',
					)
				: vscode.l10n.t('Returns, exchanges and changes that Azure works on. They go on when this window is closed.');
		item.accessibilityInformation = { label: `${words}. ${item.tooltip}` };
		item.show();
	};
	update();
	return vscode.Disposable.from(item, operations.onDidChange(update));
}
