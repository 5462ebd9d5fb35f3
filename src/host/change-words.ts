/** Changes of configuration in words, and what they have in common with operations. For tree, notifications and quick picks. */
import * as vscode from 'vscode';
import type { ChangeRecord, Difference } from '../reservations/configuration/model';
import { type Entry, isChange } from './entries';
import { number } from './formats';
import { stateWords, titleWords, whatWords } from './operation-words';

/** "Change", "Archive", "Split" and so on. */
export function changeKindWords({ kind, undoes }: Pick<ChangeRecord, 'kind' | 'undoes'>): string {
	const { l10n } = vscode;
	if (undoes !== undefined) return l10n.t('Undo');
	switch (kind) {
		case 'update':
			return l10n.t('Change');
		case 'archive':
			return l10n.t('Archive');
		case 'unarchive':
			return l10n.t('Unarchive');
		case 'split':
			return l10n.t('Split');
		case 'merge':
			return l10n.t('Merge');
	}
}

/** The reservation that it is about, by the name it had before. */
export function changedName({ reservations: [first, ...more] }: Pick<ChangeRecord, 'reservations'>): string {
	const name = first?.before.name ?? '';
	return more.length === 0 ? name : vscode.l10n.t('{0} and {1} more', name, number(more.length));
}

/** A field before and after. */
export function differenceWords({ before, after }: Difference): string {
	return vscode.l10n.t('{0} → {1}', before, after);
}

/** Kind and what it is of: the name of an entry in a sentence. */
export function entryTitle(entry: Entry): string {
	return isChange(entry)
		? vscode.l10n.t('{0} of {1} for {2}', changeKindWords(entry), changedName(entry), entry.customerName)
		: titleWords(entry);
}

/** Where an entry stands. */
export function entryState(entry: Entry): string {
	if (!isChange(entry)) return stateWords(entry);
	return entry.state === 'running' ? vscode.l10n.t('under way') : stateWords({ state: entry.state, lines: [] });
}

/** What an entry is about, in short. */
export function entryWhat(entry: Entry): string {
	return isChange(entry) ? changedName(entry) : whatWords(entry);
}

/** What became of a change, as a message says it. @param differences its fields, before and after */
export function changeOutcome(record: ChangeRecord, differences: readonly Difference[]): string {
	const { l10n } = vscode;
	const name = changedName(record);
	switch (record.state) {
		case 'succeeded':
			return differences.length === 0
				? l10n.t('{0} of {1} is done.', changeKindWords(record), name)
				: l10n.t('{0} was changed. {1}.', name, differences.map((it) => `${it.label}: ${differenceWords(it)}`).join('; '));
		case 'failed':
			return l10n.t('The change of {0} failed.', name);
		case 'notDone':
			return l10n.t('{0} was not changed.', name);
		case 'outcomeUnknown':
			return l10n.t('The change of {0} was sent, but what became of it is not known. It is never sent again by itself.', name);
		default:
			return l10n.t('The change of {0} was taken on and is still under way.', name);
	}
}
