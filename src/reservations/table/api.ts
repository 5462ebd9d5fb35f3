/** The door to the table over all customers' reservations: answered from memory, nothing is read from the network. */
import type { CommitmentMonths, CommitmentSums, OrderRef } from '../commitments/model';
import type { UnitSum } from '../units';
import type {
	ColumnName,
	ExpiryMonth,
	RowGroup,
	TableFacts,
	TableQuery,
	TableRow,
	TableWords,
	TextColumnName,
	TextCount,
	UseDistribution,
} from './model';

export interface TableService {
	/** @param words how codes are worded; texts are made once for each code, not for each row */
	open(words: TableWords): ReservationTable;
}

/** All known reservations as a table. Columns are worked out when they are first asked for, then kept as customers change. */
export interface ReservationTable {
	/** Tells that a query would be answered differently now. Returns the function that ends it. */
	onDidChange(listener: () => void): () => void;
	/**
	 * The rows that the query asks for. The same object again while nothing has changed. It is good until the next change: whoever
	 * keeps rows for longer keeps their ids.
	 */
	query(query: TableQuery): TableView;
	/** Works out what an order by this column needs, so that a query which asks for it is answered sooner. */
	prepare(column: ColumnName): void;
	/** The different texts of a column over all rows, in the order of the language; the empty text last. */
	textsOf(column: TextColumnName): readonly TextCount[];
	/** How a column words a key, also one that no row has any more. */
	textOf(column: TextColumnName, key: string): string;
	facts(): TableFacts;
	/** Lets go of what was worked out. */
	dispose(): void;
}

export interface TableView {
	/** How many rows there are, and their units. */
	readonly total: number;
	readonly quantity: UnitSum;
	/** Customers that have a row. */
	readonly customers: number;
	/** Empty where nothing is grouped. In the order of the rows. */
	readonly groups: readonly RowGroup[];
	/** Rows from `from` on, at most `count`. */
	rows(from: number, count: number): readonly TableRow[];
	/**
	 * All rows, made one after the other; the reservations stay as they are now, whatever changes meanwhile.
	 * @param only reservation ids; undefined: all
	 */
	held(only?: ReadonlySet<string>): HeldRows;
	/** Reservation ids (GUID, lower case) of these rows: cheap, also for all of them. */
	ids(from: number, count: number): readonly string[];
	/** Place of a reservation among the rows; -1: it is not among them. */
	indexOf(reservationId: string): number;
	/** What ends in each of the next months, the current one first. What is not active counts nowhere: it has no end to come. */
	expiryByMonth(months: number): readonly ExpiryMonth[];
	/** How much the active ones are used over 30 days. */
	useDistribution(): UseDistribution;
	/** The different orders of the rows, in their order. @param only reservation ids; undefined: of all rows */
	orders(only?: ReadonlySet<string>): Iterable<OrderRef>;
	/** The currencies (ISO 4217 codes) of all amounts that were read, of whatever rows; in their order. */
	currencies(): readonly string[];
	/** What the orders of the rows still owe, as far as it was read. @param only reservation ids; undefined: of all rows */
	commitments(only?: ReadonlySet<string>): CommitmentSums;
	/** When that is due, of the orders in one currency, in each of the next months. @param currency ISO 4217 code */
	commitmentByMonth(currency: string, months: number): CommitmentMonths;
}

export interface HeldRows extends Iterable<TableRow> {
	readonly length: number;
}
