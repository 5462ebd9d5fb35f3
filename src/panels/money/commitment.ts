/** The way from a quote to its end: confirm that very session, send it once, follow what becomes of it. */
import type { ServiceFailure } from '../../azure/failure';
import { canBeCommitted } from '../../reservations/operations/committable';
import type { Confirmation, Operation, Quote } from '../../reservations/operations/model';
import { asFailure } from '../shared/part';
import type { MoneyDesk } from './desk';
import { fitsName } from './messages';

/** What the user does: choose, read and confirm, wait for the answer to the sending, follow the operation. */
export type Stage = 'choosing' | 'confirming' | 'sending' | 'following';

/** Why nothing was sent: the page showed another quote, the quote can't be committed, it is too old, or the name does not fit. */
export type Refusal = 'otherQuote' | 'blocked' | 'expired' | 'name';

export class Commitment {
	readonly #changed: () => void;
	#stage: Stage = 'choosing';
	#quote: Quote | undefined;
	#operation: Operation | undefined;
	#failure: ServiceFailure | undefined;

	/** @param changed called after every change of what this object tells */
	constructor(changed: () => void) {
		this.#changed = changed;
	}

	get stage(): Stage {
		return this.#stage;
	}

	/** The quote that is to be confirmed. */
	get quote(): Quote | undefined {
		return this.#quote;
	}

	get operation(): Operation | undefined {
		return this.#operation;
	}

	/** Why nothing was sent when the service declined to commit. */
	get failure(): ServiceFailure | undefined {
		return this.#failure;
	}

	/** Holds this quote for the confirmation. @returns false when it can't be committed */
	review(quote: Quote): boolean {
		if (this.#stage === 'sending' || !canBeCommitted(quote) || Date.now() >= quote.expiresAt) return false;
		this.#set({ stage: 'confirming', quote });
		return true;
	}

	/** Back to choosing. Not while it is being sent. */
	back(): void {
		if (this.#stage !== 'sending') this.#set({ stage: 'choosing' });
	}

	/**
	 * Sends the quote that is being confirmed, if it is the one that the page showed. A second call while one runs does nothing.
	 * Never rejects.
	 * @param customerName what the typed name has to be
	 * @returns why nothing was sent, if this object says so; a refusal of the service is in {@link failure}
	 */
	async commit(desk: MoneyDesk, confirmation: Confirmation, customerName: string): Promise<Refusal | undefined> {
		const quote = this.#quote;
		if (this.#stage === 'sending') return undefined;
		if (this.#stage !== 'confirming' || quote?.sessionId !== confirmation.sessionId) return 'otherQuote';
		if (!canBeCommitted(quote)) return 'blocked';
		if (Date.now() >= quote.expiresAt) return 'expired';
		if (!fitsName(confirmation.typedCustomerName, customerName)) return 'name';
		this.#set({ stage: 'sending', quote });
		try {
			this.#set({ stage: 'following', quote, operation: await desk.operations.commit(quote, confirmation) });
		} catch (error) {
			// The contract: what is thrown was not sent. Should the journal know better, the journal is believed.
			const operation = desk.operations.operation(confirmation.sessionId);
			if (operation !== undefined) this.#set({ stage: 'following', quote, operation });
			else this.#set({ stage: 'confirming', quote, failure: asFailure(error) });
		}
		return undefined;
	}

	/** Shows an operation of the journal. */
	show(operation: Operation): void {
		if (this.#stage !== 'sending') this.#set({ stage: 'following', operation });
	}

	/** An operation has changed. @returns true when it is the one that is followed */
	follow(operation: Operation): boolean {
		if (this.#stage !== 'following' || this.#operation?.id !== operation.id) return false;
		this.#set({ stage: 'following', quote: this.#quote, operation });
		return true;
	}

	#set(next: {
		readonly stage: Stage;
		readonly quote?: Quote | undefined;
		readonly operation?: Operation;
		readonly failure?: ServiceFailure;
	}): void {
		this.#stage = next.stage;
		this.#quote = next.quote;
		this.#operation = next.operation;
		this.#failure = next.failure;
		this.#changed();
	}
}

/** True while it can still change by itself or by looking again. */
export function isOpen({ state, setAside }: Operation): boolean {
	if (state === 'outcomeUnknown') return setAside === undefined;
	return state === 'prepared' || state === 'sent' || state === 'running';
}
