/** The customer that a tool is asked about: one of the partner's list, and no other tenant. */
import type { Customer, Known, ReservationList } from '../reservations/model';
import { failureText } from './failure-text';
import { counted, quoted, time } from './text';
import type { Call, Names } from './tool';

/**
 * Ids of a model may come from anywhere, so that no token is asked for in a tenant that is not a customer's.
 * @throws Error when the list has no such customer; ServiceFailure when there is no list
 */
export async function customerOf({ service, signal }: Call, tenantId: string): Promise<Customer> {
	const { value, failure } = await service.loadCustomers(signal);
	let customer = service.getCustomer(tenantId);
	// The other pages of the list may still be on their way.
	if (customer === undefined && value?.complete !== true) {
		const whole = await service.refreshCustomers(signal);
		customer = service.getCustomer(tenantId);
		if (customer === undefined && whole.value === undefined) throw whole.failure ?? failure ?? noCustomer();
	}
	if (customer === undefined) throw noCustomer();
	return customer;
}

function noCustomer(): Error {
	return new Error(
		'Nothing was read: no customer of this connection has this customerTenantId. Find the customer by name with cspReservations_findReservations and pass the customerTenantId that it gives.',
	);
}

/** How a customer is named before a tool runs; the id while nothing is known of it. */
export function nameOf(service: Names | undefined, tenantId: string): string {
	return service?.getCustomer(tenantId)?.name ?? tenantId;
}

/**
 * What is known of a customer's reservations, once there is something.
 * @throws ServiceFailure when they can't be read and were not read before
 */
export async function reservationsOf({ service, signal }: Call, { tenantId }: Customer): Promise<Known<ReservationList>> {
	const known = await service.loadReservations(tenantId, signal);
	if (known.value === undefined && known.failure !== undefined) throw known.failure;
	return known;
}

/** How old what is said of a customer is, and what is not seen. */
export function standing(name: string, { value, asOf, failure }: Known<ReservationList>): readonly string[] {
	const notes = [`Customer: ${quoted(name)}. Read from Azure at ${asOf === undefined ? 'a time not known' : time(asOf)}.`];
	if (failure !== undefined) notes.push(`The last refresh failed, so this may be out of date. ${failureText(failure)}`);
	if (value?.reservations.length === 0) {
		const orders = value.entitledOrderIds?.length;
		const listed = orders ? ` Partner Center lists ${counted(orders, 'reservation order')} that Azure does not show.` : '';
		notes.push(`None is visible to this account, which is not the same as none.${listed}`);
	}
	return notes;
}
