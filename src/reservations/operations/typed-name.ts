/** The name that is typed to confirm that money moves: one rule for page, panel and service. */

/**
 * Whether a typed name is the customer's. Nobody should fail for a capital letter, an outer space, or a sign that a keyboard writes
 * in another form (NFKC: a no-break space, full-width letters); everything else has to be as it is.
 * @returns false for a customer without a name: an empty field confirms nothing
 */
export function fitsName(typed: string, customerName: string): boolean {
	const plain = (name: string) => name.normalize('NFKC').trim().toLowerCase();
	return plain(customerName) !== '' && plain(typed) === plain(customerName);
}
