/** What one Support Request panel knows and does: the draft, its way to Microsoft, and the ways around it. */
import * as vscode from 'vscode';
import type { Change } from '../../reservations/api';
import type { SupportChoices, SupportDraft, SupportOrigin } from '../../reservations/support/model';
import { Connection } from '../shared/connection';
import { readCustomerName } from '../shared/customer-name';
import { openKnownSite } from '../shared/links';
import type { PageTalk } from '../shared/page';
import { asFailure } from '../shared/part';
import type { PanelSession } from '../shared/session';
import type { SupportDesk } from './desk';
import { DraftForm } from './form';
import type { HostMessage, SavedState } from './messages';
import { Sending } from './sending';
import { keptOrigin, refsOf, type SupportSubject } from './subject';
import { outcomeView } from './views/outcome';
import { choicesView, supportView } from './views/support';

export class SupportContent {
	readonly form: DraftForm;
	readonly #tenantId: string;
	readonly #session: PanelSession<SupportDesk>;
	readonly #page: PageTalk<HostMessage>;
	readonly #connection: Connection<SupportDesk>;
	readonly #sending: Sending;
	#notes: readonly string[] = [];
	/** Of the service that is in use: the lists are long, and each stroke of a key tells the page anew. */
	#choices: SupportChoices | undefined;

	constructor(subject: SupportSubject, session: PanelSession<SupportDesk>, page: PageTalk<HostMessage>) {
		this.#tenantId = subject.tenantId;
		this.#session = session;
		this.#page = page;
		this.#connection = new Connection({ session, adopted: (desk) => this.#adopted(desk), left: () => this.#restart() });
		const changed = () => this.post();
		const desk = () => this.#connection.service();
		this.form = new DraftForm(subject, { desk, changed, current: () => this.#connection.desk });
		this.#sending = new Sending(subject, { desk, changed, refused: (faults) => this.form.refused(faults) });
	}

	/** The request that was made, if one was. */
	get made(): SavedState['made'] {
		return this.#sending.made;
	}

	/** What the draft is kept as. */
	get saved(): SavedState {
		const { draft, edited, tried, origin } = this.form;
		return {
			tenantId: this.#tenantId,
			origin: keptOrigin(origin),
			draft,
			edited: [...edited],
			tried,
			stage: this.#sending.saved,
			made: this.#sending.made,
		};
	}

	/** Shows what is known and reads what is not. */
	start(): void {
		this.#connection.takeCurrent();
		this.postAll();
		this.form.start();
		void this.#sending.readMade(this.#tenantId);
	}

	/** Follows names that the service came to know, and another connection. */
	follow(change: Change): void {
		if (this.#connection.hasChanged) {
			this.start();
			return;
		}
		if (change.kind === 'customers' || change.tenantId.toLowerCase() === this.#tenantId.toLowerCase()) this.post();
	}

	/** The user came once more: from a place with other facts the draft begins anew, unless something was typed into it. */
	reopened(origin: SupportOrigin): void {
		const { l10n } = vscode;
		const { stage, isOpen } = this.#sending;
		const hasFacts = 'quote' in origin || 'failure' in origin;
		const isWriting = stage === 'write';
		if (!hasFacts && origin.kind === this.form.origin.kind && isWriting) return;
		if ((stage === 'ended' && !isOpen) || (isWriting && !this.form.isTouched)) {
			this.discard(origin);
			return;
		}
		this.#notes = [
			isOpen
				? l10n.t('It is not known yet what became of the request before. Look for it first; a second one can’t be taken back.')
				: l10n.t(
						'This draft was begun before and is kept as you left it. Discard it to fill it in from where you come from now.',
					),
		];
		this.form.follow(origin);
		this.post();
	}

	/** Reads anew what can be chosen from. @returns what to tell once that is done */
	async refresh(): Promise<string> {
		await Promise.all([this.form.refresh(), this.#sending.readMade(this.#tenantId)]);
		const { ended } = this.#sending;
		const failure = this.form.failure ?? (ended?.kind === 'created' ? ended.failure : undefined);
		return failure?.message ?? vscode.l10n.t('Read again. What you filled in was kept.');
	}

	/** Goes on to what will be sent. @returns what to tell */
	async review(): Promise<string | undefined> {
		const { draft, faults } = this.form;
		if (draft === undefined) return undefined;
		if (faults.length > 0) this.form.refused(faults);
		else await this.#sending.review(draft);
		const { stage, checkFailure } = this.#sending;
		if (stage === 'review') return vscode.l10n.t('Read what will be sent. Nothing has been sent yet.');
		if (checkFailure !== undefined) return checkFailure.message;
		// Without a fault it was given up: another connection has come up, which is told.
		return this.form.faults.length > 0 ? vscode.l10n.t('Something has to be mended first. Nothing was sent.') : undefined;
	}

	/** Makes the request that was reviewed. @returns what to tell */
	create(): Promise<string | undefined> {
		return this.#send(async (draft) => {
			if (!(await this.#sending.create(draft))) return;
			this.#notes = [vscode.l10n.t('It was stopped before anything was sent.')];
			this.post();
		});
	}

	/** Sends it once more where it is not known whether it was made. @returns what to tell */
	createAgain(): Promise<string | undefined> {
		return this.#send((draft) => this.#sending.createAgain(draft));
	}

	/** Looks what became of it: sends nothing. @returns what to tell */
	look(): Promise<string | undefined> {
		return this.#send((draft) => this.#sending.look(draft));
	}

	stop(): void {
		this.#sending.stop();
	}

	back(): void {
		this.#sending.back();
	}

	/** Begins anew from where the user comes from. */
	discard(origin?: SupportOrigin): void {
		this.#notes = [];
		this.#sending.back();
		this.form.discard(origin);
	}

	/** Puts the draft as a text on the clipboard. @returns what to tell */
	async copyText(): Promise<string | undefined> {
		const { draft } = this.form;
		if (draft === undefined) return undefined;
		try {
			const { support } = await this.#connection.service();
			await vscode.env.clipboard.writeText(await support.draftText(draft));
		} catch (error) {
			return asFailure(error).message;
		}
		this.#page.post({ type: 'copied', what: 'request' });
		return vscode.l10n.t('The request is on the clipboard, with the questions of Microsoft’s form.');
	}

	/** Opens the portal where a request is made, in the customer's directory. @returns what to tell */
	async openInPortal(): Promise<string> {
		try {
			const { support, cloud } = await this.#connection.service();
			return await openKnownSite(support.portalLink(this.#tenantId), cloud, this.#session.log);
		} catch (error) {
			return asFailure(error).message;
		}
	}

	/** Gives up what runs and forgets what is known. */
	forget(): void {
		this.form.forget();
		this.#sending.forget();
		this.#connection.forget();
	}

	/** Everything: for a page that has just come up. */
	postAll(): void {
		if (this.#choices !== undefined) this.#page.post(choicesView(this.#choices));
		this.post();
	}

	/** What is known of the draft. */
	post(): void {
		const { desk } = this.#connection;
		const [ref] = refsOf(this.form.origin);
		const reservation = ref === undefined ? undefined : desk?.getReservation(ref);
		const customer = desk?.getCustomer(this.#tenantId);
		const name = reservation?.name ?? customer?.name;
		const { loading, value, failure } = this.form.prepared;
		// A tab that came back with the window may have its title of somebody else.
		if (name !== undefined || (!loading && (value ?? failure) !== undefined)) this.#page.named(name);
		this.#page.post(
			supportView({
				saved: this.saved,
				form: this.form,
				sending: this.#sending,
				reservation,
				customer,
				cloud: desk?.cloud,
				choices: this.#choices,
				notes: this.#notes,
			}),
		);
	}

	async #send(work: (draft: SupportDraft) => Promise<void>): Promise<string | undefined> {
		const { draft } = this.form;
		if (draft === undefined) return undefined;
		this.#notes = [];
		await work(draft);
		const { ended } = this.#sending;
		if (ended?.kind === 'created')
			return vscode.l10n.t('The support request {0} was created.', ended.request?.number ?? draft.name);
		const [note] = this.#notes;
		return ended?.failure?.message ?? note ?? (ended && outcomeView(ended, this.#sending, this.#choices).mark.text);
	}

	/** Another one in the place of the one before: what that one told, and what was reviewed for it, does not hold any more. */
	#adopted(desk: SupportDesk): () => void {
		this.#choices = desk.support.choices();
		this.#page.post(choicesView(this.#choices));
		readCustomerName(desk, this.#tenantId, () => this.post());
		return () => undefined;
	}

	/** What is only filled in from what the one before has told is filled in anew; what was written is kept, and that is said. */
	#restart(): void {
		const { l10n } = vscode;
		const isUsedUp = this.#sending.made !== undefined;
		this.#page.named(undefined);
		this.form.forget();
		const wasAbout = this.#sending.forget();
		const { isOpen } = this.#sending;
		const isWritten = !isOpen && !isUsedUp && this.form.isTouched;
		const note = wasAbout
			? l10n.t('Another connection is in use now. Nothing was sent: look through the request once more.')
			: l10n.t(
					'Another connection is in use now. What was filled in with the one before is kept: look through it, also whom Microsoft turns to.',
				);
		this.#notes = isWritten ? [note] : [];
		if (isOpen || isWritten) this.form.start();
		else this.form.discard();
		for (const text of this.#notes) this.#page.say(text);
		this.post();
	}
}
