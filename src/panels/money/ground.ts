/** What a panel that moves money stands on: the connection, the customer's reservations, and the operations of the journal. */
import type { ServiceFailure } from '../../azure/failure';
import type { Change } from '../../reservations/api';
import type { Customer, Known, Reservation, ReservationList, ReservationRef } from '../../reservations/model';
import type { Operation } from '../../reservations/operations/model';
import { Connection } from '../shared/connection';
import { Part } from '../shared/part';
import type { PanelSession } from '../shared/session';
import type { MoneyDesk } from './desk';

interface GroundOptions {
	readonly session: PanelSession<MoneyDesk>;
	readonly tenantId: string;
	/** Something of what this object tells has changed. */
	changed(): void;
	/** Another connection took the place of the one before: what was quoted there is of no use. */
	restarted(): void;
	/** An operation of this customer has changed. */
	operationChanged(operation: Operation): void;
}

export class Ground {
	readonly #options: GroundOptions;
	readonly #list: Part<Known<ReservationList>>;
	readonly #connection: Connection<MoneyDesk>;
	/** The next read goes to the network even if something is cached. */
	#anew = false;
	#isJournalRead = false;

	constructor(options: GroundOptions) {
		this.#options = options;
		this.#connection = new Connection({
			session: options.session,
			adopted: (desk) => this.#adopted(desk),
			left: () => this.#left(),
		});
		this.#list = new Part(
			(signal) => this.#read(signal),
			() => options.changed(),
		);
	}

	/** The service of the connection that is in use; undefined while there is none. */
	get desk(): MoneyDesk | undefined {
		return this.#connection.desk;
	}

	/** The service, made when there is none. @throws ServiceFailure or Error */
	service(): Promise<MoneyDesk> {
		return this.#connection.service();
	}

	/** What is known of the customer's reservations. */
	get known(): Known<ReservationList> {
		const own = this.#list.known;
		const list = this.desk?.getReservations(this.#options.tenantId);
		if (list === undefined) return { loading: own.loading, failure: own.failure };
		return { ...list, loading: list.loading || own.loading, failure: list.failure ?? own.failure };
	}

	get failure(): ServiceFailure | undefined {
		return this.known.failure;
	}

	get customer(): Customer | undefined {
		return this.desk?.getCustomer(this.#options.tenantId);
	}

	/** The customer's name: what is typed in a confirmation. The tenant id where no name is known. */
	get customerName(): string {
		return this.customer?.name ?? this.#options.tenantId;
	}

	reservation(ref: ReservationRef): Reservation | undefined {
		return this.desk?.getReservation(ref);
	}

	/** The journal of the connection in use was read: an operation that it does not have is none of this connection's. */
	get isJournalRead(): boolean {
		return this.#isJournalRead;
	}

	/** Operations of this customer, newest first. */
	get operations(): readonly Operation[] {
		const all = this.desk?.operations.operations() ?? [];
		return all.filter(({ tenantId }) => tenantId.toLowerCase() === this.#options.tenantId.toLowerCase());
	}

	/** Reads what is not known. */
	start(): void {
		this.#connection.takeCurrent();
		void this.#list.read();
	}

	/** Reads the reservations anew. Never rejects. */
	async refresh(): Promise<void> {
		this.#anew = true;
		await this.#list.read();
	}

	/** Follows what the service came to know, and another connection. What the one before knew is dropped as soon as it ends. */
	follow(change: Change): void {
		if (this.#connection.hasChanged) {
			this.start();
			return;
		}
		const { tenantId } = this.#options;
		if (change.kind === 'customers' || change.tenantId.toLowerCase() === tenantId.toLowerCase()) this.#options.changed();
	}

	/** Gives up what runs and forgets what is known. */
	forget(): void {
		this.#list.forget();
		this.#connection.forget();
	}

	#left(): void {
		this.#isJournalRead = false;
		this.#list.forget();
		this.#options.restarted();
	}

	#adopted(desk: MoneyDesk): () => void {
		const stop = desk.operations.onDidChangeOperation((operation) => {
			if (operation.tenantId.toLowerCase() === this.#options.tenantId.toLowerCase()) this.#options.operationChanged(operation);
		});
		this.#options.changed();
		return stop;
	}

	/** The list carries the use of the last days and what the service offers, which a single read does not (recordings 9). */
	async #read(signal: AbortSignal): Promise<Known<ReservationList>> {
		const desk = await this.service();
		await this.#readJournal(desk);
		const { tenantId } = this.#options;
		const anew = this.#anew;
		this.#anew = false;
		// Only for the name; what goes wrong there is shown by the list of customers.
		if (desk.getCustomer(tenantId) === undefined) await desk.loadCustomers(signal).catch(() => undefined);
		if (anew) await desk.refreshReservations([tenantId], signal);
		else await desk.loadReservations(tenantId, signal);
		return desk.getReservations(tenantId);
	}

	/** What can't be read of it is told by the view Operations. */
	async #readJournal(desk: MoneyDesk): Promise<void> {
		if (this.#isJournalRead) return;
		await desk.operations.readJournal().catch(() => undefined);
		if (desk === this.desk) this.#isJournalRead = true;
	}
}
