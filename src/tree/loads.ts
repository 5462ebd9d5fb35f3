/** The loads that the tree has started: each thing once, and nobody waits for one longer than a few seconds. */
import type { Known } from '../reservations/model';

/**
 * VS Code asks for the children of expanded nodes one after another, so one slow customer would hold up all below it.
 * After so many ms, counted from the start of the load, the tree shows "Loading…" and fills the node in later.
 */
const PATIENCE = 4000;

export interface LoadSource<T> {
	get(): Known<T>;
	load(): Promise<Known<T>>;
}

interface Load {
	readonly startedAt: number;
	readonly done: Promise<unknown>;
	/** Ends the waiting although the load still runs. */
	readonly interrupt: () => void;
	readonly interrupted: Promise<void>;
}

export class Loads {
	readonly #started = new Map<string, Load>();
	/** How many wait for what there is to show, by key. */
	readonly #awaited = new Map<string, number>();
	readonly #onLate: (key: string) => void;

	/** @param onLate told when a load ends that was shown as "Loading…" */
	constructor(onLate: (key: string) => void) {
		this.#onLate = onLate;
	}

	/** Starts the load unless it was started before. A failed one is not started again by itself: that is the user's Retry. */
	start<T>(key: string, source: LoadSource<T>): Load {
		const started = this.#started.get(key);
		if (started !== undefined) return started;
		const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<void>();
		// A list's load rejects only when it was cancelled: then it may be started again.
		const done = source.load().catch(() => this.#started.delete(key));
		const load = { startedAt: Date.now(), done, interrupt, interrupted };
		this.#started.set(key, load);
		return load;
	}

	/** What is known, at once if there is anything to show, else when the load ends or the patience does. */
	async settle<T>(key: string, source: LoadSource<T>): Promise<Known<T>> {
		this.#awaited.set(key, (this.#awaited.get(key) ?? 0) + 1);
		try {
			return await this.#settle(key, source);
		} finally {
			this.#awaited.set(key, (this.#awaited.get(key) ?? 0) - 1);
		}
	}

	/** True while somebody waits for it, who will show what there is then. */
	isAwaited(key: string): boolean {
		return (this.#awaited.get(key) ?? 0) > 0;
	}

	async #settle<T>(key: string, source: LoadSource<T>): Promise<Known<T>> {
		const load = this.start(key, source);
		const hasContent = (known: Known<T>) => known.value !== undefined || known.failure !== undefined;
		const known = source.get();
		if (hasContent(known)) return known;
		await this.#wait(load);
		const later = source.get();
		if (!hasContent(later)) void load.done.then(() => this.#onLate(key));
		return later;
	}

	async #wait(load: Load): Promise<void> {
		const patience = load.startedAt + PATIENCE - Date.now();
		if (patience <= 0) return;
		let timer: NodeJS.Timeout | undefined;
		const outOfPatience = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, patience);
		});
		await Promise.race([load.done, load.interrupted, outOfPatience]);
		clearTimeout(timer);
	}

	/** Shows what there is now: the first page, or that the service has asked to wait. */
	interrupt(key: string): void {
		this.#started.get(key)?.interrupt();
	}

	/** Nobody is kept waiting any more, but for one of them. */
	interruptAllBut(key: string): void {
		for (const [other, { interrupt }] of this.#started) if (other !== key) interrupt();
	}

	/** Starts the load unless it was started before; nobody who asks for it is kept waiting. */
	startWithoutWaiting<T>(key: string, source: LoadSource<T>): void {
		this.start(key, source).interrupt();
	}

	/** Lets everything be loaded anew. */
	clear(): void {
		this.#started.clear();
	}
}
