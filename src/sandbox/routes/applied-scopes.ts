/** Microsoft.Capacity: which scopes a reservation can be given, and who may give them (arm-contract 2.6, rules 5). */
import * as z from 'zod/mini';
import type { App } from '../http';
import { scopeId, scopeNamed } from '../world/applied-scopes';
import type { Scope } from '../world/ledger';
import { reservationScope } from '../world/tenant';
import { type Asked, type Azure, requireRight } from './azure';
import { askedFor, reservationIn } from './capacity';
import { readBody } from './money-requests';

const availableScopeRequest = z.object({ properties: z.object({ scopes: z.array(z.string()) }) });

/** What somebody has to hold to choose a scope: ownership of a subscription or group; of a management group, reading is enough. */
function rightToChoose({ type }: Scope): string {
	return type === 'Single' ? 'Microsoft.Authorization/roleAssignments/write' : 'Microsoft.Management/managementGroups/read';
}

function isAvailable({ tenant, caller }: Asked, id: string): boolean {
	const scope = scopeNamed(tenant, id);
	return scope !== undefined && tenant.can(caller, rightToChoose(scope), scopeId(scope) ?? id);
}

/** @throws Answer 403 unless the caller may give a reservation this scope; the shared one needs nothing */
export function requireScopeRight(who: Asked, scope: Scope): void {
	const id = scopeId(scope);
	if (id !== undefined) requireRight(who, rightToChoose(scope), id);
}

export function appliedScopeRoutes(app: App, azure: Azure): void {
	app.post('/providers/microsoft.capacity/reservationorders/:orderId/reservations/:reservationId/availablescopes', async (c) => {
		const who = askedFor(c, azure);
		const reservation = reservationIn(c, who);
		requireRight(who, 'Microsoft.Capacity/reservationOrders/reservations/availablescopes/action', reservationScope(reservation));
		const { scopes } = (await readBody(c, availableScopeRequest)).properties;
		return c.json({ properties: { scopes: scopes.map((scope) => ({ scope, valid: isAvailable(who, scope) })) } });
	});
}
