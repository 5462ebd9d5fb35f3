/** Where roles are given and held: the reservation, its order, all reservations of the tenant, and what is above. */
import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { isGuid, orderResourceId, reservationResourceId } from '../../azure/ids';
import { refused } from '../operations/quoting';
import type { GrantPlace, Place, RoleTarget } from './model';

/** All reservations of a tenant (arm-contract 8). */
const tenantScope = '/providers/Microsoft.Capacity';

/**
 * The target with ids in lower case.
 * @throws ServiceFailure `Refused` for what is no id
 */
export function checkedTarget({ tenantId, orderId, reservationId }: RoleTarget): RoleTarget {
	const ids = [tenantId, orderId, ...(reservationId === undefined ? [] : [reservationId])];
	const wrong = ids.find((id) => !isGuid(id));
	if (wrong !== undefined) throw refused(tenantId, `${notAnId(wrong)} ${nothingChanged()}`);
	return {
		tenantId: tenantId.toLowerCase(),
		orderId: orderId.toLowerCase(),
		reservationId: reservationId?.toLowerCase(),
	};
}

export function notAnId(value: string): string {
	return l10n.t('“{0}” is not an ID: IDs have 32 digits and letters from a to f.', value.slice(0, 60));
}

export const nothingChanged = () => l10n.t('Nothing was changed.');

/** Resource id of a place. @throws ServiceFailure `Refused` for the reservation of an order alone */
export function scopeOf({ tenantId, orderId, reservationId }: RoleTarget, place: GrantPlace): string {
	switch (place) {
		case 'tenant':
			return tenantScope;
		case 'order':
			return orderResourceId(orderId);
		case 'reservation':
			if (reservationId === undefined)
				throw refused(tenantId, `${l10n.t('No reservation of the order was chosen.')} ${nothingChanged()}`);
			return reservationResourceId({ orderId, reservationId });
	}
}

/** Which place a scope is; undefined for one that is neither at nor above the target, for example another reservation. */
export function placeOf(target: RoleTarget, scope: string): Place | undefined {
	const given = normal(scope);
	if (target.reservationId !== undefined && given === normal(scopeOf(target, 'reservation'))) return 'reservation';
	if (given === normal(scopeOf(target, 'order'))) return 'order';
	if (given === normal(tenantScope)) return 'tenant';
	return given === '' || given.startsWith('/providers/microsoft.management/managementgroups/') ? 'above' : undefined;
}

/** Resource id that an assignment was given at, from its own id. */
export function scopeOfAssignment(assignmentId: string): string {
	return assignmentId.replace(/\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i, '');
}

/** True when what is held at one place counts at another one. */
export function reaches(from: Place, to: GrantPlace): boolean {
	const order = ['above', 'tenant', 'order', 'reservation'] as const;
	return order.indexOf(from) <= order.indexOf(to);
}

/** True for scopes that are the same, however they are written. */
export function isSameScope(one: string, other: string): boolean {
	return normal(one) === normal(other);
}

/**
 * Name of an assignment, made of what it gives: whoever gives the same again, in another window or after a lost answer, names the
 * same assignment, and Azure makes no second one (arm-contract 8: PUT by GUID).
 */
export function assignmentName(tenantId: string, scope: string, principalId: string, roleId: string): string {
	const text = [tenantId, normal(scope), principalId, roleId].join(' ').toLowerCase();
	const hex = createHash('sha256').update(text).digest('hex');
	// Version 8, "custom", of RFC 9562.
	return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

function normal(scope: string): string {
	return `/${scope}`.replace(/\/+/g, '/').replace(/\/$/, '').toLowerCase();
}
