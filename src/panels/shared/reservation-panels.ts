/** The open panels of a kind that has one for each reservation. */
import type { Reservation, ReservationRef } from '../../reservations/model';
import { type Filling, type PanelKind, PanelSet } from './panels';
import type { PanelHost } from './session';

/** What the names of new panels come from. */
interface Names {
	getReservation(ref: ReservationRef): Reservation | undefined;
}

/** The ids alone, without what else is known of the reservation. */
export function refOf({ tenantId, orderId, reservationId }: ReservationRef): ReservationRef {
	return { tenantId, orderId, reservationId };
}

export class ReservationPanels<
	Saved extends ReservationRef,
	Asked extends { readonly type: string },
	Panel extends Filling<Asked>,
> extends PanelSet<Saved, Asked, Panel> {
	readonly #kind: Pick<PanelKind<Saved, Asked, Panel>, 'saved'>;

	/** Nothing is shown until {@link open} or {@link restore} is called. */
	constructor(host: PanelHost<Names>, kind: Omit<PanelKind<Saved, Asked, Panel>, 'keyOf' | 'nameOf'>) {
		super(host, {
			...kind,
			keyOf: ({ tenantId, orderId, reservationId }) => `${tenantId}/${orderId}/${reservationId}`,
			nameOf: (ref) => host.session.current?.getReservation(ref)?.name,
		});
		this.#kind = kind;
	}

	/** Shows the panel of this reservation, a new one, for which nothing was kept, or the one that is there. */
	override open(ref: ReservationRef): Panel {
		return super.open(this.#kind.saved.parse(refOf(ref)));
	}
}
