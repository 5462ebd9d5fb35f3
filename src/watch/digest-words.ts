/** What the digest says: how many of each sort need a decision, how old the oldest of it is, and of whom nothing is known. */
import * as vscode from 'vscode';
import { customerCount } from '../host/counts';
import { date, moment, number, span } from '../host/formats';
import type { WatchItem, WatchList } from '../reservations/watch/model';

/** How many there are of each sort. */
export interface DigestCounts {
	/** End within the days of the settings and will not be renewed. */
	readonly ending: number;
	/** Automatic renewals of a legacy series, which will fail. */
	readonly failingRenewals: number;
	readonly withoutBenefit: number;
	readonly littleUsed: number;
	/** Will have one last exchange left for each unit soon. */
	readonly cutOff: number;
	/** Orders that Partner Center lists and Azure does not show. */
	readonly hiddenOrders: number;
}

export function digestCounts({ items, endingSoon, hiddenOrders }: WatchList): DigestCounts {
	const count = (is: (item: WatchItem) => boolean) => items.filter(is).length;
	return {
		ending: endingSoon.withoutRenewal,
		failingRenewals: count((item) => item.kind === 'legacySeries' && item.renewalWillFail),
		withoutBenefit: count((item) => item.kind === 'noBenefit'),
		littleUsed: count((item) => item.kind === 'lowUse'),
		// Once the day has come there is nothing to decide before it.
		cutOff: count((item) => item.kind === 'exchangeCutOff' && item.days > 0),
		hiddenOrders: hiddenOrders.reduce((sum, { orderIds }) => sum + orderIds.length, 0),
	};
}

/** What needs a decision, in a few sentences. @param now ms since the epoch @returns undefined when nothing does */
export function digestWords(list: WatchList, now: number): string | undefined {
	const { l10n } = vscode;
	const counts = digestCounts(list);
	const { endingSoon, exchangeCutOff, oldestAsOf, customersKnown, customersUnknown } = list;
	const facts = [
		counts.ending > 0
			? l10n.t('ending within {0} without renewal: {1}', span(endingSoon.days, 'day'), number(counts.ending))
			: undefined,
		counts.failingRenewals > 0
			? l10n.t('of a legacy series, whose automatic renewal will fail: {0}', number(counts.failingRenewals))
			: undefined,
		counts.withoutBenefit > 0 ? l10n.t('without any benefit: {0}', number(counts.withoutBenefit)) : undefined,
		counts.littleUsed > 0 ? l10n.t('little used: {0}', number(counts.littleUsed)) : undefined,
		counts.cutOff > 0
			? l10n.t('with one last exchange from {0} on: {1}', date(exchangeCutOff.at), number(counts.cutOff))
			: undefined,
	].filter((fact) => fact !== undefined);
	const needsLook = [
		facts.length > 0 ? l10n.t('Reservations that need a look: {0}.', facts.join(' · ')) : undefined,
		counts.hiddenOrders > 0
			? l10n.t('Orders that Partner Center lists and Azure does not show to this account: {0}.', number(counts.hiddenOrders))
			: undefined,
	].filter((sentence) => sentence !== undefined);
	if (needsLook.length === 0) return undefined;
	const isOfToday = oldestAsOf === undefined || new Date(oldestAsOf).toDateString() === new Date(now).toDateString();
	return [
		...needsLook,
		...(isOfToday ? [] : [l10n.t('The oldest data is of {0}.', moment(oldestAsOf))]),
		...(customersUnknown === 0
			? []
			: [
					l10n.t(
						'Nothing is known of {0} of {1}: run Scan All Customers.',
						number(customersUnknown),
						customerCount(customersKnown + customersUnknown),
					),
				]),
	].join(' ');
}
