/** What to know and do about a reservation: each rule looks at the facts and says one thing, or nothing. */
import * as l10n from '@vscode/l10n';
import type { AdviceContext } from './advice-context';
import { daysBetween } from './format';
import { lowUseAdvice } from './low-use';
import type { Advice, Reservation } from './model';
import {
	articleOf,
	exchangeCutOff,
	fallsUnderExchangeCutOff,
	isNotExchangeable,
	isNotReturnable,
	legacySeriesEnd,
	legacySeriesOf,
	renewalPriceKnownDays,
	thresholds,
} from './policy';
import { hasEnded, isActive } from './states';

type Rule = (context: AdviceContext) => Advice | undefined;

/** In the order they are shown: what is wrong, what is due, what to know. */
const rules: readonly Rule[] = [
	noBenefit,
	paymentProblem,
	failed,
	ended,
	replaced,
	legacySeries,
	renewalOn,
	renewalOff,
	expiresSoon,
	hybridBenefitReview,
	exchangeCutOffNotice,
	notReturnable,
	notExchangeable,
	cameFrom,
	billingSubscription,
];

/** All advice on a reservation: warnings first, each group in the order of the rules. */
export function advise(context: AdviceContext): readonly Advice[] {
	const found = [...rules.map((rule) => rule(context)), ...lowUseAdvice(context)].filter((advice) => advice !== undefined);
	return [...found.filter(({ severity }) => severity === 'warning'), ...found.filter(({ severity }) => severity !== 'warning')];
}

/** "1 day", "12 days". */
function daysText({ format }: AdviceContext, days: number): string {
	return days === 1 ? l10n.t('1 day') : l10n.t('{0} days', format.number(days));
}

function isLater({ expiresAt }: Reservation, than: number): boolean {
	return expiresAt !== undefined && expiresAt > than;
}

/** rules 5, 10: the scope went away, so nothing gets the discount. */
function noBenefit({ reservation }: AdviceContext): Advice | undefined {
	if (reservation.state !== 'NoBenefit') return undefined;
	const reasons: Record<string, string> = {
		NoBenefitDueToSubscriptionTransfer: l10n.t('The subscription of its scope was transferred.'),
		NoBenefitDueToSubscriptionDeletion: l10n.t('The subscription of its scope was deleted.'),
	};
	const reason =
		reasons[reservation.statusCode ?? ''] ?? reservation.statusMessage ?? l10n.t('Its scope has nothing that it can apply to.');
	return {
		id: 'state.noBenefit',
		severity: 'warning',
		title: l10n.t('Nothing gets this reservation’s discount.'),
		text: l10n.t(
			'{0} Change the scope to shared, or to a subscription that exists. A scope change costs nothing and keeps the end date.',
			reason,
		),
		link: articleOf('usage'),
	};
}

/** arm-contract 4.2, ReservationStatusCode. */
function paymentProblem({ reservation }: AdviceContext): Advice | undefined {
	const codes = ['PurchaseError', 'PaymentInstrumentError', 'CreditLineCheckFailed', 'RiskCheckFailed'];
	if (!codes.includes(reservation.statusCode ?? '') || hasEnded(reservation)) return undefined;
	return {
		id: 'state.payment',
		severity: 'warning',
		title: l10n.t('There is a problem with the payment.'),
		text: l10n.t('{0} Check the payment schedule here and the billing status in Partner Center.', statusOf(reservation)),
	};
}

function failed({ reservation }: AdviceContext): Advice | undefined {
	if (reservation.state !== 'Failed') return undefined;
	return {
		id: 'state.failed',
		severity: 'warning',
		title: l10n.t('The purchase of this reservation failed.'),
		text: l10n.t(
			'{0} It gives no discount. Buy it again, or ask Microsoft Support with the IDs of the reservation and of its order.',
			statusOf(reservation),
		),
	};
}

function statusOf({ statusCode, statusMessage }: Reservation): string {
	return statusMessage ?? (statusCode === undefined ? '' : l10n.t('Azure says: {0}.', statusCode));
}

/** rules 8: after the end the services run on at pay-as-you-go prices, and it can't be renewed any more. */
function ended({ reservation, format }: AdviceContext): Advice | undefined {
	if (reservation.state !== 'Expired') return undefined;
	const { expiresAt, became } = reservation;
	const when = expiresAt === undefined ? l10n.t('It has expired.') : l10n.t('It expired on {0}.', format.date(expiresAt));
	const renewed = reservation.renewState === 'Renewed' || became !== undefined;
	return {
		id: 'expiry.ended',
		severity: 'info',
		title: l10n.t('This reservation has ended.'),
		text: renewed
			? l10n.t('{0} It was renewed: the new reservation has its own ID{1}.', when, idList(became))
			: l10n.t(
					'{0} What it covered runs on at pay-as-you-go prices. It can’t be renewed any more; buy a new one where it still pays.',
					when,
				),
		link: articleOf('expiry'),
	};
}

/** rules 2, 7: split, merge, exchange and partial return end a reservation and make new ones. */
function replaced({ reservation }: AdviceContext): Advice | undefined {
	const texts: Record<string, string> = {
		Split: l10n.t('It was split: look at the reservations it became{0}.', idList(reservation.became)),
		Merged: l10n.t('It was merged: look at the reservation it became{0}.', idList(reservation.became)),
		Exchanged: l10n.t('It was exchanged: look at the reservations bought for it.'),
	};
	const text = texts[reservation.statusCode ?? ''] ?? (hasEnded(reservation) ? texts[reservation.provisioningState] : undefined);
	if (text === undefined || !hasEnded(reservation)) return undefined;
	return {
		id: 'history.replaced',
		severity: 'info',
		title: l10n.t('This reservation was replaced.'),
		text,
		link: articleOf('management'),
	};
}

function idList(ids: readonly string[] | undefined): string {
	return ids === undefined ? '' : ` (${ids.join(', ')})`;
}

/** rules 3.11: no purchase and no renewal of these series any more, so they are no target of an exchange either. */
function legacySeries({ reservation, now, format }: AdviceContext): Advice | undefined {
	const series = legacySeriesOf(reservation);
	if (series === undefined || !isActive(reservation) || !isLater(reservation, legacySeriesEnd)) return undefined;
	const renews = reservation.renew;
	const text = renews
		? l10n.t(
				'Automatic renewal is on, but Microsoft does not renew this series since {0}: the renewal will fail. Plan a newer VM series or a savings plan before the end.',
				format.date(legacySeriesEnd),
			)
		: l10n.t(
				'It runs to its end. Since {0} this series can be neither bought nor renewed, so it is no target of an exchange either. Plan a newer VM series or a savings plan.',
				format.date(legacySeriesEnd),
			);
	return {
		id: 'policy.legacySeries',
		severity: renews || daysBetween(now, reservation.expiresAt ?? now) <= thresholds.decideOnRenewalDays ? 'warning' : 'info',
		title: l10n.t('The VM series {0} is not sold for this term any more.', series),
		text,
		link: articleOf('legacySeries'),
	};
}

/** rules 8: a renewal is a new purchase at the price of 30 days before, and fails when that price changes until the end. */
function renewalOn(context: AdviceContext): Advice | undefined {
	const { reservation, now, format } = context;
	const { renew, expiresAt } = reservation;
	if (!renew || expiresAt === undefined || expiresAt <= now || !isActive(reservation)) return undefined;
	if (legacySeriesOf(reservation) !== undefined) return undefined;
	const days = daysBetween(now, expiresAt);
	const priceKnownAt = expiresAt - renewalPriceKnownDays * 86_400_000;
	const price =
		now >= priceKnownAt
			? l10n.t('Its price is set now. If the price changes before the end, Azure does not renew it: look again after the end.')
			: l10n.t('Its price is known from {0}.', format.date(priceKnownAt));
	return {
		id: 'renewal.on',
		severity: 'info',
		title: l10n.t(
			'Automatic renewal is on: a new reservation is bought in {0}, on {1}.',
			daysText(context, days),
			format.date(expiresAt),
		),
		text: l10n.t(
			'{0} A split or a merge switches the renewal off. Switch it off under Renewal in the Azure portal if the customer does not need it any more.',
			price,
		),
		link: articleOf('renewal'),
	};
}

function renewalOff(context: AdviceContext): Advice | undefined {
	const { reservation, now, format } = context;
	const { renew, expiresAt } = reservation;
	if (renew || expiresAt === undefined || expiresAt <= now || !isActive(reservation)) return undefined;
	const days = daysBetween(now, expiresAt);
	if (days > thresholds.decideOnRenewalDays || legacySeriesOf(reservation) !== undefined) return undefined;
	return {
		id: 'renewal.off',
		severity: days <= renewalPriceKnownDays ? 'warning' : 'info',
		title: l10n.t('Automatic renewal is off; time left: {0}.', daysText(context, days)),
		text: l10n.t(
			'After {0} what it covers is charged at pay-as-you-go prices. Decide with the customer: switch on automatic renewal, buy another reservation, or let it end. An expired reservation can’t be renewed.',
			format.date(expiresAt),
		),
		link: articleOf('renewal'),
	};
}

function expiresSoon(context: AdviceContext): Advice | undefined {
	const { reservation, now, format } = context;
	const { expiresAt } = reservation;
	if (expiresAt === undefined || expiresAt <= now || !isActive(reservation)) return undefined;
	const days = daysBetween(now, expiresAt);
	if (days > renewalPriceKnownDays) return undefined;
	return {
		id: 'expiry.soon',
		severity: 'warning',
		title: l10n.t('It expires in {0}, on {1}.', daysText(context, days), format.date(expiresAt)),
		text: l10n.t(
			'Microsoft’s e-mail about it goes to the primary contact in the partner’s legal information only, so tell the customer yourself.',
		),
		link: articleOf('expiry'),
	};
}

/** arm-contract 2.5: Azure Hybrid Benefit has no end but a date to review it. */
function hybridBenefitReview({ reservation, now, format }: AdviceContext): Advice | undefined {
	const { reviewAt } = reservation;
	if (reviewAt === undefined || !isActive(reservation)) return undefined;
	const days = daysBetween(now, reviewAt);
	const isDue = days <= thresholds.reviewHybridBenefitDays;
	return {
		id: 'hybridBenefit.review',
		severity: isDue ? 'warning' : 'info',
		title:
			days < 0
				? l10n.t('The review of this Azure Hybrid Benefit was due on {0}.', format.date(reviewAt))
				: l10n.t('This Azure Hybrid Benefit has to be reviewed by {0}.', format.date(reviewAt)),
		text: l10n.t('Compare the number of licences here with those that the customer owns, and correct it in the Azure portal.'),
	};
}

/** rules 3.10: what is bought after the date can't be exchanged; what was bought before keeps one last exchange. */
function exchangeCutOffNotice({ reservation, now, format }: AdviceContext): Advice | undefined {
	if (!fallsUnderExchangeCutOff(reservation) || !isActive(reservation)) return undefined;
	const { purchasedAt, renew, expiresAt } = reservation;
	if (purchasedAt === undefined) return undefined;
	const date = format.date(exchangeCutOff);
	const base = { id: 'policy.exchangeCutOff', link: articleOf('exchangeCutOff') } as const;
	if (purchasedAt >= exchangeCutOff) {
		return {
			...base,
			severity: 'info',
			title: l10n.t('It can’t be exchanged: it was bought after {0}.', date),
			text: l10n.t(
				'A return within the refund limit and a trade-in for a savings plan stay possible. Products near their end of life are excepted.',
			),
		};
	}
	// Ends before the date: the notice would only worry.
	if (!isLater(reservation, exchangeCutOff) && !renew) return undefined;
	if (now >= exchangeCutOff) {
		return {
			...base,
			severity: 'info',
			title: l10n.t('Each unit of it can be exchanged one last time.'),
			text: l10n.t(
				'It was bought before {0}. What is bought in that exchange, and a renewal, can’t be exchanged any more. A trade-in for a savings plan stays possible.',
				date,
			),
		};
	}
	const renewal =
		renew && expiresAt !== undefined && expiresAt >= exchangeCutOff
			? l10n.t(' Its automatic renewal on {0} counts as a new purchase and can’t be exchanged.', format.date(expiresAt))
			: '';
	return {
		...base,
		severity:
			daysBetween(now, exchangeCutOff) <= thresholds.exchangeCutOffWarningDays && reservation.canExchange !== 'notOffered'
				? 'warning'
				: 'info',
		title: l10n.t('Exchanges are limited from {0}.', date),
		text: l10n.t(
			'Until then it can be exchanged as often as needed, afterwards one last time for each unit. Do planned exchanges before.{0} A trade-in for a savings plan stays possible. Products near their end of life are excepted.',
			renewal,
		),
	};
}

/** rules 4.6, and what the service itself says (recordings 9). */
function notReturnable({ reservation }: AdviceContext): Advice | undefined {
	if (!isActive(reservation)) return undefined;
	const title = l10n.t('It can’t be returned.');
	if (isNotReturnable(reservation)) {
		return {
			id: 'product.notReturnable',
			severity: 'info',
			title,
			text: l10n.t('Microsoft does not take back this kind of product.'),
			link: articleOf('notReturnable'),
		};
	}
	if (reservation.canReturn !== 'notOffered') return undefined;
	return {
		id: 'product.returnNotOffered',
		severity: 'info',
		title: l10n.t('Azure does not offer a return of it.'),
		text: l10n.t(
			'Azure lists it without the self-service return. If you think that is wrong, ask Microsoft Support with the IDs of the reservation and of its order.',
		),
		link: articleOf('notReturnable'),
	};
}

/** rules 3.9, and what the service itself says (recordings 9). */
function notExchangeable({ reservation }: AdviceContext): Advice | undefined {
	if (!isActive(reservation)) return undefined;
	if (isNotExchangeable(reservation)) {
		return {
			id: 'product.notExchangeable',
			severity: 'info',
			title: l10n.t('It can’t be exchanged.'),
			text: l10n.t('Microsoft does not exchange this kind of product.'),
			link: articleOf('notExchangeable'),
		};
	}
	if (reservation.canExchange !== 'notOffered') return undefined;
	return {
		id: 'product.exchangeNotOffered',
		severity: 'info',
		title: l10n.t('Azure does not offer an exchange of it.'),
		text: l10n.t(
			'Azure lists it without the self-service exchange. If you think that is wrong, ask Microsoft Support with the IDs of the reservation and of its order.',
		),
		link: articleOf('notExchangeable'),
	};
}

function cameFrom({ reservation }: AdviceContext): Advice | undefined {
	const ids = reservation.cameFrom;
	if (ids === undefined) return undefined;
	return {
		id: 'history.cameFrom',
		severity: 'info',
		title: l10n.t('It came from another reservation, by split, merge or renewal.'),
		text: l10n.t('Earlier IDs, which invoices and tickets may still name: {0}.', ids.join(', ')),
		link: articleOf('management'),
	};
}

/** rules 5: only where the two differ does it matter that a scope change leaves the bill where it is. */
function billingSubscription({ reservation }: AdviceContext): Advice | undefined {
	const { scope, billingScopeId } = reservation;
	if (!isActive(reservation) || billingScopeId === undefined || scope.subscriptionId === undefined) return undefined;
	if (scope.subscriptionId.toLowerCase() === billingScopeId.toLowerCase()) return undefined;
	return {
		id: 'billing.subscription',
		severity: 'info',
		title: l10n.t('It applies to one subscription and is billed to another.'),
		text: l10n.t('Billed: {0}. A change of scope does not change that; only an exchange does.', billingScopeId),
		link: articleOf('management'),
	};
}
