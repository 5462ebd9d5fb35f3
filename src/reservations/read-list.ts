/** Reads all reservations of one customer from Azure, and from Partner Center what Azure should show. */
import { reservationPages } from '../azure/capacity';
import { isCancelled, type ServiceFailure } from '../azure/failure';
import type { CallOptions, Transport } from '../azure/transport';
import { readEntitledOrders } from './entitled-orders';
import { type LastFailures, toFailure } from './failures';
import { listedReservation } from './mapping';
import type { Reservation } from './model';

interface Parts {
	readonly transport: Transport;
	readonly failures: LastFailures;
	readonly clock: () => number;
	readonly log: { warn(message: string): void };
}

/** What was read of a customer. */
interface ReadList {
	readonly reservations: readonly Reservation[];
	/** Orders that Partner Center lists; undefined: not asked, or it did not say. */
	readonly entitledOrderIds: readonly string[] | undefined;
	/** Why Partner Center did not say. */
	readonly comparisonFailure: ServiceFailure | undefined;
}

/**
 * @param compare asks Partner Center even where Azure shows reservations
 * @throws ServiceFailure; an AbortError
 */
export async function readList(parts: Parts, tenantId: string, compare: boolean, options: CallOptions): Promise<ReadList> {
	const reservations: Reservation[] = [];
	for await (const { items } of reservationPages(parts.transport, tenantId, options)) {
		for (const body of items) {
			const reservation = listedReservation(tenantId, body);
			if (reservation === undefined) parts.log.warn('Azure listed a reservation without a readable id; left out.');
			else reservations.push(reservation);
		}
	}
	if (!compare && reservations.length > 0) return { reservations, entitledOrderIds: undefined, comparisonFailure: undefined };
	return { reservations, ...(await entitledOrders(parts, tenantId, reservations, options)) };
}

/**
 * The orders that Partner Center knows of, to tell "none" from "none visible to this account" (arm-pitfalls 15). Beside a list that
 * is not empty only those count that have not ended: Azure need not list old ones.
 * @returns a failure when Partner Center does not say; the list itself is good nonetheless
 */
async function entitledOrders(
	{ transport, failures, clock }: Parts,
	tenantId: string,
	shown: readonly Reservation[],
	options: CallOptions,
): Promise<Pick<ReadList, 'entitledOrderIds' | 'comparisonFailure'>> {
	try {
		const orders = await readEntitledOrders(transport, tenantId, options);
		const now = clock();
		const entitledOrderIds = orders
			.filter(({ expiresAt = Number.POSITIVE_INFINITY }) => shown.length === 0 || expiresAt > now)
			.map(({ orderId }) => orderId);
		return { entitledOrderIds, comparisonFailure: undefined };
	} catch (error) {
		if (isCancelled(error)) throw error;
		const comparisonFailure = toFailure(error, tenantId);
		failures.note(tenantId, comparisonFailure);
		return { entitledOrderIds: undefined, comparisonFailure };
	}
}
