/** Ids of customers, orders and reservations: read from resource ids without minding their case, and put together again. */

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const WHOLE_GUID = new RegExp(`^${GUID}$`, 'i');
/** The leading slash is missing in Consumption's answers; `/revisions/N` follows in split and merge answers (arm-contract 2.6). */
const RESERVATION = new RegExp(
	`^/?providers/Microsoft\\.Capacity/reservationOrders/(${GUID})(?:/reservations/(${GUID})(?:/revisions/[^/]+)?)?/?$`,
	'i',
);

/** True for a GUID in any case, without braces. */
export function isGuid(value: string): boolean {
	return WHOLE_GUID.test(value);
}

/** Ids of a reservation, both GUIDs in lower case. */
export interface ReservationIds {
	readonly orderId: string;
	readonly reservationId: string;
}

/**
 * Reads both ids from the resource id of a reservation or of one of its revisions. `name` is never used: it is the
 * reservation, the order with the reservation, or the revision, by call (arm-contract 11, row 8).
 * @returns undefined when it is not the id of a reservation
 */
export function parseReservationId(id: string): ReservationIds | undefined {
	const [, orderId, reservationId] = RESERVATION.exec(id.trim()) ?? [];
	if (orderId === undefined || reservationId === undefined) return undefined;
	return { orderId: orderId.toLowerCase(), reservationId: reservationId.toLowerCase() };
}

/**
 * Reads the order id from the resource id of an order or of one of its reservations, or from a bare GUID
 * (entitlements, partner-center-api 0; changeDirectory, recordings 15).
 * @returns a GUID in lower case, or undefined
 */
export function parseOrderId(id: string): string | undefined {
	const trimmed = id.trim();
	return (isGuid(trimmed) ? trimmed : RESERVATION.exec(trimmed)?.[1])?.toLowerCase();
}

/**
 * Reads a reservation id from where both forms occur: `splitDestinations` and `mergeSources` are bare GUIDs in GET and
 * full ids in the answers of split and merge (arm-contract 2.4; 11, row 7).
 * @returns a GUID in lower case, or undefined
 */
export function parseReservationGuid(id: string): string | undefined {
	const trimmed = id.trim();
	return isGuid(trimmed) ? trimmed.toLowerCase() : parseReservationId(trimmed)?.reservationId;
}

/**
 * Reads the id of a subscription from `/subscriptions/{id}`, from the id of anything in it, or from a bare GUID
 * (`billingScopeId` may be either, recordings 11).
 * @returns a GUID in lower case, or undefined
 */
export function parseSubscriptionId(id: string): string | undefined {
	const trimmed = id.trim();
	if (isGuid(trimmed)) return trimmed.toLowerCase();
	return new RegExp(`^/?subscriptions/(${GUID})(?:/|$)`, 'i').exec(trimmed)?.[1]?.toLowerCase();
}

/** Resource id of a reservation order. @throws TypeError when the id is not a GUID */
export function orderResourceId(orderId: string): string {
	return `/providers/Microsoft.Capacity/reservationOrders/${guid(orderId)}`;
}

/** Resource id of a reservation. @throws TypeError when an id is not a GUID */
export function reservationResourceId({ orderId, reservationId }: ReservationIds): string {
	return `${orderResourceId(orderId)}/reservations/${guid(reservationId)}`;
}

/**
 * The GUID in lower case, ready for a path: nothing else may become part of a URL.
 * @throws TypeError when it is not a GUID
 */
export function guid(value: string): string {
	if (!isGuid(value)) throw new TypeError(`Not a GUID: ${value.slice(0, 50)}`);
	return value.toLowerCase();
}
