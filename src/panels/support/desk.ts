/** What the panels of support requests need of the service. */
import type { ReservationsService } from '../../reservations/api';
import type { SupportService } from '../../reservations/support/api';

export type SupportDesk = Pick<
	ReservationsService,
	'cloud' | 'getCustomer' | 'loadCustomers' | 'getReservation' | 'onDidChange'
> & {
	readonly support: SupportService;
};
