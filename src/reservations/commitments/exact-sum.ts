/** Adds up very many amounts of one currency without rounding, fast enough for millions. */
import Big from 'big.js';

/** Amounts with so many decimals are added as whole numbers. */
const scale = 1e6;

export class ExactSum {
	/** Whole millionths. */
	#small = 0;
	#large = new Big(0);

	/** @param amount as JSON gave it: its shortest decimal text is what is added */
	add(amount: number): void {
		const scaled = Math.round(amount * scale);
		// Both exact, or it has more decimals, or is too large.
		if (scaled / scale !== amount || !Number.isSafeInteger(scaled)) {
			this.#large = this.#large.plus(amount);
			return;
		}
		if (!Number.isSafeInteger(this.#small + scaled)) this.#spill();
		this.#small += scaled;
	}

	/** Decimal text. */
	get amount(): string {
		this.#spill();
		return this.#large.toFixed();
	}

	#spill(): void {
		this.#large = this.#large.plus(new Big(this.#small).div(scale));
		this.#small = 0;
	}
}
