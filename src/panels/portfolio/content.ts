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
import { Layout } from './layout';
import type { ColumnName, HostMessage, Portfolio, Query, SavedState } from './messages';
import type { SavedViews } from './saved-views';
import { Selection } from './selection';
import { SpareTime } from './spare-time';
import { mostLookedAt } from './views/actions';
import { chartsView } from './views/charts';
import { inOrder, usualColumns } from './views/columns';
import { choiceColumns, fieldViews } from './views/fields';
import { itemsView, portfolioView } from './views/portfolio';
import { scanView } from './views/scan';
import { tableWords } from './views/words';

/** While customers are being read the page is told so often, ms. */
const tellMs = 500;
/** Items sent at once. */
const mostItems = 500;
/** What a page shows at first. */
const firstItems = 60;
/** From the rows to what is worked out after them, ms: they are on their way to the screen meanwhile. */
const extrasMs = 60;
/** While customers are being read filters and charts are told anew so often, ms: they take longer than the rows. */
const extrasPauseMs = 3000;
/** From the rows to what a click on a title may need, ms: while customers are being read that time never comes. */
const restMs = 1000;

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
	#failure: string | undefined;
	#loading = false;
	#shownView: string | undefined;
	readonly #folded = new Set<string>();
	#layout = new Layout(0, [], this.#folded);
	#laidOut: TableView | undefined;
	#revision = 0;
	#fieldRevision = 0;
	/** What the page has in view. */
	#window = { from: 0, count: firstItems };
	/** The item that the keyboard is at (id of a reservation, or key of a group), and where it is. */
	#at: { readonly item: string; readonly place: number | undefined } | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** The page has asked for everything once: until then nothing is done that its rows could have to wait for. */
	#isThere = false;
	readonly #extras = new SpareTime();
	readonly #rest = new SpareTime();
	/** What the page was told filters and charts of, and when, ms since the epoch. */
	#toldExtras: { readonly view: TableView; readonly fieldRevision: number } | undefined;
	#toldExtrasAt = 0;

	constructor(
		saved: SavedState,
		{
			session,
			page,
			views,
		}: { readonly session: PanelSession<PortfolioDesk>; readonly page: PageTalk<HostMessage>; readonly views: SavedViews },
	) {
		this.#page = page;
		this.commitments = new PortfolioCommitments({ shown: this, page, redraw: () => this.#postItems() });
		this.#views = views;
		this.#query = saved.query ?? usualQuery;
		this.#columns = inOrder(saved.columns ?? usualColumns);
		this.#connection = new Connection({ session, adopted: (desk) => this.#adopted(desk) });
	}

	/** Shows what is known; the list of customers is read where it is not known. */
	start(): void {
		this.#connection.takeCurrent();
		this.post();
		this.#loading = true;
		this.#connection
			.service()
			.then((desk) => desk.loadCustomers())
			.then(({ failure, value }) => {
				this.#failure = value === undefined ? failure?.message : undefined;
			})
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
		this.#rest.stop();
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
		return { query: this.#query, columns: [...this.#columns] };
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

	clearFilters(): void {
		this.#fieldRevision++;
		this.ask({ filters: undefined, text: undefined });
	}

	toggleGroup(key: string): void {
		if (!this.#folded.delete(key)) this.#folded.add(key);
		this.#laidOut = undefined;
		this.post();
	}

	openView(name: string): void {
		const saved = this.#views.get(name);
		if (saved === undefined) return;
		this.#query = saved.query ?? usualQuery;
		this.#columns = inOrder(saved.columns ?? usualColumns);
		this.#shownView = name;
		this.#fieldRevision++;
		this.#asked();
	}

	/** Its name is shown as long as nothing else is asked. */
	named(name: string | undefined): void {
		this.#shownView = name;
		this.post();
	}

	setWindow(from: number, count: number): void {
		this.#window = { from, count: Math.min(count, mostItems) };
		this.#postItems();
	}

	/** The page says which item the keyboard is at: that one it will be told of when it moves. */
	setAt(item: string): void {
		const { view } = this;
		this.#at = { item, place: view === this.#laidOut ? this.#placeOf(item) : undefined };
	}

	/** Everything that is known. @returns what the page was told first */
	post(): Portfolio {
		const { view } = this;
		if (view !== undefined && view !== this.#laidOut) {
			this.#layOut(view);
			this.selection.keepTo(view);
		}
		const { size } = this.selection;
		const told = portfolioView({
			cloud: this.desk?.cloud,
			table: this.#table,
			view,
			failure: this.#failure,
			loading: this.#loading || this.desk?.getCustomers().loading === true,
			query: this.#query,
			columns: this.#columns,
			fieldRevision: this.#fieldRevision,
			revision: this.#revision,
			layout: this.#layout,
			at: this.#at?.place === undefined ? undefined : { item: this.#at.item, place: this.#at.place },
			selected: size === 0 || size > mostLookedAt ? size : [...this.selected],
			views: this.#views.names,
			shownView: this.#shownView,
		});
		// The rows go first: the page then shows both at once.
		this.#postItems();
		this.#page.post(told);
		this.postScan();
		if (!this.#isThere) return told;
		this.#extras.begin(Math.max(extrasMs, this.#toldExtrasAt + extrasPauseMs - Date.now()), this.#fillExtras());
		this.#rest.begin(restMs, this.#prepareColumns());
		return told;
	}

	/** Everything, for a page that knows nothing. */
	tellAll(): void {
		this.#isThere = true;
		this.#toldExtras = undefined;
		this.#toldExtrasAt = 0;
		this.post();
	}

	postScan(): void {
		this.#page.post(scanView(this.desk?.scan.state()));
	}

	/** Filters and charts, where they are others than the page has. */
	*#fillExtras(): Generator<undefined> {
		const { view } = this;
		const table = this.#table;
		if (view === undefined || table === undefined || !this.#page.isVisible) return;
		const fieldRevision = this.#fieldRevision;
		const told = this.#toldExtras;
		if (told?.view !== view || told.fieldRevision !== fieldRevision) {
			// The first time works columns out: one a step.
			for (const column of choiceColumns()) yield void table.textsOf(column);
			const charts = chartsView(view);
			yield;
			this.#toldExtras = { view, fieldRevision };
			this.#toldExtrasAt = Date.now();
			this.#page.post({ type: 'extras', fieldRevision, fields: fieldViews(this.#query, table), charts });
			yield;
		}
		this.commitments.post();
	}

	/** What an order by a column that is shown will need. */
	*#prepareColumns(): Generator<undefined> {
		for (const column of this.#columns) yield void this.#table?.prepare(column);
	}

	#asked(): void {
		this.#window = { from: 0, count: Math.max(this.#window.count, firstItems) };
		this.#at = undefined;
		this.#toldExtrasAt = 0;
		this.#page.say(this.post().totals);
	}

	#layOut(view: TableView): void {
		this.#laidOut = view;
		this.#layout = new Layout(view.total, view.groups, this.#folded);
		this.#revision++;
		if (this.#at === undefined) return;
		const { item, place: before } = this.#at;
		const place = this.#placeOf(item);
		this.#at = { item, place };
		// The page stays with the item, where it has it in view.
		const { from, count } = this.#window;
		if (place === undefined || before === undefined || before < from || before >= from + count) return;
		this.#window = { from: Math.max(from + place - before, 0), count };
	}

	#placeOf(item: string): number | undefined {
		const row = this.#laidOut?.indexOf(item.toLowerCase()) ?? -1;
		return row < 0 ? this.#layout.placeOfGroup(item) : this.#layout.placeOfRow(row);
	}

	#postItems(): void {
		const { view } = this;
		if (view === undefined) return;
		if (view !== this.#laidOut) {
			// Something changed since the page was told: all of it is told anew.
			this.post();
			return;
		}
		const { columns, selection } = this;
		const items = itemsView(view, this.#layout, this.#window, { columns, selection, now: Date.now() });
		this.#page.post({ type: 'items', revision: this.#revision, from: this.#window.from, items });
	}

	#adopted(desk: PortfolioDesk): () => void {
		const table = desk.table.open(tableWords);
		this.#table = table;
		this.#laidOut = undefined;
		this.#at = undefined;
		this.#folded.clear();
		const stopScan = desk.scan.onDidChange(() => this.postScan());
		const stopCommitments = this.commitments.follow(desk);
		return () => {
			stopScan();
			stopCommitments();
			table.dispose();
			if (this.#table === table) this.#table = undefined;
		};
	}
}

function isEmptyList(value: unknown): boolean {
	return Array.isArray(value) && value.length === 0;
}
