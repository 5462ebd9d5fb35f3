/** What roles let one do, where they are held, what has to be confirmed, and the names that assignments are given. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RoleDefinition } from '../../src/azure/authorization';
import { isGuid } from '../../src/azure/ids';
import { abilitiesOf, noAbilities, together } from '../../src/reservations/roles/abilities';
import { checkConfirmed, grantPreview, revokePreview } from '../../src/reservations/roles/concerns';
import { memberOf } from '../../src/reservations/roles/listing';
import type { HeldRole, Place } from '../../src/reservations/roles/model';
import { assignmentName, placeOf, reaches, scopeOf } from '../../src/reservations/roles/places';
import { CUSTOMER, ORDER, OTHER_CUSTOMER, RESERVATION } from '../helpers/transport';

const target = { tenantId: CUSTOMER, orderId: ORDER, reservationId: RESERVATION };
const one = 'aaaaaaaa-1111-4000-8000-000000000001';
const other = 'aaaaaaaa-1111-4000-8000-000000000002';

function definition(roleName: string, actions: string[], notActions: string[] = []): RoleDefinition {
	return {
		id: `/providers/Microsoft.Authorization/roleDefinitions/${one}`,
		properties: { roleName, permissions: [{ actions, notActions }] },
	};
}
const owner = abilitiesOf(definition('Owner', ['*']));
const reader = abilitiesOf(definition('Reader', ['*/read']));

let count = 0;
function held(principalId: string, abilities: HeldRole['abilities'], place: Place = 'order', roleName = 'Owner'): HeldRole {
	const scope = place === 'above' ? '/' : scopeOf(target, place);
	const assignmentId = `${scope}/providers/Microsoft.Authorization/roleAssignments/${count++}`;
	return { assignmentId, principalId, roleId: one, roleName, abilities, place, scope };
}

describe('roles on reservations', () => {
	it('owners and reservation administrators exchange; contributors have the actions only; readers see', () => {
		assert.deepEqual(owner, { view: true, manage: true, money: 'yes', delegate: true });
		const administrator = definition('Reservations Administrator', ['Microsoft.Capacity/*/read', 'Microsoft.Capacity/*/action']);
		assert.equal(abilitiesOf(administrator).money, 'yes');
		const contributor = abilitiesOf(definition('Contributor', ['*'], ['Microsoft.Authorization/*/Write']));
		assert.deepEqual(contributor, { view: true, manage: true, money: 'unsure', delegate: false });
		assert.deepEqual(reader, { view: true, manage: false, money: 'no', delegate: false });
		assert.deepEqual(abilitiesOf(definition('Cost Management Reader', ['Microsoft.Consumption/*/read'])), noAbilities);
		assert.deepEqual(abilitiesOf({ id: '', properties: {} }), noAbilities);
	});

	it('a name alone gives nothing but the documented exchange: a custom role called Owner can do what its actions say', () => {
		const { view, manage, delegate } = abilitiesOf(definition('Owner', ['Microsoft.Support/*']));
		assert.deepEqual([view, manage, delegate], [false, false, false]);
	});

	it('several roles give what any of them gives', () => {
		assert.deepEqual(together([]), noAbilities);
		assert.deepEqual(together([reader, owner]), owner);
		const unsure = { ...reader, money: 'unsure' as const };
		assert.equal(together([reader, unsure]).money, 'unsure');
	});

	it('knows where a role is held, however its scope is written', () => {
		const order = `/providers/Microsoft.Capacity/reservationOrders/${ORDER}`;
		assert.equal(placeOf(target, order.toUpperCase()), 'order');
		assert.equal(placeOf(target, `${order.slice(1)}/`), 'order');
		assert.equal(placeOf(target, `${order}/reservations/${RESERVATION}`), 'reservation');
		assert.equal(placeOf(target, `${order}/reservations/${other}`), undefined);
		assert.equal(placeOf({ ...target, orderId: other }, order), undefined);
		assert.equal(placeOf(target, '/providers/microsoft.capacity'), 'tenant');
		assert.equal(placeOf(target, '/'), 'above');
		assert.equal(placeOf(target, `/subscriptions/${other}`), undefined, 'subscriptions give nothing on reservations');
		assert.ok(reaches('order', 'reservation') && reaches('above', 'order') && !reaches('reservation', 'order'));
	});

	it('can view, can’t exchange: by a role that only reads, and by a role on the reservation alone', () => {
		const principal = { id: one, kind: 'person' } as const;
		assert.equal(memberOf(principal, [held(one, reader)], undefined).shortfall, 'viewOnly');
		const alone = memberOf(principal, [held(one, owner, 'reservation')], new Set([one]));
		assert.deepEqual([alone.shortfall, alone.abilities.money, alone.isYou], ['reservationOnly', 'no', true]);
		const inherited = memberOf(principal, [held(one, owner, 'tenant')], new Set());
		assert.deepEqual([inherited.shortfall, inherited.abilities.money, inherited.isYou], [undefined, 'yes', false]);
		assert.equal(memberOf(principal, [held(one, undefined)], undefined).shortfall, undefined, 'an unreadable role says nothing');
	});

	it('the last owner is the last one that exists: who is gone and who holds it on the reservation alone do not count', () => {
		const last = held(one, owner);
		const idsOf = (roles: readonly HeldRole[], gone: string[] = []) =>
			revokePreview(last, { roles: [last, ...roles], own: new Set(), gone: new Set(gone) }).concerns.map(({ id }) => id);
		assert.deepEqual(idsOf([]), ['lastOwner']);
		assert.deepEqual(idsOf([held(other, reader)]), ['lastOwner']);
		assert.deepEqual(idsOf([held(other, owner, 'reservation')]), ['lastOwner']);
		assert.deepEqual(idsOf([held(other, owner)], [other]), ['lastOwner']);
		assert.deepEqual(idsOf([held(other, owner)]), []);
		assert.deepEqual(idsOf([held(other, owner, 'tenant')]), []);
		assert.deepEqual(idsOf([], [one]), [], 'who is gone is no owner to lose');
	});

	it('yourself: only what is lost counts, also through a group', () => {
		const mine = held(one, owner);
		const of = (roles: readonly HeldRole[], own: string[]) =>
			revokePreview(mine, { roles: [mine, held(other, owner), ...roles], own: new Set(own), gone: new Set() });
		assert.deepEqual(
			of([], [one]).concerns.map(({ id }) => id),
			['yourself'],
		);
		assert.match(of([], [one]).concerns[0]?.text ?? '', /view, change, exchange and return, assign roles/);
		assert.deepEqual(of([], ['somebody']).concerns, []);
		assert.deepEqual(of([], [one, other]).concerns, [], 'the other role gives the same');
		assert.match(of([held(one, reader)], [one]).concerns[0]?.text ?? '', /: change, exchange and return, assign roles/);
		assert.equal(revokePreview(mine, { roles: [mine], own: undefined, gone: new Set() }).notes.length, 1);
	});

	it('nothing goes through that was not confirmed', () => {
		const preview = grantPreview({ id: one, name: 'Owner', abilities: owner }, 'tenant');
		assert.deepEqual(
			preview.concerns.map(({ id }) => id),
			['tenantWide'],
		);
		assert.throws(() => checkConfirmed(CUSTOMER, preview, ['yourself']), /Nothing was changed/);
		checkConfirmed(CUSTOMER, preview, ['tenantWide']);
		assert.deepEqual(grantPreview({ id: one, name: 'Owner', abilities: owner }, 'order').concerns, []);
	});

	it('the same grant always has the same name, and another one another', () => {
		const id = fc.uuid();
		fc.assert(
			fc.property(id, id, id, id, (tenant, order, principal, role) => {
				const scope = scopeOf({ tenantId: tenant, orderId: order }, 'order');
				const name = assignmentName(tenant, scope, principal, role);
				assert.ok(isGuid(name));
				assert.equal(assignmentName(tenant.toUpperCase(), `${scope.toUpperCase()}/`, principal.toUpperCase(), role), name);
				for (const changed of [
					assignmentName(OTHER_CUSTOMER, scope, principal, role),
					assignmentName(tenant, `${scope}/reservations/${order}`, principal, role),
					assignmentName(tenant, scope, OTHER_CUSTOMER, role),
					assignmentName(tenant, scope, principal, OTHER_CUSTOMER),
				])
					assert.notEqual(changed, name);
			}),
		);
	});
});
