/** The newest quote of each reservation's return that was made in this window: what it would give back, or why not, as of then. */
import type { Reservation } from './model';
import type { Operation, ReturnQuote } from './operations/model';

export class ReturnQuotes {
	/** By reservation id, lower case. */
	readonly #quotes = new Map<string, ReturnQuote>();

	note(quote: ReturnQuote): void {
		this.#quotes.set(quote.line.reservationId.toLowerCase(), quote);
	}

	/** Forgets all of them. */
	clear(): void {
		this.#quotes.clear();
	}

	/**
	 * The newest quote, where it was made on the reservation as it is now.
	 * @param operations of the journal: what was returned or exchanged since makes the quote one of the past
	 */
	of(reservation: Reservation, operations: readonly Operation[]): ReturnQuote | undefined {
		const { reservationId, quantity } = reservation;
		const quote = this.#quotes.get(reservationId.toLowerCase());
		if (quote === undefined || quote.tenantId.toLowerCase() !== reservation.tenantId.toLowerCase()) return undefined;
		const isOfNow = quote.basis?.some((it) => isSame(it.reservationId, reservationId) && it.quantity === quantity);
		const isPast = operations.some(
			({ lines, preparedAt, state }) =>
				preparedAt >= quote.quotedAt &&
				state !== 'notDone' &&
				lines.some((line) => line.direction === 'return' && isSame(line.reservationId ?? '', reservationId)),
		);
		return isOfNow === true && !isPast ? quote : undefined;
	}
}

function isSame(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}
