/** What a return would give back, or why not, and what is left of the customer's refund pool: only as quotes told it, with their date. */
import * as vscode from 'vscode';
import { date, moment, money, number } from '../../../host/formats';
import type { Reservation } from '../../../reservations/model';
import { canBeCommitted } from '../../../reservations/operations/committable';
import type { ReturnQuote } from '../../../reservations/operations/model';
import { isActive } from '../../../reservations/states';
import type { KnownAllowance } from '../../../reservations/watch/model';
import type { Next } from '../messages';

export interface RefundInput {
	readonly reservation: Reservation;
	/** The newest quote of its return, as long as it stands. */
	readonly returnQuote: ReturnQuote | undefined;
	readonly allowance: KnownAllowance | undefined;
}

type Fact = Next['facts'][number];

export function refundFacts({ reservation, returnQuote, allowance }: RefundInput): Fact[] {
	if (!isActive(reservation)) return [];
	const back = moneyBack(reservation, returnQuote);
	return [...(back === undefined ? [] : [back]), pool(allowance)];
}

/** Asks for the quote that tells what would come back, where none does. */
export function quoteAction({ reservation, returnQuote }: RefundInput): Next['action'] {
	const isTold = returnQuote !== undefined && canBeCommitted(returnQuote);
	if (!isActive(reservation) || reservation.canReturn === 'notOffered' || isTold) return undefined;
	return { label: vscode.l10n.t('Ask What a Return Gives Back…'), icon: 'discard', command: 'cspReservations.return' };
}

/** A refused quote may name amounts too, and one that is blocked other amounts than it was asked for: neither comes back. */
function moneyBack({ quantity }: Reservation, quote: ReturnQuote | undefined): Fact | undefined {
	if (quote === undefined) return undefined;
	const { l10n } = vscode;
	const { figures, line, policyErrors, blockers } = quote;
	const label = l10n.t('Money back of a return, billing currency, without tax');
	const asOf = l10n.t('As quoted on {0}. It changes with time: a new quote tells what it is then.', moment(quote.quotedAt));
	const units = [number(line.quantity), number(quantity)] as const;
	if (figures !== undefined && canBeCommitted(quote))
		return { label, value: l10n.t('{0} for {1} of {2}', money(figures.moneyBack), ...units), note: asOf };
	return {
		label,
		value:
			policyErrors.length > 0
				? l10n.t('Azure refused the return of {0} of {1}', ...units)
				: l10n.t('Not known: the quote for {0} of {1} can’t be used', ...units),
		// The service's words are among them.
		note: [...blockers, asOf].join(' '),
		mark: { icon: 'warning', tone: 'warning' },
	};
}

/** Always partial (rules 4.2): says of when the figures are, and what is not in them. */
function pool(allowance: KnownAllowance | undefined): Fact {
	const { l10n } = vscode;
	const label = l10n.t('Refund pool left for this customer, over 12 months');
	const { told, returns = [] } = allowance ?? {};
	if (told === undefined)
		return { label, value: l10n.t('Not known'), note: l10n.t('Azure tells it only in the quote of a return.') };
	const after = returns.filter(({ isAfterFigures }) => isAfterFigures).length;
	return {
		label,
		value: l10n.t('{0} of {1} left', money(told.left), money(told.limit)),
		note: [
			l10n.t('As a quote told on {0}; returns made elsewhere since then are not in it.', date(told.at)),
			...(after > 0 ? [l10n.t('Returned here since then: {0}.', number(after))] : []),
		].join(' '),
	};
}
