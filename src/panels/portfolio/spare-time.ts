/** Work for later, in steps: one at a time, so that what the user asks for meanwhile never waits for more than one of them. */

/** Between two steps, ms: what came in meanwhile is answered first. */
const pauseMs = 10;

export class SpareTime {
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Takes the steps one after the other once nothing new was begun for `afterMs`; what was begun before is given up. */
	begin(afterMs: number, steps: Iterator<unknown>): void {
		this.stop();
		const step = () => {
			this.#timer = undefined;
			if (steps.next().done !== true) this.#timer = setTimeout(step, pauseMs);
		};
		this.#timer = setTimeout(step, afterMs);
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}
}
