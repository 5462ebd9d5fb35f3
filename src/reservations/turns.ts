/** Whose turn it is: so much work at once, and what the user waits for before what is done behind it. A turn costs next to nothing. */
import { cancellation } from '../azure/failure';

interface Waiting {
	readonly key: string;
	readonly go: () => void;
}

export class Turns {
	#atOnce: number;
	#underWay = 0;
	readonly #first = new Set<Waiting>();
	readonly #others = new Set<Waiting>();

	/** @param atOnce most work under way */
	constructor(atOnce: number) {
		this.#atOnce = atOnce;
	}

	/** More begins at once; where it became less, what is under way goes on. */
	setAtOnce(atOnce: number): void {
		this.#atOnce = atOnce;
		this.#admit();
	}

	/**
	 * Does work when its turn has come.
	 * @param key for {@link hurry}
	 * @param isFirst goes before all that are not
	 * @param signal ends the wait; the work is told of it by other ways
	 * @throws what the work throws; an AbortError when the signal fires before its turn
	 */
	async take<T>(key: string, isFirst: boolean, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
		if (signal.aborted) throw cancellation(signal);
		if (this.#underWay < this.#atOnce) this.#underWay += 1;
		else await this.#wait(key, isFirst, signal);
		try {
			return await work();
		} finally {
			this.#underWay -= 1;
			this.#admit();
		}
	}

	/** Lets work that still waits go before the others; for work under way there is nothing to bring forward. */
	hurry(key: string): void {
		for (const waiting of this.#others) {
			if (waiting.key !== key) continue;
			this.#others.delete(waiting);
			this.#first.add(waiting);
		}
	}

	#wait(key: string, isFirst: boolean, signal: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const leave = () => {
				this.#first.delete(waiting);
				this.#others.delete(waiting);
				reject(cancellation(signal));
			};
			const go = () => {
				signal.removeEventListener('abort', leave);
				resolve();
			};
			const waiting = { key, go };
			signal.addEventListener('abort', leave, { once: true });
			(isFirst ? this.#first : this.#others).add(waiting);
		});
	}

	#admit(): void {
		for (const line of [this.#first, this.#others]) {
			for (const waiting of line) {
				if (this.#underWay >= this.#atOnce) return;
				line.delete(waiting);
				this.#underWay += 1;
				waiting.go();
			}
		}
	}
}
