/** What the Portfolio panel needs of the service. */
import type { ReservationsService } from '../../reservations/api';

export type PortfolioDesk = Pick<
	ReservationsService,
	'cloud' | 'table' | 'scan' | 'commitments' | 'getCustomer' | 'getCustomers' | 'loadCustomers'
>;
