/** Figures of many things at once, each asked for when it is first wanted and kept while it is: prices, what a return is worth. */
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { asFailure } from '../shared/part';

/** How long a change may be followed by another one before it is asked about, in ms. */
const SETTLES_AFTER = 400;
/**
 * How long a figure is good enough for the calculator, in ms: the binding quote is made anew anyway. Older ones are asked for again
 * when the choice changes, and when the page is shown again.
 */
const KEPT_FOR = 5 * 60_000;

interface Found<T> {
	readonly value?: T | undefined;
	readonly failure?: ServiceFailure | undefined;
	readonly at?: number;
	readonly running?: AbortController;
}

interface LookupsOptions<Wanted, T> {
	/** Tells apart what differs in its figures. */
	keyOf(wanted: Wanted): string;
	ask(wanted: Wanted, signal: AbortSignal): Promise<T>;
	/** Called after every change. */
	changed(): void;
}

export class Lookups<Wanted, T> {
	readonly #options: LookupsOptions<Wanted, T>;
	readonly #found = new Map<string, Found<T>>();
	#wanted: readonly Wanted[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: LookupsOptions<Wanted, T>) {
		this.#options = options;
	}

	/** These are wanted now: what is not known of them is asked for after a moment, what runs for others is given up. */
	want(wanted: readonly Wanted[]): void {
		this.#wanted = wanted;
		const keys = new Set(wanted.map((one) => this.#options.keyOf(one)));
		for (const [key, { running }] of this.#found) {
			if (running === undefined || keys.has(key)) continue;
			running.abort();
			this.#found.delete(key);
		}
		clearTimeout(this.#timer);
		if (this.#missing().length > 0) this.#timer = setTimeout(() => this.#askMissing(), SETTLES_AFTER);
	}

	/** The value of one, if it is there. */
	valueOf(wanted: Wanted): T | undefined {
		return this.#found.get(this.#options.keyOf(wanted))?.value;
	}

	/** When the value of one was told, ms since the epoch. */
	asOf(wanted: Wanted): number | undefined {
		const found = this.#found.get(this.#options.keyOf(wanted));
		return found?.value === undefined ? undefined : found.at;
	}

	/** When the oldest of the values that are wanted and there was told, ms since the epoch. */
	get oldest(): number | undefined {
		return this.#wanted.map((one) => this.asOf(one)).reduce(earlier, undefined);
	}

	/** True while something that is wanted is not there and did not fail. */
	get isLoading(): boolean {
		return this.#wanted.some((one) => {
			const found = this.#found.get(this.#options.keyOf(one));
			return found?.value === undefined && found?.failure === undefined;
		});
	}

	/** Why one of those that are wanted is not there. */
	get failure(): ServiceFailure | undefined {
		return this.#wanted.map((one) => this.#found.get(this.#options.keyOf(one))?.failure).find((failure) => failure !== undefined);
	}

	/** Asks again for what failed. */
	retry(): void {
		for (const [key, { failure }] of this.#found) if (failure !== undefined) this.#found.delete(key);
		this.#askMissing();
	}

	/** Asks again for what is too old: whoever looks at it now takes it for what holds now. */
	freshen(): void {
		const isOneOld = this.#wanted.some((one) => isOld(this.#found.get(this.#options.keyOf(one))));
		if (isOneOld) this.#askMissing();
	}

	/** Gives up what runs and forgets what is known. Tells nobody. */
	forget(): void {
		clearTimeout(this.#timer);
		for (const { running } of this.#found.values()) running?.abort();
		this.#found.clear();
		this.#wanted = [];
	}

	#missing(): readonly Wanted[] {
		return this.#wanted.filter((one) => {
			const found = this.#found.get(this.#options.keyOf(one));
			return found === undefined || isOld(found);
		});
	}

	#askMissing(): void {
		for (const wanted of this.#missing()) void this.#ask(wanted);
		this.#options.changed();
	}

	async #ask(wanted: Wanted): Promise<void> {
		const key = this.#options.keyOf(wanted);
		const running = new AbortController();
		this.#found.set(key, { running });
		const isCurrent = () => this.#found.get(key)?.running === running;
		try {
			const value = await this.#options.ask(wanted, running.signal);
			if (!isCurrent()) return;
			this.#found.set(key, { value, at: Date.now() });
		} catch (error) {
			if (!isCurrent()) return;
			if (isCancelled(error)) this.#found.delete(key);
			else this.#found.set(key, { failure: asFailure(error), at: Date.now() });
		}
		this.#options.changed();
	}
}

/** The earlier of two moments that may not be known. */
export function earlier(a: number | undefined, b: number | undefined): number | undefined {
	return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function isOld(found: Found<unknown> | undefined): boolean {
	return found?.value !== undefined && Date.now() - (found.at ?? 0) > KEPT_FOR;
}
