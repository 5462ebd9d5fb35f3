/** The panels of every kind, as far as they are there before one is opened: the code of each is loaded with its first panel. */
import * as vscode from 'vscode';
import { LazyPanels } from '../host/lazy-panels';
import type { Session } from '../host/session';
import type { AccessSubject } from '../reservations/access';
import type { ChangeRecord } from '../reservations/configuration/model';
import type { ReservationRef } from '../reservations/model';
import type { ExchangeSubject } from './exchange';
import type { OverviewPanels } from './overview';
import type { PortfolioPanels, PortfolioState } from './portfolio';
import type { SupportSubject } from './support';
import type { RequestsSubject } from './support-requests';

export interface AllPanels {
	readonly overviews: LazyPanels<ReservationRef, OverviewPanels>;
	readonly access: LazyPanels<AccessSubject>;
	readonly returns: LazyPanels<ReservationRef>;
	readonly exchanges: LazyPanels<ExchangeSubject>;
	readonly configurations: LazyPanels<ReservationRef>;
	readonly roles: LazyPanels<ReservationRef>;
	readonly support: LazyPanels<SupportSubject>;
	readonly supportRequests: LazyPanels<RequestsSubject>;
	readonly portfolio: LazyPanels<PortfolioState, PortfolioPanels>;
}

interface Parts {
	readonly session: Session;
	readonly extensionUri: vscode.Uri;
	readonly memory: vscode.Memento;
	/** Takes it on this window to tell of the end of a change. @returns false when another one does */
	readonly claimTelling: (record: ChangeRecord) => Promise<boolean>;
}

export function createPanels({ memory, claimTelling, ...parts }: Parts): AllPanels {
	const host = { ...parts, runCommand: vscode.commands.executeCommand };
	const exchanges = new LazyPanels<ExchangeSubject>(async () => (await import('./exchange')).createExchangePanels(host));
	const supportRequests = new LazyPanels<RequestsSubject>(async () =>
		(await import('./support-requests')).createRequestsPanels(host),
	);
	const openExchange = (ref: ReservationRef) => exchanges.open({ tenantId: ref.tenantId, selected: [ref] });
	const showRequests = (subject: RequestsSubject) => void supportRequests.open(subject);
	return {
		overviews: new LazyPanels(async () => (await import('./overview')).createOverviewPanels(host)),
		access: new LazyPanels(async () => (await import('./access')).createAccessPanels(host)),
		returns: new LazyPanels(async () => (await import('./return')).createReturnPanels({ ...host, openExchange })),
		exchanges,
		configurations: new LazyPanels(async () =>
			(await import('./configuration')).createConfigurationPanels({ ...host, claimTelling }),
		),
		roles: new LazyPanels(async () => (await import('./roles')).createRolesPanels(host)),
		support: new LazyPanels(async () => (await import('./support')).createSupportPanels({ ...host, showRequests })),
		supportRequests,
		portfolio: new LazyPanels(async () => (await import('./portfolio')).createPortfolioPanels({ ...host, memory })),
	};
}

/** Has VS Code bring the panels back after a reload. @returns what ends that, and all panels */
export function registerPanels(panels: AllPanels): vscode.Disposable {
	const kinds: readonly (readonly [type: string, panels: vscode.WebviewPanelSerializer & vscode.Disposable])[] = [
		['cspReservations.overview', panels.overviews],
		['cspReservations.access', panels.access],
		['cspReservations.return', panels.returns],
		['cspReservations.exchange', panels.exchanges],
		['cspReservations.configuration', panels.configurations],
		['cspReservations.roles', panels.roles],
		['cspReservations.support', panels.support],
		['cspReservations.supportRequests', panels.supportRequests],
		['cspReservations.portfolio', panels.portfolio],
	];
	return vscode.Disposable.from(
		...kinds.flatMap(([type, one]) => [one, vscode.window.registerWebviewPanelSerializer(type, one)]),
	);
}
