/** What the commands work with. */
import type * as vscode from 'vscode';
import type { LazyPanels } from '../host/lazy-panels';
import type { Preferences } from '../host/preferences';
import type { Session } from '../host/session';
import type { OperationsDoor } from '../operations/door';
import type { AccessPanels } from '../panels/access';
import type { ConfigurationPanels } from '../panels/configuration';
import type { ExchangePanels, ExchangeSubject } from '../panels/exchange';
import type { OverviewPanels } from '../panels/overview';
import type { ReturnPanels } from '../panels/return';
import type { AccessSubject } from '../reservations/access';
import type { ReservationRef } from '../reservations/model';
import type { CustomersView } from '../tree/customers-view';

export interface CommandContext {
	readonly session: Session;
	readonly preferences: Preferences;
	readonly view: CustomersView;
	readonly overviews: LazyPanels<ReservationRef, OverviewPanels>;
	readonly access: LazyPanels<AccessSubject, AccessPanels>;
	readonly returns: LazyPanels<ReservationRef, ReturnPanels>;
	readonly exchanges: LazyPanels<ExchangeSubject, ExchangePanels>;
	readonly configurations: LazyPanels<ReservationRef, ConfigurationPanels>;
	readonly operations: OperationsDoor;
	readonly log: vscode.LogOutputChannel;
}
