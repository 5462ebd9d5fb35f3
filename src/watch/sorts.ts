/** The sorts of things on the watch list, each with its count and its rows: those that have any. */
import * as vscode from 'vscode';
import { customerCount, reservationCount, unitCount, unitSum } from '../host/counts';
import { date, number, span } from '../host/formats';
import type { ReservationsService } from '../reservations/api';
import type { WatchItem, WatchList } from '../reservations/watch/model';
import { allowanceRows, hiddenRow, itemRow, type Row } from './rows';

/** What needs a look for one reason. */
export interface Sort {
	readonly icon: string;
	readonly title: string;
	/** How many there are, and what of them. */
	readonly count: string;
	/** All of them are in the next window of the end too. */
	readonly isPartOfNext?: boolean;
	readonly size: number;
	/** Made when they are shown: there may be thousands. */
	readonly rows: () => readonly Row[];
}

/** @returns what was lost first, then what ends; without those that have nothing */
export function sortsOf(service: ReservationsService, list: WatchList): readonly Sort[] {
	const { l10n } = vscode;
	const of = (title: string, icon: string, items: readonly WatchItem[], count = number(items.length)): Sort => ({
		...{ title, icon, count, size: items.length },
		rows: () => items.map((item) => itemRow(service, item)),
	});
	const ofKind = <K extends WatchItem['kind']>(kind: K) =>
		list.items.filter((item): item is Extract<WatchItem, { readonly kind: K }> => item.kind === kind);
	const legacy = ofKind('legacySeries');
	const failing = legacy.filter(({ renewalWillFail }) => renewalWillFail).length;
	const low = ofKind('lowUse');
	return [
		of(l10n.t('No Benefit'), 'circle-slash', ofKind('noBenefit')),
		...endingSorts(list, ofKind('expiring'), of),
		of(
			l10n.t('Legacy series that can’t be renewed'),
			'warning',
			legacy,
			failing === 0
				? number(legacy.length)
				: l10n.t('{0}, automatic renewals that will fail: {1}', number(legacy.length), number(failing)),
		),
		of(
			l10n.t('Low use, lasting (over 30 days)'),
			'graph',
			low.filter(({ isLasting }) => isLasting),
		),
		of(
			l10n.t('Low use, lately (over 7 days only)'),
			'graph',
			low.filter(({ isLasting }) => !isLasting),
		),
		cutOffSort(service, list),
		allowanceSort(service),
		hiddenSort(service, list),
	].filter(({ size }) => size > 0);
}

/** One a window, each with what ends sooner too: what ends first stands first. */
function endingSorts(
	{ ending }: WatchList,
	items: readonly Extract<WatchItem, { readonly kind: 'expiring' }>[],
	of: (title: string, icon: string, items: readonly WatchItem[], count: string) => Sort,
): readonly Sort[] {
	const { l10n } = vscode;
	return ending.map(({ days, reservations, withoutRenewal }, place) => ({
		...of(
			l10n.t('Expiring within {0}', span(days, 'day')),
			'calendar',
			items.filter((item) => item.days <= days),
			l10n.t('{0}, of them without renewal: {1}', number(reservations), number(withoutRenewal)),
		),
		isPartOfNext: place < ending.length - 1,
	}));
}

function cutOffSort(service: ReservationsService, { exchangeCutOff: { at, days, reservations, units } }: WatchList): Sort {
	const { l10n } = vscode;
	const count =
		days > 0
			? l10n.t('{0}: free exchange ends for {1} ({2})', date(at), reservationCount(reservations), unitSum(units, unitCount))
			: l10n.t('Since {0}: one last exchange each for {1}', date(at), unitSum(units, unitCount));
	return {
		...{ title: l10n.t('Exchange cut-off'), icon: 'arrow-swap', count, size: reservations },
		rows: () => service.watch.touchedByCutOff().map((item) => itemRow(service, item)),
	};
}

function allowanceSort(service: ReservationsService): Sort {
	const { l10n } = vscode;
	const allowances = service.watch.allowances();
	return {
		title: l10n.t('Refund allowances, as far as they are known'),
		icon: 'credit-card',
		count: customerCount(allowances.length),
		size: allowances.length,
		rows: () => allowances.flatMap((allowance) => allowanceRows(service, allowance)),
	};
}

function hiddenSort(service: ReservationsService, { hiddenOrders }: WatchList): Sort {
	const { l10n } = vscode;
	return {
		title: l10n.t('Orders that Partner Center lists and Azure does not show'),
		icon: 'eye-closed',
		count: number(hiddenOrders.reduce((sum, { orderIds }) => sum + orderIds.length, 0)),
		size: hiddenOrders.length,
		rows: () => hiddenOrders.map((one) => hiddenRow(service, one)),
	};
}
