/** Exchanges as partners meet them: a customer's reservations, a catalog, quotes, and operations on their way. */
import { reckon } from '../../../src/panels/exchange/calculator';
import { add, emptyDraft, pick } from '../../../src/panels/exchange/draft';
import type { Filter } from '../../../src/panels/exchange/messages';
import { suggestionsFor } from '../../../src/panels/exchange/suggestions';
import { exchangeView } from '../../../src/panels/exchange/views/exchange';
import type { Money, Reservation } from '../../../src/reservations/model';
import type {
	CatalogProduct,
	ExchangeQuote,
	Operation,
	OperationLine,
	OperationState,
	PurchaseLine,
	ReturnQuote,
} from '../../../src/reservations/operations/model';
import { quote as returnQuote } from './return-sample';
import { adviceOn, cloud, customer, exchanged, hybridBenefit, now, reservation } from './sample';

const { tenantId } = customer;

const eur = (amount: string): Money => ({ amount, currency: 'EUR' });

export const subscription = '5cc1a2f4-9f5b-4f2e-93a5-0e7a4f6b8d21';

/** SQL, one year, paid at once. */
export const sql: Reservation = {
	...reservation,
	orderId: '8d1c1c43-90a5-4f4e-8ac3-7c7f1b9e2f10',
	reservationId: '0f6a0b1e-52b5-4c39-9a70-1a0a62ab6d57',
	name: 'SQL_RI_Finance',
	sku: 'SQLDB_GP_Compute_Gen5',
	product: 'SQL Database Single/Elastic Pool General Purpose, Gen5, EU West, 1 Year',
	resourceType: 'SqlDatabases',
	quantity: 8,
	term: 'P1Y',
	billingPlan: 'Upfront',
	utilization: { lastDay: 100, last7Days: 100, last30Days: 99.1 },
	instanceFlexibility: undefined,
	canExchange: 'unknown',
};

export const suse: Reservation = {
	...sql,
	reservationId: 'a0a0a0a0-52b5-4c39-9a70-1a0a62ab6d57',
	name: 'SUSE_HPC',
	product: 'SUSE Linux Enterprise Server, 1 Year',
	resourceType: 'SuseLinux',
	utilization: {},
};

export const reservations: readonly Reservation[] = [reservation, sql, suse, hybridBenefit, exchanged];

const product = (sku: string, ratio: number, cores: number, change: Partial<CatalogProduct> = {}): CatalogProduct => ({
	sku,
	resourceType: 'VirtualMachines',
	region: 'westeurope',
	name: `Reserved VM Instance, ${sku}`,
	terms: ['P1Y', 'P3Y'],
	billingPlans: { P1Y: ['Upfront', 'Monthly'], P3Y: ['Upfront', 'Monthly'] },
	flexibilityGroup: 'Dsv5 Series',
	ratio,
	cores,
	isLegacy: false,
	...change,
});

export const d4 = product('Standard_D4s_v5', 2, 4);

export const catalog: readonly CatalogProduct[] = [
	product('Standard_D2s_v5', 1, 2),
	d4,
	product('Standard_D8s_v5', 4, 8),
	product('Standard_D16s_v5', 8, 16),
	product('Standard_E4s_v5', 2, 4, { flexibilityGroup: 'Esv5 Series', terms: ['P3Y'], billingPlans: { p3Y: ['Upfront'] } }),
	product('Standard_D2s_v3', 1, 2, { flexibilityGroup: 'Dsv3 Series', isLegacy: true, legacyTerms: ['P1Y', 'P3Y'] }),
];

/** What each unit of a reservation would give back, as a return quote says it. */
export const worth: ReturnQuote = { ...returnQuote, line: { ...returnQuote.line, quantity: 3 } };

export const purchase: PurchaseLine = {
	sku: 'Standard_D4s_v5',
	resourceType: 'VirtualMachines',
	region: 'westeurope',
	term: 'P3Y',
	billingPlan: 'Monthly',
	quantity: 2,
	name: 'Standard_D4s_v5_2026-11-23_1',
	billingScopeId: `/subscriptions/${subscription}`,
	scope: { kind: 'Shared' },
	renew: false,
	instanceFlexibility: 'On',
};

export const quote: ExchangeQuote = {
	kind: 'exchange',
	sessionId: '51f1c1ad-2b04-4c5f-a5b1-6a3d1a0c9e77',
	tenantId: customer.tenantId,
	quotedAt: now - 12_000,
	expiresAt: now + 468_000,
	policyErrors: [],
	blockers: [],
	returns: [
		{
			tenantId: customer.tenantId,
			orderId: reservation.orderId,
			reservationId: reservation.reservationId,
			quantity: 3,
			figures: { moneyBack: eur('42.30'), commitmentCancelled: eur('402.90'), paidInTotal: eur('6811.84') },
		},
	],
	purchases: [{ ...purchase, commitment: eur('4618.80') }],
	totals: {
		returned: eur('445.20'),
		purchased: eur('4618.80'),
		net: eur('4173.60'),
		moneyBack: eur('42.30'),
		commitmentCancelled: eur('402.90'),
	},
};

export const refused: ExchangeQuote = {
	...quote,
	sessionId: undefined,
	policyErrors: [
		{
			code: 'NewCommitmentTooLow',
			explanation: 'The new commitment is below the remaining commitment of what is given back.',
			instead: ['biggerPurchase', 'smallerQuantity', 'support'],
		},
	],
};

const line = (direction: OperationLine['direction'], status: string, change: Partial<OperationLine> = {}): OperationLine => ({
	direction,
	what: direction === 'return' ? reservation.name : '2 × Standard_D4s_v5, 3 years, monthly',
	quantity: direction === 'return' ? 3 : 2,
	status,
	amount: direction === 'return' ? eur('42.30') : eur('4618.80'),
	...(direction === 'return' ? { orderId: reservation.orderId, reservationId: reservation.reservationId } : {}),
	...change,
});

const newOrder = { orderId: 'c3d7e0f2-0f4e-4c0d-9c5b-8f1e2d3c4b5a', reservationId: 'd4e8f1a3-1a5f-4d1e-8d6c-9a2f3e4d5c6b' };

const made = (state: OperationState, lines: readonly OperationLine[], change: Partial<Operation> = {}): Operation => ({
	id: quote.sessionId ?? '',
	kind: 'exchange',
	connection: 'Sandbox',
	partnerTenantId: cloud.partnerTenantId,
	tenantId: customer.tenantId,
	customerName: customer.name,
	committedBy: 'megan.bowen@contoso-partner.onmicrosoft.com',
	state,
	lines,
	quote,
	preparedAt: now - 600_000,
	sentAt: now - 599_000,
	answeredAt: now - 598_000,
	correlationIds: ['4b1d8b8a-2f58-4d7f-8d4e-5c35f1b8b001'],
	...change,
});

export const operations = {
	refunding: made('running', [line('return', 'Pending'), line('purchase', 'Pending')], { step: 'PendingRefunds' }),
	buying: made('running', [line('return', 'Succeeded'), line('purchase', 'Pending', { orderId: newOrder.orderId })], {
		step: 'PendingPurchases',
	}),
	succeeded: made('succeeded', [line('return', 'Succeeded'), line('purchase', 'Succeeded', newOrder)], {
		endedAt: now,
		explanation: 'The exchange is done.',
	}),
	partial: made(
		'partial',
		[
			line('return', 'Succeeded'),
			line('purchase', 'Failed', { error: { code: 'CapacityError', message: 'No capacity in this region.' } }),
		],
		{
			endedAt: now,
			explanation: 'The reservation was given back, but the purchase failed. The workloads are charged at pay-as-you-go prices.',
		},
	),
};

export const filter: Filter = {
	subscription: subscription,
	resourceType: 'VirtualMachines',
	region: 'westeurope',
	term: '',
	billingPlan: '',
	text: '',
};
/** One reservation given back, one product bought. */
export const draft = add(pick(emptyDraft, reservation, true), d4, filter, 2, now);
const figures = quote.returns[0]?.figures;
const returned = { billingPlan: 'Monthly', figures };
export const covered = reckon([returned], [{ amount: '4618.80', currency: 'EUR' }]);
export const short = reckon([returned], [{ amount: '188.83', currency: 'EUR' }]);

export type Input = Parameters<typeof exchangeView>[0];

/** The page with a binding quote, but for what is changed. */
export const view = (change: Partial<Input> = {}) =>
	exchangeView({
		saved: { tenantId, returns: [...draft.returns], purchases: [...draft.purchases], filter },
		customer,
		customerName: customer.name,
		cloud,
		known: { value: { reservations: reservations }, asOf: now, loading: false },
		revision: 1,
		draft,
		filter,
		catalog: { value: catalog, loading: false },
		catalogNotAsked: undefined,
		suggestions: suggestionsFor(reservation, 3, catalog),
		request: { tenantId, returns: [], purchases: [] },
		reckoning: covered,
		figuresAsOf: now,
		figuresLoading: false,
		priceOf: () => ({
			commitment: { amount: '4618.80', currency: 'EUR' },
			firstPayment: { amount: '128.30', currency: 'EUR' },
			asOf: now,
		}),
		advise: adviceOn,
		quote: { quote: quote, standing: 'current', failure: undefined },
		commitment: { stage: 'choosing', quote: undefined, failure: undefined, operation: undefined },
		operations: [],
		looking: false,
		now,
		...change,
	});
