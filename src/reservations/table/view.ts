/** The answer to one query: the slots of its rows in their order, and what is counted over them. */
import type { CommitmentBook } from '../commitments/book';
import type { CommitmentMonths, CommitmentSums, OrderRef } from '../commitments/model';
import type { UnitSum } from '../units';
import type { HeldRows, TableView } from './api';
import type { Columns } from './columns';
import { commitmentMonths, commitmentSums, orderRefs } from './commitments';
import { renewalAt } from './endings';
import { addUnits, monthOf, startOfMonth } from './grouping';
import type { ExpiryMonth, RowGroup, TableRow, UseDistribution } from './model';
import type { Segment, Slots } from './slots';

interface ViewParts {
	readonly slots: Slots;
	readonly columns: Columns;
	readonly book: CommitmentBook;
	readonly order: Uint32Array;
	readonly groups: readonly RowGroup[];
	/** Ms since the epoch. */
	readonly now: number;
	/** Orders are read while the view is looked at. */
	readonly clock: () => number;
}

const usePercent = 10;

export class View implements TableView {
	readonly groups: readonly RowGroup[];
	readonly #parts: ViewParts;
	readonly quantity: UnitSum;
	readonly customers: number;
	/** The last sums, of one version of the book. */
	#sums: { readonly version: number; readonly value: CommitmentSums } | undefined;
	#months: { readonly key: string; readonly value: CommitmentMonths } | undefined;

	constructor(parts: ViewParts) {
		this.#parts = parts;
		this.groups = parts.groups;
		const { order, slots, columns } = parts;
		const quantities = columns.number('quantity');
		const owners = new Set<number>();
		const quantity = { units: 0, untold: 0 };
		for (const slot of order) {
			addUnits(quantity, quantities[slot]);
			owners.add(slots.ownerOf(slot));
		}
		this.quantity = quantity;
		this.customers = owners.size;
	}

	get total(): number {
		return this.#parts.order.length;
	}

	rows(from: number, count: number): readonly TableRow[] {
		const rows: TableRow[] = [];
		for (const slot of this.#range(from, count)) {
			const segment = this.#parts.slots.segmentOf(slot);
			const row = segment && rowOf(segment, slot - segment.start, this.#parts.book);
			if (row !== undefined) rows.push(row);
		}
		return rows;
	}

	held(only?: ReadonlySet<string>): HeldRows {
		// Lists are never changed, only replaced: to hold them is to hold the rows.
		const { book } = this.#parts;
		const held: { readonly segment: Segment; readonly index: number }[] = [];
		for (const slot of this.#parts.order) {
			const segment = this.#parts.slots.segmentOf(slot);
			if (segment === undefined) continue;
			const index = slot - segment.start;
			if (only === undefined || only.has(segment.packed.reservationIdAt(index))) held.push({ segment, index });
		}
		return {
			length: held.length,
			*[Symbol.iterator]() {
				for (const { segment, index } of held) {
					const row = rowOf(segment, index, book);
					if (row !== undefined) yield row;
				}
			},
		};
	}

	ids(from: number, count: number): readonly string[] {
		return Array.from(this.#range(from, count), (slot) => this.#idOf(slot));
	}

	indexOf(reservationId: string): number {
		const { slots, order } = this.#parts;
		for (const { packed, start } of slots.segments()) {
			// Where it is at all is found in the packed lists, without making an id for each row.
			const index = packed.withId(reservationId).find((place) => packed.reservationIdAt(place) === reservationId);
			if (index !== undefined) return order.indexOf(start + index);
		}
		return -1;
	}

	expiryByMonth(months: number): readonly ExpiryMonth[] {
		const { order, columns, now, slots } = this.#parts;
		const first = monthOf(now);
		const found = Array.from({ length: months }, (_, place) => ({
			at: startOfMonth(first + place),
			...{ count: 0, renewing: 0, renewalUntold: 0, quantity: { units: 0, untold: 0 } },
		}));
		const [expiries, quantities] = [columns.number('daysLeft'), columns.number('quantity')];
		for (const slot of order) {
			const expiresAt = expiries[slot] ?? Number.NaN;
			const month = Number.isNaN(expiresAt) || expiresAt < now ? undefined : found[monthOf(expiresAt) - first];
			if (month === undefined) continue;
			const segment = slots.segmentOf(slot);
			month.count += 1;
			addUnits(month.quantity, quantities[slot]);
			const renewal = segment && renewalAt(segment, slot - segment.start);
			if (renewal === 'on') month.renewing += 1;
			if (renewal === 'unknown') month.renewalUntold += 1;
		}
		return found;
	}

	useDistribution(): UseDistribution {
		const { order, columns } = this.#parts;
		const counts = new Array<number>(100 / usePercent).fill(0);
		const [uses, inForce] = [columns.number('use30'), columns.inForce()];
		let unknown = 0;
		for (const slot of order) {
			if (inForce[slot] !== 1) continue;
			const use = uses[slot] ?? Number.NaN;
			if (Number.isNaN(use)) unknown += 1;
			else {
				// Above 100 is possible (arm-pitfalls 24).
				const place = Math.min(Math.max(Math.floor(use / usePercent), 0), counts.length - 1);
				counts[place] = (counts[place] ?? 0) + 1;
			}
		}
		return { counts, unknown };
	}

	orders(only?: ReadonlySet<string>): Iterable<OrderRef> {
		const { columns, slots } = this.#parts;
		return orderRefs(this.#slotsOf(only), columns.orders(), slots);
	}

	currencies(): readonly string[] {
		return this.#parts.book.currencies;
	}

	commitments(only?: ReadonlySet<string>): CommitmentSums {
		const { order, columns, book, clock } = this.#parts;
		if (only !== undefined) return commitmentSums(this.#slotsOf(only), columns.orders(), clock());
		// Asked for at every step of a selection.
		if (this.#sums?.version !== book.version)
			this.#sums = { version: book.version, value: commitmentSums(order, columns.orders(), clock()) };
		return this.#sums.value;
	}

	commitmentByMonth(currency: string, count: number): CommitmentMonths {
		const { order, columns, book, now } = this.#parts;
		const key = `${book.version} ${currency} ${count}`;
		if (this.#months?.key !== key)
			this.#months = { key, value: commitmentMonths(order, columns.orders(), { currency, count, now }) };
		return this.#months.value;
	}

	#slotsOf(only: ReadonlySet<string> | undefined): Uint32Array {
		const { order } = this.#parts;
		return only === undefined ? order : order.filter((slot) => only.has(this.#idOf(slot)));
	}

	#idOf(slot: number): string {
		const segment = this.#parts.slots.segmentOf(slot);
		return segment === undefined ? '' : segment.packed.reservationIdAt(slot - segment.start);
	}

	#range(from: number, count: number): Uint32Array {
		return this.#parts.order.subarray(Math.max(from, 0), Math.max(from + count, 0));
	}
}

function rowOf({ customer, packed, asOf }: Segment, index: number, book: CommitmentBook): TableRow | undefined {
	const reservation = packed.at(index);
	return reservation === undefined ? undefined : { customer, reservation, asOf, commitment: book.get(reservation) };
}
