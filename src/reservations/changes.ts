/** Tells listeners what changed: the first change at once, those that follow closely together in one go. */
import type { Change } from './api';

/** VS Code merges tree refreshes in windows of 200 ms (performance 1); twice as often keeps the first paint early. */
const windowMs = 100;

export class ChangeFeed {
	readonly #listeners = new Set<(change: Change) => void>();
	readonly #waiting = new Map<string, Change>();
	readonly #onListenerError: (error: unknown) => void;
	#timer: NodeJS.Timeout | undefined;

	/** @param onListenerError told when a listener throws: one broken view must not silence the others */
	constructor(onListenerError: (error: unknown) => void) {
		this.#onListenerError = onListenerError;
	}

	/** Adds a listener. @returns the function that removes it */
	listen(listener: (change: Change) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	fire(change: Change): void {
		if (this.#timer !== undefined) {
			this.#waiting.set(change.kind === 'customers' ? '' : change.tenantId, change);
			return;
		}
		this.#openWindow();
		this.#tell(change);
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#listeners.clear();
		this.#waiting.clear();
	}

	#openWindow(): void {
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			if (this.#waiting.size === 0) return;
			const changes = [...this.#waiting.values()];
			this.#waiting.clear();
			this.#openWindow();
			for (const change of changes) this.#tell(change);
		}, windowMs);
		this.#timer.unref();
	}

	#tell(change: Change): void {
		for (const listener of this.#listeners) {
			try {
				listener(change);
			} catch (error) {
				this.#onListenerError(error);
			}
		}
	}
}
