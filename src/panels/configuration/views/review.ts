/** The preview in words: before and after of exactly what is sent, what to know, what speaks against it, who loses the discount. */
import * as vscode from 'vscode';
import { hourCount, unitCount } from '../../../host/counts';
import { date, number } from '../../../host/formats';
import type { ScopeUsage } from '../../../reservations/configuration/model';
import type { ResourceUsage } from '../../../reservations/model';
import { partState } from '../../shared/problem';
import type { Review, Row, SplitPart } from '../messages';
import type { Review as Asked, Seen } from '../review';
import { rowsOf as fieldRows, type PlaceNames } from './words';

type Known = Pick<Asked, 'wish' | 'seen' | 'failure' | 'isAsking' | 'number'>;

/** More names of resources than this are counted. */
const mostNamed = 12;

/** @returns undefined while nothing is chosen */
export function reviewView(review: Known, isMoved: boolean, parts: readonly SplitPart[], names: PlaceNames) {
	const { wish, seen } = review;
	if (wish === undefined) return undefined;
	const { l10n } = vscode;
	const view: Review = {
		number: review.number,
		title: { change: l10n.t('What is sent'), split: l10n.t('What the split does'), merge: l10n.t('What the merge does') }[
			wish.kind
		],
		asking: review.isAsking,
		standing: review.isAsking ? l10n.t('Looking at what it would do…') : undefined,
		rows: seen === undefined ? [] : rowsOf(seen, parts, names),
		// That it has no price is said once, in the head.
		notes: (seen?.preview.notes ?? [])
			.filter(({ id }) => id !== 'noPrice')
			.map(({ severity, text, link }) => ({
				mark: severity === 'warning' ? { icon: 'warning', tone: 'warning', text } : { icon: 'info', tone: 'info', text },
				link,
			})),
		blockers: [...(seen?.preview.blockers ?? [])],
		usage: seen?.kind === 'change' && seen.preview.usage !== undefined ? usageView(seen.preview.usage) : undefined,
		apply: { change: l10n.t('Apply'), split: l10n.t('Split'), merge: l10n.t('Merge') }[wish.kind],
		notYet: notYet(review, isMoved),
		problem: partState({ loading: false, failure: review.failure }, l10n.t('Preview')).problem,
	};
	return view;
}

/** Why what is shown can't be applied yet; undefined: it can. */
export function notYet({ isAsking, seen }: Pick<Known, 'isAsking' | 'seen'>, isMoved: boolean): string | undefined {
	const { l10n } = vscode;
	if (isMoved) return l10n.t('The reservation has changed meanwhile. Look at what it is now first.');
	if (isAsking) return l10n.t('The preview is under way.');
	if (seen === undefined) return l10n.t('A preview is needed first.');
	if (seen.preview.blockers.length > 0) return l10n.t('It can’t be done like this.');
	if (seen.kind === 'change' && seen.preview.differences.length === 0) return l10n.t('It is like this already.');
	return undefined;
}

/** What is different afterwards, field by field or reservation by reservation. */
export function rowsOf(seen: Seen, parts: readonly SplitPart[], names: PlaceNames): Row[] {
	const { l10n } = vscode;
	if (seen.kind === 'change') {
		const { differences, basis, after } = seen.preview;
		return fieldRows(
			differences.map(({ field }) => field),
			basis,
			after,
			names,
		);
	}
	const sources = seen.preview.sources.map(({ reservation }) => reservation);
	const [quantity] = seen.preview.quantities;
	if (seen.kind === 'merge') {
		return sources.map(({ name, quantity: units }) => ({
			label: name,
			before: unitCount(units),
			after: l10n.t('Ends; a new reservation takes its place: {0}', unitCount(quantity)),
		}));
	}
	const [source] = sources;
	return [
		{
			label: source?.name ?? '',
			before: unitCount(source?.quantity),
			after: l10n.t('Ends: split'),
		},
		...seen.quantities.map((units, index) => {
			const scope = names.get(parts[index]?.scope.toLowerCase() ?? '');
			return {
				label: l10n.t('New reservation, part {0}', index + 1),
				before: '–',
				after:
					scope === undefined
						? l10n.t('{0}, the same scope', unitCount(units))
						: l10n.t('{0}, then the scope: {1}', unitCount(units), scope),
			};
		}),
	];
}

function usageView({ day, inside, outside, unclear }: ScopeUsage): NonNullable<Review['usage']> {
	const { l10n } = vscode;
	const all = inside.length + outside.length + unclear.length;
	const group = (icon: string, tone: 'good' | 'warning' | 'none', text: string, resources: readonly ResourceUsage[]) =>
		resources.length === 0 ? [] : [{ mark: { icon, tone, text }, resources: named(resources) }];
	return {
		summary:
			all === 0
				? l10n.t('Nothing used it on {0}.', date(day))
				: l10n.t('Resources that used it on {0}: {1}. What was not there that day is not told.', date(day), number(all)),
		groups: [
			...group('warning', 'warning', l10n.t('Lose the discount: {0}', number(outside.length)), outside),
			...group('pass', 'good', l10n.t('Keep the discount: {0}', number(inside.length)), inside),
			...group('question', 'none', l10n.t('Can not be told: {0}', number(unclear.length)), unclear),
		],
	};
}

function named(resources: readonly ResourceUsage[]): string[] {
	const { l10n } = vscode;
	const names = resources.slice(0, mostNamed).map(({ resourceName, usedHours }) => `${resourceName}, ${hourCount(usedHours)}`);
	return resources.length > mostNamed ? [...names, l10n.t('and {0} more', number(resources.length - mostNamed))] : names;
}
