/** Finds customers and reservations among those that are known: any part, any case (design 5). */
import type { SearchResult } from './api';
import type { Customer, SearchHit } from './model';
import type { PackedReservations } from './packed';

/** How well a text matches, best first. */
const Rank = { Exact: 0, Prefix: 1, WordStart: 2, Part: 3, None: 4 } as const;

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const wordCharacter = /[\p{L}\p{N}]/u;

/** What is looked for, in lower case. */
interface Query {
	readonly text: string;
	/** Its words, when there are several: each may match somewhere else. */
	readonly words: readonly string[];
	/** False when no id can contain it. */
	readonly mayBeId: boolean;
}

/** @param text in lower case @returns the last GUID in it */
export function lastIdIn(text: string): string | undefined {
	return text.match(guid)?.at(-1);
}

/** @returns undefined when there is nothing to look for */
function readQuery(typed: string): Query | undefined {
	const lower = typed.trim().toLowerCase();
	// A pasted resource id or portal link: its last id is the most precise part (order, then reservation).
	const text = lastIdIn(lower) ?? lower;
	if (text === '') return undefined;
	const words = text.split(/\s+/);
	return { text, words: words.length > 1 ? words : [], mayBeId: /^[0-9a-f-]+$/.test(text) };
}

function rankText(value: string, text: string): number {
	const lower = value.toLowerCase();
	let at = lower.indexOf(text);
	if (at < 0) return Rank.None;
	if (at === 0) return lower.length === text.length ? Rank.Exact : Rank.Prefix;
	for (; at > 0; at = lower.indexOf(text, at + 1)) {
		if (!wordCharacter.test(lower.charAt(at - 1))) return Rank.WordStart;
	}
	return Rank.Part;
}

/** Ids are held in lower case; most queries can't be part of one. */
function rankId(id: string, query: Query): number {
	return query.mayBeId ? rankText(id, query.text) : Rank.None;
}

function rankIds(packed: PackedReservations, index: number, query: Query): number {
	if (!query.mayBeId) return Rank.None;
	return Math.min(rankText(packed.reservationIdAt(index), query.text), rankText(packed.orderIdAt(index), query.text));
}

function rankCustomer(customer: Customer, query: Query): number {
	const rank = Math.min(
		rankText(customer.name, query.text),
		rankText(customer.domain, query.text),
		rankId(customer.tenantId, query),
	);
	if (rank !== Rank.None || query.words.length === 0) return rank;
	return query.words.every((word) => customerHas(customer, word)) ? Rank.Part : Rank.None;
}

function customerHas(customer: Customer, word: string): boolean {
	return rankText(customer.name, word) !== Rank.None || rankText(customer.domain, word) !== Rank.None;
}

/** The best so far, by rank: customers before reservations, else in the order of the lists. */
class Best {
	readonly #limit: number;
	readonly #customers: SearchHit[][] = [[], [], [], []];
	readonly #reservations: (() => SearchHit | undefined)[][] = [[], [], [], []];
	#found = 0;

	constructor(limit: number) {
		this.#limit = limit;
	}

	addCustomer(rank: number, customer: Customer): void {
		this.#found += 1;
		const hits = this.#customers[rank];
		if (hits !== undefined && hits.length < this.#limit) hits.push({ customer });
	}

	addReservation(rank: number, customer: Customer, packed: PackedReservations, index: number): void {
		this.#found += 1;
		const hits = this.#reservations[rank];
		// Unpacked only if it is among the hits at the end.
		if (hits !== undefined && hits.length < this.#limit) hits.push(() => ({ customer, reservation: packed.at(index) }));
	}

	result(customersNotLoaded: number): SearchResult {
		const hits: SearchHit[] = [];
		for (const [rank, customers] of this.#customers.entries()) {
			hits.push(...customers);
			for (const make of this.#reservations[rank] ?? []) {
				const hit = hits.length < this.#limit ? make() : undefined;
				if (hit !== undefined) hits.push(hit);
			}
		}
		return { hits: hits.slice(0, this.#limit), more: this.#found > this.#limit, customersNotLoaded };
	}
}

/**
 * Looks through all customers and their reservations; 20,000 and 100,000 take 30 to 50 ms, so no index is kept.
 * @param typed what the user typed, or a pasted id, resource id or portal link
 * @param limit most hits to give
 * @param reservationsOf the reservations of a customer, undefined while they are not known
 */
export function search(
	typed: string,
	limit: number,
	customers: Iterable<Customer>,
	reservationsOf: (tenantId: string) => PackedReservations | undefined,
): SearchResult {
	const query = readQuery(typed);
	if (query === undefined) return { hits: [], more: false, customersNotLoaded: 0 };
	const best = new Best(limit);
	let customersNotLoaded = 0;
	for (const customer of customers) {
		const rank = rankCustomer(customer, query);
		if (rank !== Rank.None) best.addCustomer(rank, customer);
		const packed = reservationsOf(customer.tenantId);
		if (packed === undefined) {
			customersNotLoaded += 1;
			continue;
		}
		// Words that the customer does not have must be in the reservation's name; at least one has to be.
		const missing = query.words.filter((word) => !customerHas(customer, word));
		for (let index = 0; index < packed.size; index++) {
			const name = packed.nameAt(index);
			const own = Math.min(rankText(name, query.text), rankIds(packed, index, query));
			if (own !== Rank.None) best.addReservation(own, customer, packed, index);
			else if (missing.length > 0 && missing.every((word) => rankText(name, word) !== Rank.None)) {
				best.addReservation(Rank.Part, customer, packed, index);
			}
		}
	}
	return best.result(customersNotLoaded);
}
