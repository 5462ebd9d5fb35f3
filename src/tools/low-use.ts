/** Reservations that are used little or not at all, of one customer or of all. */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { LowUse, NoBenefit, UnusedCost } from '../reservations/watch/model';
import { nameOf } from './customer';
import { code, listText, money, percent, quoted } from './text';
import { tool } from './tool';
import { itemLine, watched, whom } from './watched';

export const lowUse = tool(z.strictObject(whom), {
	announce({ customerTenantId, readAll }, service) {
		const { l10n } = vscode;
		if (customerTenantId !== undefined) {
			return { reading: l10n.t('Looking for reservations of {0} that are used little', nameOf(service, customerTenantId)) };
		}
		const reading = readAll
			? l10n.t('Reading all customers for reservations that are used little')
			: l10n.t('Looking for reservations that are used little');
		return { reading };
	},
	async run({ limit, ...rest }, call) {
		const { items, notes } = await watched(rest, call);
		const low = items.filter((item) => item.kind === 'lowUse' || item.kind === 'noBenefit');
		const { watch } = call.service;
		const line = (item: LowUse | NoBenefit) => itemLine(call.service, item, matterOf(item, watch.unusedCost(item)));
		const rule = `Low use: less than ${watch.thresholds().lowUtilizationPercent}% of the reserved hours over 7 days; new reservations are left out.`;
		return listText({ what: 'Reservations with low use or no benefit', items: low, limit, line }, [rule, ...notes], call.most);
	},
});

/** Pure: what is the matter with its use. */
export function matterOf(item: LowUse | NoBenefit, unused: UnusedCost | undefined): string {
	if (item.kind === 'noBenefit') {
		const why = item.statusMessage === undefined ? (item.statusCode ?? '') : item.statusMessage;
		return `Nothing gets its discount${why === '' ? '' : `: ${item.statusMessage === undefined ? code(why) : quoted(why)}`}`;
	}
	const { last7Days, last30Days, isLasting } = item;
	const cost =
		unused === undefined
			? 'what the unused part costs is not known for sure'
			: `the unused part of the last 30 days cost ${money(unused.cost)} (${unused.pricedIn} currency, without tax)`;
	return `Used ${percent(last7Days)} in 7 days, ${percent(last30Days)} in 30 days (${isLasting ? 'lasting' : 'only lately'}); ${cost}`;
}
