/** Setting aside what stays unknown: its user has looked in the portal, and works on with its reservations. Nothing is sent or read. */
import * as l10n from '@vscode/l10n';
import type { Entry } from './journal-file';
import type { Operation } from './model';
import type { Patience } from './pace';
import { isOver, withOperation } from './progress';
import { refused } from './quoting';

/**
 * @throws ServiceFailure `Refused` unless the outcome is not known, and was not for so long that a commit that has not begun by now
 * does not begin any more: as long as it may be found out by itself nothing else may be done with its reservations
 */
export function checkSetAside(operation: Operation, { isSettled }: Pick<Patience, 'isSettled'>): void {
	const { tenantId, state } = operation;
	if (isOver(operation) || state !== 'outcomeUnknown') {
		throw refused(
			tenantId,
			`${l10n.t('Only an operation whose outcome is not known can be set aside.')} ${nothingSetAside()}`,
			l10n.t('Wait for its end.'),
		);
	}
	if (isSettled) return;
	throw refused(
		tenantId,
		`${l10n.t('It was sent only a few minutes ago: what became of it is still being found out.')} ${nothingSetAside()}`,
		l10n.t('Try it again a quarter of an hour after it was sent.'),
	);
}

/**
 * The operation set aside: its outcome stays unknown, and it is not looked after any more, as what becomes of its reservations later
 * could not be told from what it did. Whatever has got another state meanwhile stays as it is.
 * @param at now, ms since the epoch
 * @param by user name of who did it; undefined where that is not known
 */
export function setAside(entry: Entry, at: number, by: string | undefined): Entry {
	return entry.operation.state === 'outcomeUnknown' ? withOperation(entry, { setAside: { at, by } }) : entry;
}

function nothingSetAside(): string {
	return l10n.t('Nothing was changed.');
}
