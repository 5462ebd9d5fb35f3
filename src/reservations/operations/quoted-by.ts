/** Whose a quote is: what one account has read in it, and may do with it, holds for nobody else. */
import * as l10n from '@vscode/l10n';
import type { ServiceFailure } from '../../azure/failure';
import type { Quote } from './model';
import { refused } from './quoting';

/** User name of whose token calls to a customer carry now; undefined where that is not known. */
export type AccountAt = (tenantId: string) => Promise<string | undefined>;

/**
 * A quote that was asked for and answered for one and the same account. It is asked who that is while the quote is under way: the
 * one calls for the same token as the other.
 * @throws ServiceFailure `Refused` when somebody else has signed in meanwhile, or that can't be told; whatever keeps the quote from
 * being made
 */
export async function byOneAccount<Q extends Quote>(account: AccountAt, tenantId: string, quoting: Promise<Q>): Promise<Q> {
	const before = nameAt(account, tenantId);
	const quote = await quoting;
	const quotedBy = await nameAt(account, tenantId);
	checkSame(tenantId, await before, quotedBy);
	return quotedBy === undefined ? quote : { ...quote, quotedBy };
}

/**
 * @returns who is signed in now; undefined where that is not known
 * @throws ServiceFailure `Refused` unless that is who asked for the quote
 */
export async function checkAccount(
	account: AccountAt,
	{ tenantId, quotedBy }: Pick<Quote, 'tenantId' | 'quotedBy'>,
): Promise<string | undefined> {
	const now = await nameAt(account, tenantId);
	checkSame(tenantId, quotedBy, now);
	return now;
}

/** Where nobody's name is known, before and now, as in the sandbox, there is nobody to tell apart. */
function checkSame(tenantId: string, before: string | undefined, now: string | undefined): void {
	if (before === now) return;
	throw before === undefined || now === undefined ? untold(tenantId) : another(tenantId);
}

function nameAt(account: AccountAt, tenantId: string): Promise<string | undefined> {
	return account(tenantId).catch(() => undefined);
}

function another(tenantId: string): ServiceFailure {
	return refused(
		tenantId,
		`${l10n.t('Who is signed in has changed since the quote was asked for: it does not count any more.')} ${l10n.t('Nothing was sent.')}`,
		l10n.t('Ask for a new quote.'),
	);
}

/** Signed out, or the sign-in could not be reached at that moment. */
function untold(tenantId: string): ServiceFailure {
	return refused(
		tenantId,
		`${l10n.t('It can’t be told whether who is signed in now has also asked for the quote.')} ${l10n.t('Nothing was sent.')}`,
		l10n.t('Sign in again if nobody is signed in, then ask for a new quote.'),
	);
}
