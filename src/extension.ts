/** Composition: builds the session and the views and registers the features. Awaits nothing and loads no service code. */
import * as vscode from 'vscode';
import type { CommandContext } from './commands/context';
import { registerCommands } from './host/commands';
import { Preferences } from './host/preferences';
import { Session } from './host/session';
import { watchSettings } from './host/settings';
import { createConnectionStatus } from './host/status-bar';
import { OperationsDoor } from './operations/door';
import { createPanels, registerPanels } from './panels/doors';
import { registerTools } from './tools/door';
import { CustomersView } from './tree/customers-view';
import { createResourcesView } from './tree/resources-tree';
import { createWatchDoor } from './watch/door';

let running: Session | undefined;

/** @returns what the commands work with, for VS Code's test mode alone */
export function activate(context: vscode.ExtensionContext): CommandContext | undefined {
	const log = vscode.window.createOutputChannel('CSP Reservations', { log: true });
	const session = new Session(context, log);
	running = session;
	const preferences = new Preferences(context.globalState);
	const view = new CustomersView(session, preferences);
	const operations = new OperationsDoor(session, async (operationsView) => {
		const { createOperations } = await import('./operations');
		return createOperations({ session, view, operationsView });
	});
	const panels = createPanels({
		session,
		extensionUri: context.extensionUri,
		memory: context.globalState,
		claimTelling: async (record) => (await operations.desk()).operations.claimTelling(record),
	});
	const commands: CommandContext = { session, preferences, view, operations, log, ...panels };
	context.subscriptions.push(
		log,
		session,
		preferences,
		view,
		registerPanels(panels),
		operations,
		createResourcesView(),
		createConnectionStatus(session),
		createWatchDoor(session, view, context.globalState),
		registerCommands(async () => (await import('./commands')).commandHandlers(commands), log),
		registerTools(session),
		watchSettings({
			onConnection: () => void session.restart().catch((error: unknown) => log.error(String(error))),
			onDisplay: () => view.tree.redraw(),
		}),
	);
	void operations.startIfOpen();
	return context.extensionMode === vscode.ExtensionMode.Test ? commands : undefined;
}

/** Ends the connection; VS Code waits a few seconds for it. */
export async function deactivate(): Promise<void> {
	await running?.end();
}
