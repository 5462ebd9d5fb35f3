/** Finds out by reading how an operation stands: of an exchange its operation, of a return its reservation. Never sends. */
import { getReservationOrder, reservationsOfOrderPages } from '../../azure/capacity';
import { hasOperationEnded, operationOf, type PolledOperation, pollOperation } from '../../azure/exchanges';
import { isServiceFailure } from '../../azure/failure';
import { allItems } from '../../azure/paging';
import type { CallOptions, Transport } from '../../azure/transport';
import { singleReservation } from '../mapping';
import type { ReservationRef } from '../model';
import { isActive } from '../states';
import { isCauseOpen, isExchanged } from './cancelled';
import { exchangeNotFound, exchangeSeen, type Standing, type Standings } from './exchange-progress';
import type { Entry } from './journal-file';
import type { QuoteBasis } from './model';
import { type Pace, patienceOf } from './pace';
import { isAtRest, isOver, traced } from './progress';
import { purchasesMade } from './purchases-made';
import { orUnknown, readReservation } from './reading';
import { type ReturnSeen, returnSeen } from './return-progress';

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

async function lookAtExchange(looking: Looking, entry: Entry, options: CallOptions): Promise<Sight> {
	const { transport, clock, pace } = looking;
	const { tenantId, id, quote } = entry.operation;
	const patience = patienceOf(pace, entry, clock());
	const known = entry.trail.operationUrl;
	let polled: PolledOperation | undefined;
	try {
		polled = await pollOperation(transport, tenantId, known ?? operationOf(quote.sessionId ?? id), options);
	} catch (error) {
		if (!isServiceFailure(error) || error.kind !== 'NotFound') throw error;
	}
	if (polled !== undefined) {
		const { operation, waitMs, correlationId } = polled;
		const told = exchangeSeen(entry, operation, patience, clock());
		const isToRead = hasOperationEnded(operation.status) && !isOver(told.operation);
		const known = isToRead ? await standingsIn(transport, entry, options) : undefined;
		// Not while what has failed might still be taken back.
		const isLongOver = (patience.endAgeMs ?? 0) > pace.settledMs;
		const made = isToRead && isLongOver ? await purchasesMade(transport, told, options) : undefined;
		const change = (it: Entry) => {
			const seen = exchangeSeen(it, operation, patience, clock(), known, made);
			// Every poll has an id of its own; the one that told the end is worth keeping.
			return isOver(seen.operation) || seen.operation.state !== it.operation.state
				? traced(seen, hasOperationEnded(operation.status) ? correlationId : undefined)
				: seen;
		};
		return { waitMs, change };
	}
	const isUntouched = areUntouched(await standingsIn(transport, entry, options));
	return { waitMs: undefined, change: (it) => exchangeNotFound(it, isUntouched, patience, clock()) };
}

async function standingsIn(transport: Transport, { operation }: Entry, options: CallOptions): Promise<Standings> {
	const { tenantId, quote } = operation;
	const read = async ({ orderId, reservationId, quantity }: QuoteBasis): Promise<Standing | undefined> => {
		const [now, order] = await Promise.all([
			orUnknown(readReservation(transport, { tenantId, orderId, reservationId }, options)),
			orUnknown(getReservationOrder(transport, tenantId, orderId, options)),
		]);
		if (now === undefined) return undefined;
		const orderState = order?.properties.provisioningState;
		if (isActive(now)) {
			if (now.quantity === undefined || quantity === undefined) return undefined;
			if (now.quantity === quantity) return isAtRest(orderState) ? 'asBefore' : undefined;
		}
		const { provisioningState, statusCode } = now;
		const isGivenBack = isCancelledState(provisioningState) && (isCauseOpen(statusCode) || isExchanged(statusCode));
		// An order whose reservations are all cancelled is so too (52 of them are recorded).
		return isGivenBack && (isAtRest(orderState) || isCancelledState(orderState)) ? 'cancelled' : 'otherwise';
	};
	return new Map(await Promise.all((quote.basis ?? []).map(async (one) => [one.reservationId, await read(one)] as const)));
}

function isCancelledState(state: string | null | undefined): boolean {
	return /^cancell?ed$/i.test(state ?? '');
}

/** Whether all that was to be returned is as it was; undefined when that can't be told. */
function areUntouched(standings: Standings): boolean | undefined {
	const all = [...standings.values()];
	if (all.some((it) => it === 'cancelled' || it === 'otherwise')) return false;
	return all.length === 0 || all.includes(undefined) ? undefined : true;
}

async function lookAtReturn(looking: Looking, entry: Entry, options: CallOptions): Promise<Sight> {
	const { transport, clock, pace } = looking;
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
		statusCode: reservation.statusCode,
		quantity: reservation.quantity,
		isActive: isActive(reservation),
		orderState: order?.properties.provisioningState ?? undefined,
		appeared: isActive(reservation) ? [] : await appearedIn(transport, ref, trail.knownBefore, options),
	};
	const patience = patienceOf(pace, entry, clock());
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
