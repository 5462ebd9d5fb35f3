/** What the panels that move money need of the service. */
import type { ReservationsService } from '../../reservations/api';
import type { OperationsService } from '../../reservations/operations/api';
import type { RolesService } from '../../reservations/roles/api';

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
	readonly roles: Pick<RolesService, 'adminAgentsMayExchange' | 'onDidChangeRoles'>;
	readonly operations: Pick<
		OperationsService,
		| 'quoteReturn'
		| 'quoteExchange'
		| 'priceOf'
		| 'catalog'
		| 'commit'
		| 'readJournal'
		| 'operations'
		| 'operation'
		| 'onDidChangeOperation'
		| 'look'
		| 'describeOperation'
	>;
};
