/** Finds out by reading how an operation stands: of an exchange its operation, of a return its reservation. Never sends. */
import { getReservation, getReservationOrder, reservationsOfOrderPages } from '../../azure/capacity';
import { operationOf, type PolledOperation, pollOperation } from '../../azure/exchanges';
import { isServiceFailure } from '../../azure/failure';
import { parseReservationGuid } from '../../azure/ids';
import { allItems } from '../../azure/paging';
import type { CallOptions, Transport } from '../../azure/transport';
import { singleReservation } from '../mapping';
import type { ReservationRef } from '../model';
import { isActive } from '../states';
import type { Entry } from './journal-file';
import type { Pace } from './pace';
import { exchangeNotFound, exchangeSeen, isAtRest, type Patience, type ReturnSeen, returnSeen, traced } from './progress';

interface Looking {
	readonly transport: Transport;
	/** Now, ms since the epoch. */
	readonly clock: () => number;
	readonly pace: Pace;
}

/** What a look showed. */
export interface Sight {
	/** What it makes of the entry. */
	readonly change: (entry: Entry) => Entry;
	/** How long the service asks to wait before the next look, ms. */
	readonly waitMs: number | undefined;
}

/** Looks how an operation stands. @throws ServiceFailure when that can't be read */
export async function look(looking: Looking, entry: Entry, options: CallOptions): Promise<Sight> {
	const { kind } = entry.operation;
	return kind === 'exchange' ? lookAtExchange(looking, entry, options) : lookAtReturn(looking, entry, options);
}

function patienceAt({ clock, pace }: Looking, { operation }: Entry): Patience {
	const age = clock() - (operation.sentAt ?? operation.preparedAt);
	return { isSettled: age > pace.settledMs, isOverdue: age > pace.overdueMs };
}

async function lookAtExchange(looking: Looking, entry: Entry, options: CallOptions): Promise<Sight> {
	const { transport, clock } = looking;
	const { tenantId, id, quote } = entry.operation;
	const known = entry.trail.operationUrl;
	let polled: PolledOperation | undefined;
	try {
		polled = await pollOperation(transport, tenantId, known ?? operationOf(quote.sessionId ?? id), options);
	} catch (error) {
		if (!isServiceFailure(error) || error.kind !== 'NotFound') throw error;
	}
	if (polled !== undefined) {
		const { operation, waitMs, correlationId } = polled;
		return { waitMs, change: (it) => traced(exchangeSeen(it, operation, clock()), endsWith(operation.status, correlationId)) };
	}
	const isUntouched = await areUntouched(transport, entry, options);
	const patience = patienceAt(looking, entry);
	return { waitMs: undefined, change: (it) => exchangeNotFound(it, isUntouched, patience, clock()) };
}

/** Every poll has an id of its own; the one that told the end is worth keeping. */
function endsWith(status: string, correlationId: string | undefined): string | undefined {
	return /^pending/i.test(status) ? undefined : correlationId;
}

/** Whether all that was to be returned is as it was, and no order of it is worked on; undefined when that can't be told. */
async function areUntouched(transport: Transport, { operation }: Entry, options: CallOptions): Promise<boolean | undefined> {
	const basis = operation.quote.basis ?? [];
	const { tenantId } = operation;
	const same = await Promise.all(
		basis.map(async ({ orderId, reservationId, quantity }) => {
			try {
				const [now, order] = await Promise.all([
					readReservation(transport, { tenantId, orderId, reservationId }, options),
					orUnknown(getReservationOrder(transport, tenantId, orderId, options)),
				]);
				if (!isActive(now) || now.quantity !== quantity) return false;
				return isAtRest(order?.properties.provisioningState) || undefined;
			} catch (error) {
				if (isServiceFailure(error) && error.kind === 'NotFound') return false;
				throw error;
			}
		}),
	);
	if (same.includes(false)) return false;
	return same.length === 0 || same.includes(undefined) ? undefined : true;
}

async function lookAtReturn(looking: Looking, entry: Entry, options: CallOptions): Promise<Sight> {
	const { transport, clock } = looking;
	const { operation, trail } = entry;
	if (operation.quote.kind !== 'return') throw new Error('an exchange has an operation');
	const { line } = operation.quote;
	const ref = { tenantId: operation.tenantId, orderId: line.orderId, reservationId: line.reservationId };
	const [reservation, order] = await Promise.all([
		readReservation(transport, ref, options),
		orUnknown(getReservationOrder(transport, ref.tenantId, ref.orderId, options)),
	]);
	const seen: ReturnSeen = {
		provisioningState: reservation.provisioningState,
		quantity: reservation.quantity,
		isActive: isActive(reservation),
		orderState: order?.properties.provisioningState ?? undefined,
		appeared: isActive(reservation) ? [] : await appearedIn(transport, ref, trail.knownBefore, options),
	};
	const patience = patienceAt(looking, entry);
	return { waitMs: undefined, change: (it) => returnSeen(it, seen, patience, clock()) };
}

/** The reservations that the order has now and had not before. */
async function appearedIn(
	transport: Transport,
	{ tenantId, orderId }: ReservationRef,
	knownBefore: readonly string[] | undefined,
	options: CallOptions,
): Promise<ReturnSeen['appeared']> {
	if (knownBefore === undefined) return [];
	const bodies = await orUnknown(allItems(reservationsOfOrderPages(transport, tenantId, orderId, options)));
	return (bodies ?? [])
		.map((body) => singleReservation(tenantId, body, undefined))
		.filter((it) => it !== undefined)
		.filter(({ reservationId }) => !knownBefore.includes(reservationId))
		.map(({ reservationId, quantity }) => ({ orderId, reservationId, quantity }));
}

/** A reservation as it is now. @throws ServiceFailure */
export async function readReservation(transport: Transport, ref: ReservationRef, options: CallOptions) {
	const body = await getReservation(transport, ref.tenantId, ref, options);
	const reservation = singleReservation(ref.tenantId, body, undefined);
	if (reservation === undefined) throw new Error('reservation without a readable id');
	return reservation;
}

/** Ids of the reservations of an order. @throws ServiceFailure also when this account may not read it: then it may not return of it either */
export async function reservationsIn(
	transport: Transport,
	tenantId: string,
	orderId: string,
	options: CallOptions,
): Promise<readonly string[]> {
	const order = await getReservationOrder(transport, tenantId, orderId, options);
	return (order.properties.reservations ?? []).map(({ id }) => parseReservationGuid(id)).filter((id) => id !== undefined);
}

/** What an account may lack is left open: rights on a reservation do not always reach its order (rules 1.4). */
async function orUnknown<T>(reading: Promise<T>): Promise<T | undefined> {
	try {
		return await reading;
	} catch (error) {
		if (isServiceFailure(error) && (error.kind === 'NotAllowed' || error.kind === 'NotFound')) return undefined;
		throw error;
	}
}
