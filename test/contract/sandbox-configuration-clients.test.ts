/** Reservations configured in the sandbox by Microsoft's own npm client, every call to its end. */
import assert from 'node:assert/strict';
import { AzureReservationAPI, type ReservationResponse } from '@azure/arm-reservations';
import { credentialIn, overHttp } from './microsoft-sign-in';
import { SandboxClient } from './sandbox-client';

/** So that a change which is not through with its answer takes some 60 ms. */
const OPERATION_SECONDS = 4;
const FAST = { updateIntervalInMs: 20 };

describe("the sandbox's configuration by @azure/arm-reservations", () => {
	let sandbox: SandboxClient;
	let tenant: string;
	let client: AzureReservationAPI;
	let subscription: string;
	let orderId: string;
	let reservationId: string;
	let quantity: number;
	const seen = new Set<string>();
	/** The sandbox's time, ms: the computer's, unless a test has stopped it. */
	let stoppedAt: number | undefined;

	before(async () => {
		const clock = () => stoppedAt ?? performance.now();
		sandbox = await SandboxClient.start({ operationSeconds: OPERATION_SECONDS, reservations: 30, clock });
		tenant = await sandbox.customer('Contoso');
		const credential = credentialIn(sandbox, tenant);
		const endpoint = sandbox.endpoints.resourceManager;
		client = overHttp(new AzureReservationAPI(credential, { endpoint, allowInsecureConnection: true }), credential);
		const { body } = await sandbox.azure<{ value: { id: string }[] }>(tenant, '/subscriptions?api-version=2022-12-01');
		subscription = body.value[0]?.id ?? '';
	});

	after(() => sandbox.close());

	beforeEach(async () => {
		for await (const { id = '', properties } of client.reservation.listAll({ selectedState: 'Succeeded' })) {
			const fits = properties?.reservedResourceType === 'VirtualMachines' && (properties.quantity ?? 0) > 1;
			if (!fits || properties.appliedScopeType !== 'Shared' || seen.has(id)) continue;
			seen.add(id);
			[orderId = '', reservationId = ''] = guids(id);
			quantity = properties.quantity ?? 0;
			return;
		}
		assert.fail('no more shared machines');
	});

	afterEach(async () => {
		stoppedAt = undefined;
		await sandbox.clearFaults();
	});

	function guids(id: string): string[] {
		return id.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
	}

	function idIn(order: string, reservation: string): string {
		return `/providers/Microsoft.Capacity/reservationOrders/${order}/reservations/${reservation}`;
	}

	const update = (parameters: Parameters<typeof client.reservation.update>[2]) =>
		client.reservation.update(orderId, reservationId, parameters, FAST);

	const isRefused = (code: string) => (error: { statusCode?: number; code?: string }) =>
		error.statusCode === 400 && error.code === code;

	it('updates scope, flexibility and name', async () => {
		const { properties } = await client.reservation.availableScopes(
			orderId,
			reservationId,
			{ properties: { scopes: [subscription] } },
			FAST,
		);
		assert.deepEqual(properties?.scopes, [{ scope: subscription, valid: true }]);
		const single = await update({ appliedScopeType: 'Single', appliedScopes: [subscription], instanceFlexibility: 'Off' });
		assert.equal(single.properties?.appliedScopeProperties?.subscriptionId, subscription);
		assert.equal(single.properties?.instanceFlexibility, 'Off');
		const managementGroupId = `/providers/Microsoft.Management/managementGroups/${tenant}`;
		const group = await update({
			appliedScopeType: 'ManagementGroup',
			appliedScopeProperties: { tenantId: tenant, managementGroupId },
			name: 'By the client',
		});
		assert.equal(group.properties?.userFriendlyAppliedScopeType, 'ManagementGroup');
		assert.equal(group.properties?.displayName, 'By the client');
		await assert.rejects(async () => update({ name: 'By the client' }), isRefused('PatchValuesSameAsExisting'));
		await assert.rejects(async () => update({ appliedScopeType: 'Single' }), isRefused('MissingAppliedScopesForSingle'));
	});

	it('sets a renewal and reads it', async () => {
		await update({ renew: false }).catch(() => undefined);
		const { billingScopeId = '' } = (await client.reservation.get(orderId, reservationId)).properties ?? {};
		await update({
			renew: true,
			renewProperties: {
				purchaseProperties: {
					sku: { name: 'Standard_D4s_v5' },
					location: 'westeurope',
					reservedResourceType: 'VirtualMachines',
					billingScopeId,
					term: 'P3Y',
					billingPlan: 'Monthly',
					quantity: 3,
					displayName: 'Renewed by the client',
					appliedScopeType: 'Shared',
				},
			},
		});
		const { properties } = await client.reservation.get(orderId, reservationId, { expand: 'renewProperties' });
		assert.equal(properties?.userFriendlyRenewState, 'On');
		assert.equal(properties?.renewProperties?.purchaseProperties?.quantity, 3);
		assert.ok((properties?.renewProperties?.pricingCurrencyTotal?.amount ?? 0) > 0);
	});

	it('splits and merges, with the result at once or later', async () => {
		for (const kind of ['at once', 'later']) {
			if (kind === 'later') await sandbox.fault({ match: { method: 'POST' }, fault: { kind: 'accepted' } });
			const [current = ''] = await activeIn(orderId);
			const divided = await client.reservation.split(orderId, { quantities: [1, quantity - 1], reservationId: current }, FAST);
			assert.deepEqual(
				divided.map(({ properties }) => [properties?.provisioningState, properties?.quantity]),
				[
					['Succeeded', 1],
					['Succeeded', quantity - 1],
					['Cancelled', quantity],
				],
			);
			const merged = await client.reservation.merge(orderId, { sources: await activeIn(orderId) }, FAST);
			assert.deepEqual(
				merged.map(({ properties }) => properties?.extendedStatusInfo?.statusCode),
				['Merged', 'Merged', undefined],
			);
		}
	});

	/** Full ids of what is active in an order, the smaller quantities first. */
	async function activeIn(order: string): Promise<string[]> {
		const found: ReservationResponse[] = [];
		for await (const one of client.reservation.list(order))
			if (one.properties?.provisioningState === 'Succeeded') found.push(one);
		const bySize = found.toSorted((a, b) => (a.properties?.quantity ?? 0) - (b.properties?.quantity ?? 0));
		return bySize.map(({ id = '' }) => idIn(order, guids(id)[1] ?? ''));
	}

	it('takes a 202 for done before the change is, because a reservation has no status to poll', async () => {
		await sandbox.fault({ match: { method: 'PATCH' }, fault: { kind: 'accepted' } });
		stoppedAt = performance.now();
		const early = await update({ name: 'Not yet' });
		assert.equal(early.properties?.provisioningState, 'Pending');
		stoppedAt += OPERATION_SECONDS * 1000;
		const late = await client.reservation.get(orderId, reservationId);
		assert.deepEqual([late.properties?.provisioningState, late.properties?.displayName], ['Succeeded', 'Not yet']);
	});

	it('tells the history of a split, archives what it left behind and brings that back', async () => {
		await client.reservation.split(orderId, { quantities: [1, quantity - 1], reservationId: idIn(orderId, reservationId) }, FAST);
		const codes: (string | undefined)[] = [];
		for await (const { properties } of client.reservation.listRevisions(orderId, reservationId))
			codes.push(properties?.extendedStatusInfo?.statusCode);
		assert.equal(codes[0], 'Split');
		for (const [call, archived] of [
			['archive', true],
			['unarchive', false],
		] as const) {
			await client.reservation[call](orderId, reservationId);
			assert.equal((await client.reservation.get(orderId, reservationId)).properties?.archived, archived);
		}
	});

	it('changes the directory of an order', async () => {
		const { body } = await sandbox.partner<{ items: { id: string }[] }>('/customers?size=0');
		for (const { id } of body.items) {
			if (id === tenant) continue;
			const answer = await client.reservationOrder.changeDirectory(orderId, { destinationTenantId: id });
			if (answer.reservationOrder?.isSucceeded !== true) {
				assert.match(answer.reservationOrder?.error ?? '', /currencies/);
				continue;
			}
			assert.ok(answer.reservations?.every(({ isSucceeded }) => isSucceeded));
			await assert.rejects(client.reservationOrder.get(orderId), { statusCode: 404 });
			return;
		}
		assert.fail('no customer with the same currency');
	});
});
