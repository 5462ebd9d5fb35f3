/** What each client asks for: paths, versions, parameters as the contract spells them; and what it makes of odd answers. */
import assert from 'node:assert/strict';
import { isDomain, tenantOfDomain } from '../../src/azure/authority';
import * as authorization from '../../src/azure/authorization';
import * as capacity from '../../src/azure/capacity';
import * as catalog from '../../src/azure/catalog';
import * as consumption from '../../src/azure/consumption';
import * as graph from '../../src/azure/graph';
import { allItems } from '../../src/azure/paging';
import * as partnerCenter from '../../src/azure/partner-center';
import * as subscriptions from '../../src/azure/subscriptions';
import { sendJson, serve, type TestServer } from '../helpers/http-server';
import {
	CUSTOMER,
	cloudAt,
	failureOf,
	ORDER,
	PARTNER,
	RESERVATION,
	SUBSCRIPTION,
	type TestTransport,
	testTransport,
} from '../helpers/transport';

const reservationIds = { orderId: ORDER, reservationId: RESERVATION };
const orderPath = `/providers/Microsoft.Capacity/reservationOrders/${ORDER}`;
const usagePath = `/providers/Microsoft.Capacity/reservationorders/${ORDER}/reservations/${RESERVATION}/providers/Microsoft.Consumption`;

describe('clients', () => {
	let server: TestServer;
	let transport: TestTransport;
	let answer: unknown;
	beforeEach(async () => {
		answer = { value: [], items: [] };
		server = await serve((response) => sendJson(response, 200, answer));
		transport = testTransport(cloudAt(server.origin));
	});
	afterEach(() => server.close());
	const asked = () => {
		const last = server.asked.at(-1);
		return { method: last?.method, path: last?.path, query: Object.fromEntries(last?.query ?? []) };
	};

	it('Capacity: paths, version and the spelling of each parameter', async () => {
		const version = { 'api-version': '2022-11-01' };
		await allItems(capacity.operationPages(transport, CUSTOMER));
		assert.deepEqual(asked(), { method: 'GET', path: '/providers/Microsoft.Capacity/operations', query: version });
		await allItems(capacity.orderPages(transport, CUSTOMER));
		assert.deepEqual(asked(), { method: 'GET', path: '/providers/Microsoft.Capacity/reservationOrders', query: version });
		await allItems(capacity.reservationsOfOrderPages(transport, CUSTOMER, ORDER.toUpperCase()));
		assert.deepEqual(asked(), { method: 'GET', path: `${orderPath}/reservations`, query: version });
		await allItems(capacity.revisionPages(transport, CUSTOMER, reservationIds));
		assert.deepEqual(asked(), { method: 'GET', path: `${orderPath}/reservations/${RESERVATION}/revisions`, query: version });
		await allItems(capacity.reservationPages(transport, CUSTOMER));
		assert.deepEqual(asked(), { method: 'GET', path: '/providers/Microsoft.Capacity/reservations', query: version });
		await allItems(
			capacity.reservationPages(transport, CUSTOMER, {
				filter: "properties/reservedResourceType eq 'SuseLinux'",
				orderBy: 'properties/quantity desc',
				selectedState: 'Cancelled',
				refreshSummary: true,
				take: 20,
			}),
		);
		assert.deepEqual(asked().query, {
			...version,
			$filter: "properties/reservedResourceType eq 'SuseLinux'",
			$orderby: 'properties/quantity desc',
			selectedState: 'Cancelled',
			refreshSummary: 'true',
			take: '20',
		});
		answer = { id: orderPath, properties: {} };
		await capacity.getReservationOrder(transport, CUSTOMER, ORDER);
		assert.deepEqual(asked(), { method: 'GET', path: orderPath, query: { ...version, $expand: 'schedule' } });
		await capacity.getReservation(transport, CUSTOMER, reservationIds);
		assert.deepEqual(asked(), {
			method: 'GET',
			path: `${orderPath}/reservations/${RESERVATION}`,
			query: { ...version, $expand: 'renewProperties' },
		});
	});

	it('Capacity: the summary of the list, and which scopes are valid', async () => {
		answer = { value: [], summary: { succeededCount: 3 } };
		for await (const { summary } of capacity.reservationPages(transport, CUSTOMER, { refreshSummary: true })) {
			assert.equal(summary?.succeededCount, 3);
		}
		answer = {
			properties: {
				scopes: [{ scope: '/subscriptions/a', valid: true }, { scope: '/subscriptions/b', valid: false }, { scope: 'c' }],
			},
		};
		assert.deepEqual(
			await capacity.availableScopes(transport, CUSTOMER, reservationIds, ['/subscriptions/a', '/subscriptions/b', 'c']),
			[
				{ scope: '/subscriptions/a', valid: true },
				{ scope: '/subscriptions/b', valid: false },
				{ scope: 'c', valid: false },
			],
		);
		assert.equal(asked().method, 'POST');
		assert.equal(asked().path, `${orderPath}/reservations/${RESERVATION}/availableScopes`);
		assert.deepEqual(JSON.parse(server.asked.at(-1)?.body ?? ''), {
			properties: { scopes: ['/subscriptions/a', '/subscriptions/b', 'c'] },
		});
	});

	it('Catalog: by type and region, with keys of plans in any case', async () => {
		answer = {
			value: [
				{
					name: 'Standard_B1ls',
					billingPlans: { p1Y: ['Upfront', 'Monthly'] },
					msrp: { P3Y: { currencyCode: 'USD', amount: 1.1 } },
				},
			],
		};
		const [found] = await allItems(
			catalog.catalogPages(transport, CUSTOMER, SUBSCRIPTION, { reservedResourceType: 'VirtualMachines', location: 'westus' }),
		);
		assert.deepEqual(asked(), {
			method: 'GET',
			path: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Capacity/catalogs`,
			query: { reservedResourceType: 'VirtualMachines', location: 'westus', 'api-version': '2022-11-01' },
		});
		assert.deepEqual(catalog.entryOf(found?.billingPlans, 'P1Y'), ['Upfront', 'Monthly']);
		assert.equal(catalog.entryOf(found?.msrp, 'p3y')?.amount, 1.1);
		assert.equal(catalog.entryOf(found?.billingPlans, 'P5Y'), undefined);
		assert.equal(catalog.entryOf(null, 'P1Y'), undefined);
		answer = { properties: { reservationOrderIds: { value: ['/providers/Microsoft.Capacity/reservationorders/x'] } } };
		assert.equal((await allItems(catalog.appliedReservationPages(transport, CUSTOMER, SUBSCRIPTION))).length, 1);
		assert.equal(asked().path, `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Capacity/appliedReservations`);
	});

	it('Consumption: lower-case orders in the path, whole days in the filter, ids left alone', async () => {
		answer = {
			value: [
				{
					id: `providers/Microsoft.Capacity/reservationOrders/${ORDER}/reservations/${RESERVATION}providers/Microsoft.Consumption/x/20261001`,
					properties: { usageDate: '2026-10-01T00:00:00Z', avgUtilizationPercentage: 104.5, usedHours: 24 },
				},
			],
		};
		const range = { from: Date.UTC(2026, 9, 1, 23, 59), to: Date.UTC(2026, 9, 31) };
		const $filter = 'properties/UsageDate ge 2026-10-01 AND properties/UsageDate le 2026-10-31';
		const [day] = await allItems(consumption.usageSummaryPages(transport, CUSTOMER, reservationIds, { grain: 'daily', range }));
		assert.equal(day?.avgUtilizationPercentage, 104.5);
		assert.deepEqual(asked(), {
			method: 'GET',
			path: `${usagePath}/reservationSummaries`,
			query: { grain: 'daily', $filter, 'api-version': '2024-08-01' },
		});
		await allItems(consumption.usageSummaryPages(transport, CUSTOMER, reservationIds, { grain: 'monthly' }));
		assert.deepEqual(asked().query, { grain: 'monthly', 'api-version': '2024-08-01' });
		await allItems(consumption.usageSummaryPages(transport, CUSTOMER, reservationIds, { grain: 'monthly', range }));
		assert.deepEqual(asked().query, { grain: 'monthly', $filter, 'api-version': '2024-08-01' });
		await allItems(consumption.usageDetailPages(transport, CUSTOMER, reservationIds, range));
		assert.deepEqual(asked(), {
			method: 'GET',
			path: `${usagePath}/reservationDetails`,
			query: { $filter, 'api-version': '2024-08-01' },
		});
	});

	it('Subscriptions and the other scopes', async () => {
		const arm = (path: string, version: string, query = {}) => ({
			method: 'GET',
			path,
			query: { ...query, 'api-version': version },
		});
		await allItems(subscriptions.subscriptionPages(transport, CUSTOMER));
		assert.deepEqual(asked(), arm('/subscriptions', '2022-12-01'));
		await allItems(subscriptions.tenantPages(transport, CUSTOMER));
		assert.deepEqual(asked(), arm('/tenants', '2022-12-01'));
		await allItems(subscriptions.locationPages(transport, CUSTOMER, SUBSCRIPTION));
		assert.deepEqual(asked(), arm(`/subscriptions/${SUBSCRIPTION}/locations`, '2022-12-01'));
		await allItems(subscriptions.resourceGroupPages(transport, CUSTOMER, SUBSCRIPTION));
		assert.deepEqual(asked(), arm(`/subscriptions/${SUBSCRIPTION}/resourcegroups`, '2025-04-01'));
		await allItems(subscriptions.managementGroupPages(transport, CUSTOMER));
		assert.deepEqual(asked(), arm('/providers/Microsoft.Management/managementGroups', '2023-04-01'));
		answer = {
			id: '/providers/Microsoft.Management/managementGroups/a b',
			properties: { children: [{ name: 'c', children: [{ name: 'd', type: '/subscriptions', children: null }] }] },
		};
		const tree = await subscriptions.getManagementGroup(transport, CUSTOMER, 'a b/../x');
		assert.equal(tree.properties?.children?.[0]?.children?.[0]?.name, 'd');
		assert.deepEqual(
			asked(),
			arm('/providers/Microsoft.Management/managementGroups/a%20b%2F..%2Fx', '2023-04-01', {
				$expand: 'children',
				$recurse: 'true',
			}),
		);
	});

	it('Authorization: at the scope of the order, with a filter', async () => {
		await allItems(authorization.roleAssignmentPages(transport, CUSTOMER, `${orderPath}/`, { filter: 'atScope()' }));
		assert.deepEqual(asked(), {
			method: 'GET',
			path: `${orderPath}/providers/Microsoft.Authorization/roleAssignments`,
			query: { $filter: 'atScope()', 'api-version': '2022-04-01' },
		});
		await allItems(authorization.roleDefinitionPages(transport, CUSTOMER, orderPath));
		assert.deepEqual(asked(), {
			method: 'GET',
			path: `${orderPath}/providers/Microsoft.Authorization/roleDefinitions`,
			query: { 'api-version': '2022-04-01' },
		});
	});

	it('Partner Center: paths, the partner’s token, and the customer told in failures', async () => {
		await allItems(partnerCenter.customerSubscriptionPages(transport, CUSTOMER));
		assert.equal(asked().path, `/v1/customers/${CUSTOMER}/subscriptions`);
		assert.equal(server.asked.at(-1)?.headers.authorization, `Bearer token-of-partnerCenter-${PARTNER}`);
		await allItems(partnerCenter.azureEntitlementPages(transport, CUSTOMER, SUBSCRIPTION));
		assert.equal(asked().path, `/v1/customers/${CUSTOMER}/subscriptions/${SUBSCRIPTION}/azureEntitlements`);
		answer = { id: CUSTOMER, companyProfile: { companyName: 'Contoso' }, allowDelegatedAccess: true };
		assert.equal((await partnerCenter.getCustomer(transport, CUSTOMER)).companyProfile?.companyName, 'Contoso');
		assert.equal(asked().path, `/v1/customers/${CUSTOMER}`);
		answer = 'no customer';
		assert.equal((await failureOf(partnerCenter.getCustomer(transport, CUSTOMER))).details.customerTenantId, CUSTOMER);
	});

	it('Partner Center: the reservations of an artifact under both names', async () => {
		const uri = `/customers/${CUSTOMER}/artifacts/reservedinstance/groups/g/lineitems/1/resource/${ORDER}`;
		for (const name of ['reservations', 'virtualMachineReservations']) {
			answer = { type: 'reservedinstance', [name]: [{ reservationId: RESERVATION, quantity: 2, scopeType: 'shared' }] };
			const [found] = await partnerCenter.artifactReservations(transport, CUSTOMER, uri);
			assert.equal(found?.reservationId, RESERVATION);
			assert.equal(asked().path, `/v1${uri}`);
		}
		answer = { type: 'reservedinstance' };
		const failure = await failureOf(partnerCenter.artifactReservations(transport, CUSTOMER, uri));
		assert.equal(failure.kind, 'UnexpectedAnswer');
		assert.equal(failure.details.customerTenantId, CUSTOMER);
		const foreign = await serve((response) => sendJson(response, 200, answer));
		await failureOf(partnerCenter.artifactReservations(transport, CUSTOMER, `${foreign.origin}${uri}`));
		await foreign.close();
		assert.equal(foreign.asked.length, 0);
	});

	it('Authorization: one role by the id of an assignment', async () => {
		const id = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${RESERVATION}`;
		answer = { id, name: RESERVATION, properties: { roleName: 'Owner', permissions: [{ actions: ['*'], notActions: null }] } };
		assert.equal((await authorization.getRoleDefinition(transport, CUSTOMER, id)).properties.roleName, 'Owner');
		assert.deepEqual(asked(), { method: 'GET', path: id, query: { 'api-version': '2022-04-01' } });
		await failureOf(authorization.getRoleDefinition(transport, CUSTOMER, `https://example.com${id}`));
		assert.equal(server.asked.length, 1);
	});

	it('Partner Center: what it thinks of the sign-in', async () => {
		answer = { items: [{ id: CUSTOMER }] };
		for (const [header, isMfaCompliant] of [
			[{}, undefined],
			[{ ismfacompliant: 'true' }, true],
			[{ ismfacompliant: 'False' }, false],
		] as const) {
			const probed = await serve((response) => sendJson(response, 200, answer, header));
			const probe = await partnerCenter.probeCustomers(testTransport(cloudAt(probed.origin)));
			await probed.close();
			assert.deepEqual(probe, { hasCustomers: true, isMfaCompliant });
			assert.equal(probed.asked[0]?.headers.validatemfa, 'true');
			assert.equal(probed.asked[0]?.query.get('size'), '1');
		}
		answer = { items: [] };
		assert.equal((await partnerCenter.probeCustomers(transport)).hasCustomers, false);
	});

	it('Partner Center: relationships, the own company, and the customers of a reseller', async () => {
		answer = { items: [{ id: CUSTOMER, name: 'Reseller', relationshipType: 'is_indirect_cloud_solution_provider_of' }] };
		const [reseller] = await allItems(partnerCenter.relationshipPages(transport, 'IsIndirectCloudSolutionProviderOf'));
		assert.equal(reseller?.name, 'Reseller');
		assert.deepEqual(asked(), {
			method: 'GET',
			path: '/v1/relationships',
			query: { relationship_type: 'IsIndirectCloudSolutionProviderOf' },
		});
		answer = { companyName: 'Practice Partner', tenantId: PARTNER };
		assert.equal((await partnerCenter.getOrganizationProfile(transport)).companyName, 'Practice Partner');
		assert.equal(asked().path, '/v1/profiles/organization');
		answer = { items: [] };
		await allItems(partnerCenter.customersOfResellerPages(transport, CUSTOMER.toUpperCase()));
		assert.equal(asked().path, '/v1/customers');
		assert.deepEqual(JSON.parse(asked().query.filter ?? ''), {
			Field: 'IndirectReseller',
			Value: CUSTOMER,
			Operator: 'starts_with',
		});
	});

	it('Graph: who is signed in, the company, groups; in the tenant that is asked', async () => {
		answer = { id: RESERVATION, userPrincipalName: 'ann@contoso.com', userType: 'Guest', extra: 1 };
		assert.equal((await graph.getMe(transport, CUSTOMER)).userType, 'Guest');
		assert.deepEqual(asked(), {
			method: 'GET',
			path: '/v1.0/me',
			query: { $select: 'id,displayName,userPrincipalName,userType,givenName,surname,mail' },
		});
		assert.equal(server.asked.at(-1)?.headers.authorization, `Bearer token-of-graph-${CUSTOMER}`);
		answer = { value: [{ id: PARTNER, displayName: 'Practice Partner', verifiedDomains: null }] };
		assert.equal((await graph.getOrganization(transport, PARTNER))?.displayName, 'Practice Partner');
		assert.equal(asked().path, '/v1.0/organization');
		answer = { value: [] };
		assert.equal(await graph.getOrganization(transport, PARTNER), undefined);
		await allItems(graph.groupsNamedPages(transport, PARTNER, "Admin'Agents"));
		assert.deepEqual(asked().query, { $filter: "displayName eq 'Admin''Agents'", $select: 'id,displayName' });
		answer = { id: RESERVATION, displayName: null };
		assert.equal((await graph.getGroup(transport, PARTNER, RESERVATION)).displayName, null);
		assert.equal(asked().path, `/v1.0/groups/${RESERVATION}`);
	});

	it('Graph: memberships page by page, by the link of the answer', async () => {
		const names = ['AdminAgents', 'Azure Managers', 'Global Reader'];
		const pages = await serve((response, { query }, number) => {
			const skip = Number(query.get('$skiptoken') ?? 0);
			const next = `${pages.origin}/v1.0/me/transitiveMemberOf?$select=id,displayName&$skiptoken=${skip + 1}`;
			sendJson(response, 200, {
				value: [{ '@odata.type': '#microsoft.graph.group', id: `${number}`, displayName: names[skip] }],
				...(skip < 2 && { '@odata.nextLink': next }),
			});
		});
		const found = await allItems(graph.membershipPages(testTransport(cloudAt(pages.origin)), PARTNER));
		await pages.close();
		assert.deepEqual(
			found.map(({ displayName }) => displayName),
			names,
		);
		answer = { value: [], '@odata.nextLink': 'https://example.com/v1.0/me/transitiveMemberOf' };
		assert.equal((await failureOf(allItems(graph.membershipPages(transport, PARTNER)))).kind, 'UnexpectedAnswer');
	});

	it('Graph: delegated customers, relationships, what they give to whom, contracts, names of roles', async () => {
		answer = { value: [{ tenantId: CUSTOMER, displayName: 'Contoso' }] };
		assert.equal((await allItems(graph.delegatedCustomerPages(transport)))[0]?.displayName, 'Contoso');
		assert.equal(asked().path, '/v1.0/tenantRelationships/delegatedAdminCustomers');
		assert.equal(server.asked.at(-1)?.headers.authorization, `Bearer token-of-graph-${PARTNER}`);
		answer = { value: [{ id: 'a/b', status: 'marvellous', accessDetails: null, customer: { tenantId: CUSTOMER } }] };
		assert.equal((await allItems(graph.delegatedRelationshipPages(transport, CUSTOMER)))[0]?.status, 'marvellous');
		assert.deepEqual(asked(), {
			method: 'GET',
			path: '/v1.0/tenantRelationships/delegatedAdminRelationships',
			query: { $filter: `customer/tenantId eq '${CUSTOMER}'` },
		});
		answer = { value: [{ id: 'x', accessContainer: { accessContainerId: RESERVATION, accessContainerType: 'securityGroup' } }] };
		await allItems(graph.accessAssignmentPages(transport, 'a/b'));
		assert.equal(asked().path, '/v1.0/tenantRelationships/delegatedAdminRelationships/a%2Fb/accessAssignments');
		answer = { value: [{ id: 'c', customerId: CUSTOMER, displayName: 'Contoso', defaultDomainName: 'contoso.com' }] };
		assert.equal((await allItems(graph.contractPages(transport)))[0]?.customerId, CUSTOMER);
		answer = { value: [{ id: RESERVATION, displayName: 'Directory Readers' }] };
		assert.equal((await allItems(graph.roleTemplatePages(transport)))[0]?.displayName, 'Directory Readers');
		const refusing = await serve((response) => sendJson(response, 403, { error: { code: 'Authorization_RequestDenied' } }));
		const refused = await failureOf(graph.getMe(testTransport(cloudAt(refusing.origin)), PARTNER));
		await refusing.close();
		assert.deepEqual([refused.kind, refused.details.code], ['NotAllowed', 'Authorization_RequestDenied']);
		assert.match(refused.details.remedy ?? '', /permission/);
		answer = 'none';
		const failure = await failureOf(allItems(graph.delegatedRelationshipPages(transport, CUSTOMER)));
		assert.equal(failure.details.customerTenantId, CUSTOMER);
	});

	it('Authority: the tenant of a domain, without a token', async () => {
		const cloud = cloudAt(server.origin);
		const tenantOf = (domain: string) => tenantOfDomain(cloud, globalThis.fetch, domain);
		answer = { issuer: `https://sts.example/${CUSTOMER.toUpperCase()}/v2.0` };
		assert.equal(await tenantOf('contoso.onmicrosoft.com'), CUSTOMER);
		assert.equal(asked().path, '/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration');
		assert.equal(server.asked.at(-1)?.headers.authorization, undefined);
		answer = { issuer: 'https://sts.example/common/v2.0' };
		assert.equal((await failureOf(tenantOf('contoso.com'))).kind, 'UnexpectedAnswer');
		const before = server.asked.length;
		for (const nonsense of ['contoso', 'a b.com', '../x.com', 'x.com/y', 'x..com', '-x.com', 'https://x.com', '']) {
			assert.equal(isDomain(nonsense), false, nonsense);
			assert.equal(await tenantOf(nonsense), undefined);
		}
		assert.equal(server.asked.length, before);

		const refusing = await serve((response, { path }) => {
			const status = Number(/\d+/.exec(path)?.[0]);
			sendJson(response, status, { error: 'invalid_tenant' }, status === 302 ? { location: server.origin } : {});
		});
		const refused = (status: number) => tenantOfDomain(cloudAt(refusing.origin), globalThis.fetch, `s${status}.example`);
		assert.equal(await refused(400), undefined);
		for (const [status, kind] of [
			[302, 'UnexpectedAnswer'],
			[429, 'Throttled'],
			[503, 'Unreachable'],
		] as const) {
			assert.equal((await failureOf(refused(status))).kind, kind);
		}
		await refusing.close();
		assert.equal((await failureOf(refused(400))).kind, 'Unreachable');
	});
});
