/** Small phrases that several pieces of advice use. */
import * as l10n from '@vscode/l10n';
import type { Format } from '../format';

/** "1 day", "12 days". */
export function daysText(format: Format, days: number): string {
	return days === 1 ? l10n.t('1 day') : l10n.t('{0} days', format.number(days));
}

/** Reservation ids in brackets behind a phrase; nothing when there are none. */
export function idList(ids: readonly string[] | undefined): string {
	return ids === undefined ? '' : ` (${ids.join(', ')})`;
}

/** Sentences after each other; what there is nothing to say about is left out. */
export function sentences(...parts: readonly (string | undefined)[]): string {
	return parts.filter((part) => part !== undefined && part !== '').join(' ');
}
