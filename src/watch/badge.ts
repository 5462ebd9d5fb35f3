/** The badge of the view "Customers": how many reservations end within 30 days and will not be renewed. */
import * as vscode from 'vscode';
import { customerCount } from '../host/counts';
import { number } from '../host/formats';
import type { WatchList } from '../reservations/watch/model';

/** @returns undefined when there is nothing to warn of */
export function badgeOf({ endingWithoutRenewal, customersKnown, customersUnknown }: WatchList): vscode.ViewBadge | undefined {
	const { l10n } = vscode;
	const value = endingWithoutRenewal[30];
	if (value === 0) return undefined;
	const what =
		value === 1
			? l10n.t('1 reservation ends within 30 days and will not be renewed')
			: l10n.t('{0} reservations end within 30 days and will not be renewed', number(value));
	if (customersUnknown === 0) return { value, tooltip: what };
	const all = customerCount(customersKnown + customersUnknown);
	return { value, tooltip: l10n.t('{0} (known of {1} of {2})', what, number(customersKnown), all) };
}
