/** The badge of the view "Customers": how many reservations end soon, as the settings say, and will not be renewed. */
import * as vscode from 'vscode';
import { customerCount } from '../host/counts';
import { number, span } from '../host/formats';
import type { WatchList } from '../reservations/watch/model';

/** @returns undefined when there is nothing to warn of */
export function badgeOf({ endingSoon, customersKnown, customersUnknown }: WatchList): vscode.ViewBadge | undefined {
	const { l10n } = vscode;
	const value = endingSoon.withoutRenewal;
	if (value === 0) return undefined;
	const days = span(endingSoon.days, 'day');
	const what =
		value === 1
			? l10n.t('1 reservation ends within {0} and will not be renewed', days)
			: l10n.t('{0} reservations end within {1} and will not be renewed', number(value), days);
	if (customersUnknown === 0) return { value, tooltip: what };
	const all = customerCount(customersKnown + customersUnknown);
	return { value, tooltip: l10n.t('{0} (known of {1} of {2})', what, number(customersKnown), all) };
}
