/** What the access panels need of the service and of the session that has it. */
import type * as vscode from 'vscode';
import type { Cloud } from '../../azure/cloud';
import type { AccessReport, AccessSubject, WhoAmI } from '../../reservations/access';
import type { Change } from '../../reservations/api';
import type { Customer, Reservation, ReservationRef } from '../../reservations/model';
import type { PanelLog } from '../shared/page';

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

export interface AccessSession {
	/** The doctor of the connection that is up; undefined while there is none. */
	readonly current: AccessDoctor | undefined;
	/** Makes the connection when there is none. @throws ServiceFailure or Error when it can't be made */
	service(): Promise<AccessDoctor>;
	readonly onDidChange: vscode.Event<Change>;
	readonly log: PanelLog;
}
