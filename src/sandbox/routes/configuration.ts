/** Microsoft.Capacity: changing a reservation's scope, name, flexibility, renewal and review (arm-contract 2.5). */
import * as z from 'zod/mini';
import type { App } from '../http';
import { configure, differences } from '../world/configuration';
import { beginWork } from '../world/returns';
import { reservationScope } from '../world/tenant';
import { requireScopeRight } from './applied-scopes';
import { type Azure, requireRight } from './azure';
import { askedFor, reservationIn } from './capacity';
import { reservationView } from './capacity-views';
import { orRefuse, purchaseRequest, readBody, requireActive, scopeWords, text } from './money-requests';
import { requirePurchaseRight } from './purchases';

/** Seconds (spec's examples). */
const RETRY_AFTER = 120;

const renewalRequest = z.object({
	...purchaseRequest.shape,
	sku: z.nullish(purchaseRequest.shape.sku),
	properties: z.nullish(z.partial(purchaseRequest.shape.properties)),
});

const patch = z.object({
	properties: z.object({
		appliedScopeType: text,
		appliedScopes: z.nullish(z.array(z.string())),
		appliedScopeProperties: z.nullish(scopeWords),
		instanceFlexibility: text,
		name: text,
		renew: z.nullish(z.boolean()),
		renewProperties: z.nullish(z.object({ purchaseProperties: z.nullish(renewalRequest) })),
		reviewDateTime: text,
		billingScopeId: text,
	}),
});

export function configurationRoutes(app: App, azure: Azure): void {
	const { pace } = azure.world;

	app.patch('/providers/microsoft.capacity/reservationorders/:orderId/reservations/:reservationId', async (c) => {
		const who = askedFor(c, azure);
		const { tenant, now } = who;
		const reservation = reservationIn(c, who);
		const id = reservationScope(reservation);
		requireRight(who, 'Microsoft.Capacity/reservationOrders/reservations/write', id);
		const { properties } = await readBody(c, patch);
		requireActive(reservation, now, 'changed');
		const set = orRefuse(() => differences(tenant, reservation, properties, now));
		if (set.scope !== undefined) requireScopeRight(who, set.scope);
		// A renewal buys, so it needs the right to (rules 8).
		if (set.renew === true || set.renewal !== undefined)
			requirePurchaseRight(who, 'Microsoft.Capacity/reservationOrders/write', reservation.order.billingScopeId);
		tenant.changed = true;
		if (c.env.accepted === true) {
			beginWork(reservation, now);
			tenant.agenda.plan(pace.changeDone(now), (at) => configure(reservation, at, set));
			// There is no operation to poll but the reservation itself (arm-contract 1.2).
			const url = `${azure.origin}${id}?api-version=2022-11-01`;
			return c.body(null, 202, { 'Azure-AsyncOperation': url, Location: url, 'Retry-After': pace.retryAfter(RETRY_AFTER) });
		}
		configure(reservation, now, set);
		return c.json(reservationView(tenant, reservation, now, 'other'));
	});
}
