/** Quotes that wait for their commit: each lives ten minutes and can be used once (arm-pitfalls 7). */
import type { Payment, PurchaseTerms } from './ledger';
import type { Amount } from './money';
import type { Worth } from './worth';

/** How long a quote can be committed, ms. Not documented; a third-party source says so. */
const LIFETIME = 10 * 60_000;

/** A rule that a quote offends. Some come without a message (arm-pitfalls 4). */
export interface PolicyError {
	readonly code: string;
	readonly message?: string;
}

/** A reservation that somebody wants to buy, checked against catalog and tenant. */
export interface Wish extends PurchaseTerms {
	/** The request's own words as they are given back, with `null` for what it did not say. */
	readonly words: Readonly<Record<string, unknown>>;
}

export interface PricedWish {
	readonly wish: Wish;
	readonly payments: readonly Payment[];
	/** For the whole term, as the payments will be charged. */
	readonly total: Amount;
}

/** A savings plan that reservations are traded in for (rules 14). */
export interface PricedPlan {
	/** What of the reservations it takes: machines and app services, or databases. */
	readonly covers: 'compute' | 'database';
	readonly total: Amount;
	readonly words: Readonly<Record<string, unknown>>;
}

interface Committable {
	/** Session id; for a price the id of the order to place. */
	readonly id: string;
	/** Object id of who asked: nobody else can commit it. */
	readonly askedBy: string;
	/** When the answer is there, ms since the epoch. */
	readonly readyAt: number;
	readonly errors: readonly PolicyError[];
	used: boolean;
}

export interface RefundQuote extends Committable {
	readonly kind: 'refund';
	readonly worth: Worth;
	readonly answer: Readonly<Record<string, unknown>>;
}

export interface ExchangeQuote extends Committable {
	readonly kind: 'exchange';
	readonly returns: readonly Worth[];
	readonly purchases: readonly PricedWish[];
	readonly plans: readonly PricedPlan[];
	/** Only premium storage differs: term and payments go on, nothing is charged (rules 3.7). */
	readonly isSwap: boolean;
}

export interface PriceQuote extends Committable {
	readonly kind: 'price';
	readonly wish: Wish;
	/** The request as it was read: the purchase has to say the same. */
	readonly request: string;
}

type Quote = RefundQuote | ExchangeQuote | PriceQuote;

export class Quotes {
	readonly #quotes = new Map<string, Quote>();

	/** Keeps a quote, and forgets those that nobody can commit any more. */
	add(quote: Quote): void {
		for (const [id, { readyAt }] of this.#quotes) if (readyAt + LIFETIME < quote.readyAt) this.#quotes.delete(id);
		this.#quotes.set(quote.id, quote);
	}

	/** The quote that can be committed now; undefined when it is unknown, somebody else's, of another kind, used or too old. */
	find<K extends Quote['kind']>(kind: K, id: string, askedBy: string, now: number): Extract<Quote, { kind: K }> | undefined {
		const quote = this.#quotes.get(id.toLowerCase());
		const isOpen =
			quote !== undefined &&
			quote.kind === kind &&
			quote.askedBy === askedBy &&
			!quote.used &&
			quote.readyAt <= now &&
			now < quote.readyAt + LIFETIME;
		return isOpen ? (quote as Extract<Quote, { kind: K }>) : undefined;
	}
}
