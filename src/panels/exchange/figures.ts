/** The figures of the calculator: what each return is worth and what each purchase costs, and what they come to together. */
import type { ServiceFailure } from '../../azure/failure';
import type { Reservation } from '../../reservations/model';
import type { PriceQuote, PurchaseLine, ReturnLine, ReturnQuote } from '../../reservations/operations/model';
import type { MoneyDesk } from '../money/desk';
import { type Reckoning, reckon } from './calculator';
import { type Draft, purchaseLine } from './draft';
import { earlier, Lookups } from './lookups';
import type { DraftPurchase } from './messages';

/** A price and when Azure told it, ms since the epoch. */
export interface Priced extends PriceQuote {
	readonly asOf: number | undefined;
}

interface FiguresOptions {
	readonly tenantId: string;
	/** The service, made when there is none. */
	desk(): Promise<MoneyDesk>;
	/** Called after every change. */
	changed(): void;
}

export class Figures {
	readonly #worths: Lookups<ReturnLine, ReturnQuote>;
	readonly #prices: Lookups<PurchaseLine, PriceQuote>;

	constructor({ tenantId, desk, changed }: FiguresOptions) {
		this.#worths = new Lookups<ReturnLine, ReturnQuote>({
			keyOf: ({ reservationId, quantity }) => `${reservationId} ${quantity}`,
			ask: async (line, signal) => (await desk()).operations.quoteReturn(line, signal),
			changed,
		});
		this.#prices = new Lookups<PurchaseLine, PriceQuote>({
			keyOf: ({ sku, resourceType, region, term, billingPlan, quantity, billingScopeId }) =>
				[sku, resourceType, region, term, billingPlan, quantity, billingScopeId].join(' ').toLowerCase(),
			ask: async (line, signal) => (await desk()).operations.priceOf(tenantId, line, signal),
			changed,
		});
	}

	get isLoading(): boolean {
		return this.#worths.isLoading || this.#prices.isLoading;
	}

	/** Why one of the figures is not there. */
	get failure(): ServiceFailure | undefined {
		return this.#worths.failure ?? this.#prices.failure;
	}

	/** These are wanted now. @param returns of the draft, as the service takes them */
	want(returns: readonly ReturnLine[], { purchases }: Draft): void {
		this.#worths.want(returns);
		this.#prices.want(purchases.map(purchaseLine).filter((line) => line !== undefined));
	}

	/** When the oldest of the figures that are there was told, ms since the epoch. */
	get asOf(): number | undefined {
		return earlier(this.#worths.oldest, this.#prices.oldest);
	}

	/** Asks again for those that are too old to be shown anew. */
	freshen(): void {
		this.#worths.freshen();
		this.#prices.freshen();
	}

	/** Asks again for those that failed. */
	retry(): void {
		this.#worths.retry();
		this.#prices.retry();
	}

	/** Undefined: not complete, or not read yet. */
	priceOf(line: DraftPurchase): Priced | undefined {
		const wanted = purchaseLine(line);
		const price = wanted && this.#prices.valueOf(wanted);
		return price && { ...price, asOf: this.#prices.asOf(wanted) };
	}

	/** @param returns as they were given to {@link want} */
	reckoning(returns: readonly ReturnLine[], draft: Draft, find: (reservationId: string) => Reservation | undefined): Reckoning {
		const given = draft.returns.map(({ reservationId }) => {
			const line = returns.find((one) => one.reservationId === reservationId);
			const figures = line === undefined ? undefined : this.#worths.valueOf(line)?.figures;
			return { billingPlan: find(reservationId)?.billingPlan, figures };
		});
		return reckon(
			given,
			draft.purchases.map((line) => this.priceOf(line)?.commitment),
		);
	}

	/** Gives up what runs and forgets what is known. Tells nobody. */
	forget(): void {
		this.#worths.forget();
		this.#prices.forget();
	}
}
