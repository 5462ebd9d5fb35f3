/** What the commands work with. */
import type * as vscode from 'vscode';
import type { LazyPanels } from '../host/lazy-panels';
import type { Preferences } from '../host/preferences';
import type { Session } from '../host/session';
import type { OperationsDoor } from '../operations/door';
import type { ExchangeSubject } from '../panels/exchange';
import type { OverviewPanels } from '../panels/overview';
import type { PortfolioPanels, PortfolioState } from '../panels/portfolio';
import type { SupportSubject } from '../panels/support';
import type { RequestsSubject } from '../panels/support-requests';
import type { AccessSubject } from '../reservations/access';
import type { ReservationRef } from '../reservations/model';
import type { CustomersView } from '../tree/customers-view';

export interface CommandContext {
	readonly session: Session;
	readonly preferences: Preferences;
	readonly view: CustomersView;
	readonly overviews: LazyPanels<ReservationRef, OverviewPanels>;
	readonly access: LazyPanels<AccessSubject>;
	readonly returns: LazyPanels<ReservationRef>;
	readonly exchanges: LazyPanels<ExchangeSubject>;
	readonly configurations: LazyPanels<ReservationRef>;
	readonly roles: LazyPanels<ReservationRef>;
	readonly support: LazyPanels<SupportSubject>;
	readonly supportRequests: LazyPanels<RequestsSubject>;
	readonly portfolio: LazyPanels<PortfolioState, PortfolioPanels>;
	readonly operations: OperationsDoor;
	readonly log: vscode.LogOutputChannel;
}
