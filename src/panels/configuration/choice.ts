/** What the user has chosen on one panel: the task, the fields of a change, the parts of a split, the other one of a merge. */
import type { ReservationConfiguration } from '../../reservations/configuration/model';
import type { ReservationRef } from '../../reservations/model';
import { addsUp, changeOf, quantitiesOf } from './draft';
import type { Draft, SavedState, SplitPart, Task } from './messages';
import type { Wish } from './review';

const unsplit = (): SplitPart[] => [
	{ quantity: '', scope: '' },
	{ quantity: '', scope: '' },
];

export class Choice {
	task: Task;
	draft: Draft;
	/** The reservation to merge with. */
	other: string | undefined;
	#split: SplitPart[];
	/** Counts how often the fields were set from here. */
	#revision = 0;

	constructor({ task, draft, split, other }: Pick<SavedState, 'task' | 'draft' | 'split' | 'other'>) {
		this.task = task ?? 'change';
		this.draft = draft ?? {};
		this.#split = split ?? unsplit();
		this.other = other;
	}

	get revision(): number {
		return this.#revision;
	}

	/** Scopes that the parts of a split get after it; empty: the part keeps its scope. */
	get scopes(): readonly string[] {
		return this.#split.map(({ scope }) => scope);
	}

	/** What is kept over a reload of the window. */
	get saved() {
		return { task: this.task, draft: this.draft, split: this.#split, other: this.other };
	}

	/** Sets units or scope of one part of the split. */
	setPart(index: number, set: Partial<SplitPart>): void {
		this.#split = this.#split.map((part, at) => (at === index ? { ...part, ...set } : part));
	}

	/** Nothing is to be different any more. */
	clear(): void {
		this.draft = {};
		this.#split = unsplit();
		this.other = undefined;
		this.#revision++;
	}

	/** What could be done with it; undefined: nothing yet. */
	wish(ref: ReservationRef, seen: ReservationConfiguration): Wish | undefined {
		switch (this.task) {
			case 'split': {
				const quantities = quantitiesOf(this.#split);
				return addsUp(quantities, seen.basis.quantity) ? { kind: 'split', quantities } : undefined;
			}
			case 'merge':
				return this.other === undefined ? undefined : { kind: 'merge', other: { ...ref, reservationId: this.other } };
			default: {
				const change = changeOf(this.draft, seen);
				return change && { kind: 'change', change };
			}
		}
	}
}
