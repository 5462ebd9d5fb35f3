/** Composition: builds the session and the views and registers the features. Awaits nothing and loads no service code. */
import * as vscode from 'vscode';
import type { CommandContext } from './commands/context';
import { registerCommands } from './host/commands';
import { LazyPanels } from './host/lazy-panels';
import { Preferences } from './host/preferences';
import { Session } from './host/session';
import { watchSettings } from './host/settings';
import { createConnectionStatus } from './host/status-bar';
import { OperationsDoor } from './operations/door';
import type { ExchangeSubject } from './panels/exchange';
import type { OverviewPanels } from './panels/overview';
import type { PortfolioPanels, PortfolioState } from './panels/portfolio';
import type { SupportSubject } from './panels/support';
import type { RequestsSubject } from './panels/support-requests';
import type { AccessSubject } from './reservations/access';
import type { ChangeRecord } from './reservations/configuration/model';
import type { ReservationRef } from './reservations/model';
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
	const { extensionUri } = context;
	const overviews = new LazyPanels<ReservationRef, OverviewPanels>(async () => {
		const { createOverviewPanels } = await import('./panels/overview');
		return createOverviewPanels({ session, extensionUri, runCommand: vscode.commands.executeCommand });
	});
	const access = new LazyPanels<AccessSubject>(async () => {
		const { createAccessPanels } = await import('./panels/access');
		return createAccessPanels({ session, extensionUri, runCommand: vscode.commands.executeCommand });
	});
	const exchanges = new LazyPanels<ExchangeSubject>(async () => {
		const { createExchangePanels } = await import('./panels/exchange');
		return createExchangePanels({ session, extensionUri, runCommand: vscode.commands.executeCommand });
	});
	const returns = new LazyPanels<ReservationRef>(async () => {
		const { createReturnPanels } = await import('./panels/return');
		const openExchange = (ref: ReservationRef) => exchanges.open({ tenantId: ref.tenantId, selected: [ref] });
		return createReturnPanels({ session, extensionUri, runCommand: vscode.commands.executeCommand, openExchange });
	});
	const configurations = new LazyPanels<ReservationRef>(async () => {
		const { createConfigurationPanels } = await import('./panels/configuration');
		const claimTelling = async (record: ChangeRecord) => (await operations.desk()).operations.claimTelling(record);
		return createConfigurationPanels({ session, extensionUri, runCommand: vscode.commands.executeCommand, claimTelling });
	});
	const roles = new LazyPanels<ReservationRef>(async () => {
		const { createRolesPanels } = await import('./panels/roles');
		return createRolesPanels({ session, extensionUri, runCommand: vscode.commands.executeCommand });
	});
	const supportRequests = new LazyPanels<RequestsSubject>(async () => {
		const { createRequestsPanels } = await import('./panels/support-requests');
		return createRequestsPanels({ session, extensionUri, runCommand: vscode.commands.executeCommand });
	});
	const support = new LazyPanels<SupportSubject>(async () => {
		const { createSupportPanels } = await import('./panels/support');
		const showRequests = (subject: RequestsSubject) => void supportRequests.open(subject);
		return createSupportPanels({ session, extensionUri, runCommand: vscode.commands.executeCommand, showRequests });
	});
	const portfolio = new LazyPanels<PortfolioState, PortfolioPanels>(async () => {
		const { createPortfolioPanels } = await import('./panels/portfolio');
		return createPortfolioPanels({
			session,
			extensionUri,
			memory: context.globalState,
			runCommand: vscode.commands.executeCommand,
		});
	});
	const commands: CommandContext = {
		...{ session, preferences, view, operations, log },
		...{ overviews, access, returns, exchanges, configurations, roles, support, supportRequests, portfolio },
	};
	context.subscriptions.push(
		log,
		session,
		preferences,
		view,
		overviews,
		access,
		returns,
		exchanges,
		configurations,
		roles,
		support,
		supportRequests,
		portfolio,
		operations,
		createResourcesView(),
		createConnectionStatus(session),
		createWatchDoor(session, view, context.globalState),
		registerCommands(async () => (await import('./commands')).commandHandlers(commands), log),
		registerTools(session),
		vscode.window.registerWebviewPanelSerializer('cspReservations.overview', overviews),
		vscode.window.registerWebviewPanelSerializer('cspReservations.access', access),
		vscode.window.registerWebviewPanelSerializer('cspReservations.return', returns),
		vscode.window.registerWebviewPanelSerializer('cspReservations.exchange', exchanges),
		vscode.window.registerWebviewPanelSerializer('cspReservations.configuration', configurations),
		vscode.window.registerWebviewPanelSerializer('cspReservations.roles', roles),
		vscode.window.registerWebviewPanelSerializer('cspReservations.support', support),
		vscode.window.registerWebviewPanelSerializer('cspReservations.supportRequests', supportRequests),
		vscode.window.registerWebviewPanelSerializer('cspReservations.portfolio', portfolio),
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
