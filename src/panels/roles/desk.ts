/** What the Access Control panels need of the service. */
import type { ReservationsService } from '../../reservations/api';
import type { RolesService } from '../../reservations/roles/api';

export type RolesDesk = Pick<ReservationsService, 'cloud' | 'getCustomer' | 'loadCustomers' | 'getReservation'> & {
	readonly roles: Omit<RolesService, 'grantAll' | 'adminAgentsMayExchange'>;
};
