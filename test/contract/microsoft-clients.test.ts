/** The sandbox read by Microsoft's own npm clients: every reading call that it claims gives typed results with the right values. */
import assert from 'node:assert/strict';
import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ConsumptionManagementClient } from '@azure/arm-consumption';
import { ManagementGroupsAPI } from '@azure/arm-managementgroups';
import { AzureReservationAPI, type ReservationResponse } from '@azure/arm-reservations';
import { ResourceManagementClient } from '@azure/arm-resources';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { SubscriptionClient as SubscriptionManagementClient } from '@azure/arm-subscriptions';
import type { TokenCredential } from '@azure/core-auth';
import { credentialIn, overHttp } from './microsoft-sign-in';
import { SandboxClient, TODAY } from './sandbox-client';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const item of items) found.push(item);
	return found;
}

function guids(id: string | undefined): [string, string] {
	const [order = '', reservation = ''] = (id ?? '').match(/[0-9a-f]{8}-[0-9a-f-]{27}/gi) ?? [];
	return [order, reservation];
}

describe("Microsoft's npm clients", () => {
	let sandbox: SandboxClient;
	let tenant: string;
	let subscriptionId: string;

	function credentialFor(tenantId: string): TokenCredential {
		return credentialIn(sandbox, tenantId);
	}

	function options() {
		return { endpoint: sandbox.endpoints.resourceManager, allowInsecureConnection: true };
	}

	function reservations(tenantId = tenant): AzureReservationAPI {
		const credential = credentialFor(tenantId);
		return overHttp(new AzureReservationAPI(credential, options()), credential);
	}

	before(async () => {
		sandbox = await SandboxClient.start({ customers: 40, reservations: 20 });
		tenant = await sandbox.customer('Contoso');
		const { body } = await sandbox.azure<{ value: { subscriptionId: string }[] }>(
			tenant,
			'/subscriptions?api-version=2022-12-01',
		);
		subscriptionId = body.value[0]?.subscriptionId ?? '';
	});

	after(() => sandbox.close());

	describe('@azure/arm-reservations', () => {
		it('lists operations', async () => {
			const operations = await all(reservations().operation.list());
			assert.equal(operations.length, 29);
			assert.ok(
				operations.some(
					({ name, display }) =>
						name === 'Microsoft.Capacity/reservationorders/return/action' && display?.operation === 'Return a reservation',
				),
			);
		});

		it('lists all reservations over pages, with typed dates and use', async () => {
			const items = await all(reservations().reservation.listAll({ take: 7 }));
			const raw = await sandbox.reservations(tenant);
			assert.ok(raw.length > 14);
			assert.deepEqual(
				items.map(({ id }) => id),
				raw.map(({ id }) => id),
			);
			const active = items.find(
				({ properties }) =>
					properties?.displayProvisioningState === 'Succeeded' && (properties.utilization?.aggregates?.length ?? 0) > 0,
			);
			assert.deepEqual(
				active?.properties?.utilization?.aggregates?.map(({ grain }) => grain),
				[1, 7, 30],
			);
			assert.ok(active?.properties?.expiryDateTime instanceof Date && active.properties.expiryDateTime > TODAY);
			assert.equal(active.properties.capabilities, 'ApiReturnEnabled, ApiExchangeEnabled');
		});

		it('filters, orders and selects a state', async () => {
			const items = await all(
				reservations().reservation.listAll({
					filter: "properties/reservedResourceType eq 'VirtualMachines' and properties/archived eq false",
					orderby: 'properties/quantity desc',
					selectedState: 'Succeeded',
					refreshSummary: 'true',
				}),
			);
			assert.ok(items.length > 0);
			assert.ok(
				items.every(
					({ properties }) =>
						properties?.reservedResourceType === 'VirtualMachines' && properties.displayProvisioningState === 'Succeeded',
				),
			);
			const quantities = items.map(({ properties }) => properties?.quantity ?? 0);
			assert.deepEqual(
				quantities,
				quantities.toSorted((a, b) => b - a),
			);
			const one = await all(reservations().reservation.listAll({ skiptoken: 1000 }));
			assert.deepEqual(one, []);
		});

		it('reads a reservation, its order with the schedule, its siblings, its history and its renewal', async () => {
			const client = reservations();
			const listed: ReservationResponse[] = await all(client.reservation.listAll({ filter: 'properties/renew eq true' }));
			const [orderId, reservationId] = guids(listed[0]?.id);
			const reservation = await client.reservation.get(orderId, reservationId, { expand: 'renewProperties' });
			assert.equal(reservation.properties?.displayName, listed[0]?.properties?.displayName);
			assert.equal(reservation.properties?.capabilities, undefined);
			assert.equal(reservation.properties?.renewProperties?.pricingCurrencyTotal?.currencyCode, 'USD');
			assert.ok((reservation.properties?.renewProperties?.pricingCurrencyTotal?.amount ?? 0) > 0);
			assert.equal(reservation.properties?.renewProperties?.purchaseProperties?.quantity, reservation.properties?.quantity);

			const order = await client.reservationOrder.get(orderId, { expand: 'schedule' });
			assert.equal(order.term, reservation.properties?.term);
			assert.equal(order.planInformation?.pricingCurrencyTotal?.currencyCode, 'USD');
			const transactions = order.planInformation?.transactions ?? [];
			assert.equal(transactions[0]?.status, 'Succeeded');
			const total = transactions.reduce(
				(sum, { pricingCurrencyTotal }) => sum + Math.round((pricingCurrencyTotal?.amount ?? 0) * 100),
				0,
			);
			assert.equal(total, Math.round((order.planInformation?.pricingCurrencyTotal?.amount ?? 0) * 100));

			const siblings = await all(client.reservation.list(orderId));
			assert.ok(siblings.some(({ name }) => name === reservationId));
			const revisions = await all(client.reservation.listRevisions(orderId, reservationId));
			assert.equal(revisions[0]?.etag, reservation.etag);
			assert.equal(revisions.at(-1)?.properties?.provisioningState, 'Creating');
		});

		it('lists orders over pages', async () => {
			const large = await SandboxClient.start({ customers: 1, reservations: 130 });
			try {
				const credential = credentialForOther(large, await large.customer('Contoso'));
				const client = overHttp(
					new AzureReservationAPI(credential, { endpoint: large.endpoints.resourceManager, allowInsecureConnection: true }),
					credential,
				);
				const orders = await all(client.reservationOrder.list());
				assert.ok(orders.length > 100);
				assert.equal(new Set(orders.map(({ name }) => name)).size, orders.length);
				assert.ok(
					orders.every(({ planInformation, originalQuantity }) => planInformation === undefined && (originalQuantity ?? 0) > 0),
				);
			} finally {
				await large.close();
			}
		});

		function credentialForOther(other: SandboxClient, tenantId: string): TokenCredential {
			return { getToken: async () => ({ token: await other.token(tenantId), expiresOnTimestamp: Date.now() + 3_599_000 }) };
		}

		it('reads the catalog over pages, applied orders and available scopes', async () => {
			const client = reservations();
			const catalog = await all(
				client.getCatalog(subscriptionId, { reservedResourceType: 'VirtualMachines', location: 'uksouth' }),
			);
			assert.ok(catalog.length > 50);
			const item = catalog.find(({ name }) => name === 'Standard_D4s_v5');
			assert.deepEqual(item?.terms, ['P1Y', 'P3Y', 'P5Y']);
			assert.deepEqual(item?.msrp?.p1Y, { currencyCode: 'USD', amount: 1032 });
			assert.equal(item?.skuProperties?.find(({ name }) => name === 'ReservationsAutofitRatio')?.value, '2');
			const applied = await client.getAppliedReservationList(subscriptionId);
			assert.equal(applied.name, 'default');
			const [first] = applied.reservationOrderIds?.value ?? [];
			const [orderId] = guids(first);
			const [sibling] = await all(client.reservation.list(orderId));
			const [, reservationId] = guids(sibling?.id);
			const wanted = [`/subscriptions/${subscriptionId}`, '/subscriptions/11111111-1111-4111-8111-111111111111'];
			const available = await client.reservation.availableScopes(orderId, reservationId, { properties: { scopes: wanted } });
			assert.deepEqual(available.properties?.scopes, [
				{ scope: wanted[0], valid: true },
				{ scope: wanted[1], valid: false },
			]);
		});

		it("fails with Azure's own code where the right is missing, and waits out a 429", async () => {
			const client = reservations(await sandbox.customer('Relecloud (Light'));
			await assert.rejects(
				all(client.reservation.listAll()),
				(error: { statusCode?: number; code?: string }) => error.statusCode === 403 && error.code === 'AuthorizationFailed',
			);
			await sandbox.fault({ match: { path: '/reservationOrders', tenant }, fault: { kind: 'throttle', seconds: 1 }, times: 1 });
			assert.ok((await all(reservations().reservationOrder.list())).length > 0);
		});
	});

	describe('@azure/arm-consumption', () => {
		const filter = 'properties/UsageDate ge 2026-11-01 AND properties/UsageDate le 2026-11-20';

		it('reads summaries and details of an order and of a reservation', async () => {
			const credential = credentialFor(tenant);
			const client = overHttp(new ConsumptionManagementClient(credential, subscriptionId, options()), credential);
			const listed = await sandbox.reservations(tenant, '?selectedState=Succeeded&$filter=properties%2Fterm%20eq%20%27P3Y%27');
			const [orderId, reservationId] = guids(listed[0]?.id);
			const daily = await all(client.reservationsSummaries.listByReservationOrder(orderId, 'daily', { filter }));
			const single = await all(
				client.reservationsSummaries.listByReservationOrderAndReservation(orderId, reservationId, 'daily', { filter }),
			);
			assert.equal(single.length, 20);
			assert.ok(daily.length >= single.length);
			const [first] = single;
			assert.equal(first?.usageDate?.toISOString().slice(0, 7), '2026-11');
			assert.equal(first?.reservationId, reservationId);
			assert.equal(first?.reservedHours, 24 * (listed[0]?.properties.quantity ?? 0));
			assert.ok((first?.avgUtilizationPercentage ?? -1) >= 0);
			const monthly = await all(
				client.reservationsSummaries.listByReservationOrderAndReservation(orderId, reservationId, 'monthly'),
			);
			assert.ok(
				monthly.length > 0 && monthly.every(({ usageDate, kind }) => usageDate?.getDate() === 1 && kind === 'Reservation'),
			);
			const inOrder = await all(client.reservationsDetails.listByReservationOrder(orderId, filter));
			const details = await all(client.reservationsDetails.listByReservationOrderAndReservation(orderId, reservationId, filter));
			assert.ok(inOrder.length >= details.length);
			const hours = (rows: readonly { usedHours?: number }[]) =>
				Math.round(rows.reduce((sum, { usedHours }) => sum + (usedHours ?? 0), 0) * 100);
			assert.equal(hours(details), hours(single));
			assert.ok(details.every(({ instanceId }) => instanceId?.startsWith('/subscriptions/')));
		});
	});

	describe('@azure/arm-authorization', () => {
		it('lists role assignments at each scope, and reads one by name and by id', async () => {
			const credential = credentialFor(tenant);
			const client = overHttp(new AuthorizationManagementClient(credential, subscriptionId, options()), credential);
			const [first] = await sandbox.reservations(tenant);
			const [orderId] = guids(first?.id);
			const scope = `providers/Microsoft.Capacity/reservationOrders/${orderId}`;
			const atOrder = await all(client.roleAssignments.listForScope(scope, { filter: 'atScope()' }));
			assert.deepEqual(atOrder.map(({ principalType }) => principalType).toSorted(), ['ForeignGroup', 'Group', 'User', 'User']);
			const agents = atOrder.find(({ principalType }) => principalType === 'ForeignGroup');
			assert.ok(agents !== undefined);
			assert.ok(agents.roleDefinitionId?.endsWith('/8e3af657-a8ff-443c-a75c-2fe8c4bcb635'));
			assert.equal(agents.scope, `/${scope}`);
			assert.ok(agents.createdOn instanceof Date);
			const inherited = await all(client.roleAssignments.listForScope((first?.id ?? '').slice(1), { filter: 'atScope()' }));
			assert.deepEqual(
				inherited.map(({ name }) => name),
				atOrder.map(({ name }) => name),
			);
			const theirs = await all(client.roleAssignments.listForScope(scope, { filter: `principalId eq '${agents.principalId}'` }));
			assert.deepEqual(
				theirs.map(({ name }) => name),
				[agents.name],
			);
			assert.equal((await client.roleAssignments.get(scope, agents.name ?? '')).principalId, agents.principalId);
			assert.equal((await client.roleAssignments.getById((agents.id ?? '').slice(1))).name, agents.name);
			const onSubscription = await all(client.roleAssignments.listForSubscription());
			assert.ok(onSubscription.some(({ principalId }) => principalId === agents.principalId));
			const groups = await sandbox.azure<{ value: { name: string }[] }>(
				tenant,
				`/subscriptions/${subscriptionId}/resourcegroups?api-version=2024-07-01`,
			);
			assert.ok((await all(client.roleAssignments.listForResourceGroup(groups.body.value[0]?.name ?? ''))).length > 0);
		});

		it('lists role definitions, finds one by its name, and reads it', async () => {
			const credential = credentialFor(tenant);
			const client = overHttp(new AuthorizationManagementClient(credential, subscriptionId, options()), credential);
			const scope = 'providers/Microsoft.Capacity';
			const roles = await all(client.roleDefinitions.list(scope));
			assert.ok(
				roles.some(({ roleName }) => roleName === 'Reservations Administrator') &&
					roles.some(({ roleName }) => roleName === 'Owner'),
			);
			const [reader, ...others] = await all(client.roleDefinitions.list(scope, { filter: "roleName eq 'Reservations Reader'" }));
			assert.deepEqual(others, []);
			assert.equal(reader?.name, '582fc458-8989-419f-a480-75249bc5db7e');
			assert.deepEqual(reader?.permissions?.[0]?.actions, [
				'Microsoft.Capacity/*/read',
				'Microsoft.Authorization/roleAssignments/read',
			]);
			assert.equal((await client.roleDefinitions.get(scope, reader?.name ?? '')).roleName, 'Reservations Reader');
		});
	});

	it('@azure/arm-resources-subscriptions lists subscriptions, locations and tenants', async () => {
		const credential = credentialFor(tenant);
		const client = overHttp(new SubscriptionClient(credential, options()), credential);
		const subscriptions = await all(client.subscriptions.list());
		assert.equal(subscriptions[0]?.subscriptionId, subscriptionId);
		assert.equal(subscriptions[0]?.state, 'Enabled');
		const one = await client.subscriptions.get(subscriptionId);
		assert.equal(one.displayName, 'Contoso Production');
		assert.equal(one.tenantId, tenant);
		const locations = await all(client.subscriptions.listLocations(subscriptionId));
		assert.ok(locations.some(({ name, displayName }) => name === 'westeurope' && displayName === 'West Europe'));
		const tenants = await all(client.tenants.list());
		assert.deepEqual(
			tenants.map(({ tenantId, displayName, tenantCategory }) => [tenantId, displayName, tenantCategory]),
			[[tenant, 'Contoso', 'ProjectedBy']],
		);
	});

	// Version 6 of this client manages subscriptions; listing them went to @azure/arm-resources-subscriptions.
	it('@azure/arm-subscriptions lists operations', async () => {
		const credential = credentialFor(tenant);
		const client = overHttp(
			new SubscriptionManagementClient(credential, { ...options(), $host: sandbox.endpoints.resourceManager }),
			credential,
		);
		const operations = await all(client.operations.list());
		assert.ok(
			operations.some(
				({ name, display }) => name === 'Microsoft.Subscription/rename/action' && display?.operation === 'Rename a subscription',
			),
		);
	});

	it('@azure/arm-resources lists resource groups and reads one', async () => {
		const credential = credentialFor(tenant);
		const client = overHttp(new ResourceManagementClient(credential, subscriptionId, options()), credential);
		const groups = await all(client.resourceGroups.list());
		assert.ok(groups.length >= 2);
		const paged = await all(client.resourceGroups.list({ top: 1 }));
		assert.deepEqual(
			paged.map(({ name }) => name),
			groups.map(({ name }) => name),
		);
		const tagged = await all(client.resourceGroups.list({ filter: "tagName eq 'environment' and tagValue eq 'nothing'" }));
		assert.deepEqual(tagged, []);
		const one = await client.resourceGroups.get(groups[0]?.name ?? '');
		assert.equal(one.id, groups[0]?.id);
		assert.equal(one.properties?.provisioningState, 'Succeeded');
	});

	it('@azure/arm-managementgroups lists groups and reads the tree', async () => {
		const credential = credentialFor(tenant);
		const client = overHttp(
			new ManagementGroupsAPI(credential, { ...options(), $host: sandbox.endpoints.resourceManager }),
			credential,
		);
		const groups = await all(client.managementGroups.list());
		assert.deepEqual(
			groups.map(({ displayName }) => displayName),
			['Tenant Root Group', 'Production', 'Non-production'],
		);
		const root = await client.managementGroups.get(tenant, { expand: 'children', recurse: true });
		assert.equal(root.displayName, 'Tenant Root Group');
		const production = root.children?.find(({ name }) => name === 'mg-production');
		assert.ok(production?.children?.some(({ name, type }) => name === subscriptionId && type === '/subscriptions'));
		const child = await client.managementGroups.get('mg-production');
		assert.equal(child.details?.parent?.name, tenant);
		assert.equal(child.children, undefined);
	});
});
