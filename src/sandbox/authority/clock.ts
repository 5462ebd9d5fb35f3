/** The time of the authority and of the doors that check its tokens: the real one, which a test can put forward. */

export class Clock {
	#ahead = 0;

	/** ms since the epoch */
	now(): number {
		return Date.now() + this.#ahead;
	}

	/** Whole seconds since the epoch, as tokens count. */
	seconds(): number {
		return Math.floor(this.now() / 1000);
	}

	/** Lets time pass, so that tokens and codes expire without waiting. */
	advance(seconds: number): void {
		this.#ahead += seconds * 1000;
	}
}
