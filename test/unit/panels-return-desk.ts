/** A desk whose answers the test gives one by one, and the session around it, for the panels that move money. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogOutputChannel } from 'vscode';
import type { MoneyDesk } from '../../src/panels/money/desk';
import type { PanelSession } from '../../src/panels/shared/session';
import type { Change } from '../../src/reservations/api';
import type { Customer, Known, Reservation, ReservationList, ReservationRef } from '../../src/reservations/model';
import type { Confirmation, Operation, Quote } from '../../src/reservations/operations/model';
import { adviceOn, cloud, customer } from '../ui/pages/sample';

/** A question of the panel that waits for the test's answer. */
export class Asked<Wanted, Answer> {
	readonly #settle = Promise.withResolvers<Answer>();

	constructor(
		readonly wanted: Wanted,
		readonly signal: AbortSignal | undefined,
	) {
		signal?.addEventListener('abort', () => this.fail(signal.reason as Error));
	}

	get answer(): Promise<Answer> {
		return this.#settle.promise;
	}

	give(answer: Answer): void {
		this.#settle.resolve(answer);
	}

	fail(error: Error): void {
		this.#settle.reject(error);
	}
}

/** The questions of one kind, the oldest first. */
export class Questions<Wanted, Answer> {
	readonly all: Asked<Wanted, Answer>[] = [];

	readonly ask = (wanted: Wanted, signal?: AbortSignal): Promise<Answer> => {
		const asked = new Asked<Wanted, Answer>(wanted, signal);
		this.all.push(asked);
		return asked.answer;
	};

	/** The question that came as the nth, from 1, once it is there. @throws Error when it does not come */
	async nth(n: number): Promise<Asked<Wanted, Answer>> {
		for (const started = Date.now(); Date.now() - started < 30_000; await sleep(5)) {
			const asked = this.all[n - 1];
			if (asked !== undefined) return asked;
		}
		throw new Error(`Only ${this.all.length} questions came.`);
	}
}

type Operations = MoneyDesk['operations'];
type Answer<Call extends keyof Operations> = Awaited<ReturnType<Operations[Call]>>;

export class HandedDesk implements MoneyDesk {
	readonly cloud = cloud;
	reservations: readonly Reservation[];
	known: Customer | undefined = customer;
	refreshed = 0;
	/** The journal. */
	readonly journal: Operation[] = [];
	readonly listeners = new Set<(operation: Operation) => void>();

	readonly returnQuotes = new Questions<Parameters<Operations['quoteReturn']>[0], Answer<'quoteReturn'>>();
	readonly exchangeQuotes = new Questions<Parameters<Operations['quoteExchange']>[0], Answer<'quoteExchange'>>();
	readonly prices = new Questions<Parameters<Operations['priceOf']>[1], Answer<'priceOf'>>();
	readonly catalogs = new Questions<
		{ subscription: string; resourceType: string; region?: string | undefined },
		Answer<'catalog'>
	>();
	readonly commits = new Questions<{ quote: Quote; confirmation: Confirmation }, Operation>();
	readonly looks = new Questions<string, Operation>();

	readonly operations: Operations = {
		quoteReturn: this.returnQuotes.ask,
		quoteExchange: this.exchangeQuotes.ask,
		priceOf: (_tenantId, line, signal) => this.prices.ask(line, signal),
		catalog: (_tenantId, subscription, wanted, signal) => this.catalogs.ask({ subscription, ...wanted }, signal),
		commit: (quote, confirmation) => this.commits.ask({ quote, confirmation }),
		readJournal: async () => undefined,
		operations: () => this.journal,
		operation: (id) => this.journal.find((one) => one.id === id),
		onDidChangeOperation: (listener) => {
			this.listeners.add(listener);
			return () => this.listeners.delete(listener);
		},
		look: (id, signal) => this.looks.ask(id, signal),
		describeOperation: ({ id, state }) => `${id}: ${state}`,
	};

	/** Orders that AdminAgents may not exchange. */
	readonly closed = new Set<string>();
	readonly #rolesListeners = new Set<(tenantId: string) => void>();
	readonly roles: MoneyDesk['roles'] = {
		adminAgentsMayExchange: async ({ orderId }) => !this.closed.has(orderId),
		onDidChangeRoles: (listener) => {
			this.#rolesListeners.add(listener);
			return () => this.#rolesListeners.delete(listener);
		},
	};

	/** Somebody gave AdminAgents access to everything. */
	openAll(): void {
		this.closed.clear();
		for (const listener of this.#rolesListeners) listener(customer.tenantId);
	}

	constructor(reservations: readonly Reservation[]) {
		this.reservations = reservations;
	}

	/** Writes an operation into the journal and tells of it. */
	change(operation: Operation): void {
		const at = this.journal.findIndex(({ id }) => id === operation.id);
		if (at < 0) this.journal.unshift(operation);
		else this.journal[at] = operation;
		for (const listener of [...this.listeners]) listener(operation);
	}

	getCustomer(tenantId: string): Customer | undefined {
		return tenantId === this.known?.tenantId ? this.known : undefined;
	}

	async loadCustomers() {
		return { loading: false };
	}

	getReservations(): Known<ReservationList> {
		return { value: { reservations: this.reservations }, asOf: Date.now(), loading: false };
	}

	async loadReservations() {
		return this.getReservations();
	}

	async refreshReservations(): Promise<void> {
		this.refreshed++;
	}

	getReservation({ reservationId }: ReservationRef): Reservation | undefined {
		return this.reservations.find((one) => one.reservationId === reservationId);
	}

	advise(reservation: Reservation) {
		return adviceOn(reservation);
	}
}

/** A session whose connection the test makes, ends and replaces. */
export class HandedSession implements PanelSession<MoneyDesk> {
	readonly #listeners = new Set<(change: Change) => void>();
	readonly logged: string[] = [];
	/** Why the connection can't be made. */
	refused: Error | undefined;
	current: MoneyDesk | undefined;
	readonly log = {
		warn: (message: string) => this.logged.push(message),
		error: (message: string) => this.logged.push(message),
	} as unknown as LogOutputChannel;

	constructor(public desk: MoneyDesk) {}

	async service(): Promise<MoneyDesk> {
		if (this.refused !== undefined) throw this.refused;
		this.current = this.desk;
		return this.desk;
	}

	onDidChange = (listener: (change: Change) => unknown) => {
		this.#listeners.add(listener);
		return { dispose: () => this.#listeners.delete(listener) };
	};

	/** Puts another connection in the place of the one that is up. */
	restart(desk: MoneyDesk): void {
		this.desk = desk;
		this.current = desk;
		this.changed({ kind: 'customers' });
	}

	changed(change: Change): void {
		for (const listener of [...this.#listeners]) listener(change);
	}
}
