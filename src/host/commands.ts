/** Registers the commands behind one error boundary: cancelling is silent, a known failure speaks for itself. */
import * as vscode from 'vscode';
import { isCancelled, isServiceFailure, type ServiceFailure } from '../azure/failure';
import { type CommandId, commandIds, titleCommandIds } from './command-ids';

/**
 * What a command does. VS Code hands in the tree node and the selected nodes, a panel hands in a reservation, the palette
 * nothing. What it returns is the result of `executeCommand`.
 */
type CommandHandler = (...args: readonly unknown[]) => unknown;

/** One handler for every id: a forgotten one does not compile. */
export type CommandHandlers = Readonly<Record<CommandId, CommandHandler>>;

/** Registers all commands. @param load their handlers, loaded with the first command that is run */
export function registerCommands(load: () => Promise<CommandHandlers>, log: vscode.LogOutputChannel): vscode.Disposable {
	let handlers: Promise<CommandHandlers> | undefined;
	return vscode.Disposable.from(
		...commandIds.map((id) =>
			vscode.commands.registerCommand(id, async (...args: unknown[]) => {
				if (isRowLost(id, args)) {
					const message = vscode.l10n.t(
						'The list was just being updated, so it is not known which row you meant. Nothing was done. Choose it again.',
					);
					void vscode.window.showWarningMessage(message);
					return undefined;
				}
				try {
					handlers ??= load().catch((error: unknown) => {
						// The next command tries again.
						handlers = undefined;
						throw error;
					});
					return await (await handlers)[id](...args);
				} catch (error) {
					reportError(error, log, () => void vscode.commands.executeCommand(id, ...args));
					return undefined;
				}
			}),
		),
	);
}

/**
 * The command was chosen on a row of a tree that VS Code was drawing anew: then it hands in no node. Without this the command
 * would do what it does without one, for example sign in to another tenant than the row's.
 * A row gives two arguments, its node and the selection; so does a view's title, but without a node; the palette gives none.
 */
function isRowLost(id: CommandId, [node, ...others]: readonly unknown[]): boolean {
	return node === undefined && others.length > 0 && !titleCommandIds.has(id);
}

/** Failures that may well be gone at the next try. */
const worthRetrying: ReadonlySet<string> = new Set<ServiceFailure['kind']>(['Unreachable', 'Throttled', 'UnexpectedAnswer']);

/**
 * Tells the user of an error, in words; what only helps to find the fault goes to the log. Does not wait for an answer.
 * @param retry does the work again; offered where that makes sense
 */
export function reportError(error: unknown, log: vscode.LogOutputChannel, retry: () => void): void {
	if (isCancelled(error) || error instanceof vscode.CancellationError) return;
	const showLog = vscode.l10n.t('Show Log');
	if (!isServiceFailure(error)) {
		log.error(error instanceof Error ? error : String(error));
		const message = vscode.l10n.t('CSP Reservations could not finish this because of a fault of its own. The log says more.');
		void vscode.window.showErrorMessage(message, showLog).then((answer) => {
			if (answer === showLog) log.show();
		});
		return;
	}
	const { code, status, correlationId, remedy } = error.details;
	log.warn(
		`${error.kind}: ${error.message} (code ${code ?? '-'}, status ${status ?? '-'}, correlation id ${correlationId ?? '-'})`,
	);
	const again = vscode.l10n.t('Try Again');
	const details = vscode.l10n.t('Show Details');
	const message = remedy === undefined ? error.message : `${error.message} ${remedy}`;
	const buttons = worthRetrying.has(error.kind) ? [again, details] : [details, showLog];
	void vscode.window.showErrorMessage(message, ...buttons).then((answer) => {
		if (answer === again) retry();
		if (answer === showLog) log.show();
		if (answer === details) void vscode.commands.executeCommand('cspReservations.showFailure' satisfies CommandId, error);
	});
}
