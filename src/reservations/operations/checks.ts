/** What has to hold before a quote is committed. Everything here is checked before anything is written or sent. */
import * as l10n from '@vscode/l10n';
import { ServiceFailure } from '../../azure/failure';
import type { Reservation } from '../model';
import { unitsText } from '../units';
import { blockersIn } from './blockers';
import type { Entry } from './journal-file';
import type { Confirmation, Operation, Quote, QuoteBasis } from './model';
import { isOver } from './progress';
import { basisOf } from './quotes';
import { refused } from './quoting';
import { fitsName } from './typed-name';

/** What a commit is held against. */
interface Circumstances {
	readonly customerName: string;
	/** Now, ms since the epoch. */
	readonly now: number;
	/** The journal as it is on the disk. */
	readonly entries: readonly Entry[];
}

/**
 * @returns the session as the service named it, the operation's id that comes of it, and the reason to give
 * @throws ServiceFailure `Refused`, `SessionExpired`; nothing was sent
 */
export function checkCommit(
	quote: Quote,
	confirmation: Confirmation,
	{ customerName, now, entries }: Circumstances,
): { readonly id: string; readonly sessionId: string; readonly reason: string } {
	const { tenantId, sessionId } = quote;
	const [blocker] = [...quote.blockers, ...blockersIn(quote)];
	if (sessionId === undefined || blocker !== undefined) {
		throw refused(tenantId, `${blocker ?? ''} ${nothingSent()}`.trim(), askAgain());
	}
	if (confirmation.sessionId !== sessionId) {
		throw refused(tenantId, `${l10n.t('What was confirmed is another quote than this one.')} ${nothingSent()}`, askAgain());
	}
	if (!fitsName(confirmation.typedCustomerName, customerName)) {
		throw refused(
			tenantId,
			`${l10n.t('The customer’s name was not typed as it is.')} ${nothingSent()}`,
			l10n.t('Type {0}.', customerName),
		);
	}
	const reason = confirmation.reason?.trim() ?? '';
	if (quote.kind === 'return' && reason === '') {
		throw refused(tenantId, `${l10n.t('Azure wants a reason for a return.')} ${nothingSent()}`, l10n.t('Enter a reason.'));
	}
	checkAge(quote, now);
	if (entries.some(({ operation }) => operation.id === sessionId.toLowerCase())) throw alreadyCommitted(tenantId);
	checkOthers(quote, entries);
	return { id: sessionId.toLowerCase(), sessionId, reason };
}

/** @throws ServiceFailure `SessionExpired` when the quote is too old, or says that it comes from the future */
export function checkAge({ tenantId, quotedAt, expiresAt }: Quote, now: number): void {
	if (now < expiresAt && quotedAt <= now + clockSlackMs) return;
	throw new ServiceFailure('SessionExpired', tooOld(), { customerTenantId: tenantId, sent: 'no', remedy: askAgain() });
}

/** Why a quote is not sent any more. */
export function tooOld(): string {
	return `${l10n.t('The quote is too old to commit.')} ${nothingSent()}`;
}

/** Clocks are set; a quote from further ahead has a time that can't be believed. */
const clockSlackMs = 60_000;

/**
 * @param since ms since the epoch; operations that have ended after it count too. Undefined: only those that are open
 * @throws ServiceFailure `Refused` when one of the quote's reservations is in another operation
 */
export function checkOthers(quote: Quote, entries: readonly Entry[], since?: number): void {
	const ids = reservationsOf(quote);
	const isOther = ({ operation }: Entry) =>
		operation.quote.sessionId !== quote.sessionId && reservationsTakenBy(operation, since).some((id) => ids.includes(id));
	const other = entries.find(isOther);
	if (other === undefined) return;
	const [what, next] = isOver(other.operation)
		? [l10n.t('Another return or exchange of this reservation was carried out while this one was being checked.'), askAgain()]
		: [
				l10n.t('Another return or exchange of this reservation is not through yet.'),
				l10n.t('Wait for its end, then ask for a new quote.'),
			];
	throw refused(quote.tenantId, `${what} ${nothingSent()}`, next);
}

/**
 * The reservations with which nothing else may be done because of an operation: all that it gives back, as long as it is open. Free
 * again are those that were as before after Azure itself had ended it, whose lines are `NotDone` (exchange-progress), though it may
 * not be known what became of its other lines.
 * @param since ms since the epoch: one that has ended after it, and may have changed something, counts as open. Undefined: none
 * @returns GUIDs in lower case
 */
export function reservationsTakenBy(operation: Operation, since?: number): readonly string[] {
	const { endedAt, state, lines, quote } = operation;
	const isSince = since !== undefined && endedAt !== undefined && endedAt > since && state !== 'notDone';
	if (isOver(operation) && !isSince) return [];
	const isHeld = (id: string) => lines.some((line) => line.reservationId?.toLowerCase() === id && line.status !== 'NotDone');
	return reservationsOf(quote).filter(isHeld);
}

/**
 * @param change what is being changed, in a word
 * @param mayBeOver it may have ended since the reservations were read again
 */
export function changeUnderWay(tenantId: string, change: string, mayBeOver: boolean): ServiceFailure {
	const what = mayBeOver
		? l10n.t('This reservation was changed while it was being checked, or a change of it is not through yet ({0}).', change)
		: l10n.t('A change of this reservation is not through yet ({0}).', change);
	return refused(tenantId, `${what} ${nothingSent()}`, l10n.t('Wait for its end, then ask for a new quote.'));
}

/** The session was committed by this or another window. */
export function alreadyCommitted(tenantId: string): ServiceFailure {
	return refused(
		tenantId,
		`${l10n.t('This quote was committed already, here or in another window.')} ${l10n.t('It was not sent a second time.')}`,
		l10n.t('Look at the operation in the list of operations.'),
	);
}

/** Another window took this one for dead before it was sent, as after a sleep of the computer. */
export function givenUp(tenantId: string): ServiceFailure {
	return refused(
		tenantId,
		`${l10n.t('It took too long to write this down, so it was given up by another window.')} ${nothingSent()}`,
		askAgain(),
	);
}

/**
 * Compares with what the quote was made on.
 * @throws ServiceFailure `Refused` when quantity, state or etag are not the same any more
 */
export function checkUnchanged({ tenantId }: Quote, before: QuoteBasis, reservation: Reservation): void {
	const now = basisOf(reservation);
	const changed: string[] = [];
	if (now.quantity !== before.quantity)
		changed.push(l10n.t('quantity {0}, was {1}', unitsText(now.quantity), unitsText(before.quantity)));
	if (now.provisioningState !== before.provisioningState) {
		changed.push(l10n.t('state {0}, was {1}', now.provisioningState, before.provisioningState));
	}
	if (changed.length === 0 && now.etag !== before.etag) changed.push(l10n.t('something else about it'));
	if (changed.length === 0) return;
	throw refused(
		tenantId,
		`${l10n.t('The reservation {0} has changed since it was quoted: {1}.', now.name, changed.join('; '))} ${nothingSent()}`,
		askAgain(),
	);
}

/** Ids of the reservations that a quote gives back. */
export function reservationsOf(quote: Quote): readonly string[] {
	return (quote.kind === 'return' ? [quote.line] : quote.returns).map(({ reservationId }) => reservationId.toLowerCase());
}

function nothingSent(): string {
	return l10n.t('Nothing was sent.');
}

function askAgain(): string {
	return l10n.t('Ask for a new quote.');
}
