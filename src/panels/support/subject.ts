/** What a Support Request panel is about: whose request, and where the user came from. */
import type { ReservationRef } from '../../reservations/model';
import type { SupportOrigin } from '../../reservations/support/model';
import { refOf } from '../shared/reservation-panels';
import type { SavedState } from './messages';

/** What a panel is opened with; what its page keeps of it is a {@link SavedState}. */
export type SupportSubject = Omit<SavedState, 'origin'> & { readonly origin: SupportOrigin };

/** Tells drafts apart: one for each customer, reservation or operation. */
export function keyOf({ tenantId, origin }: SupportSubject): string {
	if (origin.kind === 'operation') return `${tenantId}/${origin.operationId}`;
	if (origin.kind === 'change') return `${tenantId}/${origin.changeId}`;
	const refs = refsOf(origin);
	return [tenantId, ...refs.flatMap(({ orderId, reservationId }) => [orderId, reservationId])].join('/');
}

/** The reservations that the origin names. */
export function refsOf(origin: SupportOrigin): readonly ReservationRef[] {
	switch (origin.kind) {
		case 'reservation':
			return [origin.ref];
		case 'refusal':
			return origin.refs;
		case 'access':
			return origin.ref === undefined ? [] : [origin.ref];
		default:
			return [];
	}
}

/** The origin without what can't be kept over a reload: what a quote or a failure said is in the draft's text by then. */
export function keptOrigin(origin: SupportOrigin): SavedState['origin'] {
	switch (origin.kind) {
		case 'reservation':
			return { kind: 'reservation', ref: refOf(origin.ref) };
		case 'refusal':
			return { kind: 'refusal', action: origin.action, refs: origin.refs.map(refOf) };
		case 'access':
			return { kind: 'access', tenantId: origin.tenantId, ref: origin.ref && refOf(origin.ref) };
		case 'purchase':
			return { kind: 'purchase', tenantId: origin.tenantId, what: origin.what };
		case 'other':
			return { kind: 'other', tenantId: origin.tenantId };
		default:
			return origin;
	}
}
