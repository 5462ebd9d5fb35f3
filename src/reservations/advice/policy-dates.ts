/** Advice on the dates from which Microsoft changes what can be exchanged, bought and renewed. */
import * as l10n from '@vscode/l10n';
import { daysBetween } from '../format';
import type { Advice, Reservation } from '../model';
import {
	articleOf,
	exchangeCutOff,
	fallsUnderExchangeCutOff,
	isOfEndedSeries,
	legacySeriesEnd,
	legacySeriesOf,
	thresholds,
} from '../policy';
import { isActive } from '../states';
import type { AdviceContext } from './context';
import { sentences } from './words';

/** No purchase and no renewal of these series any more, so they are no target of an exchange either (rules 3.11). */
export function legacySeries({ reservation, now, format }: AdviceContext): Advice | undefined {
	const series = legacySeriesOf(reservation);
	if (series === undefined || !isActive(reservation) || !isOfEndedSeries(reservation)) return undefined;
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

/** What is bought after the date can’t be exchanged; what was bought before keeps one last exchange (rules 3.10). */
export function exchangeCutOffNotice({ reservation, now, format }: AdviceContext): Advice | undefined {
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
	return {
		...base,
		severity:
			daysBetween(now, exchangeCutOff) <= thresholds.exchangeCutOffWarningDays && reservation.canExchange !== 'notOffered'
				? 'warning'
				: 'info',
		title: l10n.t('Exchanges are limited from {0}.', date),
		text: sentences(
			l10n.t(
				'Until then it can be exchanged as often as needed, afterwards one last time for each unit. Do planned exchanges before.',
			),
			renew && expiresAt !== undefined && expiresAt >= exchangeCutOff
				? l10n.t('Its automatic renewal on {0} counts as a new purchase and can’t be exchanged.', format.date(expiresAt))
				: undefined,
			l10n.t('A trade-in for a savings plan stays possible. Products near their end of life are excepted.'),
		),
	};
}

function isLater({ expiresAt }: Reservation, than: number): boolean {
	return expiresAt !== undefined && expiresAt > than;
}
