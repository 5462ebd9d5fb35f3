/** Samples for the tests of operations: something to buy, a quote, and an operation that was written down. */
import type { Entry } from '../../src/reservations/operations/journal-file';
import type { PurchaseLine, Quote, ReturnQuote } from '../../src/reservations/operations/model';
import { preparedLines } from '../../src/reservations/operations/progress';
import { CUSTOMER, ORDER, PARTNER, RESERVATION, SUBSCRIPTION } from './transport';

export const sampleSession = 'abababab-0000-4000-8000-00000000000a';

/** Something to buy. */
export const samplePurchase: PurchaseLine = {
	sku: 'Standard_B1s',
	resourceType: 'VirtualMachines',
	region: 'eastus',
	term: 'P1Y',
	billingPlan: 'Upfront',
	quantity: 3,
	name: 'New',
	billingScopeId: `/subscriptions/${SUBSCRIPTION}`,
	scope: { kind: 'Shared' },
	renew: false,
};

/** A quote for a return of so many of three units. */
export function sampleQuote(quantity = 1): ReturnQuote {
	return {
		kind: 'return',
		sessionId: sampleSession,
		tenantId: CUSTOMER,
		quotedAt: 1_000,
		expiresAt: 481_000,
		policyErrors: [],
		blockers: [],
		basis: [{ orderId: ORDER, reservationId: RESERVATION, name: 'Web', quantity: 3, provisioningState: 'Succeeded', etag: 9 }],
		line: { tenantId: CUSTOMER, orderId: ORDER, reservationId: RESERVATION, quantity },
		figures: { moneyBack: { amount: '1.83', currency: 'GBP' }, commitmentCancelled: { amount: '20.13', currency: 'GBP' } },
	};
}

/** An operation that has just been written down. */
export function sampleEntry(quote: Quote = sampleQuote(), id = sampleSession): Entry {
	return {
		operation: {
			id,
			kind: quote.kind,
			connection: 'Test',
			partnerTenantId: PARTNER,
			tenantId: CUSTOMER,
			customerName: 'Contoso',
			committedBy: 'agent@partner.example',
			reason: 'test',
			state: 'prepared',
			lines: preparedLines(quote),
			quote,
			preparedAt: 2_000,
			correlationIds: [],
		},
		trail: { knownBefore: [RESERVATION] },
	};
}
