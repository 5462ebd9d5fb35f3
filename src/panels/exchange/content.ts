/** What one Exchange panel knows and does: the draft, the catalog, the calculator, the binding quote, and the way to its end. */
import * as vscode from 'vscode';
import type { NewOrders } from '../../host/new-order-access';
import type { Change } from '../../reservations/api';
import type { Money, Reservation, ReservationRef } from '../../reservations/model';
import type {
	CatalogProduct,
	ExchangeQuote,
	ExchangeRequest,
	PriceQuote,
	PurchaseLine,
	ReturnLine,
	ReturnQuote,
} from '../../reservations/operations/model';
import type { MoneyDesk } from '../money/desk';
import { Flow } from '../money/flow';
import { unusedUnits } from '../money/quantities';
import type { PageTalk } from '../shared/page';
import { Part } from '../shared/part';
import type { PanelSession } from '../shared/session';
import { type Reckoning, reckon } from './calculator';
import * as drafts from './draft';
import { Lookups } from './lookups';
import type { DraftPurchase, Fill, Filter, HostMessage, LineField, SavedState } from './messages';
import { NewOrderAccess } from './new-order-access';
import { requestText } from './request-text';
import { isSubscriptionId, subscriptionGuid } from './scopes';
import { type Suggestion, suggestionsFor } from './suggestions';
import { exchangeView, notYet } from './views/exchange';
import { whyNot } from './views/returns';

const noFilter: Filter = { subscription: '', resourceType: '', region: '', term: '', billingPlan: '', text: '' };

export class ExchangeContent {
	readonly tenantId: string;
	readonly flow: Flow<ExchangeRequest, ExchangeQuote>;
	readonly #page: PageTalk<HostMessage>;
	readonly #worths: Lookups<ReturnLine, ReturnQuote>;
	readonly #prices: Lookups<PurchaseLine, PriceQuote>;
	readonly #catalog: Part<readonly CatalogProduct[]>;
	readonly #access: NewOrderAccess;
	#draft: drafts.Draft;
	#filter: Filter;
	/** What the catalog was read for. */
	#catalogOf: string | undefined;
	/** Reservations to choose once they are known. */
	#toChoose: readonly string[] = [];
	/** Counts how often the fields were set from here. */
	#revision = 0;

	constructor(saved: SavedState, session: PanelSession<MoneyDesk>, page: PageTalk<HostMessage>) {
		this.tenantId = saved.tenantId;
		this.#page = page;
		this.#draft = { returns: saved.returns, purchases: saved.purchases };
		this.#filter = saved.filter ?? noFilter;
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
		this.#worths = new Lookups<ReturnLine, ReturnQuote>({
			keyOf: ({ reservationId, quantity }) => `${reservationId} ${quantity}`,
			ask: async (line, signal) => (await this.flow.ground.service()).operations.quoteReturn(line, signal),
			changed,
		});
		this.#prices = new Lookups<PurchaseLine, PriceQuote>({
			keyOf: ({ sku, resourceType, region, term, billingPlan, quantity, billingScopeId }) =>
				[sku, resourceType, region, term, billingPlan, quantity, billingScopeId].join(' ').toLowerCase(),
			ask: async (line, signal) => (await this.flow.ground.service()).operations.priceOf(this.tenantId, line, signal),
			changed,
		});
		this.#access = new NewOrderAccess({ desk: () => this.flow.ground.service(), changed });
		this.#catalog = new Part<readonly CatalogProduct[]>((signal) => this.#readCatalog(signal), changed);
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
			: l10n.t('The quantities are set. Left out, as every unit was used: {0}.', leftOut);
	}

	/** Narrows the products; reads the catalog when it is another one. */
	setFilter(filter: Filter): void {
		if (!this.flow.isChoosing) return;
		this.#filter = { ...filter, subscription: filter.subscription.trim(), region: filter.region.trim() };
		this.#followCatalog();
		this.post();
	}

	/** Reads the products anew. @returns what to tell once that is done */
	async retryCatalog(): Promise<string> {
		await this.#catalog.read();
		return this.#catalog.known.failure?.message ?? vscode.l10n.t('Read again.');
	}

	/** Asks again for the figures of the calculator that failed. */
	retryFigures(): void {
		this.#worths.retry();
		this.#prices.retry();
	}

	/** Adds a product of the catalog. @returns what to tell */
	add(sku: string, region: string | undefined): string | undefined {
		const product = this.#catalog.known.value?.find((one) => one.sku === sku && one.region === region);
		return product === undefined ? undefined : this.#add(product, 1);
	}

	/** Adds what is suggested there. @returns what to tell */
	suggest(at: number): string | undefined {
		const suggestion = this.#suggestions()[at];
		return suggestion === undefined ? undefined : this.#add(suggestion.product, suggestion.quantity);
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
				priceOf: (line) => this.#priceOf(line)?.commitment,
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
		this.#worths.forget();
		this.#prices.forget();
		this.#catalog.forget();
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
					filter: this.#filter,
					operation: flow.operationId,
				},
				customer: ground.customer,
				customerName: ground.customerName,
				cloud: ground.desk?.cloud,
				known: ground.known,
				revision: this.#revision,
				draft: this.#draft,
				filter: this.#filter,
				catalog: this.#catalog.known,
				catalogNotAsked: this.#catalogNotAsked(),
				suggestions: this.#suggestions(),
				request: this.#request(),
				reckoning: this.#reckoning(),
				figuresLoading: this.#worths.isLoading || this.#prices.isLoading,
				figuresFailure: this.#worths.failure ?? this.#prices.failure,
				priceOf: (line) => this.#priceOf(line),
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

	#priceOf(line: DraftPurchase): PriceQuote | undefined {
		const wanted = drafts.purchaseLine(line);
		return wanted === undefined ? undefined : this.#prices.valueOf(wanted);
	}

	#reckoning(): Reckoning {
		const lines = this.#returnLines;
		const returns = this.#draft.returns.map(({ reservationId }) => {
			const line = lines.find((one) => one.reservationId === reservationId);
			const figures = line === undefined ? undefined : this.#worths.valueOf(line)?.figures;
			return { billingPlan: this.#find(reservationId)?.billingPlan, figures };
		});
		const purchases = this.#draft.purchases.map((line): Money | undefined => this.#priceOf(line)?.commitment);
		return reckon(returns, purchases);
	}

	#suggestions(): Suggestion[] {
		const products = this.#catalog.known.value ?? [];
		return this.#draft.returns.flatMap(({ reservationId, quantity }) => {
			const reservation = this.#find(reservationId);
			return reservation === undefined || quantity === undefined ? [] : suggestionsFor(reservation, quantity, products);
		});
	}

	#add(product: CatalogProduct, quantity: number): string | undefined {
		if (!this.flow.isChoosing) return undefined;
		this.#set(drafts.add(this.#draft, product, this.#filter, quantity, Date.now()), false);
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
		this.#worths.want(this.#returnLines);
		this.#prices.want(this.#draft.purchases.map(drafts.purchaseLine).filter((line) => line !== undefined));
		this.#fillFilter();
		this.#followCatalog();
		this.flow.quote.wantLater(this.#request());
	}

	/** The first reservation that is chosen says where and what is bought most likely. */
	#fillFilter(): void {
		const [first] = this.#draft.returns;
		const reservation = first === undefined ? undefined : this.#find(first.reservationId);
		if (reservation === undefined || this.#filter.resourceType !== '') return;
		this.#filter = {
			...this.#filter,
			subscription: this.#filter.subscription || (subscriptionGuid(reservation.billingScopeId) ?? ''),
			resourceType: reservation.resourceType,
			region: reservation.region.toLowerCase() === 'global' ? '' : reservation.region,
		};
		this.#revision++;
	}

	#catalogNotAsked(): string | undefined {
		const { l10n } = vscode;
		if (this.#filter.subscription === '') return l10n.t('Enter the billing subscription to see the products.');
		if (!isSubscriptionId(this.#filter.subscription)) return l10n.t('The billing subscription is not an ID of a subscription.');
		return this.#filter.resourceType === '' ? l10n.t('Choose a type to see the products.') : undefined;
	}

	#followCatalog(): void {
		const { subscription, resourceType, region } = this.#filter;
		const wanted =
			this.#catalogNotAsked() === undefined ? [subscription, resourceType, region].join(' ').toLowerCase() : undefined;
		if (wanted === this.#catalogOf) return;
		this.#catalogOf = wanted;
		this.#catalog.forget();
		if (wanted !== undefined) void this.#catalog.read();
	}

	async #readCatalog(signal: AbortSignal): Promise<readonly CatalogProduct[]> {
		const { subscription, resourceType, region } = this.#filter;
		const { operations } = await this.flow.ground.service();
		return operations.catalog(this.tenantId, subscription, { resourceType, region: region === '' ? undefined : region }, signal);
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
		const nothingAsked = this.flow.quote.standing === 'none' && this.flow.isChoosing;
		if (nothingAsked && this.flow.ground.known.value !== undefined) this.#changed();
		else this.post();
	}

	#restarted(): void {
		this.#worths.forget();
		this.#prices.forget();
		this.#catalog.forget();
		this.#catalogOf = undefined;
	}

	#clear(): void {
		this.#draft = drafts.emptyDraft;
		this.#filter = noFilter;
		this.#revision++;
	}
}
