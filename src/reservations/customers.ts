/** The partner's customers: shown from the disk at once, read from Partner Center page by page behind it. */
import { isCancelled, type ServiceFailure } from '../azure/failure';
import { isGuid } from '../azure/ids';
import { allItems, type Page } from '../azure/paging';
import { customerPages, customersStartingWith, type PartnerCustomer } from '../azure/partner-center';
import type { Transport } from '../azure/transport';
import type { DiskCache } from './cache';
import type { ChangeFeed } from './changes';
import { toFailure } from './failures';
import { needsReading } from './freshness';
import type { Customer, CustomerList, Known } from './model';
import { SharedWork } from './shared-work';

const everyone = 'all';

interface DirectoryParts {
	readonly transport: Transport;
	readonly cache: DiskCache;
	readonly changes: ChangeFeed;
	readonly clock: () => number;
	readonly log: { warn(message: string): void };
}

export class CustomerDirectory {
	readonly #parts: DirectoryParts;
	readonly #reads = new SharedWork<void>();
	#list: CustomerList | undefined;
	#byTenant = new Map<string, Customer>();
	/** Customers that a search at Partner Center found before their page was read. */
	readonly #found = new Map<string, Customer>();
	#asOf: number | undefined;
	#failure: ServiceFailure | undefined;
	#waitingUntil: number | undefined;
	/** Reads under way; two for a moment when one is cancelled and another started. */
	#reading = 0;
	#firstPage = Promise.withResolvers<void>();
	#fromDisk: Promise<void> | undefined;

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
		const asOf = this.#list?.complete === true ? this.#asOf : undefined;
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

	/** Asks Partner Center; names first, then domains. @throws ServiceFailure */
	async search(text: string, signal?: AbortSignal): Promise<readonly Customer[]> {
		const { transport } = this.#parts;
		const answers = await Promise.all(
			(['CompanyName', 'Domain'] as const).map((field) => allItems(customersStartingWith(transport, field, text, { signal }))),
		);
		const found = new Map(this.#customersOf({ items: answers.flat() }).map((customer) => [customer.tenantId, customer]));
		for (const [tenantId, customer] of found) this.#found.set(tenantId, customer);
		return [...found.values()];
	}

	/** @param until when calls to Partner Center go on, ms since the epoch; undefined: they do */
	setWaiting(until: number | undefined): void {
		this.#waitingUntil = until;
		this.#parts.changes.fire({ kind: 'customers' });
	}

	/** Forgets everything in memory. */
	async clear(): Promise<void> {
		await this.#reads.endAll();
		this.#list = undefined;
		this.#byTenant.clear();
		this.#found.clear();
		this.#asOf = undefined;
		this.#failure = undefined;
		this.#parts.changes.fire({ kind: 'customers' });
	}

	async dispose(): Promise<void> {
		await this.#reads.endAll();
	}

	async #readDisk(): Promise<void> {
		const cached = await this.#parts.cache.readCustomers();
		if (cached === undefined || this.#list !== undefined) return;
		this.#show([...cached.value.customers], cached.value.complete, cached.asOf);
	}

	#read(signal?: AbortSignal): Promise<void> {
		return this.#reads.join(everyone, (shared) => this.#readPages(shared), signal);
	}

	/** Never rejects but for cancelling: a failure is kept beside what was known. */
	async #readPages(signal: AbortSignal): Promise<void> {
		const { transport, cache, changes, clock } = this.#parts;
		const priority = this.#list === undefined ? 'foreground' : 'background';
		const read = new Map<string, Customer>();
		this.#reading += 1;
		changes.fire({ kind: 'customers' });
		try {
			for await (const page of customerPages(transport, { signal, priority })) {
				for (const customer of this.#customersOf(page)) read.set(customer.tenantId, customer);
				// A complete list stays as it is until the new one is complete, so that no customer vanishes for a while.
				if (this.#list?.complete !== true) this.#show(withOthers(read, this.#list?.customers ?? []), false, clock());
				this.#firstPage.resolve();
			}
			this.#show([...read.values()], true, clock());
			this.#failure = undefined;
			cache.writeCustomers(this.#list?.customers ?? [], true, clock());
			await cache.keepOnly(new Set(read.keys()));
		} catch (error) {
			if (isCancelled(error)) throw error;
			this.#failure = toFailure(error, undefined);
			this.#parts.log.warn(`Customers could not be read: ${this.#failure.message}`);
		} finally {
			this.#reading -= 1;
			this.#firstPage.resolve();
			this.#firstPage = Promise.withResolvers<void>();
			changes.fire({ kind: 'customers' });
		}
	}

	#show(customers: readonly Customer[], complete: boolean, asOf: number): void {
		this.#list = { customers, complete };
		this.#byTenant = new Map(customers.map((customer) => [customer.tenantId, customer]));
		this.#asOf = asOf;
		this.#parts.changes.fire({ kind: 'customers' });
	}

	#customersOf({ items }: Page<PartnerCustomer>): Customer[] {
		return items.flatMap((item) => {
			const tenantId = (item.companyProfile?.tenantId ?? item.id).toLowerCase();
			if (!isGuid(tenantId)) {
				this.#parts.log.warn('Partner Center listed a customer without a tenant id; left out.');
				return [];
			}
			const domain = item.companyProfile?.domain ?? '';
			return [{ tenantId, name: item.companyProfile?.companyName || domain || tenantId, domain }];
		});
	}
}

/** What was read, then what was known before and is not among it. */
function withOthers(read: ReadonlyMap<string, Customer>, before: readonly Customer[]): Customer[] {
	return [...read.values(), ...before.filter(({ tenantId }) => !read.has(tenantId))];
}
