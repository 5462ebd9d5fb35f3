/** The sandbox's PATCH of a reservation over HTTP: scope, name, flexibility, renewal, review; and what it refuses. */
import assert from 'node:assert/strict';
import { changed, lastDayUsed, type Places, patch, places, refused, revisions } from './configuration-desk';
import { DAY, EXCHANGE_SECONDS, MoneyDesk, orderOf, SECOND } from './money-desk';
import type { ReservationBody } from './sandbox-client';

const SAME_SCOPE = '400 AppliedScopesSameAsExisting';
const SAME = '400 PatchValuesSameAsExisting';
const BAD = '400 BadRequest';

describe('sandbox: configuration', () => {
	let desk: MoneyDesk;
	let there: Places;
	/** Two machines, shared, bought for a year. */
	let bought: ReservationBody;

	beforeEach(async () => {
		desk = await MoneyDesk.start();
		there = await places(desk);
		bought = await desk.buy({ quantity: 2, term: 'P1Y' });
	});

	afterEach(() => desk.close());

	it('gives each of the four kinds of scope, by either list of words', async () => {
		const [subscriptionId = ''] = there.subscriptions;
		const [managementGroupId = ''] = there.managementGroups;
		const kinds = [
			[{ appliedScopeType: 'Single', appliedScopes: [subscriptionId] }, 'Single', { subscriptionId }],
			[{ appliedScopeType: 'Shared' }, 'Shared', undefined],
			[{ appliedScopeType: 'Single', appliedScopeProperties: { subscriptionId } }, 'Single', { subscriptionId }],
			[
				{ appliedScopeType: 'Single', appliedScopeProperties: { resourceGroupId: there.group } },
				'ResourceGroup',
				{ resourceGroupId: there.group },
			],
			[
				{ appliedScopeType: 'ManagementGroup', appliedScopeProperties: { tenantId: desk.tenant, managementGroupId } },
				'ManagementGroup',
				{ tenantId: desk.tenant, managementGroupId },
			],
		] as const;
		for (const [words, kind, properties] of kinds) {
			const body = await changed(desk, bought, words);
			assert.equal(body.properties.appliedScopeType, words.appliedScopeType);
			assert.equal(body.properties.userFriendlyAppliedScopeType, kind);
			const { displayName, ...told } = Object(body.properties.appliedScopeProperties ?? { displayName: 'none' });
			assert.deepEqual(told, properties ?? {});
			assert.ok(displayName);
			assert.deepEqual(await desk.reservation(bought.id), body);
			const [listed] = (await desk.client.reservations(desk.tenant)).filter(({ id }) => id === body.id);
			assert.equal(listed?.properties.userFriendlyAppliedScopeType, kind);
		}
	});

	it('tells each change by an etag that is two higher, new dates and two revisions', async () => {
		const before = await revisions(desk, bought);
		desk.pass(60 * SECOND);
		const body = await changed(desk, bought, { name: 'Renamed', renew: false });
		assert.equal(body.etag, bought.etag + 2);
		assert.equal(body.properties.displayName, 'Renamed');
		for (const date of ['lastUpdatedDateTime', 'effectiveDateTime'])
			assert.ok(String(body.properties[date]) > String(bought.properties[date]), date);
		for (const same of ['expiryDateTime', 'purchaseDateTime', 'benefitStartTime', 'billingScopeId', 'quantity'])
			assert.equal(body.properties[same], bought.properties[same], same);
		const [newest, pending, ...old] = await revisions(desk, bought);
		assert.deepEqual([newest?.etag, newest?.properties.displayName], [body.etag, 'Renamed']);
		assert.deepEqual(
			[pending?.properties.provisioningState, pending?.properties.displayName],
			['Pending', bought.properties.displayName],
		);
		assert.deepEqual(old, before);
	});

	it('puts capacity before flexibility in the scope Single only, and keeps it in a later shared scope as recorded', async () => {
		const [subscriptionId = ''] = there.subscriptions;
		assert.equal(refused(await patch(desk, bought, { instanceFlexibility: 'Off' })), BAD);
		assert.equal(refused(await patch(desk, bought, { instanceFlexibility: 'Perhaps' })), BAD);
		const single = { appliedScopeType: 'Single', appliedScopes: [subscriptionId] };
		assert.equal((await changed(desk, bought, { ...single, instanceFlexibility: 'Off' })).properties.instanceFlexibility, 'Off');
		const shared = await changed(desk, bought, { appliedScopeType: 'Shared', renew: false });
		assert.equal(shared.properties.instanceFlexibility, 'Off');
		assert.equal((await changed(desk, bought, { instanceFlexibility: 'On' })).properties.instanceFlexibility, 'On');
	});

	it('refuses what is the same already: by the scope alone, or by anything else', async () => {
		assert.equal(refused(await patch(desk, bought, { appliedScopeType: 'Shared' })), SAME_SCOPE);
		assert.equal(refused(await patch(desk, bought, { appliedScopeType: 'shared' })), SAME_SCOPE);
		assert.equal(refused(await patch(desk, bought, { appliedScopeType: 'Shared', renew: false })), SAME);
		assert.equal(refused(await patch(desk, bought, { name: bought.properties.displayName })), SAME);
		assert.equal(refused(await patch(desk, bought, { renew: false, instanceFlexibility: 'On' })), SAME);
		assert.equal(refused(await patch(desk, bought, {})), SAME);
		assert.equal((await desk.reservation(bought.id)).etag, bought.etag);
	});

	it('refuses scopes that name nothing, too much, or what is not there', async () => {
		const [subscriptionId = ''] = there.subscriptions;
		const elsewhere = '/subscriptions/11111111-1111-4111-8111-111111111111';
		const single = (words: Record<string, unknown>) => patch(desk, bought, { appliedScopeType: 'Single', ...words });
		assert.equal(refused(await single({})), '400 MissingAppliedScopesForSingle');
		assert.equal(refused(await single({ appliedScopes: [] })), '400 MissingAppliedScopesForSingle');
		assert.equal(refused(await single({ appliedScopes: [subscriptionId, elsewhere] })), '400 InvalidSingleAppliedScopesCount');
		for (const words of [
			{ appliedScopes: [elsewhere] },
			{ appliedScopeProperties: { subscriptionId: elsewhere } },
			{ appliedScopeProperties: { resourceGroupId: `${subscriptionId}/resourceGroups/none` } },
		])
			assert.equal(refused(await single(words)), '400 AppliedScopesNotAssociatedWithCommerceAccount');
		const group = { managementGroupId: there.managementGroups[0] };
		const ofGroup = (words: Record<string, unknown>) =>
			patch(desk, bought, { appliedScopeType: 'ManagementGroup', appliedScopeProperties: words });
		assert.equal(refused(await ofGroup(group)), BAD);
		assert.equal(refused(await ofGroup({ tenantId: desk.tenant })), BAD);
		assert.equal(refused(await patch(desk, bought, { appliedScopeType: 'Universe' })), BAD);
		assert.equal(refused(await patch(desk, bought, { name: ' ' })), BAD);
		assert.equal(refused(await desk.send(bought.id, { properties: { name: 7 } }, 'PATCH')), '400 InvalidRequestContent');
		assert.equal(refused(await desk.send(bought.id, 'no JSON', 'PATCH')), '400 InvalidRequestContent');
	});

	it('refuses a single scope that has not the quota for what is reserved', async () => {
		const large = await desk.buy({ sku: 'Standard_D32s_v5', quantity: 11 });
		const [subscriptionId = ''] = there.subscriptions;
		const answer = await patch(desk, large, { appliedScopeType: 'Single', appliedScopes: [subscriptionId] });
		assert.equal(refused(answer), '400 CapacityUpdateScopesFailed');
		assert.match(JSON.stringify(answer.body), /352/);
	});

	it('refuses another billing scope, of the reservation and of its renewal', async () => {
		const other = '/subscriptions/11111111-1111-4111-8111-111111111111';
		for (const words of [
			{ billingScopeId: other },
			{ renew: true, renewProperties: { purchaseProperties: { properties: { billingScopeId: other } } } },
		])
			assert.equal(refused(await patch(desk, bought, words)), '400 BillingScopeIdCannotBeChanged');
	});

	it('changes what is active only', async () => {
		const [cancelled] = await desk.client.reservations(desk.tenant, '?selectedState=Cancelled');
		assert.ok(cancelled);
		assert.equal(refused(await patch(desk, cancelled, { name: 'New' })), '400 OperationCannotBePerformedInCurrentState');
		desk.pass(366 * DAY);
		assert.equal(refused(await patch(desk, bought, { name: 'New' })), '400 OperationCannotBePerformedInCurrentState');
		assert.equal(
			refused(
				await patch(desk, { id: `${orderOf(bought.id)}/reservations/11111111-1111-4111-8111-111111111111` }, { name: 'New' }),
			),
			'404 ReservationIdNotInReservationOrder',
		);
	});

	it('needs the right to write the reservation', async () => {
		for (const name of ['Proseware', 'Lamna']) {
			const reader = await desk.at(name);
			const one = await reader.one();
			assert.equal(refused(await patch(reader, one, { name: 'New' })), '403 AuthorizationFailed');
		}
	});

	it('answers 202 where that is ordered: pending at the reservation itself, and done some time later', async () => {
		await desk.client.fault({ match: { method: 'PATCH' }, fault: { kind: 'accepted' } });
		const asked = await patch(desk, bought, { name: 'Later' });
		assert.equal(asked.status, 202);
		assert.equal(asked.body, '');
		const location = asked.headers.get('location') ?? '';
		assert.equal(asked.headers.get('azure-asyncoperation'), location);
		assert.ok(Number(asked.headers.get('retry-after')) > 0);
		assert.equal(new URL(location).pathname.toLowerCase(), bought.id.toLowerCase());
		const pending = (await desk.get<ReservationBody>(location)).body;
		assert.deepEqual(
			[pending.properties.provisioningState, pending.properties.displayName, pending.etag],
			['Pending', bought.properties.displayName, bought.etag + 1],
		);
		assert.equal(refused(await patch(desk, bought, { name: 'Again' })), '400 OperationCannotBePerformedInCurrentState');
		desk.pass(EXCHANGE_SECONDS * SECOND);
		const done = (await desk.get<ReservationBody>(location)).body;
		assert.deepEqual(
			[done.properties.provisioningState, done.properties.displayName, done.etag],
			['Succeeded', 'Later', bought.etag + 2],
		);
	});

	it('uses less where less of what uses it is in the new scope, and as much again in the old one', async () => {
		desk.pass(5 * DAY);
		const before = await lastDayUsed(desk, bought);
		assert.ok(before > 50);
		const users = await resources();
		const usersIn = (group: string) => users.filter((user) => user.toLowerCase().startsWith(`${group.toLowerCase()}/`)).length;
		const resourceGroupId = there.groups.toSorted((a, b) => usersIn(a) - usersIn(b))[0] ?? assert.fail();
		assert.ok(usersIn(resourceGroupId) < users.length);
		await changed(desk, bought, { appliedScopeType: 'Single', appliedScopeProperties: { resourceGroupId } });
		desk.pass(3 * DAY);
		const expected = (before * usersIn(resourceGroupId)) / users.length;
		assert.ok(Math.abs((await lastDayUsed(desk, bought)) - expected) < 4);
		await changed(desk, bought, { appliedScopeType: 'Shared' });
		desk.pass(3 * DAY);
		assert.ok((await lastDayUsed(desk, bought)) > 50);
	});

	it('gives back the benefit that went with a deleted subscription, by a scope that is there', async () => {
		const { body } = await desk.client.partner<{ items: { id: string }[] }>('/customers?size=0');
		for (const { id } of body.items) {
			const there = new MoneyDesk(desk.client, desk.clock, id);
			const [lost] = await desk.client.reservations(id, '?selectedState=NoBenefit').catch(() => []);
			if (lost === undefined) continue;
			const { properties } = await changed(there, lost, { appliedScopeType: 'Shared' });
			assert.deepEqual([properties.displayProvisioningState, properties.extendedStatusInfo], ['Succeeded', undefined]);
			return;
		}
		assert.fail('nothing without benefit');
	});

	/** Ids of all that used the reservation. */
	async function resources(): Promise<string[]> {
		const query = '$filter=properties/UsageDate ge 2026-01-01 AND properties/UsageDate le 2027-12-31&api-version=2024-08-01';
		const { body } = await desk.get<{ value: { properties: { instanceId: string } }[] }>(
			`${bought.id}/providers/Microsoft.Consumption/reservationDetails?${query}`,
		);
		return [...new Set(body.value.map(({ properties }) => properties.instanceId))];
	}
});
