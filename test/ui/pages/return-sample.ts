/** Quotes and operations of returns as partners meet them: one in good order, refused ones, each state of an operation. */
import { ServiceFailure } from '../../../src/azure/failure';
import { returnView } from '../../../src/panels/return/views/return';
import type { Money } from '../../../src/reservations/model';
import type { Operation, OperationState, PolicyError, ReturnQuote } from '../../../src/reservations/operations/model';
import { cloud, customer, now, reservation } from './sample';

const { tenantId, orderId, reservationId } = reservation;
const line = { tenantId, orderId, reservationId };

const eur = (amount: string): Money => ({ amount, currency: 'EUR' });
const usd = (amount: string): Money => ({ amount, currency: 'USD' });

/** One of three units, monthly: little comes back, two payments end. */
export const quote: ReturnQuote = {
	kind: 'return',
	sessionId: '7f0d6c3e-33d2-4e62-9b0b-6f9f3c6f1a55',
	tenantId: reservation.tenantId,
	quotedAt: now - 35_000,
	expiresAt: now + 445_000,
	policyErrors: [],
	blockers: [],
	correlationId: '4b1d8b8a-2f58-4d7f-8d4e-5c35f1b8b001',
	line: { ...line, quantity: 1 },
	figures: {
		moneyBack: eur('14.10'),
		moneyBackPricing: usd('15.02'),
		commitmentCancelled: eur('134.30'),
		paidInTotal: eur('6811.84'),
		paidTransactions: 34,
		transactions: 36,
		fee: undefined,
	},
	allowance: { consumed: usd('18400'), limit: usd('50000'), left: usd('31600') },
};

export const limitExceeded: PolicyError = {
	code: 'RefundLimitExceeded',
	message: 'The total of canceled commitment would be above the limit of 50000 USD in 12 months.',
	explanation:
		'This return would go above what this customer may return in 12 months (50,000 USD). Azure returns nothing then, not even a part.',
	instead: ['smallerQuantity', 'exchange', 'tradeIn', 'wait', 'support'],
};

/** A code alone, as the service may give it. */
export const codeAlone: PolicyError = {
	code: 'SelfServiceRefundNotSupported',
	explanation: 'This product can’t be returned by the partner. The service gave no more reason.',
	instead: ['exchange', 'support', 'access'],
};

export const refused: ReturnQuote = {
	...quote,
	sessionId: undefined,
	policyErrors: [limitExceeded, codeAlone],
	blockers: ['Azure gave no session for this quote, so it can’t be committed.', limitExceeded.explanation],
	allowance: { consumed: usd('49100'), limit: usd('50000'), left: usd('900') },
};

/** No amount, no session, no policy error: never read as zero. */
export const withoutAmount: ReturnQuote = { ...quote, sessionId: undefined, figures: undefined, allowance: undefined };

const made = (state: OperationState, change: Partial<Operation> = {}): Operation => ({
	id: quote.sessionId ?? '',
	kind: 'return',
	connection: 'Sandbox',
	partnerTenantId: cloud.partnerTenantId,
	tenantId: customer.tenantId,
	customerName: customer.name,
	committedBy: 'megan.bowen@contoso-partner.onmicrosoft.com',
	reason: 'Web front end was shut down',
	state,
	lines: [
		{
			direction: 'return',
			what: reservation.name,
			quantity: 1,
			status: state === 'succeeded' ? 'Succeeded' : 'Pending',
			amount: eur('14.10'),
			orderId: reservation.orderId,
			reservationId: reservation.reservationId,
		},
	],
	quote,
	preparedAt: now - 20_000,
	sentAt: now - 19_500,
	correlationIds: ['4b1d8b8a-2f58-4d7f-8d4e-5c35f1b8b001'],
	...change,
});

/** By state. */
export const operations = {
	sent: made('sent'),
	running: made('running', { step: 'Pending', answeredAt: now - 18_000, lastLookedAt: now - 2000 }),
	succeeded: made('succeeded', {
		answeredAt: now - 18_000,
		endedAt: now,
		explanation: 'The service has returned 1 unit. The other 2 go on as a new reservation.',
	}),
	failed: made('failed', {
		answeredAt: now - 18_000,
		endedAt: now,
		explanation: 'The service could not return it. The reservation is as it was.',
		lines: [
			{
				direction: 'return',
				what: reservation.name,
				quantity: 1,
				status: 'Failed',
				error: { code: 'OperationCannotBePerformedInCurrentState', message: 'The reservation is being changed.' },
			},
		],
	}),
	outcomeUnknown: made('outcomeUnknown', {
		explanation: 'The connection broke after the return was sent, and the reservation does not tell yet whether it was done.',
		lastLookedAt: now - 2000,
	}),
	notDone: made('notDone', { sentAt: undefined, endedAt: now, explanation: 'The service declined it. Nothing was returned.' }),
	prepared: made('prepared', { sentAt: undefined }),
} satisfies Partial<Record<OperationState, Operation>>;

export const noQuote = new ServiceFailure('Unreachable', 'Azure did not answer within 30 seconds. No quote was made.', {
	at: now,
	remedy: 'Check the connection and try again.',
});

export const sessionExpired = new ServiceFailure(
	'SessionExpired',
	'The session of this quote is too old for Azure. Nothing was returned.',
	{ code: 'SessionExpired', status: 400, at: now, remedy: 'Ask for a new quote and confirm that one.' },
);

export type Input = Parameters<typeof returnView>[0];

/** The page with a quote of one unit, but for what is changed. */
export const view = (change: Partial<Input> = {}) =>
	returnView({
		saved: { ...line, quantity: 1, reason: 'Web front end was shut down' },
		reservation,
		customer,
		customerName: customer.name,
		cloud,
		known: { value: { reservations: [reservation] }, asOf: now, loading: false },
		revision: 1,
		quantity: 1,
		unused: 1,
		reason: 'Web front end was shut down',
		quote: { quote: quote, standing: 'current', failure: undefined },
		commitment: { stage: 'choosing', quote: undefined, failure: undefined, operation: undefined },
		operations: [],
		looking: false,
		now,
		...change,
	});
