/** Advice on the end of a reservation: expiry, renewal, and the review of an Azure Hybrid Benefit. */
import * as l10n from '@vscode/l10n';
import { daysBetween } from '../format';
import type { Advice } from '../model';
import { articleOf, renewalOf, renewalPriceKnownDays, thresholds } from '../policy';
import { isActive } from '../states';
import type { AdviceContext } from './context';
import { daysText, idList, sentences } from './words';

/** After the end the services run on at pay-as-you-go prices, and it can’t be renewed any more (rules 8). */
export function ended({ reservation, format }: AdviceContext): Advice | undefined {
	if (reservation.state !== 'Expired') return undefined;
	const { expiresAt, became } = reservation;
	const when = expiresAt === undefined ? l10n.t('It has expired.') : l10n.t('It expired on {0}.', format.date(expiresAt));
	const renewed = reservation.renewState === 'Renewed' || became !== undefined;
	return {
		id: 'expiry.ended',
		severity: 'info',
		title: l10n.t('This reservation has ended.'),
		text: renewed
			? sentences(when, l10n.t('It was renewed: the new reservation has its own ID{0}.', idList(became)))
			: sentences(
					when,
					l10n.t(
						'What it covered runs on at pay-as-you-go prices. It can’t be renewed any more; buy a new one where it still pays.',
					),
				),
		link: articleOf('expiry'),
	};
}

/** A renewal is a new purchase at the price of 30 days before; it fails when that price changes until the end (rules 8). */
export function renewalOn({ reservation, now, format }: AdviceContext): Advice | undefined {
	const { expiresAt } = reservation;
	if (expiresAt === undefined || expiresAt <= now || !isActive(reservation) || renewalOf(reservation) !== 'on') return undefined;
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
			daysText(format, days),
			format.date(expiresAt),
		),
		text: sentences(
			price,
			l10n.t(
				'A split or a merge switches the renewal off. Switch it off with Change Renewal… if the customer does not need it any more.',
			),
		),
		link: articleOf('renewal'),
	};
}

/** The renewal can be switched on until the end (rules 8). */
export function renewalOff({ reservation, now, format }: AdviceContext): Advice | undefined {
	const { expiresAt } = reservation;
	if (expiresAt === undefined || expiresAt <= now || !isActive(reservation)) return undefined;
	const days = daysBetween(now, expiresAt);
	if (days > thresholds.decideOnRenewalDays || renewalOf(reservation) !== 'off') return undefined;
	return {
		id: 'renewal.off',
		severity: days <= renewalPriceKnownDays ? 'warning' : 'info',
		title: l10n.t('Automatic renewal is off; time left: {0}.', daysText(format, days)),
		text: l10n.t(
			'After {0} what it covers is charged at pay-as-you-go prices. Decide with the customer: switch on automatic renewal, buy another reservation, or let it end. An expired reservation can’t be renewed.',
			format.date(expiresAt),
		),
		link: articleOf('renewal'),
	};
}

/** Who gets Microsoft’s notice, and when (rules 8). */
export function expiresSoon({ reservation, now, format }: AdviceContext): Advice | undefined {
	const { expiresAt } = reservation;
	if (expiresAt === undefined || expiresAt <= now || !isActive(reservation)) return undefined;
	const days = daysBetween(now, expiresAt);
	if (days > renewalPriceKnownDays) return undefined;
	return {
		id: 'expiry.soon',
		severity: 'warning',
		title: l10n.t('It expires in {0}, on {1}.', daysText(format, days), format.date(expiresAt)),
		text: l10n.t(
			'Microsoft’s email about it goes to the primary contact in the partner’s legal information only, so tell the customer yourself.',
		),
		link: articleOf('expiry'),
	};
}

/** Azure Hybrid Benefit has no end but a date to review it (arm-contract 2.5). */
export function hybridBenefitReview({ reservation, now, format }: AdviceContext): Advice | undefined {
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
