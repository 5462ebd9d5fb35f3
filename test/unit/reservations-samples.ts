/** Reservations for tests: one in good order, to be changed where a test needs it. */
import type { Reservation } from '../../src/reservations/model';

export const NOW = Date.UTC(2026, 10, 23, 12);
export const DAY = 86_400_000;

export function sampleReservation(changes: Partial<Reservation> = {}): Reservation {
	return {
		tenantId: '10000000-0000-4000-8000-000000000001',
		orderId: '20000000-0000-4000-8000-000000000002',
		reservationId: '30000000-0000-4000-8000-000000000003',
		name: 'VM_RI_Web',
		sku: 'Standard_D4s_v5',
		product: 'Reserved VM Instance, Standard_D4s_v5, UK South, 3 Years',
		resourceType: 'VirtualMachines',
		region: 'uksouth',
		quantity: 10,
		term: 'P3Y',
		billingPlan: 'Monthly',
		billingScopeId: '/subscriptions/40000000-0000-4000-8000-000000000004',
		state: 'Succeeded',
		provisioningState: 'Succeeded',
		statusCode: undefined,
		statusMessage: undefined,
		purchasedAt: Date.UTC(2025, 0, 10),
		benefitStartsAt: Date.UTC(2025, 0, 10),
		expiresAt: Date.UTC(2028, 0, 10),
		reviewAt: undefined,
		effectiveAt: Date.UTC(2025, 0, 10),
		updatedAt: Date.UTC(2025, 0, 10),
		scope: {
			kind: 'Shared',
			displayName: undefined,
			subscriptionId: undefined,
			resourceGroupId: undefined,
			managementGroupId: undefined,
		},
		instanceFlexibility: 'On',
		renew: false,
		renewState: 'Off',
		archived: false,
		utilization: { trend: 'SAME', lastDay: 99, last7Days: 98, last30Days: 97 },
		canReturn: 'offered',
		canExchange: 'offered',
		cameFrom: undefined,
		became: undefined,
		etag: 4,
		...changes,
	};
}
