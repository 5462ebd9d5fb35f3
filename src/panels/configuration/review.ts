/** The preview of what is chosen: asked for a moment after the last choice, so that what is applied is what was seen. */
import type { ServiceFailure } from '../../azure/failure';
import type { ConfigurationChange, ConfigurationPreview, ReplacementPreview } from '../../reservations/configuration/model';
import type { ReservationRef } from '../../reservations/model';
import { Part } from '../shared/part';
import type { ConfigurationDesk } from './desk';

/** Something that could be done. */
export type Wish =
	| { readonly kind: 'change'; readonly change: ConfigurationChange }
	| { readonly kind: 'split'; readonly quantities: readonly number[] }
	| { readonly kind: 'merge'; readonly other: ReservationRef };

/** What it would do. */
export type Seen =
	| { readonly kind: 'change'; readonly change: ConfigurationChange; readonly preview: ConfigurationPreview }
	| { readonly kind: 'split'; readonly quantities: readonly number[]; readonly preview: ReplacementPreview }
	| { readonly kind: 'merge'; readonly other: ReservationRef; readonly preview: ReplacementPreview };

/** A name is typed letter by letter: a preview reads the reservation and its usage. ms */
const settlesAfter = 500;

interface ReviewOptions {
	desk(): Promise<ConfigurationDesk>;
	readonly ref: ReservationRef;
	changed(): void;
}

export class Review {
	readonly #part: Part<Seen>;
	readonly #options: ReviewOptions;
	#wish: Wish | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#number = 0;

	constructor(options: ReviewOptions) {
		this.#options = options;
		this.#part = new Part((signal) => this.#read(signal), options.changed);
	}

	/** What is to be done; undefined: nothing. */
	get wish(): Wish | undefined {
		return this.#wish;
	}

	/** Counts the wishes: what is shown of another one does not count. */
	get number(): number {
		return this.#number;
	}

	get seen(): Seen | undefined {
		return this.#wish === undefined ? undefined : this.#part.known.value;
	}

	get failure(): ServiceFailure | undefined {
		return this.#part.known.failure;
	}

	/** The preview is still to come. */
	get isAsking(): boolean {
		return this.#wish !== undefined && (this.#timer !== undefined || this.#part.known.loading);
	}

	/** Takes another wish; the same one once more keeps its preview. */
	want(wish: Wish | undefined): void {
		if (JSON.stringify(wish) === JSON.stringify(this.#wish)) return;
		this.#wish = wish;
		this.ask();
	}

	/** Asks for the preview anew. */
	ask(): void {
		this.#number++;
		this.#part.forget();
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#wish === undefined) return;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			void this.#part.read();
		}, settlesAfter);
	}

	forget(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#wish = undefined;
		this.#part.forget();
	}

	async #read(signal: AbortSignal): Promise<Seen> {
		const wish = this.#wish;
		const { ref } = this.#options;
		const { configuration } = await this.#options.desk();
		switch (wish?.kind) {
			case 'change':
				return { ...wish, preview: await configuration.preview(ref, wish.change, signal) };
			case 'split':
				return { ...wish, preview: await configuration.previewSplit(ref, wish.quantities, signal) };
			case 'merge':
				return { ...wish, preview: await configuration.previewMerge([ref, wish.other], signal) };
			default:
				throw new Error('there is nothing to preview');
		}
	}
}
