/** Sends the same change of many reservations, which can be ended before the next one, and accounts for each of them. */
import * as vscode from 'vscode';
import { number } from '../../host/formats';
import type { BatchItem, BatchLine } from '../../reservations/configuration/model';
import type { CommandContext } from '../context';
import { type Account, accountOf, accountText, summaryOf } from './results';
import type { Subject, Wish } from './wish';

/** @returns what became of each reservation, in the order they were given in */
export async function applyAll(
	context: CommandContext,
	title: string,
	{ reservations }: Subject,
	{ change, seen }: Wish,
): Promise<Account> {
	const { configuration } = await context.session.service();
	const items = reservations.map((ref): BatchItem => ({ ref, basis: seen.get(ref.reservationId) ?? configuration.basisOf(ref) }));
	const lines = await vscode.window.withProgress(
		{ location: vscode.ProgressLocation.Notification, title, cancellable: true },
		async (progress, token) => {
			const stop = new AbortController();
			const listening = token.onCancellationRequested(() => stop.abort());
			const increment = 100 / items.length;
			let done = 0;
			const tell = () => {
				done++;
				progress.report({ increment, message: vscode.l10n.t('{0} of {1}', number(done), number(items.length)) });
			};
			try {
				return await configuration.changeAll(items, change, stop.signal, tell);
			} finally {
				listening.dispose();
			}
		},
	);
	const { operations } = await context.operations.desk();
	await Promise.all(lines.map(({ result }) => result?.outcome === 'sent' && operations.claimTelling(result.record)));
	const account = accountOf(lines, reservations);
	await tellAccount(context, title, account, lines);
	return account;
}

/** A message for all, and a line for each in a document, which opens by itself when something did not go as wished. */
async function tellAccount(context: CommandContext, title: string, account: Account, lines: readonly BatchLine[]): Promise<void> {
	const { operations, results } = await context.operations.desk();
	const show = vscode.l10n.t('Show Results');
	const open = () =>
		results.show(
			title,
			accountText(title, account, (record) => operations.differencesOf(record)),
		);
	const message = summaryOf(account);
	const isAllDone = account.changed.length === lines.length;
	if (!isAllDone) await open();
	const shown = isAllDone ? vscode.window.showInformationMessage(message, show) : vscode.window.showWarningMessage(message, show);
	void shown.then((answer) => (answer === show ? open() : undefined));
}
