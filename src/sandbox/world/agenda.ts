/** What is going to happen in a tenant: steps of operations, each due at a moment of the world's clock. */

interface Step {
	readonly at: number;
	readonly run: (at: number) => void;
}

export class Agenda {
	#steps: Step[] = [];

	/** @param at ms since the epoch; steps of the same moment run in the order in which they were planned */
	plan(at: number, run: (at: number) => void): void {
		const after = this.#steps.findIndex((step) => step.at > at);
		this.#steps.splice(after < 0 ? this.#steps.length : after, 0, { at, run });
	}

	/** Runs what is due, oldest first. Each step sees its own moment, however late somebody looks. */
	settle(now: number): void {
		for (let [next] = this.#steps; next !== undefined && next.at <= now; [next] = this.#steps) {
			this.#steps.shift();
			next.run(next.at);
		}
	}
}
