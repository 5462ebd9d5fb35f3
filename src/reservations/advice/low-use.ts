/** Why a reservation is used little, and what helps: never judged by the newest day alone, whose data is late (rules 11). */
import * as l10n from '@vscode/l10n';
import { daysBetween } from '../format';
import type { Advice, Reservation, UsagePoint } from '../model';
import { articleOf, isNotExchangeable, isNotReturnable, thresholds, usageLateHours } from '../policy';
import { benefitStart, isActive } from '../states';
import type { AdviceContext } from './context';
import { sentences } from './words';

const link = articleOf('usage');

/** Advice on the use of an active reservation; none where it is used well. */
export function lowUseAdvice(context: AdviceContext): readonly Advice[] {
	const { reservation, thresholds: own } = context;
	// Without a benefit there is no use; that has its own advice.
	if (!isActive(reservation) || reservation.state === 'NoBenefit') return [];
	const { lastDay, last7Days, last30Days } = reservation.utilization;
	if (isNew(context)) return [newReservation()];
	const use = last7Days ?? last30Days;
	if (use === undefined) return [noData()];
	if (use >= own.lowUtilizationPercent) {
		return lastDay !== undefined && lastDay < own.lowUtilizationPercent ? [lateData(context, lastDay, use)] : [];
	}
	return [low(context, use), sizeFlexibility(context), narrowScope(context), declining(context), lessOfIt(context)].filter(
		(advice) => advice !== undefined,
	);
}

/** Over 12 hours without data were seen after a purchase (arm-pitfalls 24). */
function isNew({ reservation, now }: AdviceContext): boolean {
	const start = benefitStart(reservation);
	return start !== undefined && daysBetween(start, now) <= thresholds.newReservationDays;
}

function newReservation(): Advice {
	return {
		id: 'lowUse.new',
		severity: 'info',
		title: l10n.t('It is new: its use can’t be judged yet.'),
		text: l10n.t('Usage data arrives hours after the use. Look again in a few days.'),
		link,
	};
}

function noData(): Advice {
	return {
		id: 'lowUse.noData',
		severity: 'info',
		title: l10n.t('Azure has no usage data of it.'),
		text: l10n.t(
			'Data may be {0} hours late. If none comes, nothing matches the reservation: check its size, region and scope.',
			usageLateHours,
		),
		link,
	};
}

function lateData({ reservation, format }: AdviceContext, lastDay: number, use: number): Advice {
	return {
		id: 'lowUse.lateData',
		severity: 'info',
		title: l10n.t('The newest day shows {0}, which may only be late data.', format.percent(lastDay)),
		text: l10n.t(
			'Over {0} days {1} was used. Data arrives up to {2} hours late; judge by 7 and 30 days.',
			judgedDays(reservation),
			format.percent(use),
			usageLateHours,
		),
		link,
	};
}

/** Days that its use is judged by. */
function judgedDays({ utilization: { last7Days } }: Reservation): number {
	return last7Days === undefined ? 30 : 7;
}

function low({ reservation, thresholds: { lowUtilizationPercent }, format }: AdviceContext, use: number): Advice {
	const { last30Days } = reservation.utilization;
	const days = judgedDays(reservation);
	const isRecent = last30Days !== undefined && last30Days >= lowUtilizationPercent;
	const longer = last30Days === undefined || days === 30 ? undefined : l10n.t('Over 30 days: {0}.', format.percent(last30Days));
	return {
		id: use === 0 ? 'lowUse.unused' : 'lowUse.low',
		severity: 'warning',
		title:
			use === 0
				? l10n.t('It was not used at all in the last {0} days.', days)
				: l10n.t('Only {0} of it was used in the last {1} days.', format.percent(use), days),
		text: sentences(
			l10n.t('By your settings, use below {0} is low.', format.percent(lowUtilizationPercent)),
			l10n.t('What is not used in an hour is lost.'),
			longer,
			isRecent
				? l10n.t('It was used well until lately: look for resources that were stopped, resized or moved to another region.')
				: l10n.t('Compare size and region with what runs, and look for other reservations that cover the same resources.'),
		),
		link,
	};
}

/** Instance size flexibility lets other sizes of the group use it (rules 6). */
function sizeFlexibility({ reservation }: AdviceContext): Advice | undefined {
	if (reservation.instanceFlexibility?.toLowerCase() !== 'off') return undefined;
	return {
		id: 'lowUse.sizeFlexibility',
		severity: 'info',
		title: l10n.t('Instance size flexibility is off.'),
		text: l10n.t(
			'Only VMs of exactly {0} use it. Switch instance size flexibility on, so that other sizes of its group can use it too.',
			reservation.sku,
		),
		link: articleOf('management'),
	};
}

/** A scope can be widened at any time without cost (rules 5, 11). */
function narrowScope({ reservation }: AdviceContext): Advice | undefined {
	const { kind, displayName } = reservation.scope;
	if (!['Single', 'ResourceGroup', 'ManagementGroup'].includes(kind)) return undefined;
	return {
		id: 'lowUse.narrowScope',
		severity: 'info',
		title: l10n.t('Its scope is narrow.'),
		text: l10n.t(
			'Only resources in {0} use it. With the scope shared, all eligible subscriptions of the customer can. A scope change costs nothing and keeps the end date.',
			displayName ??
				reservation.scope.resourceGroupId ??
				reservation.scope.subscriptionId ??
				reservation.scope.managementGroupId ??
				kind,
		),
		link: articleOf('management'),
	};
}

function declining({ reservation, usage }: AdviceContext): Advice | undefined {
	if (reservation.utilization.trend?.toUpperCase() !== 'DOWN' && !fallsOver(usage ?? [])) return undefined;
	return {
		id: 'lowUse.declining',
		severity: 'info',
		title: l10n.t('Its use is falling.'),
		text: l10n.t('Find out whether resources are being retired: act before the rest of the term is paid for nothing.'),
		link,
	};
}

/** True when a week's mean lies well below that of the first week. The newest day is left out: it is late. */
function fallsOver(usage: readonly UsagePoint[]): boolean {
	const averages = usage
		.slice(0, -1)
		.map(({ average }) => average)
		.filter((average) => average !== undefined);
	if (averages.length < 14) return false;
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const tenPoints = 10;
	return mean(averages.slice(-7)) < mean(averages.slice(0, 7)) - tenPoints;
}

/** @param quantity undefined: not told @param use percent */
function notNeeded(quantity: number | undefined, use: number, format: AdviceContext['format']): string | undefined {
	if (quantity === undefined) return undefined;
	const unused = Math.floor(quantity * (1 - use / 100));
	if (unused < 1) return undefined;
	return unused === 1
		? l10n.t('About 1 of {0} is not needed.', format.number(quantity))
		: l10n.t('About {0} of {1} are not needed.', format.number(unused), format.number(quantity));
}

/** The last resort, for use that is low over the longer time too (rules 3, 4). */
function lessOfIt({ reservation, thresholds: { lowUtilizationPercent }, format }: AdviceContext): Advice | undefined {
	const { last7Days = 0, last30Days } = reservation.utilization;
	if (last30Days === undefined || last30Days >= lowUtilizationPercent) return undefined;
	const canExchange = reservation.canExchange !== 'notOffered' && !isNotExchangeable(reservation);
	const canReturn = reservation.canReturn !== 'notOffered' && !isNotReturnable(reservation);
	if (!canExchange && !canReturn) return undefined;
	const how = canExchange
		? l10n.t(
				'Exchange what is not used for what the customer runs: an exchange has no fee and does not count against the refund limit.',
			)
		: l10n.t('Return what is not used: that counts against the customer’s refund limit.');
	return {
		id: canExchange ? 'lowUse.exchange' : 'lowUse.return',
		severity: 'info',
		title: l10n.t('If nothing else helps, have less of it.'),
		text: sentences(how, notNeeded(reservation.quantity, Math.max(last7Days, last30Days), format)),
		link: articleOf('exchange'),
	};
}
