/** Where requests can be: in no subscription, or in one of the customer's. Those that reservations are billed to come first. */
import * as l10n from '@vscode/l10n';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { parseSubscriptionId } from '../../azure/ids';
import { allItems } from '../../azure/paging';
import { type Subscription, subscriptionPages } from '../../azure/subscriptions';
import type { Transport } from '../../azure/transport';
import { toFailure } from '../failures';
import type { Reservation } from '../model';
import type { DraftFault, RequestPlace } from './model';

export interface CustomersReservations {
	readonly transport: Transport;
	/** The customer's reservations, with why they could not be read. @throws an AbortError when cancelled; nothing else */
	readonly reservationsOf: (
		tenantId: string,
		signal: AbortSignal,
	) => Promise<{ readonly reservations: readonly Reservation[]; readonly failure?: ServiceFailure | undefined }>;
}

export const withoutSubscription = (): RequestPlace => ({ name: l10n.t('Without a subscription') });

/** The subscriptions that reservations are billed to. */
export function billedPlaces(reservations: readonly Reservation[]): readonly RequestPlace[] {
	const ids = reservations.map(({ billingScopeId }) => billingScopeId && parseSubscriptionId(billingScopeId));
	return [...new Set(ids)].flatMap((id) => (id ? [{ subscriptionId: id, name: id }] : []));
}

/** @returns the places, and why some are missing. @throws an AbortError when cancelled; nothing else */
export async function readPlaces(
	{ transport, reservationsOf }: CustomersReservations,
	tenantId: string,
	signal: AbortSignal,
): Promise<{ readonly all: readonly RequestPlace[]; readonly leftOpen: readonly DraftFault[] }> {
	const billed = billedPlaces((await reservationsOf(tenantId, signal)).reservations);
	try {
		const found = await allItems<Subscription>(subscriptionPages(transport, tenantId, { signal }));
		const named = found.flatMap(({ id, displayName }): RequestPlace[] => {
			const subscriptionId = parseSubscriptionId(id);
			return subscriptionId === undefined ? [] : [{ subscriptionId, name: displayName ?? subscriptionId }];
		});
		const isBilled = (place: RequestPlace) => billed.some(({ subscriptionId }) => subscriptionId === place.subscriptionId);
		return { all: [withoutSubscription(), ...named.sort((a, b) => Number(isBilled(b)) - Number(isBilled(a)))], leftOpen: [] };
	} catch (error) {
		if (isCancelled(error)) throw error;
		const { message } = toFailure(error, tenantId);
		return { all: [withoutSubscription(), ...billed], leftOpen: [{ field: 'subscriptionId', text: message }] };
	}
}
