/** What the Portfolio panel knows: the table, what is asked of it, what is selected, and how far the scan is. */
import type { Change } from '../../reservations/api';
import type { ReservationTable, TableView } from '../../reservations/table/api';
import type { TableRow } from '../../reservations/table/model';
import { Connection } from '../shared/connection';
import type { PageTalk } from '../shared/page';
import { asFailure } from '../shared/part';
import type { PanelSession } from '../shared/session';
import { PortfolioCommitments } from './commitments';
import type { PortfolioDesk } from './desk';
import { PortfolioExtras } from './extras';
import type { ColumnName, Held, HostMessage, PageMessage, Portfolio, Query, SavedState } from './messages';
import type { SavedViews } from './saved-views';
import { Selection } from './selection';
import { Sight } from './sight';
import { mostLookedAt } from './views/actions';
import { inOrder, usualColumns } from './views/columns';
import { itemsView, portfolioView } from './views/portfolio';
import { scanView } from './views/scan';
import { tableWords } from './views/words';

/** While customers are being read the page is told so often, ms. */
const tellMs = 500;
/** What has ended is not shown at first, as in the tree. */
const usualQuery: Query = { hideEnded: true };

export class PortfolioContent {
	readonly selection = new Selection();
	readonly commitments: PortfolioCommitments;
	readonly #page: PageTalk<HostMessage>;
	readonly #views: SavedViews;
	readonly #connection: Connection<PortfolioDesk>;
	#query: Query;
	#columns: readonly ColumnName[];
	#table: ReservationTable | undefined;
	/** Why there is no connection. */
	#failure: string | undefined;
	#loading = false;
	#shownView: string | undefined;
	readonly #sight = new Sight();
	#fieldRevision = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #extras: PortfolioExtras;

	constructor(
		saved: SavedState,
		{
			session,
			page,
			views,
		}: { readonly session: PanelSession<PortfolioDesk>; readonly page: PageTalk<HostMessage>; readonly views: SavedViews },
	) {
		this.#page = page;
		this.commitments = new PortfolioCommitments({ shown: this, page, redraw: () => this.#postItems() }, saved.currency);
		this.#extras = new PortfolioExtras({
			shown: () => this.#shown,
			page,
			postCommitments: () => this.commitments.post(),
		});
		this.#views = views;
		this.#query = saved.query ?? usualQuery;
		this.#columns = inOrder(saved.columns ?? usualColumns);
		this.#connection = new Connection({ session, adopted: (desk) => this.#adopted(desk) });
	}

	/** Shows what is known; the list of customers is read where it is not known. */
	start(): void {
		this.#connection.takeCurrent();
		this.#failure = undefined;
		this.post();
		this.#loading = true;
		this.#connection
			.service()
			.then((desk) => desk.loadCustomers())
			.catch((error: unknown) => {
				this.#failure = asFailure(error).message;
			})
			.finally(() => {
				this.#loading = false;
				this.post();
			});
	}

	/** Follows what the service came to know, a few times a second at most, and another connection. */
	follow(_change: Change): void {
		if (this.#connection.hasChanged) {
			this.selection.clear();
			this.start();
			return;
		}
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			// A page that is hidden asks for everything when it is shown again.
			if (this.#page.isVisible) this.post();
		}, tellMs);
	}

	forget(): void {
		clearTimeout(this.#timer);
		this.#extras.stop();
		this.#timer = undefined;
		this.#connection.forget();
	}

	get desk(): PortfolioDesk | undefined {
		return this.#connection.desk;
	}

	/** What is shown now; undefined while there is no connection. */
	get view(): TableView | undefined {
		return this.#table?.query(this.#query);
	}

	get state(): SavedState {
		return { query: this.#query, columns: [...this.#columns], currency: this.commitments.currency };
	}

	get columns(): readonly ColumnName[] {
		return this.#columns;
	}

	/** The rows that are selected, in the order that is shown. */
	get selected(): Iterable<TableRow> & { readonly length: number } {
		return this.view?.held(this.selection.ids) ?? [];
	}

	/** @param row of the view, by id */
	rowOf(reservationId: string): TableRow | undefined {
		const { view } = this;
		const place = view?.indexOf(reservationId) ?? -1;
		return place < 0 ? undefined : view?.rows(place, 1)[0];
	}

	ask(changes: Partial<Query>): void {
		this.#query = { ...this.#query, ...changes };
		this.#shownView = undefined;
		this.#asked();
	}

	setColumns(columns: readonly ColumnName[]): void {
		if (columns.length === 0) return;
		this.#columns = inOrder(columns);
		this.#shownView = undefined;
		this.#asked();
	}

	/** Sorts by a column; by the same one the other way round, then not at all. */
	setSort(column: ColumnName): void {
		const { sort } = this.#query;
		if (sort?.column !== column) this.ask({ sort: { column } });
		else this.ask({ sort: sort.descending === true ? undefined : { column, descending: true } });
	}

	setFilter(filter: NonNullable<Query['filters']>[number]): void {
		const others = (this.#query.filters ?? []).filter(({ column }) => column !== filter.column);
		const { column: _, ...values } = filter;
		// A list with the empty text asks for rows without a value.
		const isEmpty = Object.values(values).every((value) => value === undefined || value === '' || isEmptyList(value));
		this.ask({ filters: isEmpty ? others : [...others, filter] });
	}

	/** Of the chart of commitments: an ISO 4217 code. */
	setCurrency(currency: string): void {
		this.commitments.setCurrency(currency);
		this.#shownView = undefined;
		this.post();
	}

	clearFilters(): void {
		this.#fieldRevision++;
		this.ask({ filters: undefined, text: undefined });
	}

	toggleGroup(key: string): void {
		this.#sight.toggle(key);
		this.post();
	}

	openView(name: string): void {
		const saved = this.#views.get(name);
		if (saved === undefined) return;
		this.#query = saved.query ?? usualQuery;
		this.#columns = inOrder(saved.columns ?? usualColumns);
		this.commitments.setCurrency(saved.currency);
		this.#shownView = name;
		this.#fieldRevision++;
		this.#asked();
	}

	/** Its name is shown as long as nothing else is asked. */
	named(name: string | undefined): void {
		this.#shownView = name;
		this.post();
	}

	setWindow({ held, ...window }: Extract<PageMessage, { type: 'window' }>): void {
		this.#sight.look(window);
		this.#postItems(held);
	}

	setAt(item: string): void {
		this.#sight.setAt(item, this.view);
	}

	/** Everything that is known. @returns what the page was told first */
	post(): Portfolio {
		const { view } = this;
		const sight = this.#sight;
		if (view !== undefined && !sight.isOf(view)) {
			sight.layOut(view);
			this.selection.keepTo(view);
		}
		const { size } = this.selection;
		const told = portfolioView({
			cloud: this.desk?.cloud,
			table: this.#table,
			view,
			failure: this.#failure ?? this.#listFailure,
			unreadable: this.desk?.scan.neverRead().length ?? 0,
			loading: this.#loading || this.desk?.getCustomers().loading === true,
			query: this.#query,
			columns: this.#columns,
			currency: this.commitments.currency,
			fieldRevision: this.#fieldRevision,
			revision: sight.revision,
			layout: sight.layout,
			at: sight.at,
			selected: size === 0 || size > mostLookedAt ? size : [...this.selected],
			views: this.#views.names,
			shownView: this.#shownView,
		});
		// The rows go first: the page then shows both at once.
		this.#postItems();
		this.#page.post(told);
		this.postScan();
		this.#extras.begin();
		return told;
	}

	/** Everything, for a page that knows nothing. */
	tellAll(): void {
		this.#extras.anew();
		this.post();
	}

	postScan(): void {
		this.#page.post(scanView(this.desk?.scan.state()));
	}

	get #shown() {
		const { view, columns } = this;
		return { table: this.#table, view, query: this.#query, columns, fieldRevision: this.#fieldRevision };
	}

	#asked(): void {
		this.#sight.toTop();
		this.#extras.hurry();
		this.#page.say(this.post().totals);
	}

	/** @param held what the page has, and need not be told */
	#postItems(held?: Held): void {
		const { view } = this;
		if (view === undefined) return;
		if (!this.#sight.isOf(view)) {
			// Something changed since the page was told: all of it is told anew.
			this.post();
			return;
		}
		const { columns, selection } = this;
		const { layout, window, revision } = this.#sight;
		const news = this.#sight.newTo(held);
		const items = itemsView(view, layout, news, { columns, selection, now: Date.now() });
		this.#page.post({ type: 'items', revision, window, from: news.from, items });
	}

	/** Why nothing is known of the customers; a list that is known says more than why it could not be read anew. */
	get #listFailure(): string | undefined {
		const { value, failure } = this.desk?.getCustomers() ?? {};
		return value === undefined ? failure?.message : undefined;
	}

	#adopted(desk: PortfolioDesk): () => void {
		const table = desk.table.open(tableWords);
		this.#table = table;
		const stopScan = desk.scan.onDidChange(() => this.postScan());
		const stopCommitments = this.commitments.follow(desk);
		return () => {
			stopScan();
			stopCommitments();
			table.dispose();
			this.#table = undefined;
			this.#sight.clear();
		};
	}
}

function isEmptyList(value: unknown): boolean {
	return Array.isArray(value) && value.length === 0;
}
