/** Changes of reservations that move no money: patch, split, merge, archive; Microsoft.Capacity 2022-11-01 (arm-contract 2.5 to 2.7). */
import * as z from 'zod/mini';
import { type CapacityReservation, reservation } from './capacity';
import { orderResourceId, type ReservationIds, reservationResourceId } from './ids';
import type { PurchaseRequest } from './purchases';
import { armCall } from './resource-manager';
import { pollWait } from './retry';
import type { Answer, Call, CallOptions, Transport } from './transport';
import { maybe } from './values';

const API_VERSION = '2022-11-01';

/** PatchProperties of the contract: what is left out stays as it is. Ids are full ids, for example `/subscriptions/{id}`. */
export interface ReservationPatch {
	/** The display name: read back as `displayName` (recordings 8). */
	readonly name?: string | undefined;
	readonly appliedScopeType?: string | undefined;
	/** The subscription of a single scope. */
	readonly appliedScopes?: readonly string[] | undefined;
	readonly appliedScopeProperties?: PurchaseRequest['properties']['appliedScopeProperties'];
	readonly instanceFlexibility?: string | undefined;
	readonly renew?: boolean | undefined;
	/** What the renewal buys; its location is needed (arm-pitfalls 27). */
	readonly renewProperties?: { readonly purchaseProperties: RenewalRequest } | undefined;
}

/** A purchase that is made at the end of the term; whether that one is renewed again is not asked. */
export interface RenewalRequest extends Omit<PurchaseRequest, 'properties'> {
	readonly properties: Omit<PurchaseRequest['properties'], 'renew'>;
}

/** What the service said to a change. */
export interface ChangeAnswer<T> {
	/** False: it was taken on (202), and the reservations show when it is through (arm-contract 1.2). */
	readonly isDone: boolean;
	readonly value: T;
	/** Where the result will be, where the service names a place. */
	readonly url: string | undefined;
	/** How long the service asks to wait before the first look, ms. */
	readonly waitMs: number | undefined;
	readonly correlationId: string | undefined;
}

/** A 202 may come with the reservation, or with nothing. */
const patched = maybe(reservation);
/** The old reservations and the new ones; a 202 has nothing yet (arm-contract 11, rows 2 and 3). */
const reservations = maybe(
	z.union([
		z.array(reservation),
		z.pipe(
			reservation,
			z.transform((one) => [one]),
		),
	]),
);
const nothing = maybe(z.unknown());

/**
 * Changes a reservation: sent once. What the answer says is not always complete (`renewProperties` is never in it).
 * @throws ServiceFailure that tells in `sent` whether it may have been carried out; `OutcomeUnknown` where that is so
 */
export async function patchReservation(
	transport: Transport,
	tenantId: string,
	ids: ReservationIds,
	properties: ReservationPatch,
): Promise<ChangeAnswer<CapacityReservation | undefined>> {
	const call = changing(tenantId, reservationResourceId(ids), 'PATCH', { properties });
	return answered(await transport.send(patched, call), (value) => value ?? undefined);
}

/**
 * Splits a reservation into new ones: sent once. The answer has the new reservations and the old one, first as revisions
 * (recordings 7), so only their `id` tells which they are.
 * @param quantities units of each new reservation
 * @throws ServiceFailure as {@link patchReservation}
 */
export async function splitReservation(
	transport: Transport,
	tenantId: string,
	ids: ReservationIds,
	quantities: readonly number[],
): Promise<ChangeAnswer<readonly CapacityReservation[] | undefined>> {
	const body = { properties: { quantities, reservationId: reservationResourceId(ids) } };
	const call = changing(tenantId, `${orderResourceId(ids.orderId)}/split`, 'POST', body);
	return answered(await transport.send(reservations, call), (value) => value ?? undefined);
}

/**
 * Merges reservations of one order into a new one: sent once. Answers like {@link splitReservation}.
 * @throws ServiceFailure as {@link patchReservation}
 */
export async function mergeReservations(
	transport: Transport,
	tenantId: string,
	orderId: string,
	reservationIds: readonly string[],
): Promise<ChangeAnswer<readonly CapacityReservation[] | undefined>> {
	const sources = reservationIds.map((reservationId) => reservationResourceId({ orderId, reservationId }));
	const call = changing(tenantId, `${orderResourceId(orderId)}/merge`, 'POST', { properties: { sources } });
	return answered(await transport.send(reservations, call), (value) => value ?? undefined);
}

/**
 * Looks for the result of a split or a merge that was taken on.
 * @param url as the service named it; the transport refuses one that leaves the service's origin
 * @returns `isDone: false` while there is none yet
 * @throws ServiceFailure
 */
export async function readChangeResult(
	transport: Transport,
	tenantId: string,
	url: string,
	options: CallOptions = {},
): Promise<ChangeAnswer<readonly CapacityReservation[] | undefined>> {
	const call: Call = { ...armCall(tenantId, url, API_VERSION, options), ...(url.includes('?') && { query: undefined }) };
	return answered(await transport.send(reservations, call), (value) => value ?? undefined);
}

/** Hides a reservation that has ended from the lists, or shows it again. @throws ServiceFailure as {@link patchReservation} */
export async function archiveReservation(
	transport: Transport,
	tenantId: string,
	ids: ReservationIds,
	archived: boolean,
): Promise<ChangeAnswer<undefined>> {
	const path = `${reservationResourceId(ids)}/${archived ? 'archive' : 'unarchive'}`;
	return answered(await transport.send(nothing, changing(tenantId, path, 'POST', undefined)), () => undefined);
}

/** A change is not cut off by its caller, so that it is known whether its answer came. */
function changing(tenantId: string, path: string, method: 'PATCH' | 'POST', body: unknown): Call {
	return { ...armCall(tenantId, path, API_VERSION, {}), method, committing: true, body };
}

function answered<T, R>({ value, status, headers, correlationId }: Answer<T>, read: (value: T) => R): ChangeAnswer<R> {
	return {
		isDone: status !== 202,
		value: read(value),
		url: headers.get('location') ?? headers.get('azure-asyncoperation') ?? undefined,
		waitMs: pollWait(headers),
		correlationId,
	};
}
