/** What one Configuration panel knows and does: what the reservation is, what is chosen, its preview, and what became of it. */
import * as vscode from 'vscode';
import { changeOutcome, entryState, entryTitle } from '../../host/change-words';
import type { Change } from '../../reservations/api';
import type { ChangeRecord, MergeCandidate, ScopeTargets } from '../../reservations/configuration/model';
import type { ReservationRef } from '../../reservations/model';
import type { CatalogProduct } from '../../reservations/operations/model';
import { isActive } from '../../reservations/states';
import { Connection } from '../shared/connection';
import { readCustomerName } from '../shared/customer-name';
import type { PageTalk } from '../shared/page';
import { silently } from '../shared/panel';
import { Part } from '../shared/part';
import { refOf } from '../shared/reservation-panels';
import type { PanelSession } from '../shared/session';
import { Choice } from './choice';
import type { ConfigurationDesk } from './desk';
import { fitted } from './draft';
import type { Draft, HostMessage, SavedState, SplitPart, Task } from './messages';
import { Outcome } from './outcome';
import { readProducts } from './products';
import { Review, type Wish } from './review';
import { Standing } from './standing';
import { configurationView } from './views/configuration';
import { notYet } from './views/review';

interface ContentHost {
	readonly session: PanelSession<ConfigurationDesk>;
	/** From now on nobody else tells the user of this state of the change. */
	claimTelling(record: ChangeRecord): Promise<unknown>;
}

export class ConfigurationContent {
	readonly outcome: Outcome;
	readonly #ref: ReservationRef;
	readonly #page: PageTalk<HostMessage>;
	readonly #claimTelling: ContentHost['claimTelling'];
	readonly #choice: Choice;
	readonly #standing: Standing;
	readonly #review: Review;
	readonly #targets: Part<ScopeTargets>;
	readonly #candidates: Part<readonly MergeCandidate[]>;
	readonly #products: Part<readonly CatalogProduct[]>;
	readonly #connection: Connection<ConfigurationDesk>;
	#filter = '';

	constructor(saved: SavedState, { session, claimTelling }: ContentHost, page: PageTalk<HostMessage>) {
		const ref = refOf(saved);
		this.#ref = ref;
		this.#connection = new Connection({ session, adopted: (desk) => this.#adopted(desk), left: () => this.#restart() });
		this.#page = page;
		this.#claimTelling = claimTelling;
		this.#choice = new Choice(saved);
		const changed = () => this.post();
		const desk = () => this.#connection.service();
		this.#standing = new Standing({
			read: async (signal) => (await desk()).configuration.read(ref, signal),
			hasBegun: () => this.#hasBegun,
			changed: () => this.#standingChanged(),
		});
		this.#targets = new Part(async (signal) => (await desk()).configuration.scopeTargets([ref], signal), changed);
		this.#candidates = new Part(async (signal) => (await desk()).configuration.mergeCandidates(ref, signal), changed);
		this.#products = new Part(
			async (signal) => readProducts(await desk(), this.#standing.now?.reservation, signal),
			() =>
				// What was chosen before they were known may not fit them.
				this.setDraft((draft) => draft),
		);
		this.#review = new Review({ desk, ref, changed: () => this.#reviewChanged() });
		const same = () => this.#connection.same();
		this.outcome = new Outcome({ desk: same, ref, current: () => this.#desk, changed }, saved.outcome);
	}

	/** Shows what is known and reads what is not. */
	start(): void {
		this.#connection.takeCurrent();
		this.post();
		void this.#standing.part.read();
	}

	/** Follows what the service came to know, and another connection. */
	follow(change: Change): void {
		if (this.#connection.hasChanged) {
			this.start();
			return;
		}
		if (change.kind === 'reservations' && change.tenantId.toLowerCase() !== this.#ref.tenantId.toLowerCase()) return;
		this.#standing.follow(this.#desk?.getReservation(this.#ref));
		this.post();
	}

	/** Reads the reservation, its places and its order anew. @returns what to tell once that is done */
	async refresh(): Promise<string> {
		const shown = [this.#targets, this.#candidates, this.#products].filter(
			({ known }) => known.value !== undefined || known.failure !== undefined,
		);
		const parts = [this.#standing.part, ...shown];
		await Promise.all(parts.map((part) => part.read()));
		this.#review.ask();
		this.post();
		const failure = parts.map(({ known }) => known.failure).find((it) => it !== undefined);
		const [missing] = this.#targets.known.value?.failures ?? [];
		return failure?.message ?? missing?.message ?? vscode.l10n.t('The reservation is up to date.');
	}

	setTask(task: Task): void {
		this.#choice.task = task;
		this.#chosen();
	}

	setFilter(filter: string): void {
		this.#filter = filter;
		this.post();
	}

	/** Takes what is to be different. */
	setDraft(set: (draft: Draft) => Draft): void {
		const draft = set(this.#choice.draft);
		const { seen } = this.#standing;
		this.#choice.draft = seen === undefined ? draft : fitted(draft, seen, this.#products.known.value ?? []);
		this.#chosen();
	}

	/** Takes units or scope of one part of the split, as it was typed or chosen. */
	setPart(index: number, set: Partial<SplitPart>): void {
		this.#choice.setPart(index, set);
		this.#chosen();
	}

	chooseOther(reservationId: string): void {
		this.#choice.other = reservationId;
		this.#chosen();
	}

	/** Nothing is to be different any more. */
	reset(): void {
		this.#choice.clear();
		this.#standing.accept();
		this.#chosen();
	}

	/** Goes on with what the reservation is now; what was chosen is kept. */
	useNow(): string {
		this.#standing.accept();
		this.#chosen();
		this.#review.ask();
		this.post();
		return vscode.l10n.t('What you chose is kept. It is now based on the reservation as it is.');
	}

	preview(): void {
		this.#review.ask();
		this.post();
	}

	/** Does what the preview of this number showed. @returns what to tell once that is done */
	async apply(number: number): Promise<string | undefined> {
		const { seen } = this.#review;
		const basis = this.#standing.seen?.basis;
		if (number !== this.#review.number || seen === undefined || basis === undefined) {
			return vscode.l10n.t('The page showed another preview than the one that is held. Nothing was sent.');
		}
		const obstacle = notYet(this.#review, this.#isMoved);
		if (obstacle !== undefined) return obstacle;
		const scopes = seen.kind === 'split' ? this.#choice.scopes : [];
		const isDone = await this.outcome.apply(seen, basis, scopes);
		if (isDone) this.#choice.clear();
		return this.#finish(isDone);
	}

	/** Puts the last change back. @returns what to tell once that is done */
	async undo(id: string): Promise<string | undefined> {
		return this.#finish(await this.outcome.undo(id));
	}

	/** Looks again at what is not known. @returns what to tell once that is done */
	async look(): Promise<string> {
		await this.outcome.look();
		return this.outcome.failure?.message ?? vscode.l10n.t('Looked again.');
	}

	/** Gives one part of a split its scope; that it got it is told with the change. @returns what else there is to tell */
	async rescope(index: number): Promise<string | undefined> {
		await this.outcome.rescope(index);
		const { failure, done } = this.outcome.parts[index]?.state ?? {};
		return failure?.message ?? (done === true ? vscode.l10n.t('Done') : undefined);
	}

	/** Ends the showing of the result. */
	another(): void {
		this.outcome.close();
		this.#chosen();
	}

	/** The reservation that the page may open: one that came of a change, or of the order. */
	refOf(reservationId: string): ReservationRef | undefined {
		const { tenantId } = this.#ref;
		const own = (this.#desk?.configuration.changes() ?? []).filter((it) => it.tenantId === tenantId.toLowerCase());
		const results = own.flatMap((it) => it.results ?? []);
		const found = results.find((it) => it.reservationId === reservationId);
		return found === undefined ? undefined : { tenantId, ...found };
	}

	/** Gives up what runs and forgets what is known. */
	forget(): void {
		for (const part of [this.#targets, this.#candidates, this.#products, this.#standing, this.#review]) part.forget();
		this.#connection.forget();
	}

	/** Everything that is known. */
	post(): void {
		const known = this.#standing.part.known;
		const listed = this.#desk?.getReservation(this.#ref);
		const name = known.value?.reservation.name ?? listed?.name;
		// A tab that came back with the window may have its title of somebody else.
		if (name !== undefined || (!known.loading && known.failure !== undefined)) this.#page.named(name);
		this.#page.post(
			configurationView({
				saved: { ...this.#ref, ...this.#choice.saved, outcome: this.outcome.saved },
				revision: this.#choice.revision,
				known,
				seen: this.#standing.seen,
				isMoved: this.#isMoved,
				listed,
				customer: this.#desk?.getCustomer(this.#ref.tenantId),
				cloud: this.#desk?.cloud,
				filter: this.#filter,
				targets: this.#targets.known,
				candidates: this.#candidates.known,
				products: this.#products.known,
				review: this.#review,
				outcome: this.outcome,
				changes: this.#desk?.configuration.changes() ?? [],
				nameOf: (reservationId) => this.#nameOf(reservationId),
			}),
		);
	}

	#nameOf(reservationId: string): string | undefined {
		const ref = this.refOf(reservationId);
		return ref && this.#desk?.getReservation(ref)?.name;
	}

	get #isMoved(): boolean {
		return this.#standing.hasMoved && !this.outcome.isSending;
	}

	/** Something is chosen, or on its way. */
	get #hasBegun(): boolean {
		return this.#wish !== undefined || this.outcome.isSending;
	}

	get #wish(): Wish | undefined {
		const { seen } = this.#standing;
		return seen && this.#choice.wish(this.#ref, seen);
	}

	get #desk(): ConfigurationDesk | undefined {
		return this.#connection.desk;
	}

	/** What the connection before has told is not for the next one, whose account may be another one; what is chosen is kept. */
	#restart(): void {
		this.#page.named(undefined);
		for (const part of [this.#targets, this.#candidates, this.#products, this.#standing, this.#review]) part.forget();
		this.outcome.left();
		void this.#standing.part.read();
	}

	#adopted(desk: ConfigurationDesk): () => void {
		const stop = desk.configuration.onDidChangeRecord((record) => {
			const ids = [this.#ref, ...(this.outcome.record?.results ?? [])].map(({ reservationId }) => reservationId);
			if (!record.reservations.some(({ reservationId }) => ids.includes(reservationId))) return;
			if (record.endedAt !== undefined) this.#ended(record);
			void this.outcome.goOn();
			this.post();
		});
		readCustomerName(desk, this.#ref.tenantId, () => this.post());
		return stop;
	}

	/** The page shows the end as long as it can be seen: a notification would tell it a second time. */
	#ended(record: ChangeRecord): void {
		if (this.#page.isVisible) this.#page.tell(silently(this.#claimTelling(record)));
		if (this.outcome.isSending) return;
		this.#page.say(`${entryTitle(record)}: ${entryState(record)}`);
		void this.#standing.part.read();
	}

	/** @param isDone as {@link Outcome.apply} gives it @returns what to tell */
	async #finish(isDone: boolean): Promise<string | undefined> {
		await this.#standing.part.read();
		if (isDone) this.#standing.accept();
		this.#chosen();
		await this.outcome.goOn();
		const { failure, unchanged, record, parts } = this.outcome;
		// A split without the scopes that were wished for is not done.
		const ofPart = parts.map(({ state }) => state.failure).find((it) => it !== undefined);
		const told = failure?.message ?? unchanged ?? ofPart?.message ?? record?.explanation;
		return told ?? (record && changeOutcome(record, []));
	}

	#chosen(): void {
		this.#need();
		this.#review.want(this.outcome.isSending ? undefined : this.#wish);
		this.post();
	}

	#standingChanged(): void {
		this.#need();
		this.#review.want(this.#wish);
		this.post();
	}

	/** A preview reads the reservation too: when it found another one, what is shown is not true any more. */
	#reviewChanged(): void {
		const { seen } = this.#review;
		const basis = seen?.kind === 'change' ? seen.preview.basis : seen?.preview.sources[0]?.basis;
		const { now, part } = this.#standing;
		if (basis !== undefined && now !== undefined && !part.known.loading && basis.etag !== now.basis.etag) void part.read();
		this.post();
	}

	/** Reads what the present task needs and is not known. */
	#need(): void {
		const reservation = this.#standing.now?.reservation;
		if (reservation === undefined || !isActive(reservation)) return;
		const { task, draft } = this.#choice;
		const needed: Part<unknown>[] = [task === 'merge' ? this.#candidates : this.#targets];
		if (task === 'change' && (draft.renew ?? reservation.renew)) needed.push(this.#products);
		// What failed is read again when the user asks for it, not with every letter that is typed.
		for (const part of needed) if (part.known.failure === undefined) part.ensure();
	}
}
