/** Gives one role on many orders with a progress that can be cancelled, and accounts for each of them. */
import * as vscode from 'vscode';
import { number } from '../../host/formats';
import type { BatchTarget, BatchWish, GrantLine } from '../../reservations/roles/model';
import type { CommandContext } from '../context';
import { resultText, summaryOf } from './results';

/** @returns what became of each order */
export async function giveAll(
	context: CommandContext,
	targets: readonly BatchTarget[],
	wish: BatchWish,
): Promise<readonly GrantLine[]> {
	const service = await context.session.service();
	const title = vscode.l10n.t('Assigning the Role “{0}” to “{1}”', wish.roleName, wish.principal.name ?? wish.principal.id);
	const lines = await vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title, cancellable: true },
		async (progress, token) => {
			const stop = new AbortController();
			const listening = token.onCancellationRequested(() => stop.abort());
			let done = 0;
			const tell = (_: GrantLine, count: number) => {
				done++;
				progress.report({
					increment: 100 / count,
					message: vscode.l10n.t('{0} of {1}', number(done), number(count)),
				});
			};
			try {
				return await service.roles.grantAll(targets, wish, stop.signal, tell);
			} finally {
				listening.dispose();
			}
		},
	);
	await tellResults(context, title, lines, () => giveAll(context, targets, wish));
	return lines;
}

/** A message for all, and a line for each in a document, which opens by itself when something did not go as wished. */
async function tellResults(
	context: CommandContext,
	title: string,
	lines: readonly GrantLine[],
	again: () => Promise<unknown>,
): Promise<void> {
	const { l10n } = vscode;
	const service = await context.session.service();
	const { results } = await context.operations.desk();
	const open = () => results.show(title, resultText(title, lines, service));
	const isAllDone = lines.every(({ outcome }) => outcome === 'granted' || outcome === 'there');
	if (!isAllDone) await open();
	const [show, goOn] = [l10n.t('Show Results'), l10n.t('Go On')];
	const message = summaryOf(lines);
	const shown = isAllDone
		? vscode.window.showInformationMessage(message, show)
		: vscode.window.showWarningMessage(message, goOn, show);
	void shown.then((answer) => {
		if (answer === show) return open();
		// What is there already is left as it is, so all of it may be done again.
		return answer === goOn ? again() : undefined;
	});
}
