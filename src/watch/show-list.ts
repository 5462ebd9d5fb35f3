/** The watch list as a quick pick: what is chosen opens its overview, an allowance the view Operations. */
import * as vscode from 'vscode';
import type { CommandId } from '../host/command-ids';
import { date, money, number, percent } from '../host/formats';
import { escapeIcons } from '../host/markup';
import type { ReservationsService } from '../reservations/api';
import type { KnownAllowance, WatchItem } from '../reservations/watch/model';

/** A quick pick with more is of no use. */
const most = 200;

/** What is chosen, beside an allowance: something to look at, or the scan that finds what else there is. */
interface Row extends vscode.QuickPickItem {
	readonly item: WatchItem | 'scan';
}

/** Worst first, then what is known of refund allowances. Where nothing needs a look, it says so. */
export async function showWatchList(service: ReservationsService): Promise<void> {
	const { l10n } = vscode;
	await service.watch.ready();
	const { items, customersKnown, customersUnknown } = service.watch.list();
	const allowances = service.watch.allowances().map((allowance) => allowanceRow(service, allowance));
	if (items.length + allowances.length === 0) {
		await sayNothing(customersKnown, customersUnknown);
		return;
	}
	const heading = { label: l10n.t('Refund allowances, as far as they are known'), kind: vscode.QuickPickItemKind.Separator };
	const rows: readonly (Row | vscode.QuickPickItem)[] = [
		...items.slice(0, most).map((item) => rowOf(service, item)),
		...(allowances.length === 0 ? [] : [heading, ...allowances]),
		...(customersUnknown === 0 ? [] : unreadRows(customersUnknown)),
	];
	const title =
		customersUnknown === 0
			? l10n.t('Watch List')
			: l10n.t('Watch List: {0} of {1} customers known', number(customersKnown), number(customersKnown + customersUnknown));
	const placeHolder =
		items.length > most
			? l10n.t('What needs a look: the first {0} of {1}', number(most), number(items.length))
			: l10n.t('What needs a look');
	const chosen = await vscode.window.showQuickPick(rows, { title, placeHolder, matchOnDescription: true, matchOnDetail: true });
	if (chosen === undefined) return;
	if (!('item' in chosen)) {
		// The returns that count are listed there.
		await vscode.commands.executeCommand('cspReservations.operations.focus');
		return;
	}
	if (chosen.item === 'scan') return scan();
	const { tenantId, orderId, reservationId } = chosen.item;
	await vscode.commands.executeCommand('cspReservations.openOverview' satisfies CommandId, { tenantId, orderId, reservationId });
}

/** A list that is empty because nothing was read would read as good news: it says so, and offers to read. */
async function sayNothing(known: number, unknown: number): Promise<void> {
	const { l10n } = vscode;
	if (unknown === 0) {
		void vscode.window.showInformationMessage(l10n.t('Nothing needs a look.'));
		return;
	}
	const text = l10n.t(
		'Nothing needs a look at {0} of {1} customers; of the others nothing is known yet.',
		number(known),
		number(known + unknown),
	);
	const read = l10n.t('Scan All Customers');
	if ((await vscode.window.showInformationMessage(text, read)) === read) await scan();
}

/** Ends the list: what is not in it, and how it gets there. */
function unreadRows(unknown: number): readonly (Row | vscode.QuickPickItem)[] {
	const { l10n } = vscode;
	const detail =
		unknown === 1 ? l10n.t('1 customer was not read yet.') : l10n.t('{0} customers were not read yet.', number(unknown));
	return [
		{ label: l10n.t('Not known yet'), kind: vscode.QuickPickItemKind.Separator },
		{ label: `$(sync) ${l10n.t('Scan All Customers')}`, detail, alwaysShow: true, item: 'scan' },
	];
}

async function scan(): Promise<void> {
	await vscode.commands.executeCommand('cspReservations.scanAll' satisfies CommandId);
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
				? ['arrow-swap', l10n.t('Exchanges are limited in {0} days', number(item.days))]
				: ['arrow-swap', l10n.t('One last exchange left for each of {0} units', number(item.finalExchangesLeft))];
	}
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
