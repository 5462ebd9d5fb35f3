/** What the panels that move money need of the service and of the session that has it. */
import type * as vscode from 'vscode';
import type { Change, ReservationsService } from '../../reservations/api';
import type { OperationsService } from '../../reservations/operations/api';
import type { PanelLog } from '../shared/page';

/** Reads of the customer and its reservations; quotes, commits and operations. */
export type MoneyDesk = Pick<
	ReservationsService,
	| 'cloud'
	| 'getCustomer'
	| 'loadCustomers'
	| 'getReservation'
	| 'getReservations'
	| 'loadReservations'
	| 'refreshReservations'
	| 'advise'
> & {
	readonly operations: Pick<
		OperationsService,
		| 'quoteReturn'
		| 'quoteExchange'
		| 'priceOf'
		| 'catalog'
		| 'commit'
		| 'operations'
		| 'operation'
		| 'onDidChangeOperation'
		| 'look'
		| 'describeOperation'
	>;
};

export interface MoneySession {
	/** The service of the connection that is up; undefined while there is none. */
	readonly current: MoneyDesk | undefined;
	/** Makes the connection when there is none. @throws ServiceFailure or Error when it can't be made */
	service(): Promise<MoneyDesk>;
	readonly onDidChange: vscode.Event<Change>;
	readonly log: PanelLog;
}
