/** Configurations as partners meet them: places to choose from, previews, records of changes, and the page that shows them. */
import { ServiceFailure } from '../../../src/azure/failure';
import { configurationView, type Input } from '../../../src/panels/configuration/views/configuration';
import type {
	ChangeRecord,
	ChangeState,
	Configuration,
	ConfigurationPreview,
	MergeCandidate,
	ReplacementPreview,
	ReservationConfiguration,
	ScopeTarget,
} from '../../../src/reservations/configuration/model';
import type { CatalogProduct } from '../../../src/reservations/operations/model';
import { cloud, customer, exchanged, now, reservation, resources } from './sample';

const { tenantId, orderId, reservationId } = reservation;
export const ref = { tenantId, orderId, reservationId };

const production = '/subscriptions/8d2b41c0-6a7e-4f8d-8a43-54f0d2a7c911';
export const staging = '/subscriptions/11d0b2c4-1f8a-4c52-9a5e-0b2c7d9e4f10';
const group = '/providers/Microsoft.Management/managementGroups/mg-europe';

export const basis: Configuration = {
	name: reservation.name,
	scope: reservation.scope,
	instanceFlexibility: 'On',
	renew: false,
	archived: false,
	quantity: 3,
	provisioningState: 'Succeeded',
	etag: 14,
};

export const configured: ReservationConfiguration = { reservation, basis };

/** Renewal is set, with terms of its own, and its price is known. */
export const renewing: ReservationConfiguration = {
	reservation: { ...reservation, renew: true, renewState: 'On' },
	basis: {
		...basis,
		renew: true,
		renewal: {
			sku: 'Standard_D4s_v5',
			resourceType: 'VirtualMachines',
			region: 'westeurope',
			term: 'P1Y',
			billingPlan: 'Monthly',
			quantity: 2,
			name: reservation.name,
			billingScopeId: reservation.billingScopeId ?? '',
			scope: { kind: 'Single', subscriptionId: production },
			instanceFlexibility: 'On',
		},
	},
	renewalPrice: {
		billing: { amount: '1893.12', currency: 'EUR' },
		pricing: { amount: '2012.40', currency: 'USD' },
		lockedFrom: Date.UTC(2026, 11, 31),
		isLocked: false,
	},
};

export const ended: ReservationConfiguration = {
	reservation: { ...exchanged, archived: false },
	basis: { ...basis, provisioningState: 'Cancelled' },
};

export const targets: readonly ScopeTarget[] = [
	{ scope: { kind: 'Shared' }, kind: 'Shared', name: 'Shared', isAccepted: true, isCurrent: false },
	{
		scope: { kind: 'ManagementGroup', managementGroupId: group },
		kind: 'ManagementGroup',
		name: 'Europe',
		id: group,
		isAccepted: undefined,
		reason: 'Azure did not say whether it can be applied there; it says so when the change is made.',
		isCurrent: false,
	},
	{
		scope: { kind: 'Single', subscriptionId: production },
		kind: 'Single',
		name: 'Adventure Works Production',
		id: production,
		isAccepted: true,
		isCurrent: true,
	},
	{
		scope: { kind: 'Single', subscriptionId: staging },
		kind: 'Single',
		name: 'Adventure Works Staging',
		id: staging,
		isAccepted: true,
		isCurrent: false,
	},
	{
		scope: { kind: 'Single', subscriptionId: '/subscriptions/77777777-1f8a-4c52-9a5e-0b2c7d9e4f10' },
		kind: 'Single',
		name: 'Adventure Works Old Offer',
		id: '/subscriptions/77777777-1f8a-4c52-9a5e-0b2c7d9e4f10',
		isAccepted: false,
		reason:
			'Azure does not take it for this reservation. You have to be Owner of the subscription, and it has to be in the same billing context as the reservation.',
		isCurrent: false,
	},
	{
		scope: { kind: 'Single', subscriptionId: production, resourceGroupId: `${production}/resourceGroups/rg-web-prod` },
		kind: 'ResourceGroup',
		name: 'rg-web-prod',
		id: `${production}/resourceGroups/rg-web-prod`,
		subscription: 'Adventure Works Production',
		isAccepted: true,
		isCurrent: false,
	},
];

const product = (sku: string): CatalogProduct => ({
	sku,
	resourceType: 'VirtualMachines',
	region: 'westeurope',
	name: sku,
	terms: ['P1Y', 'P3Y'],
	billingPlans: { P1Y: ['Upfront', 'Monthly'], P3Y: ['Upfront', 'Monthly'] },
	isLegacy: false,
});
export const products: readonly CatalogProduct[] = [
	...['Standard_D4s_v5', 'Standard_D8s_v5', 'Standard_E4s_v5'].map(product),
	{ ...product('Standard_L8s_v3'), terms: ['P1Y'], billingPlans: { P1Y: ['Upfront'] } },
];

/** Its series is not renewed any more. */
const ofLegacy: ReservationConfiguration = {
	...configured,
	reservation: { ...reservation, sku: 'Standard_D4s_v3', term: 'P3Y' },
};
export const legacy = { known: { value: ofLegacy, loading: false }, seen: ofLegacy };

const free = {
	id: 'noPrice',
	severity: 'info',
	text: 'It costs nothing, makes no new invoice and keeps the end date, January 30, 2027.',
	link: 'https://learn.microsoft.com/azure/cost-management-billing/reservations/manage-reserved-vm-instance',
} as const;

export const scopePreview: ConfigurationPreview = {
	ref,
	basis,
	after: { ...basis, scope: { kind: 'Single', subscriptionId: staging } },
	differences: [
		{
			field: 'scope',
			label: 'Scope',
			before: 'Subscription Adventure Works Production',
			after: 'Subscription Adventure Works Staging',
		},
	],
	notes: [
		free,
		{ id: 'scope.quota', severity: 'warning', text: 'The subscription needs the vCPU quota for all that is reserved.' },
	],
	blockers: [],
	usage: { day: Date.UTC(2026, 10, 22), inside: resources.slice(0, 1), outside: resources.slice(1), unclear: [] },
};

export const blockedPreview: ConfigurationPreview = {
	...scopePreview,
	after: { ...basis, instanceFlexibility: 'Off' },
	differences: [
		{ field: 'instanceFlexibility', label: 'Optimize for', before: 'Instance size flexibility', after: 'Capacity priority' },
	],
	blockers: ['Capacity priority is possible only with the scope of one subscription or one resource group.'],
	usage: undefined,
};

const ids = {
	notes: [
		free,
		{
			id: 'replacement.newIds',
			severity: 'info',
			text: 'The reservations end and new ones with new IDs take their place.',
		} as const,
	],
	blockers: [],
};
export const splitPreview: ReplacementPreview = { sources: [configured], quantities: [1, 2], ...ids };

export const otherId = '9b1f0f5e-45d0-4c0b-a1b4-6d4d7d1b8a90';
const other = { ...reservation, reservationId: otherId, name: 'VM_RI_D4s_v5_Batch', quantity: 2 };
export const candidates: readonly MergeCandidate[] = [
	{ reservation: other, reasons: [] },
	{
		reservation: {
			...other,
			reservationId: '0c9f6f5e-2a80-4c1c-9a8b-4a6f0f1f7c22',
			name: 'VM_RI_D4s_v5_Shared',
			scope: { kind: 'Shared' },
		},
		reasons: ['VM_RI_D4s_v5_Shared has other properties: scope.'],
	},
];
export const mergePreview: ReplacementPreview = {
	sources: [configured, { reservation: other, basis: { ...basis, name: other.name, quantity: 2 } }],
	quantities: [5],
	...ids,
};

export const partIds = ['0aaaaaaa-2a80-4c1c-9a8b-4a6f0f1f7c22', '0bbbbbbb-2a80-4c1c-9a8b-4a6f0f1f7c22'] as const;
export const results = partIds.map((id) => ({ orderId, reservationId: id }));

/** A change of the scope. */
export const record = (state: ChangeState, change: Partial<ChangeRecord> = {}): ChangeRecord => ({
	id: '5d2c6a10-33d2-4e62-9b0b-6f9f3c6f1a55',
	kind: 'update',
	connection: 'Sandbox',
	partnerTenantId: cloud.partnerTenantId,
	tenantId,
	customerName: customer.name,
	changedBy: 'megan.bowen@contoso-partner.onmicrosoft.com',
	reservations: [{ orderId, reservationId, before: basis }],
	fields: ['scope'],
	after: { ...basis, scope: { kind: 'Shared' }, etag: 15 },
	state,
	sentAt: now - 60_000,
	answeredAt: now - 50_000,
	...(state === 'succeeded' && { endedAt: now - 40_000 }),
	correlationIds: ['4b1d8b8a-2f58-4d7f-8d4e-5c35f1b8b001'],
	...change,
});

export const splitRecord = (state: ChangeState, change: Partial<ChangeRecord> = {}): ChangeRecord =>
	record(state, {
		kind: 'split',
		fields: [],
		after: undefined,
		quantities: [1, 2],
		...(state === 'succeeded' && { results }),
		...change,
	});

export const movedOn = new ServiceFailure(
	'Refused',
	'The reservation VM_RI_D4s_v5_Web-Frontend has changed since you saw it: Name: VM_RI_Web, was VM_RI_D4s_v5_Web-Frontend. Nothing was sent.',
	{ remedy: 'Look at what it is now, and decide again.' },
);

export const noScopes = new ServiceFailure('NotAllowed', 'The account may not read the subscriptions of this customer.', {
	code: 'AuthorizationFailed',
	status: 403,
	remedy: 'Ask for Reader on a subscription.',
});

const idle: Input['outcome'] = {
	record: undefined,
	isSending: false,
	isGoingOn: false,
	isLooking: false,
	failure: undefined,
	unchanged: undefined,
	doing: undefined,
	parts: [],
	refOfPart: () => undefined,
};
export const outcome = (change: Partial<Input['outcome']>): Input['outcome'] => ({ ...idle, ...change });

const noWish: Input['review'] = { wish: undefined, seen: undefined, failure: undefined, isAsking: false, number: 1 };
export const review = (change: Partial<Input['review']>): Input['review'] => ({ ...noWish, ...change });

const scopeChange = { scope: { kind: 'Single', subscriptionId: staging } } as const;
export const reviews = {
	scope: review({
		wish: { kind: 'change', change: scopeChange },
		seen: { kind: 'change', change: scopeChange, preview: scopePreview },
	}),
	blocked: review({
		wish: { kind: 'change', change: { instanceFlexibility: 'Off' } },
		seen: { kind: 'change', change: { instanceFlexibility: 'Off' }, preview: blockedPreview },
	}),
	split: review({
		wish: { kind: 'split', quantities: [1, 2] },
		seen: { kind: 'split', quantities: [1, 2], preview: splitPreview },
	}),
	merge: review({
		wish: { kind: 'merge', other: { ...ref, reservationId: otherId } },
		seen: { kind: 'merge', other: { ...ref, reservationId: otherId }, preview: mergePreview },
	}),
};

export type Saved = Partial<Input['saved']>;
export const unsplit = [
	{ quantity: '', scope: '' },
	{ quantity: '', scope: '' },
];
export const split = [
	{ quantity: '1', scope: staging },
	{ quantity: '2', scope: '' },
];

/** The page of an active reservation on which nothing is chosen, but for what is changed. */
export const view = ({ saved, ...change }: Omit<Partial<Input>, 'saved'> & { saved?: Saved } = {}) =>
	configurationView({
		saved: { ...ref, task: 'change', draft: {}, split: unsplit, ...saved },
		revision: 1,
		known: { value: configured, asOf: now, loading: false },
		seen: configured,
		isMoved: false,
		nameOf: () => undefined,
		customer,
		cloud,
		filter: '',
		targets: { value: { targets, failures: [] }, loading: false },
		candidates: { value: candidates, loading: false },
		products: { value: products, loading: false },
		review: noWish,
		outcome: idle,
		changes: [],
		...change,
	});
