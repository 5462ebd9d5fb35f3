/** The watch list as a quick pick: what is chosen opens its overview. */
import * as vscode from 'vscode';
import type { CommandId } from '../host/command-ids';
import { date, number, percent } from '../host/formats';
import { escapeIcons } from '../host/markup';
import type { ReservationsService } from '../reservations/api';
import type { WatchItem, WatchList } from '../reservations/watch/model';

/** A quick pick with more is of no use. */
const most = 200;

interface Row extends vscode.QuickPickItem {
	readonly item: WatchItem;
}

/** Worst first. */
export async function showWatchList(service: ReservationsService, { items }: WatchList): Promise<void> {
	const { l10n } = vscode;
	const rows = items.slice(0, most).map((item) => rowOf(service, item));
	const placeHolder =
		items.length > most
			? l10n.t('What needs a look: the first {0} of {1}', number(most), number(items.length))
			: l10n.t('What needs a look');
	const chosen = await vscode.window.showQuickPick(rows, { placeHolder, matchOnDescription: true, matchOnDetail: true });
	if (chosen === undefined) return;
	const { tenantId, orderId, reservationId } = chosen.item;
	await vscode.commands.executeCommand('cspReservations.openOverview' satisfies CommandId, { tenantId, orderId, reservationId });
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
