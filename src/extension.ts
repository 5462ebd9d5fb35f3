/** Composition: builds the session and the views and registers the features. Awaits nothing and loads no service code. */
import * as vscode from 'vscode';
import { commandHandlers } from './commands';
import type { CommandContext, Overviews } from './commands/context';
import { registerCommands } from './host/commands';
import { Preferences } from './host/preferences';
import { Session } from './host/session';
import { watchSettings } from './host/settings';
import { createConnectionStatus } from './host/status-bar';
import type { OverviewPanels } from './panels/overview';
import { CustomersView } from './tree/customers-view';
import { createResourcesView } from './tree/resources-tree';

let running: Session | undefined;

/** @returns what the commands work with, for VS Code's test mode alone */
export function activate(context: vscode.ExtensionContext): CommandContext | undefined {
	const log = vscode.window.createOutputChannel('CSP Reservations', { log: true });
	const session = new Session(context, log);
	running = session;
	const preferences = new Preferences(context.globalState);
	const view = new CustomersView(session, preferences);
	const overviews = new LazyOverviews(session, context.extensionUri);
	const commands: CommandContext = { session, preferences, view, overviews, log };
	context.subscriptions.push(
		log,
		session,
		preferences,
		view,
		overviews,
		createResourcesView(),
		createConnectionStatus(session),
		registerCommands(commandHandlers(commands), log),
		vscode.window.registerWebviewPanelSerializer('cspReservations.overview', overviews),
		watchSettings({
			onConnection: () => void session.restart().catch((error: unknown) => log.error(String(error))),
			onDisplay: () => view.tree.redraw(),
		}),
	);
	return context.extensionMode === vscode.ExtensionMode.Test ? commands : undefined;
}

/** Ends the connection; VS Code waits a few seconds for it. */
export async function deactivate(): Promise<void> {
	await running?.end();
}

/** The Overview panels, whose code is a bundle of its own that the first panel loads. */
class LazyOverviews implements Overviews, vscode.WebviewPanelSerializer, vscode.Disposable {
	readonly #session: Session;
	readonly #extensionUri: vscode.Uri;
	#loading: Promise<OverviewPanels> | undefined;
	#panels: OverviewPanels | undefined;

	constructor(session: Session, extensionUri: vscode.Uri) {
		this.#session = session;
		this.#extensionUri = extensionUri;
	}

	get active() {
		return this.#panels?.active;
	}

	async open(ref: Parameters<OverviewPanels['open']>[0]): Promise<void> {
		(await this.#load()).open(ref);
	}

	refreshActive(): void {
		this.#panels?.refresh();
	}

	async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
		(await this.#load()).restore(panel, state);
	}

	#load(): Promise<OverviewPanels> {
		this.#loading ??= import('./panels/overview').then(({ createOverviewPanels }) => {
			this.#panels = createOverviewPanels({
				session: this.#session,
				extensionUri: this.#extensionUri,
				runCommand: (id, ref) => vscode.commands.executeCommand(id, ref),
			});
			return this.#panels;
		});
		return this.#loading;
	}

	dispose(): void {
		this.#panels?.dispose();
	}
}
