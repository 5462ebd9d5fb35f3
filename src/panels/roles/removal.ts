/** A role that is to be removed: which one, and what that would do. Nothing is sent before the user says so. */
import type { ReservationRef } from '../../reservations/model';
import type { ConcernId } from '../../reservations/roles/model';
import type { RolesDesk } from './desk';
import { Intent } from './intent';

interface RemovalOptions {
	readonly ref: ReservationRef;
	desk(): Promise<RolesDesk>;
	changed(): void;
}

export class Removal {
	readonly intent: Intent;
	readonly #options: RemovalOptions;
	#assignmentId: string | undefined;

	constructor(options: RemovalOptions) {
		this.#options = options;
		this.intent = new Intent(() => options.changed());
	}

	/** Whole id of the assignment; undefined: none is to be removed. */
	get assignmentId(): string | undefined {
		return this.#assignmentId;
	}

	ask(assignmentId: string): void {
		this.#assignmentId = assignmentId;
		const { desk, ref } = this.#options;
		this.intent.want(assignmentId, async (signal) => (await desk()).roles.previewRevoke(ref, assignmentId, signal));
		this.#options.changed();
	}

	confirm(concern: ConcernId, on: boolean): void {
		this.intent.confirm(concern, on);
	}

	preview(): void {
		this.intent.again();
	}

	end(): void {
		this.forget();
		this.#options.changed();
	}

	forget(): void {
		this.#assignmentId = undefined;
		this.intent.forget();
	}
}
