/** Microsoft.Capacity: handing an order over to another tenant's directory (arm-contract 2.12). */
import * as z from 'zod/mini';
import { type App, armError, isGuid } from '../http';
import { changeDirectory, obstacle } from '../world/directory-change';
import type { Tenant } from '../world/tenant';
import type { World } from '../world/world';
import type { Asked, Azure } from './azure';
import { askedFor, orderIn } from './capacity';
import { readBody, requireMoneyRight, text } from './money-requests';

const changeDirectoryRequest = z.object({ destinationTenantId: text });

/** @throws Answer 400 when there is no such tenant, or the order is there already */
function destination(world: World, { tenant, now }: Asked, id: string | null | undefined): Tenant {
	if (id == null || id === '') throw armError(400, 'MissingTenantId', 'The destination tenant id is missing.');
	const tenantId = id.toLowerCase();
	if (!isGuid(tenantId) || !world.knows(tenantId) || tenantId === tenant.tenantId)
		throw armError(400, 'InvalidTenantId', `The destination tenant id '${id}' is not valid.`);
	return world.tenant(tenantId, now);
}

export function changeDirectoryRoutes(app: App, azure: Azure): void {
	app.post('/providers/microsoft.capacity/reservationorders/:orderId/changedirectory', async (c) => {
		const who = askedFor(c, azure);
		const { tenant, caller, now } = who;
		const order = orderIn(c, who);
		requireMoneyRight(who, 'Microsoft.Capacity/reservationOrders/changeDirectory/action', order);
		const to = destination(azure.world, who, (await readBody(c, changeDirectoryRequest)).destinationTenantId);
		const error = obstacle(order, tenant, to, now);
		if (error === undefined) changeDirectory(order, tenant, to, caller, now);
		// What could not be moved is told in the answer, not by its status; ids are bare here (recorded).
		const told = ({ id, displayName }: { readonly id: string; readonly displayName: string }) => ({
			id,
			name: displayName,
			isSucceeded: error === undefined,
			error,
		});
		return c.json({ reservationOrder: told(order), reservations: order.reservations.map(told) });
	});
}
