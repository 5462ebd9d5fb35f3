/** One support request that is shown: its facts, its messages page by page, and what the user does with it. */
import * as vscode from 'vscode';
import { isCancelled, isServiceFailure, type ServiceFailure } from '../../azure/failure';
import { number } from '../../host/formats';
import type { Known } from '../../reservations/model';
import type { Severity, SupportMessage, SupportRequest, SupportRequestRef } from '../../reservations/support/model';
import { asFailure, Part } from '../shared/part';
import type { SupportDesk } from '../support/desk';
import type { Reply } from './messages';

interface OpenedOptions {
	readonly ref: SupportRequestRef;
	/** As the list has it. */
	readonly known: SupportRequest | undefined;
	readonly reply: Reply | undefined;
	desk(): Promise<SupportDesk>;
	/** The service that is in use, if one is up. */
	current(): SupportDesk | undefined;
	changed(): void;
}

/** How many messages Microsoft gives at once (arm-contract 9). */
const pageSize = 10;

/** What is known of the messages, newest first. */
interface Messages {
	readonly items: readonly SupportMessage[];
	readonly loading: boolean;
	readonly failure?: ServiceFailure | undefined;
	readonly isComplete: boolean;
}

export class OpenedRequest {
	readonly ref: SupportRequestRef;
	readonly #options: OpenedOptions;
	readonly #request: Part<SupportRequest>;
	#known: SupportRequest | undefined;
	#reply: Reply | undefined;
	#messages: Messages = { items: [], loading: false, isComplete: false };
	#pages: AsyncGenerator<readonly SupportMessage[]> | undefined;
	#reading: AbortController | undefined;
	#severity: Severity | undefined;
	#isClosing = false;
	/** Another request is shown; what is being sent goes on. */
	#isLeft = false;
	/** Another connection is in use than the one that it was shown with. */
	#isOver = false;
	#tried = false;
	#busy: string | undefined;
	#outcome: { readonly text: string } | { readonly failure: ServiceFailure } | undefined;
	/** Counts how often the message was set from here. */
	revision = 0;

	constructor(options: OpenedOptions) {
		this.#options = options;
		this.ref = options.ref;
		this.#known = options.known;
		this.#reply = options.reply;
		this.#request = new Part(
			async (signal) => (await options.desk()).support.request(options.ref, signal),
			() => options.changed(),
		);
	}

	/** What is known of it: as it was read last, or as the list had it. */
	get request(): Known<SupportRequest> {
		const { value, ...known } = this.#request.known;
		return { ...known, value: value ?? this.#known };
	}

	get messages(): Messages {
		return this.#messages;
	}

	get reply(): Reply | undefined {
		return this.#reply;
	}

	/** What is wrong with the message, once it was tried to send it. */
	get faults(): readonly string[] {
		return this.#tried ? this.#check() : [];
	}

	/** As it is chosen: what it is as long as nothing else is. */
	get severity(): string | undefined {
		return this.#severity ?? this.request.value?.severity.toLowerCase();
	}

	get isClosing(): boolean {
		return this.#isClosing;
	}

	/** What is being sent, in words. */
	get busy(): string | undefined {
		return this.#busy;
	}

	/** What became of what was done last. */
	get outcome() {
		return this.#outcome;
	}

	/** Reads it and its newest messages: it is shown from now on. Never rejects. */
	async read(): Promise<void> {
		this.#isLeft = false;
		await Promise.all([this.#request.read(), this.#readMessages()]);
		this.#ensureReply();
		this.#options.changed();
	}

	/** Reads it and its newest messages anew. Never rejects. @returns what to tell */
	async again(): Promise<string> {
		await this.read();
		const failure = this.request.failure ?? this.#messages.failure;
		return failure?.message ?? vscode.l10n.t('Read again.');
	}

	/** Reads the next older messages. Never rejects. @returns what to tell */
	async earlier(): Promise<string | undefined> {
		if (this.#messages.loading || this.#messages.isComplete) return undefined;
		await (this.#pages === undefined ? this.#readMessages() : this.#nextPage());
		const { failure, items } = this.#messages;
		return failure?.message ?? vscode.l10n.t('Messages that are shown: {0}.', number(items.length));
	}

	setReply(body: string): void {
		this.#ensureReply();
		if (this.#reply === undefined || this.#busy !== undefined) return;
		this.#reply = { ...this.#reply, body };
		this.#options.changed();
	}

	/**
	 * Sends the message. What was typed stays unless it was sent. A text of which it is not known whether it was sent is remembered: the
	 * service only looks for it, and sends another text as another message.
	 * @returns what to tell
	 */
	async send(): Promise<string | undefined> {
		const reply = this.#reply;
		if (reply === undefined || this.#busy !== undefined) return this.#busy;
		const faults = this.#check();
		this.#tried = faults.length > 0;
		if (faults.length > 0) {
			this.#options.changed();
			return faults.join(' ');
		}
		const { l10n } = vscode;
		return this.#do(l10n.t('Sending the message…'), async ({ support }) => {
			const { tried = [], ...message } = reply;
			const text = reply.body.trim();
			this.#reply = { ...reply, tried: [...tried.filter((one) => one !== text), text] };
			this.#options.changed();
			try {
				await support.reply(this.ref, message);
			} catch (error) {
				if (isServiceFailure(error) && error.details.sent === 'no') this.#reply = reply;
				throw error;
			}
			this.#reply = undefined;
			this.revision++;
			return l10n.t('The message was sent.');
		});
	}

	setSeverity(severity: string): void {
		const known = this.#options
			.current()
			?.support.choices()
			.severities.find(({ value }) => value === severity);
		this.#severity = known?.value;
		this.#options.changed();
	}

	/** @returns what to tell */
	async changeSeverity(): Promise<string | undefined> {
		const severity = this.#severity;
		if (severity === undefined || this.#busy !== undefined) return this.#busy;
		const { l10n } = vscode;
		return this.#do(l10n.t('Changing the severity…'), async ({ support }) => {
			this.#take(await support.changeSeverity(this.ref, severity));
			this.#severity = undefined;
			return l10n.t('The severity was changed.');
		});
	}

	/** Asks once more before it is closed, or leaves it open. */
	askClose(on: boolean): void {
		this.#isClosing = on;
		this.#options.changed();
	}

	/** @returns what to tell */
	async close(): Promise<string | undefined> {
		if (!this.#isClosing || this.#busy !== undefined) return this.#busy;
		const { l10n } = vscode;
		this.#isClosing = false;
		return this.#do(l10n.t('Closing the request…'), async ({ support }) => {
			this.#take(await support.close(this.ref));
			return l10n.t('The request was closed.');
		});
	}

	/** @returns what to tell */
	async reopen(): Promise<string | undefined> {
		if (this.#busy !== undefined) return this.#busy;
		const { l10n } = vscode;
		return this.#do(l10n.t('Opening the request again…'), async ({ support }) => {
			this.#take(await support.reopen(this.ref));
			return l10n.t('The request was opened again.');
		});
	}

	dismiss(): void {
		this.#outcome = undefined;
		this.#options.changed();
	}

	/** Gives up what is being read and forgets what was; what is being sent goes on. Tells nobody. */
	forget(): void {
		this.#isLeft = true;
		this.#known = this.request.value;
		this.#request.forget();
		this.#reading?.abort();
		this.#reading = undefined;
		this.#pages = undefined;
		this.#messages = { items: [], loading: false, isComplete: false };
	}

	/** Nothing is sent any more that was not sent by now. */
	end(): void {
		this.forget();
		this.#isOver = true;
	}

	#check(): readonly string[] {
		const { support } = this.#options.current() ?? {};
		return this.#reply === undefined || support === undefined ? [] : support.checkReply(this.#reply);
	}

	#take(request: SupportRequest): void {
		this.#request.forget();
		this.#known = request;
	}

	#ensureReply(): void {
		const { value } = this.request;
		const { support } = this.#options.current() ?? {};
		if (this.#reply === undefined && value !== undefined && support !== undefined) this.#reply = support.prepareReply(value);
	}

	async #do(busy: string, work: (desk: SupportDesk) => Promise<string>): Promise<string> {
		this.#busy = busy;
		this.#outcome = undefined;
		this.#options.changed();
		try {
			const desk = await this.#options.desk();
			if (this.#isOver) return vscode.l10n.t('Another connection is in use now. Nothing was sent.');
			this.#outcome = { text: await work(desk) };
		} catch (error) {
			this.#outcome = { failure: asFailure(error) };
		}
		this.#busy = undefined;
		this.#options.changed();
		const text = 'text' in this.#outcome ? this.#outcome.text : this.#outcome.failure.message;
		if (this.#isLeft) return ofRequest(this, text);
		await this.read();
		return text;
	}

	async #readMessages(): Promise<void> {
		this.#reading?.abort();
		const reading = new AbortController();
		this.#reading = reading;
		// What was read stays until the newest are there.
		const before = this.#messages.items;
		this.#messages = { items: before, loading: true, isComplete: false };
		this.#options.changed();
		try {
			this.#pages = (await this.#options.desk()).support.messages(this.ref, reading.signal);
		} catch (error) {
			if (this.#reading === reading) this.#failed(error, before);
			return;
		}
		if (this.#reading === reading) await this.#nextPage([]);
	}

	async #nextPage(before = this.#messages.items): Promise<void> {
		const [pages, reading] = [this.#pages, this.#reading];
		if (pages === undefined) return;
		this.#messages = { ...this.#messages, loading: true, failure: undefined };
		this.#options.changed();
		try {
			let items = before;
			let isComplete = false;
			// A page may be short: then it goes on, so that nobody is offered earlier messages that are not there.
			while (!isComplete && items.length < before.length + pageSize) {
				const { value, done } = await pages.next();
				if (this.#reading !== reading) return;
				isComplete = done === true;
				if (done !== true) items = [...items, ...value];
			}
			this.#messages = { items, loading: false, isComplete };
		} catch (error) {
			if (this.#reading !== reading) return;
			// A generator that failed has ended: the next try begins with the newest again.
			this.#pages = undefined;
			this.#failed(error, this.#messages.items);
		}
		this.#options.changed();
	}

	#failed(error: unknown, items: readonly SupportMessage[]): void {
		const failure = isCancelled(error) ? undefined : asFailure(error);
		this.#messages = { items, loading: false, failure, isComplete: false };
		this.#options.changed();
	}
}

/** What is said of a request while another one is shown. */
export function ofRequest({ ref, request }: Pick<OpenedRequest, 'ref' | 'request'>, text: string): string {
	return vscode.l10n.t('Request {0}: {1}', request.value?.number ?? ref.name, text);
}
