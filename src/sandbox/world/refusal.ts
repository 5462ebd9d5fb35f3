/** A wish that can't be granted, in the contract's words. */

/** Why something can't be bought or changed; the code is one of the contract's (arm-contract 4.1). */
export class Refusal extends Error {
	constructor(
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}
