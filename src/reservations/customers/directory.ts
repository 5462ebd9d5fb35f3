/** The partner's customers: shown from the disk at once, read page by page behind it, from the best source that may be used. */
import { isCancelled, type ServiceFailure } from '../../azure/failure';
import { allItems } from '../../azure/paging';
import { customersStartingWith } from '../../azure/partner-center';
import type { Priority, Transport } from '../../azure/transport';
import type { DiskCache } from '../cache';
import type { ChangeFeed } from '../changes';
import { toFailure } from '../failures';
import { needsReading } from '../freshness';
import {
	type Customer,
	type CustomerList,
	type CustomerSource,
	customerSources,
	type EnteredCustomer,
	type Known,
	type Reseller,
} from '../model';
import { SharedWork } from '../shared-work';
import { type ResolvedList, resolveEntered } from './entered';
import { graphCustomers } from './graph';
import { customersOf, partnerCenterCustomers } from './partner-center';
import { readResellers } from './resellers';

const everyone = 'all';
/** Resellers change seldom, and reading them takes a call for each: so long they are not read again, unless customers are new. */
const resellersFreshMs = 60 * 60_000;

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
interface Reading {
	readonly source: CustomerSource;
	readonly sourceFailure: ServiceFailure | undefined;
	readonly read: ReadonlyMap<string, Customer>;
}

export class CustomerDirectory {
	readonly #parts: DirectoryParts;
	readonly #reads = new SharedWork<void>();
	readonly #resellerReads = new SharedWork<void>();
	#list: CustomerList | undefined;
	#byTenant = new Map<string, Customer>();
	/** Customers that a search at Partner Center found before their page was read. */
	readonly #found = new Map<string, Customer>();
	#resellerOf: ReadonlyMap<string, Reseller> = new Map();
	#resellersReadAt: number | undefined;
	#asOf: number | undefined;
	#failure: ServiceFailure | undefined;
	#waitingUntil: number | undefined;
	/** Reads under way; two for a moment when one is cancelled and another started. */
	#reading = 0;
	#firstPage = Promise.withResolvers<void>();
	#fromDisk: Promise<void> | undefined;
	/** The list on disk was made with the customers entered today. */
	#isOfToday = false;

	constructor(parts: DirectoryParts) {
		this.#parts = parts;
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
			const found = new Map(customersOf({ items: answers.flat() }, log).map((one) => [one.tenantId, this.#withReseller(one)]));
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

	/** Forgets everything in memory. */
	async clear(): Promise<void> {
		await this.dispose();
		this.#list = undefined;
		this.#byTenant.clear();
		this.#found.clear();
		this.#resellerOf = new Map();
		this.#resellersReadAt = undefined;
		this.#asOf = undefined;
		this.#failure = undefined;
		this.#parts.changes.fire({ kind: 'customers' });
	}

	async dispose(): Promise<void> {
		await Promise.all([this.#reads.endAll(), this.#resellerReads.endAll()]);
	}

	async #readDisk(): Promise<void> {
		const cached = await this.#parts.cache.readCustomers();
		if (cached === undefined || this.#list !== undefined) return;
		const { list, entered } = cached.value;
		this.#isOfToday = isSameList(entered, this.#parts.entered);
		this.#resellerOf = new Map(list.customers.flatMap((it) => (it.reseller === undefined ? [] : [[it.tenantId, it.reseller]])));
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
			const reading = await this.#readBest(before === undefined ? 'foreground' : 'background', entered, signal);
			await this.#keep(reading, before, await entered);
			this.#failure = signInMissing(reading.sourceFailure) ? reading.sourceFailure : undefined;
			if (reading.source === 'partnerCenter') this.#readResellersBehind();
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

	/**
	 * Reads from Partner Center; where that is not allowed, from Microsoft Graph; where that is not either, from what the user
	 * entered. A fault that may pass is no reason to take a lesser source.
	 * @throws ServiceFailure
	 */
	async #readBest(priority: Priority, entered: Promise<ResolvedList>, signal: AbortSignal): Promise<Reading> {
		const { transport, log } = this.#parts;
		const sources = { partnerCenter: partnerCenterCustomers, graph: graphCustomers } as const;
		let sourceFailure: ServiceFailure | undefined;
		for (const source of ['partnerCenter', 'graph'] as const) {
			try {
				const pages = sources[source](transport, log, { signal, priority });
				return { source, sourceFailure, read: await this.#readPages(source, pages, sourceFailure) };
			} catch (error) {
				if (isCancelled(error)) throw error;
				const failure = toFailure(error, undefined);
				const isUnusable = failure.kind === 'NotAllowed' || (sourceFailure !== undefined && !mayPass(failure));
				if (!isUnusable) throw failure;
				log.warn(`Customers can't be read from ${source}: ${failure.message}`);
				sourceFailure ??= failure;
				// Whoever is not signed in is not signed in to Graph either.
				if (signInMissing(failure)) break;
			}
		}
		const { customers } = await entered;
		if (customers.length === 0 && sourceFailure !== undefined) throw sourceFailure;
		return { source: 'list', sourceFailure, read: new Map() };
	}

	async #readPages(
		source: CustomerSource,
		pages: AsyncIterable<readonly Customer[]>,
		sourceFailure: ServiceFailure | undefined,
	): Promise<ReadonlyMap<string, Customer>> {
		const read = new Map<string, Customer>();
		for await (const page of pages) {
			for (const customer of page) read.set(customer.tenantId, this.#withReseller(customer));
			// A complete list stays as it is until the new one is complete, so that no customer vanishes for a while.
			if (this.#list?.complete !== true) {
				const customers = withOthers(read, this.#list?.customers ?? []);
				this.#show({ customers, complete: false, source, sourceFailure }, this.#parts.clock());
			}
			this.#firstPage.resolve();
		}
		return read;
	}

	/** Shows and saves a complete list. */
	async #keep(reading: Reading, before: CustomerList | undefined, entered: ResolvedList): Promise<void> {
		const { cache, clock } = this.#parts;
		const { source, sourceFailure, read } = reading;
		const listed = withEntered([...read.values()], entered.customers, source);
		const customers = [...listed, ...this.#namedByBetter(source, before, new Set(listed.map(({ tenantId }) => tenantId)))];
		this.#isOfToday = true;
		this.#show({ customers, complete: true, source, sourceFailure, unresolved: entered.unresolved }, clock());
		this.#save();
		await cache.keepOnly(new Set(customers.map(({ tenantId }) => tenantId)));
	}

	/** Customers that a better source named before: they stay, with the time when it did, until that source can be read again. */
	#namedByBetter(source: CustomerSource, before: CustomerList | undefined, listed: ReadonlySet<string>): Customer[] {
		if (before === undefined) return [];
		const rank = (one: CustomerSource) => customerSources.indexOf(one);
		const lastSeenAt = this.#asOf;
		return before.customers
			.filter((it) => !listed.has(it.tenantId) && rank(it.source ?? before.source) < rank(source))
			.map((it) => ({ ...it, source: it.source ?? before.source, lastSeenAt: it.lastSeenAt ?? lastSeenAt }));
	}

	async #resolve(signal: AbortSignal): Promise<ResolvedList> {
		const { transport, fetch, entered } = this.#parts;
		const known = (domain: string) => this.#list?.customers.find((it) => it.domain.toLowerCase() === domain)?.tenantId;
		return resolveEntered(entered, { cloud: transport.cloud, fetch, known }, signal);
	}

	/** Nobody waits for the resellers, and a failure of them leaves those that are known. */
	#readResellersBehind(): void {
		const { transport, log, clock } = this.#parts;
		const isFresh = this.#resellersReadAt !== undefined && clock() - this.#resellersReadAt < resellersFreshMs;
		if (isFresh) return;
		const read = async (signal: AbortSignal) => {
			const found = await readResellers(transport, log, signal);
			this.#resellersReadAt = clock();
			this.#resellerOf = found;
			if (this.#list === undefined) return;
			const customers = this.#list.customers.map((it) => this.#withReseller(it));
			this.#show({ ...this.#list, customers }, this.#asOf ?? clock());
			if (this.#list.complete) this.#save();
		};
		this.#resellerReads.join(everyone, read).catch((error: unknown) => {
			if (!isCancelled(error)) log.debug(`Resellers could not be read: ${toFailure(error, undefined).message}`);
		});
	}

	#withReseller(customer: Customer): Customer {
		const reseller = this.#resellerOf.get(customer.tenantId);
		return reseller === customer.reseller ? customer : { ...customer, reseller };
	}

	#show(list: CustomerList, asOf: number): void {
		const before = this.#byTenant;
		this.#list = list;
		this.#byTenant = new Map(list.customers.map((customer) => [customer.tenantId, customer]));
		this.#asOf = asOf;
		// A new customer may belong to a reseller.
		if (list.complete && list.customers.some(({ tenantId }) => !before.has(tenantId))) this.#resellersReadAt = undefined;
		this.#parts.changes.fire({ kind: 'customers' });
	}

	#save(): void {
		if (this.#list !== undefined && this.#asOf !== undefined)
			this.#parts.cache.writeCustomers({ list: this.#list, entered: this.#parts.entered }, this.#asOf);
	}
}

/** What was read, then what was known before and is not among it. */
function withOthers(read: ReadonlyMap<string, Customer>, before: readonly Customer[]): Customer[] {
	return [...read.values(), ...before.filter(({ tenantId }) => !read.has(tenantId))];
}

/** The customers of a source, then the entered ones that it does not name. */
function withEntered(listed: readonly Customer[], entered: readonly Customer[], source: CustomerSource): Customer[] {
	const known = new Set(listed.map(({ tenantId }) => tenantId));
	const others = entered.filter(({ tenantId }) => !known.has(tenantId));
	return [...listed, ...(source === 'list' ? others : others.map((one) => ({ ...one, source: 'list' as const })))];
}

function isSameList(one: readonly EnteredCustomer[], other: readonly EnteredCustomer[]): boolean {
	const text = (list: readonly EnteredCustomer[]) => JSON.stringify(list.map(({ tenant, name }) => [tenant, name ?? '']));
	return text(one) === text(other);
}

function mayPass({ kind }: ServiceFailure): boolean {
	return kind === 'Unreachable' || kind === 'Throttled';
}

function signInMissing(failure: ServiceFailure | undefined): boolean {
	return failure?.details.code === 'SignInRequired';
}
