/** The sandbox's rules of configuration: which resources lie in a scope, and that parts and sums keep units, use and end of term. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSameScope, liesIn, scopeOf } from '../../src/sandbox/world/applied-scopes';
import { PRODUCTS, REGIONS } from '../../src/sandbox/world/catalog';
import { configure, renewalPrice } from '../../src/sandbox/world/configuration';
import { merge, split } from '../../src/sandbox/world/derivation';
import { etagOf, type Reservation, stateAt } from '../../src/sandbox/world/ledger';
import { buy } from '../../src/sandbox/world/purchase';
import { Tenant } from '../../src/sandbox/world/tenant';
import { DAY, dayNumber } from '../../src/sandbox/world/time';
import { usageByResource, usageOn } from '../../src/sandbox/world/usage';

const AT = Date.UTC(2026, 5, 1, 12);
const TENANT = 'tenant';

function tenantWithGroups(): Tenant {
	const tenant = new Tenant(TENANT, undefined, 'foreignGroup', 'EUR', 0.9);
	tenant.managementGroups.push(
		{ name: TENANT, displayName: 'Root', parent: undefined },
		{ name: 'mg-a', displayName: 'A', parent: TENANT },
	);
	const resourceGroups = [{ name: 'rg-one', location: 'westeurope', tags: {} }];
	tenant.subscriptions.push(
		{ id: 'a', name: 'A', parent: 'mg-a', resourceGroups },
		{ id: 'b', name: 'B', parent: TENANT, resourceGroups },
	);
	return tenant;
}

const RESOURCES = [
	'/subscriptions/a/resourceGroups/rg-one/providers/Microsoft.Compute/virtualMachines/1',
	'/subscriptions/a/resourceGroups/rg-two/providers/Microsoft.Compute/virtualMachines/2',
	'/subscriptions/b/resourceGroups/RG-ONE/providers/Microsoft.Compute/virtualMachines/3',
	'/subscriptions/b/resourceGroups/rg-two/providers/Microsoft.Compute/virtualMachines/4',
];

function bought(tenant: Tenant, quantity: number, resources: readonly string[], product = PRODUCTS[0]): Reservation {
	return buy(
		tenant,
		{
			orderId: 'order',
			reservationId: 'source',
			product: product ?? assert.fail(),
			region: REGIONS[0],
			term: 'P1Y',
			billingPlan: 'Monthly',
			billingScopeId: '/subscriptions/a',
			quantity,
			displayName: 'Machines',
			scope: { type: 'Shared' },
			renew: true,
			at: AT,
			usage: { shape: 'steady', level: 0.9, seed: 7, resources },
		},
		AT + DAY,
	);
}

describe('sandbox: rules of configuration', () => {
	it('finds the resources of each kind of scope', () => {
		const tenant = tenantWithGroups();
		const inScope = (words: Parameters<typeof scopeOf>[1]) =>
			RESOURCES.filter((resource) => liesIn(resource, scopeOf(tenant, words))).map((resource) => resource.at(-1));
		const group = (name: string) => ({
			appliedScopeType: 'ManagementGroup',
			appliedScopeProperties: { tenantId: TENANT, managementGroupId: `/providers/Microsoft.Management/managementGroups/${name}` },
		});
		assert.deepEqual(inScope({}), ['1', '2', '3', '4']);
		assert.deepEqual(inScope({ appliedScopeType: 'Single', appliedScopes: ['/SUBSCRIPTIONS/A/'] }), ['1', '2']);
		assert.deepEqual(inScope({ appliedScopeType: 'single', appliedScopes: ['/subscriptions/b/resourcegroups/rg-one'] }), ['3']);
		assert.deepEqual(inScope(group(TENANT)), ['1', '2', '3', '4']);
		assert.deepEqual(inScope(group('MG-A')), ['1', '2']);
		assert.ok(isSameScope(scopeOf(tenant, group('mg-a')), scopeOf(tenant, group('MG-A'))));
		assert.ok(!isSameScope(scopeOf(tenant, group('mg-a')), scopeOf(tenant, group(TENANT))));
	});

	it('uses what lies in the scope from the day after a change on, and tells the same by resource', () => {
		const tenant = tenantWithGroups();
		const reservation = bought(tenant, 4, RESOURCES);
		const changedAt = AT + 10 * DAY;
		configure(reservation, changedAt, {
			scope: scopeOf(tenant, { appliedScopeType: 'Single', appliedScopes: ['/subscriptions/b/resourceGroups/rg-one'] }),
		});
		const now = AT + 30 * DAY;
		for (const [day, users] of [
			[dayNumber(changedAt), 4],
			[dayNumber(changedAt) + 1, 1],
			[dayNumber(changedAt) + 9, 1],
		] as const) {
			const usage = usageOn(reservation, day, now) ?? assert.fail();
			assert.ok(Math.abs(usage.used / usage.reserved - (0.9 * users) / 4) < 0.02);
			const rows = usageByResource(reservation, usage);
			assert.equal(rows.length, users);
			assert.equal(
				rows.reduce((sum, { used }) => sum + used, 0),
				usage.used,
			);
		}
	});

	it('prices a renewal at the price of the day, which is fixed thirty days before the end of the term', () => {
		const [product = assert.fail()] = PRODUCTS;
		const end = Date.UTC(2027, 5, 1, 12);
		const old = { P1Y: product.price.P1Y + 100, P3Y: product.price.P3Y };
		const priceFrom = (changedOn: number, now: number) => {
			const formerly = { until: end - changedOn * DAY, price: old };
			return renewalPrice(bought(tenantWithGroups(), 3, [], { ...product, formerly }), end - now * DAY);
		};
		assert.equal(priceFrom(40, 50), 3 * old.P1Y);
		assert.equal(priceFrom(40, 35), 3 * product.price.P1Y);
		assert.equal(priceFrom(20, 25), 3 * old.P1Y);
		assert.equal(priceFrom(20, 5), 3 * old.P1Y);
	});

	it('keeps units, resources and the end of the term through any split and merge', () => {
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(), fc.integer({ min: 0, max: 20 }), (quantity, cut, users) => {
				const tenant = tenantWithGroups();
				const resources = Array.from({ length: users }, (_, index) => `${RESOURCES[index % 4]}-${index}`);
				const source = bought(tenant, quantity, resources);
				const before = etagOf(source);
				let id = 0;
				const newId = () => `new-${++id}`;
				const first = 1 + (cut % (quantity - 1));
				const made = split(source, [first, quantity - first], newId, AT + 5 * DAY);
				const [one, other] = made;
				assert.ok(one !== undefined && other !== undefined);
				assert.equal(one.quantity + other.quantity, quantity);
				assert.deepEqual([source.provisioningState, source.renew, etagOf(source)], ['Cancelled', false, before + 3]);
				const used = (all: readonly Reservation[]) => new Set(all.flatMap(({ usage }) => usage.resources));
				assert.deepEqual(used(made), new Set(resources.slice(0, quantity)));
				const merged = merge([one, other], newId, AT + 6 * DAY);
				assert.deepEqual([merged.quantity, merged.renew], [quantity, false]);
				assert.deepEqual(used([merged]), used(made));
				assert.equal(source.order.provisioningState, 'Succeeded');
				assert.equal(stateAt(merged, AT + 364 * DAY), 'Succeeded');
				assert.equal(stateAt(merged, AT + 366 * DAY), 'Expired');
			}),
			{ numRuns: 60 },
		);
	});
});
