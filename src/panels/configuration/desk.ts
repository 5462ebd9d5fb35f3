/** What the Configuration panels need of the service. */
import type { ReservationsService } from '../../reservations/api';
import type { ConfigurationService } from '../../reservations/configuration/api';
import type { OperationsService } from '../../reservations/operations/api';

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
