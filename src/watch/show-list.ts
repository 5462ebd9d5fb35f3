/** The watch list as a quick pick: what is chosen opens its overview, an allowance the view Operations. */
import * as vscode from 'vscode';
import type { CommandId } from '../host/command-ids';
import { customerCount } from '../host/counts';
import { date, money, number, percent, span } from '../host/formats';
import { escapeIcons } from '../host/markup';
import type { ReservationsService } from '../reservations/api';
import type { KnownAllowance, WatchItem } from '../reservations/watch/model';

/** A quick pick with more is of no use. */
const most = 200;

interface Row extends vscode.QuickPickItem {
	readonly item: WatchItem;
}

/** Worst first, then what is known of refund allowances. Where nothing needs a look, it says so. */
export async function showWatchList(service: ReservationsService): Promise<void> {
	const { l10n } = vscode;
	await service.watch.ready();
	const { items, customersKnown, customersUnknown } = service.watch.list();
	const allowances = service.watch.allowances().map((allowance) => allowanceRow(service, allowance));
	if (items.length + allowances.length === 0) {
		const all = customerCount(customersKnown + customersUnknown);
		void vscode.window.showInformationMessage(
			customersUnknown === 0
				? l10n.t('Nothing needs a look. Looked at: {0}.', all)
				: l10n.t('Nothing needs a look at {0} of {1}; of the others nothing is known yet.', number(customersKnown), all),
		);
		return;
	}
	const heading = { label: l10n.t('Refund allowances, as far as they are known'), kind: vscode.QuickPickItemKind.Separator };
	const rows: readonly (Row | vscode.QuickPickItem)[] = [
		...items.slice(0, most).map((item) => rowOf(service, item)),
		...(allowances.length === 0 ? [] : [heading, ...allowances]),
	];
	const placeHolder =
		items.length > most
			? l10n.t('What needs a look: the first {0} of {1}', number(most), number(items.length))
			: l10n.t('What needs a look');
	const chosen = await vscode.window.showQuickPick(rows, { placeHolder, matchOnDescription: true, matchOnDetail: true });
	if (chosen === undefined) return;
	if (!('item' in chosen)) {
		// The returns that count are listed there.
		await vscode.commands.executeCommand('cspReservations.operations.focus');
		return;
	}
	const { tenantId, orderId, reservationId } = chosen.item;
	await vscode.commands.executeCommand('cspReservations.openOverview' satisfies CommandId, { tenantId, orderId, reservationId });
}

/** Always partial (rules 4.2): says of when the figures are, and what is not in them. */
function allowanceRow(service: ReservationsService, { tenantId, told, returns }: KnownAllowance): vscode.QuickPickItem {
	const { l10n } = vscode;
	const [first] = returns;
	const after = returns.filter(({ isAfterFigures }) => isAfterFigures).length;
	const details = [
		told === undefined
			? l10n.t('No quote told what is left.')
			: l10n.t('As a quote told on {0}; returns made elsewhere since then are not in it.', date(told.at)),
		after > 0 && told !== undefined ? l10n.t('Returned here since then: {0}.', number(after)) : undefined,
		first === undefined ? undefined : l10n.t('The next return made here stops counting on {0}.', date(first.comesBackAt)),
	];
	return {
		label: `$(credit-card) ${escapeIcons(service.getCustomer(tenantId)?.name ?? tenantId)}`,
		description:
			told === undefined
				? l10n.t('Returns made here that count: {0}', number(returns.length))
				: l10n.t('{0} of {1} left', money(told.left), money(told.limit)),
		detail: details.filter((part) => part !== undefined).join(' '),
	};
}

function rowOf(service: ReservationsService, item: WatchItem): Row {
	const [icon, detail] = wordsOf(item);
	return {
		label: `$(${icon}) ${escapeIcons(service.getReservation(item)?.name ?? item.reservationId)}`,
		description: escapeIcons(service.getCustomer(item.tenantId)?.name ?? item.tenantId),
		detail,
		item,
	};
}

function wordsOf(item: WatchItem): readonly [icon: string, words: string] {
	const { l10n } = vscode;
	switch (item.kind) {
		case 'noBenefit':
			return ['circle-slash', l10n.t('Nothing gets its discount')];
		case 'expiring':
			return ['calendar', endingWords(item)];
		case 'legacySeries':
			return ['warning', l10n.t('The VM series {0} is not renewed any more', item.series)];
		case 'lowUse':
			return ['graph', l10n.t('Used: 7 days {0}, 30 days {1}', percent(item.last7Days), percent(item.last30Days))];
		case 'exchangeCutOff':
			return item.finalExchangesLeft === undefined
				? ['arrow-swap', l10n.t('Exchanges are limited in {0}', span(item.days, 'day'))]
				: ['arrow-swap', lastExchangeWords(item.finalExchangesLeft)];
	}
}

function lastExchangeWords(units: number): string {
	const { l10n } = vscode;
	return units === 1
		? l10n.t('One last exchange left for 1 unit')
		: l10n.t('One last exchange left for each of {0} units', number(units));
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
	}
}
