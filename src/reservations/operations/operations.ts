/** The operations service: quotes, commits that are sent once, and the journal that all windows share. */
import * as l10n from '@vscode/l10n';
import { isServiceFailure, ServiceFailure } from '../../azure/failure';
import { pause } from '../../azure/gate';
import { guid } from '../../azure/ids';
import type { ChangeRecord } from '../configuration/model';
import { asking } from '../failures';
import type { ReservationRef } from '../model';
import type { RecordFolders } from '../options';
import type { OperationsService } from './api';
import { readCatalog } from './catalog';
import { reservationsTakenBy } from './checks';
import { Committing, type CommittingOptions } from './committing';
import { operationText } from './describe';
import { asCsv, asJson } from './export';
import { Following } from './following';
import { Journal } from './journal';
import type { Entry } from './journal-file';
import { look } from './looking';
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
import { type Pace, patienceOf, usualPace } from './pace';
import { isOver } from './progress';
import { byOneAccount } from './quoted-by';
import { priceOf, quoteExchange, quoteReturn } from './quoting';
import { checkSetAside, setAside } from './set-aside';

export interface OperationsOptions extends CommittingOptions {
	/** Folders of the journal; that for new operations is made when something is committed. */
	readonly folders: RecordFolders;
	/** Told of every quote of a return: it is the only answer that tells the customer's allowance. */
	readonly onReturnQuote: (quote: ReturnQuote) => void;
	/** The changes of configuration, which are exported too. */
	readonly changes: () => readonly ChangeRecord[];
	/** The reservations that took the place of one by a split or a merge. */
	readonly replacementsOf: (ref: ReservationRef) => readonly ReservationRef[];
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	readonly pace?: Partial<Pace> | undefined;
	readonly log: CommittingOptions['log'] & { info(message: string): void; warn(message: string): void };
}

export class Operations implements OperationsService {
	readonly #options: OperationsOptions;
	readonly #pace: Pace;
	readonly #journal: Journal;
	readonly #following: Following;
	readonly #committing: Committing;
	readonly #listeners = new Set<(operation: Operation) => void>();
	readonly #commits = new Set<Promise<unknown>>();
	#watch: NodeJS.Timeout | undefined;
	#lookThrough: Promise<void> = Promise.resolve();
	#isLookWaiting = false;

	constructor(options: OperationsOptions) {
		const { transport, clock, log, sleep } = options;
		this.#options = options;
		this.#pace = { ...usualPace, ...options.pace };
		this.#journal = new Journal({ ...options.folders, log, onChange: (entry) => this.#changed(entry) });
		const looking = { transport, clock, pace: this.#pace };
		this.#following = new Following({
			journal: this.#journal,
			pace: this.#pace,
			clock,
			sleep,
			log,
			look: (entry, call) => look(looking, entry, call),
			abandoned: () =>
				l10n.t('VS Code ended before it was sent. Nothing was sent, and it is not sent any more: ask for a new quote.'),
		});
		this.#committing = new Committing(options, this.#journal, this.#following);
	}

	async quoteReturn(line: ReturnLine, signal?: AbortSignal): Promise<ReturnQuote> {
		const lowered = loweredLine(line);
		const quote = await this.#asking(lowered.tenantId, signal, (ending) =>
			byOneAccount(this.#options.account, lowered.tenantId, quoteReturn(this.#options, lowered, ending)),
		);
		this.#options.onReturnQuote(quote);
		return quote;
	}

	quoteExchange(request: ExchangeRequest, signal?: AbortSignal): Promise<ExchangeQuote> {
		const tenantId = request.tenantId.toLowerCase();
		const lowered = { ...request, tenantId, returns: request.returns.map(loweredLine) };
		return this.#asking(tenantId, signal, (ending) =>
			byOneAccount(this.#options.account, tenantId, quoteExchange(this.#options, lowered, ending)),
		);
	}

	priceOf(tenantId: string, line: PurchaseLine, signal?: AbortSignal): Promise<PriceQuote> {
		return this.#asking(tenantId, signal, (ending) => priceOf(this.#options, tenantId.toLowerCase(), line, ending));
	}

	catalog(
		tenantId: string,
		subscriptionId: string,
		wanted: { readonly resourceType: string; readonly region?: string | undefined },
		signal?: AbortSignal,
	): Promise<readonly CatalogProduct[]> {
		return this.#asking(tenantId, signal, (ending) =>
			readCatalog(this.#options.transport, tenantId.toLowerCase(), subscriptionId, wanted, ending),
		);
	}

	commit(quote: ReturnQuote | ExchangeQuote, confirmation: Confirmation): Promise<Operation> {
		const commit = this.#asking(quote.tenantId, undefined, () => this.#committing.commit(quote, confirmation));
		this.#commits.add(commit);
		const forget = () => this.#commits.delete(commit);
		commit.then(forget, forget);
		return commit;
	}

	operations(): readonly Operation[] {
		return this.#journal
			.entries()
			.map(({ operation }) => operation)
			.sort((a, b) => b.preparedAt - a.preparedAt);
	}

	operation(id: string): Operation | undefined {
		return this.#journal.entry(id.toLowerCase())?.operation;
	}

	onDidChangeOperation(listener: (operation: Operation) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	readJournal(): Promise<void> {
		return this.#journal.reread();
	}

	async recover(): Promise<void> {
		await this.#lookAround();
		if (this.#watch !== undefined || this.#options.ending.aborted) return;
		this.#watch = setInterval(() => {
			// One that takes long is not overtaken by the next one.
			if (this.#isLookWaiting) return;
			this.#lookAround().catch((error: unknown) =>
				this.#options.log.warn(`The journal could not be looked through: ${String(error)}`),
			);
		}, this.#pace.watchMs);
		this.#watch.unref();
	}

	async look(id: string, signal?: AbortSignal): Promise<Operation> {
		await this.#journal.reread();
		const entry = this.#journal.entry(id.toLowerCase());
		if (entry === undefined) throw unknownOperation();
		const { state, tenantId } = entry.operation;
		// A prepared one is not sent yet: there is nothing to see.
		if (isOver(entry.operation) || state === 'prepared') return entry.operation;
		return (await this.#asking(tenantId, signal, (ending) => this.#following.lookNow(entry, ending))).operation;
	}

	async setAside(id: string, signal?: AbortSignal): Promise<Operation> {
		const { clock, account } = this.#options;
		const seen = await this.look(id, signal).catch((error: unknown) => {
			// What can't be read at all could never be set aside otherwise.
			if (isServiceFailure(error) && (error.kind === 'NotFound' || error.kind === 'NotAllowed')) return this.operation(id);
			throw error;
		});
		const entry = this.#journal.entry(id.toLowerCase());
		if (seen === undefined || entry === undefined) throw unknownOperation();
		// The look may have told what became of it.
		if (isOver(seen)) return seen;
		checkSetAside(seen, patienceOf(this.#pace, entry, clock()));
		const by = await account(seen.tenantId).catch(() => undefined);
		return (await this.#journal.update(seen.id, (it) => setAside(it, clock(), by))).operation;
	}

	unreadableFiles(): readonly UnreadableFile[] {
		return this.#journal.unreadable();
	}

	/**
	 * True when a return or an exchange of one of the reservations is not through yet, in whichever window.
	 * @param reservationIds GUIDs in lower case
	 * @param since ms since the epoch; what has ended after it counts too. Undefined: only what is open
	 */
	async isOpenFor(reservationIds: readonly string[], since?: number): Promise<boolean> {
		await this.#journal.reread();
		return this.operations().some((it) => reservationsTakenBy(it, since).some((id) => reservationIds.includes(id)));
	}

	successorsOf(ref: ReservationRef): readonly ReservationRef[] {
		const id = ref.reservationId.toLowerCase();
		const customer = ref.tenantId.toLowerCase();
		const returned = this.operations().flatMap((operation) => {
			const own = operation.lines.find((line) => line.direction === 'return' && line.reservationId === id);
			if (own === undefined || operation.tenantId !== customer || own.status.toLowerCase() !== 'succeeded') return [];
			const bought = operation.lines.filter(({ direction }) => direction === 'purchase');
			return [own.rest, ...bought].flatMap((it) =>
				it?.orderId === undefined || it.reservationId === undefined
					? []
					: [{ tenantId: customer, orderId: it.orderId, reservationId: it.reservationId }],
			);
		});
		return [...returned, ...this.#options.replacementsOf(ref)];
	}

	exportOperations(format: 'json' | 'csv'): string {
		const operations = this.operations();
		return format === 'csv'
			? asCsv(operations, this.#options.changes())
			: asJson(operations, this.#options.changes(), this.#options.clock());
	}

	describeOperation(operation: Operation): string {
		return operationText(operation);
	}

	/** Ends following. A commit that is under way gets some time, so that the journal has its answer. */
	async dispose(): Promise<void> {
		clearInterval(this.#watch);
		await Promise.race([Promise.allSettled([...this.#commits]), pause(endingMs)]);
		await this.#lookThrough;
		await this.#following.dispose();
		this.#listeners.clear();
	}

	/** Reads what other windows wrote, and follows what nobody follows any more; after the look that is under way, if there is one. */
	#lookAround(): Promise<void> {
		this.#isLookWaiting = true;
		const turn = this.#lookThrough.then(async () => {
			this.#isLookWaiting = false;
			if (this.#options.ending.aborted) return;
			await this.#journal.reread();
			await this.#following.takeOver(this.#journal.entries());
		});
		this.#lookThrough = turn.catch(() => {});
		return turn;
	}

	#changed({ operation }: Entry): void {
		const { reload, log, ending } = this.#options;
		for (const listener of this.#listeners) {
			try {
				listener(operation);
			} catch (error) {
				log.error(`A listener of operations failed: ${String(error)}`);
			}
		}
		if (!this.#endsNow(operation) || ending.aborted) return;
		reload(operation.tenantId).catch((error: unknown) => log.debug(`After operation ${operation.id}: ${String(error)}`));
	}

	/** What changed something at the service while this window was there; its customers are read anew, once. */
	readonly #ended = new Set<string>();
	#endsNow({ id, state, endedAt }: Operation): boolean {
		if (endedAt === undefined || state === 'notDone' || this.#ended.has(id)) return false;
		this.#ended.add(id);
		return endedAt > this.#options.clock() - justNowMs;
	}

	#asking<T>(tenantId: string, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		return asking(this.#options.ending, tenantId, signal, work);
	}
}

/** Time for the answer of a commit when the service ends, ms. VS Code waits 5 s for everything to end (performance 1). */
const endingMs = 2_000;
/** What ended longer ago, ms, was read by the lists since. */
const justNowMs = 5 * 60_000;

function unknownOperation(): ServiceFailure {
	return new ServiceFailure('NotFound', l10n.t('There is no operation of this session in the journal.'));
}

/** The line alone, with its ids in the case that everything else has them in. @throws TypeError when one is not a GUID */
function loweredLine(line: ReturnLine): ReturnLine {
	const { tenantId, orderId, reservationId, quantity } = line;
	return { quantity, tenantId: guid(tenantId), orderId: guid(orderId), reservationId: guid(reservationId) };
}
