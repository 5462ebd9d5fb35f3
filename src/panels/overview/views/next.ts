/** The card "What to do next": advice, the next payment, what is still to be paid, renewal and exchange. */
import Big from 'big.js';
import * as vscode from 'vscode';
import { paymentCount, reservationCount } from '../../../host/counts';
import { date, list, money, number, span } from '../../../host/formats';
import { offerWords, renewalWords } from '../../../host/words';
import { daysBetween } from '../../../reservations/format';
import type { Advice, Known, Money, Payment, Reservation, ReservationOrder } from '../../../reservations/model';
import { renewalOf } from '../../../reservations/policy';
import { isActive } from '../../../reservations/states';
import type { Next } from '../messages';
import { quoteAction, type RefundInput, refundFacts } from './refund';

interface Input extends RefundInput {
	readonly advice: readonly Advice[];
	readonly order: Known<ReservationOrder>;
	/** The daily use is still being read: advice may follow. */
	readonly usageLoading: boolean;
	/** ms since the epoch */
	readonly now: number;
}

type Fact = Next['facts'][number];

/** Days before the end from which on the decision on the renewal is asked for, the more pressing the closer (portal-workflow 1). */
const decideWithin = [
	{ days: 30, mark: { icon: 'error', tone: 'bad' } },
	{ days: 60, mark: { icon: 'warning', tone: 'warning' } },
	{ days: 90, mark: { icon: 'info', tone: 'info' } },
] as const;

/** Advice that is shown at once; every warning is. */
const shownAtOnce = 3;

export function nextView(input: Input): Next {
	const { reservation, advice, order, usageLoading, now } = input;
	const warnings = advice.filter(({ severity }) => severity === 'warning').length;
	const items = advice.map(adviceItem);
	const rest = items.splice(Math.max(warnings, shownAtOnce));
	return {
		type: 'next',
		loading: usageLoading || order.loading,
		items,
		more: rest.length === 0 ? undefined : { label: vscode.l10n.t('More to know: {0}', number(rest.length)), items: rest },
		facts: [
			...renewalFacts(reservation, now),
			...exchangeFacts(reservation),
			...refundFacts(input),
			...paymentFacts(order.value),
		],
		action: quoteAction(input),
	};
}

function adviceItem({ severity, title, text, link }: Advice): Next['items'][number] {
	return {
		mark:
			severity === 'warning' ? { icon: 'warning', tone: 'warning', text: title } : { icon: 'info', tone: 'info', text: title },
		text,
		link,
	};
}

/** When the renewal has to be decided on (rules 8); what that means is in the advice and in the essentials. */
function renewalFacts(reservation: Reservation, now: number): Fact[] {
	const { l10n } = vscode;
	const { expiresAt } = reservation;
	if (expiresAt === undefined || !isActive(reservation)) return [];
	const days = daysBetween(now, expiresAt);
	const words = renewalWords(reservation, renewalOf(reservation)).value;
	const label = l10n.t('Renewal');
	const due = decideWithin.find((stage) => days <= stage.days);
	if (due === undefined) return [{ label, value: l10n.t('{0} · decide by {1}', words, date(expiresAt)) }];
	const left = span(Math.max(days, 0), 'day');
	const value = {
		30: l10n.t('{0} · decide now, {1} left', words, left),
		60: l10n.t('{0} · decide soon, {1} left', words, left),
		90: l10n.t('{0} · time to decide, {1} left', words, left),
	}[due.days];
	// What renews goes on by itself: that is to be known, and nothing is about to be lost.
	return [{ label, value, mark: renewalOf(reservation) === 'on' ? decideWithin[2].mark : due.mark }];
}

function exchangeFacts(reservation: Reservation): Fact[] {
	return isActive(reservation) ? [{ label: vscode.l10n.t('Exchange'), value: offerWords(reservation.canExchange) }] : [];
}

function paymentFacts(order: ReservationOrder | undefined): Fact[] {
	if (order === undefined) return [];
	const scheduled = order.payments.filter(({ status }) => status.toLowerCase() === 'scheduled');
	if (scheduled.length === 0) return [];
	const { l10n } = vscode;
	const shared =
		order.reservationIds.length > 1
			? l10n.t('For the whole order of {0}.', reservationCount(order.reservationIds.length))
			: undefined;
	return [nextPayment(scheduled, shared), stillToCome(scheduled, shared)].filter((fact) => fact !== undefined);
}

/** The first payment that is only scheduled. Its billing amount is not known before it is charged (arm-contract PaymentDetail). */
function nextPayment(scheduled: readonly Payment[], shared: string | undefined): Fact | undefined {
	const [first] = scheduled.filter(({ dueAt }) => dueAt !== undefined).sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
	if (first === undefined) return undefined;
	const { l10n } = vscode;
	return {
		label: l10n.t('Next payment, pricing currency, without tax'),
		value: first.pricing === undefined ? date(first.dueAt) : l10n.t('{0} on {1}', money(first.pricing), date(first.dueAt)),
		note: shared,
	};
}

/** Adds up within one currency only; says so when an amount is missing instead of adding up the others. */
function stillToCome(scheduled: readonly Payment[], shared: string | undefined): Fact {
	const { l10n } = vscode;
	const label = l10n.t('Scheduled payments still to come, pricing currency, without tax');
	const missing = scheduled.filter(({ pricing }) => pricing === undefined).length;
	if (missing > 0) {
		return {
			label,
			value: l10n.t('Not known: no amount for {0} of {1}', number(missing), paymentCount(scheduled.length)),
			note: shared,
		};
	}
	const count = paymentCount(scheduled.length);
	return { label, value: `${list(totals(scheduled).map(money))} · ${count}`, note: shared };
}

function totals(payments: readonly Payment[]): Money[] {
	const sums = new Map<string, Big>();
	for (const { pricing } of payments) {
		if (pricing !== undefined) sums.set(pricing.currency, (sums.get(pricing.currency) ?? new Big(0)).plus(pricing.amount));
	}
	return [...sums].map(([currency, sum]) => ({ amount: sum.toFixed(), currency }));
}
