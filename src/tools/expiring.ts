/** Reservations that end soon, of one customer or of all, and what happens then. */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { span } from '../host/formats';
import type { Expiring } from '../reservations/watch/model';
import { nameOf } from './customer';
import { counted, day, listText } from './text';
import { tool } from './tool';
import { itemLine, watched, whom } from './watched';

const input = z.strictObject({
	withinDays: z._default(z.int().check(z.gte(1), z.lte(90)), 30),
	onlyWithoutRenewal: z._default(z.boolean(), false),
	...whom,
});

export const expiring = tool(input, {
	announce({ customerTenantId, withinDays, readAll }, service) {
		const { l10n } = vscode;
		const within = span(withinDays, 'day');
		if (customerTenantId !== undefined) {
			const customer = nameOf(service, customerTenantId);
			return { reading: l10n.t('Looking for reservations of {0} that end within {1}', customer, within) };
		}
		const reading = readAll
			? l10n.t('Reading all customers for reservations that end within {0}', within)
			: l10n.t('Looking for reservations that end within {0}', within);
		return { reading };
	},
	async run({ withinDays, onlyWithoutRenewal, limit, ...rest }, call) {
		const { items, notes } = await watched(rest, call);
		const soon = items
			.filter((item) => item.kind === 'expiring')
			.filter(({ days, renewal }) => days <= withinDays && (!onlyWithoutRenewal || renewal !== 'on'));
		const line = (item: Expiring) => itemLine(call.service, item, matterOf(item));
		return listText(
			{ what: `Reservations that end within ${counted(withinDays, 'day')}`, items: soon, limit, line },
			notes,
			call.most,
		);
	},
});

/** Pure: when it ends and what then. */
export function matterOf({ expiresAt, days, renewal }: Expiring): string {
	const then: Readonly<Record<Expiring['renewal'], string>> = {
		on: 'is renewed automatically',
		off: 'is not renewed: pay-as-you-go prices follow',
		impossible: 'can’t be renewed, as its VM series is not sold any more',
		unknown: 'Azure does not tell whether it is renewed',
	};
	return `Ends ${day(expiresAt)} (${counted(days, 'day')} left), ${then[renewal]}`;
}
