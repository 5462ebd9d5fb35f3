/** The door to returns and exchanges: quotes, commits that are sent once, and operations that are followed to their end. */
import type { ReservationRef } from '../model';
import type {
	CatalogProduct,
	Confirmation,
	ExchangeQuote,
	ExchangeRequest,
	Operation,
	PriceQuote,
	PurchaseLine,
	ReturnLine,
	ReturnQuote,
	UnreadableFile,
} from './model';

export interface OperationsService {
	/**
	 * A quote for returning; changes nothing.
	 * @throws ServiceFailure, `Refused` too when somebody else has signed in meanwhile, or that can't be told; a refusal by policy is in
	 * the quote, not thrown
	 */
	quoteReturn(line: ReturnLine, signal?: AbortSignal): Promise<ReturnQuote>;
	/** A binding quote for an exchange; changes nothing. @throws ServiceFailure as that of a return */
	quoteExchange(request: ExchangeRequest, signal?: AbortSignal): Promise<ExchangeQuote>;
	/** What a purchase line would commit to, for the calculator. @throws ServiceFailure */
	priceOf(tenantId: string, line: PurchaseLine, signal?: AbortSignal): Promise<PriceQuote>;
	/** What can be bought with this subscription, in this region. @throws ServiceFailure */
	catalog(
		tenantId: string,
		subscriptionId: string,
		wanted: { readonly resourceType: string; readonly region?: string | undefined },
		signal?: AbortSignal,
	): Promise<readonly CatalogProduct[]>;

	/**
	 * Commits a quote: reads the reservations again, writes the intent into the journal, sends it once, and follows it. Resolves once
	 * the journal has the outcome of the sending: the operation then runs, has ended, is `notDone` (the service said no, or it never
	 * left), or is `outcomeUnknown`. It can't be cancelled.
	 * @throws ServiceFailure, always before anything is sent: `Refused` (the confirmation does not fit, the quote has blockers, a
	 * reservation has changed since, another operation or a change of it is open or was carried out meanwhile, the session was committed
	 * by this or another window, it is not certain that who is signed in has asked for the quote), `SessionExpired`, and whatever keeps
	 * the reservations from being read again
	 */
	commit(quote: ReturnQuote | ExchangeQuote, confirmation: Confirmation): Promise<Operation>;

	/** All operations of this computer, newest first. */
	operations(): readonly Operation[];
	operation(id: string): Operation | undefined;
	/** Tells of every change of an operation, also of those that another window follows. */
	onDidChangeOperation(listener: (operation: Operation) => void): () => void;
	/** Reads the journal and nothing else: an id that is not known then is none of this connection's. @throws Error when the disk refuses */
	readJournal(): Promise<void>;
	/** Reads the journal and finds out what became of what was open. Called once after the start; never sends anything again. */
	recover(): Promise<void>;
	/** Looks again at an operation that is open or unknown, now. @throws ServiceFailure */
	look(id: string, signal?: AbortSignal): Promise<Operation>;
	/**
	 * Sets an operation aside whose outcome stays unknown, so that its reservations can be worked on again; looks once more before. It
	 * stays in the journal, neither as done nor as not done, is never sent again, and is not looked after any more.
	 * @returns the operation as it is now: set aside, or with its outcome where that look has told it
	 * @throws ServiceFailure `Refused` where its outcome is not unknown, or was sent only minutes ago; whatever keeps it from being
	 * looked at, unless it is gone or this account may not read it. Nothing is set aside then
	 */
	setAside(id: string, signal?: AbortSignal): Promise<Operation>;
	/** Files of the journal that can't be read. They are never deleted, and their sessions are never sent. */
	unreadableFiles(): readonly UnreadableFile[];
	/** The reservations that took the place of this one by what was committed here, or split and merged: bookmarks on old ids lead on. */
	successorsOf(ref: ReservationRef): readonly ReservationRef[];
	/** Journal and log of changes as JSON (everything) or CSV (a row a line or a changed field); formula injection defused. */
	exportOperations(format: 'json' | 'csv'): string;
	/** One operation as a text for the customer's file or for support. */
	describeOperation(operation: Operation): string;
}
