/** What the reservation is now and what the user has seen of it: when these differ, somebody else has changed it. */
import type { Configuration, ReservationConfiguration } from '../../reservations/configuration/model';
import type { Reservation } from '../../reservations/model';
import { Part } from '../shared/part';

interface StandingOptions {
	read(signal: AbortSignal): Promise<ReservationConfiguration>;
	/** The user has begun something that is based on what was seen. */
	hasBegun(): boolean;
	changed(): void;
}

export class Standing {
	readonly part: Part<ReservationConfiguration>;
	#seen: ReservationConfiguration | undefined;

	constructor(options: StandingOptions) {
		this.part = new Part(options.read, () => {
			if (this.#seen === undefined || !options.hasBegun()) this.accept();
			options.changed();
		});
	}

	/** What the user's choice is based on. */
	get seen(): ReservationConfiguration | undefined {
		return this.#seen ?? this.now;
	}

	/** As it was read last. */
	get now(): ReservationConfiguration | undefined {
		return this.part.known.value;
	}

	get hasMoved(): boolean {
		const { now } = this;
		return this.#seen !== undefined && now !== undefined && differ(this.#seen.basis, now.basis);
	}

	/** From now on what it is now is what was seen. */
	accept(): void {
		this.#seen = this.now;
	}

	/** Reads again when a list tells of another state of the reservation than the one that was read. */
	follow(listed: Reservation | undefined): void {
		const { known } = this.part;
		const read = known.value?.reservation;
		if (listed === undefined || read === undefined || known.loading) return;
		const isOther =
			listed.etag !== undefined && read.etag !== undefined
				? listed.etag > read.etag
				: listed.name !== read.name || listed.quantity !== read.quantity || listed.archived !== read.archived;
		if (isOther) void this.part.read();
	}

	forget(): void {
		this.part.forget();
		this.#seen = undefined;
	}
}

/** Where both count their changes the counts tell; else what can be seen has to do. */
function differ(one: Configuration, other: Configuration): boolean {
	if (one.etag !== undefined && other.etag !== undefined) return one.etag !== other.etag;
	return JSON.stringify(one) !== JSON.stringify(other);
}
