/** The history of a reservation as the service tells it: revisions, newest first. */
import { type Facts, IN_PROGRESS, type Reservation, settling, skuDescription, stateAt } from '../world/ledger';
import { atStep, FULFILMENT, PURCHASE_STEPS } from '../world/purchase';
import { reservationScope } from '../world/tenant';
import { dateTime } from '../world/time';
import { locationOf, lowered, scopeProperties } from './capacity-views';

interface Row {
	readonly facts: Facts;
	readonly at: number;
	readonly effectiveAt: number;
	readonly confirmed: boolean;
}

function birth(reservation: Reservation): Row[] {
	const { initial, activeFrom, order, origin } = reservation;
	if (origin !== 'purchase') {
		const at = activeFrom ?? order.requestedAt;
		return ['Creating', 'Succeeded'].map((provisioningState) => ({
			facts: { ...initial, provisioningState, status: undefined },
			at,
			effectiveAt: at,
			confirmed: true,
		}));
	}
	const pace = order.fulfilment / FULFILMENT;
	const rows: Row[] = PURCHASE_STEPS.slice(0, reservation.born).map(([, seconds], index) => ({
		facts: atStep(initial, index + 1),
		at: order.requestedAt + seconds * 1000 * pace,
		effectiveAt: order.requestedAt,
		confirmed: false,
	}));
	if (activeFrom !== undefined) {
		const facts: Facts = { ...initial, provisioningState: 'Succeeded', status: undefined };
		rows.push(
			{ facts, at: activeFrom, effectiveAt: activeFrom, confirmed: true },
			{ facts, at: activeFrom + settling(order), effectiveAt: activeFrom, confirmed: true },
		);
	}
	return rows;
}

/** The history, newest first: the purchase step by step, the rows of every change, and the end of the term. */
export function revisionViews(reservation: Reservation, now: number): Record<string, unknown>[] {
	const { order } = reservation;
	const rows = birth(reservation);
	let facts: Facts = rows.at(-1)?.facts ?? reservation.initial;
	const pending = (since: number): Row => ({
		facts: { ...facts, provisioningState: 'Pending', status: IN_PROGRESS },
		at: since,
		effectiveAt: since,
		confirmed: true,
	});
	for (const { at, since, set, rows: count } of reservation.changes) {
		for (let row = 1; row < count; row++) rows.push(pending(since));
		facts = { ...facts, status: undefined, ...set };
		rows.push({ facts, at, effectiveAt: at - 93, confirmed: true });
	}
	if (reservation.busySince !== undefined) rows.push(pending(reservation.busySince));
	if (stateAt(reservation, now) === 'Expired' && order.expiresAt !== undefined) {
		const status = { statusCode: 'Expired', message: 'This reservation has expired' };
		rows.push({
			facts: { ...facts, provisioningState: 'Expired', status },
			at: order.expiresAt,
			effectiveAt: order.expiresAt,
			confirmed: true,
		});
	}
	return rows.map((row, index) => revisionView(reservation, row, index + 1)).reverse();
}

function revisionView(
	reservation: Reservation,
	{ facts, at, effectiveAt, confirmed }: Row,
	number: number,
): Record<string, unknown> {
	const { order } = reservation;
	return {
		sku: { name: order.product.sku },
		id: `${lowered(reservationScope(reservation))}/revisions/${number}`,
		type: 'Microsoft.Capacity/reservationOrders/reservations/revisions',
		name: String(number),
		etag: number,
		location: locationOf(order),
		properties: {
			appliedScopeType: facts.scope.type,
			...scopeProperties(facts.scope),
			quantity: facts.quantity,
			provisioningState: facts.provisioningState,
			expiryDateTime: confirmed && order.expiresAt !== undefined ? dateTime(order.expiresAt) : undefined,
			benefitStartTime: confirmed && order.startsAt !== undefined ? dateTime(order.startsAt) : undefined,
			displayName: facts.displayName,
			effectiveDateTime: dateTime(effectiveAt),
			extendedStatusInfo: facts.status,
			lastUpdatedDateTime: dateTime(at),
			reservedResourceType: order.product.type,
			instanceFlexibility: facts.instanceFlexibility,
			skuDescription: skuDescription(order),
			renew: facts.renew,
			archived: facts.archived,
		},
	};
}
