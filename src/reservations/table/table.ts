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
import type { ColumnName, TableFacts, TableQuery, TableWords, TextColumnName, TextCount } from './model';
import { baseOrder, type Ranking, rankingOf, sorted } from './ordering';
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
	/** Of this version: the order of rows that nothing else tells apart, ranks by column (good for both directions), the last answer. */
	#base: Uint32Array | undefined;
	readonly #rankings = new Map<ColumnName, Ranking>();
	#commitments: { readonly version: number; readonly ranking: Ranking } | undefined;
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
		const key = JSON.stringify([query, Math.floor(now / 60_000), this.#bookVersion(query)]);
		if (this.#answer?.key === key) return this.#answer.view;
		const [slots, columns] = [this.#slots, this.#columns];
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

	prepare(column: ColumnName): void {
		this.#takeOver();
		this.#rankingOf(column);
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
		const byText = new Map<string, TextCount>();
		for (const code of used.sort((one, other) => placeOf(one) - placeOf(other))) {
			const text = texts.at(code);
			const { key, count } = byText.get(text) ?? { key: texts.keyAt(code), count: 0 };
			byText.set(text, { key, text, count: count + (counts[code] ?? 0) });
		}
		return [...byText.values()];
	}

	textOf(column: TextColumnName, key: string): string {
		return this.#columns.text(column).textOf(key);
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
		this.#forget();
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
		if (this.#version !== before) this.#forget();
	}

	/** What was worked out of another version. */
	#forget(): void {
		this.#base = undefined;
		this.#rankings.clear();
		this.#commitments = undefined;
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

	/** All slots by a column. */
	#orderBy(sort: TableQuery['sort']): Uint32Array {
		this.#base ??= baseOrder(this.#slots, this.#columns);
		return sort === undefined ? this.#base : sorted(this.#base, this.#rankingOf(sort.column), sort.descending);
	}

	/** What is read of payments changes the rows only where they are filtered by it or stand by it. */
	#bookVersion({ sort, filters = [] }: TableQuery): number {
		const isAsked = sort?.column === 'commitment' || filters.some(({ column }) => column === 'commitment');
		return isAsked ? this.#source.book.version : 0;
	}

	#rankingOf(column: ColumnName): Ranking {
		if (column === 'commitment') return this.#commitmentRanking();
		const known = this.#rankings.get(column) ?? rankingOf(this.#columns, column);
		this.#rankings.set(column, known);
		return known;
	}

	/** Changes with what is read of payments, too. */
	#commitmentRanking(): Ranking {
		const { version } = this.#source.book;
		if (this.#commitments?.version !== version)
			this.#commitments = { version, ranking: commitmentRanking(this.#columns.orders()) };
		return this.#commitments.ranking;
	}
}
