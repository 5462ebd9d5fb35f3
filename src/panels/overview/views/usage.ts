/** How much of the reservation was used, by day or by month: figures, points of the chart, and the same numbers as a table. */
import * as vscode from 'vscode';
import { hourCount } from '../../../host/counts';
import { DAY, date, list, month, number, percent, shortDay, startOfDay } from '../../../host/formats';
import type { Known, Reservation, UsageGrain, UsagePoint } from '../../../reservations/model';
import { benefitStart } from '../../../reservations/states';
import type { Mark } from '../../shared/messages';
import { partState } from '../../shared/problem';
import type { Usage } from '../messages';

interface Input {
	readonly reservation: Reservation;
	readonly grain: UsageGrain;
	readonly usage: Known<readonly UsagePoint[]>;
	/** The chosen day, ms since the epoch, UTC. */
	readonly selected?: number | undefined;
	/** ms since the epoch */
	readonly now: number;
}

export function usageView({ reservation, grain, usage, selected, now }: Input): Usage {
	const { l10n } = vscode;
	const slots = usage.value === undefined ? [] : fill(grain, usage.value, reservation, now);
	const withData = slots.filter(({ average }) => average !== undefined);
	const { lastDay, last7Days, last30Days, trend } = reservation.utilization;
	const hasFigures = [lastDay, last7Days, last30Days].some((figure) => figure !== undefined);
	return {
		type: 'usage',
		...partState(usage, l10n.t('Use')),
		grain,
		figures: hasFigures
			? [
					{ label: l10n.t('Last day'), value: percentOrNone(lastDay) },
					{ label: l10n.t('Last 7 days'), value: percentOrNone(last7Days) },
					{ label: l10n.t('Last 30 days'), value: percentOrNone(last30Days) },
				]
			: [],
		trend: trendMark(trend),
		figuresNote: hasFigures
			? l10n.t('The value of the last day comes 4 to 8 hours late and can be too low until then: judge by 7 and 30 days.')
			: undefined,
		empty: usage.value !== undefined && withData.length === 0 ? emptyText(grain) : undefined,
		summary: summary(grain, withData),
		notes: [...missing(grain, slots), ...hours(withData)],
		columns: [
			grain === 'daily' ? l10n.t('Day (UTC)') : l10n.t('Month (UTC)'),
			l10n.t('Average'),
			l10n.t('Lowest hour'),
			l10n.t('Highest hour'),
			l10n.t('Used hours'),
			l10n.t('Reserved hours'),
		],
		points: withData.length === 0 ? [] : slots.map((point) => pointView(grain, point)),
		ticks: ticks(withData),
		selectable: grain === 'daily',
		selected: grain === 'daily' ? selected : undefined,
	};
}

function percentOrNone(value: number | undefined): string {
	return value === undefined ? vscode.l10n.t('No data') : percent(value);
}

function emptyText(grain: UsageGrain): string {
	return grain === 'daily'
		? vscode.l10n.t('Azure gives no use for the last 30 days. After a purchase the first figures can take more than 12 hours.')
		: vscode.l10n.t('Azure gives no use for the last 12 months.');
}

function trendMark(trend: string | undefined): Mark | undefined {
	switch (trend?.toUpperCase()) {
		case 'UP':
			return { icon: 'arrow-up', tone: 'none', text: vscode.l10n.t('Rising over 7 days') };
		case 'DOWN':
			return { icon: 'arrow-down', tone: 'none', text: vscode.l10n.t('Falling over 7 days') };
		case 'SAME':
			return { icon: 'arrow-right', tone: 'none', text: vscode.l10n.t('Steady over 7 days') };
		default:
			return undefined;
	}
}

/** A point for every day or month of the span, so that gaps are seen: those without data have no average. */
function fill(grain: UsageGrain, points: readonly UsagePoint[], reservation: Reservation, now: number): readonly UsagePoint[] {
	const start = (at: number) => (grain === 'daily' ? startOfDay(at) : startOfMonth(at, 0));
	const before = (at: number, count: number) => (grain === 'daily' ? at - count * DAY : startOfMonth(at, -count));
	const byStart = new Map(points.map((point) => [start(point.at), { ...point, at: start(point.at) }]));
	const newest = Math.max(start(now), ...byStart.keys());
	// The day or month that runs may have no figure yet: it is shown only once there is one.
	const last = byStart.has(newest) ? newest : before(newest, 1);
	const began = benefitStart(reservation);
	const first = Math.max(before(last, grain === 'daily' ? 29 : 11), began === undefined ? 0 : start(began));
	const slots: UsagePoint[] = [];
	for (let at = last; at >= first; at = before(at, 1)) slots.unshift(byStart.get(at) ?? { at });
	return slots;
}

function startOfMonth(at: number, months: number): number {
	const day = new Date(at);
	return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1);
}

function nameOf(grain: UsageGrain, at: number): string {
	return grain === 'daily' ? date(at) : month(at);
}

function pointView(grain: UsageGrain, point: UsagePoint): Usage['points'][number] {
	const { l10n } = vscode;
	const name = nameOf(grain, point.at);
	const { average, usedHours, reservedHours } = point;
	let sentence = l10n.t('{0}: no data', name);
	if (average !== undefined) {
		sentence =
			usedHours === undefined || reservedHours === undefined
				? l10n.t('{0}: {1} used', name, percent(average))
				: l10n.t('{0}: {1} used, {2} of {3}', name, percent(average), number(usedHours, 1), hourCount(reservedHours));
	}
	return {
		at: point.at,
		axis: grain === 'daily' ? shortDay(point.at) : month(point.at, 'short'),
		name,
		sentence,
		average,
		cells: [
			average === undefined ? l10n.t('No data') : percent(average),
			percent(point.minimum),
			percent(point.maximum),
			number(usedHours, 1),
			number(reservedHours, 1),
		],
	};
}

/** The axis reaches to 100 %, or further when more than that was used (arm-pitfalls 24). */
function ticks(points: readonly UsagePoint[]): Usage['ticks'] {
	const highest = Math.max(100, ...points.map(({ average }) => average ?? 0));
	const top = Math.ceil(highest / 25) * 25;
	const step = top > 200 ? Math.ceil(top / 4 / 25) * 25 : 25;
	const values: number[] = [];
	for (let value = 0; value < top + step; value += step) values.push(value);
	return values.map((value) => ({ value, label: percent(value) }));
}

function summary(grain: UsageGrain, points: readonly UsagePoint[]): string {
	const { l10n } = vscode;
	const [first] = points;
	const last = points.at(-1);
	if (first === undefined || last === undefined) return l10n.t('No data');
	const averages = points.map(({ average }) => average ?? 0);
	const [low, high] = [percent(Math.min(...averages)), percent(Math.max(...averages))];
	return grain === 'daily'
		? l10n.t('Average use by day, {0} to {1}: between {2} and {3}', nameOf(grain, first.at), nameOf(grain, last.at), low, high)
		: l10n.t('Average use by month, {0} to {1}: between {2} and {3}', nameOf(grain, first.at), nameOf(grain, last.at), low, high);
}

/** The days or months without data, in words: gaps next to each other as one span. */
function missing(grain: UsageGrain, slots: readonly UsagePoint[]): string[] {
	const { l10n } = vscode;
	const gaps = slots.filter(({ average }) => average === undefined);
	if (gaps.length === 0 || gaps.length === slots.length) return [];
	const spans: { from: number; to: number }[] = [];
	for (const [index, { at, average }] of slots.entries()) {
		if (average !== undefined) continue;
		const open = spans.at(-1);
		if (open !== undefined && slots[index - 1]?.at === open.to) open.to = at;
		else spans.push({ from: at, to: at });
	}
	const names = spans.map(({ from, to }) =>
		from === to ? nameOf(grain, from) : l10n.t('{0} to {1}', nameOf(grain, from), nameOf(grain, to)),
	);
	const text =
		grain === 'daily'
			? l10n.t('No data for {0} of {1} days: {2}.', number(gaps.length), number(slots.length), list(names))
			: l10n.t('No data for {0} of {1} months: {2}.', number(gaps.length), number(slots.length), list(names));
	return [text];
}

/** Hours over all units, when every shown day or month gives them. */
function hours(points: readonly UsagePoint[]): string[] {
	let used = 0;
	let reserved = 0;
	for (const { usedHours, reservedHours } of points) {
		if (usedHours === undefined || reservedHours === undefined) return [];
		used += usedHours;
		reserved += reservedHours;
	}
	return reserved === 0
		? []
		: [vscode.l10n.t('Used of the reserved hours in the span shown: {0} of {1}.', number(used), number(reserved))];
}
