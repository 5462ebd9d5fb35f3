/** The way of a draft to Microsoft: reviewed, sent once, and what came of it. */
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import type { CreateResult, DraftFault, SupportDraft, SupportRequest } from '../../reservations/support/model';
import { asFailure } from '../shared/part';
import type { SupportDesk } from './desk';
import type { SavedState } from './messages';

/** What came of it. `left`: the window was reloaded meanwhile; `running`: Microsoft still works on it. */
export type Ended =
	| { readonly kind: 'created'; readonly request: SupportRequest | undefined; readonly before: boolean }
	| { readonly kind: 'running' }
	| { readonly kind: 'left' }
	| { readonly kind: 'failed'; readonly failure: ServiceFailure };

interface SendingOptions {
	desk(): Promise<SupportDesk>;
	changed(): void;
	/** Something is wrong with the draft: it was not sent. */
	refused(faults: readonly DraftFault[]): void;
}

export class Sending {
	readonly #options: SendingOptions;
	#stage: 'write' | 'checking' | 'review' | 'sending' | 'ended';
	#ended: Ended | undefined;
	#made: SavedState['made'];
	#checkFailure: ServiceFailure | undefined;
	#running: AbortController | undefined;

	constructor({ stage = 'write', made }: Pick<SavedState, 'stage' | 'made'>, options: SendingOptions) {
		this.#options = options;
		this.#made = made;
		this.#stage = stage === 'sent' ? 'ended' : stage;
		if (stage === 'sent') this.#ended = made === undefined ? { kind: 'left' } : created(undefined);
	}

	get stage() {
		return this.#stage;
	}

	get ended(): Ended | undefined {
		return this.#ended;
	}

	/** The request that came of it. */
	get made(): SavedState['made'] {
		return this.#made;
	}

	/** Why it could not be looked whether it can be sent. */
	get checkFailure(): ServiceFailure | undefined {
		return this.#checkFailure;
	}

	/** What is to be kept. */
	get saved(): SavedState['stage'] {
		if (this.#stage === 'sending' || this.#stage === 'ended') return 'sent';
		return this.#stage === 'review' ? 'review' : 'write';
	}

	/** Looks whether it can be sent, and goes on to what will be sent if so. */
	async review(draft: SupportDraft): Promise<void> {
		if (this.#stage !== 'write') return;
		const running = this.#begin('checking');
		this.#checkFailure = undefined;
		this.#options.changed();
		try {
			const faults = await (await this.#options.desk()).support.validate(draft, running.signal);
			if (this.#running !== running) return;
			this.#stage = faults.length === 0 ? 'review' : 'write';
			if (faults.length > 0) this.#options.refused(faults);
		} catch (error) {
			if (this.#running !== running) return;
			this.#stage = 'write';
			this.#checkFailure = asFailure(error);
		}
		this.#running = undefined;
		this.#options.changed();
	}

	/** Makes the request, or looks what became of it: the service sends a draft once. */
	async create(draft: SupportDraft, again: boolean): Promise<void> {
		if (this.#stage !== 'review' && this.#stage !== 'ended') return;
		const running = this.#begin('sending');
		this.#options.changed();
		try {
			const { support } = await this.#options.desk();
			const result = again ? await support.createAgain(draft, running.signal) : await support.create(draft, running.signal);
			if (this.#running === running) this.#end(result);
		} catch (error) {
			if (this.#running !== running) return;
			// Given up before it was sent.
			if (isCancelled(error)) this.#stage = 'review';
			else this.#ended = { kind: 'failed', failure: asFailure(error) };
		}
		if (this.#running !== running) return;
		this.#running = undefined;
		this.#settle();
		this.#options.changed();
	}

	/** Ends the waiting; what was sent stays sent. */
	stop(): void {
		this.#running?.abort();
	}

	/** Reads the request that was made before a reload of the window. */
	async readMade(tenantId: string): Promise<void> {
		const made = this.#made;
		if (made === undefined || this.#ended?.kind !== 'created' || this.#ended.request !== undefined) return;
		// What goes wrong here is said where the request is shown.
		const request = await (await this.#options.desk()).support.request({ tenantId, ...made }).catch(() => undefined);
		if (this.#made !== made || request === undefined) return;
		this.#ended = created(request);
		this.#options.changed();
	}

	/** Back to the form. */
	back(): void {
		if (this.#stage === 'sending') return;
		this.#running?.abort();
		this.#running = undefined;
		this.#stage = 'write';
		this.#ended = undefined;
		this.#made = undefined;
		this.#checkFailure = undefined;
		this.#options.changed();
	}

	/** Gives up what runs. Tells nobody. */
	forget(): void {
		if (this.#stage === 'sending') {
			this.#stage = 'ended';
			this.#ended = { kind: 'left' };
		} else if (this.#stage === 'checking') this.#stage = 'write';
		this.#running?.abort();
		this.#running = undefined;
	}

	/** What runs has ended; it may have led back to the form or the review already. */
	#settle(): void {
		if (this.#stage === 'sending') this.#stage = 'ended';
	}

	#begin(stage: 'checking' | 'sending'): AbortController {
		const running = new AbortController();
		this.#running = running;
		this.#stage = stage;
		return running;
	}

	#end(result: CreateResult): void {
		switch (result.outcome) {
			case 'created': {
				const { request, before } = result;
				this.#made = { subscriptionId: request.subscriptionId, name: request.name };
				this.#ended = created(request, before);
				break;
			}
			case 'running':
				this.#ended = { kind: 'running' };
				break;
			case 'invalid':
				this.#stage = 'write';
				this.#ended = undefined;
				this.#options.refused(result.faults);
		}
	}
}

function created(request: SupportRequest | undefined, before = false): Ended {
	return { kind: 'created', request, before };
}
