/** The clients against the sandbox, over its own HTTP: every call they have. */
import assert from 'node:assert/strict';
import * as authorization from '../../src/azure/authorization';
import * as capacity from '../../src/azure/capacity';
import * as catalog from '../../src/azure/catalog';
import * as consumption from '../../src/azure/consumption';
import { isServiceFailure } from '../../src/azure/failure';
import { orderResourceId, parseOrderId, parseReservationId, type ReservationIds } from '../../src/azure/ids';
import { allItems } from '../../src/azure/paging';
import * as partnerCenter from '../../src/azure/partner-center';
import * as subscriptions from '../../src/azure/subscriptions';
import { createTransport, type Transport, type TransportOptions } from '../../src/azure/transport';
import { parseDate } from '../../src/azure/values';
import { discoverSandbox, sandboxCloud, sandboxTokens } from '../../src/identity';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { CUSTOMER, failureOf } from '../helpers/transport';

describe('clients and the sandbox', () => {
	let sandbox: Sandbox;
	let transport: Transport;
	/** A customer whose reservations this account sees. */
	let tenantId: string;
	let reservations: capacity.CapacityReservation[];
	let ids: ReservationIds;
	let subscriptionId: string;

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers: 30 });
		const cloud = await discoverSandbox(sandbox.endpoints.authority, fetch);
		assert.deepEqual(cloud, sandboxCloud(sandbox.endpoints));
		const log = { debug: () => {}, warn: () => {} };
		transport = createTransport({
			cloud,
			tokens: sandboxTokens(cloud, fetch),
			fetch,
			clock: Date.now,
			log,
			limits: { waitBudgetMs: 0 },
		});
		for (const customer of await allItems(partnerCenter.customerPages(transport))) {
			const seen = await allItems(capacity.reservationPages(transport, customer.id)).catch((error: unknown) => {
				if (isServiceFailure(error)) return [];
				throw error;
			});
			const active = seen.find(
				({ properties }) => properties.displayProvisioningState === 'Succeeded' && properties.utilization?.aggregates?.length,
			);
			if (!active || seen.length < 3) continue;
			[tenantId, reservations] = [customer.id, seen];
			ids = parseReservationId(active.id) ?? assert.fail(active.id);
			break;
		}
		assert.ok(tenantId, 'no customer of the sandbox shows reservations');
		const [subscription] = await allItems(subscriptions.subscriptionPages(transport, tenantId));
		subscriptionId = subscription?.subscriptionId ?? assert.fail('no subscription');
	});
	after(() => sandbox?.close());

	it('lists all customers in pages of any size, and finds them by the start of name and domain', async () => {
		const all = await allItems(partnerCenter.customerPages(transport));
		assert.equal(new Set(all.map(({ id }) => id)).size, 30);
		const small = await allItems(partnerCenter.customerPages(transport, { size: 7 }));
		assert.deepEqual(
			small.map(({ id }) => id),
			all.map(({ id }) => id),
		);
		const { companyName, domain } = all[3]?.companyProfile ?? {};
		for (const [field, value] of [
			['CompanyName', companyName],
			['Domain', domain],
		] as const) {
			const start = (value ?? assert.fail(field)).slice(0, 5).toUpperCase();
			const found = await allItems(partnerCenter.customersStartingWith(transport, field, start));
			assert.ok(
				found.some(({ id }) => id === all[3]?.id),
				start,
			);
			for (const { companyProfile } of found) {
				const text = field === 'Domain' ? companyProfile?.domain : companyProfile?.companyName;
				assert.ok(text?.toUpperCase().startsWith(start), text ?? '');
			}
		}
		assert.deepEqual(await allItems(partnerCenter.customersStartingWith(transport, 'CompanyName', 'no such name')), []);
		const customer = await partnerCenter.getCustomer(transport, tenantId);
		assert.equal(customer.companyProfile?.companyName, all.find(({ id }) => id === tenantId)?.companyProfile?.companyName);
	});

	it('reads a customer’s subscriptions, Azure subscriptions and reservation entitlements', async () => {
		const plans = await allItems(partnerCenter.customerSubscriptionPages(transport, tenantId));
		const plan = plans.find(({ offerId }) => offerId?.startsWith('DZH318Z0BPS6')) ?? assert.fail('no Azure plan');
		const under = await allItems(partnerCenter.azureEntitlementPages(transport, tenantId, plan.id));
		assert.ok(under.some(({ id }) => id === subscriptionId));
		const entitlements = await allItems(partnerCenter.reservationEntitlementPages(transport, tenantId));
		assert.ok(entitlements.length > 0);
		const orderIds = new Set(reservations.map(({ id }) => parseOrderId(id)));
		for (const { entitledArtifacts } of entitlements) {
			for (const { resourceId, link } of entitledArtifacts ?? []) {
				assert.ok(orderIds.has(parseOrderId(resourceId ?? '')), resourceId ?? 'no resource id');
				const found = await partnerCenter.artifactReservations(transport, tenantId, link?.uri ?? assert.fail('no link'));
				assert.ok(found.length > 0);
			}
		}
	});

	it('reads operations, orders, reservations and revisions', async () => {
		const operations = await allItems(capacity.operationPages(transport, tenantId));
		assert.ok(
			operations.some(
				({ name }) => name === 'Microsoft.Capacity/reservationorders/read' || /reservationOrders\/read/i.test(name ?? ''),
			),
		);
		const orders = await allItems(capacity.orderPages(transport, tenantId));
		assert.ok(orders.some(({ id }) => parseOrderId(id) === ids.orderId));
		const order = await capacity.getReservationOrder(transport, tenantId, ids.orderId);
		const total = order.properties.planInformation?.pricingCurrencyTotal;
		assert.ok(total?.currencyCode && typeof total.amount === 'number');
		assert.ok(order.properties.planInformation?.transactions?.length);
		const own = await allItems(capacity.reservationsOfOrderPages(transport, tenantId, ids.orderId));
		assert.ok(own.some(({ id }) => parseReservationId(id)?.reservationId === ids.reservationId));
		const one = await capacity.getReservation(transport, tenantId, ids);
		assert.deepEqual(parseReservationId(one.id), ids);
		assert.equal(one.properties.capabilities, undefined);
		const revisions = await allItems(capacity.revisionPages(transport, tenantId, ids));
		assert.ok(revisions.length > 0);
		for (const { id } of revisions) assert.deepEqual(parseReservationId(id), ids);
		for (const { id, properties } of reservations) {
			assert.ok(parseReservationId(id), id);
			assert.ok(parseDate(properties.purchaseDateTime ?? properties.purchaseDate), id);
		}
		assert.ok(reservations.some(({ properties }) => /ApiReturnEnabled/.test(properties.capabilities ?? '')));
	});

	it('lists reservations with filter, order, state, summary and page size', async () => {
		const type = reservations[0]?.properties.reservedResourceType ?? '';
		const ofType = await allItems(
			capacity.reservationPages(transport, tenantId, { filter: `properties/reservedResourceType eq '${type}'` }),
		);
		assert.deepEqual(new Set(ofType.map(({ properties }) => properties.reservedResourceType)), new Set([type]));
		const byQuantity = await allItems(capacity.reservationPages(transport, tenantId, { orderBy: 'properties/quantity desc' }));
		const quantities = byQuantity.map(({ properties }) => properties.quantity ?? 0);
		assert.deepEqual(
			quantities,
			quantities.toSorted((a, b) => b - a),
		);
		for (const { properties } of await allItems(capacity.reservationPages(transport, tenantId, { selectedState: 'Succeeded' }))) {
			assert.equal(properties.displayProvisioningState, 'Succeeded');
		}
		let pages = 0;
		for await (const { summary } of capacity.reservationPages(transport, tenantId, { refreshSummary: true, take: 2 })) {
			if (pages++ === 0) assert.ok((summary?.succeededCount ?? 0) > 0);
		}
		assert.ok(pages > 1);
	});

	it('reads catalog, applied orders and available scopes of a subscription', async () => {
		const options = { reservedResourceType: 'VirtualMachines', location: 'westeurope' };
		const products = await allItems(catalog.catalogPages(transport, tenantId, subscriptionId, options));
		assert.ok(products.length > 0);
		assert.ok(catalog.entryOf(products[0]?.billingPlans, 'P1Y'));
		const applied = await allItems(catalog.appliedReservationPages(transport, tenantId, subscriptionId));
		for (const id of applied) assert.ok(parseOrderId(id), id);
		const scopes = [`/subscriptions/${subscriptionId}`, `/subscriptions/${CUSTOMER}`];
		const valid = await capacity.availableScopes(transport, tenantId, ids, scopes);
		assert.deepEqual(valid, [
			{ scope: scopes[0], valid: true },
			{ scope: scopes[1], valid: false },
		]);
	});

	it('reads use by day, by month and by resource', async () => {
		const now = Date.now();
		const range = { from: now - 10 * 86_400_000, to: now };
		const days = await allItems(consumption.usageSummaryPages(transport, tenantId, ids, { grain: 'daily', range }));
		assert.ok(days.length > 0 && days.length <= 11);
		for (const { usageDate, reservationId, avgUtilizationPercentage } of days) {
			assert.ok((parseDate(usageDate) ?? 0) >= range.from - 86_400_000);
			assert.equal(reservationId?.toLowerCase(), ids.reservationId);
			assert.equal(typeof avgUtilizationPercentage, 'number');
		}
		const months = await allItems(consumption.usageSummaryPages(transport, tenantId, ids, { grain: 'monthly' }));
		assert.ok(months.length > 0);
		const details = await allItems(consumption.usageDetailPages(transport, tenantId, ids, range));
		for (const { instanceId, usedHours } of details) assert.ok(instanceId && typeof usedHours === 'number');
	});

	it('reads what scopes can be chosen from', async () => {
		assert.ok((await allItems(subscriptions.tenantPages(transport, tenantId))).some((tenant) => tenant.tenantId === tenantId));
		assert.ok((await allItems(subscriptions.locationPages(transport, tenantId, subscriptionId))).length > 0);
		assert.ok((await allItems(subscriptions.resourceGroupPages(transport, tenantId, subscriptionId))).length > 0);
		const [root = assert.fail('no management group')] = await allItems(subscriptions.managementGroupPages(transport, tenantId));
		const tree = await subscriptions.getManagementGroup(transport, tenantId, root.name ?? assert.fail('no name'));
		assert.equal(tree.id, root.id);
	});

	it('reads role assignments and roles at an order', async () => {
		const scope = orderResourceId(ids.orderId);
		const assignments = await allItems(authorization.roleAssignmentPages(transport, tenantId, scope, { filter: 'atScope()' }));
		assert.ok(assignments.length > 0);
		const roles = await allItems(authorization.roleDefinitionPages(transport, tenantId, scope));
		const known = new Set(roles.map(({ id }) => id.toLowerCase().split('/').at(-1)));
		for (const { properties } of assignments) assert.ok(known.has(properties.roleDefinitionId.toLowerCase().split('/').at(-1)));
		const [reader] = await allItems(
			authorization.roleDefinitionPages(transport, tenantId, scope, { filter: "roleName eq 'Reservations Reader'" }),
		);
		assert.equal(reader?.properties.roleName, 'Reservations Reader');
	});

	it('says NotFound for what the sandbox does not have, with a correlation id', async () => {
		const failure = await failureOf(capacity.getReservationOrder(transport, tenantId, CUSTOMER));
		assert.ok(failure.kind === 'NotFound' || failure.kind === 'NotAllowed', failure.kind);
		assert.ok(failure.details.correlationId);
		assert.equal(failure.details.customerTenantId, tenantId);
		assert.equal((await failureOf(partnerCenter.getCustomer(transport, CUSTOMER))).details.status, 404);
	});

	describe('with faults', () => {
		/** A transport of its own for each case: what one learns of throttling must not hold the next one back. */
		const fresh = (limits: TransportOptions['limits'] = {}) => {
			const { cloud } = transport;
			const log = { debug: () => {}, warn: () => {} };
			return createTransport({
				cloud,
				tokens: sandboxTokens(cloud, fetch),
				fetch,
				clock: Date.now,
				log,
				sleep: async () => {},
				limits,
			});
		};
		const faults = () => `${sandbox.endpoints.authority}/sandbox/faults`;
		const plan = async (fault: Record<string, unknown>, path: string, times?: number) => {
			const body = JSON.stringify({ match: { path }, fault, ...(times !== undefined && { times }) });
			const answer = await fetch(faults(), { method: 'POST', headers: { 'content-type': 'application/json' }, body });
			assert.equal(answer.status, 201, await answer.text());
		};
		afterEach(async () => void (await fetch(faults(), { method: 'DELETE' })));
		const list = (limits?: TransportOptions['limits']) => allItems(capacity.reservationPages(fresh(limits), tenantId));
		const customers = (limits?: TransportOptions['limits']) => allItems(partnerCenter.customerPages(fresh(limits), { size: 10 }));
		const reservationList = '/Microsoft.Capacity/reservations';
		const customerList = '/v1/customers?';

		const passing: [name: string, fault: Record<string, unknown>][] = [
			['delay', { kind: 'delay', ms: 50 }],
			['500', { kind: 'status', status: 500 }],
			['503', { kind: 'status', status: 503 }],
			['throttle', { kind: 'throttle', seconds: 7 }],
			['claims', { kind: 'unauthorized', claims: '{"access_token":{"nbf":{"essential":true}}}' }],
			['dropBefore', { kind: 'dropBefore' }],
			['dropAfter', { kind: 'dropAfter' }],
		];
		for (const [name, fault] of passing) {
			it(`gets over one ${name} unharmed`, async () => {
				await plan(fault, reservationList, 1);
				assert.equal((await list()).length, reservations.length);
				await plan(fault, customerList, 1);
				assert.equal((await customers()).length, 30);
			});
		}

		const lasting: [name: string, fault: Record<string, unknown>, kind: string, detail?: RegExp][] = [
			['401', { kind: 'unauthorized' }, 'NotAllowed'],
			['403', { kind: 'status', status: 403 }, 'NotAllowed'],
			['404', { kind: 'status', status: 404 }, 'NotFound'],
			['500', { kind: 'status', status: 500 }, 'Unreachable'],
			['long throttle', { kind: 'throttle', seconds: 120 }, 'Throttled'],
			['delay', { kind: 'delay', ms: 60_000 }, 'Unreachable'],
			['dropBefore', { kind: 'dropBefore' }, 'Unreachable'],
			['HTML', { kind: 'html' }, 'UnexpectedAnswer', /^not JSON: text\/html/],
			['HTML of a failing proxy', { kind: 'html', status: 502 }, 'Unreachable'],
			['JSON of another shape', { kind: 'wrongJson', variant: 'shape' }, 'UnexpectedAnswer', /expected array, got/],
			['a text', { kind: 'wrongJson', variant: 'text' }, 'UnexpectedAnswer', /^answer: expected object, got string$/],
			['half a body', { kind: 'wrongJson', variant: 'cut' }, 'UnexpectedAnswer', /^not JSON/],
			['a foreign next link', { kind: 'foreignNextLink' }, 'UnexpectedAnswer', /^link to another server/],
		];
		for (const [name, fault, kind, detail] of lasting) {
			it(`says ${kind} for ${name}`, async () => {
				for (const [path, work] of [
					[reservationList, list],
					[customerList, customers],
				] as const) {
					await plan(fault, path);
					const failure = await failureOf(work(name === 'delay' ? { timeoutMs: 300, tries: 2 } : {}));
					assert.equal(failure.kind, kind);
					if (detail) assert.match(failure.details.detail ?? '', detail);
					if (kind === 'Throttled') assert.equal(failure.details.waitSeconds, 120);
					assert.ok(failure.details.correlationId && failure.details.remedy);
					await fetch(faults(), { method: 'DELETE' });
				}
			});
		}

		it('reads a body of 13 MB and proposes a shorter time for usage that is too large', async () => {
			await plan({ kind: 'huge', variant: 'body' }, reservationList);
			assert.ok((await list()).length > reservations.length);
			await plan({ kind: 'huge', variant: 'error' }, 'reservationDetails');
			const range = { from: Date.now() - 86_400_000, to: Date.now() };
			const failure = await failureOf(allItems(consumption.usageDetailPages(fresh(), tenantId, ids, range)));
			assert.equal(failure.kind, 'Refused');
			assert.match(failure.details.remedy ?? '', /shorter time/);
		});
	});
});
