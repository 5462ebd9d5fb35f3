/** Gathers the refreshes of a tree, so that a burst of changes is drawn once. */

/** Changes of single nodes are drawn together after so many ms. */
const SOON = 50;
/** While pages of customers come in, the whole tree is drawn at most so often (ms). */
const BETWEEN_REDRAWS = 1000;
/** A countdown moves every second. */
const TICK = 1000;

export class RefreshQueue<T> {
	readonly #draw: (nodes: T[] | undefined) => void;
	readonly #isDrawn: () => boolean;
	readonly #nodes = new Set<T>();
	#nodesTimer: NodeJS.Timeout | undefined;
	#allTimer: NodeJS.Timeout | undefined;
	#lastAll = 0;
	/** What counts down, and until when (ms since the epoch). The whole tree has the key undefined. */
	readonly #countdowns = new Map<T | undefined, number>();
	#ticker: NodeJS.Timeout | undefined;

	/**
	 * @param draw draws these nodes, or everything
	 * @param isDrawn whether the tree shows already what drawing everything would show; nodes that changed are drawn by themselves
	 */
	constructor(draw: (nodes: T[] | undefined) => void, isDrawn: () => boolean = () => false) {
		this.#draw = draw;
		this.#isDrawn = isDrawn;
	}

	/** Draws everything now: the user is waiting for it. */
	all(): void {
		clearTimeout(this.#allTimer);
		this.#allTimer = undefined;
		this.#lastAll = Date.now();
		this.#draw(undefined);
	}

	/** Everything was drawn just now without this queue. */
	drawn(): void {
		this.#lastAll = Date.now();
	}

	/** Draws everything soon, unless it shows already. */
	allSoon(): void {
		const wait = Math.max(SOON, this.#lastAll + BETWEEN_REDRAWS - Date.now());
		this.#allTimer ??= setTimeout(() => {
			this.#allTimer = undefined;
			if (!this.#isDrawn()) this.all();
		}, wait);
	}

	/** Draws one node soon. */
	one(node: T): void {
		this.#nodes.add(node);
		this.#nodesTimer ??= setTimeout(() => this.#flush(), SOON);
	}

	/** Draws one node now. */
	now(node: T): void {
		this.#nodes.delete(node);
		this.#draw([node]);
	}

	#flush(): void {
		this.#nodesTimer = undefined;
		const nodes = [...this.#nodes];
		this.#nodes.clear();
		if (nodes.length > 0) this.#draw(nodes);
	}

	/** Draws the node (or everything) every second until that moment, so that its countdown moves. */
	tickUntil(until: number | undefined, node: T | undefined): void {
		if (until === undefined || until <= Date.now()) {
			this.#countdowns.delete(node);
			return;
		}
		this.#countdowns.set(node, until);
		this.#ticker ??= setInterval(() => this.#tick(), TICK);
	}

	#tick(): void {
		for (const [node, until] of this.#countdowns) {
			if (until <= Date.now()) this.#countdowns.delete(node);
			if (node === undefined) this.all();
			else this.one(node);
		}
		if (this.#countdowns.size > 0) return;
		clearInterval(this.#ticker);
		this.#ticker = undefined;
	}

	dispose(): void {
		clearTimeout(this.#nodesTimer);
		clearTimeout(this.#allTimer);
		clearInterval(this.#ticker);
	}
}
