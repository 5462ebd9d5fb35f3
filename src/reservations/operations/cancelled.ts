/** What the status code of a cancelled reservation says of why it was cancelled (rules 10). */

/** Others took its place: it was split, merged or exchanged. Recorded are `Split` and `Merged` (recordings 7). */
const replaced = /^(split|merged|exchanged)$/i;
/**
 * Codes that name no cause of their own: most cancelled reservations on record have none at all; `Warning` and the missing benefit
 * are told of active ones too, and may stay.
 */
const neutral = /^(none|succeeded|active|pending|processing|cancell?ed|warning|nobenefit|nobenefitduetosubscriptiondeletion)?$/i;

/** True when others took the place of a reservation, so that it was not a return that cancelled it. */
export function isReplaced(statusCode: string | undefined): boolean {
	return replaced.test(statusCode ?? '');
}

/** True when a reservation was exchanged. */
export function isExchanged(statusCode: string | undefined): boolean {
	return /^exchanged$/i.test(statusCode ?? '');
}

/**
 * True when the code leaves it open why a reservation was cancelled. `Expired`, failed payments, a transfer and words that are not
 * known name a cause, or may do so: who has nothing else to go by can't take the reservation for returned.
 */
export function isCauseOpen(statusCode: string | undefined): boolean {
	return neutral.test(statusCode ?? '');
}
