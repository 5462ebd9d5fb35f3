/** The revisions of the reservation: when it was in which state, and what changed from one to the next. */
import * as vscode from 'vscode';
import { moment, number, unknown } from '../../../host/formats';
import { flexibilityWords, renewalWords, scopeWords } from '../../../host/words';
import type { HistoryEntry, Known } from '../../../reservations/model';
import { partState } from '../../shared/problem';
import type { History } from '../messages';
import { stateMark } from '../state-mark';

export function historyView(known: Known<readonly HistoryEntry[]>): History {
	const { l10n } = vscode;
	const entries = known.value ?? [];
	return {
		type: 'history',
		...partState(known, l10n.t('History')),
		empty:
			known.value !== undefined && entries.length === 0
				? l10n.t('Azure keeps no earlier states of this reservation.')
				: undefined,
		caption: l10n.t('Recorded states of the reservation, newest first'),
		columns: [l10n.t('Since'), l10n.t('State'), l10n.t('What changed')],
		rows: entries.map((entry, index) => ({
			when: entry.at === undefined ? unknown : moment(entry.at),
			state: stateMark(entry.state, entry.statusCode),
			stateNote: entry.statusMessage,
			changes: changes(entry, entries[index + 1]),
		})),
	};
}

/** What differs from the state before, as far as both say it. */
function changes(entry: HistoryEntry, before: HistoryEntry | undefined): string[] {
	const { l10n } = vscode;
	if (before === undefined) return [l10n.t('First recorded state')];
	const found: string[] = [];
	const compare = <T>(from: T | undefined, to: T | undefined, words: (from: T, to: T) => string) => {
		if (from !== undefined && to !== undefined && from !== to) found.push(words(from, to));
	};
	compare(before.name, entry.name, (from, to) => l10n.t('Name: {0} → {1}', from, to));
	compare(before.quantity, entry.quantity, (from, to) => l10n.t('Quantity: {0} → {1}', number(from), number(to)));
	compare(before.scopeKind, entry.scopeKind, (from, to) =>
		l10n.t('Scope: {0} → {1}', scopeWords({ kind: from }).value, scopeWords({ kind: to }).value),
	);
	compare(before.renew, entry.renew, (from, to) =>
		l10n.t('Renewal: {0} → {1}', renewalWords({ renew: from }).value, renewalWords({ renew: to }).value),
	);
	compare(before.instanceFlexibility, entry.instanceFlexibility, (from, to) =>
		l10n.t('Instance size flexibility: {0} → {1}', flexibilityWords(from).value, flexibilityWords(to).value),
	);
	compare(before.state, entry.state, (from, to) =>
		l10n.t('State: {0} → {1}', stateMark(from).text, stateMark(to, entry.statusCode).text),
	);
	return found.length > 0 ? found : [l10n.t('Nothing that Azure names')];
}
