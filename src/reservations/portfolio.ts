/** The reservations of all customers: shown from the disk at once, read from Azure behind it, a few customers at a time. */
import { cancellation, isCancelled, type ServiceFailure } from '../azure/failure';
import type { Priority, Transport } from '../azure/transport';
import type { Aged, DiskCache, SavedList } from './cache';
import type { ChangeFeed } from './changes';
import { type LastFailures, toFailure } from './failures';
import { isYoung, needsReading } from './freshness';
import { HiddenByCustomer } from './hidden-orders';
import { Interner } from './interner';
import type { Known, Reservation, ReservationList } from './model';
import { PackedReservations } from './packed';
import { readList } from './read-list';
import { SharedWork } from './shared-work';
import { Turns } from './turns';

/**
 * Customers read at once. At most 5 calls to one host are under way (performance 5), and a customer takes up to three in a row, to
 * three hosts: the token, the list, Partner Center's word where the list is empty. So many keep the slowest host busy all the time.
 */
const customersAtOnce = 12;
/** Customers that the service makes wait take no turn from the others, up to so many. */
const mostWaiting = 200;

interface PortfolioParts {
	readonly transport: Transport;
	readonly cache: DiskCache;
	readonly changes: ChangeFeed;
	readonly failures: LastFailures;
	readonly clock: () => number;
	readonly log: { debug(message: string): void; warn(message: string): void };
}

/** Stands for thousands of promises that have ended. */
const wasRead = Promise.resolve();

/** What is known of one customer's reservations. */
interface Entry {
	packed: PackedReservations | undefined;
	entitledOrderIds: readonly string[] | undefined;
	/** When Partner Center listed them. */
	comparedAt: number | undefined;
	/** Why the last comparison told nothing. */
	comparisonFailure: ServiceFailure | undefined;
	/** The next read compares with Partner Center even where Azure shows reservations; until one has asked. */
	toCompare: boolean;
	asOf: number | undefined;
	failure: ServiceFailure | undefined;
	waitingUntil: number | undefined;
	/** Reads under way or waiting for their turn. */
	reading: number;
	/** The unpacked list, while somebody holds it. */
	list: WeakRef<ReservationList> | undefined;
	/** The cache file is read once. */
	fromDisk: Promise<void> | undefined;
}

export class Portfolio {
	readonly #parts: PortfolioParts;
	readonly #interner = new Interner();
	readonly #entries = new Map<string, Entry>();
	readonly #reads = new SharedWork<void>();
	readonly #turns = new Turns(customersAtOnce);
	readonly #hidden = new HiddenByCustomer();
	#waiting = 0;
	#allFromDisk: Promise<void> | undefined;
	#ended = false;
	/** What the disk had at the start counts no more, also where it is being read. */
	#isCleared = false;

	constructor(parts: PortfolioParts) {
		this.#parts = parts;
	}

	get(tenantId: string): Known<ReservationList> {
		const entry = this.#entries.get(tenantId);
		if (entry === undefined) return { loading: false };
		return {
			value: listOf(entry),
			asOf: entry.asOf,
			loading: entry.reading > 0,
			waitingUntil: entry.waitingUntil,
			failure: entry.failure,
		};
	}

	/** The packed reservations, for a search. */
	packed(tenantId: string): PackedReservations | undefined {
		return this.#entries.get(tenantId)?.packed;
	}

	find(tenantId: string, reservationId: string): Reservation | undefined {
		return this.packed(tenantId)?.find(reservationId);
	}

	async load(tenantId: string, signal?: AbortSignal): Promise<Known<ReservationList>> {
		const entry = this.#entry(tenantId);
		await this.#readDisk(tenantId, entry);
		if (entry.reading > 0 || needsReading({ asOf: entry.asOf, failedAt: entry.failure?.details.at }, this.#parts.clock())) {
			if (entry.packed === undefined) await this.#read(tenantId, 'foreground', signal);
			// Read behind what is shown: nobody waits for it, the change feed tells its end.
			else this.#read(tenantId, 'background').catch(() => {});
		}
		return this.get(tenantId);
	}

	/** Reads these customers as they are from now on. @throws an AbortError; a failed read is kept beside what was known */
	async refresh(tenantIds: readonly string[], signal?: AbortSignal): Promise<void> {
		const priority = tenantIds.length === 1 ? 'foreground' : 'background';
		await Promise.all([...new Set(tenantIds)].map((tenantId) => this.#readAnew(tenantId, priority, signal)));
	}

	/** Tenant ids of the customers whose reservations are known. */
	*known(): Iterable<string> {
		for (const [tenantId, { packed }] of this.#entries) if (packed !== undefined) yield tenantId;
	}

	/** When what is known of a customer was read, ms since the epoch. */
	asOf(tenantId: string): number | undefined {
		return this.#entries.get(tenantId)?.asOf;
	}

	/** What Azure does not show, as far as it was compared. */
	get hidden(): HiddenByCustomer {
		return this.#hidden;
	}

	/** Customers whose calls wait because the service asked for it. */
	get waiting(): number {
		return this.#waiting;
	}

	/**
	 * True when what is known was read less than `maxAgeMs` ago, and compared with Partner Center as lately where that is asked for or
	 * Azure shows none.
	 */
	isFresh(tenantId: string, { maxAgeMs, compare }: { readonly maxAgeMs: number; readonly compare: boolean }): boolean {
		const entry = this.#entries.get(tenantId);
		if (entry?.asOf === undefined || entry.failure !== undefined) return false;
		const now = this.#parts.clock();
		if (!isYoung(entry.asOf, now, maxAgeMs)) return false;
		if (!compare && entry.packed?.size !== 0) return true;
		return entry.comparisonFailure === undefined && isYoung(entry.comparedAt, now, maxAgeMs);
	}

	/** True when the last read of a customer was compared with Partner Center. */
	isCompared(tenantId: string): boolean {
		const entry = this.#entries.get(tenantId);
		return entry?.comparedAt !== undefined && entry.comparedAt === entry.asOf;
	}

	/** Why the last comparison of a customer with Partner Center told nothing; undefined where it did, or none was made. */
	comparisonFailure(tenantId: string): ServiceFailure | undefined {
		return this.#entries.get(tenantId)?.comparisonFailure;
	}

	/** Reads a customer behind what the user waits for. @returns why it failed, if it did @throws an AbortError */
	async readBehind(tenantId: string, compare: boolean, signal: AbortSignal): Promise<ServiceFailure | undefined> {
		const entry = this.#entry(tenantId);
		if (compare) entry.toCompare = true;
		await this.#read(tenantId, 'background', signal);
		// A read that was under way did not know of it.
		if (compare && entry.toCompare && entry.failure === undefined) await this.#read(tenantId, 'background', signal);
		return entry.failure;
	}

	/** Puts a reservation that was read alone in its place. */
	put(reservation: Reservation): void {
		const { tenantId } = reservation;
		const entry = this.#entry(tenantId);
		// A list of one, made from one reservation, would look like all that the customer has.
		if (entry.packed === undefined) return;
		const others = new Map(entry.packed.all().map((it) => [it.reservationId, it]));
		others.set(reservation.reservationId, reservation);
		this.#keep(tenantId, entry, this.#pack(tenantId, [...others.values()]), entry);
		this.#changed(tenantId);
	}

	/** Reads the whole cache, once and gently: counts and searches then cover what was known when VS Code was closed. */
	readAllFromDisk(): Promise<void> {
		this.#allFromDisk ??= this.#readAllFiles();
		return this.#allFromDisk;
	}

	async #readAllFiles(): Promise<void> {
		await this.#parts.cache.readAllReservations((tenantId, cached) => {
			if (this.#ended || this.#isCleared) return false;
			const entry = this.#entry(tenantId);
			if (entry.packed === undefined) {
				this.#take(tenantId, entry, cached);
				this.#changed(tenantId);
			}
			return true;
		});
	}

	/** @param until when calls for this customer go on, ms since the epoch; undefined: they do */
	setWaiting(tenantId: string, until: number | undefined): void {
		const entry = this.#entry(tenantId);
		this.#waiting += Number(until !== undefined) - Number(entry.waitingUntil !== undefined);
		entry.waitingUntil = until;
		this.#turns.setAtOnce(customersAtOnce + Math.min(this.#waiting, mostWaiting));
		this.#changed(tenantId);
	}

	/** Forgets everything in memory, and what is on disk by now is not taken from there any more. */
	async clear(): Promise<void> {
		this.#isCleared = true;
		await this.#reads.endAll();
		const tenantIds = [...this.#entries.keys()];
		this.#entries.clear();
		this.#hidden.clear();
		this.#waiting = 0;
		for (const tenantId of tenantIds) this.#changed(tenantId);
	}

	async dispose(): Promise<void> {
		this.#ended = true;
		await this.#reads.endAll();
		await this.#allFromDisk;
	}

	#entry(tenantId: string): Entry {
		const known = this.#entries.get(tenantId);
		if (known !== undefined) return known;
		const entry: Entry = {
			packed: undefined,
			entitledOrderIds: undefined,
			comparedAt: undefined,
			comparisonFailure: undefined,
			toCompare: false,
			asOf: undefined,
			failure: undefined,
			waitingUntil: undefined,
			reading: 0,
			list: undefined,
			fromDisk: undefined,
		};
		this.#entries.set(tenantId, entry);
		return entry;
	}

	async #readDisk(tenantId: string, entry: Entry): Promise<void> {
		// What the network said is newer.
		if (entry.packed !== undefined || this.#isCleared) return;
		entry.fromDisk ??= this.#parts.cache.readReservations(tenantId).then((cached) => {
			if (cached !== undefined && entry.packed === undefined && !this.#isCleared) this.#take(tenantId, entry, cached);
		});
		await entry.fromDisk;
		entry.fromDisk = wasRead;
	}

	#take(tenantId: string, entry: Entry, { value, asOf }: Aged<SavedList>): void {
		const { entitledOrderIds, comparedAt = entitledOrderIds && asOf } = value;
		const packed = PackedReservations.from(tenantId, value.packed, this.#interner);
		this.#keep(tenantId, entry, packed, { entitledOrderIds, comparedAt });
		entry.asOf = asOf;
	}

	async #read(tenantId: string, priority: Priority, signal?: AbortSignal): Promise<void> {
		// A read that waits behind hundreds of others goes first once somebody looks at its customer.
		if (priority === 'foreground' && this.#reads.isRunning(tenantId)) this.#turns.hurry(tenantId);
		await this.#reads.join(tenantId, (shared) => this.#readInTurn(tenantId, priority, shared), signal);
	}

	/** A read under way may have asked Azure before there was what the caller wants to see: it is waited for, and not enough. */
	async #readAnew(tenantId: string, priority: Priority, signal?: AbortSignal): Promise<void> {
		const isAfterAnother = this.#reads.isRunning(tenantId);
		// What a comparison has found holds until the next one: nobody need have looked at the customer since the start.
		await this.#readDisk(tenantId, this.#entry(tenantId));
		if (isAfterAnother && this.#reads.isRunning(tenantId)) await this.#read(tenantId, priority, signal);
		await this.#read(tenantId, priority, signal);
	}

	/** Never rejects but for cancelling: a failure is kept beside what was known. */
	async #readInTurn(tenantId: string, priority: Priority, signal: AbortSignal): Promise<void> {
		const entry = this.#entry(tenantId);
		entry.reading += 1;
		this.#changed(tenantId);
		try {
			const isFirst = priority === 'foreground';
			await this.#turns.take(tenantId, isFirst, signal, () => this.#readList(tenantId, entry, priority, signal));
		} catch (error) {
			if (signal.aborted) throw cancellation(signal);
			if (isCancelled(error)) throw error;
			entry.failure = toFailure(error, tenantId);
			this.#parts.failures.note(tenantId, entry.failure);
		} finally {
			entry.reading -= 1;
			this.#changed(tenantId);
		}
	}

	async #readList(tenantId: string, entry: Entry, priority: Priority, signal: AbortSignal): Promise<void> {
		// Beside an empty list orders that have ended count too: they tell nothing beside one that is not.
		const isOfEmpty = entry.packed?.size === 0 && (entry.entitledOrderIds?.length ?? 0) > 0;
		const list = await readList(this.#parts, tenantId, entry.toCompare || isOfEmpty, { priority, signal });
		// After clearCache the entry is not the one in use any more.
		if (signal.aborted) throw cancellation(signal);
		const asOf = this.#parts.clock();
		const isCompared = list.entitledOrderIds !== undefined;
		// What a comparison has found holds until the next one.
		const entitledOrderIds = isCompared ? list.entitledOrderIds : entry.entitledOrderIds;
		const comparedAt = isCompared ? asOf : entry.comparedAt;
		const packed = this.#pack(tenantId, list.reservations);
		this.#keep(tenantId, entry, packed, { entitledOrderIds, comparedAt });
		entry.comparisonFailure = list.comparisonFailure;
		if (isCompared || list.comparisonFailure !== undefined) entry.toCompare = false;
		entry.asOf = asOf;
		entry.failure = undefined;
		this.#parts.cache.writeReservations(tenantId, () => ({ packed: packed.saved(), entitledOrderIds, comparedAt }), asOf);
	}

	#pack(tenantId: string, reservations: readonly Reservation[]): PackedReservations {
		return PackedReservations.of(tenantId, reservations, this.#interner);
	}

	/** @param listed what Partner Center listed, and when */
	#keep(
		tenantId: string,
		entry: Entry,
		packed: PackedReservations,
		listed: Pick<ReservationList, 'entitledOrderIds' | 'comparedAt'>,
	): void {
		entry.packed = packed;
		entry.entitledOrderIds = listed.entitledOrderIds;
		entry.comparedAt = listed.comparedAt;
		entry.list = undefined;
		this.#hidden.note(tenantId, listed, packed);
	}

	#changed(tenantId: string): void {
		this.#parts.changes.fire({ kind: 'reservations', tenantId });
	}
}

/** The list as views want it, made when it is asked for and let go with the last view that holds it. */
function listOf(entry: Entry): ReservationList | undefined {
	if (entry.packed === undefined) return undefined;
	const held = entry.list?.deref();
	if (held !== undefined) return held;
	const { entitledOrderIds, comparedAt } = entry;
	const list: ReservationList = { reservations: entry.packed.all(), entitledOrderIds, comparedAt };
	entry.list = new WeakRef(list);
	return list;
}
