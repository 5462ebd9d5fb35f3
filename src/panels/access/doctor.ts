/** What the access panels need of the service. */
import type { Cloud } from '../../azure/cloud';
import type { AccessReport, AccessSubject, WhoAmI } from '../../reservations/access';
import type { Customer, Reservation, ReservationRef } from '../../reservations/model';

export interface AccessDoctor {
	readonly cloud: Cloud;
	/** What is known of the customer, for the name; fetches nothing. */
	getCustomer(tenantId: string): Customer | undefined;
	/** What is known of the reservation, for the name; fetches nothing. */
	getReservation(ref: ReservationRef): Reservation | undefined;
	/** Gives the whole report at every change of a check; the last one has `endedAt` and the verdict. */
	checkAccess(subject: AccessSubject, signal: AbortSignal): AsyncIterable<AccessReport>;
	whoAmI(signal: AbortSignal): Promise<WhoAmI>;
	/** The report as a text for a colleague or for Microsoft Support; goes to the clipboard. */
	reportText(report: AccessReport): string;
}
