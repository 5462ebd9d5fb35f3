/** The partner's customers: shown from the disk at once, read page by page behind it, from the best source that may be used. */
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { allItems } from '../../azure/paging';
import { customersStartingWith } from '../../azure/partner-center';
import type { Transport } from '../../azure/transport';
import type { DiskCache } from '../cache';
import type { ChangeFeed } from '../changes';
import { toFailure } from '../failures';
import { needsReading } from '../freshness';
import type { Customer, CustomerList, EnteredCustomer, Known } from '../model';
import { SharedWork } from '../shared-work';
import { type ResolvedList, resolveEntered } from './entered';
import { isSameList, namedByBetter, withEntered, withOthers } from './lists';
import { customersOf } from './partner-center';
import { ResellerBook } from './resellers';
import { readBestSource, type Source, signInMissing } from './sources';

const everyone = 'all';

interface DirectoryParts {
	readonly transport: Transport;
	/** For what needs no sign-in. */
	readonly fetch: typeof globalThis.fetch;
	readonly cache: DiskCache;
	readonly changes: ChangeFeed;
	readonly entered: readonly EnteredCustomer[];
	readonly clock: () => number;
	readonly log: { debug(message: string): void; warn(message: string): void };
}

/** What one read of the sources came to. */
interface Reading extends Omit<Source, 'pages'> {
	readonly read: ReadonlyMap<string, Customer>;
}

export class CustomerDirectory {
	readonly #parts: DirectoryParts;
	readonly #reads = new SharedWork<void>();
	readonly #resellers: ResellerBook;
	#list: CustomerList | undefined;
	#byTenant = new Map<string, Customer>();
	/** Customers that a search at Partner Center found before their page was read. */
	readonly #found = new Map<string, Customer>();
	/** Tenant ids by domain, for what the user entered. */
	readonly #tenantOf = new Map<string, string>();
	#asOf: number | undefined;
	#failure: ServiceFailure | undefined;
	#waitingUntil: number | undefined;
	/** Reads under way; two for a moment when one is cancelled and another started. */
	#reading = 0;
	#firstPage = Promise.withResolvers<void>();
	#fromDisk: Promise<void> | undefined;
	/** The list on disk was made with the customers entered today. */
	#isOfToday = false;
	/** What the disk had at the start counts no more, also where it is being read. */
	#isCleared = false;

	constructor(parts: DirectoryParts) {
		this.#parts = parts;
		this.#resellers = new ResellerBook(parts);
	}

	get(): Known<CustomerList> {
		return {
			value: this.#list,
			asOf: this.#asOf,
			loading: this.#reading > 0,
			waitingUntil: this.#waitingUntil,
			failure: this.#failure,
		};
	}

	/** @param tenantId GUID in lower case */
	find(tenantId: string): Customer | undefined {
		return this.#byTenant.get(tenantId) ?? this.#found.get(tenantId);
	}

	/** All that are known, also those that only a search found. */
	*known(): Iterable<Customer> {
		yield* this.#byTenant.values();
		for (const customer of this.#found.values()) if (!this.#byTenant.has(customer.tenantId)) yield customer;
	}

	/** Gives the list from memory or disk, or the first page; what is old is read anew behind it. */
	async load(signal?: AbortSignal): Promise<Known<CustomerList>> {
		this.#fromDisk ??= this.#readDisk();
		await this.#fromDisk;
		const known = this.#list !== undefined;
		const asOf = this.#list?.complete === true && this.#isOfToday ? this.#asOf : undefined;
		if (this.#reading > 0 || needsReading({ asOf, failedAt: this.#failure?.details.at }, this.#parts.clock())) {
			// The caller's cancelling counts until there is something to show; the other pages follow in any case.
			const leave = new AbortController();
			const cancel = () => leave.abort(signal?.reason);
			if (signal?.aborted) cancel();
			signal?.addEventListener('abort', cancel, { once: true });
			const read = this.#read(leave.signal);
			try {
				if (known) read.catch(() => {});
				else await Promise.race([this.#firstPage.promise, read]);
			} finally {
				signal?.removeEventListener('abort', cancel);
				// Its end is told by the change feed.
				read.catch(() => {});
			}
		}
		return this.get();
	}

	async refresh(signal?: AbortSignal): Promise<Known<CustomerList>> {
		await this.#read(signal);
		return this.get();
	}

	/**
	 * Asks Partner Center; names first, then domains. Where it may not be used, looks through those that are known.
	 * @throws ServiceFailure
	 */
	async search(text: string, signal?: AbortSignal): Promise<readonly Customer[]> {
		const { transport, log } = this.#parts;
		try {
			const answers = await Promise.all(
				(['CompanyName', 'Domain'] as const).map((field) => allItems(customersStartingWith(transport, field, text, { signal }))),
			);
			const found = new Map(
				customersOf({ items: answers.flat() }, log).map((one) => [one.tenantId, this.#resellers.assign(one)]),
			);
			for (const [tenantId, customer] of found) this.#found.set(tenantId, customer);
			return [...found.values()];
		} catch (error) {
			if (isCancelled(error) || this.#list === undefined || toFailure(error, undefined).kind !== 'NotAllowed') throw error;
			const start = text.toLowerCase();
			const starts = ({ name, domain }: Customer) => [name, domain].some((it) => it.toLowerCase().startsWith(start));
			return [...this.known()].filter(starts);
		}
	}

	/** @param until when calls to Partner Center go on, ms since the epoch; undefined: they do */
	setWaiting(until: number | undefined): void {
		this.#waitingUntil = until;
		this.#parts.changes.fire({ kind: 'customers' });
	}

	/** Forgets everything in memory, and what is on disk by now is not taken from there any more. */
	async clear(): Promise<void> {
		this.#fromDisk = Promise.resolve();
		this.#isCleared = true;
		await this.dispose();
		this.#list = undefined;
		this.#byTenant.clear();
		this.#found.clear();
		this.#tenantOf.clear();
		this.#resellers.clear();
		this.#asOf = undefined;
		this.#failure = undefined;
		this.#parts.changes.fire({ kind: 'customers' });
	}

	async dispose(): Promise<void> {
		await Promise.all([this.#reads.endAll(), this.#resellers.end()]);
	}

	async #readDisk(): Promise<void> {
		const cached = await this.#parts.cache.readCustomers();
		if (cached === undefined || this.#list !== undefined || this.#isCleared) return;
		const { list, entered } = cached.value;
		this.#isOfToday = isSameList(entered, this.#parts.entered);
		this.#resellers.takeFrom(list.customers);
		this.#show(list, cached.asOf);
	}

	#read(signal?: AbortSignal): Promise<void> {
		return this.#reads.join(everyone, (shared) => this.#readAll(shared), signal);
	}

	/** Never rejects but for cancelling: a failure is kept beside what was known. */
	async #readAll(signal: AbortSignal): Promise<void> {
		const { changes, clock, log } = this.#parts;
		const before = this.#list;
		this.#reading += 1;
		changes.fire({ kind: 'customers' });
		// What the user entered is found whether or not a source answers.
		const entered = this.#resolve(signal);
		entered.catch(() => {});
		try {
			const options = { signal, priority: before === undefined ? 'foreground' : 'background' } as const;
			const hasEntered = async () => (await entered).customers.length > 0;
			const reading = await readBestSource(this.#parts, options, hasEntered, (source) => this.#readPages(source));
			await this.#keep(reading, before, await entered);
			this.#failure = signInMissing(reading.sourceFailure) ? reading.sourceFailure : undefined;
			if (reading.source === 'partnerCenter') this.#resellers.readBehind(() => this.#showResellers());
		} catch (error) {
			if (isCancelled(error)) throw error;
			this.#failure = toFailure(error, undefined);
			log.warn(`Customers could not be read: ${this.#failure.message}`);
			const { customers, unresolved } = await entered;
			if (customers.length + unresolved.length > 0) {
				const others = this.#list?.customers ?? [];
				const list = this.#list ?? { complete: false, source: 'list' };
				this.#show({ ...list, customers: withEntered(others, customers, list.source), unresolved }, this.#asOf ?? clock());
			}
		} finally {
			this.#reading -= 1;
			this.#firstPage.resolve();
			this.#firstPage = Promise.withResolvers<void>();
			changes.fire({ kind: 'customers' });
		}
	}

	/** Shows pages as they come, as long as there is no complete list: that one stays, so that no customer vanishes for a while. */
	async #readPages({ source, sourceFailure, pages }: Source): Promise<Reading> {
		const read = new Map<string, Customer>();
		for await (const page of pages) {
			for (const customer of page) read.set(customer.tenantId, this.#resellers.assign(customer));
			if (this.#list?.complete !== true) {
				const customers = withOthers(read, this.#list?.customers ?? []);
				this.#show({ customers, complete: false, source, sourceFailure }, this.#parts.clock());
			}
			this.#firstPage.resolve();
		}
		return { source, sourceFailure, read };
	}

	/** Shows and saves a complete list. */
	async #keep(reading: Reading, before: CustomerList | undefined, entered: ResolvedList): Promise<void> {
		const { cache, clock } = this.#parts;
		const { source, sourceFailure, read } = reading;
		const listed = withEntered([...read.values()], entered.customers, source);
		const customers = [...listed, ...namedByBetter(source, before, new Set(listed.map(({ tenantId }) => tenantId)), this.#asOf)];
		this.#isOfToday = true;
		this.#show({ customers, complete: true, source, sourceFailure, unresolved: entered.unresolved }, clock());
		this.#save();
		await cache.keepOnly(new Set(customers.map(({ tenantId }) => tenantId)));
	}

	async #resolve(signal: AbortSignal): Promise<ResolvedList> {
		const { transport, fetch, entered } = this.#parts;
		const known = (domain: string) => this.#list?.customers.find((it) => it.domain.toLowerCase() === domain)?.tenantId;
		return resolveEntered(entered, { cloud: transport.cloud, fetch, found: this.#tenantOf, known }, signal);
	}

	#showResellers(): void {
		if (this.#list === undefined) return;
		const customers = this.#list.customers.map((it) => this.#resellers.assign(it));
		this.#show({ ...this.#list, customers }, this.#asOf ?? this.#parts.clock());
		if (this.#list.complete) this.#save();
	}

	#show(list: CustomerList, asOf: number): void {
		const before = this.#byTenant;
		this.#list = list;
		this.#byTenant = new Map(list.customers.map((customer) => [customer.tenantId, customer]));
		this.#asOf = asOf;
		// A new customer may belong to a reseller.
		if (list.complete && list.customers.some(({ tenantId }) => !before.has(tenantId))) this.#resellers.expire();
		this.#parts.changes.fire({ kind: 'customers' });
	}

	#save(): void {
		if (this.#list !== undefined && this.#asOf !== undefined)
			this.#parts.cache.writeCustomers({ list: this.#list, entered: this.#parts.entered }, this.#asOf);
	}
}
