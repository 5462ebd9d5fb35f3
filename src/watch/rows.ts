/** The rows of the watch list: which reservation, whose, what product, and what about it needs a look. */
import * as vscode from 'vscode';
import type { CommandId } from '../host/command-ids';
import { unitCount } from '../host/counts';
import { date, money, number, percent, span } from '../host/formats';
import { escapeIcons } from '../host/markup';
import type { ListItem } from '../host/quick-steps';
import type { ReservationsService } from '../reservations/api';
import type { CustomerScan, HiddenOrders } from '../reservations/scan/model';
import type { CountedReturn, KnownAllowance, WatchItem } from '../reservations/watch/model';

/** A row; choosing it does its `value`. Icons stand beside the label: in it a screen reader would read their names. */
export type Row = ListItem<() => Thenable<unknown>>;

/** Choosing it opens its Overview. */
export function itemRow(service: ReservationsService, item: WatchItem): Row {
	const { tenantId, orderId, reservationId } = item;
	const reservation = service.getReservation(item);
	const [icon, detail] = wordsOf(service, item);
	return {
		label: escapeIcons(reservation?.name ?? reservationId),
		iconPath: new vscode.ThemeIcon(icon),
		description: [customerName(service, tenantId), escapeIcons(reservation?.product ?? '')]
			.filter((part) => part !== '')
			.join(' · '),
		detail,
		value: () => run('cspReservations.openOverview', { tenantId, orderId, reservationId }),
	};
}

/**
 * The allowance as it is known, always in part (rules 4.2), then each return made here that counts, with the day it stops to.
 * Choosing one leads to the view Operations, where the returns are.
 */
export function allowanceRows(service: ReservationsService, { tenantId, told, returns }: KnownAllowance): readonly Row[] {
	const { l10n } = vscode;
	const after = returns.filter(({ isAfterFigures }) => isAfterFigures).length;
	const details = [
		told === undefined
			? l10n.t('Partly known: no quote told what is left.')
			: l10n.t('Partly known: as a quote told on {0}; returns made elsewhere since then are not in it.', date(told.at)),
		after > 0 && told !== undefined ? l10n.t('Returned here since then: {0}.', number(after)) : undefined,
	];
	const name = customerName(service, tenantId);
	const whole: Row = {
		label: name,
		iconPath: new vscode.ThemeIcon('credit-card'),
		description:
			told === undefined
				? l10n.t('Returns made here that count: {0}', number(returns.length))
				: l10n.t('{0} used, {1} left of {2}', money(told.consumed), money(told.left), money(told.limit)),
		detail: details.filter((part) => part !== undefined).join(' '),
		value: showOperations,
	};
	return [whole, ...returns.map((one) => returnRow(name, one))];
}

/** How much of the quoted figures Microsoft counts is disputed (arm-pitfalls 9): they are shown as they were quoted. */
function returnRow(
	customer: string,
	{ returnedAt, comesBackAt, moneyBack, commitmentCancelled, isAfterFigures }: CountedReturn,
): Row {
	const { l10n } = vscode;
	const figures = [
		moneyBack === undefined ? undefined : l10n.t('money back {0}', money(moneyBack)),
		commitmentCancelled === undefined ? undefined : l10n.t('commitment cancelled {0}', money(commitmentCancelled)),
	].filter((figure) => figure !== undefined);
	const details = [
		figures.length === 0
			? l10n.t('Returned here on {0}; no figure was quoted.', date(returnedAt))
			: l10n.t('Returned here on {0}, as quoted: {1}.', date(returnedAt), figures.join(' · ')),
		isAfterFigures ? l10n.t('Not in what the quote told.') : undefined,
	];
	return {
		label: l10n.t('Stops counting on {0}', date(comesBackAt)),
		iconPath: new vscode.ThemeIcon('history'),
		description: customer,
		detail: details.filter((part) => part !== undefined).join(' '),
		value: showOperations,
	};
}

/** Choosing it examines why the account does not see them. */
export function hiddenRow(service: ReservationsService, { tenantId, orderIds }: HiddenOrders): Row {
	return {
		label: customerName(service, tenantId),
		iconPath: new vscode.ThemeIcon('eye-closed'),
		description: vscode.l10n.t('Orders not shown: {0}', number(orderIds.length)),
		detail: orderIds.join(', '),
		value: () => run('cspReservations.checkAccess', { tenantId }),
	};
}

/** A customer of whom nothing is known, with the reason. Choosing it examines why. */
export function failedRow(service: ReservationsService, { tenantId, failure }: CustomerScan): Row {
	return {
		label: customerName(service, tenantId),
		iconPath: new vscode.ThemeIcon('error'),
		description: vscode.l10n.t('Could not be read'),
		detail: failure?.message ?? '',
		value: () => run('cspReservations.checkAccess', { tenantId }),
	};
}

function customerName(service: ReservationsService, tenantId: string): string {
	return escapeIcons(service.getCustomer(tenantId)?.name ?? tenantId);
}

function run(command: CommandId, ...args: readonly unknown[]): Thenable<unknown> {
	return vscode.commands.executeCommand(command, ...args);
}

function showOperations(): Thenable<unknown> {
	return vscode.commands.executeCommand('cspReservations.operations.focus');
}

function wordsOf({ watch }: ReservationsService, item: WatchItem): readonly [icon: string, words: string] {
	const { l10n } = vscode;
	switch (item.kind) {
		case 'noBenefit':
			return ['circle-slash', l10n.t('Nothing gets its discount')];
		case 'expiring':
			return ['calendar', endingWords(item)];
		case 'legacySeries':
			return ['warning', legacyWords(item)];
		case 'lowUse': {
			const use = l10n.t('Used: 7 days {0}, 30 days {1}', percent(item.last7Days), percent(item.last30Days));
			const unused = watch.unusedCost(item);
			const cost = unused && l10n.t('unused in 30 days: {0} of commitment, without tax', money(unused.cost));
			return ['graph', [use, cost].filter((part) => part !== undefined).join(' · ')];
		}
		case 'exchangeCutOff':
			return item.finalExchangesLeft === undefined
				? ['arrow-swap', l10n.t('Exchanges are limited in {0}', span(item.days, 'day'))]
				: [
						'arrow-swap',
						l10n.t(
							'One last exchange left each for {0}',
							unitCount(item.finalExchangesLeft === 'untold' ? undefined : item.finalExchangesLeft),
						),
					];
	}
}

function legacyWords({ series, expiresAt, renewalWillFail }: Extract<WatchItem, { readonly kind: 'legacySeries' }>): string {
	const { l10n } = vscode;
	const end = date(expiresAt);
	return renewalWillFail
		? l10n.t('The VM series {0} is not renewed any more: ends on {1}, the automatic renewal will fail', series, end)
		: l10n.t('The VM series {0} is not renewed any more: ends on {1}', series, end);
}

function endingWords({ expiresAt, renewal }: Extract<WatchItem, { readonly kind: 'expiring' }>): string {
	const { l10n } = vscode;
	switch (renewal) {
		case 'on':
			return l10n.t('Ends on {0}, is renewed', date(expiresAt));
		case 'off':
			return l10n.t('Ends on {0}, is not renewed', date(expiresAt));
		case 'impossible':
			return l10n.t('Ends on {0}, can’t be renewed', date(expiresAt));
		case 'unknown':
			return l10n.t('Ends on {0}; Azure does not tell whether it is renewed', date(expiresAt));
	}
}
