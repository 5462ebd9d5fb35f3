/** Tells listeners of a state that changes often, a few times a second at most. */

/** A view need not be drawn for every one of 20,000 steps, ms. */
const tellMs = 100;

export class StateFeed<State> {
	readonly #state: () => State;
	readonly #onListenerError: (error: unknown) => void;
	readonly #listeners = new Set<(state: State) => void>();
	#timer: NodeJS.Timeout | undefined;

	/**
	 * @param state gives the state of the moment
	 * @param onListenerError told when a listener throws: one broken view must not silence the others
	 */
	constructor(state: () => State, onListenerError: (error: unknown) => void) {
		this.#state = state;
		this.#onListenerError = onListenerError;
	}

	/** Adds a listener. @returns the function that removes it */
	listen(listener: (state: State) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Something changed: it is told soon. Costs nothing to be called often. */
	changed(): void {
		this.#timer ??= setTimeout(() => this.tell(), tellMs).unref();
	}

	/** Tells at once. */
	tell(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const state = this.#state();
		for (const listener of this.#listeners) {
			try {
				listener(state);
			} catch (error) {
				this.#onListenerError(error);
			}
		}
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#listeners.clear();
	}
}
