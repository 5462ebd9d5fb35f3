/** What one Exchange panel knows and does: the draft, the catalog, the calculator, the binding quote, and the way to its end. */
import * as vscode from 'vscode';
import { number } from '../../host/formats';
import type { NewOrders } from '../../host/new-order-access';
import type { Change } from '../../reservations/api';
import type { Reservation, ReservationRef } from '../../reservations/model';
import type { CatalogProduct, ExchangeQuote, ExchangeRequest, ReturnLine } from '../../reservations/operations/model';
import type { MoneyDesk } from '../money/desk';
import { Flow } from '../money/flow';
import { NewOrderAccess } from '../money/new-order-access';
import { unusedUnits } from '../money/quantities';
import type { PageTalk } from '../shared/page';
import type { PanelSession } from '../shared/session';
import * as drafts from './draft';
import { Figures } from './figures';
import type { Fill, FilterChange, HostMessage, LineField, SavedState } from './messages';
import { Products } from './products';
import { requestText } from './request-text';
import { type Suggestion, suggestionsFor } from './suggestions';
import { exchangeView, notYet } from './views/exchange';
import { whyNot } from './views/returns';

export class ExchangeContent {
	readonly tenantId: string;
	readonly flow: Flow<ExchangeRequest, ExchangeQuote>;
	readonly #page: PageTalk<HostMessage>;
	readonly #figures: Figures;
	readonly #products: Products;
	readonly #access: NewOrderAccess;
	#draft: drafts.Draft;
	/** Reservations to choose once they are known. */
	#toChoose: readonly string[] = [];
	/** Counts how often the fields were set from here. */
	#revision = 0;

	constructor(saved: SavedState, session: PanelSession<MoneyDesk>, page: PageTalk<HostMessage>) {
		this.tenantId = saved.tenantId;
		this.#page = page;
		this.#draft = { returns: saved.returns, purchases: saved.purchases };
		const changed = () => this.post();
		this.flow = new Flow<ExchangeRequest, ExchangeQuote>({
			session,
			tenantId: saved.tenantId,
			operation: saved.operation,
			ask: (desk, request, signal) => desk.operations.quoteExchange(request, signal),
			changed,
			grounded: () => this.#grounded(),
			restarted: () => this.#restarted(),
			cleared: () => this.#clear(),
			page,
		});
		const desk = () => this.flow.ground.service();
		this.#figures = new Figures({ tenantId: saved.tenantId, desk, changed });
		this.#products = new Products({ tenantId: saved.tenantId, filter: saved.filter, desk, changed });
		this.#access = new NewOrderAccess({ desk, changed });
	}

	/** Why the quote can't be reviewed yet; undefined: it can. */
	get notYet(): string | undefined {
		return notYet(this.flow.quote);
	}

	/** New orders that AdminAgents have no access to. */
	get missing(): NewOrders | undefined {
		return this.#access.missing;
	}

	/** The reservations that are to be given back. */
	get giving(): readonly ReservationRef[] {
		const { tenantId } = this;
		return this.#draft.returns.map(({ orderId, reservationId }) => ({ tenantId, orderId, reservationId }));
	}

	/** Shows what is known and reads what is not. */
	start(): void {
		this.post();
		this.flow.ground.start();
	}

	follow(change: Change): void {
		this.flow.ground.follow(change);
	}

	/** Chooses these too, as soon as they are known, and beside what is chosen already. */
	choose(reservationIds: readonly string[]): void {
		this.#toChoose = [...this.#toChoose, ...reservationIds.map((id) => id.toLowerCase())];
		this.#chooseKnown();
	}

	/** Reads the customer's reservations anew. @returns what to tell once that is done */
	async refresh(): Promise<string> {
		await this.flow.ground.refresh();
		return this.flow.ground.failure?.message ?? vscode.l10n.t('The reservations are up to date.');
	}

	/** Chooses a reservation to be given back, or leaves it out. */
	pick(reservationId: string, chosen: boolean): void {
		const reservation = this.#find(reservationId);
		if (reservation !== undefined && (!chosen || whyNot(reservation) === undefined))
			this.#set(drafts.pick(this.#draft, reservation, chosen), true);
		else if (!chosen)
			this.#set({ ...this.#draft, returns: this.#draft.returns.filter((one) => one.reservationId !== reservationId) }, true);
	}

	/** Takes the units of a reservation as they were typed; undefined: not a number. */
	give(reservationId: string, quantity: number | undefined): void {
		this.#set(drafts.give(this.#draft, reservationId, quantity), false);
	}

	/** Sets the units of everything that is chosen; what was used in full is left out. @returns what to tell */
	fill(fill: Fill): string {
		const { l10n } = vscode;
		let draft = this.#draft;
		let leftOut = 0;
		for (const { reservationId } of this.#draft.returns) {
			const reservation = this.#find(reservationId);
			if (reservation === undefined) continue;
			const { quantity, utilization } = reservation;
			const units = fill === 'all' ? quantity : unusedUnits(quantity, utilization.last7Days);
			if (units === undefined) continue;
			if (units === 0) leftOut++;
			draft = units === 0 ? drafts.pick(draft, reservation, false) : drafts.give(draft, reservationId, units);
		}
		this.#set(draft, true);
		return leftOut === 0
			? l10n.t('The quantities are set.')
			: l10n.t('The quantities are set. Left out, as no whole unit was unused: {0}.', number(leftOut));
	}

	/** Narrows the products; reads the catalog when it is another one. */
	setFilter(filter: FilterChange): void {
		if (!this.flow.isChoosing) return;
		this.#products.narrow(filter);
		this.post();
	}

	/** Reads the products anew. @returns what to tell once that is done */
	async retryCatalog(): Promise<string> {
		await this.#products.read();
		return this.#products.known.failure?.message ?? vscode.l10n.t('Read again.');
	}

	/** The page is shown, for the first time or again: figures that have grown old meanwhile are asked for again. */
	freshen(): void {
		if (this.flow.isChoosing) this.#figures.freshen();
	}

	/** Asks again for the figures of the calculator that failed. */
	retryFigures(): void {
		this.#figures.retry();
	}

	/** Adds a product of the catalog. @returns what to tell */
	add(sku: string, region: string | undefined, quantity: number): string | undefined {
		const product = this.#products.find(sku, region);
		return product === undefined ? undefined : this.#add(product, quantity);
	}

	setLine(line: number, field: LineField, value: string): void {
		// What is chosen decides what the other fields of the line offer.
		const isChoice = field === 'term';
		this.#set(drafts.setLine(this.#draft, line, field, value), isChoice);
	}

	removeLine(line: number): void {
		this.#set(drafts.removeLine(this.#draft, line), true);
	}

	/** Puts the choice on the clipboard as a text that asks for approval. @returns what to tell */
	async copyRequest(): Promise<string> {
		const { ground, quote } = this.flow;
		await vscode.env.clipboard.writeText(
			requestText({
				customer: ground.customerName,
				tenantId: this.tenantId,
				draft: this.#draft,
				find: (reservationId) => this.#find(reservationId),
				priceOf: (line) => this.#figures.priceOf(line),
				quote: quote.standing === 'current' ? quote.quote : undefined,
				now: Date.now(),
			}),
		);
		this.#page.post({ type: 'copied', what: 'request' });
		return vscode.l10n.t('The request is on the clipboard.');
	}

	/** Forgets the choice. @returns what to tell */
	reset(): string | undefined {
		if (!this.flow.isChoosing) return undefined;
		this.#clear();
		this.#changed();
		return vscode.l10n.t('The choice is empty again.');
	}

	/** Gives up what is being read and forgets what was. */
	forget(): void {
		this.flow.forget();
		this.#figures.forget();
		this.#products.forget();
		this.#access.forget();
	}

	/** Everything that is known. */
	post(): void {
		const { flow } = this;
		const { ground } = flow;
		this.#access.follow(this.flow.isChoosing ? undefined : flow.commitment.operation);
		this.#page.named(ground.customerName);
		this.#page.post(
			exchangeView({
				saved: {
					tenantId: this.tenantId,
					returns: [...this.#draft.returns],
					purchases: [...this.#draft.purchases],
					filter: this.#products.filter,
					operation: flow.operationId,
				},
				customer: ground.customer,
				customerName: ground.customerName,
				cloud: ground.desk?.cloud,
				known: ground.known,
				revision: this.#revision,
				draft: this.#draft,
				filter: this.#products.filter,
				catalog: this.#products.known,
				catalogNotAsked: this.#products.notAsked,
				suggestions: this.#suggestions(),
				request: this.#request(),
				reckoning: this.#figures.reckoning(this.#returnLines, this.#draft, (reservationId) => this.#find(reservationId)),
				figuresAsOf: this.#figures.asOf,
				figuresLoading: this.#figures.isLoading,
				figuresFailure: this.#figures.failure,
				priceOf: (line) => this.#figures.priceOf(line),
				advise: (reservation) => ground.desk?.advise(reservation) ?? [],
				quote: flow.quote,
				commitment: flow.commitment,
				operations: ground.operations,
				looking: flow.isLooking,
				lookFailure: flow.lookFailure,
				missing: this.#access.missing,
				now: Date.now(),
			}),
		);
	}

	get #reservations(): readonly Reservation[] {
		return this.flow.ground.known.value?.reservations ?? [];
	}

	#find(reservationId: string): Reservation | undefined {
		return this.#reservations.find((one) => one.reservationId === reservationId);
	}

	get #returnLines(): ReturnLine[] {
		return drafts.returnLines(this.#draft, this.tenantId, ({ reservationId }) => this.#find(reservationId));
	}

	#request(): ExchangeRequest | undefined {
		return drafts.requestOf(this.#draft, this.tenantId, ({ reservationId }) => this.#find(reservationId));
	}

	#suggestions(): Suggestion[] {
		const products = this.#products.known.value ?? [];
		return this.#draft.returns.flatMap(({ reservationId, quantity }) => {
			const reservation = this.#find(reservationId);
			return reservation === undefined || quantity === undefined ? [] : suggestionsFor(reservation, quantity, products);
		});
	}

	#add(product: CatalogProduct, quantity: number): string | undefined {
		if (!this.flow.isChoosing) return undefined;
		this.#set(drafts.add(this.#draft, product, this.#products.filter, quantity, Date.now()), false);
		return vscode.l10n.t('{0} was added.', product.name);
	}

	/** @param anew the fields of the page are to be set to what they are now */
	#set(draft: drafts.Draft, anew: boolean): void {
		if (!this.flow.isChoosing) return;
		this.#draft = draft;
		if (anew) this.#revision++;
		this.#changed();
	}

	/** The choice is another one: an old quote does not count any more, the figures of the calculator follow. */
	#changed(): void {
		this.#figures.want(this.#returnLines, this.#draft);
		this.#fillFilter();
		this.#products.follow();
		this.flow.quote.wantLater(this.#request());
	}

	/** The first reservation that is chosen says where and what is bought most likely. */
	#fillFilter(): void {
		const [first] = this.#draft.returns;
		const reservation = first === undefined ? undefined : this.#find(first.reservationId);
		if (reservation !== undefined && this.#products.suggest(reservation)) this.#revision++;
	}

	/** @returns true when something was chosen */
	#chooseKnown(): boolean {
		const wanted = this.#reservations.filter(({ reservationId }) => this.#toChoose.includes(reservationId));
		if (wanted.length === 0 || !this.flow.isChoosing) return false;
		this.#toChoose = this.#toChoose.filter((id) => wanted.every(({ reservationId }) => reservationId !== id));
		const isNew = ({ reservationId }: Reservation) => !this.#draft.returns.some((one) => one.reservationId === reservationId);
		const added = wanted.filter((one) => isNew(one) && whyNot(one) === undefined);
		if (added.length > 0)
			this.#set(
				added.reduce((draft, one) => drafts.pick(draft, one, true), this.#draft),
				true,
			);
		return added.length > 0;
	}

	/** What was kept over a reload gets its figures once its reservations are known. */
	#grounded(): void {
		if (this.#chooseKnown()) return;
		const { standing } = this.flow.quote;
		const nothingAsked = (standing === 'none' || standing === 'dropped') && this.flow.isChoosing;
		if (nothingAsked && this.flow.ground.known.value !== undefined) this.#changed();
		else this.post();
	}

	#restarted(): void {
		this.#figures.forget();
		this.#products.forget();
		this.#access.forget();
	}

	#clear(): void {
		this.#draft = drafts.emptyDraft;
		this.#products.clear();
		this.#revision++;
	}
}
