/** A desk that keeps one reservation and its parts in memory, for the Configuration panels; the test may change it behind their back. */
import type { LogOutputChannel } from 'vscode';
import { ServiceFailure } from '../../src/azure/failure';
import type { ConfigurationDesk } from '../../src/panels/configuration/desk';
import type { PanelSession } from '../../src/panels/shared/session';
import type { Change } from '../../src/reservations/api';
import type {
	BatchItem,
	ChangeRecord,
	Configuration,
	ConfigurationChange,
	ReservationConfiguration,
} from '../../src/reservations/configuration/model';
import type { ReservationRef } from '../../src/reservations/model';
import * as given from '../ui/pages/configuration-sample';
import { cloud, customer, reservation } from '../ui/pages/sample';

type Service = ConfigurationDesk['configuration'];

const refused = (text: string) => new ServiceFailure('Refused', text, { sent: 'no' });

export class MemoryDesk implements ConfigurationDesk {
	readonly cloud = cloud;
	readonly held = new Map<string, Configuration>([[reservation.reservationId, given.basis]]);
	readonly log: ChangeRecord[] = [];
	/** What was sent, the oldest first. */
	readonly sent: { readonly id: string; readonly change: ConfigurationChange | readonly number[] }[] = [];
	/** What was merged. */
	readonly merged: (readonly BatchItem[])[] = [];
	readonly #listeners = new Set<(record: ChangeRecord) => void>();

	readonly operations: ConfigurationDesk['operations'] = { catalog: async () => given.products };

	readonly configuration: Service = {
		read: async (ref) => this.#read(ref),
		scopeTargets: async () => {
			this.targetReads++;
			if (this.noTargets !== undefined) throw this.noTargets;
			return { targets: given.targets, failures: [] };
		},
		preview: async (ref, change) => {
			const { basis } = this.#read(ref);
			const name = change.name ?? basis.name;
			return {
				...given.scopePreview,
				basis,
				after: { ...basis, name },
				differences: [{ field: 'name', label: 'Name', before: basis.name, after: name }],
				usage: undefined,
			};
		},
		previewSplit: async (ref, quantities) => ({ ...given.splitPreview, sources: [this.#read(ref)], quantities }),
		previewMerge: async () => given.mergePreview,
		mergeCandidates: async () => given.candidates,
		change: async (ref, change, basis) => {
			if (this.noChange !== undefined) throw this.noChange;
			this.#check(ref, basis);
			const before = this.#read(ref).basis;
			this.sent.push({ id: ref.reservationId, change });
			const scope = change.scope === undefined ? before.scope : { ...change.scope };
			const after = { ...before, name: change.name ?? before.name, scope, etag: (before.etag ?? 0) + 1 };
			if (this.becomes === 'succeeded') this.held.set(ref.reservationId, after);
			const fields = change.scope === undefined ? (['name'] as const) : (['scope'] as const);
			const reservations = [{ orderId: ref.orderId, reservationId: ref.reservationId, before }];
			return { outcome: 'sent', record: this.#write(given.record(this.becomes, { fields, after, reservations })) };
		},
		split: async (ref, quantities, basis) => {
			this.#check(ref, basis);
			this.sent.push({ id: ref.reservationId, change: quantities });
			// Azure names them in any order: the greater one first here.
			const sizes = [...quantities].sort((a, b) => b - a);
			given.partIds.forEach((id, index) => {
				this.held.set(id, { ...given.basis, quantity: sizes[index] ?? 0 });
			});
			this.held.set(ref.reservationId, { ...given.basis, provisioningState: 'Cancelled', etag: 20 });
			return this.#write(given.splitRecord(this.splits, { quantities }));
		},
		merge: async (items) => {
			this.merged.push(items);
			return this.#write(given.splitRecord('succeeded', { kind: 'merge', quantities: undefined }));
		},
		undo: async () => {
			throw refused('The reservation was changed again since. Nothing was sent.');
		},
		changes: () => this.log,
		changeOf: (id) => this.log.find((record) => record.id === id),
		onDidChangeRecord: (listener) => {
			this.#listeners.add(listener);
			return () => this.#listeners.delete(listener);
		},
		look: async (id) => this.log.find((record) => record.id === id) ?? given.record('notDone'),
	};

	/** Tells of a change that was begun elsewhere, or before. */
	tell(change: Partial<ChangeRecord>): void {
		this.#write(given.record('running', change));
	}

	/** What becomes of the next changes; what is not done leaves the reservation as it is. */
	becomes: 'succeeded' | 'notDone' = 'succeeded';
	/** What becomes of the next splits. */
	splits: 'succeeded' | 'running' = 'succeeded';
	/** Why nothing can be changed. */
	noChange: ServiceFailure | undefined;
	/** Why the places can't be read. */
	noTargets: ServiceFailure | undefined;
	targetReads = 0;

	/** The same partner's reservations and log, over another connection. */
	another(): MemoryDesk {
		const other = new MemoryDesk();
		other.log.push(...this.log);
		for (const [id, basis] of this.held) other.held.set(id, basis);
		return other;
	}

	/** A split that was running is through. */
	end({ id, quantities }: ChangeRecord): void {
		const ended = { ...given.splitRecord('succeeded', { quantities }), id };
		this.log.splice(
			this.log.findIndex((one) => one.id === id),
			1,
			ended,
		);
		for (const listener of [...this.#listeners]) listener(ended);
	}

	/** Somebody else changes it. */
	changeElsewhere(change: Partial<Configuration>): void {
		const now = this.held.get(reservation.reservationId) ?? given.basis;
		this.held.set(reservation.reservationId, { ...now, ...change, etag: (now.etag ?? 0) + 1 });
	}

	getCustomer = () => customer;
	loadCustomers = async () => ({ loading: false });
	getReservation = (ref: ReservationRef) =>
		ref.reservationId === reservation.reservationId ? this.#read(ref).reservation : undefined;

	#read({ reservationId }: ReservationRef): ReservationConfiguration {
		const basis = this.held.get(reservationId);
		if (basis === undefined) throw new ServiceFailure('NotFound', 'There is no such reservation.');
		const { name, scope, quantity, etag, provisioningState } = basis;
		const state = provisioningState;
		return { basis, reservation: { ...reservation, reservationId, name, scope, quantity, etag, state, provisioningState } };
	}

	#check(ref: ReservationRef, saw: Configuration): void {
		if (this.#read(ref).basis.etag !== saw.etag) throw given.movedOn;
	}

	#write(record: ChangeRecord): ChangeRecord {
		const written = { ...record, id: crypto.randomUUID(), sentAt: Date.now() };
		this.log.unshift(written);
		for (const listener of [...this.#listeners]) listener(written);
		return written;
	}
}

/** A session with a desk that the test may replace. */
export class MemorySession implements PanelSession<ConfigurationDesk> {
	readonly #listeners = new Set<(change: Change) => void>();
	readonly logged: string[] = [];
	current: ConfigurationDesk | undefined;
	readonly log = {
		warn: (message: string) => this.logged.push(message),
		error: (message: string) => this.logged.push(message),
	} as unknown as LogOutputChannel;

	constructor(public desk: ConfigurationDesk) {}

	async service(): Promise<ConfigurationDesk> {
		this.current = this.desk;
		return this.desk;
	}

	onDidChange = (listener: (change: Change) => unknown) => {
		this.#listeners.add(listener);
		return { dispose: () => this.#listeners.delete(listener) };
	};

	changed(change: Change): void {
		for (const listener of [...this.#listeners]) listener(change);
	}
}
