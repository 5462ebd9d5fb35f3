/** Returns of reservations: their quote and their commit, Microsoft.Capacity 2022-11-01 (arm-contract 2.11). */
import * as z from 'zod/mini';
import { orderResourceId, type ReservationIds, reservationResourceId } from './ids';
import { armCall } from './resource-manager';
import type { Answer, Call, CallOptions, Transport } from './transport';
import { maybe, number, price, text } from './values';

const API_VERSION = '2022-11-01';

/** Why a policy refuses. Both are optional: a code alone, or nothing at all, refuses too (arm-pitfalls 4). */
const policyError = z.looseObject({ code: text, message: text });
export type RefusedPolicy = z.infer<typeof policyError>;

/** Elements of any kind count: what is no object at all still refuses. */
export const policyErrors = maybe(z.array(z.catch(policyError, {})));

/** What is paid, used and still to come; amounts in billing currency, without tax (recordings 3 and 4). */
export const billingInformation = maybe(
	z.looseObject({
		billingPlan: text,
		completedTransactions: number,
		totalTransactions: number,
		billingCurrencyTotalPaidAmount: price,
		billingCurrencyProratedAmount: price,
		billingCurrencyRemainingCommitmentAmount: price,
	}),
);
export type BillingInformation = z.infer<typeof billingInformation>;

const refund = z.looseObject({
	id: text,
	properties: z.looseObject({
		sessionId: text,
		quantity: number,
		billingRefundAmount: price,
		pricingRefundAmount: price,
		// One level deeper than in the answers of exchanges (recordings 5).
		policyResult: maybe(
			z.looseObject({
				properties: maybe(z.looseObject({ consumedRefundsTotal: price, maxRefundLimit: price, policyErrors })),
				policyErrors,
			}),
		),
		billingInformation,
	}),
});
/** The quote of a return. Its commit answers the same figures, which no later call repeats (arm-pitfalls 3). */
export type Refund = z.infer<typeof refund>;

/** The commit may answer the order instead, which has none of the figures (arm-contract 1.2). */
const returned = z.looseObject({ id: text });

/** How many units of which reservation go back. */
export interface ToReturn extends ReservationIds {
	readonly quantity: number;
}

/** The full id with a quantity, as all calls that give back want it. */
export function reservationToReturn(line: ToReturn): { reservationId: string; quantity: number } {
	return { reservationId: reservationResourceId(line), quantity: line.quantity };
}

/** What a return would give back. Changes nothing. @throws ServiceFailure */
export function calculateRefund(
	transport: Transport,
	tenantId: string,
	line: ToReturn,
	options: CallOptions = {},
): Promise<Answer<Refund>> {
	const order = orderResourceId(line.orderId);
	return transport.send(refund, {
		...armCall(tenantId, `${order}/calculateRefund`, API_VERSION, options),
		method: 'POST',
		safe: true,
		body: { id: order, properties: { scope: 'Reservation', reservationToReturn: reservationToReturn(line) } },
	});
}

/**
 * Commits a quoted return: sent once, can't be cancelled, can't be taken back. The answer comes before the work is done, and
 * there is no operation to poll (recordings 6): the state of the reservation tells the end.
 * @param reason free text, required (arm-contract 2.11)
 * @param options their signal counts until it is sent, not after that
 * @throws ServiceFailure that tells in `sent` whether it may have been carried out; `OutcomeUnknown` where that is so; an AbortError
 *   when cancelled: then it was not sent
 */
export function commitReturn(
	transport: Transport,
	tenantId: string,
	line: ToReturn,
	sessionId: string,
	reason: string,
	options: CallOptions,
): Promise<Answer<z.infer<typeof returned>>> {
	const call: Call = {
		...armCall(tenantId, `${orderResourceId(line.orderId)}/return`, API_VERSION, options),
		method: 'POST',
		committing: true,
		body: {
			properties: { sessionId, scope: 'Reservation', reservationToReturn: reservationToReturn(line), returnReason: reason },
		},
	};
	return transport.send(returned, call);
}
