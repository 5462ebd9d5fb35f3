/** The sandbox's move of an order to another directory over HTTP: what goes along, who has access, and what is refused. */
import assert from 'node:assert/strict';
import { changeDirectory, changed, inOrder, type MoveBody, patch, places, refused } from './configuration-desk';
import { MoneyDesk, orderOf } from './money-desk';
import type { Answer, ReservationBody } from './sandbox-client';

describe('sandbox: change of directory', () => {
	let desk: MoneyDesk;

	beforeEach(async () => {
		desk = await MoneyDesk.start();
	});

	afterEach(() => desk.close());

	/** Moves an order of a machine from any customer who is billed in the currency of the destination. */
	async function moveTo(
		destination: string,
	): Promise<{ readonly from: MoneyDesk; readonly moved: ReservationBody; readonly answer: Answer<MoveBody> }> {
		for (const name of ['Contoso', 'Fabrikam', 'Tailspin', 'Wide World', 'Litware', 'Adventure', 'Alpine', 'City Power']) {
			const from = await desk.at(name);
			if (from.tenant === destination) continue;
			const [moved] = await from.active();
			if (moved === undefined) continue;
			const answer = await changeDirectory(from, moved, destination);
			assert.equal(answer.status, 200, JSON.stringify(answer.body));
			if (answer.body.reservationOrder.isSucceeded) return { from, moved, answer };
			assert.match(answer.body.reservationOrder.error ?? '', /currencies/);
			assert.ok(answer.body.reservations.every(({ isSucceeded, error }) => !isSucceeded && error !== undefined));
			assert.equal((await from.reservation(moved.id)).etag, moved.etag);
		}
		return assert.fail('nobody with the same currency');
	}

	it('moves an order with all of its reservations, to whom only the mover has access', async () => {
		const to = await desk.at('Northwind');
		const { from, moved, answer } = await moveTo(to.tenant);
		const { reservationOrder, reservations } = answer.body;
		const orderId = orderOf(moved.id).split('/').at(-1);
		assert.deepEqual([reservationOrder.id, 'error' in reservationOrder], [orderId, false]);
		assert.ok(reservations.some(({ id, name }) => id === moved.name && name === moved.properties.displayName));
		assert.equal(refused(await from.get(orderOf(moved.id))), '404 ReservationOrderNotFound');
		assert.ok((await desk.client.reservations(from.tenant)).every(({ id }) => orderOf(id) !== orderOf(moved.id)));
		const there = await to.reservation(moved.id);
		assert.deepEqual(
			[there.properties.appliedScopeProperties, there.properties.renew, there.properties.quantity],
			[moved.properties.appliedScopeProperties, false, moved.properties.quantity],
		);
		assert.ok((await desk.client.reservations(to.tenant)).some(({ id }) => id === moved.id));
		assert.equal((await inOrder(to, moved)).length, reservations.length);
		const { body } = await to.get<{ value: { properties: { principalType: string; scope: string } }[] }>(
			`${orderOf(moved.id)}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=atScope()`,
		);
		assert.equal(body.value.filter(({ properties }) => properties.scope.includes('reservationOrders')).length, 1);
	});

	it('leaves the order with the customer it was sold to in Partner Center, there and back', async () => {
		const to = await desk.at('Northwind');
		const { from, moved } = await moveTo(to.tenant);
		const entitled = async ({ tenant }: MoneyDesk) => {
			const { body } = await desk.client.partner(`/customers/${tenant}/entitlements`);
			return JSON.stringify(body).includes(orderOf(moved.id).split('/').at(-1) ?? '?');
		};
		assert.deepEqual([await entitled(from), await entitled(to)], [true, false]);
		assert.equal((await changeDirectory(to, moved, from.tenant)).body.reservationOrder.isSucceeded, true);
		assert.deepEqual([await entitled(from), await entitled(to)], [true, false]);
		assert.equal((await from.reservation(moved.id)).properties.provisioningState, 'Succeeded');
	});

	it('gives single scopes to owners of the subscription only, groups to readers, and no renewal without a right to buy', async () => {
		const reader = await desk.at('Proseware');
		const { moved } = await moveTo(reader.tenant);
		const { subscriptions, group, managementGroups } = await places(reader);
		for (const scope of [...subscriptions, group]) {
			const answer = await patch(reader, moved, { appliedScopeType: 'Single', appliedScopes: [scope] });
			assert.equal(refused(answer), '403 AuthorizationFailed');
		}
		const [managementGroupId = ''] = managementGroups;
		const appliedScopeProperties = { tenantId: reader.tenant, managementGroupId };
		await changed(reader, moved, { appliedScopeType: 'ManagementGroup', appliedScopeProperties });
		const scopes = [...subscriptions, group, managementGroupId];
		const { body } = await reader.send<{ properties: unknown }>(`${moved.id}/availableScopes`, { properties: { scopes } });
		assert.deepEqual(body.properties, { scopes: scopes.map((scope) => ({ scope, valid: scope === managementGroupId })) });
		assert.equal(refused(await patch(reader, moved, { renew: true })), '400 InvalidSubscriptionId');
	});

	it('leaves nothing behind that a quote of before could still exchange', async () => {
		const one = await desk.one();
		const { sessionId } = await desk.quote([[one, 1]], [{ quantity: 40 }]);
		const { body } = await desk.client.partner<{ items: { id: string }[] }>('/customers?size=0');
		for (const { id } of body.items) {
			if (id === desk.tenant) continue;
			if ((await changeDirectory(desk, one, id)).body.reservationOrder.isSucceeded) break;
		}
		assert.equal(refused(await desk.exchange(sessionId)), '404 ReservationOrderNotFound');
	});

	it('moves nothing while an operation is in progress', async () => {
		const to = await desk.at('Northwind');
		const { from, moved } = await moveTo(to.tenant);
		await desk.client.fault({ match: { method: 'PATCH' }, fault: { kind: 'accepted' } });
		assert.equal((await patch(to, moved, { name: 'Later' })).status, 202);
		const { body } = await changeDirectory(to, moved, from.tenant);
		assert.match(body.reservationOrder.error ?? '', /in progress/);
		assert.equal(body.reservationOrder.isSucceeded, false);
	});

	it('refuses tenants that are missing, unknown or the same, and callers who do not own the order', async () => {
		const one = await desk.one();
		for (const id of [undefined, null, '']) assert.equal(refused(await changeDirectory(desk, one, id)), '400 MissingTenantId');
		for (const id of ['none', '11111111-1111-4111-8111-111111111111', desk.tenant])
			assert.equal(refused(await changeDirectory(desk, one, id)), '400 InvalidTenantId');
		assert.equal(refused(await changeDirectory(desk, one, 7)), '400 InvalidRequestContent');
		const reader = await desk.at('Proseware');
		assert.equal(refused(await changeDirectory(reader, await reader.one(), desk.tenant)), '403 AuthorizationFailed');
	});
});
