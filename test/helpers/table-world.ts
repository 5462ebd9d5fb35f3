/** Customers with reservations for tests of the table, and the table's own answers worked out the slow way, from whole objects. */

import type { Change } from '../../src/reservations/api';
import { CommitmentBook } from '../../src/reservations/commitments/book';
import type { OrderCommitment } from '../../src/reservations/commitments/model';
import { daysBetween, formatFor } from '../../src/reservations/format';
import { Interner } from '../../src/reservations/interner';
import type { Customer, Reservation } from '../../src/reservations/model';
import { PackedReservations } from '../../src/reservations/packed';
import { hasEnded } from '../../src/reservations/states';
import {
	type ColumnName,
	type CommitmentFilter,
	type Grouping,
	type TableQuery,
	type TableWords,
	textColumns,
} from '../../src/reservations/table/model';
import { tableService } from '../../src/reservations/table/table';
import { NOW } from '../unit/reservations-samples';

export const words: TableWords = {
	state: (state, code) => (code === undefined ? state : `${state} (${code})`),
	type: (code) => `${code}s`,
	region: (code) => (code === 'westeurope' ? 'West Europe' : code),
	scope: ({ kind, displayName }) => (displayName === undefined ? kind : `${kind}: ${displayName}`),
	term: (term) => `term ${term}`,
	billingPlan: (plan) => plan,
	renewal: ({ named = 'not told', willFail }) => (willFail ? `${named}, in vain` : named),
	offer: (offer) => offer,
	month: (at) => new Date(at).toISOString().slice(0, 7),
};

export const { compare } = formatFor('en');

export const guid = (kind: string, number: number) => `${kind}0000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

export interface Pair {
	readonly customer: Customer;
	readonly reservation: Reservation;
	readonly commitment: OrderCommitment | undefined;
}

type PlainName = Exclude<ColumnName, 'commitment'>;

/** What the service holds, changed by the test. */
export class World {
	readonly #interner = new Interner();
	readonly #customers = new Map<string, Customer>();
	readonly #lists = new Map<string, { readonly packed: PackedReservations; readonly reservations: readonly Reservation[] }>();
	readonly #listeners = new Set<(change: Change) => void>();
	readonly book = new CommitmentBook();
	readonly table;

	/** @param worded how codes are worded */
	constructor(worded = words) {
		this.table = this.#service().open(worded);
	}

	readonly #service = () =>
		tableService({
			book: this.book,
			customers: () => this.#customers.values(),
			customer: (tenantId) => this.#customers.get(tenantId),
			packed: (tenantId) => this.#lists.get(tenantId)?.packed,
			asOf: () => NOW,
			onDidChange: (listener) => {
				this.#listeners.add(listener);
				return () => this.#listeners.delete(listener);
			},
			format: { compare },
			clock: () => NOW,
		});

	setCustomers(...customers: readonly Customer[]): void {
		this.#customers.clear();
		for (const customer of customers) this.#customers.set(customer.tenantId, customer);
		this.#tell({ kind: 'customers' });
	}

	setReservations(tenantId: string, reservations: readonly Reservation[] | undefined): void {
		if (reservations === undefined) this.#lists.delete(tenantId);
		else this.#lists.set(tenantId, { packed: PackedReservations.of(tenantId, reservations, this.#interner), reservations });
		this.#tell({ kind: 'reservations', tenantId });
	}

	/** All rows in the order that nothing else changes: by customer, then as listed. */
	pairs(): readonly Pair[] {
		const customers = [...this.#customers.values()].sort((a, b) => compare(a.name, b.name) || (a.tenantId < b.tenantId ? -1 : 1));
		return customers.flatMap((customer) =>
			(this.#lists.get(customer.tenantId)?.reservations ?? []).map((reservation) => ({
				customer,
				reservation,
				commitment: this.book.get(reservation),
			})),
		);
	}

	#tell(change: Change): void {
		for (const listener of this.#listeners) listener(change);
	}
}

/** The B series is not renewed for a year any more since then. */
const isLegacy = ({ sku, term, expiresAt = 0 }: Pick<Reservation, 'sku' | 'term' | 'expiresAt'>) =>
	sku === 'Standard_B2ms' && term === 'P1Y' && expiresAt > Date.UTC(2026, 6, 1);

const renewalText = ({ renew, renewState, ...it }: Reservation) => {
	const named = renewState ?? (renew === undefined ? 'not told' : renew ? 'On' : 'Off');
	return named === 'On' && isLegacy(it) ? 'On, in vain' : named;
};

const isCounted = ({ state, archived }: Reservation) => !archived && ['Succeeded', 'NoBenefit'].includes(state);

function cellOf({ customer, reservation: it }: Pair, column: PlainName): string | number | undefined {
	const values: Readonly<Record<PlainName, string | number | undefined>> = {
		customer: customer.name,
		name: it.name,
		product: it.product,
		sku: it.sku,
		type: it.resourceType,
		region: words.region(it.region),
		scope: words.scope(it.scope),
		term: words.term(it.term),
		billingPlan: it.billingPlan,
		renewal: renewalText(it),
		state: words.state(it.state, it.statusCode),
		exchange: it.canExchange,
		return: it.canReturn,
		reseller: customer.reseller?.name,
		reservationId: it.reservationId,
		orderId: it.orderId,
		tenantId: it.tenantId,
		quantity: it.quantity,
		purchasedAt: it.purchasedAt,
		expiresAt: it.expiresAt,
		daysLeft: it.expiresAt === undefined || !isCounted(it) ? undefined : daysBetween(NOW, it.expiresAt),
		use1: it.utilization.lastDay,
		use7: it.utilization.last7Days,
		use30: it.utilization.last30Days,
	};
	return values[column];
}

const ids: readonly PlainName[] = ['reservationId', 'orderId', 'tenantId'];
const searched: readonly PlainName[] = textColumns.filter((column) => !ids.includes(column));

function keeps(pair: Pair, { text = '', filters = [], hideEnded = false }: TableQuery): boolean {
	const has = (column: PlainName, part: string) =>
		String(cellOf(pair, column) ?? '')
			.toLowerCase()
			.includes(part);
	if (hideEnded && (hasEnded(pair.reservation) || pair.reservation.archived)) return false;
	const parts = text
		.trim()
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '')
		.map((word) => /[0-9a-f-]{36}$/.exec(word)?.[0] ?? word);
	const finds = (word: string) =>
		searched.some((column) => has(column, word)) ||
		// Words for codes are found by the codes, too.
		[pair.reservation.region, pair.reservation.term].some((code) => code.toLowerCase().includes(word)) ||
		pair.customer.domain.includes(word) ||
		(/^[0-9a-f-]{4,36}$/.test(word) && ids.some((column) => has(column, word)));
	if (!parts.every(finds)) return false;
	return filters.every((filter) => {
		if (filter.column === 'commitment') return owes(pair, filter);
		const value = cellOf(pair, filter.column);
		if ('contains' in filter || 'oneOf' in filter) {
			const written = String(value ?? '');
			const { contains = '', oneOf } = filter;
			return (
				written.toLowerCase().includes(contains.trim().toLowerCase()) &&
				(oneOf === undefined || oneOf.some((key) => wordOf(filter.column, key) === written))
			);
		}
		const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = filter as { min?: number; max?: number };
		return typeof value === 'number' && value >= min && value <= max;
	});
}

/** The keys of the tests in words. */
function wordOf(column: PlainName, key: string): string {
	if (key === '') return '';
	if (column === 'renewal') return key === ';untold' ? 'not told' : key.replace(';impossible', ', in vain');
	if (column === 'state') return key.replace(/;(.*)/, ' ($1)');
	if (column === 'region') return words.region(key);
	return column === 'term' ? `term ${key}` : key;
}

function owes({ commitment }: Pair, { known, currency, min, max }: CommitmentFilter): boolean {
	const left = commitment?.left;
	if (left === undefined) return known !== true && currency === undefined && min === undefined && max === undefined;
	if (known === false || (currency !== undefined && left.currency !== currency)) return false;
	if (currency === undefined) return min === undefined && max === undefined;
	return Number(left.amount) >= (min ?? 0) && Number(left.amount) <= (max ?? Number.POSITIVE_INFINITY);
}

function byCommitment(descending: boolean): (one: Pair, other: Pair) => number {
	return ({ commitment: one }, { commitment: other }) => {
		const [a, b] = [one?.left, other?.left];
		if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
		const order = compare(a.currency, b.currency) || Number(a.amount) - Number(b.amount);
		return descending ? -order : order;
	};
}

function byColumn(column: PlainName, descending: boolean): (one: Pair, other: Pair) => number {
	const isId = ids.includes(column);
	return (one, other) => {
		const [a, b] = [cellOf(one, column), cellOf(other, column)];
		const [isNone, isOtherNone] = [a === undefined || a === '', b === undefined || b === ''];
		if (isNone || isOtherNone) return Number(isNone) - Number(isOtherNone);
		const order =
			typeof a === 'number' && typeof b === 'number'
				? a - b
				: isId
					? Number(String(a) > String(b)) - Number(String(a) < String(b))
					: compare(String(a), String(b));
		return descending ? -order : order;
	};
}

function groupOf(pair: Pair, groupBy: Grouping): { readonly key: string; readonly text: string } {
	const { customer, reservation } = pair;
	switch (groupBy) {
		case 'customer':
			return { key: customer.tenantId, text: customer.name };
		case 'expiryMonth': {
			const text = reservation.expiresAt === undefined ? '' : words.month(reservation.expiresAt);
			return { key: text, text };
		}
		default: {
			const text = String(cellOf(pair, groupBy) ?? '');
			return { key: text, text };
		}
	}
}

/** What the table has to answer, by the plain way. */
export function naive(pairs: readonly Pair[], query: TableQuery) {
	const kept = pairs.filter((pair) => keeps(pair, query));
	const { sort, groupBy } = query;
	const isTurnedRound = sort?.descending === true;
	if (sort?.column === 'commitment') kept.sort(byCommitment(isTurnedRound));
	else if (sort !== undefined) kept.sort(byColumn(sort.column, isTurnedRound));
	if (groupBy === undefined) return { rows: kept, groups: [] };
	const groups = [...Map.groupBy(kept, (pair) => groupOf(pair, groupBy).key)].map(([key, rows]) => ({
		key,
		text: rows[0] === undefined ? '' : groupOf(rows[0], groupBy).text,
		rows,
	}));
	const isTurned =
		sort?.descending === true && (sort.column === groupBy || (groupBy === 'expiryMonth' && sort.column === 'expiresAt'));
	groups.sort((a, b) => {
		if (a.text === '' || b.text === '') return Number(a.text === '') - Number(b.text === '');
		const order = compare(a.text, b.text) || (a.key < b.key ? -1 : 1);
		return isTurned ? -order : order;
	});
	return { rows: groups.flatMap(({ rows }) => rows), groups };
}
