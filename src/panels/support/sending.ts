/** The way of a draft to Microsoft: reviewed, sent once, looked for, and what came of it. */
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import type { SupportService } from '../../reservations/support/api';
import type { CreateResult, DraftFault, LookResult, SupportDraft, SupportRequest } from '../../reservations/support/model';
import { asFailure } from '../shared/part';
import type { SupportDesk } from './desk';
import type { SavedState } from './messages';

/** What came of it; `failure`: why it could not be read just now. */
export type Ended =
	| {
			readonly kind: 'created';
			readonly request: SupportRequest | undefined;
			readonly before: boolean;
			readonly failure?: ServiceFailure;
	  }
	/** Microsoft still works on it. */
	| { readonly kind: 'running'; readonly failure?: ServiceFailure }
	/** The window was reloaded, or another connection came up, before that was known. */
	| { readonly kind: 'left'; readonly failure?: ServiceFailure }
	/** It was looked for, and is not there. */
	| { readonly kind: 'absent'; readonly failure?: ServiceFailure }
	/** `isOpen`: it may have been sent. */
	| { readonly kind: 'failed'; readonly failure: ServiceFailure; readonly isOpen: boolean };

interface SendingOptions {
	desk(): Promise<SupportDesk>;
	changed(): void;
	/** Something is wrong with the draft: it was not sent. */
	refused(faults: readonly DraftFault[]): void;
}

export class Sending {
	readonly #options: SendingOptions;
	#stage: 'write' | 'checking' | 'review' | 'sending' | 'looking' | 'ended';
	#ended: Ended | undefined;
	#made: SavedState['made'];
	#checkFailure: ServiceFailure | undefined;
	#running: AbortController | undefined;
	/** The service was asked to send it: from then on it may be on its way. */
	#isAsked = false;

	constructor({ stage = 'write', made }: Pick<SavedState, 'stage' | 'made'>, options: SendingOptions) {
		this.#options = options;
		this.#made = made;
		this.#stage = stage === 'sent' ? 'ended' : stage;
		if (stage === 'sent')
			this.#ended = made === undefined ? { kind: 'left' } : { kind: 'created', request: undefined, before: false };
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

	/** It was asked to wait no longer. */
	get isStopping(): boolean {
		return this.#running?.signal.aborted === true;
	}

	/** It is not known whether it was made. */
	get isOpen(): boolean {
		const ended = this.#ended;
		if (this.#stage === 'sending') return this.#isAsked || ended !== undefined;
		return ended !== undefined && ended.kind !== 'created' && (ended.kind !== 'failed' || ended.isOpen);
	}

	/** What is to be kept. */
	get saved(): SavedState['stage'] {
		if (this.#stage === 'review') return 'review';
		return this.isOpen || this.#made !== undefined ? 'sent' : 'write';
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

	/**
	 * Makes the request that was reviewed.
	 * @returns true when it was stopped before anything was sent
	 */
	async create(draft: SupportDraft): Promise<boolean> {
		if (this.#stage !== 'review') return false;
		return this.#run('sending', (support, signal) => support.create(draft, signal));
	}

	/** Sends it once more where it is not known whether it was made. */
	async createAgain(draft: SupportDraft): Promise<void> {
		if (this.#stage !== 'ended' || this.#ended?.kind !== 'failed' || !this.#ended.isOpen) return;
		await this.#run('sending', (support, signal) => support.createAgain(draft, signal));
	}

	/** Looks what became of it. Sends nothing. */
	async look(draft: SupportDraft): Promise<void> {
		if (this.#stage !== 'ended' || !this.isOpen) return;
		await this.#run('looking', (support, signal) => support.look(draft, signal));
	}

	/** Ends the waiting; what was sent stays sent. */
	stop(): void {
		if (this.#stage !== 'sending' && this.#stage !== 'looking') return;
		this.#running?.abort();
		this.#options.changed();
	}

	/** Reads the request that was made before a reload of the window. Never rejects. */
	async readMade(tenantId: string): Promise<void> {
		const made = this.#made;
		const ended = this.#ended;
		if (made === undefined || ended?.kind !== 'created' || ended.request !== undefined) return;
		let read: Pick<Extract<Ended, { kind: 'created' }>, 'request' | 'failure'>;
		try {
			read = { request: await (await this.#options.desk()).support.request({ tenantId, ...made }) };
		} catch (error) {
			if (isCancelled(error)) return;
			read = { request: undefined, failure: asFailure(error) };
		}
		if (this.#made !== made) return;
		this.#ended = { kind: 'created', before: ended.before, ...read };
		this.#options.changed();
	}

	/** Back to the form. */
	back(): void {
		if (this.#stage === 'sending') return;
		this.#clear();
		this.#options.changed();
	}

	/**
	 * Gives up what runs, and forgets what the connection before has told. What it may have sent is still to be looked for.
	 * @returns true when something that was about to be sent was not. Tells nobody.
	 */
	forget(): boolean {
		const wasAbout = this.#stage === 'review' || (this.#stage === 'sending' && !this.isOpen);
		const { isOpen } = this;
		this.#clear();
		if (isOpen) {
			this.#stage = 'ended';
			this.#ended = { kind: 'left' };
		}
		return wasAbout;
	}

	#clear(): void {
		this.#running?.abort();
		this.#running = undefined;
		this.#stage = 'write';
		this.#ended = undefined;
		this.#made = undefined;
		this.#checkFailure = undefined;
	}

	#begin(stage: 'checking' | 'sending' | 'looking'): AbortController {
		const running = new AbortController();
		this.#running = running;
		this.#stage = stage;
		this.#isAsked = false;
		return running;
	}

	/** @returns true when it was stopped before anything was sent */
	async #run(
		stage: 'sending' | 'looking',
		work: (support: SupportService, signal: AbortSignal) => Promise<CreateResult | LookResult>,
	): Promise<boolean> {
		const before = this.#ended;
		const running = this.#begin(stage);
		this.#options.changed();
		let isStopped = false;
		try {
			const { support } = await this.#options.desk();
			// Another connection has come up, which is none that this was reviewed for.
			running.signal.throwIfAborted();
			this.#isAsked = true;
			const result = await work(support, running.signal);
			if (this.#running !== running) return false;
			this.#stage = 'ended';
			this.#end(result);
		} catch (error) {
			if (this.#running !== running) return false;
			isStopped = isCancelled(error);
			// Nothing of it was sent by that.
			if (isStopped) this.#stage = before === undefined ? 'review' : 'ended';
			else this.#fail(asFailure(error), stage, before);
		}
		this.#running = undefined;
		this.#options.changed();
		return isStopped && stage === 'sending';
	}

	#fail(failure: ServiceFailure, stage: 'sending' | 'looking', before: Ended | undefined): void {
		this.#stage = 'ended';
		const { sent } = failure.details;
		const isKnown = sent === 'no' || (!this.#isAsked && before === undefined);
		if (stage === 'looking' && sent === undefined && before !== undefined) this.#ended = { ...before, failure };
		else this.#ended = { kind: 'failed', failure, isOpen: !isKnown };
	}

	#end(result: CreateResult | LookResult): void {
		switch (result.outcome) {
			case 'created': {
				const { request, before } = result;
				this.#made = { subscriptionId: request.subscriptionId, name: request.name };
				this.#ended = { kind: 'created', request, before };
				break;
			}
			case 'running':
			case 'absent':
				this.#ended = { kind: result.outcome };
				break;
			case 'invalid':
				this.#stage = 'write';
				this.#ended = undefined;
				this.#options.refused(result.faults);
		}
	}
}
