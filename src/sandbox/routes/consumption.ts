/** Microsoft.Consumption: use of reservations by day and month, and by resource (arm-contract 5). */
import type { App, Ctx } from '../http';
import { armError } from '../http';
import { type Filter, leaves, ODataError, parseFilter, passes } from '../odata';
import type { Reservation } from '../world/ledger';
import { orderScope, reservationScope } from '../world/tenant';
import { DAY, date, monthStart } from '../world/time';
import { type DayUsage, knownDays, percentage, usageBetween, usageByResource } from '../world/usage';
import { type Asked, type Azure, asked, count, forbidden, nextPage, query } from './azure';
import { orderIn, READ_RESERVATION, reservationIn } from './capacity';

const ORDER = '/providers/microsoft.capacity/reservationorders/:orderId';
const RESERVATION = `${ORDER}/reservations/:reservationId`;

/** Rows in a page of details. */
const PAGE = 1000;

/** Numbers come with fifteen digits after the point (recorded), which plain numbers can't say. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

function decimal(hundredths: number): unknown {
	return rawJSON(`${(hundredths / 100).toFixed(2)}0000000000000`);
}

function usageDate(value: unknown): number {
	const at = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
	if (Number.isNaN(at)) throw new ODataError(`'${String(value)}' is not a date.`);
	return at;
}

/** Which days a filter asks for: any `and` and `or` of `properties/UsageDate` with `ge` and `le`, dates or timestamps. */
function dateTest(text: string): (at: number) => boolean {
	const filter: Filter = parseFilter(text);
	for (const leaf of leaves(filter)) {
		if (leaf.kind === 'call' || leaf.property.toLowerCase() !== 'properties/usagedate')
			throw new ODataError('Only properties/UsageDate can be filtered.');
		if (leaf.operator !== 'ge' && leaf.operator !== 'le')
			throw new ODataError(`The operator '${leaf.operator}' is not supported. Use 'ge' and 'le'.`);
		usageDate(leaf.value);
	}
	return (at) =>
		passes(
			filter,
			(leaf) => leaf.kind === 'compare' && (leaf.operator === 'ge' ? at >= usageDate(leaf.value) : at <= usageDate(leaf.value)),
		);
}

function requiredFilter(c: Ctx): (at: number) => boolean {
	const text = query(c, '$filter');
	// What the service says when a shell has eaten the dollar sign (arm-pitfalls 40).
	if (text === undefined || text.trim() === '') throw new ODataError("The argument 'queryOptionName' is null or empty.");
	return dateTest(text);
}

/** Ids have no slash in front, and those of details lack one in the middle (recordings 13). */
function oddId(reservation: Reservation, type: string, name: string): string {
	const slash = type === 'reservationDetails' ? '' : '/';
	return `${reservationScope(reservation).slice(1)}${slash}providers/Microsoft.Consumption/${type}/${name}`;
}

function summary(reservation: Reservation, at: number, days: readonly DayUsage[]) {
	const reserved = days.reduce((sum, day) => sum + day.reserved, 0);
	const used = days.reduce((sum, day) => sum + day.used, 0);
	const average = percentage(days) ?? 0;
	const usedQuantity = Math.round(reservation.quantity * average);
	const name = date(at).replaceAll('-', '');
	return {
		id: oddId(reservation, 'reservationSummaries', name),
		name,
		type: 'Microsoft.Consumption/reservationSummaries',
		properties: {
			reservationOrderId: reservation.order.id,
			reservationId: reservation.id,
			skuName: reservation.order.product.sku,
			kind: 'Reservation',
			reservedHours: decimal(reserved),
			usageDate: `${date(at)}T00:00:00`,
			usedHours: decimal(used),
			minUtilizationPercentage: decimal(Math.round(Math.min(...days.map(({ lowest }) => lowest)) * 100)),
			avgUtilizationPercentage: decimal(Math.round(average * 100)),
			maxUtilizationPercentage: decimal(Math.round(Math.max(...days.map(({ highest }) => highest)) * 100)),
			purchasedQuantity: decimal(reservation.quantity * 100),
			remainingQuantity: decimal(reservation.quantity * 100 - usedQuantity),
			totalReservedQuantity: decimal(reservation.quantity * 100),
			usedQuantity: decimal(usedQuantity),
			utilizedPercentage: decimal(Math.round(average * 100)),
		},
	};
}

function allDays(reservation: Reservation, now: number): DayUsage[] {
	const { first, last } = knownDays(reservation, now);
	return usageBetween(reservation, first, last, now);
}

function daily(reservation: Reservation, wanted: (at: number) => boolean, now: number) {
	return allDays(reservation, now)
		.filter(({ day }) => wanted(day * DAY))
		.map((day) => summary(reservation, day.day * DAY, [day]));
}

function monthly(reservation: Reservation, wanted: (at: number) => boolean, now: number) {
	const months = Map.groupBy(allDays(reservation, now), ({ day }) => monthStart(day * DAY));
	return [...months].filter(([at]) => wanted(at)).map(([at, days]) => summary(reservation, at, days));
}

function details(reservation: Reservation, wanted: (at: number) => boolean, now: number) {
	const { product, id } = reservation.order;
	return allDays(reservation, now)
		.filter(({ day }) => wanted(day * DAY))
		.flatMap((usage) =>
			usageByResource(reservation, usage).map(({ resource, used }) => {
				const name = date(usage.day * DAY).replaceAll('-', '');
				return {
					id: oddId(reservation, 'reservationDetails', name),
					name,
					type: 'Microsoft.Consumption/reservationDetails',
					properties: {
						reservationOrderId: id,
						instanceFlexibilityRatio: String(product.flexibilityRatio),
						instanceFlexibilityGroup: product.flexibilityGroup,
						reservationId: reservation.id,
						skuName: product.sku,
						reservedHours: decimal(usage.reserved),
						usageDate: `${date(usage.day * DAY)}T00:00:00`,
						usedHours: decimal(used),
						instanceId: resource,
						totalReservedQuantity: decimal(reservation.quantity * 100),
						kind: 'Reservation',
					},
				};
			}),
		);
}

/** Rights on the order or the reservation are enough; nobody has to hold a billing role. */
function readable(c: Ctx, who: Asked, azure: Azure): Reservation[] {
	const { caller, tenant } = who;
	if (tenant.membership === 'none') throw forbidden(caller, READ_RESERVATION, '/providers/Microsoft.Capacity');
	const wanted = c.req.param('reservationId') === undefined ? orderIn(c, who).reservations : [reservationIn(c, who)];
	const visible = wanted.filter((reservation) => tenant.can(caller, READ_RESERVATION, reservationScope(reservation)));
	if (visible.length === 0) throw forbidden(caller, READ_RESERVATION, orderScope(orderIn(c, asked(c, azure)).id));
	return visible;
}

function answer(c: Ctx, azure: Azure, rows: (reservation: Reservation, now: number) => unknown[]): Response {
	const who = asked(c, azure);
	try {
		const all = readable(c, who, azure).flatMap((reservation) => rows(reservation, who.now));
		const start = count(c, '$skiptoken') ?? 0;
		const end = start + PAGE;
		const body = {
			value: all.slice(start, end),
			...(end < all.length ? { nextLink: nextPage(c, azure, '$skiptoken', end) } : {}),
		};
		return c.body(JSON.stringify(body), 200, { 'content-type': 'application/json; odata.metadata=none' });
	} catch (error) {
		if (error instanceof ODataError) throw armError(400, 'BadRequest', error.message);
		throw error;
	}
}

export function consumptionRoutes(app: App, azure: Azure): void {
	for (const scope of [ORDER, RESERVATION]) {
		app.get(`${scope}/providers/microsoft.consumption/reservationsummaries`, (c) => {
			const grain = query(c, 'grain')?.toLowerCase();
			return answer(c, azure, (reservation, now) => {
				if (grain === 'daily') return daily(reservation, requiredFilter(c), now);
				const text = query(c, '$filter');
				if (grain === 'monthly') return monthly(reservation, text === undefined ? () => true : dateTest(text), now);
				throw new ODataError("The parameter 'grain' has to be 'daily' or 'monthly'.");
			});
		});
		app.get(`${scope}/providers/microsoft.consumption/reservationdetails`, (c) =>
			answer(c, azure, (reservation, now) => details(reservation, requiredFilter(c), now)),
		);
	}
}
