/** The sandbox's reservations: list, filter, order, pages, orders, payments, history, catalog. */
import assert from 'node:assert/strict';
import { type ReservationBody, SandboxClient, TODAY, text } from './sandbox-client';

interface Page<T> {
	readonly value: T[];
	readonly nextLink?: string;
	readonly summary?: Record<string, number>;
	readonly totalItems?: number;
}

interface CustomerPage {
	readonly items: { readonly id: string }[];
}

const CAPACITY = '/providers/Microsoft.Capacity';

function orderPath({ id }: { readonly id: string }): string {
	return id.split('/reservations/')[0] ?? '';
}

describe('sandbox: reservations', () => {
	let client: SandboxClient;
	let tenant: string;
	let all: ReservationBody[];

	before(async () => {
		client = await SandboxClient.start();
		tenant = await client.customer('Contoso');
		all = await client.reservations(tenant);
	});

	after(() => client.close());

	it('has every state, scope and story among the first 25 customers', async () => {
		const seen = new Set<string>();
		const { body } = await client.partner<CustomerPage>('/customers?size=500');
		for (const { id } of body.items) {
			const list = await client.azure<Page<ReservationBody>>(id, `${CAPACITY}/reservations`);
			for (const { properties, sku } of list.body.value ?? []) {
				for (const key of [
					'displayProvisioningState',
					'userFriendlyAppliedScopeType',
					'userFriendlyRenewState',
					'term',
					'billingPlan',
					'reservedResourceType',
					'displayName',
				])
					seen.add(String(properties[key]));
				seen.add(sku.name);
				if (properties.archived === true) seen.add('archived');
				if (properties.splitProperties !== undefined) seen.add('split');
				if (properties.mergeProperties !== undefined) seen.add('merge');
				const { trend } = properties.utilization as { trend?: string };
				seen.add(`trend ${trend}`);
			}
		}
		const wanted = [
			'Succeeded',
			'Expiring',
			'Expired',
			'Pending',
			'Cancelled',
			'Warning',
			'NoBenefit',
			'Shared',
			'Single',
			'ResourceGroup',
			'ManagementGroup',
			'On',
			'Off',
			'Renewed',
			'NotRenewed',
			'NotApplicable',
			'P1Y',
			'P3Y',
			'None',
			'Upfront',
			'Monthly',
			'VirtualMachines',
			'SqlDatabases',
			'CosmosDb',
			'SuseLinux',
			'RedHat',
			'AppService',
			'RedisCache',
			'ManagedDisk',
			'SqlAzureHybridBenefit',
			'archived',
			'split',
			'merge',
			'trend UP',
			'trend DOWN',
			'trend SAME',
			'<img src=x onerror=alert(1)> & <b>"quoted"</b>',
		];
		assert.deepEqual(
			wanted.filter((value) => !seen.has(value)),
			[],
		);
	});

	it('filters with and, or, parentheses and every type of value', async () => {
		const names = async (filter: string) =>
			(await client.reservations(tenant, `?$filter=${encodeURIComponent(filter)}`)).map(({ name }) => name);
		const expected = (test: (properties: ReservationBody['properties'], body: ReservationBody) => boolean) =>
			all.filter((body) => test(body.properties, body)).map(({ name }) => name);
		assert.deepEqual(
			await names("properties/reservedResourceType eq 'SqlDatabases'"),
			expected((p) => p.reservedResourceType === 'SqlDatabases'),
		);
		assert.deepEqual(
			await names('(properties/archived eq false) and (properties/quantity eq 2 or properties/quantity eq 8)'),
			expected((p) => p.quantity === 2 || p.quantity === 8),
		);
		assert.deepEqual(
			await names('properties/renew eq true'),
			expected((p) => p.renew === true),
		);
		assert.deepEqual(
			await names(
				`properties/displayName eq '${all[0]?.properties.displayName}' or properties/term eq 'P3Y' and properties/renew eq true`,
			),
			expected((p, body) => body === all[0] || (p.term === 'P3Y' && p.renew === true)),
		);
		const sku = all[1]?.sku.name;
		assert.deepEqual(
			await names(`sku/name eq '${sku}'`),
			expected((_, body) => body.sku.name === sku),
		);
		assert.ok((await names('properties/quantity eq 999')).length === 0);
	});

	it('refuses what the filter language does not have', async () => {
		const bad = [
			'properties/quantity gt 2',
			"properties/billingPlan eq 'Monthly'",
			"properties/quantity eq '2'",
			'properties/renew eq',
			'(properties/renew eq true',
			'properties/renew eq true and',
			'contains(properties/displayName)',
			'nonsense',
			"properties/displayName eq 'open",
		];
		for (const filter of bad) {
			const answer = await client.azure(tenant, `${CAPACITY}/reservations?$filter=${encodeURIComponent(filter)}`);
			assert.equal(answer.status, 400, filter);
			assert.match(text(answer), /BadRequest/);
		}
		for (const query of [
			'?$orderby=properties/billingPlan',
			'?$orderby=properties/quantity sideways',
			'?selectedState=Lost',
			'?take=0',
			'?take=x',
			'?$skiptoken=-1',
		]) {
			assert.equal((await client.azure(tenant, `${CAPACITY}/reservations${query}`)).status, 400, query);
		}
	});

	it('orders, selects a state, counts the states and pages by offset to the end', async () => {
		const quantities = (await client.reservations(tenant, '?$orderby=properties%2Fquantity%20desc')).map(
			({ properties }) => properties.quantity,
		);
		assert.deepEqual(
			quantities,
			all.map(({ properties }) => properties.quantity).sort((a, b) => b - a),
		);
		const cancelled = await client.reservations(tenant, '?selectedState=Cancelled');
		assert.ok(cancelled.length > 0 && cancelled.every(({ properties }) => properties.provisioningState === 'Cancelled'));
		const first = await client.azure<Page<ReservationBody>>(tenant, `${CAPACITY}/reservations?refreshSummary=true&take=3`);
		assert.equal(Object.keys(first.body.summary ?? {}).length, 9);
		assert.equal(first.body.summary?.cancelledCount, cancelled.length);
		assert.equal(
			Object.values(first.body.summary ?? {}).reduce((sum, count) => sum + count, 0),
			all.length,
		);
		const paged = [...first.body.value];
		let next = first.body.nextLink;
		while (next !== undefined) {
			assert.ok(next.startsWith(`${client.endpoints.resourceManager}/`));
			const { body } = await client.azure<Page<ReservationBody>>(tenant, next);
			paged.push(...body.value);
			next = body.nextLink;
		}
		assert.deepEqual(
			paged.map(({ name }) => name),
			all.map(({ name }) => name),
		);
		assert.equal((await client.reservations(tenant, '?$skiptoken=50')).length, 0);
	});

	it('pages orders by fifty', async () => {
		const large = await SandboxClient.start({ customers: 1, reservations: 200 });
		try {
			const id = await large.customer('Contoso');
			const first = await large.azure<Page<{ name: string; properties: Record<string, unknown> }>>(
				id,
				`${CAPACITY}/reservationOrders`,
			);
			assert.equal(first.body.value.length, 50);
			assert.match(first.body.nextLink ?? '', /\?api-version=2022-11-01&%24skiptoken=50$/);
			const names = first.body.value.map(({ name }) => name);
			let next = first.body.nextLink;
			while (next !== undefined) {
				const { body } = await large.azure<Page<{ name: string; properties: Record<string, unknown> }>>(id, next);
				assert.ok(body.value.every(({ properties }) => properties.planInformation === undefined));
				names.push(...body.value.map(({ name }) => name));
				next = body.nextLink;
			}
			const listed = await large.azure<Page<ReservationBody>>(id, `${CAPACITY}/reservations`);
			assert.equal(listed.body.value.length, 100);
			assert.match(listed.body.nextLink ?? '', /%24skiptoken=100$/);
			assert.ok(names.length > 150);
			assert.equal(new Set(names).size, names.length);
		} finally {
			await large.close();
		}
	});

	it('gives paths without regard to case, and says what is wrong with ids and versions', async () => {
		const [first] = all;
		assert.ok(first !== undefined);
		const shouted = await client.azure<ReservationBody>(tenant, first.id.toUpperCase());
		assert.equal(shouted.body.name, first.name);
		assert.match(first.id, /^\/providers\/microsoft\.capacity\/reservationOrders\//);
		const order = orderPath(first);
		const cases: [string, number, string][] = [
			[`${order}/reservations/11111111-1111-4111-8111-111111111111`, 404, 'ReservationIdNotInReservationOrder'],
			[`${order}/reservations/x`, 400, 'InvalidReservationId'],
			[`${CAPACITY}/reservationOrders/x`, 400, 'InvalidReservationOrderId'],
			[`${order}?api-version=2019-01-01`, 400, 'InvalidApiVersionParameter'],
			['/nothing', 404, 'NotFound'],
		];
		for (const [path, status, code] of cases) {
			const answer = await client.azure(tenant, path);
			assert.equal(answer.status, status, path);
			assert.match(text(answer), new RegExp(code));
		}
		const bare = await client.send(`${client.endpoints.resourceManager}${order}`, {
			headers: { authorization: `Bearer ${await client.token(tenant)}` },
		});
		assert.match(text(bare), /MissingApiVersionParameter/);
	});

	it('counts the calls down and gives ids back', async () => {
		const fresh = await SandboxClient.start({ customers: 1 });
		const contoso = await fresh.customer('Contoso');
		const left = async () => {
			const { headers } = await fresh.azure(contoso, `${CAPACITY}/reservationOrders`, {
				headers: { 'x-ms-correlation-request-id': 'corr', 'x-ms-client-request-id': 'mine' },
			});
			assert.equal(headers.get('x-ms-correlation-request-id'), 'corr');
			assert.equal(headers.get('x-ms-client-request-id'), 'mine');
			assert.equal(headers.get('x-ms-request-id')?.length, 36);
			return Number(headers.get('x-ms-ratelimit-remaining-tenant-reads'));
		};
		assert.equal(await left(), 11_999);
		assert.equal(await left(), 11_998);
		await fresh.close();
	});

	it('has payments that add up, to the cent and in both currencies', async () => {
		for (const name of ['A. Datum', 'Consolidated', 'Contoso']) {
			const id = await client.customer(name);
			const { body } = await client.azure<Page<{ id: string }>>(id, `${CAPACITY}/reservationOrders`);
			for (const order of body.value) {
				const { properties } = (await client.azure<{ properties: Record<string, unknown> }>(id, `${order.id}?$expand=schedule`))
					.body;
				const plan = properties.planInformation as {
					pricingCurrencyTotal: { amount: number };
					nextPaymentDueDate: string | null;
					transactions: {
						dueDate: string;
						paymentDate?: string;
						status: string;
						pricingCurrencyTotal: { amount: number };
						billingCurrencyTotal?: { amount: number };
					}[];
				};
				const cents = plan.transactions.reduce(
					(sum, { pricingCurrencyTotal }) => sum + Math.round(pricingCurrencyTotal.amount * 100),
					0,
				);
				assert.equal(cents, Math.round(plan.pricingCurrencyTotal.amount * 100));
				const count = properties.billingPlan === 'Upfront' ? 1 : properties.term === 'P3Y' ? 36 : 12;
				assert.equal(plan.transactions.length, count);
				for (const { status, billingCurrencyTotal, dueDate, paymentDate } of plan.transactions) {
					assert.equal(billingCurrencyTotal !== undefined, status === 'Succeeded');
					assert.equal(paymentDate !== undefined, status === 'Succeeded');
					if (status === 'Scheduled') assert.ok(dueDate >= TODAY.toISOString().slice(0, 10));
				}
				assert.equal(plan.nextPaymentDueDate, plan.transactions.find(({ status }) => status === 'Scheduled')?.dueDate ?? null);
			}
		}
	});

	it('tells the history newest first, ending in what the reservation is now', async () => {
		const id = await client.customer('Adventure Works');
		for (const reservation of await client.reservations(id)) {
			const { body } = await client.azure<Page<ReservationBody>>(id, `${reservation.id}/revisions`);
			const numbers = body.value.map(({ name }) => Number(name));
			assert.deepEqual(
				numbers,
				Array.from({ length: numbers.length }, (_, index) => numbers.length - index),
			);
			assert.equal(body.value[0]?.etag, reservation.etag);
			assert.equal(body.value[0]?.properties.provisioningState, reservation.properties.provisioningState);
			assert.equal(body.value[0]?.properties.displayName, reservation.properties.displayName);
			assert.equal(body.value.at(-1)?.properties.provisioningState, 'Creating');
		}
	});

	it('links both ends of a split and a merge', async () => {
		const split = await client.reservations(await client.customer('Alpine Ski House'));
		const source = split.find(
			({ properties }) =>
				(properties.splitProperties as { splitDestinations?: string[] } | undefined)?.splitDestinations !== undefined,
		);
		assert.ok(source !== undefined);
		const { splitDestinations } = source.properties.splitProperties as { splitDestinations: string[] };
		const parts = split.filter(({ name }) => splitDestinations.includes(name));
		assert.equal(
			parts.reduce((sum, { properties }) => sum + properties.quantity, 0),
			source?.properties.quantity,
		);
		for (const part of parts) {
			const { splitSource } = part.properties.splitProperties as { splitSource: string };
			assert.equal(splitSource.toLowerCase(), source?.id.toLowerCase());
			assert.equal(part.properties.expiryDateTime, source?.properties.expiryDateTime);
		}
		const one = await client.azure<ReservationBody>(await client.customer('Alpine Ski House'), source?.id ?? '');
		assert.equal((one.body.properties.extendedStatusInfo as { statusCode: string }).statusCode, 'Split');
		const merged = (await client.reservations(await client.customer('City Power'))).find(
			({ properties }) => (properties.mergeProperties as { mergeSources?: string[] } | undefined)?.mergeSources !== undefined,
		);
		assert.equal(Object(merged?.properties.mergeProperties).mergeSources.length, 2);
	});

	it('shows renewal terms, the catalog in pages, applied orders and scopes that can be chosen', async () => {
		const renewing = all.find(({ properties }) => properties.renew === true);
		const { body } = await client.azure<ReservationBody>(tenant, `${renewing?.id}?$expand=renewProperties`);
		const renewal = body.properties.renewProperties as {
			purchaseProperties: { sku: { name: string }; properties: { quantity: number } };
		};
		assert.equal(renewal.purchaseProperties.sku.name, renewing?.sku.name);
		assert.equal(renewal.purchaseProperties.properties.quantity, renewing?.properties.quantity);

		const subscriptions = await client.azure<Page<{ subscriptionId: string }>>(tenant, '/subscriptions?api-version=2022-12-01');
		const id = subscriptions.body.value[0]?.subscriptionId;
		const catalog = `/subscriptions/${id}/providers/Microsoft.Capacity/catalogs?reservedResourceType=VirtualMachines&location=westeurope`;
		const first = await client.azure<Page<{ name: string; restrictions: { values: string[] }[] }>>(tenant, catalog);
		assert.equal(first.body.value.length, 50);
		const second = await client.azure<Page<{ name: string; restrictions: { values: string[] }[] }>>(
			tenant,
			first.body.nextLink ?? '',
		);
		assert.equal(50 + second.body.value.length, first.body.totalItems);
		assert.equal(second.body.nextLink, undefined);
		const items = [...first.body.value, ...second.body.value];
		assert.deepEqual(items.find(({ name }) => name === 'Standard_D2s_v3')?.restrictions[0]?.values, ['P1Y', 'P3Y', 'P5Y']);
		assert.deepEqual(items.find(({ name }) => name === 'Standard_D2s_v5')?.restrictions[0]?.values, ['P5Y']);
		assert.match(
			text(
				await client.azure(
					tenant,
					`/subscriptions/${id}/providers/Microsoft.Capacity/catalogs?reservedResourceType=VirtualMachines&location=nowhere`,
				),
			),
			/InvalidLocationId/,
		);

		const applied = await client.azure<{ properties: { reservationOrderIds: Page<string> } }>(
			tenant,
			`/subscriptions/${id}/providers/Microsoft.Capacity/appliedReservations`,
		);
		const shared = all.find(
			({ properties }) => properties.appliedScopeType === 'Shared' && properties.provisioningState === 'Succeeded',
		);
		const ids = applied.body.properties.reservationOrderIds.value.map((order) => order.toLowerCase());
		assert.ok(ids.includes(orderPath(shared ?? { id: '' }).toLowerCase()));

		const scopes = [
			`/subscriptions/${id}`,
			'/subscriptions/11111111-1111-4111-8111-111111111111',
			`/providers/Microsoft.Management/managementGroups/${tenant}`,
		];
		const available = await client.azure<{ properties: { scopes: { scope: string; valid: boolean }[] } }>(
			tenant,
			`${shared?.id}/availableScopes`,
			{ method: 'POST', body: JSON.stringify({ properties: { scopes } }) },
		);
		assert.deepEqual(
			available.body.properties.scopes,
			scopes.map((scope, index) => ({ scope, valid: index !== 1 })),
		);
	});
});
