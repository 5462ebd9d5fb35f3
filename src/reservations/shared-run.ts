/** A long reading of many that is shared by all who ask for one: one at a time, to which more is added while it runs. */
import { cancellation } from '../azure/failure';
import { SharedWork } from './shared-work';
import { StateFeed } from './state-feed';

/** One reading. */
interface Run<Request, State> {
	state(): State;
	add(request: Request): void;
	cancel(): void;
	/** Resolves at the end, however it ends. */
	end(): Promise<State>;
}

export interface SharedRunParts {
	/** Fires when the service ends. */
	readonly ending: AbortSignal;
	/** Told when a listener throws. */
	readonly onListenerError: (error: unknown) => void;
}

interface Begin<Request, State, Reading> {
	/**
	 * Makes a reading.
	 * @param onChange to be told of every change; costs nothing to be told often
	 * @param before the last reading
	 */
	readonly begin: (onChange: () => void, request: Request, before: Reading | undefined) => Reading;
	/** The state before the first reading. */
	readonly idle: () => State;
}

const theRun = 'run';

export class SharedRun<Request, State, Reading extends Run<Request, State>> {
	readonly #parts: SharedRunParts;
	readonly #begin: Begin<Request, State, Reading>;
	readonly #work = new SharedWork<State>();
	readonly #feed: StateFeed<State>;
	#run: Reading | undefined;

	constructor(parts: SharedRunParts, begin: Begin<Request, State, Reading>) {
		this.#parts = parts;
		this.#begin = begin;
		this.#feed = new StateFeed(() => this.state(), parts.onListenerError);
	}

	/** The reading under way, or the last one. */
	get run(): Reading | undefined {
		return this.#run;
	}

	get isRunning(): boolean {
		return this.#work.isRunning(theRun);
	}

	state(): State {
		return this.#run?.state() ?? this.#begin.idle();
	}

	/** Tells of every change, at most ten times a second. @returns the function that ends it */
	listen(listener: (state: State) => void): () => void {
		return this.#feed.listen(listener);
	}

	/** What the state is made of changed. Costs nothing to be called often. */
	changed(): void {
		this.#feed.changed();
	}

	/**
	 * Begins a reading, or joins the one under way, to which the request is added.
	 * @param signal leaves it; it ends when nobody is interested any more
	 * @throws an AbortError when the signal fires or the service ends
	 */
	async start(request: Request, signal?: AbortSignal): Promise<State> {
		const { ending } = this.#parts;
		if (ending.aborted) throw cancellation(ending);
		const interested = signal === undefined ? ending : AbortSignal.any([signal, ending]);
		if (!interested.aborted && this.isRunning) this.#run?.add(request);
		return this.#work.join(theRun, (shared) => this.#read(request, shared), interested);
	}

	/** Ends the reading for everybody. */
	cancel(): void {
		this.#run?.cancel();
	}

	/** Forgets the last reading. @returns when what ran has stopped */
	async clear(): Promise<void> {
		const ended = this.#work.endAll();
		// Before it has stopped: who asks meanwhile begins another one, which must not be lost.
		this.#run = undefined;
		await ended;
		this.#feed.changed();
	}

	/** Ends what runs. @returns when all of it has stopped */
	async dispose(): Promise<void> {
		await this.#work.endAll();
		this.#feed.dispose();
	}

	async #read(request: Request, signal: AbortSignal): Promise<State> {
		const run = this.#begin.begin(() => this.#feed.changed(), request, this.#run);
		this.#run = run;
		signal.addEventListener('abort', () => run.cancel(), { once: true });
		run.add(request);
		this.#feed.tell();
		const state = await run.end();
		this.#feed.tell();
		return state;
	}
}
