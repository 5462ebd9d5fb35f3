/** Something that is to be done once it was looked at: what it would do, and what of it the user has confirmed. */
import type { ServiceFailure } from '../../azure/failure';
import type { ConcernId, RolePreview } from '../../reservations/roles/model';
import { Part } from '../shared/part';

export class Intent {
	readonly #changed: () => void;
	readonly #confirmed = new Set<ConcernId>();
	#part: Part<RolePreview> | undefined;
	#key: string | undefined;

	constructor(changed: () => void) {
		this.#changed = changed;
	}

	/** What it would do; undefined: nothing is wanted, or it is still being looked at. */
	get preview(): RolePreview | undefined {
		return this.#part?.known.failure === undefined && this.#part?.known.loading === false ? this.#part.known.value : undefined;
	}

	get isAsking(): boolean {
		return this.#part?.known.loading === true;
	}

	get failure(): ServiceFailure | undefined {
		return this.#part?.known.failure;
	}

	get confirmed(): readonly ConcernId[] {
		return [...this.#confirmed];
	}

	/** Everything that has to be confirmed is, and it is known what it would do. */
	get isReady(): boolean {
		const { preview } = this;
		return preview?.concerns.every(({ id }) => this.#confirmed.has(id)) === true;
	}

	/**
	 * Looks at what it would do when it is something else than before; what was confirmed counts for that alone.
	 * @param key names what is wanted; undefined: nothing
	 */
	want(key: string | undefined, read: (signal: AbortSignal) => Promise<RolePreview>): void {
		if (key === this.#key) return;
		this.#part?.forget();
		this.#confirmed.clear();
		this.#key = key;
		this.#part = key === undefined ? undefined : new Part(read, this.#changed);
		void this.#part?.read();
	}

	/** Looks once more; what has to be confirmed is asked for again. */
	again(): void {
		this.#confirmed.clear();
		void this.#part?.read();
	}

	confirm(concern: ConcernId, on: boolean): void {
		if (on) this.#confirmed.add(concern);
		else this.#confirmed.delete(concern);
		this.#changed();
	}

	forget(): void {
		this.#part?.forget();
		this.#part = undefined;
		this.#key = undefined;
		this.#confirmed.clear();
	}
}
