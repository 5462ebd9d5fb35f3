/** Microsoft.Capacity: operations, orders, reservations of an order, one reservation, revisions: all that only reads. */
import type { App, Ctx } from '../http';
import { armError, isGuid } from '../http';
import type { Order, Reservation } from '../world/ledger';
import { CAPACITY_SCOPE, orderScope, reservationScope, type Tenant } from '../world/tenant';
import { type Asked, type Azure, asked, forbidden, page, query, requireRight } from './azure';
import { orderView, planInformationView, renewPropertiesView, reservationView } from './capacity-views';
import { CAPACITY_OPERATIONS } from './operations';
import { revisionViews } from './revisions';

const ORDERS = '/providers/microsoft.capacity/reservationorders';
export const READ_ORDER = 'Microsoft.Capacity/reservationOrders/read';
export const READ_RESERVATION = 'Microsoft.Capacity/reservationOrders/reservations/read';

/** Orders in a page (recorded). */
const PAGE = 50;

/** Orders that the caller may read; 403 for callers without any standing in the tenant, an empty list for the others. */
export function visibleOrders(who: Asked): Order[] {
	const { caller, tenant } = who;
	if (tenant.membership === 'none' || tenant.membership === 'lighthouse') throw forbidden(caller, READ_ORDER, CAPACITY_SCOPE);
	return [...tenant.orders.values()].filter(({ id }) => tenant.can(caller, READ_ORDER, orderScope(id)));
}

/** @throws Answer 400, 404 */
export function orderNamed(tenant: Tenant, orderId: string): Order {
	if (!isGuid(orderId)) throw armError(400, 'InvalidReservationOrderId', `The reservation order id '${orderId}' is not valid.`);
	const order = tenant.orders.get(orderId.toLowerCase());
	if (order === undefined) throw armError(404, 'ReservationOrderNotFound', `The reservation order '${orderId}' was not found.`);
	return order;
}

/** @throws Answer 400, 404 */
export function reservationNamed(order: Order, reservationId: string): Reservation {
	if (!isGuid(reservationId)) throw armError(400, 'InvalidReservationId', `The reservation id '${reservationId}' is not valid.`);
	const reservation = order.reservations.find(({ id }) => id === reservationId.toLowerCase());
	if (reservation === undefined)
		throw armError(
			404,
			'ReservationIdNotInReservationOrder',
			`The reservation '${reservationId}' is not in the reservation order '${order.id}'.`,
		);
	return reservation;
}

/** The order in the path. @throws Answer 400, 404 */
export function orderIn(c: Ctx, { tenant }: Asked): Order {
	return orderNamed(tenant, c.req.param('orderId') ?? '');
}

/** The reservation in the path. @throws Answer 400, 404 */
export function reservationIn(c: Ctx, who: Asked): Reservation {
	return reservationNamed(orderIn(c, who), c.req.param('reservationId') ?? '');
}

/** Who asks, and the tenant of the token. @throws Answer 403 for callers that are nobody in the tenant */
export function askedFor(c: Ctx, azure: Azure): Asked {
	const who = asked(c, azure);
	// Nobody in the tenant learns nothing of it, not even which ids there are.
	if (who.tenant.membership === 'none') throw forbidden(who.caller, READ_ORDER, CAPACITY_SCOPE);
	return who;
}

export function capacityRoutes(app: App, azure: Azure): void {
	const { billingAccountId } = azure.world;

	app.get('/providers/microsoft.capacity/operations', (c) => c.json({ value: CAPACITY_OPERATIONS }));

	app.get(ORDERS, (c) => {
		const who = asked(c, azure);
		return c.json(
			page(
				c,
				azure,
				visibleOrders(who).map((order) => orderView(order, who.now, billingAccountId)),
				PAGE,
			),
		);
	});

	app.get(`${ORDERS}/:orderId`, (c) => {
		const who = askedFor(c, azure);
		const order = orderIn(c, who);
		requireRight(who, READ_ORDER, orderScope(order.id));
		const expanded = query(c, '$expand')?.toLowerCase() === 'schedule';
		return c.json(
			orderView(
				order,
				who.now,
				billingAccountId,
				expanded ? planInformationView(who.tenant, order, billingAccountId) : undefined,
			),
		);
	});

	app.get(`${ORDERS}/:orderId/reservations`, (c) => {
		const who = askedFor(c, azure);
		const order = orderIn(c, who);
		const visible = order.reservations.filter((reservation) =>
			who.tenant.can(who.caller, READ_RESERVATION, reservationScope(reservation)),
		);
		if (visible.length === 0) throw forbidden(who.caller, READ_RESERVATION, orderScope(order.id));
		return c.json({ value: visible.map((reservation) => reservationView(who.tenant, reservation, who.now, 'other')) });
	});

	app.get(`${ORDERS}/:orderId/reservations/:reservationId`, (c) => {
		const who = askedFor(c, azure);
		const reservation = reservationIn(c, who);
		requireRight(who, READ_RESERVATION, reservationScope(reservation));
		const view = reservationView(who.tenant, reservation, who.now, 'other');
		if (query(c, '$expand')?.toLowerCase() !== 'renewproperties' || !reservation.renew) return c.json(view);
		return c.json({
			...view,
			properties: { ...Object(view.properties), renewProperties: renewPropertiesView(who.tenant, reservation, who.now) },
		});
	});

	app.get(`${ORDERS}/:orderId/reservations/:reservationId/revisions`, (c) => {
		const who = askedFor(c, azure);
		const reservation = reservationIn(c, who);
		requireRight(who, 'Microsoft.Capacity/reservationOrders/reservations/revisions/read', reservationScope(reservation));
		return c.json({ value: revisionViews(reservation, who.now) });
	});
}
