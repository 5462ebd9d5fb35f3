/** The sandbox's customers: what each trouble shows, and that rights are enforced. */
import assert from 'node:assert/strict';
import { type ReservationBody, SandboxClient, text } from './sandbox-client';

interface Page<T> {
	readonly value: T[];
	readonly nextLink?: string;
	readonly summary?: Record<string, number>;
	readonly totalItems?: number;
}

const CAPACITY = '/providers/Microsoft.Capacity';

function orderPath({ id }: { readonly id: string }): string {
	return id.split('/reservations/')[0] ?? '';
}

describe('sandbox: troubled customers', () => {
	let client: SandboxClient;

	before(async () => {
		client = await SandboxClient.start();
	});

	after(() => client.close());

	const entitlementCount = async (tenant: string) =>
		(await client.partner<{ items: unknown[] }>(`/customers/${tenant}/entitlements?entitlementType=reservedInstance`)).body.items
			.length;

	async function firstOrder(tenant: string): Promise<string> {
		const { body } = await client.partner<{ items: { entitledArtifacts: { resourceId: string }[] }[] }>(
			`/customers/${tenant}/entitlements?entitlementType=reservedInstance`,
		);
		return `${CAPACITY}/reservationOrders/${body.items[0]?.entitledArtifacts[0]?.resourceId}`;
	}

	it('shows a guest the orders and lets it change nothing', async () => {
		const tenant = await client.customer('Lamna Healthcare (guest');
		const [first] = await client.reservations(tenant);
		assert.ok(first !== undefined);
		const scopes = await client.azure(tenant, `${first.id}/availableScopes`, {
			method: 'POST',
			body: JSON.stringify({ properties: { scopes: [] } }),
		});
		assert.equal(scopes.status, 403);
	});

	it('answers 403 to everything where there is no role', async () => {
		const tenant = await client.customer("Margie's Travel (no GDAP");
		const order = await firstOrder(tenant);
		const paths = [
			'/subscriptions?api-version=2022-12-01',
			'/tenants?api-version=2022-12-01',
			`${CAPACITY}/reservations`,
			`${CAPACITY}/reservationOrders`,
			order,
			`${order}/reservations`,
			'/providers/Microsoft.Management/managementGroups?api-version=2023-04-01',
			`${order}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`,
			`${order}/providers/Microsoft.Consumption/reservationSummaries?grain=monthly&api-version=2024-08-01`,
			`${order}/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01`,
		];
		for (const path of paths) {
			const answer = await client.azure(tenant, path);
			assert.equal(answer.status, 403, path);
			assert.match(text(answer), /AuthorizationFailed.*does not have authorization to perform action/);
		}
	});

	it('lets a reader read all and act on nothing', async () => {
		const tenant = await client.customer('Proseware (reader');
		const [first] = await client.reservations(tenant);
		assert.ok(first !== undefined);
		assert.equal((await client.azure(tenant, orderPath(first))).status, 200);
		assert.equal(
			(await client.azure(tenant, `${first.id}/availableScopes`, { method: 'POST', body: '{"properties":{"scopes":[]}}' }))
				.status,
			403,
		);
		const rights = await client.azure<Page<{ properties: { roleDefinitionId: string; scope: string } }>>(
			tenant,
			`${orderPath(first)}/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()&api-version=2022-04-01`,
		);
		assert.ok(
			rights.body.value.some(
				({ properties }) =>
					properties.scope === CAPACITY && properties.roleDefinitionId.endsWith('/582fc458-8989-419f-a480-75249bc5db7e'),
			),
		);
	});

	it('shows subscriptions but no reservations by Azure Lighthouse', async () => {
		const tenant = await client.customer('Relecloud (Lighthouse');
		const subscriptions = await client.azure<Page<{ managedByTenants: unknown[] }>>(
			tenant,
			'/subscriptions?api-version=2022-12-01',
		);
		assert.ok(subscriptions.body.value.length > 0);
		assert.deepEqual(subscriptions.body.value[0]?.managedByTenants, [{ tenantId: client.endpoints.partnerTenantId }]);
		for (const path of ['reservations', 'reservationOrders']) {
			const answer = await client.azure(tenant, `${CAPACITY}/${path}`);
			assert.equal(answer.status, 403);
			assert.match(text(answer), /'Microsoft\.Capacity\/reservationOrders\/read' over scope '\/providers\/Microsoft\.Capacity'/);
		}
	});

	it('throttles the first calls with the wait, then recovers', async () => {
		const tenant = await client.customer('School of Fine Art (throttled');
		for (let call = 0; call < 3; call++) {
			const answer = await client.azure(tenant, `${CAPACITY}/reservations`);
			assert.equal(answer.status, 429);
			assert.equal(answer.headers.get('retry-after'), '2');
			assert.equal(answer.headers.get('x-ms-ratelimit-remaining-tenant-reads'), '0');
		}
		assert.equal((await client.azure(tenant, `${CAPACITY}/reservations`)).status, 200);
	});

	it('lists nothing where rights are on single reservations only, though each can be read', async () => {
		const tenant = await client.customer('Southridge Video (empty');
		assert.ok((await entitlementCount(tenant)) > 0);
		assert.deepEqual(await client.reservations(tenant), []);
		assert.deepEqual((await client.azure<Page<unknown>>(tenant, `${CAPACITY}/reservationOrders`)).body.value, []);
		const order = await firstOrder(tenant);
		assert.equal((await client.azure(tenant, order)).status, 403);
		const inOrder = await client.azure<Page<ReservationBody>>(tenant, `${order}/reservations`);
		assert.ok(inOrder.body.value.length > 0);
		assert.equal((await client.azure(tenant, inOrder.body.value[0]?.id ?? '')).status, 200);
	});

	it('has a customer without any reservation, and one with dear ones', async () => {
		const none = await client.customer('VanArsdel (no');
		assert.deepEqual(await client.reservations(none), []);
		assert.equal(await entitlementCount(none), 0);
		const limit = await client.customer('Trey Research (above');
		assert.ok((await client.reservations(limit)).some(({ sku }) => sku.name === 'Standard_M64ms'));
	});

	it('keeps tenants apart', async () => {
		const [reservation] = await client.reservations(await client.customer('A. Datum'));
		const answer = await client.azure(await client.customer('Contoso'), reservation?.id ?? '');
		assert.equal(answer.status, 404);
		assert.match(text(answer), /ReservationOrderNotFound/);
		assert.deepEqual(await client.reservations(client.endpoints.partnerTenantId), []);
	});
});
