/** How many calls may be under way at once: half as many after the service was asked too much, slowly more while it answers. */

/** Places gained by one good answer: ten answers make one place. */
const RISE = 0.1;
/** Part of the places that stays when the service throttles. */
const FALL = 0.5;

export class AdaptiveLimit {
	readonly #ceiling: number;
	#limit: number;
	#falls = 0;

	/** @param ceiling most calls under way, and how many it begins with */
	constructor(ceiling: number) {
		this.#ceiling = ceiling;
		this.#limit = ceiling;
	}

	/** Calls that may be under way now; never less than one. */
	get places(): number {
		return Math.floor(this.#limit);
	}

	get isAtCeiling(): boolean {
		return this.#limit === this.#ceiling;
	}

	/** How often it has fallen: noted when a call begins, given back to {@link fall}. */
	get falls(): number {
		return this.#falls;
	}

	rise(): void {
		this.#limit = Math.min(this.#ceiling, this.#limit + RISE);
	}

	/**
	 * @param begun {@link falls} when the throttled call began: calls that were under way together count as one complaint,
	 *   however many of them are refused
	 */
	fall(begun: number): void {
		if (begun !== this.#falls) return;
		this.#falls++;
		this.#limit = Math.max(1, this.#limit * FALL);
	}
}
