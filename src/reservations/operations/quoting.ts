/** Asks for quotes and prices, and reads the reservations that they are made on. Changes nothing. */
import * as l10n from '@vscode/l10n';
import {
	type BegunOperation,
	calculateExchange,
	type ExchangeOperation,
	hasOperationEnded,
	pollOperation,
} from '../../azure/exchanges';
import { ServiceFailure } from '../../azure/failure';
import { calculatePrice } from '../../azure/purchases';
import { calculateRefund } from '../../azure/refunds';
import type { Transport } from '../../azure/transport';
import type { Reservation, ReservationRef } from '../model';
import { money } from '../money';
import { isActive } from '../states';
import { explanationOf } from './explanations';
import type { ExchangeQuote, ExchangeRequest, PriceQuote, PurchaseLine, ReturnLine, ReturnQuote } from './model';
import { purchaseRequest } from './purchase-request';
import { exchangeQuote, returnQuote } from './quotes';
import { readReservation } from './reading';

interface Quoting {
	readonly transport: Transport;
	readonly clock: () => number;
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Wait between two looks at a quote where the service names none, ms: it takes about 20 s (arm-contract 1.2). */
const betweenLooksMs = 2_000;
/** Looks at one quote before it is given up; at the usual 5 s more than three minutes. */
const mostLooks = 40;
/** Codes of an answer that mean that the session is not good any more (arm-pitfalls 1). */
const sessionOver = /session timed out/i;

/** A quote for a return. @throws ServiceFailure `Refused` when the line can't be returned as it is */
export async function quoteReturn(quoting: Quoting, line: ReturnLine, signal: AbortSignal): Promise<ReturnQuote> {
	const { transport, clock } = quoting;
	return withMeaning(async () => {
		const reservation = await returnable(quoting, line, signal);
		const { value, correlationId } = await calculateRefund(transport, line.tenantId, line, { signal });
		return returnQuote(line, value, { reservations: [reservation], at: clock(), correlationId });
	});
}

/** A quote for an exchange: polled to its end. @throws ServiceFailure `Refused` when something in it can't be returned or bought */
export async function quoteExchange(quoting: Quoting, request: ExchangeRequest, signal: AbortSignal): Promise<ExchangeQuote> {
	const { transport, clock } = quoting;
	const { tenantId, returns, purchases } = request;
	return withMeaning(async () => {
		checkRequest(request);
		const reservations = await Promise.all(returns.map((line) => returnable(quoting, line, signal)));
		const requests = purchases.map((line) => purchaseRequest(tenantId, line));
		const begun = await calculateExchange(transport, tenantId, returns, requests, { signal });
		const { operation, correlationId } = await endOf(quoting, tenantId, begun, signal);
		if (operation.properties === null || operation.properties === undefined) {
			throw unusable(tenantId, 'properties: expected object, got nothing', correlationId);
		}
		return exchangeQuote(request, operation.properties, { reservations, at: clock(), correlationId });
	});
}

/** The price of a purchase line (arm-contract 2.9). @throws ServiceFailure */
export async function priceOf(quoting: Quoting, tenantId: string, line: PurchaseLine, signal: AbortSignal): Promise<PriceQuote> {
	return withMeaning(async () => {
		checkQuantity(tenantId, line.quantity, undefined);
		const { value } = await calculatePrice(quoting.transport, tenantId, purchaseRequest(tenantId, line), { signal });
		const [first] = value.properties.paymentSchedule ?? [];
		return {
			commitment: money(value.properties.billingCurrencyTotal),
			firstPayment: line.billingPlan === 'Monthly' ? money(first?.billingCurrencyTotal) : undefined,
		};
	});
}

/** The reservation of a line as it is now. @throws ServiceFailure `Refused` when the line can't be returned */
async function returnable({ transport }: Quoting, line: ReturnLine, signal: AbortSignal): Promise<Reservation> {
	checkQuantity(line.tenantId, line.quantity, undefined);
	const reservation = await readReservation(transport, line, { signal });
	if (!isActive(reservation)) {
		throw refused(
			line.tenantId,
			l10n.t('The reservation {0} is not active: its state is {1}. No quote was made.', reservation.name, reservation.state),
			l10n.t('Refresh it. What has ended, or is being worked on, can’t be returned or exchanged.'),
		);
	}
	checkQuantity(line.tenantId, line.quantity, reservation);
	return reservation;
}

/** @throws ServiceFailure `Refused` unless it is a whole number from 1 to what the reservation has */
function checkQuantity(tenantId: string, quantity: number, reservation: Reservation | undefined): void {
	if (!Number.isSafeInteger(quantity) || quantity < 1) {
		throw refused(tenantId, l10n.t('A quantity has to be a whole number from 1. No quote was made.'));
	}
	if (reservation === undefined) return;
	if (reservation.quantity === undefined) {
		throw refused(
			tenantId,
			l10n.t('Azure does not tell how many units the reservation {0} has. No quote was made.', reservation.name),
			l10n.t('Refresh it, or look at it in the Azure portal.'),
		);
	}
	if (quantity > reservation.quantity) {
		throw refused(
			tenantId,
			l10n.t(
				'The quantity of the reservation {0} is {1}, less than {2}. No quote was made.',
				reservation.name,
				reservation.quantity,
				quantity,
			),
		);
	}
}

/** @throws ServiceFailure `Refused` for a request that can't be meant */
function checkRequest({ tenantId, returns, purchases }: ExchangeRequest): void {
	if (returns.length === 0 || purchases.length === 0) {
		throw refused(tenantId, l10n.t('An exchange needs something to return and something to buy. No quote was made.'));
	}
	if (new Set(returns.map(idOf)).size < returns.length) {
		throw refused(tenantId, l10n.t('A reservation is in the exchange twice. No quote was made.'));
	}
	if (returns.some((line) => line.tenantId.toLowerCase() !== tenantId.toLowerCase())) {
		throw refused(tenantId, l10n.t('An exchange can only have reservations of one customer. No quote was made.'));
	}
	for (const { quantity } of purchases) checkQuantity(tenantId, quantity, undefined);
}

function idOf({ reservationId }: ReservationRef): string {
	return reservationId.toLowerCase();
}

/** Follows the operation of a quote to its end. @throws ServiceFailure; an AbortError when cancelled */
async function endOf(
	{ transport, sleep }: Quoting,
	tenantId: string,
	begun: BegunOperation,
	signal: AbortSignal,
): Promise<{ readonly operation: ExchangeOperation; readonly correlationId: string | undefined }> {
	let { operation, waitMs, correlationId } = begun;
	for (let looks = 0; operation === undefined || !hasOperationEnded(operation.status); looks++) {
		if (begun.url === undefined) throw unusable(tenantId, 'no address of the operation in the headers', correlationId);
		if (looks === mostLooks) {
			throw new ServiceFailure('Unreachable', l10n.t('Azure did not finish the quote in time. Nothing was changed.'), {
				customerTenantId: tenantId,
				correlationId,
				remedy: l10n.t('Ask for the quote again.'),
			});
		}
		await sleep(waitMs ?? betweenLooksMs, signal);
		({ operation, waitMs, correlationId } = await pollOperation(transport, tenantId, begun.url, { signal }));
	}
	if (/^succeeded$/i.test(operation.status)) return { operation, correlationId };
	const { code, message } = operation.error ?? {};
	throw new ServiceFailure('Refused', l10n.t('Azure refused the quote. Nothing was changed.'), {
		code: code ?? undefined,
		detail: message ?? undefined,
		customerTenantId: tenantId,
		correlationId,
	});
}

/** A refusal with what its code means and what can be done instead. */
export async function withMeaning<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw error instanceof ServiceFailure ? meaningful(error) : error;
	}
}

/** The failure with a remedy that its code has, where it has none yet. */
export function meaningful(failure: ServiceFailure): ServiceFailure {
	if (failure.kind !== 'Refused' || failure.details.remedy !== undefined) return failure;
	const remedy = sessionOver.test(failure.details.detail ?? '')
		? l10n.t('The session of the quote is over. Ask for a new quote.')
		: explanationOf(failure.details.code)?.explanation;
	return remedy === undefined ? failure : new ServiceFailure(failure.kind, failure.message, { ...failure.details, remedy });
}

/** Something is declined before it is sent. */
export function refused(customerTenantId: string, message: string, remedy?: string): ServiceFailure {
	return new ServiceFailure('Refused', message, { customerTenantId, remedy, sent: 'no' });
}

function unusable(customerTenantId: string, detail: string, correlationId: string | undefined): ServiceFailure {
	return new ServiceFailure('UnexpectedAnswer', l10n.t('Azure gave an answer that can’t be used. Nothing was changed.'), {
		customerTenantId,
		correlationId,
		detail,
		remedy: l10n.t('Ask for the quote again. If it stays, report it with the details.'),
	});
}
