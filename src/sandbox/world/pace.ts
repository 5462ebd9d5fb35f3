/** How long operations take: the recorded course of each, shrunk so that an exchange takes a given number of seconds. */

/** What an exchange takes unless it is told otherwise; the recorded one took eighteen minutes. */
export const DEFAULT_OPERATION_SECONDS = 24;

/** Ends of the other operations beside an exchange that takes 1: quote 20 s, return over 2 min, purchase 347 s, change 16 s of 1071 s. */
const QUOTE = 0.02;
const RETURN = 0.25;
const PURCHASE = 0.32;
const CHANGE = 0.015;
/** Support requests and messages: nobody has recorded them. */
const SUPPORT = 0.06;
const SUPPORT_ANSWER = 2;

/** An exchange's milestones as parts of its time (recorded). */
const LINES_SHOWN = 0.008;
const REFUNDS_DONE = 0.73;
const RESERVATIONS_SHOWN = 0.76;
const FIRST_PURCHASE_DONE = 0.91;

export class Pace {
	/** @param operationSeconds seconds that an exchange takes from its commit to its end, from 0 */
	constructor(readonly operationSeconds: number) {}

	#at(start: number, part: number): number {
		return start + Math.round(part * this.operationSeconds * 1000);
	}

	quoteDone(start: number): number {
		return this.#at(start, QUOTE);
	}

	returnDone(start: number): number {
		return this.#at(start, RETURN);
	}

	purchaseDone(start: number): number {
		return this.#at(start, PURCHASE);
	}

	/** Changes, splits and merges that are not through with their answer. */
	changeDone(start: number): number {
		return this.#at(start, CHANGE);
	}

	/** Support requests, and messages in them, are made. */
	supportDone(start: number): number {
		return this.#at(start, SUPPORT);
	}

	/** The engineer's answer comes, the later the longer operations take. */
	supportAnswered(start: number): number {
		return this.#at(start, SUPPORT_ANSWER);
	}

	/** From here on an exchange tells its lines; before, its status alone. */
	linesShown(start: number): number {
		return this.#at(start, LINES_SHOWN);
	}

	/** Reservations go back one after the other, in the order in which they were named. */
	refundDone(start: number, index: number, count: number): number {
		return this.#at(start, count === 0 ? 0 : (REFUNDS_DONE * (index + 1)) / count);
	}

	refundsDone(start: number): number {
		return this.#at(start, REFUNDS_DONE);
	}

	/** From here on purchases have a reservation id. */
	reservationsShown(start: number): number {
		return this.#at(start, RESERVATIONS_SHOWN);
	}

	/** Purchases end one after the other, the one that was named last comes first. */
	purchaseLineDone(start: number, index: number, count: number): number {
		const back = count < 2 ? 0 : index / (count - 1);
		return this.#at(start, 1 - back * (1 - FIRST_PURCHASE_DONE));
	}

	exchangeDone(start: number): number {
		return this.#at(start, 1);
	}

	/**
	 * `Retry-After` in seconds: the recorded value, less where operations are quicker than usual.
	 * @param recorded 5 for quotes and exchanges, 10 for splits and merges, 120 for the others
	 */
	retryAfter(recorded: number): string {
		return String(Math.min(recorded, Math.ceil((recorded * this.operationSeconds) / DEFAULT_OPERATION_SECONDS)));
	}
}
