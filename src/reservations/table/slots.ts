/**
 * Where each reservation stands in the columns of the table: customers take a run of slots each, so that one customer's change
 * touches its own slots alone.
 */
import type { Customer } from '../model';
import type { PackedReservations } from '../packed';

/** The reservations of one customer, in slots from `start` on. */
export interface Segment {
	readonly place: number;
	readonly customer: Customer;
	readonly packed: PackedReservations;
	readonly asOf: number | undefined;
	readonly start: number;
}

const none = 0xffff_ffff;
const smallest = 1024;

export class Slots {
	#segments: (Segment | undefined)[] = [];
	readonly #byTenant = new Map<string, Segment>();
	/** Place of the segment of each slot. */
	#owners = new Uint32Array(smallest).fill(none);
	#end = 0;
	#alive = 0;

	/** Slots that are in use or were: columns are as long. */
	get end(): number {
		return this.#end;
	}

	/** Reservations. */
	get size(): number {
		return this.#alive;
	}

	/** So much of it is not in use any more that it is worth beginning anew. */
	get isWasteful(): boolean {
		return this.#end > smallest && this.#end > 2 * this.#alive;
	}

	segments(): Iterable<Segment> {
		return this.#byTenant.values();
	}

	has(tenantId: string): boolean {
		return this.#byTenant.has(tenantId);
	}

	/** The customer's reservation in this slot; undefined where there is none any more. */
	segmentOf(slot: number): Segment | undefined {
		return this.#segments[this.#owners[slot] ?? none];
	}

	/** Place of the segment: a number for each customer. */
	ownerOf(slot: number): number {
		return this.#owners[slot] ?? none;
	}

	/** @returns the segment if anything in it is another now; undefined if all of it is as it was */
	put(customer: Customer, packed: PackedReservations, asOf: number | undefined): Segment | undefined {
		const before = this.#byTenant.get(customer.tenantId);
		const isSame = before?.packed === packed && before.customer === customer;
		if (isSame && before.asOf === asOf) return undefined;
		if (before !== undefined && before.packed.size === packed.size) return this.#set({ ...before, customer, packed, asOf });
		if (before !== undefined) this.remove(customer.tenantId);
		const { size } = packed;
		const segment = { place: before?.place ?? this.#segments.length, customer, packed, asOf, start: this.#end };
		this.#grow(this.#end + size);
		this.#owners.fill(segment.place, this.#end, this.#end + size);
		this.#end += size;
		this.#alive += size;
		return this.#set(segment);
	}

	/** @returns false if it was not there */
	remove(tenantId: string): boolean {
		const segment = this.#byTenant.get(tenantId);
		if (segment === undefined) return false;
		this.#byTenant.delete(tenantId);
		this.#segments[segment.place] = undefined;
		this.#owners.fill(none, segment.start, segment.start + segment.packed.size);
		this.#alive -= segment.packed.size;
		return true;
	}

	clear(): void {
		this.#segments = [];
		this.#byTenant.clear();
		this.#owners = new Uint32Array(smallest).fill(none);
		this.#end = 0;
		this.#alive = 0;
	}

	#set(segment: Segment): Segment {
		this.#segments[segment.place] = segment;
		this.#byTenant.set(segment.customer.tenantId, segment);
		return segment;
	}

	#grow(needed: number): void {
		if (needed <= this.#owners.length) return;
		const owners = new Uint32Array(Math.max(needed, 2 * this.#owners.length)).fill(none);
		owners.set(this.#owners);
		this.#owners = owners;
	}
}
