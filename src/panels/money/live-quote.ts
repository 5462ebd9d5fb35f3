/** A quote that follows what is wanted: asked for a moment after the last change, given up when it changes again, never mixed. */
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import type { Quote } from '../../reservations/operations/model';
import { asFailure } from '../shared/part';

/**
 * - `none`: nothing was asked for, or what is wanted can't be quoted
 * - `changed`: what is wanted differs from what was quoted, and nothing is being asked for
 * - `asking`: a quote is under way; one that is shown meanwhile is an old one
 * - `current`: the quote is for what is wanted, and alive
 * - `expired`: it was for what is wanted, and is too old to be committed
 * - `failed`: no answer came for what is wanted
 * - `dropped`: the connection that it came by, or was asked for by, has ended, as when somebody else signs in
 */
export type Standing = 'none' | 'changed' | 'asking' | 'current' | 'expired' | 'failed' | 'dropped';

/** How long a change may be followed by another one before it is asked about, in ms: a number is typed digit by digit. */
const SETTLES_AFTER = 400;

interface LiveQuoteOptions<Wanted, Q extends Quote> {
	ask(wanted: Wanted, signal: AbortSignal): Promise<Q>;
	/** Called after every change of what this object tells. */
	changed(): void;
}

export class LiveQuote<Wanted, Q extends Quote> {
	readonly #options: LiveQuoteOptions<Wanted, Q>;
	#wanted: Wanted | undefined;
	#quote: Q | undefined;
	#standing: Standing = 'none';
	#failure: ServiceFailure | undefined;
	#running: AbortController | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: LiveQuoteOptions<Wanted, Q>) {
		this.#options = options;
	}

	/** The last quote that came; old figures unless {@link standing} is `current`. */
	get quote(): Q | undefined {
		return this.#quote;
	}

	get standing(): Standing {
		return this.#standing;
	}

	get failure(): ServiceFailure | undefined {
		return this.#failure;
	}

	/** Something else is wanted now; asked for once it stays that way for a moment. Undefined: nothing that can be quoted. */
	want(wanted: Wanted | undefined): void {
		this.wantLater(wanted);
		if (wanted === undefined) return;
		this.#standing = 'asking';
		this.#timer = setTimeout(() => void this.ask(), SETTLES_AFTER);
		this.#options.changed();
	}

	/** Something else is wanted now; asked for when {@link ask} is called. */
	wantLater(wanted: Wanted | undefined): void {
		this.#stop();
		this.#wanted = wanted;
		this.#failure = undefined;
		if (wanted === undefined) this.#quote = undefined;
		// That one was dropped is told until another one is asked for.
		if (this.#standing !== 'dropped') this.#standing = this.#quote === undefined ? 'none' : 'changed';
		this.#options.changed();
	}

	/** Asks for what is wanted, now. Never rejects. */
	async ask(): Promise<void> {
		const wanted = this.#wanted;
		if (wanted === undefined) return;
		this.#stop();
		const running = new AbortController();
		this.#running = running;
		this.#failure = undefined;
		this.#standing = 'asking';
		this.#options.changed();
		try {
			const quote = await this.#options.ask(wanted, running.signal);
			if (this.#running !== running) return;
			this.#quote = quote;
			this.#standing = 'current';
			this.#expireLater(quote);
		} catch (error) {
			if (this.#running !== running) return;
			// Nobody here has given it up: the service that was asked has ended.
			if (isCancelled(error)) {
				this.drop();
				this.#wanted = wanted;
			} else {
				this.#standing = 'failed';
				this.#failure = asFailure(error);
			}
		}
		this.#running = undefined;
		this.#options.changed();
	}

	/** The quote can't be committed any more: it was, or its session is gone. */
	spend(): void {
		if (this.#standing !== 'current') return;
		this.#stop();
		this.#standing = 'expired';
		this.#options.changed();
	}

	/** The connection has ended: neither a quote that came by it nor one that is under way counts for the next one. Tells nobody. */
	drop(): void {
		this.forget();
		this.#standing = 'dropped';
	}

	/** Gives up what runs and forgets what is known. Tells nobody. */
	forget(): void {
		this.#stop();
		this.#wanted = undefined;
		this.#quote = undefined;
		this.#failure = undefined;
		this.#standing = 'none';
	}

	#expireLater({ expiresAt }: Quote): void {
		const left = expiresAt - Date.now();
		if (left <= 0) this.#standing = 'expired';
		else this.#timer = setTimeout(() => this.spend(), left);
	}

	#stop(): void {
		clearTimeout(this.#timer);
		this.#running?.abort();
		this.#running = undefined;
	}
}
