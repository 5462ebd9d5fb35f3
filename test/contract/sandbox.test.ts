/** The sandbox by plain HTTP: tokens, Partner Center, rights of each customer, lists, filters, use of reservations. */
import assert from 'node:assert/strict';
import { type ReservationBody, SandboxClient, text, TODAY } from './sandbox-client';

interface Page<T> {
	readonly value: T[];
	readonly nextLink?: string;
	readonly summary?: Record<string, number>;
	readonly totalItems?: number;
}

interface CustomerPage {
	readonly items: { readonly id: string; readonly companyProfile: { readonly companyName: string; readonly domain: string } }[];
	readonly continuationToken?: string;
	readonly links: { readonly next?: { readonly uri: string; readonly headers: readonly { readonly key: string; readonly value: string }[] } };
}

const CAPACITY = '/providers/Microsoft.Capacity';

function orderPath({ id }: { readonly id: string }): string {
	return id.split('/reservations/')[0] ?? '';
}

describe('sandbox', () => {
	let client: SandboxClient;

	before(async () => {
		client = await SandboxClient.start();
	});

	after(() => client.close());

	describe('tokens', () => {
		const good = { grant_type: 'client_credentials', client_id: 'any', client_secret: 'any', scope: 'https://management.azure.com/.default' };

		it('tells its endpoints at the root of the authority', async () => {
			const { body } = await client.send(`${client.endpoints.authority}/`);
			assert.deepEqual(body, client.endpoints);
			assert.equal(new Set(Object.values(client.endpoints)).size, 5);
		});

		it('gives a token of JWT shape for a tenant, named by id or by domain', async () => {
			const tenant = await client.customer('Contoso');
			for (const name of [tenant, 'contoso.onmicrosoft.com']) {
				const { status, body, headers } = await client.requestToken(name, good);
				assert.equal(status, 200);
				assert.equal(body.token_type, 'Bearer');
				assert.equal(body.expires_in, 3599);
				assert.equal(headers.get('cache-control'), 'no-store');
				const claims = JSON.parse(Buffer.from(String(body.access_token).split('.')[1] ?? '', 'base64url').toString());
				assert.equal(claims.tid, tenant);
				assert.equal(claims.aud, 'https://management.azure.com');
				assert.ok(claims.exp * 1000 > Date.now());
			}
		});

		it('takes the sandbox\'s own base URLs as resources', async () => {
			const { body } = await client.requestToken(client.endpoints.partnerTenantId, { ...good, scope: `${client.endpoints.partnerCenter}/.default` });
			const answer = await client.send(`${client.endpoints.partnerCenter}/v1/customers?size=1`, { headers: { authorization: `Bearer ${body.access_token}` } });
			assert.equal(answer.status, 200);
		});

		it('refuses as the real authority does', async () => {
			const tenant = client.endpoints.partnerTenantId;
			const unknown = await client.requestToken('11111111-1111-4111-8111-111111111111', good);
			assert.equal(unknown.status, 400);
			assert.match(String(unknown.body.error_description), /^AADSTS90002: Tenant/);
			assert.deepEqual(unknown.body.error_codes, [90002]);
			const cases: [Record<string, string>, string][] = [
				[{ ...good, grant_type: 'refresh_token' }, 'unsupported_grant_type'], [{ ...good, grant_type: 'authorization_code' }, 'unsupported_grant_type'],
				[{ ...good, scope: 'https://vault.azure.net/.default' }, 'invalid_scope'], [{ ...good, scope: '' }, 'invalid_request'], [{ scope: good.scope }, 'invalid_request'],
			];
			for (const [fields, error] of cases) {
				const { status, body } = await client.requestToken(tenant, fields);
				assert.equal(status, 400);
				assert.equal(body.error, error);
			}
		});

		it('serves OpenID discovery', async () => {
			const tenant = client.endpoints.partnerTenantId;
			const { body } = await client.send(`${client.endpoints.authority}/${tenant}/v2.0/.well-known/openid-configuration`);
			assert.equal(body.token_endpoint, `${client.endpoints.authority}/${tenant}/oauth2/v2.0/token`);
		});

		it('answers 401 in each service\'s own words', async () => {
			const { resourceManager, partnerCenter, graph, partnerTenantId } = client.endpoints;
			const list = `${resourceManager}${CAPACITY}/reservations?api-version=2022-11-01`;
			const missing = await client.send(list);
			assert.equal(missing.status, 401);
			assert.match(missing.headers.get('www-authenticate') ?? '', /^Bearer authorization_uri="http:\/\/127\.0\.0\.1:/);
			assert.match(text(missing), /AuthenticationFailed/);
			const wrong = { headers: { authorization: `Bearer ${await client.token(partnerTenantId, 'graph')}` } };
			assert.match(text(await client.send(list, wrong)), /InvalidAuthenticationTokenAudience/);
			const partner = await client.send(`${partnerCenter}/v1/customers`, wrong);
			assert.equal(partner.status, 401);
			assert.equal(partner.body.code, '900420');
			assert.equal((await client.send(`${partnerCenter}/v1/customers`)).body.source, 'PartnerFD');
			assert.equal((await client.send(`${graph}/v1.0/me`, wrong)).status, 200);
			assert.equal((await client.send(`${graph}/v1.0/me`)).status, 401);
			const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
			const old = `${part({ alg: 'none' })}.${part({ tid: partnerTenantId, aud: 'https://management.azure.com', exp: 1, oid: 'x', name: 'x' })}.x`;
			assert.match(text(await client.send(list, { headers: { authorization: `Bearer ${old}` } })), /ExpiredAuthenticationToken/);
			assert.match(text(await client.send(list, { headers: { authorization: 'Bearer nonsense' } })), /InvalidAuthenticationToken"/);
		});

		it('lets only the partner\'s tenant into Partner Center', async () => {
			const customer = await client.customer('Contoso');
			const token = await client.token(customer, 'partnerCenter');
			const { status, body } = await client.send(`${client.endpoints.partnerCenter}/v1/customers`, { headers: { authorization: `Bearer ${token}` } });
			assert.equal(status, 403);
			assert.equal(body.code, '2032');
		});
	});

	describe('Partner Center', () => {
		async function seek(size: number): Promise<{ names: string[]; last: { status: number; code: unknown } | undefined }> {
			const names: string[] = [];
			let token: string | undefined;
			for (;;) {
				const headers: Record<string, string> = token === undefined ? {} : { 'MS-ContinuationToken': token };
				const { status, body } = await client.partner<CustomerPage & { code?: string }>(`/customers?size=${size}${token === undefined ? '' : '&seekOperation=next'}`, headers);
				if (status !== 200) return { names, last: { status, code: body.code } };
				names.push(...body.items.map(({ companyProfile }) => companyProfile.companyName));
				token = body.continuationToken;
				assert.equal(body.links.next?.headers[0]?.value, token);
				if (token === undefined) return { names, last: undefined };
			}
		}

		it('pages customers by continuation token, and ends a full last page with code 2000', async () => {
			const short = await seek(10);
			assert.equal(short.names.length, 25);
			assert.equal(new Set(short.names).size, 25);
			assert.equal(short.last, undefined);
			const full = await seek(5);
			assert.deepEqual(full.names, short.names);
			assert.deepEqual(full.last, { status: 400, code: '2000' });
		});

		it('filters by the start of name or domain, any case, and refuses other filters', async () => {
			const find = (filter: unknown) => client.partner<CustomerPage & { code?: string }>(`/customers?size=0&filter=${encodeURIComponent(typeof filter === 'string' ? filter : JSON.stringify(filter))}`);
			const names = async (filter: unknown) => (await find(filter)).body.items.map(({ companyProfile }) => companyProfile.companyName);
			assert.deepEqual(await names({ Field: 'CompanyName', Value: 'a', Operator: 'starts_with' }), ['A. Datum Corporation', 'Adventure Works', 'Alpine Ski House']);
			assert.deepEqual(await names({ Field: 'Domain', Value: 'CONTOSO', Operator: 'starts_with' }), ['Contoso']);
			assert.deepEqual(await names({ Field: 'CompanyName', Value: 'no such', Operator: 'starts_with' }), []);
			for (const filter of [{ Field: 'CompanyName', Value: 'a', Operator: 'substring' }, { Field: 'Name', Value: 'a', Operator: 'starts_with' }, '{']) {
				const { status, body } = await find(filter);
				assert.equal(status, 400);
				assert.equal(body.code, '800002');
			}
		});

		it('reads a customer, its plan, its Azure subscriptions and its reservations down to the ids that Azure knows', async () => {
			const tenant = await client.customer('A. Datum');
			const customer = await client.partner<{ id: string; billingProfile: { companyName: string }; companyProfile: { domain: string } }>(`/customers/${tenant}`);
			assert.equal(customer.body.billingProfile.companyName, 'A. Datum Corporation');
			assert.equal(customer.headers.get('ms-requestid')?.length, 36);
			const plans = await client.partner<{ items: { id: string; offerId: string }[] }>(`/customers/${tenant}/subscriptions`);
			const plan = plans.body.items.find(({ offerId }) => offerId.startsWith('DZH318Z0BPS6:0001'));
			assert.ok(plan !== undefined && plans.body.items.length > 1);
			const entitled = await client.partner<{ items: { id: string }[] }>(`/customers/${tenant}/subscriptions/${plan.id}/azureEntitlements`);
			const azure = await client.azure<Page<{ subscriptionId: string }>>(tenant, '/subscriptions?api-version=2022-12-01');
			assert.deepEqual(entitled.body.items.map(({ id }) => id), azure.body.value.map(({ subscriptionId }) => subscriptionId));
			const one = await client.partner(`/customers/${tenant}/subscriptions/${plan.id}/azureEntitlements/${entitled.body.items[0]?.id}`);
			assert.equal(one.body.status, 'active');

			const reserved = await client.partner<{ items: { expiryDate?: string; entitledArtifacts: { resourceId: string; link: { uri: string } }[] }[] }>(
				`/customers/${tenant}/entitlements?entitlementType=reservedInstance&showExpiry=true`);
			const listed = await client.reservations(tenant);
			const artifacts = reserved.body.items.flatMap(({ entitledArtifacts }) => entitledArtifacts);
			assert.deepEqual(artifacts.map(({ resourceId }) => resourceId).sort(), [...new Set(listed.map((reservation) => orderPath(reservation).split('/').at(-1)))].sort());
			assert.ok(reserved.body.items.every(({ expiryDate }) => expiryDate !== undefined));
			const ids: string[] = [];
			for (const { link } of artifacts) {
				const { body } = await client.partner<{ reservations: { reservationId: string }[] }>(link.uri);
				ids.push(...body.reservations.map(({ reservationId }) => reservationId));
			}
			assert.deepEqual(ids.sort(), listed.map(({ name }) => name).sort());
		});

		it('gives ids of the request back, and its own error body', async () => {
			const id = '0f0f0f0f-0000-4000-8000-000000000001';
			const { status, body, headers } = await client.partner(`/customers/${id}`, { 'MS-RequestId': id, 'MS-CorrelationId': id });
			assert.equal(status, 404);
			assert.deepEqual(body, { code: '60003', description: 'Tenant not found.', data: [], source: 'PartnerFD' });
			assert.equal(headers.get('ms-requestid'), id);
			assert.equal(headers.get('ms-correlationid'), id);
			assert.equal((await client.partner('/customers/nobody')).body.code, '900118');
		});
	});

	describe('troubled customers', () => {
		const entitlementCount = async (tenant: string) =>
			(await client.partner<{ items: unknown[] }>(`/customers/${tenant}/entitlements?entitlementType=reservedInstance`)).body.items.length;

		async function firstOrder(tenant: string): Promise<string> {
			const { body } = await client.partner<{ items: { entitledArtifacts: { resourceId: string }[] }[] }>(`/customers/${tenant}/entitlements?entitlementType=reservedInstance`);
			return `${CAPACITY}/reservationOrders/${body.items[0]?.entitledArtifacts[0]?.resourceId}`;
		}

		it('shows a guest the orders and lets it change nothing', async () => {
			const tenant = await client.customer('Lamna Healthcare (guest');
			const [first] = await client.reservations(tenant);
			assert.ok(first !== undefined);
			const scopes = await client.azure(tenant, `${first.id}/availableScopes`, { method: 'POST', body: JSON.stringify({ properties: { scopes: [] } }) });
			assert.equal(scopes.status, 403);
		});

		it('answers 403 to everything where there is no role', async () => {
			const tenant = await client.customer('Margie\'s Travel (no GDAP');
			const order = await firstOrder(tenant);
			const paths = [
				'/subscriptions?api-version=2022-12-01', '/tenants?api-version=2022-12-01', `${CAPACITY}/reservations`, `${CAPACITY}/reservationOrders`, order, `${order}/reservations`,
				'/providers/Microsoft.Management/managementGroups?api-version=2023-04-01', `${order}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`,
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
			assert.equal((await client.azure(tenant, `${first.id}/availableScopes`, { method: 'POST', body: '{"properties":{"scopes":[]}}' })).status, 403);
			const rights = await client.azure<Page<{ properties: { roleDefinitionId: string; scope: string } }>>(tenant, `${orderPath(first)}/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()&api-version=2022-04-01`);
			assert.ok(rights.body.value.some(({ properties }) => properties.scope === CAPACITY && properties.roleDefinitionId.endsWith('/582fc458-8989-419f-a480-75249bc5db7e')));
		});

		it('shows subscriptions but no reservations by Azure Lighthouse', async () => {
			const tenant = await client.customer('Relecloud (Lighthouse');
			const subscriptions = await client.azure<Page<{ managedByTenants: unknown[] }>>(tenant, '/subscriptions?api-version=2022-12-01');
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
			assert.ok(await entitlementCount(tenant) > 0);
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

	describe('reservations', () => {
		let tenant: string;
		let all: ReservationBody[];

		before(async () => {
			tenant = await client.customer('Contoso');
			all = await client.reservations(tenant);
		});

		it('has every state, scope and story among the first 25 customers', async () => {
			const seen = new Set<string>();
			const { body } = await client.partner<CustomerPage>('/customers?size=500');
			for (const { id } of body.items) {
				const list = await client.azure<Page<ReservationBody>>(id, `${CAPACITY}/reservations`);
				for (const { properties, sku } of list.body.value ?? []) {
					for (const key of ['displayProvisioningState', 'userFriendlyAppliedScopeType', 'userFriendlyRenewState', 'term', 'billingPlan', 'reservedResourceType', 'displayName']) seen.add(String(properties[key]));
					seen.add(sku.name);
					if (properties.archived === true) seen.add('archived');
					if (properties.splitProperties !== undefined) seen.add('split');
					if (properties.mergeProperties !== undefined) seen.add('merge');
					const { trend } = properties.utilization as { trend?: string };
					seen.add(`trend ${trend}`);
				}
			}
			const wanted = [
				'Succeeded', 'Expiring', 'Expired', 'Pending', 'Cancelled', 'Warning', 'NoBenefit', 'Shared', 'Single', 'ResourceGroup', 'ManagementGroup', 'On', 'Off', 'Renewed',
				'NotRenewed', 'NotApplicable', 'P1Y', 'P3Y', 'None', 'Upfront', 'Monthly', 'VirtualMachines', 'SqlDatabases', 'CosmosDb', 'SuseLinux', 'RedHat', 'AppService',
				'RedisCache', 'ManagedDisk', 'SqlAzureHybridBenefit', 'archived', 'split', 'merge', 'trend UP', 'trend DOWN', 'trend SAME', '<img src=x onerror=alert(1)> & <b>"quoted"</b>',
			];
			assert.deepEqual(wanted.filter((value) => !seen.has(value)), []);
		});

		it('filters with and, or, parentheses and every type of value', async () => {
			const names = async (filter: string) => (await client.reservations(tenant, `?$filter=${encodeURIComponent(filter)}`)).map(({ name }) => name);
			const expected = (test: (properties: ReservationBody['properties'], body: ReservationBody) => boolean) => all.filter((body) => test(body.properties, body)).map(({ name }) => name);
			assert.deepEqual(await names('properties/reservedResourceType eq \'SqlDatabases\''), expected((p) => p.reservedResourceType === 'SqlDatabases'));
			assert.deepEqual(await names('(properties/archived eq false) and (properties/quantity eq 2 or properties/quantity eq 8)'), expected((p) => p.quantity === 2 || p.quantity === 8));
			assert.deepEqual(await names('properties/renew eq true'), expected((p) => p.renew === true));
			assert.deepEqual(await names(`properties/displayName eq '${all[0]?.properties.displayName}' or properties/term eq 'P3Y' and properties/renew eq true`), expected((p, body) => body === all[0] || (p.term === 'P3Y' && p.renew === true)));
			const sku = all[1]?.sku.name;
			assert.deepEqual(await names(`sku/name eq '${sku}'`), expected((_, body) => body.sku.name === sku));
			assert.ok((await names('properties/quantity eq 999')).length === 0);
		});

		it('refuses what the filter language does not have', async () => {
			const bad = [
				'properties/quantity gt 2', 'properties/billingPlan eq \'Monthly\'', 'properties/quantity eq \'2\'', 'properties/renew eq', '(properties/renew eq true', 'properties/renew eq true and',
				'contains(properties/displayName)', 'nonsense', 'properties/displayName eq \'open',
			];
			for (const filter of bad) {
				const answer = await client.azure(tenant, `${CAPACITY}/reservations?$filter=${encodeURIComponent(filter)}`);
				assert.equal(answer.status, 400, filter);
				assert.match(text(answer), /BadRequest/);
			}
			for (const query of ['?$orderby=properties/billingPlan', '?$orderby=properties/quantity sideways', '?selectedState=Lost', '?take=0', '?take=x', '?$skiptoken=-1']) {
				assert.equal((await client.azure(tenant, `${CAPACITY}/reservations${query}`)).status, 400, query);
			}
		});

		it('orders, selects a state, counts the states and pages by offset to the end', async () => {
			const quantities = (await client.reservations(tenant, '?$orderby=properties%2Fquantity%20desc')).map(({ properties }) => properties.quantity);
			assert.deepEqual(quantities, all.map(({ properties }) => properties.quantity).sort((a, b) => b - a));
			const cancelled = await client.reservations(tenant, '?selectedState=Cancelled');
			assert.ok(cancelled.length > 0 && cancelled.every(({ properties }) => properties.provisioningState === 'Cancelled'));
			const first = await client.azure<Page<ReservationBody>>(tenant, `${CAPACITY}/reservations?refreshSummary=true&take=3`);
			assert.equal(Object.keys(first.body.summary ?? {}).length, 9);
			assert.equal(first.body.summary?.cancelledCount, cancelled.length);
			assert.equal(Object.values(first.body.summary ?? {}).reduce((sum, count) => sum + count, 0), all.length);
			const paged = [...first.body.value];
			let next = first.body.nextLink;
			while (next !== undefined) {
				assert.ok(next.startsWith(`${client.endpoints.resourceManager}/`));
				const { body } = await client.azure<Page<ReservationBody>>(tenant, next);
				paged.push(...body.value);
				next = body.nextLink;
			}
			assert.deepEqual(paged.map(({ name }) => name), all.map(({ name }) => name));
			assert.equal((await client.reservations(tenant, '?$skiptoken=50')).length, 0);
		});

		it('pages orders by fifty', async () => {
			const large = await SandboxClient.start({ customers: 1, reservations: 200 });
			try {
				const id = await large.customer('Contoso');
				const first = await large.azure<Page<{ name: string; properties: Record<string, unknown> }>>(id, `${CAPACITY}/reservationOrders`);
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
				[`${order}/reservations/11111111-1111-4111-8111-111111111111`, 404, 'ReservationIdNotInReservationOrder'], [`${order}/reservations/x`, 400, 'InvalidReservationId'],
				[`${CAPACITY}/reservationOrders/x`, 400, 'InvalidReservationOrderId'], [`${order}?api-version=2019-01-01`, 400, 'InvalidApiVersionParameter'], ['/nothing', 404, 'NotFound'],
			];
			for (const [path, status, code] of cases) {
				const answer = await client.azure(tenant, path);
				assert.equal(answer.status, status, path);
				assert.match(text(answer), new RegExp(code));
			}
			const bare = await client.send(`${client.endpoints.resourceManager}${order}`, { headers: { authorization: `Bearer ${await client.token(tenant)}` } });
			assert.match(text(bare), /MissingApiVersionParameter/);
		});

		it('counts the calls down and gives ids back', async () => {
			const fresh = await SandboxClient.start({ customers: 1 });
			const contoso = await fresh.customer('Contoso');
			const left = async () => {
				const { headers } = await fresh.azure(contoso, `${CAPACITY}/reservationOrders`, { headers: { 'x-ms-correlation-request-id': 'corr', 'x-ms-client-request-id': 'mine' } });
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
					const { properties } = (await client.azure<{ properties: Record<string, unknown> }>(id, `${order.id}?$expand=schedule`)).body;
					const plan = properties.planInformation as {
						pricingCurrencyTotal: { amount: number }; nextPaymentDueDate: string | null;
						transactions: { dueDate: string; paymentDate?: string; status: string; pricingCurrencyTotal: { amount: number }; billingCurrencyTotal?: { amount: number } }[];
					};
					const cents = plan.transactions.reduce((sum, { pricingCurrencyTotal }) => sum + Math.round(pricingCurrencyTotal.amount * 100), 0);
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
				assert.deepEqual(numbers, Array.from({ length: numbers.length }, (_, index) => numbers.length - index));
				assert.equal(body.value[0]?.etag, reservation.etag);
				assert.equal(body.value[0]?.properties.provisioningState, reservation.properties.provisioningState);
				assert.equal(body.value[0]?.properties.displayName, reservation.properties.displayName);
				assert.equal(body.value.at(-1)?.properties.provisioningState, 'Creating');
			}
		});

		it('links both ends of a split and a merge', async () => {
			const split = await client.reservations(await client.customer('Alpine Ski House'));
			const source = split.find(({ properties }) => (properties.splitProperties as { splitDestinations?: string[] } | undefined)?.splitDestinations !== undefined);
			const { splitDestinations } = source?.properties.splitProperties as { splitDestinations: string[] };
			const parts = split.filter(({ name }) => splitDestinations.includes(name));
			assert.equal(parts.reduce((sum, { properties }) => sum + properties.quantity, 0), source?.properties.quantity);
			for (const part of parts) {
				const { splitSource } = part.properties.splitProperties as { splitSource: string };
				assert.equal(splitSource.toLowerCase(), source?.id.toLowerCase());
				assert.equal(part.properties.expiryDateTime, source?.properties.expiryDateTime);
			}
			const one = await client.azure<ReservationBody>(await client.customer('Alpine Ski House'), source?.id ?? '');
			assert.equal((one.body.properties.extendedStatusInfo as { statusCode: string }).statusCode, 'Split');
			const merged = (await client.reservations(await client.customer('City Power'))).find(({ properties }) => (properties.mergeProperties as { mergeSources?: string[] } | undefined)?.mergeSources !== undefined);
			assert.equal((merged?.properties.mergeProperties as { mergeSources: string[] }).mergeSources.length, 2);
		});

		it('shows renewal terms, the catalog in pages, applied orders and scopes that can be chosen', async () => {
			const renewing = all.find(({ properties }) => properties.renew === true);
			const { body } = await client.azure<ReservationBody>(tenant, `${renewing?.id}?$expand=renewProperties`);
			const renewal = body.properties.renewProperties as { purchaseProperties: { sku: { name: string }; properties: { quantity: number } } };
			assert.equal(renewal.purchaseProperties.sku.name, renewing?.sku.name);
			assert.equal(renewal.purchaseProperties.properties.quantity, renewing?.properties.quantity);

			const subscriptions = await client.azure<Page<{ subscriptionId: string }>>(tenant, '/subscriptions?api-version=2022-12-01');
			const id = subscriptions.body.value[0]?.subscriptionId;
			const catalog = `/subscriptions/${id}/providers/Microsoft.Capacity/catalogs?reservedResourceType=VirtualMachines&location=westeurope`;
			const first = await client.azure<Page<{ name: string; restrictions: { values: string[] }[] }>>(tenant, catalog);
			assert.equal(first.body.value.length, 50);
			const second = await client.azure<Page<{ name: string; restrictions: { values: string[] }[] }>>(tenant, first.body.nextLink ?? '');
			assert.equal(50 + second.body.value.length, first.body.totalItems);
			assert.equal(second.body.nextLink, undefined);
			const items = [...first.body.value, ...second.body.value];
			assert.deepEqual(items.find(({ name }) => name === 'Standard_D2s_v3')?.restrictions[0]?.values, ['P1Y', 'P3Y', 'P5Y']);
			assert.deepEqual(items.find(({ name }) => name === 'Standard_D2s_v5')?.restrictions[0]?.values, ['P5Y']);
			assert.match(text(await client.azure(tenant, `/subscriptions/${id}/providers/Microsoft.Capacity/catalogs?reservedResourceType=VirtualMachines&location=nowhere`)), /InvalidLocationId/);

			const applied = await client.azure<{ properties: { reservationOrderIds: Page<string> } }>(tenant, `/subscriptions/${id}/providers/Microsoft.Capacity/appliedReservations`);
			const shared = all.find(({ properties }) => properties.appliedScopeType === 'Shared' && properties.provisioningState === 'Succeeded');
			const ids = applied.body.properties.reservationOrderIds.value.map((order) => order.toLowerCase());
			assert.ok(ids.includes(orderPath(shared ?? { id: '' }).toLowerCase()));

			const scopes = [`/subscriptions/${id}`, '/subscriptions/11111111-1111-4111-8111-111111111111', `/providers/Microsoft.Management/managementGroups/${tenant}`];
			const available = await client.azure<{ properties: { scopes: { scope: string; valid: boolean }[] } }>(tenant, `${shared?.id}/availableScopes`, { method: 'POST', body: JSON.stringify({ properties: { scopes } }) });
			assert.deepEqual(available.body.properties.scopes, scopes.map((scope, index) => ({ scope, valid: index !== 1 })));
		});
	});

	describe('use of reservations', () => {
		const CONSUMPTION = 'providers/Microsoft.Consumption';
		interface Row {
			readonly id: string;
			readonly properties: { usageDate: string; reservedHours: number; usedHours: number; avgUtilizationPercentage: number; minUtilizationPercentage: number; maxUtilizationPercentage: number; instanceId: string; reservationId: string };
		}

		const daily = (from: string, to: string) => `$filter=${encodeURIComponent(`properties/UsageDate ge ${from} AND properties/UsageDate le ${to}`)}`;

		it('agrees in list, daily and monthly summaries and details', async () => {
			for (const name of ['A. Datum', 'Contoso', 'Adventure Works', 'Bellows']) {
				const tenant = await client.customer(name);
				for (const reservation of await client.reservations(tenant)) {
					const { aggregates } = reservation.properties.utilization as { aggregates: { grain: number; value: number }[] };
					const path = `${reservation.id}/${CONSUMPTION}`;
					const days = await client.azure<Page<Row>>(tenant, `${path}/reservationSummaries?grain=daily&${daily('2026-10-24', '2026-11-22')}&api-version=2024-08-01`);
					const rows = days.body.value;
					if (aggregates.length === 0 && reservation.properties.provisioningState === 'Succeeded') assert.equal(rows.length, 0);
					for (const { grain, value } of aggregates) {
						const last = rows.slice(-grain);
						const part = last.reduce((sum, { properties }) => sum + properties.usedHours, 0) / last.reduce((sum, { properties }) => sum + properties.reservedHours, 0);
						assert.ok(Math.abs(part * 100 - value) < 0.011, `${name} ${grain}: ${part * 100} and ${value}`);
						assert.ok(value >= 0 && value <= 100);
					}
					for (const { properties } of rows) {
						assert.ok(properties.minUtilizationPercentage <= properties.avgUtilizationPercentage + 0.01 && properties.avgUtilizationPercentage <= properties.maxUtilizationPercentage + 0.01);
					}
					const details = await client.azure<Page<Row>>(tenant, `${path}/reservationDetails?${daily('2026-10-24', '2026-11-22')}&api-version=2024-08-01`);
					for (const { properties } of rows) {
						const used = details.body.value.filter((row) => row.properties.usageDate === properties.usageDate).reduce((sum, row) => sum + Math.round(row.properties.usedHours * 100), 0);
						assert.equal(used, Math.round(properties.usedHours * 100));
					}
					const months = await client.azure<Page<Row>>(tenant, `${path}/reservationSummaries?grain=monthly&api-version=2021-10-01`);
					const november = months.body.value.find(({ properties }) => properties.usageDate.startsWith('2026-11-01'));
					const inNovember = rows.filter(({ properties }) => properties.usageDate >= '2026-11-01');
					assert.equal(Math.round((november?.properties.usedHours ?? 0) * 100), inNovember.reduce((sum, { properties }) => sum + Math.round(properties.usedHours * 100), 0));
				}
			}
		});

		it('writes numbers and ids as oddly as the real service, for an order and a reservation', async () => {
			const tenant = await client.customer('Contoso');
			const [reservation] = await client.reservations(tenant);
			assert.ok(reservation !== undefined);
			const url = `${client.endpoints.resourceManager}${orderPath(reservation)}/${CONSUMPTION}/reservationDetails?${daily('2026-11-20', '2026-11-21T00:00:00Z')}&api-version=2023-11-01`;
			const response = await fetch(url, { headers: { authorization: `Bearer ${await client.token(tenant)}` } });
			assert.equal(response.headers.get('content-type'), 'application/json; odata.metadata=none');
			const raw = await response.text();
			assert.match(raw, /"usedHours":\d+\.\d{15},/);
			const { value } = JSON.parse(raw) as Page<Row>;
			assert.deepEqual([...new Set(value.map(({ properties }) => properties.usageDate.slice(0, 10)))], ['2026-11-20', '2026-11-21']);
			assert.match(value[0]?.id ?? '', /^providers\/Microsoft\.Capacity\/reservationOrders\/[^/]+\/reservations\/[0-9a-f-]{36}providers\/Microsoft\.Consumption\/reservationDetails\/20261120$/);
			const whole = await client.azure<Page<Row>>(tenant, `${orderPath(reservation)}/${CONSUMPTION}/reservationSummaries?grain=monthly&api-version=2024-08-01`);
			assert.ok(whole.body.value.length > 0);
			assert.ok(whole.body.value.every(({ properties }) => properties.reservationId === reservation.name));
		});

		it('refuses a missing grain, a missing filter and other filters', async () => {
			const tenant = await client.customer('Contoso');
			const [reservation] = await client.reservations(tenant);
			const path = `${reservation?.id}/${CONSUMPTION}`;
			const bad = [
				'reservationSummaries?grain=daily', 'reservationSummaries?', 'reservationSummaries?grain=hourly', 'reservationDetails?',
				`reservationDetails?$filter=${encodeURIComponent('properties/UsageDate gt 2026-11-01')}`, `reservationDetails?$filter=${encodeURIComponent('properties/other ge 2026-11-01')}`,
				`reservationSummaries?grain=daily&$filter=${encodeURIComponent('properties/UsageDate ge yesterday')}`,
			];
			for (const query of bad) assert.equal((await client.azure(tenant, `${path}/${query}&api-version=2024-08-01`)).status, 400, query);
		});
	});

	it('is the same world for the same seed, and another for another', async () => {
		const names = async (seed: number) => {
			const one = await SandboxClient.start({ seed });
			try {
				return (await one.reservations(await one.customer('Adventure Works'))).map(({ id, properties }) => `${id} ${properties.displayName} ${properties.expiryDateTime}`);
			} finally {
				await one.close();
			}
		};
		assert.deepEqual(await names(7), await names(7));
		assert.notDeepEqual(await names(7), await names(8));
	});

	it('has 20,000 customers, every name and domain its own', async () => {
		const large = await SandboxClient.start({ customers: 20_000 });
		try {
			const names = new Set<string>();
			const domains = new Set<string>();
			let token: string | undefined;
			for (let page = 0; page < 40; page++) {
				const headers: Record<string, string> = token === undefined ? {} : { 'MS-ContinuationToken': token };
				const { body } = await large.partner<CustomerPage>(`/customers?size=500${token === undefined ? '' : '&seekOperation=next'}`, headers);
				for (const { companyProfile } of body.items) {
					names.add(companyProfile.companyName);
					domains.add(companyProfile.domain);
				}
				token = body.continuationToken;
			}
			assert.equal(names.size, 20_000);
			assert.equal(domains.size, 20_000);
			assert.equal((await large.partner('/customers?size=500&seekOperation=next', { 'MS-ContinuationToken': token ?? '' })).body.code, '2000');
		} finally {
			await large.close();
		}
	});
});
