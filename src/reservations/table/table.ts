/** One table over all known reservations: takes over what changed when it is next asked, and keeps its last answers. */
import type { Change } from '../api';
import type { CommitmentBook } from '../commitments/book';
import type { Format } from '../format';
import type { Customer } from '../model';
import type { PackedReservations } from '../packed';
import type { ReservationTable, TableService, TableView } from './api';
import { Columns } from './columns';
import { commitmentRanking } from './commitment-ranking';
import { kept, testsOf } from './filtering';
import { grouped } from './grouping';
import type { TableFacts, TableQuery, TableWords, TextColumnName, TextCount } from './model';
import { baseOrder, rankingOf, sorted } from './ordering';
import { Slots } from './slots';
import { noText } from './texts';
import { View } from './view';

/** Where the reservations are. */
export interface TableSource {
	/** All customers that are known. */
	customers(): Iterable<Customer>;
	customer(tenantId: string): Customer | undefined;
	/** Undefined while the customer's reservations are not known. */
	packed(tenantId: string): PackedReservations | undefined;
	/** When they were read, ms since the epoch. */
	asOf(tenantId: string): number | undefined;
	onDidChange(listener: (change: Change) => void): () => void;
	/** What is known of the orders' payments. */
	readonly book: CommitmentBook;
	readonly format: Pick<Format, 'compare'>;
	readonly clock: () => number;
}

/** Makes tables over one source. */
export function tableService(source: TableSource): TableService {
	return { open: (words) => new Table(source, words) };
}

class Table implements ReservationTable {
	readonly #source: TableSource;
	readonly #words: TableWords;
	readonly #slots = new Slots();
	readonly #columns: Columns;
	readonly #listeners = new Set<() => void>();
	readonly #stop: () => void;
	/** Customers to be looked at again; undefined: all of them. */
	#stale: Set<string> | undefined;
	readonly #unknown = new Set<string>();
	#version = 0;
	/** Orders of all slots, and the last answer, of this version. */
	#orders = new Map<string, Uint32Array>();
	#answer: { readonly key: string; readonly view: TableView } | undefined;

	constructor(source: TableSource, words: TableWords) {
		this.#source = source;
		this.#words = words;
		this.#columns = new Columns({ slots: this.#slots, book: source.book, words, compare: source.format.compare });
		this.#stop = source.onDidChange((change) => this.#changed(change));
	}

	onDidChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	query(query: TableQuery): TableView {
		this.#takeOver();
		const now = this.#source.clock();
		const key = JSON.stringify([query, Math.floor(now / 60_000), this.#bookVersion(query.sort)]);
		if (this.#answer?.key === key) return this.#answer.view;
		const { slots, columns } = { slots: this.#slots, columns: this.#columns };
		const rows = kept(this.#orderBy(query.sort), testsOf(query, slots, columns, now));
		const view = new View({
			slots,
			columns,
			book: this.#source.book,
			clock: this.#source.clock,
			now,
			...grouped(rows, query, columns, this.#words),
		});
		this.#answer = { key, view };
		return view;
	}

	textsOf(column: TextColumnName): readonly TextCount[] {
		this.#takeOver();
		const { codes, texts } = this.#columns.text(column);
		const places = texts.places();
		const counts = new Uint32Array(texts.size);
		for (const slot of this.#orderBy(undefined)) {
			const code = codes[slot] ?? noText;
			counts[code] = (counts[code] ?? 0) + 1;
		}
		const placeOf = (code: number) => (code === noText ? texts.size : (places[code] ?? 0));
		const used = Array.from(counts.keys()).filter((code) => counts[code] !== 0);
		const byText = new Map<string, number>();
		for (const code of used.sort((one, other) => placeOf(one) - placeOf(other)))
			byText.set(texts.at(code), (byText.get(texts.at(code)) ?? 0) + (counts[code] ?? 0));
		return Array.from(byText, ([text, count]) => ({ text, count }));
	}

	facts(): TableFacts {
		this.#takeOver();
		let customersKnown = 0;
		let oldestAsOf = Number.POSITIVE_INFINITY;
		let newestAsOf = Number.NEGATIVE_INFINITY;
		for (const { asOf } of this.#slots.segments()) {
			customersKnown += 1;
			if (asOf === undefined) continue;
			oldestAsOf = Math.min(oldestAsOf, asOf);
			newestAsOf = Math.max(newestAsOf, asOf);
		}
		const finite = (at: number) => (Number.isFinite(at) ? at : undefined);
		return {
			reservations: this.#slots.size,
			customersKnown,
			customersUnknown: this.#unknown.size,
			oldestAsOf: finite(oldestAsOf),
			newestAsOf: finite(newestAsOf),
		};
	}

	dispose(): void {
		this.#stop();
		this.#listeners.clear();
		this.#slots.clear();
		this.#columns.clear();
		this.#orders.clear();
		this.#answer = undefined;
	}

	#changed(change: Change): void {
		if (change.kind === 'customers') this.#stale = undefined;
		else this.#stale?.add(change.tenantId);
		for (const listener of this.#listeners) listener();
	}

	/** Takes over what changed since the last time. Nothing is asked for again, so a change that nobody looks at costs nothing. */
	#takeOver(): void {
		const before = this.#version;
		if (this.#stale === undefined) this.#takeOverAll();
		else for (const tenantId of this.#stale) this.#takeOverOne(tenantId, this.#source.customer(tenantId));
		this.#stale = new Set();
		if (this.#slots.isWasteful) {
			const segments = [...this.#slots.segments()];
			this.#slots.clear();
			this.#columns.clear();
			for (const { customer, packed, asOf } of segments) this.#slots.put(customer, packed, asOf);
		}
		if (this.#version === before) return;
		this.#orders = new Map();
		this.#answer = undefined;
	}

	#takeOverAll(): void {
		const gone = new Set([...this.#unknown, ...Array.from(this.#slots.segments(), ({ customer }) => customer.tenantId)]);
		for (const customer of this.#source.customers()) {
			gone.delete(customer.tenantId);
			this.#takeOverOne(customer.tenantId, customer);
		}
		for (const tenantId of gone) this.#takeOverOne(tenantId, undefined);
	}

	/** @param customer undefined: it is the partner's no more */
	#takeOverOne(tenantId: string, customer: Customer | undefined): void {
		const packed = customer === undefined ? undefined : this.#source.packed(tenantId);
		if (customer !== undefined && packed === undefined) this.#unknown.add(tenantId);
		else this.#unknown.delete(tenantId);
		if (customer === undefined || packed === undefined) {
			if (this.#slots.remove(tenantId)) this.#version += 1;
			return;
		}
		const segment = this.#slots.put(customer, packed, this.#source.asOf(tenantId));
		if (segment === undefined) return;
		this.#columns.fill(segment);
		this.#version += 1;
	}

	/** All slots by a column, worked out once for each version. */
	#orderBy(sort: TableQuery['sort']): Uint32Array {
		const base = this.#kept('', () => baseOrder(this.#slots, this.#columns));
		if (sort === undefined) return base;
		const { column, descending = false } = sort;
		const order = `${column} ${descending} `;
		const name = order + this.#bookVersion(sort);
		// What was read since then has put rows elsewhere.
		for (const known of this.#orders.keys()) if (known.startsWith(order) && known !== name) this.#orders.delete(known);
		const ranking = () =>
			column === 'commitment' ? commitmentRanking(this.#columns.orders()) : rankingOf(this.#columns, column);
		return this.#kept(name, () => sorted(base, ranking(), descending));
	}

	/** What is read of payments changes the order of rows only where they stand by it. */
	#bookVersion(sort: TableQuery['sort']): number {
		return sort?.column === 'commitment' ? this.#source.book.version : 0;
	}

	#kept(name: string, make: () => Uint32Array): Uint32Array {
		const known = this.#orders.get(name) ?? make();
		this.#orders.set(name, known);
		return known;
	}
}
