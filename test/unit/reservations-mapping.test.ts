/** What Azure says becomes the words of the model: nothing invented, nothing lost that is known. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CapacityReservation } from '../../src/azure/capacity';
import { historyEntry, listedReservation, singleReservation } from '../../src/reservations/mapping';
import { money } from '../../src/reservations/money';
import { orderFrom } from '../../src/reservations/orders';
import { sampleReservation } from './reservations-samples';

const TENANT = '10000000-0000-4000-8000-000000000001';
const ORDER = '20000000-0000-4000-8000-000000000002';
const ID = '30000000-0000-4000-8000-000000000003';
const OTHER = '40000000-0000-4000-8000-000000000004';
const resource = (reservation = ID) =>
	`/providers/microsoft.capacity/reservationOrders/${ORDER.toUpperCase()}/reservations/${reservation}`;
const body = (properties: CapacityReservation['properties'], rest: Partial<CapacityReservation> = {}): CapacityReservation => ({
	id: resource(),
	properties,
	...rest,
});
const listed = (properties: CapacityReservation['properties']) => listedReservation(TENANT, body(properties)) ?? assert.fail();

const looseText = fc.option(fc.string(), { nil: null });
const looseNumber = fc.option(fc.double(), { nil: null });
const looseProperties = fc.record(
	{
		displayName: looseText,
		provisioningState: looseText,
		displayProvisioningState: looseText,
		quantity: looseNumber,
		term: looseText,
		expiryDate: looseText,
		expiryDateTime: looseText,
		purchaseDate: looseText,
		capabilities: looseText,
		reservedResourceType: looseText,
		userFriendlyAppliedScopeType: looseText,
		appliedScopes: fc.option(fc.array(fc.string()), { nil: null }),
		appliedScopeProperties: fc.option(fc.record({ subscriptionId: looseText, displayName: looseText }, { requiredKeys: [] }), {
			nil: null,
		}),
		splitProperties: fc.option(
			fc.record({ splitSource: looseText, splitDestinations: fc.array(fc.string()) }, { requiredKeys: [] }),
			{ nil: null },
		),
		utilization: fc.option(
			fc.record(
				{
					trend: looseText,
					aggregates: fc.array(fc.record({ grain: looseNumber, grainUnit: looseText, value: looseNumber }, { requiredKeys: [] })),
				},
				{ requiredKeys: [] },
			),
			{ nil: null },
		),
	},
	{ requiredKeys: [] },
);

describe('reservations: mapping', () => {
	it('reads anything that the schema lets through without throwing, and keeps unknown words', () => {
		fc.assert(
			fc.property(looseProperties, (properties) => {
				const it = listed(properties);
				assert.equal(it.reservationId, ID);
				assert.equal(it.orderId, ORDER);
				assert.equal(it.state, properties.displayProvisioningState || properties.provisioningState || '');
				assert.equal(it.resourceType, properties.reservedResourceType ?? '');
				assert.equal(it.term, properties.term ?? '');
				historyEntry(body(properties));
			}),
		);
	});

	it('leaves out what has no readable id', () => {
		assert.equal(listedReservation(TENANT, { id: 'x', properties: {} }), undefined);
		assert.equal(
			listedReservation(TENANT, { id: `/providers/Microsoft.Capacity/reservationOrders/${ORDER}`, properties: {} }),
			undefined,
		);
	});

	it('reads dates with seven digits and plain dates', () => {
		assert.equal(listed({ expiryDateTime: '2024-03-04T04:23:12.3497675Z' }).expiresAt, Date.UTC(2024, 2, 4, 4, 23, 12, 349));
		assert.equal(listed({ expiryDate: '2024-03-04', purchaseDate: '2023-03-04' }).expiresAt, Date.UTC(2024, 2, 4));
		assert.equal(listed({ reviewDateTime: '0001-01-01T00:00:00Z' }).reviewAt, undefined);
	});

	it('takes the scope from where it is, by kind', () => {
		const scope = (properties: CapacityReservation['properties']) => listed(properties).scope;
		assert.equal(scope({ userFriendlyAppliedScopeType: 'Shared', appliedScopeType: 'Shared' }).kind, 'Shared');
		const group = scope({
			userFriendlyAppliedScopeType: 'ResourceGroup',
			appliedScopeType: 'Single',
			appliedScopeProperties: { resourceGroupId: '/subscriptions/s/resourceGroups/g', displayName: 'g' },
		});
		assert.deepEqual(
			[group.kind, group.resourceGroupId, group.displayName],
			['ResourceGroup', '/subscriptions/s/resourceGroups/g', 'g'],
		);
		const management = scope({
			appliedScopeType: 'ManagementGroup',
			appliedScopeProperties: { managementGroupId: '/providers/x/managementGroups/m' },
		});
		assert.deepEqual([management.kind, management.managementGroupId], ['ManagementGroup', '/providers/x/managementGroups/m']);
		assert.equal(scope({ appliedScopeType: 'Single', appliedScopes: ['/subscriptions/s'] }).subscriptionId, '/subscriptions/s');
	});

	it('reads the offers only where their absence means something', () => {
		const both = 'ApiReturnEnabled, ApiExchangeEnabled';
		const offers = ({ canReturn, canExchange }: { canReturn: string; canExchange: string }) => [canReturn, canExchange];
		assert.deepEqual(offers(listed({ provisioningState: 'Succeeded', capabilities: both })), ['offered', 'offered']);
		assert.deepEqual(offers(listed({ provisioningState: 'Succeeded', capabilities: 'ApiReturnEnabled' })), [
			'offered',
			'notOffered',
		]);
		assert.deepEqual(offers(listed({ provisioningState: 'Succeeded' })), ['notOffered', 'notOffered']);
		assert.deepEqual(offers(listed({ provisioningState: 'Cancelled' })), ['unknown', 'unknown']);
		const single = (before: Parameters<typeof singleReservation>[2]) =>
			singleReservation(TENANT, body({ provisioningState: 'Succeeded' }), before) ?? assert.fail();
		assert.deepEqual(offers(single(undefined)), ['unknown', 'unknown']);
		assert.deepEqual(offers(single(sampleReservation({ canReturn: 'notOffered' }))), ['notOffered', 'offered']);
	});

	it('reads where it came from and what it became, bare or in full', () => {
		assert.deepEqual(listed({ splitProperties: { splitSource: resource(OTHER) } }).cameFrom, [OTHER]);
		assert.deepEqual(listed({ mergeProperties: { mergeSources: [OTHER, OTHER.toUpperCase(), ID] } }).cameFrom, [OTHER, ID]);
		assert.deepEqual(listed({ renewDestination: resource(OTHER), splitProperties: { splitDestinations: [ID] } }).became, [
			ID,
			OTHER,
		]);
		assert.equal(listed({}).cameFrom, undefined);
	});

	it('clamps no use and takes missing data for missing', () => {
		const aggregates = [
			{ grain: 1, grainUnit: 'days', value: 0 },
			{ grain: 7, grainUnit: 'days', value: 104.2 },
		];
		assert.deepEqual(listed({ utilization: { trend: '', aggregates } }).utilization, {
			trend: undefined,
			lastDay: 0,
			last7Days: 104.2,
			last30Days: undefined,
		});
		assert.deepEqual(
			Object.values(listed({}).utilization).filter((value) => value !== undefined),
			[],
		);
	});

	it('numbers revisions by the end of their id', () => {
		const entry = historyEntry({
			id: `${resource()}/revisions/11`,
			etag: 3,
			properties: { provisioningState: 'Pending', quantity: 3 },
		});
		assert.deepEqual([entry.revision, entry.state, entry.quantity], ['11', 'Pending', 3]);
	});

	it('keeps amounts as decimal text, and a missing amount missing', () => {
		fc.assert(
			fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 9999 }), (whole, part) => {
				const text = `${whole}.${String(part).padStart(4, '0')}`;
				const amount = money({ amount: Number(text), currencyCode: 'GBP' })?.amount ?? assert.fail();
				assert.equal(Number(amount), Number(text));
				assert.match(amount, /^-?\d+(\.\d+)?$/);
			}),
		);
		assert.deepEqual(money({ amount: 1e-7, currencyCode: 'JPY' }), { amount: '0.0000001', currency: 'JPY' });
		assert.deepEqual(money({ amount: 0, currencyCode: 'USD' }), { amount: '0', currency: 'USD' });
		for (const missing of [undefined, null, {}, { amount: 5 }, { currencyCode: 'USD' }, { amount: null, currencyCode: 'USD' }]) {
			assert.equal(money(missing), undefined);
		}
	});

	it('reads an order with its payments in two currencies, adding nothing', () => {
		const order = orderFrom(TENANT, ORDER, {
			id: `/providers/Microsoft.Capacity/reservationOrders/${ORDER}`,
			properties: {
				displayName: 'Order',
				provisioningState: 'PendingCapacity',
				reservations: [{ id: resource() }, { id: 'x' }],
				planInformation: {
					pricingCurrencyTotal: { amount: 120.5, currencyCode: 'USD' },
					nextPaymentDueDate: '2026-12-01',
					transactions: [
						{
							dueDate: '2026-11-01',
							paymentDate: '2026-11-02',
							status: 'Succeeded',
							pricingCurrencyTotal: { amount: 10.04, currencyCode: 'USD' },
							billingCurrencyTotal: { amount: 8.1, currencyCode: 'GBP' },
						},
						{
							dueDate: '2026-12-01',
							paymentDate: null,
							status: 'Scheduled',
							pricingCurrencyTotal: { amount: 10.04, currencyCode: 'USD' },
						},
					],
				},
			},
		});
		assert.deepEqual(order.reservationIds, [ID]);
		assert.equal(order.state, 'PendingCapacity');
		assert.deepEqual(order.total, { amount: '120.5', currency: 'USD' });
		assert.deepEqual(order.payments[0]?.billing, { amount: '8.1', currency: 'GBP' });
		assert.equal(order.payments[1]?.billing, undefined);
		assert.equal(order.payments[1]?.paidAt, undefined);
		assert.equal(order.nextPaymentDueAt, Date.UTC(2026, 11, 1));
	});
});
