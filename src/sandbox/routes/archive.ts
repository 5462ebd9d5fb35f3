/** Microsoft.Capacity: taking what has ended out of sight, and back (arm-contract 2.7). */
import { type App, armError } from '../http';
import { change, stateAt } from '../world/ledger';
import { reservationScope } from '../world/tenant';
import { type Azure, requireRight } from './azure';
import { askedFor, reservationIn } from './capacity';

const RESERVATION = '/providers/microsoft.capacity/reservationorders/:orderId/reservations/:reservationId';
/** What has ended for good. */
const ENDS = ['Cancelled', 'Expired', 'Failed'];

export function archiveRoutes(app: App, azure: Azure): void {
	for (const [call, archived] of [
		['archive', true],
		['unarchive', false],
	] as const) {
		app.post(`${RESERVATION}/${call}`, (c) => {
			const who = askedFor(c, azure);
			const reservation = reservationIn(c, who);
			const id = reservationScope(reservation);
			requireRight(who, `Microsoft.Capacity/reservationOrders/reservations/${call}/action`, id);
			const state = stateAt(reservation, who.now);
			if (!ENDS.includes(state) || reservation.archived === archived)
				throw armError(
					400,
					'OperationCannotBePerformedInCurrentState',
					`The reservation '${id}' is in state '${state}' and ${reservation.archived ? '' : 'not '}archived. '${call}' is not possible.`,
				);
			change(reservation, who.now, { archived });
			who.tenant.changed = true;
			return c.body(null, 200);
		});
	}
}
