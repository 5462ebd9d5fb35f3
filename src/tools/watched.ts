/** What the watch list knows, of one customer or of all, with what it says nothing of. */
import * as z from 'zod/mini';
import type { ScanState } from '../reservations/scan/model';
import type { WatchItem } from '../reservations/watch/model';
import { customerOf, reservationsOf, standing } from './customer';
import { guid, limit } from './input';
import { idsText, reservationLine } from './reservation-line';
import { code, counted, quoted, time } from './text';
import type { Call, ReadingService } from './tool';

/** Whom a question about the watch list is about. */
export const whom = { customerTenantId: z.optional(guid), readAll: z._default(z.boolean(), false), limit };

interface Whom {
	readonly customerTenantId?: string | undefined;
	readonly readAll: boolean;
}

interface Watched {
	readonly items: readonly WatchItem[];
	/** How old it is and what is missing, a line each. */
	readonly notes: readonly string[];
}

/** @throws Error when it is no customer; ServiceFailure when nothing could be read; an AbortError when cancelled */
export async function watched({ customerTenantId, readAll }: Whom, call: Call): Promise<Watched> {
	const { service, signal } = call;
	if (customerTenantId !== undefined) {
		const customer = await customerOf(call, customerTenantId);
		const known = await reservationsOf(call, customer);
		return { items: service.watch.ofCustomer(customer.tenantId), notes: standing(customer.name, known) };
	}
	const customers = await service.loadCustomers(signal);
	if (customers.value === undefined && customers.failure !== undefined) throw customers.failure;
	await service.watch.ready();
	const scan = readAll ? await service.scan.start({}, signal) : undefined;
	return {
		items: service.watch.list().items,
		notes: [...(scan === undefined ? [] : scanNotes(scan)), ...listNotes(service)],
	};
}

function listNotes({ watch }: ReadingService): readonly string[] {
	const { customersKnown, customersUnknown, oldestAsOf, hiddenOrders } = watch.list();
	const unknown = `Customers whose reservations are not known, so that nothing is said of them: ${customersUnknown}.`;
	return [
		`Customers whose reservations are known: ${customersKnown}${oldestAsOf === undefined ? '' : `; the oldest data is of ${time(oldestAsOf)}`}.`,
		...(customersUnknown === 0 ? [] : [`${unknown} Call the tool with readAll true to read them first.`]),
		...(hiddenOrders.length === 0
			? []
			: [`Customers of whom Partner Center lists orders that Azure does not show to this account: ${hiddenOrders.length}.`]),
	];
}

function scanNotes({ fresh, read, total, failed, notTried, causes }: ScanState): readonly string[] {
	const why = causes.map(({ kind, code: reason, count }) => `${reason === undefined ? kind : code(reason)} ${count}`).join(', ');
	return [
		`Read now or in the last minutes: ${fresh + read} of ${counted(total, 'customer')}.`,
		...(failed === 0 ? [] : [`Could not be read: ${counted(failed, 'customer')} (${why}).`]),
		...(notTried === 0 ? [] : [`Not tried, as the reading was cancelled: ${counted(notTried, 'customer')}.`]),
	];
}

/** What is on the list as a line: what is the matter, then the reservation. */
export function itemLine(service: ReadingService, item: WatchItem, matter: string): string {
	const customer = service.getCustomer(item.tenantId)?.name ?? item.tenantId;
	const reservation = service.getReservation(item);
	return `${matter}; ${reservation === undefined ? `of customer ${quoted(customer)}; ${idsText(item)}` : reservationLine(reservation, customer)}`;
}
