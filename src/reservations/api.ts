/** The door to customers and reservations: what tree, commands, panels and assistant tools may ask for. */
import type { Cloud } from '../azure/cloud';
import type { AccessReport, AccessSubject, WhoAmI } from './access';
import type { CommitmentsService } from './commitments/api';
import type { ConfigurationService } from './configuration/api';
import type { ParsedList } from './customers/parse-list';
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
	SearchHit,
	UsageGrain,
	UsagePoint,
} from './model';
import type { OperationsService } from './operations/api';
import type { ReturnQuote } from './operations/model';
import type { RolesService } from './roles/api';
import type { ScanService } from './scan/api';
import type { SupportService } from './support/api';
import type { TableService } from './table/api';
import type { WatchService } from './watch/api';

/** What changed: the list of customers, or the reservations of one customer. */
export type Change = { readonly kind: 'customers' } | { readonly kind: 'reservations'; readonly tenantId: string };

export interface SearchResult {
	readonly hits: readonly SearchHit[];
	/** More matched than `hits` holds. */
	readonly more: boolean;
	/** Customers whose reservations are not known yet, so were not searched. */
	readonly customersNotLoaded: number;
}

/**
 * One object for all reads. Lists are kept: the `get…` calls answer at once with what is known, the `load…` calls start
 * what is needed and resolve as soon as there is something to show (a cached value counts, and is refreshed behind it),
 * the `refresh…` calls resolve when the network has answered. `load…` and `refresh…` of lists never reject but for
 * cancelling: a failure is in the `Known` they give, beside the last value.
 */
export interface ReservationsService {
	readonly cloud: Cloud;
	/** Returns and exchanges: everything that moves money. */
	readonly operations: OperationsService;
	/** Scope, name, flexibility, renewal, archive, split and merge: changes that move no money. */
	readonly configuration: ConfigurationService;
	/** Access control: who has which role on orders and reservations. */
	readonly roles: RolesService;
	/** Support requests to Microsoft in the customer's context. */
	readonly support: SupportService;
	/** All customers' reservations as one table: filtered, sorted, grouped. */
	readonly table: TableService;
	/** All customers read in one go, with what became of each. */
	readonly scan: ScanService;
	/** What orders still owe, read order by order when it is asked for. */
	readonly commitments: CommitmentsService;
	/** What needs a decision soon, of all customers. */
	readonly watch: WatchService;

	/** Tells of every change of what the `get…` calls answer, and of every quote of a return. Returns the function that ends it. */
	onDidChange(listener: (change: Change) => void): () => void;

	getCustomers(): Known<CustomerList>;
	/** Resolves with the first page or the cached list; the other pages follow behind it. */
	loadCustomers(signal?: AbortSignal): Promise<Known<CustomerList>>;
	/** Reads all pages anew. */
	refreshCustomers(signal?: AbortSignal): Promise<Known<CustomerList>>;
	/**
	 * Asks Partner Center for customers whose name or domain starts with `text`, for lists that are not complete yet. Where it
	 * may not be used, looks through the customers that are known.
	 * @throws ServiceFailure
	 */
	findCustomers(text: string, signal?: AbortSignal): Promise<readonly Customer[]>;
	getCustomer(tenantId: string): Customer | undefined;
	/**
	 * The known customers by indirect reseller, those without one last. Resellers are read behind the list of customers: until
	 * then all are in one group.
	 */
	getCustomerGroups(): readonly CustomerGroup[];
	/** Reads a list of customers that the user pasted or imported, with what is wrong with it line by line. */
	parseCustomerList(text: string): ParsedList;

	getReservations(tenantId: string): Known<ReservationList>;
	loadReservations(tenantId: string, signal?: AbortSignal): Promise<Known<ReservationList>>;
	/** Reads the reservations of these customers anew, several customers at once. A read that began before does not count. */
	refreshReservations(tenantIds: readonly string[], signal?: AbortSignal): Promise<void>;
	getReservation(ref: ReservationRef): Reservation | undefined;

	/**
	 * Searches what is known: customer name, domain and tenant id, reservation name and both ids; any part, any case.
	 * @param limit most hits to give
	 */
	search(text: string, limit: number): SearchResult;

	/** One reservation, read anew. @throws ServiceFailure */
	readReservation(ref: ReservationRef, signal?: AbortSignal): Promise<Reservation>;
	/** Its order with the payment schedule. @throws ServiceFailure */
	readOrder(ref: ReservationRef, signal?: AbortSignal): Promise<ReservationOrder>;
	/** Its revisions, newest first. @throws ServiceFailure */
	readHistory(ref: ReservationRef, signal?: AbortSignal): Promise<readonly HistoryEntry[]>;
	/** Its use by day (the last 31 days) or by month (the last 13), oldest first; the current one may be missing. @throws ServiceFailure */
	readUsage(ref: ReservationRef, grain: UsageGrain, signal?: AbortSignal): Promise<readonly UsagePoint[]>;
	/** The resources that used it on one day (ms since the epoch, UTC), most hours first. @throws ServiceFailure */
	readResourceUsage(ref: ReservationRef, day: number, signal?: AbortSignal): Promise<readonly ResourceUsage[]>;
	/**
	 * The name of a subscription in the customer's tenant, read once for each.
	 * @param id GUID, or `/subscriptions/{id}` as reservations tell whom they are billed to
	 * @returns undefined when Azure tells none
	 * @throws ServiceFailure when this account can't see it
	 */
	readSubscriptionName(tenantId: string, id: string, signal?: AbortSignal): Promise<string | undefined>;

	/**
	 * The newest quote of its return that was made in this window, as long as the reservation is as it was then and nothing of it
	 * was returned or exchanged since. It may be refused or blocked, and too old to be committed. Undefined: there is none.
	 */
	returnQuoteOf(reservation: Reservation): ReturnQuote | undefined;

	/** What to know and do about it: low use by the user's settings (rules 11), policy dates (rules 3.10, 3.11), renewal, state. */
	advise(reservation: Reservation, usage?: readonly UsagePoint[]): readonly Advice[];
	/** The block of facts that support asks for, as plain text (portal-workflow 4). */
	describeForSupport(reservation: Reservation): string;

	/** Who the connection speaks for. What can't be read is told in it. @throws an AbortError when cancelled */
	whoAmI(signal?: AbortSignal): Promise<WhoAmI>;
	/**
	 * Examines why something is not allowed, and how to mend it. Gives the report at every change; the last one has `endedAt` and
	 * the verdict. Never throws: a failed read is a finding. Cancelling ends it, with the checks that were not made as skipped
	 * and without a verdict.
	 */
	checkAccess(subject: AccessSubject, signal?: AbortSignal): AsyncIterable<AccessReport>;
	/** The report as Markdown, for copying. No tokens. */
	reportText(report: AccessReport): string;

	/** Forgets everything kept in memory and on disk. */
	clearCache(): Promise<void>;
	/** Stops what is running; nothing may be asked afterwards. */
	dispose(): Promise<void>;
}
