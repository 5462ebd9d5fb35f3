/** The choice as a text that asks someone for approval: what would be given back, what bought, what it would cost as far as is known. */
import * as vscode from 'vscode';
import { moment, money, number, percent } from '../../host/formats';
import { billingPlanWords, termWords } from '../../host/words';
import type { Money, Reservation } from '../../reservations/model';
import type { ExchangeQuote } from '../../reservations/operations/model';
import type { Draft } from './draft';
import type { DraftPurchase } from './messages';

interface Asked {
	readonly customer: string;
	readonly tenantId: string;
	readonly draft: Draft;
	find(reservationId: string): Reservation | undefined;
	priceOf(line: DraftPurchase): Money | undefined;
	/** A binding quote for this very choice, if there is one. */
	readonly quote: ExchangeQuote | undefined;
	/** ms since the epoch */
	readonly now: number;
}

/** Plain text, one fact a line, without any secret. */
export function requestText(asked: Asked): string {
	const { t } = vscode.l10n;
	const { draft, quote } = asked;
	const lines = [
		t('Request: exchange of Azure reservations'),
		t('Customer: {0} ({1})', asked.customer, asked.tenantId),
		t('As of {0}', moment(asked.now)),
		'',
		t('Given back:'),
		...(draft.returns.length === 0 ? [`- ${t('nothing yet')}`] : draft.returns.map((one) => returned(one, asked))),
		'',
		t('Bought:'),
		...(draft.purchases.length === 0 ? [`- ${t('nothing yet')}`] : draft.purchases.map((one) => bought(one, asked))),
		'',
		...figures(quote),
		t(
			'Nothing has been exchanged yet. Prices and quotes hold for a short time only; the exchange is quoted anew when it is made.',
		),
	];
	return `${lines.join('\n')}\n`;
}

function returned({ reservationId, orderId, quantity }: Draft['returns'][number], { find }: Asked): string {
	const { t } = vscode.l10n;
	const reservation = find(reservationId);
	const ids = t('reservation {0}, order {1}', reservationId, orderId);
	if (reservation === undefined) return `- ${number(quantity)} × ${ids}`;
	const use = t(
		'used {0} in 7 days, {1} in 30 days',
		percent(reservation.utilization.last7Days, 1),
		percent(reservation.utilization.last30Days, 1),
	);
	return `- ${t('{0} of {1} × {2} ({3})', number(quantity), number(reservation.quantity), reservation.name, reservation.product)}; ${use}; ${ids}`;
}

function bought(one: DraftPurchase, { priceOf }: Asked): string {
	const { t } = vscode.l10n;
	const price = priceOf(one);
	const parts = [
		`${number(one.quantity)} × ${one.product}${one.region === undefined ? '' : ` (${one.region})`}`,
		`${termWords(one.term)}, ${billingPlanWords(one.billingPlan) ?? one.billingPlan}`,
		price === undefined ? t('commitment not known yet') : t('commitment {0} without tax', money(price)),
		t('scope {0}', one.scope),
		one.renew ? t('renews automatically') : t('does not renew'),
	];
	return `- ${parts.join('; ')}`;
}

function figures(quote: ExchangeQuote | undefined): string[] {
	const { t } = vscode.l10n;
	if (quote?.totals === undefined) return [];
	const { moneyBack, commitmentCancelled, purchased, net } = quote.totals;
	return [
		t('Quote of the service of {0}, without tax:', moment(quote.quotedAt)),
		`- ${t('money back: {0}', money(moneyBack))}`,
		`- ${t('commitment cancelled: {0}', money(commitmentCancelled))}`,
		`- ${t('new commitment: {0}', money(purchased))}`,
		`- ${t('difference of the commitments (not the next charge): {0}', money(net))}`,
		'',
	];
}
