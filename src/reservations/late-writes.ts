/** Writes that follow a change a little later, one after the other. They never fail for who asks: a failure is told, and what waits is tried again with the next write. */

/** Changes that follow closely are written once, ms. */
const delayMs = 500;

interface LateWritesOptions {
	/** Writes some of what waits. Returns false when nothing waits. What it could not write, and throws for, has to wait on. */
	readonly writeSome: () => Promise<boolean>;
	/** Drops what waits. */
	readonly drop: () => void;
	/** Told why the disk refuses: once for a full disk, not once a write. */
	readonly onFailure: (error: Error) => void;
	/** After every piece of work, good or not. */
	readonly afterwards?: () => void;
}

export class LateWrites {
	readonly #options: LateWritesOptions;
	#timer: NodeJS.Timeout | undefined;
	#writing: Promise<void> = Promise.resolve();
	#failure: Error | undefined;

	constructor(options: LateWritesOptions) {
		this.#options = options;
	}

	/** Why the last write failed; undefined once one succeeds. */
	get failure(): Error | undefined {
		return this.#failure;
	}

	/** Something waits to be written. */
	soon(): void {
		this.#timer ??= setTimeout(() => void this.flush(), delayMs).unref();
	}

	/** Does a piece of work when those before it have ended. A failure of one, a full disk, is kept from all others. */
	async inTurn(work: () => Promise<void>): Promise<void> {
		this.#writing = this.#writing.then(async () => {
			try {
				await work();
				this.#failure = undefined;
			} catch (error) {
				const before = this.#failure?.message;
				this.#failure = error instanceof Error ? error : new Error(String(error));
				if (this.#failure.message !== before) this.#options.onFailure(this.#failure);
			}
			this.#options.afterwards?.();
		});
		await this.#writing;
	}

	/**
	 * Writes what waits.
	 * @param patienceMs after so long the rest is dropped: VS Code gives little time to end, and it can be read anew
	 * @returns when it is on disk
	 */
	async flush(patienceMs = Number.POSITIVE_INFINITY): Promise<void> {
		const end = Date.now() + patienceMs;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		await this.inTurn(async () => {
			// More may come meanwhile.
			for (let isMore = true; isMore && Date.now() <= end; ) isMore = await this.#options.writeSome();
		});
		// What there was no time for can be read anew.
		if (Date.now() > end) this.#options.drop();
	}
}
