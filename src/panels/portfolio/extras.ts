/** Filters, charts and commitments: worked out after the rows, in spare time, and told where they are others than the page has. */
import type { ReservationTable, TableView } from '../../reservations/table/api';
import type { PageTalk } from '../shared/page';
import type { ColumnName, HostMessage, Query } from './messages';
import { SpareTime } from './spare-time';
import { chartsView } from './views/charts';
import { choiceColumns, fieldViews } from './views/fields';

/** From the rows to what is worked out after them, ms: they are on their way to the screen meanwhile. */
const extrasMs = 120;
/** While customers are being read filters and charts are told anew so often, ms: they take longer than the rows. */
const extrasPauseMs = 3000;
/** From the rows to what a click on a title may need, ms: while customers are being read that time never comes. */
const restMs = 1000;

/** What is shown at the moment. */
interface Shown {
	readonly table: ReservationTable | undefined;
	readonly view: TableView | undefined;
	readonly query: Query;
	readonly columns: readonly ColumnName[];
	readonly fieldRevision: number;
}

interface Parts {
	readonly shown: () => Shown;
	readonly page: PageTalk<HostMessage>;
	/** Tells the page of commitments, after all else. */
	readonly postCommitments: () => void;
}

export class PortfolioExtras {
	readonly #parts: Parts;
	/** The page has asked for everything once: until then nothing is done that its rows could have to wait for. */
	#isThere = false;
	readonly #extras = new SpareTime();
	readonly #rest = new SpareTime();
	/** What the page was told filters and charts of, and when, ms since the epoch. */
	#told: { readonly view: TableView; readonly fieldRevision: number } | undefined;
	#toldAt = 0;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** The page was told of the rows. */
	begin(): void {
		if (!this.#isThere) return;
		this.#extras.begin(Math.max(extrasMs, this.#toldAt + extrasPauseMs - Date.now()), this.#fill());
		this.#rest.begin(restMs, this.#prepare());
	}

	/** The page is there, and knows nothing. */
	anew(): void {
		this.#isThere = true;
		this.#told = undefined;
		this.hurry();
	}

	/** The user has asked for something else: what belongs to it does not wait for the pause. */
	hurry(): void {
		this.#toldAt = 0;
	}

	stop(): void {
		this.#extras.stop();
		this.#rest.stop();
	}

	*#fill(): Generator<undefined> {
		const { page, shown, postCommitments } = this.#parts;
		const { view, table, query, fieldRevision } = shown();
		if (view === undefined || table === undefined || !page.isVisible) return;
		const told = this.#told;
		if (told?.view !== view || told.fieldRevision !== fieldRevision) {
			// The first time works columns out: one a step.
			for (const column of choiceColumns()) yield void table.textsOf(column);
			const charts = chartsView(view);
			yield;
			this.#told = { view, fieldRevision };
			this.#toldAt = Date.now();
			page.post({ type: 'extras', fieldRevision, fields: fieldViews(query, table), charts });
			yield;
		}
		postCommitments();
	}

	/** What an order by a column that is shown will need. */
	*#prepare(): Generator<undefined> {
		const { shown } = this.#parts;
		for (const column of shown().columns) yield void shown().table?.prepare(column);
	}
}
