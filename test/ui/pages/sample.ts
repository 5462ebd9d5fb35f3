/** Reservations as partners meet them, for the page: one in good order, one that needs attention, one that has ended. */
import { ServiceFailure } from '../../../src/azure/failure';
import { advise } from '../../../src/reservations/advice/index';
import { formatFor } from '../../../src/reservations/format';
import type {
	Advice,
	Customer,
	HistoryEntry,
	Payment,
	Reservation,
	ReservationOrder,
	ResourceUsage,
	UsagePoint,
} from '../../../src/reservations/model';

const day = 86_400_000;
export const now = Date.UTC(2026, 10, 23, 9, 30);

export const customer: Customer = {
	tenantId: '0c39d6d5-c70d-4c55-bc02-f620844f3fd1',
	name: 'Adventure Works Cycles',
	domain: 'adventure-works.onmicrosoft.com',
};

export const cloud = {
	name: 'Sandbox',
	isSandbox: true,
	partnerCenter: 'http://127.0.0.1:1',
	resourceManager: 'http://127.0.0.1:2',
	graph: 'http://127.0.0.1:3',
	authority: 'http://127.0.0.1:4',
	resources: {
		partnerCenter: 'http://127.0.0.1:1',
		resourceManager: 'http://127.0.0.1:2',
		graph: 'http://127.0.0.1:3',
	},
	portal: 'https://portal.azure.com',
	partnerPortal: 'https://partner.microsoft.com',
	partnerTenantId: '3b33d682-8d4d-4b6a-9c0e-2f8a6d1e5b70',
};

/** Virtual machines, 3 years, paid by the month, two of three used, 68 days before the end. */
export const reservation: Reservation = {
	tenantId: customer.tenantId,
	orderId: '276e7ae4-84d0-4da6-ab4b-d6b94f3557da',
	reservationId: '6ef59113-3482-40da-8d79-787f823e34bc',
	name: 'VM_RI_D4s_v5_Web-Frontend',
	sku: 'Standard_D4s_v5',
	product: 'Reserved VM Instance, Standard_D4s_v5, EU West, 3 Years',
	resourceType: 'VirtualMachines',
	region: 'westeurope',
	quantity: 3,
	term: 'P3Y',
	billingPlan: 'Monthly',
	billingScopeId: '/subscriptions/5cc1a2f4-9f5b-4f2e-93a5-0e7a4f6b8d21',
	state: 'Succeeded',
	provisioningState: 'Succeeded',
	purchasedAt: Date.UTC(2024, 0, 30, 8, 12),
	benefitStartsAt: Date.UTC(2024, 0, 30, 8, 14),
	effectiveAt: Date.UTC(2026, 2, 3, 14, 2),
	expiresAt: Date.UTC(2027, 0, 30, 8, 14),
	updatedAt: Date.UTC(2026, 2, 3, 14, 2),
	scope: {
		kind: 'Single',
		displayName: 'Adventure Works Production',
		subscriptionId: '/subscriptions/8d2b41c0-6a7e-4f8d-8a43-54f0d2a7c911',
	},
	instanceFlexibility: 'On',
	renew: false,
	renewState: 'Off',
	archived: false,
	utilization: { trend: 'DOWN', lastDay: 41.7, last7Days: 66.2, last30Days: 79.4 },
	canReturn: 'offered',
	canExchange: 'offered',
	cameFrom: ['9b1f0f5e-45d0-4c0b-a1b4-6d4d7d1b8a90'],
	etag: 14,
};

/** Thirty days that decline, with a gap, the newest day still incomplete. */
export const dailyUsage: readonly UsagePoint[] = Array.from({ length: 30 }, (_, index) => {
	const at = Date.UTC(2026, 9, 25) + index * day;
	const average = index === 29 ? 41.7 : Math.round((98 - Math.max(0, index - 12) * 2.1 - (index % 7 > 4 ? 14 : 0)) * 10) / 10;
	return {
		at,
		average,
		minimum: Math.max(0, average - 22),
		maximum: Math.min(100, average + 9),
		reservedHours: 72,
		usedHours: (72 * average) / 100,
	};
}).filter((_, index) => index !== 9 && index !== 10);

export const monthlyUsage: readonly UsagePoint[] = Array.from({ length: 12 }, (_, index) => {
	const average = [100, 99.2, 97.4, 98.8, 96.1, 93.7, 95.2, 91.9, 92.4, 88.3, 84.6, 79.1][index];
	const hours = 3 * 730;
	return {
		at: Date.UTC(2025, 10 + index, 1),
		average,
		minimum: 33.3,
		maximum: 100,
		reservedHours: hours,
		usedHours: (hours * (average ?? 0)) / 100,
	};
});

const resourceGroup =
	'/subscriptions/8d2b41c0-6a7e-4f8d-8a43-54f0d2a7c911/resourceGroups/rg-web-prod/providers/Microsoft.Compute/virtualMachines';
export const resources: readonly ResourceUsage[] = [
	{
		resourceId: `${resourceGroup}/vm-web-01`,
		resourceName: 'vm-web-01',
		sku: 'Standard_D4s_v5',
		usedHours: 24,
		reservedHours: 72,
	},
	{
		resourceId: `${resourceGroup}/vm-web-02`,
		resourceName: 'vm-web-02',
		sku: 'Standard_D4s_v5',
		usedHours: 18.5,
		reservedHours: 72,
	},
	{
		resourceId: `${resourceGroup}/vm-batch-07`,
		resourceName: 'vm-batch-07',
		sku: 'Standard_D2s_v5',
		usedHours: 5.25,
		reservedHours: 72,
	},
];

const payment = (index: number): Payment => {
	const dueAt = Date.UTC(2024, index, 30);
	const pricing = { amount: '214.07', currency: 'USD' };
	if (index < 34)
		return {
			dueAt,
			paidAt: dueAt + day,
			pricing,
			billing: { amount: index < 12 ? '198.31' : '201.46', currency: 'EUR' },
			status: 'Succeeded',
		};
	return { dueAt, pricing, status: 'Scheduled' };
};

export const order: ReservationOrder = {
	tenantId: customer.tenantId,
	orderId: reservation.orderId,
	name: 'VM_RI_01-30-2024_09-10',
	state: 'Succeeded',
	term: 'P3Y',
	billingPlan: 'Monthly',
	originalQuantity: 4,
	createdAt: reservation.purchasedAt,
	expiresAt: reservation.expiresAt,
	reservationIds: [reservation.reservationId, '9b1f0f5e-45d0-4c0b-a1b4-6d4d7d1b8a90'],
	total: { amount: '7706.52', currency: 'USD' },
	nextPaymentDueAt: Date.UTC(2026, 10, 30),
	payments: Array.from({ length: 36 }, (_, index) => payment(index)),
};

export const history: readonly HistoryEntry[] = [
	{
		revision: '14',
		at: Date.UTC(2026, 2, 3, 14, 2),
		state: 'Succeeded',
		statusCode: 'Succeeded',
		name: reservation.name,
		quantity: 3,
		scopeKind: 'Single',
		renew: false,
		instanceFlexibility: 'On',
	},
	{
		revision: '9',
		at: Date.UTC(2025, 5, 11, 7, 40),
		state: 'Succeeded',
		statusCode: 'Succeeded',
		name: 'VM_RI_01-30-2024_09-10',
		quantity: 3,
		scopeKind: 'Shared',
		renew: true,
		instanceFlexibility: 'On',
	},
	{
		revision: '4',
		at: Date.UTC(2024, 0, 30, 8, 20),
		state: 'Succeeded',
		statusCode: 'Succeeded',
		name: 'VM_RI_01-30-2024_09-10',
		quantity: 4,
		scopeKind: 'Shared',
		renew: true,
		instanceFlexibility: 'On',
	},
	{
		revision: '1',
		at: Date.UTC(2024, 0, 30, 8, 12),
		state: 'PendingBilling',
		statusCode: 'Pending',
		statusMessage: 'Payment processing is in progress.',
		name: 'VM_RI_01-30-2024_09-10',
		quantity: 4,
		scopeKind: 'Shared',
		renew: true,
	},
];

/** Azure Hybrid Benefit: no end, no plan, no use. */
export const hybridBenefit: Reservation = {
	...reservation,
	reservationId: '1f2f4c4c-60bb-4d3f-8ab4-7d4b9a0f6e11',
	name: 'AHB_SQL_Finance',
	sku: 'SQLDB_AHB_Standard',
	product: 'SQL Server Azure Hybrid Benefit, Standard',
	resourceType: 'SqlAzureHybridBenefit',
	region: 'global',
	quantity: 8,
	term: 'None',
	billingPlan: undefined,
	billingScopeId: undefined,
	expiresAt: undefined,
	reviewAt: Date.UTC(2027, 5, 30),
	scope: { kind: 'Shared' },
	instanceFlexibility: undefined,
	renewState: 'NotApplicable',
	utilization: {},
	canReturn: 'unknown',
	canExchange: 'unknown',
	cameFrom: undefined,
};

/** Ended by an exchange, and put away. */
export const exchanged: Reservation = {
	...reservation,
	reservationId: '77aa8c1e-9a55-4b0c-9f45-10b6f8f4c3d2',
	state: 'Cancelled',
	provisioningState: 'Cancelled',
	statusCode: 'Exchanged',
	archived: true,
	utilization: {},
	cameFrom: undefined,
	became: ['6ef59113-3482-40da-8d79-787f823e34bc'],
};

export const notAllowed = new ServiceFailure(
	'NotAllowed',
	'The account may not read the payments of this reservation order. Nothing was changed.',
	{
		code: 'AuthorizationFailed',
		status: 403,
		correlationId: '4b1d8b8a-2f58-4d7f-8d4e-5c35f1b8b001',
		at: now,
		customerTenantId: customer.tenantId,
		missingRight: 'Microsoft.Capacity/reservationOrders/read on the reservation order',
		remedy: 'Ask an owner of the order to give you Reservations Reader on the order, not only on the reservation.',
	},
);

export const unreachable = new ServiceFailure(
	'Unreachable',
	'Azure did not answer within 30 seconds. The history was not read.',
	{
		at: now,
		remedy: 'Check the connection and try again.',
	},
);

/** The advice that the product's own rules give. */
export function adviceOn(subject: Reservation, usage?: readonly UsagePoint[]): readonly Advice[] {
	return advise({ reservation: subject, usage, now, thresholds: { lowUtilizationPercent: 80 }, format: formatFor('en') });
}
