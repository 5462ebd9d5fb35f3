/** What the steps of a change fill in, and what they are about. */
import type { Configuration, ConfigurationChange } from '../../reservations/configuration/model';
import type { Reservation } from '../../reservations/model';

/** The reservations that are to be changed. */
export interface Subject {
	/** At least one. */
	readonly reservations: readonly Reservation[];
}

export interface Wish {
	change: ConfigurationChange;
	/** The chosen scope in words: its name is known to the list that it was chosen from alone. */
	scopeName?: string;
	/** What the user saw of each reservation in the preview, by its id: what a change is based on. */
	seen: ReadonlyMap<string, Configuration>;
}
