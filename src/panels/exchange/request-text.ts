/** The choice as a text that asks someone for approval: what would be given back, what bought, what it would cost as far as is known. */
import * as vscode from 'vscode';
import { moment, money, number, percent } from '../../host/formats';
import { billingPlanWords, termWords } from '../../host/words';
import type { Reservation } from '../../reservations/model';
import type { ExchangeQuote } from '../../reservations/operations/model';
import { regionName } from '../../reservations/regions';
import type { Draft } from './draft';
import type { Priced } from './figures';
import type { DraftPurchase } from './messages';

interface Asked {
	readonly customer: string;
	readonly tenantId: string;
	readonly draft: Draft;
	find(reservationId: string): Reservation | undefined;
	priceOf(line: DraftPurchase): Priced | undefined;
	/** A binding quote for this very choice, if there is one. */
	readonly quote: ExchangeQuote | undefined;
	/** ms since the epoch */
	readonly now: number;
}

/** Plain text, one fact a line, without any secret. */
export function requestText(asked: Asked): string {
	const { l10n } = vscode;
	const { draft, quote } = asked;
	const lines = [
		l10n.t('Request: exchange of Azure reservations'),
		l10n.t('Customer: {0} ({1})', asked.customer, asked.tenantId),
		l10n.t('As of {0}', moment(asked.now)),
		'',
		l10n.t('Given back:'),
		...(draft.returns.length === 0 ? [`- ${l10n.t('nothing yet')}`] : draft.returns.map((one) => returned(one, asked))),
		'',
		l10n.t('Bought:'),
		...(draft.purchases.length === 0 ? [`- ${l10n.t('nothing yet')}`] : draft.purchases.map((one) => bought(one, asked))),
		'',
		...figures(quote),
		l10n.t(
			'Nothing has been exchanged yet. Prices and quotes hold for a short time only; the exchange is quoted anew when it is made.',
		),
	];
	return `${lines.join('\n')}\n`;
}

function returned({ reservationId, orderId, quantity }: Draft['returns'][number], { find }: Asked): string {
	const { l10n } = vscode;
	const reservation = find(reservationId);
	const ids = l10n.t('reservation {0}, order {1}', reservationId, orderId);
	if (reservation === undefined) return `- ${number(quantity)} × ${ids}`;
	const use = l10n.t(
		'used {0} in 7 days, {1} in 30 days',
		percent(reservation.utilization.last7Days),
		percent(reservation.utilization.last30Days),
	);
	return `- ${l10n.t('{0} of {1} × {2} ({3})', number(quantity), number(reservation.quantity), reservation.name, reservation.product)}; ${use}; ${ids}`;
}

function bought(one: DraftPurchase, { priceOf }: Asked): string {
	const { l10n } = vscode;
	const price = priceOf(one);
	const parts = [
		`${number(one.quantity)} × ${one.product}${one.region === undefined ? '' : ` (${regionName(one.region)})`}`,
		`${termWords(one.term)}, ${billingPlanWords(one.billingPlan) ?? one.billingPlan}`,
		price?.commitment === undefined || price.asOf === undefined
			? l10n.t('commitment not known yet')
			: l10n.t('commitment {0} without tax, as of {1}', money(price.commitment), moment(price.asOf)),
		l10n.t('scope {0}', one.scope),
		one.renew ? l10n.t('renews automatically') : l10n.t('does not renew'),
	];
	return `- ${parts.join('; ')}`;
}

function figures(quote: ExchangeQuote | undefined): string[] {
	const { l10n } = vscode;
	if (quote?.totals === undefined) return [];
	const { moneyBack, commitmentCancelled, purchased, net } = quote.totals;
	return [
		l10n.t('Quote from Azure of {0}, without tax:', moment(quote.quotedAt)),
		`- ${l10n.t('money back: {0}', money(moneyBack))}`,
		`- ${l10n.t('commitment cancelled: {0}', money(commitmentCancelled))}`,
		`- ${l10n.t('new commitment: {0}', money(purchased))}`,
		`- ${l10n.t('difference of the commitments (not the next charge): {0}', money(net))}`,
		'',
	];
}
