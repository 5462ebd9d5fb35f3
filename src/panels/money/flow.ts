/** What the panels that move money have in common: ground, quote, confirmation, and the operation that came of it. */
import * as vscode from 'vscode';
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import type { ReservationRef } from '../../reservations/model';
import type { Operation, Quote } from '../../reservations/operations/model';
import type { PageTalk } from '../shared/page';
import { asFailure } from '../shared/part';
import type { PanelSession } from '../shared/session';
import { Commitment } from './commitment';
import type { MoneyDesk } from './desk';
import { Ground } from './ground';
import { LiveQuote } from './live-quote';
import type { Copied } from './messages';
import { droppedWords } from './views/quote';
import { refusalWords } from './views/refusal';

interface FlowOptions<Wanted, Q extends Quote> {
	readonly session: PanelSession<MoneyDesk>;
	readonly page: PageTalk<Copied>;
	readonly tenantId: string;
	/** Id of the operation that was shown before a reload of the window. */
	readonly operation: string | undefined;
	ask(desk: MoneyDesk, wanted: Wanted, signal: AbortSignal): Promise<Q>;
	/** Something of what is shown has changed. */
	changed(): void;
	/** The customer's reservations have changed, or are known now. */
	grounded(): void;
	/** Another connection took the place of the one before. */
	restarted(): void;
	/** The choice is to be made from nothing. */
	cleared(): void;
}

export class Flow<Wanted, Q extends Quote> {
	readonly ground: Ground;
	readonly quote: LiveQuote<Wanted, Q>;
	readonly commitment: Commitment;
	readonly #options: FlowOptions<Wanted, Q>;
	#looking: AbortController | undefined;
	#lookFailure: ServiceFailure | undefined;
	/** The operation to show once the journal is there. */
	#toShow: string | undefined;

	constructor(options: FlowOptions<Wanted, Q>) {
		this.#options = options;
		this.#toShow = options.operation;
		this.commitment = new Commitment(() => options.changed());
		this.quote = new LiveQuote<Wanted, Q>({
			ask: async (wanted, signal) => options.ask(await this.ground.service(), wanted, signal),
			changed: () => this.#quoteChanged(),
		});
		this.ground = new Ground({
			session: options.session,
			tenantId: options.tenantId,
			changed: () => {
				this.#showKept();
				options.grounded();
			},
			restarted: () => this.#restarted(),
			operationChanged: (operation) => this.#operationChanged(operation),
		});
	}

	/** True while the user chooses: only then the choice can be changed. */
	get isChoosing(): boolean {
		return this.commitment.stage === 'choosing';
	}

	/** Somebody looks at the operation right now. */
	get isLooking(): boolean {
		return this.#looking !== undefined;
	}

	/** Why looking at the operation failed. */
	get lookFailure(): ServiceFailure | undefined {
		return this.#lookFailure;
	}

	/** Id of the operation that is shown, or will be once the journal is there. */
	get operationId(): string | undefined {
		return this.commitment.operation?.id ?? this.#toShow;
	}

	/** A quote for what is chosen, now; from the confirmation back to the choice. @returns what to tell once it is there */
	async askQuote(): Promise<string | undefined> {
		if (!this.isChoosing) this.commitment.back();
		await this.quote.ask();
		const { failure, standing } = this.quote;
		return failure?.message ?? (standing === 'current' ? vscode.l10n.t('The quote is there.') : undefined);
	}

	/** Goes on to the confirmation of the quote that is shown. @returns what to tell */
	review(): string {
		const { quote, standing } = this.quote;
		if (standing !== 'current' || quote === undefined || !this.commitment.review(quote))
			return vscode.l10n.t('There is no quote that can be committed.');
		return vscode.l10n.t('Read the summary and type the customer’s name to confirm.');
	}

	/** Moves the money, if the page showed this very quote and the name fits. @returns what to tell */
	async commit(sessionId: string, typedCustomerName: string, reason: string | undefined): Promise<string | undefined> {
		const { desk, customerName } = this.ground;
		if (desk === undefined) return refusalWords('expired');
		const refusal = await this.commitment.commit(desk, { sessionId, typedCustomerName, reason }, customerName);
		if (refusal !== undefined) return refusalWords(refusal);
		// Nothing was sent, and who goes on from here may be somebody else.
		if (this.commitment.stage === 'confirming' && this.ground.desk !== desk) {
			this.quote.drop();
			this.commitment.back();
			return droppedWords();
		}
		this.quote.spend();
		const { operation, failure } = this.commitment;
		return failure?.message ?? operation?.explanation;
	}

	/** Looks again at the operation that is shown. @returns what to tell once that is done */
	async lookAgain(): Promise<string | undefined> {
		const { operation } = this.commitment;
		const { desk } = this.ground;
		if (operation === undefined || desk === undefined || this.#looking !== undefined) return undefined;
		const looking = new AbortController();
		this.#looking = looking;
		this.#lookFailure = undefined;
		this.#options.changed();
		try {
			const found = await desk.operations.look(operation.id, looking.signal);
			this.commitment.follow(found);
		} catch (error) {
			if (!isCancelled(error)) this.#lookFailure = asFailure(error);
		}
		this.#looking = undefined;
		this.#options.changed();
		return this.#lookFailure?.message ?? vscode.l10n.t('Looked again.');
	}

	/** Puts the operation as a text on the clipboard. @returns what to tell */
	async copyResult(): Promise<string | undefined> {
		const { operation } = this.commitment;
		const { desk } = this.ground;
		if (operation === undefined || desk === undefined) return undefined;
		await vscode.env.clipboard.writeText(desk.operations.describeOperation(operation));
		this.#options.page.post({ type: 'copied', what: 'result' });
		return vscode.l10n.t('The result is on the clipboard.');
	}

	/** From an operation to a new choice. */
	startAnew(): void {
		this.#toShow = undefined;
		this.#lookFailure = undefined;
		this.quote.wantLater(undefined);
		this.#options.cleared();
		this.commitment.back();
		void this.ground.refresh();
	}

	/** Shows an operation of this customer. */
	showOperation(id: string): void {
		const operation = this.ground.operations.find((one) => one.id === id);
		if (operation !== undefined) this.commitment.show(operation);
	}

	/** The reservation of a line of the operation, counted from 0: the one with the rest where only a part was returned. */
	reservationOfLine(line: number): ReservationRef | undefined {
		const { operation } = this.commitment;
		const found = operation?.lines[line];
		const { orderId, reservationId } = found?.rest ?? found ?? {};
		if (operation === undefined || orderId === undefined || reservationId === undefined) return undefined;
		return { tenantId: operation.tenantId, orderId, reservationId };
	}

	/** Gives up what runs and forgets what is known. */
	forget(): void {
		this.#looking?.abort();
		this.quote.forget();
		this.ground.forget();
	}

	/** What the connection before has quoted is not for this one, whose account may be another one. */
	#restarted(): void {
		const { stage, operation } = this.commitment;
		const before = this.quote.standing;
		// What is being sent, or was, is told by its operation.
		const isDropped = before !== 'none' && (stage === 'choosing' || stage === 'confirming');
		if (isDropped) this.quote.drop();
		else this.quote.forget();
		// It is shown again where the journal of the next connection has it, as when only the account is another one.
		if (stage === 'following') this.#toShow = operation?.id;
		if (stage === 'confirming' || stage === 'following') this.commitment.back();
		if (isDropped && before !== 'dropped') this.#options.page.say(droppedWords());
		this.#options.restarted();
	}

	#quoteChanged(): void {
		const { standing } = this.quote;
		if (standing === 'expired' && (this.isChoosing || this.commitment.stage === 'confirming'))
			this.#options.page.say(vscode.l10n.t('The quote has to be asked for again. Nothing was sent.'));
		this.#options.changed();
	}

	#showKept(): void {
		if (this.#toShow === undefined || !this.isChoosing) return;
		const operation = this.ground.desk?.operations.operation(this.#toShow);
		// What is not in the journal was done with another connection: it is neither shown nor waited for.
		if (operation === undefined && !this.ground.isJournalRead) return;
		this.#toShow = undefined;
		if (operation !== undefined) this.commitment.show(operation);
	}

	#operationChanged(operation: Operation): void {
		const before = this.commitment.operation?.state;
		if (this.commitment.follow(operation)) {
			if (operation.state !== before && operation.explanation !== undefined) this.#options.page.say(operation.explanation);
			return;
		}
		this.#showKept();
		this.#options.changed();
	}
}
