/** Operations as the journal has them: an exchange at each of its steps, a return, and outcomes of every kind. */
import type { Operation, OperationLine, Quote, ReturnQuote } from '../../src/reservations/operations/model';

export const now = Date.UTC(2026, 10, 23, 9, 30);

const tenantId = '0c39d6d5-c70d-4c55-bc02-f620844f3fd1';
const eur = (amount: string) => ({ amount, currency: 'EUR' });

export const ids = {
	session: '4d6f2f7e-9d1b-4f0a-8a4e-5f0c1f0f8a11',
	order: '276e7ae4-84d0-4da6-ab4b-d6b94f3557da',
	reservation: '1f14354c-dc12-4c8d-8090-6f295a3a34aa',
	newOrder: '6cc7bb6f-1d0d-4ac3-9a0b-0c1a2b3c4d5e',
	newReservation: '9b0f3c1e-7d5a-4a39-8f47-2f1e0d3c4b5a',
	rest: 'c0ffee00-1111-4222-8333-444455556666',
};

const quoteBase = {
	sessionId: ids.session,
	tenantId,
	quotedAt: now - 120_000,
	expiresAt: now + 300_000,
	policyErrors: [],
	blockers: [],
};

const returned = { tenantId, orderId: ids.order, reservationId: ids.reservation, quantity: 2 };

export const returnQuote: ReturnQuote = {
	...quoteBase,
	kind: 'return',
	line: returned,
	figures: { moneyBack: eur('120.50') },
};

export const exchangeQuote: Quote = {
	...quoteBase,
	kind: 'exchange',
	returns: [{ ...returned, figures: { moneyBack: eur('120.50') } }],
	purchases: [],
	totals: undefined,
};

export const line = (some: Partial<OperationLine> = {}): OperationLine => ({
	direction: 'return',
	what: 'VM_RI_D2s',
	quantity: 2,
	status: 'Succeeded',
	amount: eur('120.50'),
	orderId: ids.order,
	reservationId: ids.reservation,
	...some,
});

export const purchase = (some: Partial<OperationLine> = {}): OperationLine =>
	line({
		direction: 'purchase',
		what: 'Standard_D4s_v5, westeurope',
		quantity: 1,
		status: 'Pending',
		amount: eur('900'),
		orderId: undefined,
		reservationId: undefined,
		...some,
	});

export const bought = purchase({ status: 'Succeeded', orderId: ids.newOrder, reservationId: ids.newReservation });

export const operation = (some: Partial<Operation> = {}): Operation => ({
	id: ids.session,
	kind: 'exchange',
	connection: 'Sandbox',
	partnerTenantId: '3b33d682-8d4d-4b6a-9c0e-2f8a6d1e5b70',
	tenantId,
	customerName: 'Adventure Works Cycles',
	state: 'running',
	step: 'PendingRefunds',
	lines: [line(), line({ what: 'VM_RI_E4', status: 'Succeeded' }), line({ what: 'VM_RI_F8', status: 'Pending' }), purchase()],
	quote: exchangeQuote,
	preparedAt: now - 3 * 60_000,
	correlationIds: ['5b1d0d4c-0000-4000-8000-000000000001'],
	...some,
});
