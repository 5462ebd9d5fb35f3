/** Composes what the user sees of scan and watch list. The entry of a bundle that is loaded with the connection. */
import * as vscode from 'vscode';
import type { Session } from '../host/session';
import type { CustomersView } from '../tree/customers-view';
import { badgeOf } from './badge';
import { Digest } from './digest';

export { compareAll, scanAll } from './scan-all';
export { showWatchList } from './show-list';

/** Changes come in swarms while customers are read; the list is worked out so long after the first, ms. */
const updateAfterMs = 2_000;
/** Days pass without any change: looked at anew so often, ms. */
const lookEveryMs = 15 * 60_000;
/** The settings that say from when on something needs a look. */
const thresholdSettings = ['cspReservations.expiringWithinDays', 'cspReservations.lowUtilizationPercent'];

/** Follows the connection that is up and those that come after it. */
export function followWatchList(session: Session, view: CustomersView, memory: vscode.Memento): vscode.Disposable {
	const digest = new Digest(session, memory, () => Date.now());
	let timer: NodeJS.Timeout | undefined;
	const update = () => {
		clearTimeout(timer);
		timer = undefined;
		view.setBadge(session.current && badgeOf(session.current.watch.list()));
	};
	const soon = () => {
		timer ??= setTimeout(update, updateAfterMs);
	};
	const often = setInterval(() => {
		update();
		digest.tellBehind('look');
	}, lookEveryMs);
	soon();
	digest.follow();
	return vscode.Disposable.from(
		digest,
		session.onDidChange(soon),
		session.onDidStart(() => digest.follow()),
		vscode.workspace.onDidChangeConfiguration((event) => {
			if (thresholdSettings.some((key) => event.affectsConfiguration(key))) update();
		}),
		new vscode.Disposable(() => {
			clearTimeout(timer);
			clearInterval(often);
		}),
	);
}
