/** Composes the service: customers, their reservations, single reads, search and advice behind one door. */
import path from 'node:path';
import type { Cloud } from '../azure/cloud';
import { pause } from '../azure/gate';
import { createTransport, type Transport } from '../azure/transport';
import type { AccessReport, AccessSubject, WhoAmI } from './access';
import { checkAccess } from './access/doctor';
import { readOwnIds } from './access/own-ids';
import { reportText } from './access/report-text';
import { readWhoAmI } from './access/who-am-i';
import { advise } from './advice';
import type { Change, ReservationsService, SearchResult } from './api';
import { DiskCache } from './cache';
import { ChangeFeed } from './changes';
import { Commitments } from './commitments/commitments';
import { ReservationsConfiguration } from './configuration/configuration';
import { CustomerDirectory } from './customers/directory';
import { type ParsedList, parseCustomerList } from './customers/parse-list';
import { groupByReseller } from './customers/resellers';
import { LastFailures } from './failures';
import { type Format, formatFor } from './format';
import type {
	Advice,
	Customer,
	CustomerGroup,
	CustomerList,
	HistoryEntry,
	Known,
	Reservation,
	ReservationList,
	ReservationOrder,
	ReservationRef,
	ResourceUsage,
	UsageGrain,
	UsagePoint,
} from './model';
import type { ReturnQuote } from './operations/model';
import { Operations } from './operations/operations';
import type { ServiceOptions } from './options';
import { thresholds } from './policy';
import { Portfolio } from './portfolio';
import { Reads } from './reads';
import { ReturnQuotes } from './return-quotes';
import { ReservationRoles } from './roles/roles';
import { Scan } from './scan/scan';
import { search } from './search';
import { isActive } from './states';
import { ReservationSupport } from './support/support';
import { supportText } from './support-text';
import type { TableService } from './table/api';
import { tableService } from './table/table';
import { ToldAllowances } from './watch/told-allowances';
import { Watch } from './watch/watch';

/** Time to save what is not on disk yet when the service ends. VS Code waits 5 s for everything to end (performance 1). */
const endingMs = 2000;

export class Service implements ReservationsService {
	readonly cloud: Cloud;
	readonly operations: Operations;
	readonly configuration: ReservationsConfiguration;
	readonly roles: ReservationRoles;
	readonly support: ReservationSupport;
	readonly table: TableService;
	readonly scan: Scan;
	readonly commitments: Commitments;
	readonly watch: Watch;
	readonly #options: ServiceOptions;
	readonly #transport: Transport;
	readonly #format: Format;
	readonly #cache: DiskCache;
	readonly #changes: ChangeFeed;
	readonly #failures = new LastFailures();
	readonly #customers: CustomerDirectory;
	readonly #portfolio: Portfolio;
	readonly #reads: Reads;
	readonly #told: ToldAllowances;
	readonly #returnQuotes = new ReturnQuotes();
	readonly #ending = new AbortController();

	constructor(options: ServiceOptions) {
		const { cloud, storage, clock, log } = options;
		this.cloud = cloud;
		this.#options = options;
		this.#format = formatFor(options.locale);
		this.#cache = new DiskCache({ folder: storage, partnerTenantId: cloud.partnerTenantId, log });
		this.#changes = new ChangeFeed((error) => log.error(`A listener of changes failed: ${String(error)}`));
		this.#transport = createTransport({ ...options, onWait: (tenantId, until) => this.#onWait(tenantId, until) });
		const parts = { transport: this.#transport, cache: this.#cache, changes: this.#changes, clock, log };
		this.#customers = new CustomerDirectory({ ...parts, fetch: options.fetch, entered: options.customerList ?? [] });
		this.#portfolio = new Portfolio({ ...parts, failures: this.#failures });
		this.#reads = new Reads({ ...parts, portfolio: this.#portfolio, failures: this.#failures, ending: this.#ending.signal });
		this.#told = new ToldAllowances({ folder: storage, partnerTenantId: cloud.partnerTenantId, log });
		this.commitments = new Commitments({
			saved: this.#cache.commitments,
			transport: this.#transport,
			failures: this.#failures,
			clock,
			ending: this.#ending.signal,
			onListenerError: (error) => log.error(`A listener of commitments failed: ${String(error)}`),
		});
		const table = tableService({
			customers: () => this.#customers.known(),
			customer: (tenantId) => this.getCustomer(tenantId),
			packed: (tenantId) => this.#portfolio.packed(tenantId),
			asOf: (tenantId) => this.#portfolio.asOf(tenantId),
			onDidChange: (listener) => this.#changes.listen(listener),
			book: this.commitments.book,
			format: this.#format,
			clock,
		});
		this.table = {
			open: (words) => {
				// Thousands of orders: read from disk only for who can see them.
				void this.commitments.ready();
				return table.open(words);
			},
		};
		this.watch = new Watch({
			portfolio: this.#portfolio,
			customers: () => this.#customers.get().value,
			operations: () => this.operations.operations(),
			commitments: this.commitments,
			told: this.#told,
			thresholds:
				options.thresholds ??
				(() => ({ lowUtilizationPercent: thresholds.lowUsePercent, expiringWithinDays: thresholds.expiringWithinDays })),
			clock,
		});
		this.scan = new Scan({
			portfolio: this.#portfolio,
			customers: this.#customers,
			listen: (listener) => this.#changes.listen(listener),
			save: () => this.#cache.save(),
			clock,
			ending: this.#ending.signal,
			onListenerError: (error) => log.error(`A listener of the scan failed: ${String(error)}`),
		});
		const { folder, older } = options.records ?? { folder: storage, older: [] };
		const records = (kind: string) => ({ folder: path.join(folder, kind), older: older.map((one) => path.join(one, kind)) });
		const changing = {
			transport: this.#transport,
			connection: options.connection ?? cloud.name,
			account: options.account ?? (() => Promise.resolve(undefined)),
			customerName: (tenantId: string) => this.#nameOf(tenantId),
			reload: (tenantId: string) => this.#reload(tenantId),
			clock,
			sleep: options.sleep ?? pause,
			pace: options.pace,
			log,
			ending: this.#ending.signal,
		};
		this.operations = new Operations({
			...changing,
			reload: (tenantId) => {
				this.commitments.forget(tenantId);
				return this.#reload(tenantId);
			},
			folders: records('journal'),
			changes: () => this.configuration.changes(),
			onReturnQuote: (quote) => {
				this.watch.noteQuote(quote);
				this.#returnQuotes.note(quote);
				this.#changes.fire({ kind: 'reservations', tenantId: quote.tenantId });
			},
			openChangeOf: (reservationIds, since) => this.configuration.openChangeOf(reservationIds, since),
			replacementsOf: (ref) => this.configuration.successorsOf(ref),
		});
		this.configuration = new ReservationsConfiguration({
			...changing,
			folders: records('changes'),
			hasOpenOperation: (reservationIds, since) => this.operations.isOpenFor(reservationIds, since),
			onReplaced: (tenantId) => this.commitments.forget(tenantId),
			format: this.#format,
		});
		this.roles = new ReservationRoles({
			...changing,
			ownIds: (tenantId, signal) => readOwnIds({ transport: this.#transport, tokens: options.tokens, signal }, tenantId),
			ordersOf: (tenantId, signal) => this.#ordersOf(tenantId, signal),
		});
		this.support = new ReservationSupport({
			...changing,
			folder: path.join(storage, 'support'),
			locale: options.locale,
			customer: (tenantId) => this.getCustomer(tenantId),
			reservation: async (ref, signal) => this.getReservation(ref) ?? (await this.readReservation(ref, signal)),
			reservationsOf: async (tenantId, signal) => {
				const { value, failure } = await this.loadReservations(tenantId, signal);
				return { reservations: value?.reservations ?? [], failure };
			},
			describe: (reservation) => this.describeForSupport(reservation),
			operation: (id) => this.operations.operation(id),
			operationText: (operation) => this.operations.describeOperation(operation),
			change: (id) => this.configuration.changeOf(id),
			changeText: (change) => this.configuration.describeChange(change),
		});
	}

	onDidChange(listener: (change: Change) => void): () => void {
		return this.#changes.listen(listener);
	}

	getCustomers(): Known<CustomerList> {
		return this.#customers.get();
	}

	async loadCustomers(signal?: AbortSignal): Promise<Known<CustomerList>> {
		const known = await this.#customers.load(signal);
		void this.#portfolio.readAllFromDisk();
		return known;
	}

	refreshCustomers(signal?: AbortSignal): Promise<Known<CustomerList>> {
		return this.#customers.refresh(signal);
	}

	findCustomers(text: string, signal?: AbortSignal): Promise<readonly Customer[]> {
		return this.#reads.any(signal, (ending) => this.#customers.search(text, ending));
	}

	getCustomer(tenantId: string): Customer | undefined {
		return this.#customers.find(tenantId.toLowerCase());
	}

	getCustomerGroups(): readonly CustomerGroup[] {
		return groupByReseller(this.#customers.get().value?.customers ?? [], this.#format);
	}

	parseCustomerList(text: string): ParsedList {
		return parseCustomerList(text);
	}

	getReservations(tenantId: string): Known<ReservationList> {
		return this.#portfolio.get(tenantId.toLowerCase());
	}

	loadReservations(tenantId: string, signal?: AbortSignal): Promise<Known<ReservationList>> {
		return this.#portfolio.load(tenantId.toLowerCase(), signal);
	}

	refreshReservations(tenantIds: readonly string[], signal?: AbortSignal): Promise<void> {
		return this.#portfolio.refresh(
			tenantIds.map((tenantId) => tenantId.toLowerCase()),
			signal,
		);
	}

	getReservation(ref: ReservationRef): Reservation | undefined {
		return this.#portfolio.find(ref.tenantId.toLowerCase(), ref.reservationId.toLowerCase());
	}

	search(text: string, limit: number): SearchResult {
		return search(text, limit, this.#customers.known(), (tenantId) => this.#portfolio.packed(tenantId));
	}

	readReservation(ref: ReservationRef, signal?: AbortSignal): Promise<Reservation> {
		return this.#reads.reservation(ref, signal);
	}

	readOrder(ref: ReservationRef, signal?: AbortSignal): Promise<ReservationOrder> {
		return this.commitments.noted(ref.tenantId, this.#reads.order(ref, signal));
	}

	readHistory(ref: ReservationRef, signal?: AbortSignal): Promise<readonly HistoryEntry[]> {
		return this.#reads.history(ref, signal);
	}

	readUsage(ref: ReservationRef, grain: UsageGrain, signal?: AbortSignal): Promise<readonly UsagePoint[]> {
		return this.#reads.usage(ref, grain, signal);
	}

	readResourceUsage(ref: ReservationRef, day: number, signal?: AbortSignal): Promise<readonly ResourceUsage[]> {
		return this.#reads.resourceUsage(ref, day, signal);
	}

	readSubscriptionName(tenantId: string, id: string, signal?: AbortSignal): Promise<string | undefined> {
		return this.#reads.subscriptionName(tenantId, id, signal);
	}

	returnQuoteOf(reservation: Reservation): ReturnQuote | undefined {
		return this.#returnQuotes.of(reservation, this.operations.operations());
	}

	advise(reservation: Reservation, usage?: readonly UsagePoint[]): readonly Advice[] {
		return advise({ reservation, usage, now: this.#options.clock(), thresholds: this.watch.thresholds(), format: this.#format });
	}

	describeForSupport(reservation: Reservation): string {
		return supportText({
			reservation,
			customer: this.getCustomer(reservation.tenantId),
			lastFailure: this.#failures.newest([reservation.reservationId, reservation.tenantId]),
			now: this.#options.clock(),
		});
	}

	whoAmI(signal?: AbortSignal): Promise<WhoAmI> {
		const { tokens } = this.#options;
		return this.#reads.any(signal, (ending) => readWhoAmI({ transport: this.#transport, tokens, signal: ending }));
	}

	checkAccess(subject: AccessSubject, signal?: AbortSignal): AsyncIterable<AccessReport> {
		const { tokens, clientId, clock } = this.#options;
		const practice = {
			transport: this.#transport,
			tokens,
			clientId,
			format: this.#format,
			clock,
			firstCustomer: async (ending: AbortSignal) => (await this.#customers.load(ending)).value?.customers[0],
			customer: (tenantId: string) => this.getCustomer(tenantId),
			reservation: (ref: ReservationRef) => this.getReservation(ref),
		};
		return checkAccess(practice, subject, this.#reads.untilTheEnd(signal));
	}

	reportText(report: AccessReport): string {
		return reportText(report);
	}

	async clearCache(): Promise<void> {
		// Views look again as soon as customers and reservations are gone.
		this.#returnQuotes.clear();
		this.#reads.clear();
		const toldCleared = this.#told.clear();
		await Promise.all([this.scan.clear(), this.#customers.clear(), this.#portfolio.clear(), this.commitments.clear()]);
		this.#failures.clear();
		await Promise.all([this.#cache.clear(), toldCleared]);
	}

	async dispose(): Promise<void> {
		this.#ending.abort();
		this.#changes.dispose();
		this.roles.dispose();
		this.support.dispose();
		await Promise.all([
			this.operations.dispose(),
			this.configuration.dispose(),
			this.scan.dispose(),
			this.commitments.dispose(),
			this.#customers.dispose(),
			this.#portfolio.dispose(),
			this.#told.dispose(),
		]);
		await this.#cache.flush(endingMs);
	}

	/** A customer's name, from what is known, else from the first page of the list, else from all of it. */
	async #nameOf(tenantId: string): Promise<string | undefined> {
		if (this.getCustomer(tenantId) === undefined) await this.#customers.load(this.#ending.signal);
		if (this.getCustomer(tenantId) === undefined) await this.#customers.refresh(this.#ending.signal);
		return this.getCustomer(tenantId)?.name;
	}

	/** Orders of a customer with a reservation that is in force. @throws ServiceFailure */
	async #ordersOf(tenantId: string, signal: AbortSignal): Promise<readonly string[]> {
		await this.refreshReservations([tenantId], signal);
		const { value, failure } = this.getReservations(tenantId);
		if (failure !== undefined) throw failure;
		return [...new Set((value?.reservations ?? []).filter(isActive).map(({ orderId }) => orderId))];
	}

	/** Reads a customer's reservations after a change. */
	#reload(tenantId: string): Promise<void> {
		return this.#portfolio.refresh([tenantId], this.#ending.signal);
	}

	#onWait(tenantId: string, until: number | undefined): void {
		if (tenantId === this.cloud.partnerTenantId) this.#customers.setWaiting(until);
		else {
			this.#portfolio.setWaiting(tenantId, until);
			this.commitments.setWaiting(tenantId, until);
		}
	}
}
