/** Exchanges: their quote, their commit and the operations that both are, Microsoft.Capacity 2022-11-01 (arm-contract 1.2, 2.10). */
import * as z from 'zod/mini';
import type { PurchaseRequest } from './purchases';
import { billingInformation, policyErrors, reservationToReturn, type ToReturn } from './refunds';
import { armCall } from './resource-manager';
import { pollWait } from './retry';
import type { Answer, Call, CallOptions, Transport } from './transport';
import { flag, maybe, number, price, text } from './values';

const API_VERSION = '2022-11-01';
const OPERATIONS = '/providers/Microsoft.Capacity/operationResults';

const returnedLine = z.looseObject({
	reservationId: text,
	quantity: number,
	billingRefundAmount: price,
	billingInformation,
	/** Only in what a commit answers. */
	status: text,
});

const purchasedLine = z.looseObject({
	/** The request as the service read it. */
	properties: maybe(
		z.looseObject({
			sku: maybe(z.looseObject({ name: text })),
			location: text,
			properties: maybe(
				z.looseObject({
					quantity: number,
					term: text,
					billingPlan: text,
					reservedResourceType: text,
					billingScopeId: text,
					appliedScopeType: text,
					appliedScopes: maybe(z.array(z.string())),
					appliedScopeProperties: maybe(z.looseObject({ subscriptionId: text, resourceGroupId: text, managementGroupId: text })),
					renew: flag,
					reservedResourceProperties: maybe(z.looseObject({ instanceFlexibility: text })),
					/** Not documented; null in all that was recorded. */
					instanceFlexibility: text,
				}),
			),
		}),
	),
	billingCurrencyTotal: price,
	reservationOrderId: text,
	reservationId: text,
	status: text,
});

const contents = z.looseObject({
	sessionId: text,
	netPayable: price,
	refundsTotal: price,
	purchasesTotal: price,
	policyResult: maybe(z.looseObject({ policyErrors, properties: maybe(z.looseObject({ policyErrors })) })),
	reservationsToExchange: maybe(z.array(returnedLine)),
	reservationsToPurchase: maybe(z.array(purchasedLine)),
});
/** What an exchange consists of: as quoted, and once committed with the status of each line. */
export type ExchangeContents = z.infer<typeof contents>;

const operation = z.looseObject({
	status: z.string(),
	properties: maybe(contents),
	error: maybe(z.looseObject({ code: text, message: text })),
});
/** An operation as a poll shows it: always HTTP 200, running unless its status says an end (recordings 1). */
export type ExchangeOperation = z.infer<typeof operation>;

/** The first answer has no body when it is 202. */
const begun = maybe(operation);

/** An operation that was begun, or its end where the service answers at once. */
export interface BegunOperation {
	/** Where to look: the header's own address, never a built one (arm-contract 1.2). Undefined: the service named none. */
	readonly url: string | undefined;
	/** How long the service asks to wait before the first look, ms. */
	readonly waitMs: number | undefined;
	readonly operation: ExchangeOperation | undefined;
	readonly correlationId: string | undefined;
}

/** What a look at an operation showed. */
export interface PolledOperation {
	readonly operation: ExchangeOperation;
	/** How long the service asks to wait before the next look, ms. */
	readonly waitMs: number | undefined;
	readonly correlationId: string | undefined;
}

/** True when an operation has ended; any other word than these means that it runs (arm-contract 4.2). */
export function hasOperationEnded(status: string): boolean {
	return /^(succeeded|failed|cancell?ed)$/i.test(status);
}

/** Asks for the quote of an exchange: an operation whose end is the quote. Changes nothing. @throws ServiceFailure */
export async function calculateExchange(
	transport: Transport,
	tenantId: string,
	returns: readonly ToReturn[],
	purchases: readonly PurchaseRequest[],
	options: CallOptions = {},
): Promise<BegunOperation> {
	const call: Call = {
		...armCall(tenantId, '/providers/Microsoft.Capacity/calculateExchange', API_VERSION, options),
		method: 'POST',
		safe: true,
		body: { properties: { reservationsToExchange: returns.map(reservationToReturn), reservationsToPurchase: purchases } },
	};
	return begunBy(await transport.send(begun, call));
}

/**
 * Commits a quoted exchange: sent once, can't be cancelled, can't be taken back. Nothing but the session is named
 * (arm-pitfalls 7), and the operation has the session's id (recordings 2).
 * @param options their signal counts until it is sent, not after that
 * @throws ServiceFailure that tells in `sent` whether it may have been carried out; `OutcomeUnknown` where that is so; an AbortError
 *   when cancelled: then it was not sent
 */
export async function commitExchange(
	transport: Transport,
	tenantId: string,
	sessionId: string,
	options: CallOptions,
): Promise<BegunOperation> {
	const call: Call = {
		...armCall(tenantId, '/providers/Microsoft.Capacity/exchange', API_VERSION, options),
		method: 'POST',
		committing: true,
		body: { properties: { sessionId } },
	};
	return begunBy(await transport.send(begun, call));
}

/**
 * Looks at an operation.
 * @param url as the service named it; the transport refuses one that leaves the service's origin
 * @throws ServiceFailure; `NotFound` when the service knows no such operation
 */
export async function pollOperation(
	transport: Transport,
	tenantId: string,
	url: string,
	options: CallOptions = {},
): Promise<PolledOperation> {
	const call: Call = { ...armCall(tenantId, url, API_VERSION, options), ...(url.includes('?') && { query: undefined }) };
	const { value, headers, correlationId } = await transport.send(operation, call);
	return { operation: value, waitMs: pollWait(headers), correlationId };
}

/** Where the operation of a committed session is when its address was lost with the answer (arm-pitfalls 6). */
export function operationOf(sessionId: string): string {
	return `${OPERATIONS}/${encodeURIComponent(sessionId)}`;
}

function begunBy({ value, headers, correlationId }: Answer<z.infer<typeof begun>>): BegunOperation {
	return {
		url: headers.get('azure-asyncoperation') ?? headers.get('location') ?? undefined,
		waitMs: pollWait(headers),
		operation: value ?? undefined,
		correlationId,
	};
}
