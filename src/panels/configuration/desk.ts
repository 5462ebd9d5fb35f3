/** What the Configuration panels need of the service and of the session that has it. */
import type * as vscode from 'vscode';
import type { Change, ReservationsService } from '../../reservations/api';
import type { ConfigurationService } from '../../reservations/configuration/api';
import type { OperationsService } from '../../reservations/operations/api';
import type { PanelLog } from '../shared/page';

/** Reads of the customer and the reservation; previews, changes, and the log of changes. */
export type ConfigurationDesk = Pick<ReservationsService, 'cloud' | 'getCustomer' | 'loadCustomers' | 'getReservation'> & {
	readonly configuration: Pick<
		ConfigurationService,
		| 'read'
		| 'scopeTargets'
		| 'preview'
		| 'previewSplit'
		| 'previewMerge'
		| 'mergeCandidates'
		| 'change'
		| 'split'
		| 'merge'
		| 'undo'
		| 'changes'
		| 'changeOf'
		| 'onDidChangeRecord'
		| 'look'
	>;
	readonly operations: Pick<OperationsService, 'catalog'>;
};

export interface ConfigurationSession {
	/** The service of the connection that is up; undefined while there is none. */
	readonly current: ConfigurationDesk | undefined;
	/** Makes the connection when there is none. @throws ServiceFailure or Error when it can't be made */
	service(): Promise<ConfigurationDesk>;
	readonly onDidChange: vscode.Event<Change>;
	readonly log: PanelLog;
}
